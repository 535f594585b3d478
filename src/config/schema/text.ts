import { z } from "zod";

/** Ids appear in figure ids, file names and SQL aliases, hence the narrow alphabet. */
export const Id = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, "use lower-case letters, digits, - and _, starting with a letter")
  .describe("Lower-case letters, digits, `-` and `_`, starting with a letter.");

/** A BCP 47 tag such as `en` or `zh-CN`. */
export const Locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "use a language tag such as en or zh-CN")
  .describe("BCP 47 language tag; the product ships `en` and `zh-CN`.");

/** What a reader sees: one text for every language, or one per language. */
export const LocalText = z
  .union([
    z.string().min(1),
    z
      .record(Locale, z.string().min(1))
      .refine((texts) => Object.keys(texts).length > 0, "a text needs words in at least one language"),
  ])
  .describe("Text shown to readers: one string for all languages, or a map from language to text.");
export type LocalText = z.infer<typeof LocalText>;

/** A fragment of SQL written by the project's owner; it is code, not data, and runs in a read-only transaction. */
export const SqlExpression = z
  .string()
  .min(1)
  .refine((sql) => !sql.includes(";"), "an expression must not contain ;")
  .describe("SQL expression over the dataset's columns (PostgreSQL dialect).");

/** An IANA zone name known to this Node. */
export const ZoneName = z
  .string()
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, "not a time zone known here; use an IANA name such as Asia/Shanghai")
  .describe("IANA time zone, e.g. `Asia/Shanghai`.");

export const IsoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "write the date as YYYY-MM-DD")
  .refine(isCalendarDay, "no such day")
  .describe("Calendar day, `YYYY-MM-DD`.");

/** The text for a language: exact tag, then its base language, then English, then whatever there is. */
export function localText(text: LocalText, locale: string): string {
  if (typeof text === "string") return text;
  const base = locale.split("-")[0] ?? locale;
  return text[locale] ?? text[base] ?? text.en ?? Object.values(text)[0] ?? "";
}

function isCalendarDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
