import { z } from "zod";
import { Id, LocalText } from "../text.ts";
import { analysis } from "./common.ts";

export const ReliabilityScale = z.strictObject({
  id: Id.describe("Part of its figures' ids; unique within the analysis."),
  name: LocalText.describe("What the items are to measure together."),
  items: z
    .array(Id)
    .min(2)
    .max(20)
    .describe(
      "Indicators with a value per answer (mean, top_box, nps, ratio); one where lower is better is turned round.",
    ),
  standardised: z
    .boolean()
    .default(false)
    .describe("Bring the items to one scatter first; needed when their scales differ (1–5 and yes/no)."),
});

export const Reliability = analysis("reliability", {
  dataset: Id.describe("Dataset of the answers, one row each."),
  scales: z.array(ReliabilityScale).min(1).max(12).describe("Groups of items that are read as one thing."),
  acceptable: z.number().gt(0).lt(1).default(0.7).describe("Alpha from which items count as one scale."),
  minimum_n: z.int().min(2).default(30).describe("With fewer complete answers alpha is shown but not judged."),
}).describe("Do the items of a dimension measure one thing? Cronbach's alpha, with every item left out in turn.");
export type Reliability = z.infer<typeof Reliability>;
