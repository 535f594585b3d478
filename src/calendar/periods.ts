import { Temporal } from "temporal-polyfill";
import type { PeriodUnit } from "../config/schema/report.ts";
import { PeriodicalError } from "../errors.ts";
import type { CalendarRules, Period } from "./period.ts";

/** Months in each unit that is counted in months. */
const MONTHS = { month: 1, quarter: 3, "half-year": 6, year: 12 } as const;

/**
 * Reads a period's id: `2026-10`, `2026-Q3`, `2026-H2`, `2026`, `2026-W07`, `2026-10-01..2026-10-15` (last day included).
 *
 * @throws {PeriodicalError} PERIOD_INVALID when the text names no period
 */
export function parsePeriod(id: string, rules: CalendarRules): Period {
  const text = id.trim();
  const month = /^(\d{4})-(\d{2})$/.exec(text);
  if (month) return whole("month", Number(month[1]), Number(month[2]), 12, text, rules);
  const quarter = /^(\d{4})-[Qq](\d)$/.exec(text);
  if (quarter) return whole("quarter", Number(quarter[1]), Number(quarter[2]), 4, text, rules);
  const half = /^(\d{4})-[Hh](\d)$/.exec(text);
  if (half) return whole("half-year", Number(half[1]), Number(half[2]), 2, text, rules);
  if (/^\d{4}$/.test(text)) return whole("year", Number(text), 1, 1, text, rules);
  const week = /^(\d{4})-[Ww](\d{2})$/.exec(text);
  if (week) return weekOfYear(Number(week[1]), Number(week[2]), text, rules);
  const range = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text);
  if (range) return custom(range[1] ?? "", range[2] ?? "", text, rules);
  throw notAPeriod(text);
}

/** The period of a unit that contains an instant. */
export function periodOf(instant: Date, unit: PeriodUnit, rules: CalendarRules): Period {
  const day = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(rules.zone).toPlainDate();
  return containing(day, unit, rules);
}

/** The period of a unit that contains a calendar day, `YYYY-MM-DD`. */
export const periodOfDay = (day: string, unit: PeriodUnit, rules: CalendarRules): Period =>
  containing(Temporal.PlainDate.from(day), unit, rules);

/** The latest period of a unit that has ended at `now`. */
export function lastClosed(unit: PeriodUnit, now: Date, rules: CalendarRules): Period {
  return shift(periodOf(now, unit, rules), -1, rules);
}

/** A period is closed when its last instant has passed. */
export function isClosed(period: Period, now: Date): boolean {
  return Date.parse(period.end) <= now.getTime();
}

/** The period `count` periods of the same length later (earlier when negative). A custom range moves by its days. */
export function shift(period: Period, count: number, rules: CalendarRules): Period {
  const first = Temporal.PlainDate.from(period.firstDay);
  if (period.unit === "custom") {
    const days = first.until(Temporal.PlainDate.from(period.lastDay)).days + 1;
    const moved = first.add({ days: days * count });
    return range(moved, moved.add({ days: days - 1 }), rules);
  }
  const moved =
    period.unit === "week" ? first.add({ days: 7 * count }) : first.add({ months: MONTHS[period.unit] * count });
  return containing(moved, period.unit, rules);
}

/** The same period a year earlier; for a week the week of the same number (week 53 falls back to 52). */
export function sameLastYear(period: Period, rules: CalendarRules): Period {
  const first = Temporal.PlainDate.from(period.firstDay);
  if (period.unit === "custom") {
    return range(first.subtract({ years: 1 }), Temporal.PlainDate.from(period.lastDay).subtract({ years: 1 }), rules);
  }
  if (period.unit === "week") {
    const thursday = thursdayOf(first, rules);
    const week = Math.min(thursday.weekOfYear ?? 1, weeksIn((thursday.yearOfWeek ?? thursday.year) - 1));
    return weekOfYear((thursday.yearOfWeek ?? thursday.year) - 1, week, period.id, rules);
  }
  return containing(first.subtract({ years: 1 }), period.unit, rules);
}

/** Periods of a shorter unit that begin inside `period`, oldest first. */
export function subPeriods(period: Period, unit: PeriodUnit, rules: CalendarRules): Period[] {
  const found: Period[] = [];
  let next = containing(Temporal.PlainDate.from(period.firstDay), unit, rules);
  if (next.firstDay < period.firstDay) next = shift(next, 1, rules);
  while (next.firstDay <= period.lastDay) {
    found.push(next);
    next = shift(next, 1, rules);
  }
  return found;
}

/** Half-open bounds of each calendar day of a period, in the rules' zone. A day may have 23, 24 or 25 hours. */
export function daysOf(period: Period, rules: CalendarRules): { day: string; start: string; end: string }[] {
  const last = Temporal.PlainDate.from(period.lastDay);
  const days: { day: string; start: string; end: string }[] = [];
  let day = Temporal.PlainDate.from(period.firstDay);
  while (Temporal.PlainDate.compare(day, last) <= 0) {
    const next = day.add({ days: 1 });
    days.push({ day: day.toString(), start: startOf(day, rules.zone), end: startOf(next, rules.zone) });
    day = next;
  }
  return days;
}

