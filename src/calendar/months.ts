import { Temporal } from "temporal-polyfill";

/**
 * Calendar months from the end of one day to the end of another: from 31 January to 28 February is one month, as long as
 * any other; what is left over counts as a share of the month it lies in. Negative when `to` comes first.
 *
 * @param from calendar day, `YYYY-MM-DD`
 */
export function monthsBetween(from: string, to: string): number {
  if (to < from) return -monthsBetween(to, from);
  const start = dayAfter(from);
  const end = dayAfter(to);
  const { months, days } = start.until(end, { largestUnit: "months" });
  const reached = start.add({ months });
  return months + days / reached.until(reached.add({ months: 1 }), { largestUnit: "days" }).days;
}

/** The first day of the month that begins `months` months after the end of a day. */
export const monthsAfter = (day: string, months: number): string => dayAfter(day).add({ months }).toString();

/** The day before. */
export const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();

const dayAfter = (day: string): Temporal.PlainDate => Temporal.PlainDate.from(day).add({ days: 1 });
