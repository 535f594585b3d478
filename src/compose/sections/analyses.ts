import { writeAnalysis } from "../analyses/index.ts";
import type { Desk } from "../desk.ts";
import type { SectionOf } from "../model.ts";

/** The closer looks, in the report's order; null where none has anything to say. The first one's finding heads the chapter. */
export function analysesSection(desk: Desk): SectionOf<"analyses"> | null {
  const results = new Map(desk.evaluation.analyses.map((result) => [result.id, result]));
  const items = desk.report.analyses.flatMap((analysis) => {
    const result = results.get(analysis.id);
    const written = result === undefined ? null : writeAnalysis(desk, analysis, result);
    return written === null ? [] : [{ anchor: `analysis-${analysis.id}`, ...written }];
  });
  const [first] = items;
  if (first === undefined) return null;
  return { id: "analyses", heading: first.heading, subtitle: first.subtitle, items };
}
