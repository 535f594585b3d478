import { describe, expect, it } from "vitest";
import type { CalendarRules } from "../../src/calendar/period.ts";
import {
  daysOf,
  isClosed,
  lastClosed,
  parsePeriod,
  periodOf,
  sameLastYear,
  shift,
  subPeriods,
} from "../../src/calendar/periods.ts";

const shanghai: CalendarRules = { zone: "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1 };
const berlin: CalendarRules = { ...shanghai, zone: "Europe/Berlin" };
const aprilYear: CalendarRules = { ...shanghai, fiscalYearStarts: 4 };

describe("parsePeriod", () => {
  it.each([
    ["2026-10", "2026-09-30T16:00:00Z", "2026-10-31T16:00:00Z"],
    ["2026-Q3", "2026-06-30T16:00:00Z", "2026-09-30T16:00:00Z"],
    ["2026-H2", "2026-06-30T16:00:00Z", "2026-12-31T16:00:00Z"],
    ["2026", "2025-12-31T16:00:00Z", "2026-12-31T16:00:00Z"],
    ["2024-02", "2024-01-31T16:00:00Z", "2024-02-29T16:00:00Z"],
    ["2026-10-01..2026-10-15", "2026-09-30T16:00:00Z", "2026-10-15T16:00:00Z"],
  ])("%s is half-open in the report's zone", (id, start, end) => {
    expect(parsePeriod(id, shanghai)).toMatchObject({ id, start, end });
  });

  it("follows clock changes: March 2026 in Berlin is an hour short, October an hour long", () => {
    const hours = (id: string) => {
      const period = parsePeriod(id, berlin);
      return (Date.parse(period.end) - Date.parse(period.start)) / 3_600_000;
    };
    expect(hours("2026-03")).toBe(31 * 24 - 1);
    expect(hours("2026-10")).toBe(31 * 24 + 1);
  });

  // ISO 8601: 2020 had 53 weeks, 1 January 2021 lies in 2020-W53, 29 December 2025 in 2026-W01.
  it("numbers weeks as ISO 8601", () => {
    expect(parsePeriod("2020-W53", shanghai)).toMatchObject({ firstDay: "2020-12-28", lastDay: "2021-01-03" });
    expect(parsePeriod("2026-W01", shanghai)).toMatchObject({ firstDay: "2025-12-29", lastDay: "2026-01-04" });
    expect(periodOf(new Date("2021-01-01T12:00:00Z"), "week", shanghai).id).toBe("2020-W53");
    expect(parsePeriod("2026-W01", { ...shanghai, weekStarts: "sunday" }).firstDay).toBe("2025-12-28");
  });

  it("names fiscal years after the year in which they end", () => {
    expect(parsePeriod("2026", aprilYear)).toMatchObject({ firstDay: "2025-04-01", lastDay: "2026-03-31" });
    expect(parsePeriod("2026-Q1", aprilYear)).toMatchObject({ firstDay: "2025-04-01", lastDay: "2025-06-30" });
    expect(periodOf(new Date("2026-02-10T00:00:00Z"), "quarter", aprilYear).id).toBe("2026-Q4");
  });

  it.each(["2026-13", "2026-Q5", "2021-W53", "2026-02-30..2026-03-01", "2026-03-02..2026-03-01", "last month", ""])(
    "refuses %s",
    (id) => {
      expect(() => parsePeriod(id, shanghai)).toThrow(expect.objectContaining({ code: "PERIOD_INVALID" }));
    },
  );
});

describe("moving through the calendar", () => {
  it("finds the last closed period on both sides of midnight in the zone", () => {
    expect(lastClosed("month", new Date("2026-10-31T15:59:59Z"), shanghai).id).toBe("2026-09");
    expect(lastClosed("month", new Date("2026-10-31T16:00:00Z"), shanghai).id).toBe("2026-10");
    expect(lastClosed("quarter", new Date("2026-01-01T00:00:00Z"), shanghai).id).toBe("2025-Q4");
  });

  it("is closed only once its last instant has passed", () => {
    const october = parsePeriod("2026-10", shanghai);
    expect(isClosed(october, new Date("2026-10-31T15:59:59.999Z"))).toBe(false);
    expect(isClosed(october, new Date("2026-10-31T16:00:00Z"))).toBe(true);
  });

  it("shifts over year ends and by custom ranges", () => {
    expect(shift(parsePeriod("2026-01", shanghai), -1, shanghai).id).toBe("2025-12");
    expect(shift(parsePeriod("2026-Q4", shanghai), 1, shanghai).id).toBe("2027-Q1");
    expect(shift(parsePeriod("2026-10-01..2026-10-10", shanghai), -1, shanghai).id).toBe("2026-09-21..2026-09-30");
  });

  it("takes the same period last year, leap days and week 53 included", () => {
    expect(sameLastYear(parsePeriod("2024-02", shanghai), shanghai).lastDay).toBe("2023-02-28");
    expect(sameLastYear(parsePeriod("2024-02-29..2024-02-29", shanghai), shanghai).id).toBe("2023-02-28..2023-02-28");
    expect(sameLastYear(parsePeriod("2020-W53", shanghai), shanghai).id).toBe("2019-W52");
  });

  it("lists the months of a quarter and the weeks that begin in a month", () => {
    expect(subPeriods(parsePeriod("2026-Q3", shanghai), "month", shanghai).map((p) => p.id)).toEqual([
      "2026-07",
      "2026-08",
      "2026-09",
    ]);
    expect(subPeriods(parsePeriod("2026-06", shanghai), "week", shanghai)[0]?.firstDay).toBe("2026-06-01");
  });

  it("gives days their real length at a clock change", () => {
    const days = daysOf(parsePeriod("2026-03", berlin), berlin);
    expect(days).toHaveLength(31);
    expect(days[28]).toEqual({ day: "2026-03-29", start: "2026-03-28T23:00:00Z", end: "2026-03-29T22:00:00Z" });
  });
});
