import { z } from "zod";
import { Id, ZoneName } from "./text.ts";

export const ImportColumn = z.strictObject({
  from: z
    .union([z.string(), z.array(z.string()).min(1)])
    .describe("Heading of the source column; several (date and time) are joined with a blank before they are read."),
  type: z
    .enum(["text", "integer", "number", "boolean", "date", "timestamp", "duration"])
    .default("text")
    .describe("`timestamp` is stored with a zone; `duration` (hh:mm:ss or a spreadsheet time) is stored in seconds."),
  format: z
    .string()
    .optional()
    .describe("Date pattern, e.g. `MM/dd/yyyy hh:mm:ss a`, `dd-MM-yyyy HH:mm:ss`; default ISO 8601."),
  zone: ZoneName.optional().describe("Zone of a wall-clock timestamp; default: the project's."),
  values: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe("Replacements, e.g. `{Y: true, N: false}`."),
  only_listed: z.boolean().default(false).describe("Reject a row whose value is not in `values`."),
  missing: z.array(z.string()).optional().describe("Markers read as no value, beside the mapping's own."),
  required: z.boolean().default(false).describe("Reject a row without a value."),
  min: z.number().optional().describe("Reject a row with a smaller value."),
  max: z.number().optional().describe("Reject a row with a larger value."),
});
export type ImportColumn = z.infer<typeof ImportColumn>;

export const ImportMapping = z.strictObject({
  dataset: Id.describe("Dataset the rows become part of; its source must be a table."),
  format: z.enum(["csv", "xlsx"]).optional().describe("Default: by the file's name. `.gz` is unpacked."),
  delimiter: z.string().max(1).optional().describe("Default: found from the first line."),
  encoding: z
    .string()
    .default("utf-8")
    .describe("E.g. `utf-8`, `gb18030`, `windows-1252`. A byte that does not fit is an error."),
  decimal: z.enum([".", ","]).default(".").describe("Decimal sign of numbers."),
  grouping: z
    .enum([",", ".", " ", "'"])
    .optional()
    .describe("Sign between thousands (`1,234.50`); default: none, and a number that has one is rejected."),
  sheet: z.string().optional().describe("Worksheet name; default: the first."),
  header_row: z.int().min(1).default(1).describe("Row holding the headings."),
  missing: z.array(z.string()).default([""]).describe("Markers read as no value in every column, e.g. `?`, `N/A`."),
  columns: z.record(z.string(), ImportColumn).describe("Target column → where its value comes from."),
  key: z
    .array(z.string())
    .default([])
    .describe("Columns that identify a row; needed for `upsert`, unique within a file."),
  mode: z
    .enum(["append", "replace-period", "upsert"])
    .default("append")
    .describe("`replace-period` deletes the rows between the first and last time of the file first."),
  reject_at_most: z.number().min(0).max(1).default(0.01).describe("Share of bad rows above which nothing is kept."),
  max_field_bytes: z.int().positive().default(65536).describe("A longer field rejects its row (bytes)."),
});
export type ImportMapping = z.infer<typeof ImportMapping>;
