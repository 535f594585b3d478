import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { type CrossCells, collectCrossCells } from "../cross-cells.ts";
import type { AnalysisNeeds, AnalysisTools } from "./tools.ts";

/** Both groups within each member of the controlling dimension, in the reported period. */
export interface DifferenceRecord extends CrossCells {
  kind: "difference";
  id: string;
}

export const differenceNeeds = ({ indicators, dimension }: AnalysisOf<"difference">): AnalysisNeeds => ({
  indicators,
  dimensions: [dimension],
});

/** The groups themselves are ordinary cuts; only a control needs a statement of its own. */
export async function collectDifference(
  { id, indicators, dimension, control }: AnalysisOf<"difference">,
  tools: AnalysisTools,
): Promise<DifferenceRecord | null> {
  if (control === undefined) return null;
  return { kind: "difference", id, ...(await collectCrossCells(tools, id, indicators, [dimension, control])) };
}
