import { z } from "zod";
import { Id, LocalText } from "./text.ts";

export const KpiItem = z.strictObject({
  id: Id.describe("Part of its figures' ids; unique within the scheme."),
  name: LocalText.optional().describe("Name in the table; default: that of the goal or indicator."),
  goal: Id.optional().describe(
    "Goal whose plan is the target: the subject's own where the goal is broken down over the same dimension.",
  ),
  indicator: Id.optional().describe("Instead of a goal: indicator measured against `target`."),
  target: z.number().optional().describe("With `indicator`: level that counts as fully achieved, in its unit."),
  weight: z.number().positive().describe("Share of the bonus; all weights of a scheme sum to 100."),
});
export type KpiItem = z.infer<typeof KpiItem>;

export const KpiStep = z.strictObject({
  from: z.number().min(0).describe("Least achievement, 1 = target met."),
  pays: z.number().min(0).describe("Share of the item's weight that is paid, 1 = all of it."),
});

export const KpiAward = z
  .strictObject({
    pool: z
      .number()
      .positive()
      .max(1e15)
      .optional()
      .describe("Amount that is split over all subjects in proportion to their rate (and number of people)."),
    per_subject: z
      .number()
      .positive()
      .max(1e12)
      .optional()
      .describe("Instead of a pool: amount that a rate of 100 % earns, for each of the subject's people."),
  })
  .describe("What is paid: `pool` or `per_subject`, in the project's currency.");

export const Kpi = z.strictObject({
  name: LocalText.describe("Name in reports."),
  dimension: Id.describe("Dimension whose members are paid: teams or persons."),
  subjects: z
    .record(
      z.string(),
      z.strictObject({ people: z.number().positive().max(1e9).default(1).describe("Heads it stands for.") }),
    )
    .optional()
    .describe("Members that are paid, with the people they stand for; default: every member measured, as one head."),
  items: z.array(KpiItem).min(1).describe("What is paid for, with weights that sum to 100."),
  steps: z
    .array(KpiStep)
    .min(1)
    .describe("Payout by achievement, ascending: the highest step that is reached counts; below the first nothing."),
  missing: z
    .enum(["spread", "zero", "withhold"])
    .default("spread")
    .describe(
      "What happens to the weight of an item that cannot be measured for a subject: spread over its others, paid nothing, or no payout for the subject this time.",
    ),
  awards: z
    .partialRecord(z.enum(["month", "quarter", "half-year", "year"]), KpiAward)
    .describe(
      "What is paid in which period: a monthly report prints the monthly award, a quarterly one the quarterly.",
    ),
  note: LocalText.optional().describe("Printed under the table."),
});
export type Kpi = z.infer<typeof Kpi>;
