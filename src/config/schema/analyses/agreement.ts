import { z } from "zod";
import { Id, SqlExpression } from "../text.ts";
import { analysis } from "./common.ts";

export const Agreement = analysis("agreement", {
  dataset: Id.describe("Dataset with one row for each rating."),
  where: SqlExpression.optional().describe("Only these ratings, e.g. without self-assessments."),
  subject: Id.describe("Dimension of who or what is rated."),
  item: SqlExpression.optional().describe(
    "What is rated about a subject, e.g. `aspect || ' ' || assessed_month`: ratings are compared within subject and item; default: the subject as a whole.",
  ),
  rater: Id.describe("Dimension of who rates; of several ratings of one item by one rater the latest counts."),
  role: Id.optional().describe(
    "Dimension of the raters' roles (supervisor, peer …): they are compared, and raters are numbered within them where they must not be named.",
  ),
  value: SqlExpression.describe("The rating: a number, or a text with `level: nominal`."),
  level: z
    .enum(["nominal", "ordinal", "interval"])
    .default("interval")
    .describe("How far apart two ratings are: equal or not, in rank, or by their distance on the scale."),
  raters: z
    .enum(["nested", "crossed"])
    .default("nested")
    .describe(
      "`nested`: subjects have raters of their own, reliability by ICC(1,1) and ICC(1,k); `crossed`: the same raters rate every subject, ICC(2,1) and ICC(2,k).",
    ),
  reliable: z.number().gt(0).lte(1).default(0.8).describe("Alpha from which ratings are relied on (Krippendorff)."),
  tentative: z.number().gt(0).lte(1).default(0.667).describe("Alpha from which tentative conclusions are drawn."),
  notable: z
    .number()
    .positive()
    .default(0.3)
    .describe("Least mean deviation, on the scale, of a lenient or severe rater."),
  minimum_subjects: z.int().min(3).default(5).describe("Raters of fewer subjects are not judged lenient or severe."),
}).describe("How far several raters agree, and who rates leniently or severely.");
export type Agreement = z.infer<typeof Agreement>;
