import { z } from "zod";
import { Id, Locale, LocalText, SqlExpression } from "../text.ts";
import { analysis } from "./common.ts";

export const ListingColumn = z.strictObject({
  label: LocalText.describe("Heading of the column."),
  sql: SqlExpression.describe("Expression over the dataset's columns."),
  as: z
    .enum(["text", "day", "member", "number"])
    .default("text")
    .describe("`text` has personal data masked; `member` is shown with the labels of `dimension`."),
  dimension: Id.optional().describe("Dimension whose labels a `member` is shown with."),
  locale: Locale.optional().describe("Printed in this language only, where texts are kept in several."),
  precision: z.int().min(0).max(6).default(0).describe("Digits after the decimal point of a `number`."),
});
export type ListingColumn = z.infer<typeof ListingColumn>;

export const Listing = analysis("listing", {
  dataset: Id.describe("Dataset whose rows are listed, those of the reported period."),
  where: SqlExpression.optional().describe("Only these rows."),
  columns: z.array(ListingColumn).min(1).max(7).describe("Columns of the table, in order."),
  order: SqlExpression.optional().describe("Largest first; default: newest first."),
  limit: z.int().min(1).max(200).default(20).describe("Rows printed; the sentence says how many there are."),
}).describe("Single rows worth reading: critical incidents, disagreements of inspectors.");
export type Listing = z.infer<typeof Listing>;
