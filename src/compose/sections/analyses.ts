import { writeCombined } from "../analyses/combined.ts";
import { writeDecision } from "../analyses/decision.ts";
import { writeAnalysis } from "../analyses/index.ts";
import type { WrittenAnalysis } from "../analyses/written.ts";
import type { Desk } from "../desk.ts";
import type { SectionOf } from "../model.ts";

/**
 * The decision with its evidence and the making of a combined score, where the report has them, then the closer looks in
 * the report's order; null where none has anything to say. The first one's finding
 * heads the chapter.
 */
export function analysesSection(desk: Desk): SectionOf<"analyses"> | null {
  const results = new Map(desk.evaluation.analyses.map((result) => [result.id, result]));
  const looks = desk.report.analyses.flatMap((analysis) => {
    const result = results.get(analysis.id);
    const written = result === undefined ? null : writeAnalysis(desk, analysis, result);
    return written === null ? [] : [{ anchor: `analysis-${analysis.id}`, ...written }];
  });
  const own = (id: string, written: WrittenAnalysis | null) =>
    written === null ? [] : [{ anchor: `analysis-${id}`, ...written }];
  const items = [...own("decision", writeDecision(desk)), ...own("combined", writeCombined(desk)), ...looks];
  const [first] = items;
  if (first === undefined) return null;
  return { id: "analyses", heading: first.heading, subtitle: first.subtitle, items };
}
