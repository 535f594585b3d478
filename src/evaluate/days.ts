import { Temporal } from "temporal-polyfill";
import type { Period } from "../calendar/period.ts";
import { type DayChecks, USUAL_DAY_CHECKS } from "../config/schema/day-checks.ts";
import { median, robustSpread } from "./robust.ts";

/** Usual rows on a weekday from which an empty one is a gap: with fewer, chance leaves days empty (e⁻¹⁰ a day). */
const BUSY = 10;
/** Usual rows from which a day can be an outlier. */
const COUNTABLE = 5;
/** Share of the other same weekdays that must have rows. */
const USUALLY_PRESENT = 0.75;
const FEWEST_PEERS = 3;
/** Standard deviations of a count (√) a day must be off: small counts raise no alarm. */
const LEAST_ERRORS = 6;

export interface DayRows {
  day: string;
  rows: number;
}

/** A day of the reported period and its weekday (Monday = 1). */
export interface CalendarDay extends DayRows {
  weekday: number;
}

/** Rows of every day of the period in order, days without a record as 0. */
export function everyDay(rowsPerDay: readonly DayRows[], period: Pick<Period, "firstDay" | "lastDay">): CalendarDay[] {
  const known = new Map(rowsPerDay.map(({ day, rows }) => [day, rows]));
  const days: CalendarDay[] = [];
  const last = Temporal.PlainDate.from(period.lastDay);
  for (
    let day = Temporal.PlainDate.from(period.firstDay);
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    days.push({ day: day.toString(), weekday: day.dayOfWeek, rows: known.get(day.toString()) ?? 0 });
  }
  return days;
}

/** Empty days of a weekday that is usually busy: rows that were lost, or a holiday. */
export function gapDays(days: readonly CalendarDay[]): string[] {
  return days
    .filter((candidate) => {
      const peers = peersOf(candidate, days);
      const present = peers.filter((peer) => peer > 0).length;
      return (
        candidate.rows === 0 &&
        peers.length >= FEWEST_PEERS &&
        present >= USUALLY_PRESENT * peers.length &&
        median(peers) >= BUSY
      );
    })
    .map(({ day }) => day);
}

/**
 * Days with far more or fewer rows than usual for their weekday: a file loaded twice, half a file, a burst. Measured as
 * the log of rows ÷ median of the same weekdays, against the median absolute deviation of those logs over the period, so
 * that neither the week's rhythm nor the outlier itself hides it; and against the noise of counting (√ of the usual rows),
 * so that small counts raise no alarm. Empty days are gaps, not outliers.
 */
export function outlierDays(
  days: readonly CalendarDay[],
  { factor, deviations }: Pick<DayChecks, "factor" | "deviations"> = USUAL_DAY_CHECKS,
): string[] {
  const scored = days.flatMap((candidate) => {
    const { day, rows } = candidate;
    const peers = peersOf(candidate, days);
    const usual = median(peers);
    if (rows === 0 || peers.length < FEWEST_PEERS || usual < COUNTABLE) return [];
    const beyondChance = Math.abs(rows - usual) > LEAST_ERRORS * Math.sqrt(usual);
    return [{ day, beyondChance, deviation: Math.log((rows + 0.5) / (usual + 0.5)) }];
  });
  const centre = median(scored.map(({ deviation }) => deviation));
  const spread = robustSpread(scored.map(({ deviation }) => deviation));
  return scored
    .filter(
      ({ deviation, beyondChance }) =>
        beyondChance && Math.abs(deviation) >= Math.log(factor) && Math.abs(deviation - centre) > deviations * spread,
    )
    .map(({ day }) => day);
}

/** Rows of the other days with the same weekday. */
const peersOf = ({ day, weekday }: CalendarDay, days: readonly CalendarDay[]): number[] =>
  days.filter((other) => other.day !== day && other.weekday === weekday).map(({ rows }) => rows);
