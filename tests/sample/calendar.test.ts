import { describe, expect, it } from "vitest";
import { sampleMonths, springFestival } from "../../src/sample/calendar.ts";

describe("sampleMonths", () => {
  it("ends with the last month, in Asia/Shanghai", () => {
    const months = sampleMonths("2026-10", 15);
    expect(months.map(({ id }) => id)).toEqual([
      "2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03",
      "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10",
    ]); // biome-ignore format: one row
    expect(new Date(months[14]?.startMs ?? 0).toISOString()).toBe("2026-09-30T16:00:00.000Z");
    expect(new Date(months[14]?.endMs ?? 0).toISOString()).toBe("2026-10-31T16:00:00.000Z");
    expect(months[14]).toMatchObject({ beforeEnd: 0, calendarMonth: 10 });
    expect(months[14]?.days[0]?.weekday).toBe(4); // 1 October 2026 is a Thursday
  });

  it("knows leap years", () => {
    expect(sampleMonths("2028-02", 3).at(-1)?.days).toHaveLength(29);
    expect(sampleMonths("2027-02", 3).at(-1)?.days).toHaveLength(28);
  });

  it.each(["2026-13", "2026-1", "october", "1950-01", ""])("refuses %j as a month", (month) => {
    expect(() => sampleMonths(month, 15)).toThrow(/cannot end with/);
  });

  it.each([0, 2, 61, 2.5, Number.NaN])("refuses %d months", (count) => {
    expect(() => sampleMonths("2026-10", count)).toThrow(/cannot have/);
  });
});

describe("holidays", () => {
  // Dates as announced by the State Council of China.
  it.each([
    [2024, "2024-02-10"],
    [2025, "2025-01-29"],
    [2026, "2026-02-17"],
    [2027, "2027-02-06"],
    [2028, "2028-01-26"],
  ])("Spring Festival %d begins on %s, to a day", (year, day) => {
    expect(Math.abs(springFestival(year) - Date.parse(day))).toBeLessThanOrEqual(86_400_000);
  });

  it("empty the days off and fill the days after", () => {
    const october = sampleMonths("2026-10", 3).at(-1);
    const volume = (day: number): number => october?.days[day - 1]?.volume ?? 0;
    expect(volume(3)).toBeLessThan(0.6 * volume(17)); // both Saturdays
    expect(volume(8)).toBeGreaterThan(1.3 * volume(22)); // both Thursdays
    const february = sampleMonths("2026-02", 3).at(-1);
    expect(february?.days[16]?.volume).toBeLessThan(0.6 * (february?.days[9]?.volume ?? 0)); // both Tuesdays
  });
});
