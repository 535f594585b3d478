import { z } from "zod";
import { Id } from "../text.ts";
import { analysis } from "./common.ts";

export const Anchors = analysis("anchors", {
  indicators: z
    .array(Id)
    .min(1)
    .optional()
    .describe("Indicators with `anchors`, in order; default: those of the scorecard that have them."),
}).describe("Behaviourally anchored scales: the level each rating has reached, in words, and the next one.");
export type Anchors = z.infer<typeof Anchors>;
