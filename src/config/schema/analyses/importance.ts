import { z } from "zod";
import { Id } from "../text.ts";
import { analysis } from "./common.ts";

export const Importance = analysis("importance", {
  dataset: Id.describe("Dataset of the answers, one row each."),
  outcome: Id.describe("Indicator of overall satisfaction, with a value per answer."),
  items: z.array(Id).min(2).max(20).describe("Indicators whose importance is derived, with a value per answer."),
  method: z
    .enum(["pearson", "spearman"])
    .default("pearson")
    .describe("Correlation of the answers (`pearson`) or of their ranks (`spearman`)."),
  rating_scale: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe(
      "Ends of the items' rating scale, worst and best, e.g. `[1, 5]`. Needed when ratings and shares stand side by side: performance is then the position between the ends, in per cent.",
    ),
  minimum_n: z.int().min(4).default(30).describe("An item with fewer pairs of answers is shown but not judged."),
}).describe(
  "Importance–performance matrix: how strongly each item goes with overall satisfaction, against how well it does.",
);
export type Importance = z.infer<typeof Importance>;
