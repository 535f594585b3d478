import { z } from "zod";
import { Id, IsoDate } from "../text.ts";
import { analysis } from "./common.ts";

/** A stretch of days, the last one included. */
export const DayRange = z.strictObject({
  from: IsoDate.describe("First day."),
  to: IsoDate.describe("Last day, included."),
});

/** Whole months counted from the last one of the reported period. */
export const MonthRange = z.strictObject({
  months: z
    .tuple([z.int().min(-120).max(0), z.int().min(-120).max(0)])
    .describe("First and last month, counted from the last month of the reported period, which is 0: `[-5, -3]`."),
});

/** A range named after the reported period. */
export const NamedRange = z
  .enum(["reported", "previous", "last_year"])
  .describe("The reported period itself, the one of equal length before it, or the same one last year.");

const Range = z.union([DayRange, MonthRange, NamedRange]);

export const TreatedGroup = z.strictObject({
  dimension: Id.describe("Dimension by which the group is told from the others."),
  members: z.array(z.string().min(1)).min(1).describe("Members to whom the change applies."),
});
export const ComparisonGroup = z.union([
  z.literal("others"),
  z.strictObject({
    dimension: Id.optional().describe("The dimension of `treated`; may be left out."),
    members: z.array(z.string().min(1)).min(1).describe("Members who went on as before."),
  }),
]);

export const Comparison = analysis("comparison", {
  before: Range.describe(
    "Range before the change: days (`{from, to}`), months (`{months: [-5, -3]}`), `previous` or `last_year`.",
  ),
  after: Range.describe(
    "Range after the change, later than `before` and written in the same way; `reported` goes with `previous` and `last_year`.",
  ),
  indicators: z.array(Id).min(1).optional().describe("Indicators compared; default: all of the scorecard."),
  treated: TreatedGroup.optional().describe("Who the change applies to; default: everybody in the scope."),
  comparison_group: ComparisonGroup.optional().describe(
    "Whose change over the same time is subtracted: members of the dimension of `treated`, or `others` for all the rest with a name.",
  ),
}).describe("Before and after: what changed between two ranges, beyond chance and beyond a comparison group.");
export type Comparison = z.infer<typeof Comparison>;
