import { Temporal } from "temporal-polyfill";
import type { Period } from "../calendar/period.ts";

/** Industry figures are to be compared at least every half-year; half a year at its longest is 183 … 184 days. */
const FRESH_DAYS = 183;

/** Whether a benchmark is older than half a year (more than 183 days) on the period's last day. */
export function isStale(asOf: string, period: Pick<Period, "lastDay">): boolean {
  const age = Temporal.PlainDate.from(asOf).until(period.lastDay, { largestUnit: "day" }).days;
  return age > FRESH_DAYS;
}
