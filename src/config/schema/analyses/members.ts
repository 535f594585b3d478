import { z } from "zod";
import { Id } from "../text.ts";
import { analysis } from "./common.ts";

export const Members = analysis("members", {
  dimension: Id.describe("Dimension whose members stand side by side."),
  indicators: z
    .array(Id)
    .min(1)
    .max(7)
    .describe(
      "Columns of the table; the first one's best and worst member head it. A dataset without the dimension has dashes.",
    ),
}).describe("The members of a dimension side by side: one row each, one column for each indicator.");
export type Members = z.infer<typeof Members>;
