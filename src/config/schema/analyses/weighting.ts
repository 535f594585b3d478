import type { z } from "zod";
import { Id } from "../text.ts";
import { analysis } from "./common.ts";

export const WeightingAnalysis = analysis("weighting", {
  indicator: Id.describe("Indicator with a `weighting`."),
}).describe("What weighting does to a figure: the strata with their weights, and the unweighted figure beside.");
export type WeightingAnalysis = z.infer<typeof WeightingAnalysis>;
