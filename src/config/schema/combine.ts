import { z } from "zod";

/** How the score of a period is made of the scores of the shorter periods inside it. */
export const CombineConfig = z.strictObject({
  unit: z
    .enum(["month", "quarter", "half-year"])
    .describe("Inner periods, shorter than the cadence: `quarter` in a year, `month` in a half-year."),
  rule: z
    .enum(["mean", "weights", "weighted_by_rows", "latest"])
    .describe(
      "`mean`: all alike; `weights`: as written in `weights`; `weighted_by_rows`: by the rows behind each inner period's score; `latest`: the last inner period that has a score.",
    ),
  weights: z
    .array(z.number().nonnegative())
    .min(2)
    .optional()
    .describe("With `rule: weights`: one for each inner period, oldest first; only the proportions count."),
  indicators: z
    .enum(["pooled", "combined"])
    .default("pooled")
    .describe(
      "Values of the indicators: `pooled` over all rows of the period, or `combined` from the inner periods by the same rule (sums and counts stay pooled).",
    ),
  at_least: z
    .int()
    .min(1)
    .default(1)
    .describe("With fewer inner periods that have a score there is none; the weight of a missing one is spread."),
});
export type CombineConfig = z.infer<typeof CombineConfig>;
