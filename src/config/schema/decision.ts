import { z } from "zod";
import { BandId } from "./scorecard.ts";
import { Id, LocalText } from "./text.ts";

/** One limit; `above` and `below` leave the limit itself out. */
export const Bound = z
  .union([
    z.strictObject({ at_least: z.number().describe("The figure is this or more.") }),
    z.strictObject({ at_most: z.number().describe("The figure is this or less.") }),
    z.strictObject({ above: z.number().describe("The figure is more than this.") }),
    z.strictObject({ below: z.number().describe("The figure is less than this.") }),
  ])
  .describe("One of `at_least`, `at_most`, `above`, `below`.");
export type Bound = z.infer<typeof Bound>;

/** Bands from excellent (best) to unacceptable. */
export const BandBound = z
  .union([
    z.strictObject({ at_least: BandId.describe("This band or a better one.") }),
    z.strictObject({ at_most: BandId.describe("This band or a worse one.") }),
  ])
  .describe("`at_least: acceptable` = acceptable or better; `at_most: acceptable` = acceptable or worse.");
export type BandBound = z.infer<typeof BandBound>;

export const DecisionCondition = z
  .union([
    z.strictObject({ score: Bound.describe("Overall score, 0 to 100.") }),
    z.strictObject({ score_band: BandBound.describe("Band of the overall score.") }),
    z.strictObject({
      indicator: Id.describe("Indicator of the scorecard."),
      value: Bound.describe("Its value, in its unit (0.9 = 90 %)."),
    }),
    z.strictObject({ indicator: Id, band: BandBound.describe("Its band.") }),
    z.strictObject({
      measured_periods: Bound.describe(
        "Number of inner periods (`combine.unit`, else `inside`) of the reported one that have a score.",
      ),
    }),
    z.strictObject({
      missing_weight: Bound.describe("Weight of the scorecard that could not be scored, of 100."),
    }),
  ])
  .describe("One condition of an outcome.");
export type DecisionCondition = z.infer<typeof DecisionCondition>;

export const DecisionOutcome = z.strictObject({
  id: Id,
  name: LocalText.describe("What is decided, e.g. `Probation passed`."),
  tone: z
    .enum(["good", "caution", "concern", "neutral"])
    .default("neutral")
    .describe("Colour of the outcome on page 1; the words say it as well."),
  when: z.array(DecisionCondition).default([]).describe("All of them must hold; none = in every other case."),
  consequence: LocalText.optional().describe("What follows, in a sentence."),
});
export type DecisionOutcome = z.infer<typeof DecisionOutcome>;

export const DecisionConfig = z
  .strictObject({
    title: LocalText.optional().describe("What is decided about, e.g. `Probation`; default: `Decision`."),
    about: Id.optional().describe(
      "Dimension whose members are decided about, e.g. `agent`: an edition that is not about one of them makes no decision.",
    ),
    outcomes: z
      .array(DecisionOutcome)
      .min(2)
      .describe(
        "In order; the first whose conditions hold is the decision. A figure that is missing makes it undecidable: nothing is decided by default.",
      ),
  })
  .describe("A decision by stated rules, e.g. passing a probation.");
export type DecisionConfig = z.infer<typeof DecisionConfig>;
