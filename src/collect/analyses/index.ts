import type { Analysis } from "../../config/schema/analyses/index.ts";
import { collectListing, listingNeeds } from "./listing.ts";
import type { AnalysisRecord } from "./record.ts";
import type { AnalysisNeeds, AnalysisTools } from "./tools.ts";

/** What an analysis wants beyond the scorecard. */
export function needsOf(analysis: Analysis): AnalysisNeeds {
  switch (analysis.kind) {
    case "listing":
      return listingNeeds(analysis);
  }
}

/** Asks the warehouse what no measurement says; null when there is nothing to ask, or the scope lacks the dataset. */
export async function collectAnalysis(analysis: Analysis, tools: AnalysisTools): Promise<AnalysisRecord | null> {
  switch (analysis.kind) {
    case "listing":
      return collectListing(analysis, tools);
  }
}
