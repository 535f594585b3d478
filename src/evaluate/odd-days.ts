import type { DayFacts } from "../collect/snapshot.ts";
import type { DayChecks } from "../config/schema/day-checks.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import type { CalendarDay } from "./days.ts";
import { median, robustSpread } from "./robust.ts";

/** Rows from which a day says something about its times. */
const TIMED = 5;
/** Rows from which a day's shares and values are compared with others. */
const COMPARABLE = 20;
/** Usual rows of the other weekdays from which an empty weekday is told. */
const BUSY = 10;
const FEWEST_WEEKS = 3;
/** Standard errors a share must be away from the usual one. */
const LEAST_ERRORS = 6;
/** Share of the days up to which copies of one another are told. */
const MOST_REPEATED = 0.2;
/** Share of all days from which it is no single day's fault any more. */
const MOSTLY = 0.8;

/** A day whose rows all have one and the same time: a date without its time, or a time that was filled in. */
export interface OneTime {
  days: readonly string[];
  /** `00:00:00`; null when the days have different ones. */
  time: string | null;
  /** Nearly every day is like that: the data have no times of day at all. */
  throughout: boolean;
}

/** Days with one time for all rows; null when there is none. */
export function oneTimeDays(facts: readonly DayFacts[], days: readonly CalendarDay[]): OneTime | null {
  const rows = rowsOf(days);
  const timed = facts.filter(({ day, first }) => first !== null && (rows.get(day) ?? 0) >= TIMED);
  const same = timed.filter(({ first, last }) => first === last);
  if (same.length === 0) return null;
  const times = new Set(same.map(({ first }) => first));
  return {
    days: same.map(({ day }) => day),
    time: times.size === 1 ? (same[0]?.first ?? null) : null,
    throughout: timed.length >= TIMED && same.length >= MOSTLY * timed.length,
  };
}

/** Weekdays that should have rows but have none in the whole period, although others are busy (Monday = 1). */
export function missingWeekdays(days: readonly CalendarDay[], expected: readonly number[]): number[] {
  const totals = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    rows: days.filter((day) => day.weekday === weekday).map(({ rows }) => rows),
  }));
  const isEmpty = ({ rows }: { rows: readonly number[] }): boolean => rows.every((count) => count === 0);
  const others = totals.filter((each) => expected.includes(each.weekday) && !isEmpty(each));
  // Where most weekdays are empty the data come in another rhythm.
  if (others.length < FEWEST_WEEKS || median(others.map(({ rows }) => median(rows))) < BUSY) return [];
  return totals
    .filter((each) => expected.includes(each.weekday) && each.rows.length >= FEWEST_WEEKS && isEmpty(each))
    .map(({ weekday }) => weekday);
}

/**
 * Days with so many times the rows of the day before, or so many times fewer, beside what their weekdays differ by anyway.
 * A peak of one day is told once, not again when it is over.
 */
export function jumpDays(days: readonly CalendarDay[], factor: number): string[] {
  const usual = (weekday: number): number | null => {
    const rows = days.filter((day) => day.weekday === weekday && day.rows > 0).map((day) => day.rows);
    return rows.length >= FEWEST_WEEKS ? median(rows) : null;
  };
  const level = days.map(({ weekday, rows }) => {
    const [own, isWeekend] = [usual(weekday), weekday >= 6];
    // Without enough equal weekdays a working day is compared with working days, a weekend with weekends.
    return {
      rows,
      scaled: own === null ? rows : rows / own,
      kind: own !== null ? "scaled" : isWeekend ? "weekend" : "workday",
    };
  });
  const steps = days.flatMap(({ day }, index) => {
    const [before, now] = [level[index - 1], level[index]];
    if (before === undefined || now === undefined || before.kind !== now.kind) return [];
    if (before.rows === 0 || now.rows === 0 || Math.max(before.rows, now.rows) < COMPARABLE) return [];
    return [{ day, index, step: Math.log(now.scaled / before.scaled) }];
  });
  return firstOfPeaks(steps.filter(({ step }) => Math.abs(step) >= Math.log(factor)));
}

