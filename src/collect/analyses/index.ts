import type { Analysis } from "../../config/schema/analyses/index.ts";
import { agreementNeeds, collectAgreement } from "./agreement.ts";
import { comparisonNeeds } from "./comparison.ts";
import { collectDifference, differenceNeeds } from "./difference.ts";
import { collectGrid, gridNeeds } from "./grid.ts";
import { collectImportance, importanceNeeds } from "./importance.ts";
import { collectListing, listingNeeds } from "./listing.ts";
import { collectRanking, rankingNeeds } from "./ranking.ts";
import type { AnalysisRecord } from "./record.ts";
import { collectReliability, reliabilityNeeds } from "./reliability.ts";
import type { AnalysisNeeds, AnalysisTools } from "./tools.ts";

/** What an analysis wants beyond the scorecard. */
export function needsOf(analysis: Analysis): AnalysisNeeds {
  switch (analysis.kind) {
    case "listing":
      return listingNeeds(analysis);
    case "weighting":
      return { indicators: [analysis.indicator] };
    case "agreement":
      return agreementNeeds(analysis);
    case "anchors":
      return { indicators: analysis.indicators ?? [] };
    case "difference":
      return differenceNeeds(analysis);
    case "grid":
      return gridNeeds(analysis);
    case "members":
      return { indicators: analysis.indicators, dimensions: [analysis.dimension] };
    case "comparison":
      return comparisonNeeds(analysis);
    case "ranking":
      return rankingNeeds(analysis);
    case "reliability":
      return reliabilityNeeds(analysis);
    case "importance":
      return importanceNeeds(analysis);
    case "baselines":
      return {};
  }
}

/** Asks the warehouse what no measurement says; null when there is nothing to ask, or the scope lacks the dataset. */
export async function collectAnalysis(analysis: Analysis, tools: AnalysisTools): Promise<AnalysisRecord | null> {
  switch (analysis.kind) {
    case "listing":
      return collectListing(analysis, tools);
    case "weighting":
      return null;
    case "agreement":
      return collectAgreement(analysis, tools);
    case "anchors":
      return null;
    case "difference":
      return collectDifference(analysis, tools);
    case "grid":
      return collectGrid(analysis, tools);
    case "members":
      return null;
    case "comparison":
      return null;
    case "ranking":
      return collectRanking(analysis, tools);
    case "reliability":
      return collectReliability(analysis, tools);
    case "importance":
      return collectImportance(analysis, tools);
    case "baselines":
      return null;
  }
}
