import { expect, it } from "vitest";
import { parsePeriod } from "../../src/calendar/periods.ts";
import { dayCount, type RangeSpec, rangeOf } from "../../src/calendar/ranges.ts";

const RULES = { zone: "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1 } as const;
const range = (spec: RangeSpec, reported: string): string => rangeOf(spec, parsePeriod(reported, RULES), RULES).id;

it.each<[RangeSpec, string, string]>([
  [{ from: "2026-05-01", to: "2026-07-31" }, "2026-10", "2026-05-01..2026-07-31"],
  [{ months: [-5, -3] }, "2026-10", "2026-05-01..2026-07-31"],
  [{ months: [-2, 0] }, "2026-10", "2026-08-01..2026-10-31"],
  // Counted from the last month of a quarter.
  [{ months: [-2, 0] }, "2026-Q3", "2026-07-01..2026-09-30"],
  [{ months: [-14, -12] }, "2026-02", "2024-12-01..2025-02-28"],
  // Never beyond what is reported.
  [{ months: [-1, 0] }, "2026-10-03..2026-10-19", "2026-09-01..2026-10-19"],
  ["reported", "2026-10-03..2026-10-19", "2026-10-03..2026-10-19"],
  ["previous", "2026-10-03..2026-10-19", "2026-09-16..2026-10-02"],
  ["last_year", "2026-10-03..2026-10-19", "2025-10-03..2025-10-19"],
  ["previous", "2026-10", "2026-09"],
  // The 29th of February has no namesake a year before.
  ["last_year", "2028-02-20..2028-02-29", "2027-02-20..2027-02-28"],
])("%j of %s is %s", (spec, reported, expected) => {
  expect(range(spec, reported)).toBe(expected);
});

it("refuses a range that ends before it begins", () => {
  expect(() => range({ from: "2026-07-31", to: "2026-05-01" }, "2026-10")).toThrow("is not a period");
});

it("counts days with both ends", () => {
  expect(dayCount(parsePeriod("2026-10-03..2026-10-19", RULES))).toBe(17);
  expect(dayCount(parsePeriod("2026-02", RULES))).toBe(28);
});
