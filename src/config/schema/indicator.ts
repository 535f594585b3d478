import { z } from "zod";
import { Id, LocalText, SqlExpression } from "./text.ts";
import { Weighting } from "./weighting.ts";

export const Unit = z
  .enum(["percent", "seconds", "minutes", "hours", "days", "score", "count", "currency", "per_unit", "points"])
  .describe(
    "Unit of the value. `percent` indicators are held as fractions (0.95) and shown as 95 %; `score` is a rating on a scale (see `scale_max`); `points` is an NPS-like figure from -100 to 100.",
  );
export type Unit = z.infer<typeof Unit>;

export const Direction = z
  .enum(["higher_is_better", "lower_is_better"])
  .describe("Which way is better for the business.");
export type Direction = z.infer<typeof Direction>;

const common = {
  name: LocalText.describe("Name in reports."),
  short_name: LocalText.optional().describe("Name where room is scarce; default: `name`."),
  phrase: LocalText.optional().describe(
    "What the figure is called inside a sentence, with its article, e.g. `the resolution rate`; default: `name` with a small initial.",
  ),
  definition: LocalText.describe("How the figure is defined, in one sentence a reader can check."),
  dataset: Id.describe("Dataset the figure is computed from."),
  where: SqlExpression.optional().describe("Only these rows count for this indicator."),
  unit: Unit,
  precision: z.int().min(0).max(6).default(1).describe("Digits after the decimal point in a report."),
  scale_max: z.number().positive().optional().describe("Upper end of a rating scale (`unit: score`), shown as `/5`."),
  direction: Direction.default("higher_is_better"),
  null_rule: z
    .enum(["exclude", "as_zero"])
    .default("exclude")
    .describe(
      "Rows without a value: `exclude` leaves them out and prints how many; `as_zero` counts them as 0 (for a ratio: as not fulfilled).",
    ),
  anchors: z
    .record(z.string().regex(/^\d+(\.\d+)?$/, 'write the level as a number, e.g. "3"'), LocalText)
    .optional()
    .describe(
      "Behaviourally anchored scale: what each level of a rating describes, e.g. `3: Keeps the customer informed when asked`; printed by an analysis of kind `anchors`.",
    ),
  minimum_n: z.int().min(1).default(30).describe("With fewer rows the figure is shown but not judged."),
};

const weighting = Weighting.optional();

export const Indicator = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z
        .literal("ratio")
        .describe("Share of rows: those fulfilling `numerator` among those fulfilling `denominator`."),
      ...common,
      numerator: SqlExpression.describe("Condition counted above the line; NULL means unknown (see `null_rule`)."),
      denominator: SqlExpression.optional().describe("Condition counted below the line; default: every row."),
      weighting,
    }),
    z.strictObject({
      kind: z.literal("mean").describe("Arithmetic mean of `value`."),
      ...common,
      value: SqlExpression,
      weighting,
    }),
    z.strictObject({
      kind: z
        .literal("percentile")
        .describe("Exact percentile of `value` (linear interpolation, as percentile_cont); 0.5 is the median."),
      ...common,
      value: SqlExpression,
      percentile: z.number().gt(0).lt(1).default(0.5).describe("Which percentile, 0.5 = median."),
    }),
    z.strictObject({ kind: z.literal("sum").describe("Sum of `value`."), ...common, value: SqlExpression }),
    z.strictObject({ kind: z.literal("count").describe("Number of rows."), ...common }),
    z.strictObject({
      kind: z.literal("rate").describe("Sum of `value` for each unit of the sum of `per`, times `multiplier`."),
      ...common,
      value: SqlExpression.describe("Summed above the line, e.g. 1 for each complaint."),
      per: SqlExpression.describe("Summed below the line, e.g. orders."),
      multiplier: z.number().positive().default(1).describe("E.g. 1000 for complaints per 1,000 orders."),
    }),
    z.strictObject({
      kind: z.literal("top_box").describe("Share of ratings at or above `at_least`."),
      ...common,
      value: SqlExpression,
      at_least: z.number().describe("Lowest rating that counts, e.g. 4 on a scale of 5."),
      weighting,
    }),
    z.strictObject({
      kind: z
        .literal("nps")
        .describe("Net promoter score: share of 9-10 less share of 0-6, times 100 (`unit: points`)."),
      ...common,
      value: SqlExpression.describe("Answer from 0 to 10."),
      weighting,
    }),
  ])
  .describe("One indicator.");
export type Indicator = z.infer<typeof Indicator>;

/** How the indicator's value is weighted; null for a plain one. */
export const weightingOf = (indicator: Indicator): Weighting | null =>
  ("weighting" in indicator ? indicator.weighting : null) ?? null;
