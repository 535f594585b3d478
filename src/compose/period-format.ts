import type { CalendarRules, Period } from "../calendar/period.ts";
import type { LocaleBundle } from "./locale.ts";
import { formatMessage } from "./message.ts";

/** Names of periods, days and instants in one language. */
export interface PeriodFormat {
  /** `October 2026`, `Q3 2026`, `Week 7, 2026`, `1 Oct 2026 – 15 Oct 2026`. */
  long(period: Period): string;
  /** For axes and column heads: `Oct 25`, `Q3 26`. */
  short(period: Period): string;
  /** Inside a sentence: `September`, or `December 2025` when the year is not that of the reported period. */
  inSentence(period: Period, reported: Period): string;
  /** Without its year: `Sep`, `Q3`. */
  bare(period: Period): string;
  /** `15 Dec 2026`. */
  day(date: string): string;
  /** `1 Nov 2026, 02:10 (Asia/Shanghai)`. */
  instant(iso: string): string;
  /** Monday = 1. */
  weekday(day: number): string;
}

/**
 * @param rules zone for instants; the first month of the fiscal year decides whether `FY` is written
 * @param reported a range of days in another year than this one has its year written where room is scarce
 */
export function createPeriodFormat(bundle: LocaleBundle, rules: CalendarRules, reported?: Period): PeriodFormat {
  const { intl, month_alone } = bundle.facts;
  const fiscal = rules.fiscalYearStarts === 1 ? "no" : "yes";
  const say = (key: string, values: Record<string, string | number> = {}) => formatMessage(bundle, key, values);

  const fromDay = (date: string, options: Intl.DateTimeFormatOptions) =>
    formatDate(bundle, new Date(`${date}T00:00:00Z`), { timeZone: "UTC", ...options });
  const day = (date: string) => fromDay(date, { year: "numeric", month: "short", day: "numeric" });

  function numbered(period: Period, form: "long" | "short" | "bare"): string {
    const [, year = "", part = ""] = /^(\d{4})-?(?:W|Q|H)?(\d+)?$/.exec(period.id) ?? [];
    const key = { week: "week", quarter: "quarter", "half-year": "half_year", year: "year" }[period.unit as string];
    const number = String(Number(part));
    return say(`periods.${key}_${form}`, {
      year: form === "short" && key !== "year" ? year.slice(2) : year,
      number,
      fiscal,
    });
  }

  const long = remembered((period) => {
    if (period.unit === "month") return fromDay(period.firstDay, { year: "numeric", month: "long" });
    if (period.unit !== "custom") return numbered(period, "long");
    if (!isWholeMonths(period)) return say("periods.range", { from: day(period.firstDay), to: day(period.lastDay) });
    const [from, to] = [period.firstDay, period.lastDay].map((date) =>
      fromDay(date, { year: "numeric", month: "short" }),
    );
    return from === to
      ? fromDay(period.firstDay, { year: "numeric", month: "long" })
      : say("periods.range", { from: from ?? "", to: to ?? "" });
  });
  const short = remembered((period) => {
    if (period.unit === "month") return fromDay(period.firstDay, { year: "2-digit", month: "short" });
    if (period.unit !== "custom") return numbered(period, "short");
    return daysText(bundle, period, reported !== undefined && yearOf(period) !== yearOf(reported));
  });

  return {
    day,
    long,
    short,
    inSentence(period, reported) {
      if (reported.unit === "custom" && endsBefore(period, reported)) return say("periods.range_before");
      const sameYear = period.id.slice(0, 4) === reported.id.slice(0, 4);
      if (period.unit === "month" && sameYear) return fromDay(period.firstDay, { month: month_alone });
      if (period.unit === "custom" || period.unit === "month" || period.unit === "year" || !sameYear)
        return long(period);
      return numbered(period, "bare");
    },
    bare: (period) => {
      if (period.unit === "month") return fromDay(period.firstDay, { month: "short" });
      return period.unit === "custom" || period.unit === "year" ? short(period) : numbered(period, "bare");
    },
    instant: (iso) => {
      const time = formatDate(bundle, new Date(iso), {
        timeZone: rules.zone,
        year: "numeric",
        month: "short",
        day: "numeric",
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      });
      return say("periods.instant", { time, zone: rules.zone });
    },
    weekday: (number) =>
      dateFormat(intl, { weekday: "short", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, number))),
  };
}

const DAY_MS = 86_400_000;
const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

const yearOf = ({ lastDay }: Period): string => lastDay.slice(0, 4);

/** From the first of a month to the last of one. */
const isWholeMonths = ({ firstDay, lastDay }: Period): boolean =>
  firstDay.endsWith("-01") && dayAfter(lastDay).endsWith("-01");

const endsBefore = ({ lastDay }: Period, { firstDay }: Period): boolean => dayAfter(lastDay) === firstDay;

/** `3–19 Oct`, `16 Sep – 2 Oct`: the days of a range, with their year where asked for. */
function daysText(bundle: LocaleBundle, { firstDay, lastDay }: Period, withYear: boolean): string {
  const { intl, month_names } = bundle.facts;
  const [from, to] = [firstDay, lastDay].map((date) => new Date(`${date}T00:00:00Z`)) as [Date, Date];
  const names = dateFormat(month_names, { timeZone: "UTC", month: "short" });
  const text = dateFormat(intl, {
    timeZone: "UTC",
    month: "short",
    day: "numeric",
    ...(withYear ? { year: "2-digit" } : {}),
  })
    .formatRangeToParts(from, to)
    .map(({ type, value, source }) =>
      type === "month" && intl !== month_names ? names.format(source === "startRange" ? from : to) : value,
    )
    .join("");
  // What is written without letters between stands close together: `3–19 Oct`, `10/3–10/19`.
  return text.replaceAll(/\s/gu, " ").replace(/(?<=^[\d/]+) – (?=[\d/]+(?: |$))/u, "–");
}

/** The names of a few dozen periods are asked for in every label: each is made once. */
function remembered(name: (period: Period) => string): (period: Period) => string {
  const known = new Map<string, string>();
  return (period) => {
    const text = known.get(period.id) ?? name(period);
    known.set(period.id, text);
    return text;
  };
}

/** As Intl writes it, but with the short month names the language's facts ask for. */
function formatDate(bundle: LocaleBundle, date: Date, options: Intl.DateTimeFormatOptions): string {
  const { intl, month_names } = bundle.facts;
  const written = dateFormat(intl, options).formatToParts(date);
  if (intl === month_names || options.month === undefined) return written.map((part) => part.value).join("");
  const month = dateFormat(month_names, { timeZone: options.timeZone, month: options.month }).format(date);
  return written.map((part) => (part.type === "month" ? month : part.value)).join("");
}

/** Date formats are costly to build and few: one per tag and options. */
const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag}|${Object.entries(options).join("|")}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(tag, options);
  formats.set(key, made);
  return made;
}
