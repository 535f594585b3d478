import type { AnalysisRecord } from "../../collect/analyses/record.ts";
import type { Snapshot } from "../../collect/snapshot.ts";
import type { Analysis } from "../../config/schema/analyses/index.ts";
import type { Config } from "../../config/schema/index.ts";
import type { ScorecardVersion } from "../../config/schema/scorecard.ts";
import type { IndicatorResult } from "../evaluation.ts";
import type { Readings } from "../readings.ts";
import { agreementResult } from "./agreement.ts";
import { anchorsResult } from "./anchors.ts";
import { baselinesResult } from "./baselines.ts";
import { comparisonResult } from "./comparison.ts";
import { differenceResult } from "./difference.ts";
import { gridResult } from "./grid.ts";
import { importanceResult } from "./importance.ts";
import { listingResult } from "./listing.ts";
import { membersResult } from "./members.ts";
import { rankingResult } from "./ranking.ts";
import { reliabilityResult } from "./reliability.ts";
import type { AnalysisResult } from "./result.ts";
import { weightingAnalysis } from "./weighting.ts";

/** What an analysis may look at beside its own record. */
export interface AnalysisContext {
  snapshot: Snapshot;
  config: Config;
  /** Measurements by indicator, period and cut. */
  readings: Readings;
  rules: ScorecardVersion;
  /** Results of the scorecard's indicators. */
  results: ReadonlyMap<string, IndicatorResult>;
}

/** The report's analyses, each judged by its kind. */
export function analysesOf(analyses: readonly Analysis[], context: AnalysisContext): AnalysisResult[] {
  const records = new Map(context.snapshot.analyses.map((record) => [record.id, record]));
  return analyses.flatMap((analysis) => analyse(analysis, records.get(analysis.id), context) ?? []);
}

function analyse(
  analysis: Analysis,
  record: AnalysisRecord | undefined,
  context: AnalysisContext,
): AnalysisResult | null {
  switch (analysis.kind) {
    case "agreement":
      return record?.kind === "agreement" ? agreementResult(analysis, record) : null;
    case "baselines":
      return baselinesResult(analysis, context);
    case "anchors":
      return anchorsResult(analysis, context);
    case "listing":
      return record?.kind === "listing" ? listingResult(record) : null;
    case "weighting":
      return weightingAnalysis(analysis, context);
    case "difference":
      return differenceResult(analysis, record?.kind === "difference" ? record : null, context);
    case "grid":
      return record?.kind === "grid" ? gridResult(analysis, record, context) : null;
    case "members":
      return membersResult(analysis, context);
    case "comparison":
      return comparisonResult(analysis, context);
    case "reliability":
      return record?.kind === "reliability" ? reliabilityResult(analysis, record) : null;
    case "importance":
      return record?.kind === "importance" ? importanceResult(analysis, record, context) : null;
    case "ranking":
      return rankingResult(analysis, record?.kind === "ranking" ? record : undefined, context);
  }
}
