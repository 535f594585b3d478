import { z } from "zod";
import { Id, LocalText } from "../text.ts";
import { analysis } from "./common.ts";

export const Awards = z.strictObject({
  places: z.int().min(1).max(20).describe("Best places that are awarded; whoever shares the last of them is, too."),
  title: LocalText.describe("Name of the award, e.g. `Supplier of the month`."),
});

export const Ranking = analysis("ranking", {
  dimension: Id.describe("Dimension whose members are ranked."),
  by: Id.default("score").describe(
    "`score` for the overall score of each member by the scorecard's rules, or an indicator.",
  ),
  minimum_n: z
    .int()
    .min(1)
    .default(30)
    .describe(
      "Members with fewer rows are listed apart, without a place; with `by: score` in any indicator of the score. An indicator's own `minimum_n` holds beside it.",
    ),
  awards: Awards.optional().describe("Awards for the best places."),
  against: z.literal("previous").optional().describe("Also the place in the period before."),
}).describe(
  "Members of a dimension in order of an indicator or of their overall score, with what chance allows to tell apart.",
);
export type Ranking = z.infer<typeof Ranking>;
