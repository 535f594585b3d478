import { z } from "zod";
import { Id, IsoDate, LocalText } from "./text.ts";

/** The five bands of the rubric, best first; points are 5 … 1. */
export const BAND_IDS = ["excellent", "good", "acceptable", "needs_improvement", "unacceptable"] as const;
export const BandId = z.enum(BAND_IDS);
export type BandId = z.infer<typeof BandId>;

export const BandRange = z.strictObject({
  band: BandId.describe("Band of the rubric; points are 5 for the best to 1 for the worst."),
  from: z.number().optional().describe("Lower edge; missing = open."),
  to: z
    .number()
    .optional()
    .describe("Upper edge; missing = open. The edge on the better side belongs to the better band."),
});
export type BandRange = z.infer<typeof BandRange>;

export const Bands = z
  .union([z.tuple([z.number(), z.number(), z.number(), z.number()]), z.array(BandRange).min(2).max(5)])
  .describe(
    "Either the four limits between the five bands, best first (`[1, 1.5, 2, 3]`: up to 1 is excellent … above 3 unacceptable), or the bands written out with both edges. Limits belong to the better band.",
  );
export type Bands = z.infer<typeof Bands>;

export const Benchmark = z.strictObject({
  value: z.number().describe("In the indicator's unit."),
  source: LocalText.describe("Whose figure it is."),
  as_of: IsoDate.describe("Day it was published; older than half a year is said in the report."),
});

export const ScoredIndicator = z.strictObject({
  weight: z.number().positive().describe("Share of the overall score; all weights of a version sum to 100."),
  baseline: z.number().optional().describe("Level of today or of the industry, in the indicator's unit (0.9 = 90 %)."),
  target: z.number().optional().describe("Level wanted."),
  target_date: IsoDate.optional().describe("Day by which the target shall hold."),
  bands: Bands.optional().describe("Needed with `scoring: bands`; without them the indicator is shown but not scored."),
  benchmark: Benchmark.optional().describe("A figure of the industry to compare with."),
});
export type ScoredIndicator = z.infer<typeof ScoredIndicator>;

export const ScorecardDimension = z.strictObject({
  name: LocalText,
  indicators: z.record(Id, ScoredIndicator).describe("Indicator id → weight, levels and bands."),
});

export const ScorecardVersion = z.strictObject({
  effective_from: IsoDate.describe("First day for whose periods these rules hold."),
  note: LocalText.optional().describe("Why the rules changed."),
  scoring: z
    .enum(["bands", "linear"])
    .default("bands")
    .describe("`bands`: points by band; `linear`: from baseline (60) to target (100)."),
  missing: z
    .enum(["spread", "spread_dimension", "zero", "withhold"])
    .default("spread")
    .describe(
      "What happens to the weight of an indicator without data: spread over all, over its dimension, counted 0, or no score at all.",
    ),
  score_bands: z
    .tuple([z.number(), z.number(), z.number(), z.number()])
    .default([90, 75, 60, 40])
    .describe("Limits of the overall score's bands, best first."),
  score_goal: z.number().min(0).max(100).optional().describe("Overall score aimed at, drawn as a line."),
  dimensions: z.record(Id, ScorecardDimension).describe("Core dimensions of the scorecard, in order."),
});
export type ScorecardVersion = z.infer<typeof ScorecardVersion>;

export const Scorecard = z.strictObject({
  name: LocalText,
  versions: z
    .array(ScorecardVersion)
    .min(1)
    .describe("Rules with the day they hold from; the period's first day decides."),
});
export type Scorecard = z.infer<typeof Scorecard>;
