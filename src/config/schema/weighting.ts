import { z } from "zod";
import { Id, LocalText, SqlExpression } from "./text.ts";

const StratumWeights = z
  .record(z.string(), z.number().nonnegative().max(1e12))
  .describe("Member → weight, in any unit: only the proportions count. A member not named weighs nothing.");

const dimension = Id.describe("Dimension of the indicator's dataset whose members (strata) are weighted.");

/** Weights fixed by agreement: several raters, each role with its say. */
export const FixedWeighting = z.strictObject({
  dimension,
  weights: StratumWeights,
});
export type FixedWeighting = z.infer<typeof FixedWeighting>;

/** Post-stratification: each stratum counts as much as it does in the population. */
export const PopulationWeighting = z.strictObject({
  dimension,
  population: z
    .strictObject({
      dataset: Id.describe("Dataset of the population, which has the same dimension, e.g. the customers served."),
      distinct: z
        .string()
        .optional()
        .describe("Column whose different values are counted, e.g. `customer_id`; default: rows."),
      name: LocalText.optional().describe(
        "What is counted, as a plural inside a sentence: `customers`; default: the rows of the dataset. Needed with `distinct`.",
      ),
      where: SqlExpression.optional().describe("Only these rows of the population."),
    })
    .describe("What the strata are weighted to: their shares of it in the same period."),
  strata: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("Members that are weighted; default: every named member of the population."),
});
export type PopulationWeighting = z.infer<typeof PopulationWeighting>;

/** Direct standardisation: every period and every cut is read at one and the same mix. */
export const StandardWeighting = z.strictObject({
  dimension,
  standard: z
    .union([
      z.strictObject({
        period: z
          .union([
            z.enum(["reported", "previous", "last_year"]),
            z.string().regex(/^\d{4}(-(\d{2}|[QqHh]\d|[Ww]\d{2}))?$/, "write it as 2026, 2026-H1, 2026-Q3 or 2026-10"),
          ])
          .describe(
            "The mix of the reported period, the one before, the same last year, or of a period by its id (`2025`).",
          ),
      }),
      z.strictObject({ weights: StratumWeights }),
    ])
    .describe("The stated mix: that of a period, or weights written out."),
});
export type StandardWeighting = z.infer<typeof StandardWeighting>;

export const Weighting = z
  .union([FixedWeighting, PopulationWeighting, StandardWeighting])
  .describe(
    "The value is a weighted mean over the members of a dimension: by fixed weights, by their shares of a population (post-stratification), or by a standard mix (direct standardisation). The unweighted figure is kept beside; weight without data is spread over the others, and said.",
  );
export type Weighting = z.infer<typeof Weighting>;
export type WeightingKind = "fixed" | "population" | "standard";

/** Which of the three ways it is. */
export const weightingKind = (weighting: Weighting): WeightingKind =>
  "weights" in weighting ? "fixed" : "population" in weighting ? "population" : "standard";
