import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayBefore, monthsAfter, monthsBetween } from "../../src/calendar/months.ts";

describe("calendar months between two days", () => {
  it.each([
    ["2025-12-31", "2026-12-31", 12],
    ["2026-01-31", "2026-02-28", 1],
    ["2024-01-31", "2024-02-29", 1],
    ["2026-10-31", "2026-12-31", 2],
    ["2026-10-31", "2026-10-31", 0],
    ["2026-02-28", "2026-01-31", -1],
    ["2025-12-31", "2026-01-15", 15 / 31],
    ["2026-01-15", "2026-03-31", 2 + 16 / 31],
  ])("%s to %s", (from, to, months) => {
    expect(monthsBetween(from, to)).toBeCloseTo(months, 12);
  });

  it("grow with every day", () => {
    const day = fc
      .integer({ min: 0, max: 2000 })
      .map((n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, day, (a, b, c) => {
        const [from = "", middle = "", to = ""] = [a, b, c].sort();
        if (middle !== to) expect(monthsBetween(from, middle)).toBeLessThan(monthsBetween(from, to));
      }),
    );
  });

  it("counts on from the end of a day", () => {
    expect(monthsAfter("2025-12-31", 3)).toBe("2026-04-01");
    expect(dayBefore("2026-01-01")).toBe("2025-12-31");
  });
});
