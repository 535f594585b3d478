import { z } from "zod";
import { Id, LocalText } from "./text.ts";

export const InspectionQuestion = z.strictObject({
  label: LocalText.describe("Heading of the question on the sheet."),
  by: z
    .enum(["each", "both"])
    .default("each")
    .describe("`each`: every inspector answers alone (`first_…`, `second_…`); `both`: one answer that both sign."),
  answers: z
    .record(z.string().min(1), LocalText)
    .optional()
    .describe("Value that is imported → text of the drop-down; missing = free text."),
});
export type InspectionQuestion = z.infer<typeof InspectionQuestion>;

export const InspectionColumn = z
  .union([
    z.string().min(1),
    z.strictObject({
      column: z.string().min(1).describe("Column or dimension of the dataset."),
      label: LocalText.describe("Heading on the sheet."),
    }),
  ])
  .describe("Column or dimension of the dataset; with a `label` where a column needs a readable heading.");

/** What two inspectors see of a row drawn for a spot check, and what they are asked. */
export const Inspection = z.strictObject({
  columns: z
    .array(InspectionColumn)
    .default([])
    .describe(
      "What the inspectors see beside the key and cannot change; a column of the key may stand here for its label.",
    ),
  inspectors: z.array(z.string().min(1)).default([]).describe("Names offered for signing; empty = any name."),
  questions: z
    .record(Id, InspectionQuestion)
    .refine((questions) => Object.keys(questions).length > 0, "ask at least one question")
    .describe("What is asked, in order; the id becomes the column's name on the sheet."),
});
export type Inspection = z.infer<typeof Inspection>;

/** Name of a column as configured, with or without a label. */
export const columnName = (column: z.infer<typeof InspectionColumn>): string =>
  typeof column === "string" ? column : column.column;
