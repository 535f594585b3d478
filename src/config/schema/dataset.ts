import { z } from "zod";
import { DayChecks } from "./day-checks.ts";
import { Inspection } from "./inspection.ts";
import { Id, Locale, LocalText, SqlExpression, ZoneName } from "./text.ts";

export const LabelsFrom = z.strictObject({
  table: z.string().min(1).describe("Table or view, optionally `schema.table`."),
  member: z.string().min(1).describe("Column with the member, as the dimension has it."),
  label: z
    .union([z.string(), z.record(Locale, z.string())])
    .describe("Column with the name, or one column for each language."),
});
export type LabelsFrom = z.infer<typeof LabelsFrom>;

export const Dimension = z.strictObject({
  name: LocalText.describe("What the dimension is called in a report."),
  column: z.string().min(1).optional().describe("Column holding the member; default: the dimension's id."),
  sql: SqlExpression.optional().describe("Expression instead of a column, e.g. the shift from the hour of the day."),
  labels: z.record(z.string(), LocalText).optional().describe("Readable names of members; others are shown as stored."),
  labels_from: LabelsFrom.optional().describe("Names of members that stand in the warehouse, e.g. of people."),
  personal: z
    .boolean()
    .optional()
    .describe(
      "Members are people. An edition about one of them tells no other apart; other editions do only where the report says `personal: named`. See docs/privacy.md.",
    ),
  phrase: LocalText.optional().describe(
    "How a member's rows are called inside a sentence, with `{member}` (the label with a small initial) or `{Member}` (as labelled), e.g. `tickets of {Member}`; default: label and name of the rows (`night tickets`).",
  ),
  order: z.array(z.string()).optional().describe("Order of members where an order is natural (small, medium, large)."),
});
export type Dimension = z.infer<typeof Dimension>;

export const QualityRule = z.strictObject({
  id: Id,
  when: SqlExpression.describe("Condition that is true for a row with the problem."),
  message: LocalText.describe("What is wrong with these rows and how they are treated, in a sentence for the reader."),
});
export type QualityRule = z.infer<typeof QualityRule>;

export const Dataset = z.strictObject({
  name: LocalText.describe("What the rows are called: tickets, calls, survey answers."),
  measure_word: LocalText.optional().describe(
    "Word between a number and the rows in languages that have one, e.g. `通` for calls; other languages leave it out; default: 条.",
  ),
  source: z
    .union([
      z.strictObject({ table: z.string().min(1).describe("Table or view, optionally `schema.table`.") }),
      z.strictObject({ sql: z.string().min(1).describe("A SELECT statement used as the relation.") }),
    ])
    .describe("Any table, view or SELECT."),
  time: z
    .strictObject({
      column: z.string().min(1).describe("Column that decides which period a row belongs to."),
      zone: ZoneName.optional().describe("Zone of the column when it is a timestamp or date without one."),
    })
    .describe("Time column of the dataset."),
  where: SqlExpression.optional().describe("Only rows for which this is true exist for the reports."),
  where_note: LocalText.optional().describe("Why the other rows are left out, in a few words for the reader."),
  key: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("Columns that identify a row, e.g. the ticket's number; spot checks are drawn by them."),
  dimensions: z.record(Id, Dimension).default({}).describe("What the dataset can be cut by."),
  quality: z.array(QualityRule).default([]).describe("Known data problems, counted and printed with every edition."),
  day_checks: DayChecks.optional().describe("When a day is odd enough to be told; each setting has a default."),
  inspection: Inspection.optional().describe(
    "Sheet on which two inspectors check rows drawn with `periodical sample`; default: one verdict (compliant, minor, major) and a remark.",
  ),
});
export type Dataset = z.infer<typeof Dataset>;
