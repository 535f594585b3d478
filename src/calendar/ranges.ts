import { Temporal } from "temporal-polyfill";
import type { CalendarRules, Period } from "./period.ts";
import { parsePeriod, sameLastYear, shift } from "./periods.ts";

/** A range as a project writes it: days, whole months counted from the last one of the reported period, or by name. */
export type RangeSpec =
  | { from: string; to: string }
  | { months: readonly [number, number] }
  | "reported"
  | "previous"
  | "last_year";

/**
 * The range as a period. Month 0 is the one in which the reported period ends; a range never reaches beyond the
 * reported period's last day, since what follows has not been reported yet.
 *
 * @throws {PeriodicalError} PERIOD_INVALID for a range whose days are not in order
 */
export function rangeOf(spec: RangeSpec, reported: Period, rules: CalendarRules): Period {
  if (spec === "reported") return reported;
  if (spec === "previous") return shift(reported, -1, rules);
  if (spec === "last_year") return sameLastYear(reported, rules);
  if ("from" in spec) return parsePeriod(`${spec.from}..${spec.to}`, rules);
  const month = Temporal.PlainDate.from(reported.lastDay).with({ day: 1 });
  const [first, last] = spec.months;
  const from = month.add({ months: first });
  const end = month.add({ months: last + 1 }).subtract({ days: 1 });
  const to = Temporal.PlainDate.compare(end, reported.lastDay) > 0 ? reported.lastDay : end.toString();
  return parsePeriod(`${from.toString()}..${to}`, rules);
}

/** Days in a period. */
export const dayCount = ({ firstDay, lastDay }: Pick<Period, "firstDay" | "lastDay">): number =>
  Temporal.PlainDate.from(firstDay).until(Temporal.PlainDate.from(lastDay)).days + 1;
