import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { businessDay, isBusinessDay } from "../../src/calendar/business-days.ts";
import type { CalendarRules } from "../../src/calendar/period.ts";
import { parsePeriod } from "../../src/calendar/periods.ts";
import type { PeriodUnit } from "../../src/config/schema/report.ts";
import { HolidayCalendar, Schedule } from "../../src/config/schema/schedule.ts";
import { dueAt, dueRuns, nextRuns, type Timetable } from "../../src/schedule/due.ts";

/** National Day of China 2026 as announced by the State Council: 1–7 October off, 20 September and 10 October worked. */
const CHINA = HolidayCalendar.parse({
  name: "China",
  holidays: ["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"],
  working_days: ["2026-09-20", "2026-10-10"],
});

function table(
  schedule: Record<string, unknown>,
  options: { zone?: string; cadence?: PeriodUnit; holidays?: HolidayCalendar; rules?: Partial<CalendarRules> } = {},
): Timetable {
  return {
    schedule: Schedule.parse(schedule),
    cadence: options.cadence ?? "month",
    rules: { zone: options.zone ?? "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1, ...options.rules },
    holidays: options.holidays,
  };
}
const due = (timetable: Timetable, period: string): string | null =>
  dueAt(timetable, parsePeriod(period, timetable.rules))?.toISOString() ?? null;

describe("business days", () => {
  it("are counted with days off and shifted working days", () => {
    expect(isBusinessDay("2026-10-10", CHINA)).toBe(true);
    expect(isBusinessDay("2026-10-11", CHINA)).toBe(false);
    expect(isBusinessDay("2026-10-05", CHINA)).toBe(false);
    expect(isBusinessDay("2026-10-10")).toBe(false);
    expect(businessDay("2026-10-01", 1, CHINA)).toBe("2026-10-08");
    // Thursday 8, Friday 9, worked Saturday 10.
    expect(businessDay("2026-10-01", 3, CHINA)).toBe("2026-10-10");
    expect(businessDay("2026-10-01", 4, CHINA)).toBe("2026-10-12");
    expect(businessDay("2026-11-01", 1)).toBe("2026-11-02");
  });

  it("a calendar without one ends with an error, not with a loop", () => {
    const never = HolidayCalendar.parse({ name: "x", work_week: ["monday"], holidays: mondaysOf2026And2027() });
    expect(() => businessDay("2026-01-01", 1, never)).toThrow(RangeError);
  });

  function mondaysOf2026And2027(): string[] {
    const days: string[] = [];
    for (let day = Temporal.PlainDate.from("2026-01-05"); day.year < 2028; day = day.add({ days: 7 }))
      days.push(day.toString());
    return days;
  }
});

describe("a period's edition is due", () => {
  it("at the first run of the cron after the period, in the schedule's zone", () => {
    expect(due(table({ cron: "0 7 * * *" }), "2026-10")).toBe("2026-10-31T23:00:00.000Z");
    expect(due(table({ cron: "0 7 * * *", timezone: "Europe/Berlin" }), "2026-10")).toBe("2026-11-01T06:00:00.000Z");
    expect(due(table({ cron: "30 6 5 * *" }), "2026-02")).toBe("2026-03-04T22:30:00.000Z");
  });

  it("at midnight of the first day, that very instant included", () => {
    expect(due(table({ cron: "0 0 1 * *" }), "2026-10")).toBe("2026-10-31T16:00:00.000Z");
  });

  it("not before the n-th working day", () => {
    const rule = { cron: "0 7 * * *", not_before: { business_day: 2 } };
    // 1 November 2026 is a Sunday: Monday 2, Tuesday 3.
    expect(due(table(rule), "2026-10")).toBe("2026-11-02T23:00:00.000Z");
    expect(
      due(table({ ...rule, not_before: { business_day: 3, calendar: "cn" } }, { holidays: CHINA }), "2026-09"),
    ).toBe("2026-10-09T23:00:00.000Z");
  });

  it("never, when the next period is over before the cron comes", () => {
    const yearly = table({ cron: "0 7 15 1 *" });
    expect(due(yearly, "2026-12")).toBe("2027-01-14T23:00:00.000Z");
    expect(due(yearly, "2026-11")).toBeNull();
    expect(nextRuns(yearly, new Date("2026-11-21T00:00:00Z"), 2).map(({ period }) => period.id)).toEqual([
      "2026-12",
      "2027-12",
    ]);
  });

  it("on a leap day where the cron says so", () => {
    expect(due(table({ cron: "0 7 29 2 *" }, { cadence: "month" }), "2028-01")).toBe("2028-02-28T23:00:00.000Z");
    expect(due(table({ cron: "0 7 29 2 *" }), "2027-01")).toBeNull();
  });

  it("for weeks, quarters and fiscal years alike", () => {
    expect(due(table({ cron: "0 8 * * 1" }, { cadence: "week" }), "2026-W53")).toBe("2027-01-04T00:00:00.000Z");
    expect(due(table({ cron: "0 8 * * *" }, { cadence: "quarter" }), "2026-Q4")).toBe("2027-01-01T00:00:00.000Z");
    const fiscal = table({ cron: "0 8 * * *" }, { cadence: "year", rules: { fiscalYearStarts: 4 } });
    expect(due(fiscal, "2026")).toBe("2026-04-01T00:00:00.000Z");
  });

  it("of the period it covers, where that is not the report's cadence", () => {
    const covers = table({ cron: "0 8 * * *", covers: "previous week" }, { cadence: "month" });
    expect(nextRuns(covers, new Date("2026-11-21T00:00:00Z"), 1)[0]?.period.id).toBe("2026-W47");
  });
});

describe("when clocks change", () => {
  const runsOfAYear = (timetable: Timetable) =>
    dueRuns(timetable, new Date("2025-12-31T12:00:00Z"), new Date("2027-02-02T00:00:00Z"));

  it.each([
    // Berlin puts clocks forward on 29 March 2026, 02:00 → 03:00, and back on 25 October, 03:00 → 02:00.
    ["Europe/Berlin", "30 2 29 * *", "2026-02", "2026-03-29T01:00:00.000Z"],
    ["Europe/Berlin", "30 2 25 * *", "2026-09", "2026-10-25T00:30:00.000Z"],
    // New York: 8 March 2026, 02:00 → 03:00; 1 November, 02:00 → 01:00.
    ["America/New_York", "30 2 8 * *", "2026-02", "2026-03-08T07:00:00.000Z"],
    ["America/New_York", "30 1 1 * *", "2026-10", "2026-11-01T05:30:00.000Z"],
  ])(
    "%s, %s: once, the skipped time at the end of the gap, the doubled one the first time",
    (zone, cron, period, expected) => {
      expect(due(table({ cron }, { zone }), period)).toBe(expected);
    },
  );

  it.each(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai", "Pacific/Apia"])(
    "in %s every month, week and quarter of a year is due exactly once, whatever the hour",
    (zone) => {
      for (const cron of ["30 2 * * *", "0 0 * * *", "15 1 * * *", "59 23 * * *"]) {
        for (const [cadence, count] of [
          ["month", 13],
          ["week", 56],
          ["quarter", 4],
        ] as const) {
          const runs = runsOfAYear(table({ cron }, { zone, cadence }));
          const ids = runs.map(({ period }) => period.id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.length).toBeGreaterThanOrEqual(count);
          expect(runs.every(({ period, due: at }) => at.getTime() >= Date.parse(period.end))).toBe(true);
          expect(runs.map(({ due: at }) => at.getTime())).toEqual(
            runs.map(({ due: at }) => at.getTime()).sort((a, b) => a - b),
          );
        }
      }
    },
  );
});

describe("what is due now", () => {
  const daily = table({ cron: "0 7 * * *" });

  it("does not depend on how often or when one looks: every few hours, every few weeks or once in a year gives the same runs", () => {
    const since = new Date("2026-01-10T00:00:00Z");
    const whole = dueRuns(daily, since, new Date("2027-01-10T00:00:00Z")).map(({ period }) => period.id);
    for (const stepHours of [11, 24 * 40]) {
      const seen: string[] = [];
      for (let at = since.getTime(); at <= Date.parse("2027-01-10T00:00:00Z"); at += stepHours * 3_600_000) {
        for (const { period } of dueRuns(daily, since, new Date(at)))
          if (!seen.includes(period.id)) seen.push(period.id);
      }
      expect(whole.slice(0, seen.length)).toEqual(seen);
      expect(whole.length - seen.length).toBeLessThanOrEqual(stepHours > 24 ? 2 : 0);
    }
    expect(whole).toHaveLength(12);
    expect(whole[0]).toBe("2026-01");
  });

  it("leaves out what ended before the schedule was first seen, or before its own first day", () => {
    const now = new Date("2026-11-21T00:00:00Z");
    const ids = (timetable: Timetable, since: string) =>
      dueRuns(timetable, new Date(since), now).map(({ period }) => period.id);
    expect(ids(daily, "2026-08-15T00:00:00Z")).toEqual(["2026-08", "2026-09", "2026-10"]);
    expect(ids(table({ cron: "0 7 * * *", from: "2026-09-15" }), "2026-08-15T00:00:00Z")).toEqual([
      "2026-09",
      "2026-10",
    ]);
    expect(ids(daily, "2026-11-20T00:00:00Z")).toEqual([]);
  });
});

describe("a schedule is refused", () => {
  const problem = (schedule: Record<string, unknown>): string =>
    JSON.stringify(Schedule.safeParse(schedule).error?.issues ?? []);
  it.each([
    ["0 7 1 *", "write five fields"],
    ["0 25 1 * *", "not a cron"],
    ["0 7 31 2 *", "never comes due"],
    ["* * * * * *", "write five fields"],
    ["@daily", "write five fields"],
  ])("%s", (cron, message) => expect(problem({ cron })).toContain(message));

  it("with a zone nobody knows", () => {
    expect(problem({ cron: "0 7 * * *", timezone: "Asia/Peking-ish" })).toContain("not a time zone");
  });
});
