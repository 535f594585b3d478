import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { type CrossCells, collectCrossCells } from "../cross-cells.ts";
import type { AnalysisNeeds, AnalysisTools } from "./tools.ts";

/** One measurement for each pair of members, in the reported period. */
export interface GridRecord extends CrossCells {
  kind: "grid";
  id: string;
}

export const gridNeeds = ({ indicator, rows }: AnalysisOf<"grid">): AnalysisNeeds => ({
  indicators: [indicator],
  dimensions: [rows],
});

export async function collectGrid(
  { id, indicator, rows, columns }: AnalysisOf<"grid">,
  tools: AnalysisTools,
): Promise<GridRecord> {
  return { kind: "grid", id, ...(await collectCrossCells(tools, id, [indicator], [rows, columns])) };
}
