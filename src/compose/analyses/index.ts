import type { Analysis } from "../../config/schema/analyses/index.ts";
import type { AnalysisResult } from "../../evaluate/analyses/result.ts";
import type { Desk } from "../desk.ts";
import { writeAgreement } from "./agreement.ts";
import { writeAnchors } from "./anchors.ts";
import { writeBaselines } from "./baselines.ts";
import { writeComparison } from "./comparison.ts";
import { writeDifference } from "./difference.ts";
import { writeGrid } from "./grid.ts";
import { writeImportance } from "./importance.ts";
import { writeListing } from "./listing.ts";
import { writeMembers } from "./members.ts";
import { writeRanking } from "./ranking.ts";
import { writeReliability } from "./reliability.ts";
import { writeWeighting } from "./weighting.ts";
import type { WrittenAnalysis } from "./written.ts";

/** An analysis in words, tables and charts; null when it has nothing to say. */
export function writeAnalysis(desk: Desk, analysis: Analysis, result: AnalysisResult): WrittenAnalysis | null {
  switch (analysis.kind) {
    case "agreement":
      return result.kind === "agreement" ? writeAgreement(desk, analysis, result) : null;
    case "baselines":
      return result.kind === "baselines" ? writeBaselines(desk, analysis, result) : null;
    case "anchors":
      return result.kind === "anchors" ? writeAnchors(desk, analysis, result) : null;
    case "listing":
      return result.kind === "listing" ? writeListing(desk, analysis, result) : null;
    case "comparison":
      return result.kind === "comparison" ? writeComparison(desk, analysis, result) : null;
    case "ranking":
      return result.kind === "ranking" ? writeRanking(desk, analysis, result) : null;
    case "weighting":
      return result.kind === "weighting" ? writeWeighting(desk, analysis, result) : null;
    case "difference":
      return result.kind === "difference" ? writeDifference(desk, analysis, result) : null;
    case "grid":
      return result.kind === "grid" ? writeGrid(desk, analysis, result) : null;
    case "reliability":
      return result.kind === "reliability" ? writeReliability(desk, analysis, result) : null;
    case "importance":
      return result.kind === "importance" ? writeImportance(desk, analysis, result) : null;
    case "members":
      return result.kind === "members" ? writeMembers(desk, analysis, result) : null;
  }
}
