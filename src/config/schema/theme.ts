import { z } from "zod";

const Colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, "write the colour as #rrggbb");

/** Look of every document: colours, page and logo. Fonts are the shipped Source Sans 3 and Noto Sans SC. */
export const Theme = z.strictObject({
  page: z.enum(["A4", "Letter"]).default("A4").describe("Paper size of reports."),
  logo: z.string().optional().describe("SVG or PNG file, relative to the project, shown in the page head."),
  colours: z
    .strictObject({
      ink: Colour.default("#16202a").describe("Text and actual values."),
      secondary: Colour.default("#5b6672").describe("Notes, axis labels."),
      rule: Colour.default("#d7dce1").describe("Thin lines."),
      surface: Colour.default("#eceff2").describe("Quiet areas such as the expected range."),
      previous: Colour.default("#9aa5b1").describe("Previous period."),
      target: Colour.default("#1d5b8f").describe("Targets."),
      good: Colour.default("#1b7f5c").describe("Better for the business."),
      concern: Colour.default("#b3372f").describe("Worse for the business."),
      caution: Colour.default("#a8650f").describe("Between baseline and target."),
    })
    .prefault({})
    .describe("Colours; text colours must reach 4.5:1 on white."),
});
export type Theme = z.infer<typeof Theme>;
