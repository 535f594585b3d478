import type { Analysis } from "../../config/schema/analyses/index.ts";
import type { AnalysisResult } from "../../evaluate/analyses/result.ts";
import type { Desk } from "../desk.ts";
import { writeListing } from "./listing.ts";
import type { WrittenAnalysis } from "./written.ts";

/** An analysis in words, tables and charts; null when it has nothing to say. */
export function writeAnalysis(desk: Desk, analysis: Analysis, result: AnalysisResult): WrittenAnalysis | null {
  switch (analysis.kind) {
    case "listing":
      return result.kind === "listing" ? writeListing(desk, analysis, result) : null;
  }
}
