import { z } from "zod";
import { PeriodUnit } from "./report.ts";
import { Id, IsoDate, LocalText } from "./text.ts";

/** Days counted from the reported period, for goals that are set anew every year. */
export const GOAL_ANCHORS = ["year_start", "year_end", "half_year_end", "quarter_end"] as const;
export type GoalAnchor = (typeof GOAL_ANCHORS)[number];

const Anchor = z
  .enum(GOAL_ANCHORS)
  .describe(
    "Instead of a date: `year_start` is the last day before the (fiscal) year of the reported period, `…_end` the last day of its year, half-year or quarter. A goal that is set anew every year then needs no new dates, and all editions of one year share them.",
  );

export const GoalStart = z
  .strictObject({
    date: IsoDate.optional().describe("Day the goal begins; its value is that of the period ending on or before it."),
    period: Anchor.optional(),
    value: z
      .union([z.number(), z.literal("measured")])
      .describe("Value at the start, in the indicator's unit; `measured`: the value of the period that ends there."),
  })
  .describe("Where the goal begins: `date` or `period`, and the value.");

export const GoalEnd = z
  .strictObject({
    date: IsoDate.optional().describe("Day by which the goal is to be reached."),
    period: Anchor.optional(),
    value: z.number().describe("Value wanted, in the indicator's unit (0.9 = 90 %)."),
  })
  .describe("What is to be reached and when: `date` or `period`, and the value.");

export const GoalStep = z.strictObject({
  date: IsoDate.optional().describe("First day the step holds."),
  months: z.number().positive().optional().describe("Instead of a date: so many calendar months after the start."),
  value: z.number().describe("Value the plan asks for from then on, in the indicator's unit."),
});

export const GoalPlan = z
  .union([
    z.literal("linear").describe("A straight line from start to goal."),
    z
      .strictObject({ steps: z.array(GoalStep).min(1).describe("Milestones, oldest first.") })
      .describe("A staircase: each step holds until the next one, the last until the goal's day."),
  ])
  .describe("The way from start to goal: `linear`, or given `steps`.");

export const GoalCascade = z
  .strictObject({
    dimension: Id.describe("Dimension whose members have targets of their own, e.g. `team`."),
    members: z
      .record(
        z.string(),
        z.strictObject({
          start: z
            .union([z.number(), z.literal("measured")])
            .optional()
            .describe("The member's value at the start; default: measured where the goal's is, else the goal's."),
          goal: z.number().describe("The member's value wanted by the goal's day."),
          owner: LocalText.optional().describe("Who answers for it."),
        }),
      )
      .describe("Member → its own start and goal; dates and plan are those of the goal."),
  })
  .describe("The goal broken down over the members of a dimension.");

export const Goal = z.strictObject({
  name: LocalText.describe("Name in reports."),
  short_name: LocalText.optional().describe("Name where room is scarce; default: `name`."),
  phrase: LocalText.optional().describe(
    "What the goal's measure is called inside a sentence, with its article, e.g. `first response of people`; default: `name` with a small initial.",
  ),
  indicator: Id.describe("What is measured; its direction decides which side of the goal is better."),
  cut: z
    .record(Id, z.string())
    .default({})
    .describe("Member the goal is about, e.g. `{handler: bot}`: bots and people can have goals of their own."),
  every: PeriodUnit.default("month").describe(
    "Periods the goal is measured in, whatever the report's cadence: a monthly and a quarterly review judge the same points.",
  ),
  start: GoalStart,
  goal: GoalEnd,
  plan: GoalPlan.default("linear"),
  trend_periods: z
    .int()
    .min(4)
    .max(60)
    .optional()
    .describe(
      "The trend rests on so many of the latest periods, also on those before the start; default: all since the start.",
    ),
  owner: LocalText.optional().describe("Who answers for the goal."),
  cascade: GoalCascade.optional(),
  note: LocalText.optional().describe("What the reader should know about the goal, printed with it."),
});
export type Goal = z.infer<typeof Goal>;