function containing(day: Temporal.PlainDate, unit: PeriodUnit, rules: CalendarRules): Period {
  if (unit === "week") {
    const first = firstOfWeek(day, rules);
    const thursday = thursdayOf(first, rules);
    const id = `${thursday.yearOfWeek}-W${String(thursday.weekOfYear).padStart(2, "0")}`;
    return build(id, "week", first, first.add({ days: 6 }), rules);
  }
  if (unit === "month") {
    const first = day.with({ day: 1 });
    return build(
      `${pad4(first.year)}-${String(first.month).padStart(2, "0")}`,
      unit,
      first,
      first.add({ months: 1 }).subtract({ days: 1 }),
      rules,
    );
  }
  const sinceYearStart = (day.month - rules.fiscalYearStarts + 12) % 12;
  const index = Math.floor(sinceYearStart / MONTHS[unit]);
  const first = day.with({ day: 1 }).subtract({ months: sinceYearStart - index * MONTHS[unit] });
  const yearStart = day.with({ day: 1 }).subtract({ months: sinceYearStart });
  const year = rules.fiscalYearStarts === 1 ? yearStart.year : yearStart.year + 1;
  const suffix = unit === "year" ? "" : `-${unit === "quarter" ? "Q" : "H"}${index + 1}`;
  return build(`${pad4(year)}${suffix}`, unit, first, first.add({ months: MONTHS[unit] }).subtract({ days: 1 }), rules);
}

function whole(
  unit: Exclude<PeriodUnit, "week">,
  year: number,
  index: number,
  perYear: number,
  text: string,
  rules: CalendarRules,
): Period {
  if (index < 1 || index > perYear || year < 1) throw notAPeriod(text);
  if (unit === "month") return containing(new Temporal.PlainDate(year, index, 1), unit, rules);
  const yearStart = new Temporal.PlainDate(rules.fiscalYearStarts === 1 ? year : year - 1, rules.fiscalYearStarts, 1);
  return containing(yearStart.add({ months: (index - 1) * MONTHS[unit] }), unit, rules);
}

function weekOfYear(year: number, week: number, text: string, rules: CalendarRules): Period {
  if (week < 1 || week > weeksIn(year)) throw notAPeriod(text);
  const fourth = new Temporal.PlainDate(year, 1, 4);
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ days: 7 * (week - 1) });
  const first = rules.weekStarts === "monday" ? monday : monday.subtract({ days: 1 });
  return containing(first, "week", rules);
}

/** ISO 8601 weeks in a year: the 28th of December is always in the last one. */
function weeksIn(year: number): number {
  return new Temporal.PlainDate(year, 12, 28).weekOfYear ?? 52;
}

function firstOfWeek(day: Temporal.PlainDate, rules: CalendarRules): Temporal.PlainDate {
  return day.subtract({ days: rules.weekStarts === "monday" ? day.dayOfWeek - 1 : day.dayOfWeek % 7 });
}

/** The Thursday decides which year a week belongs to (ISO 8601), also where weeks begin on Sunday. */
function thursdayOf(first: Temporal.PlainDate, rules: CalendarRules): Temporal.PlainDate {
  return first.add({ days: rules.weekStarts === "monday" ? 3 : 4 });
}

function custom(from: string, to: string, text: string, rules: CalendarRules): Period {
  try {
    const first = Temporal.PlainDate.from(from, { overflow: "reject" });
    const last = Temporal.PlainDate.from(to, { overflow: "reject" });
    if (Temporal.PlainDate.compare(first, last) <= 0) return range(first, last, rules);
  } catch {
    // Not a calendar day: reported below together with the reversed range.
  }
  throw notAPeriod(text);
}

function range(first: Temporal.PlainDate, last: Temporal.PlainDate, rules: CalendarRules): Period {
  return build(`${first.toString()}..${last.toString()}`, "custom", first, last, rules);
}

function build(
  id: string,
  unit: Period["unit"],
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
  rules: CalendarRules,
): Period {
  return {
    id,
    unit,
    start: startOf(first, rules.zone),
    end: startOf(last.add({ days: 1 }), rules.zone),
    firstDay: first.toString(),
    lastDay: last.toString(),
  };
}

/** First instant of a calendar day: midnight, or what follows it where clocks are put forward at midnight. */
function startOf(day: Temporal.PlainDate, zone: string): string {
  return day.toZonedDateTime({ timeZone: zone }).toInstant().toString();
}

function pad4(year: number): string {
  return String(year).padStart(4, "0");
}

function notAPeriod(text: string): PeriodicalError {
  return new PeriodicalError("PERIOD_INVALID", `"${text}" is not a period.`, {
    hint: "Write it as 2026-10, 2026-Q3, 2026-H2, 2026, 2026-W07, 2026-10-01..2026-10-15 or last.",
  });
}
