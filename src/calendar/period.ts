import type { PeriodUnit } from "../config/schema/report.ts";

/**
 * A half-open stretch of time [start, end), counted in a zone.
 *
 * Ids: `2026-W07`, `2026-10`, `2026-Q3`, `2026-H2`, `2026`, or `2026-10-01..2026-10-15` (last day included) for a custom
 * one. Quarters, half-years and years are fiscal when the calendar's year does not begin in January; they are then named
 * after the calendar year in which they end.
 */
export interface Period {
  id: string;
  unit: PeriodUnit | "custom";
  /** First instant, ISO 8601 UTC (`2026-09-30T16:00:00Z`). */
  start: string;
  /** First instant after it, ISO 8601 UTC. */
  end: string;
  /** First and last calendar day in the zone, `YYYY-MM-DD`. */
  firstDay: string;
  lastDay: string;
}

/** What the calendar depends on. */
export interface CalendarRules {
  zone: string;
  weekStarts: "monday" | "sunday";
  fiscalYearStarts: number;
}
