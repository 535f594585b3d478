import { z } from "zod";
import { Id, LocalText } from "./text.ts";

/** How a measure is verified: what is looked at, how it must stand to a threshold, and for how long. */
export const Verification = z
  .strictObject({
    indicator: Id.optional().describe("Indicator looked at."),
    cut: z
      .record(Id, z.string())
      .default({})
      .describe("Members the indicator is looked at for, e.g. `{shift: night}` or `{shift: night, channel: phone}`."),
    theme: z.string().min(1).optional().describe("Instead of an indicator: a feedback theme's share of the comments."),
    score: z.literal(true).optional().describe("Instead of an indicator: the overall score."),
    comparator: z.enum(["<=", ">=", "<", ">"]).describe("How the value must stand to the threshold."),
    threshold: z.number().describe("In the indicator's unit; a theme's share as a fraction, the score in points."),
    periods: z.int().min(1).default(1).describe("Consecutive periods for which it must hold."),
  })
  .refine(({ indicator, theme, score }) => [indicator, theme, score].filter((one) => one !== undefined).length === 1, {
    message: "name one of `indicator`, `theme` and `score`",
  })
  .refine(({ indicator, cut }) => indicator !== undefined || Object.keys(cut).length === 0, {
    message: "only an indicator can be cut",
    path: ["cut"],
  });
export type Verification = z.infer<typeof Verification>;

export const PlaybookRule = z.strictObject({
  id: Id,
  when: z
    .strictObject({
      indicator: Id.optional().describe("Weak indicator the rule answers; missing = any."),
      dimension: Id.optional().describe("Cut that must stand out."),
      member: z.string().optional().describe("Member that must stand out; missing = any member."),
      share_at_least: z
        .number()
        .min(0)
        .max(1)
        .default(0.25)
        .describe("Least share of the shortfall the member explains."),
      theme: z
        .string()
        .optional()
        .describe("Feedback theme above its attention share (instead of an indicator's shortfall)."),
    })
    .describe("When the rule fires. A rule with an empty `when` is the general entry that catches the rest."),
  problem: LocalText.describe("Type of problem."),
  cause: LocalText.describe(
    "Likely root cause, a process before a person. May use {member}, {dimension}, {indicator}.",
  ),
  measure: z
    .strictObject({
      title: LocalText.describe("What is to be done."),
      department: LocalText.describe("Department that carries the measure out."),
      owner: LocalText.optional().describe("Role that answers for it."),
      due_in_days: z
        .int()
        .positive()
        .describe("Due so many days after the period's end; a Saturday or Sunday becomes the Monday after."),
      resources: LocalText.optional().describe("Money and people it takes."),
      verification: Verification.optional().describe(
        "Missing: the indicator reaches its target, a theme falls to its attention share.",
      ),
    })
    .describe("What is recommended when the rule fires."),
});
export type PlaybookRule = z.infer<typeof PlaybookRule>;

export const Playbook = z.strictObject({
  name: LocalText,
  rules: z.array(PlaybookRule).min(1).describe("First match wins for a weakness; the general entry comes last."),
});
export type Playbook = z.infer<typeof Playbook>;