/**
 * Days on which the value of an indicator jumps: so many times that of the day before, and six robust deviations beyond what
 * it differs by from day to day anyway; a share must also differ by six standard errors.
 */
export function valueJumps(
  facts: readonly DayFacts[],
  indicator: string,
  design: Pick<Indicator, "kind">,
  { jump, deviations }: Pick<DayChecks, "jump" | "deviations">,
): string[] {
  const isShare = design.kind === "ratio" || design.kind === "top_box";
  const known = facts.flatMap(({ day, values }, index) => {
    const found = values[indicator];
    if (found === undefined || found.value === null || found.value <= 0 || found.n < COMPARABLE) return [];
    return [{ day, index, value: found.value, n: found.n }];
  });
  const steps = known.flatMap((now, at) => {
    const before = known[at - 1];
    if (before === undefined) return [];
    const beyondChance = !isShare || standardErrors(before, now) > LEAST_ERRORS;
    return [{ day: now.day, index: at, step: Math.log(now.value / before.value), beyondChance }];
  });
  const spread = robustSpread(steps.map(({ step }) => step));
  return firstOfPeaks(
    steps.filter(
      ({ step, beyondChance }) =>
        beyondChance && Math.abs(step) >= Math.log(jump) && Math.abs(step) > deviations * spread,
    ),
  );
}

/** Days on which far more rows than usual lack something: a column or a value stopped being filled. */
export function missingDays(counts: readonly { day: string; missing: number; of: number }[], least: number): string[] {
  const shares = counts.filter(({ of }) => of >= COMPARABLE);
  const usual = median(shares.map(({ missing, of }) => missing / of));
  return shares
    .filter(({ missing, of }) => {
      const expected = usual * of;
      // One row more than nothing is no deviation: an empty usual share has no standard error of its own.
      const error = Math.sqrt(Math.max(of * usual * (1 - usual), 1));
      return missing / of - usual >= least && missing - expected > LEAST_ERRORS * error;
    })
    .map(({ day }) => day);
}

/** Days that look like copies of one another: equally many rows whose times of day add up to the same millisecond. */
export function repeatedDays(facts: readonly DayFacts[], days: readonly CalendarDay[]): string[][] {
  const rows = rowsOf(days);
  const alike = new Map<string, string[]>();
  for (const { day, first, last, clockSum } of facts) {
    const count = rows.get(day) ?? 0;
    if (clockSum === null || first === last || count < COMPARABLE) continue;
    const key = `${count}/${clockSum}/${first}/${last}`;
    alike.set(key, [...(alike.get(key) ?? []), day]);
  }
  const repeated = [...alike.values()].filter((found) => found.length > 1);
  // A timetable, or times noted to the hour, is alike every day: that is its nature and no mistake.
  return repeated.flat().length > MOST_REPEATED * [...alike.values()].flat().length ? [] : repeated;
}

/** Whether the days found are the last ones of all that have rows: what lacks there may still be to come. */
export function isTail(found: readonly string[], facts: readonly Pick<DayFacts, "day">[]): boolean {
  const last = facts.slice(-found.length).map(({ day }) => day);
  return found.length > 1 && last.every((day) => found.includes(day));
}

/** Without the steps back: when a jump is undone by the next one, only the first is told. */
function firstOfPeaks(steps: readonly { day: string; index: number; step: number }[]): string[] {
  const told: string[] = [];
  let open: { index: number; step: number } | null = null;
  for (const { day, index, step } of steps) {
    if (open !== null && open.index === index - 1 && Math.sign(open.step) !== Math.sign(step)) {
      open = null;
      continue;
    }
    told.push(day);
    open = { index, step };
  }
  return told;
}

/** Distance of two shares in standard errors of their difference (pooled). */
function standardErrors(a: { value: number; n: number }, b: { value: number; n: number }): number {
  const pooled = (a.value * a.n + b.value * b.n) / (a.n + b.n);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
  return error === 0 ? 0 : Math.abs(a.value - b.value) / error;
}

const rowsOf = (days: readonly CalendarDay[]): Map<string, number> => new Map(days.map(({ day, rows }) => [day, rows]));
