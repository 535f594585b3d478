import type { PeriodUnit } from "../config/schema/report.ts";
import type { CalendarRules, Period } from "./period.ts";
import { subPeriods } from "./periods.ts";

/** The shorter periods that lie wholly inside one: the quarters of a year, the months of a half-year; oldest first. */
export function innerPeriods(period: Period, unit: PeriodUnit, rules: CalendarRules): Period[] {
  return subPeriods(period, unit, rules).filter(({ end }) => Date.parse(end) <= Date.parse(period.end));
}
