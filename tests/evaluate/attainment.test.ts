import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { achievement, limitMet, withinShares } from "../../src/evaluate/attainment.ts";
import { roundToSum } from "../../src/evaluate/rounding.ts";
import { isStale } from "../../src/evaluate/stale.ts";
import { streakOf, trendOfThree } from "../../src/evaluate/trend.ts";
import { variance } from "../../src/evaluate/variances.ts";

const up = "higher_is_better";
const down = "lower_is_better";

describe("target achievement", () => {
  it("is actual ÷ target, or target ÷ actual where lower is better", () => {
    expect(achievement(0.76, 0.95, up)).toBeCloseTo(0.8, 12);
    expect(achievement(2, 1.5, down)).toBe(0.75);
    expect(achievement(1.5, 1.5, down)).toBe(1);
    expect(achievement(0, 0.95, up)).toBe(0);
  });

  it("is null where a quotient says nothing", () => {
    expect(achievement(0, 2, down)).toBeNull();
    expect(achievement(5, 0, up)).toBeNull();
    expect(achievement(5, 0, down)).toBe(0);
    expect(achievement(-5, 10, up)).toBeNull();
    expect(achievement(5, -10, up)).toBeNull();
    expect(achievement(null, 1, up)).toBeNull();
    expect(achievement(1, null, up)).toBeNull();
  });
});

describe("limits and shares within them", () => {
  it("count the limit itself as kept, in spite of rounding in the last digit", () => {
    expect(limitMet(0.95, 0.95, up)).toBe(true);
    expect(limitMet(19 / 20, 0.95, up)).toBe(true);
    expect(limitMet(0.1 + 0.2, 0.3, down)).toBe(true);
    expect(limitMet(0.9499, 0.95, up)).toBe(false);
    expect(limitMet(-5, -5, up)).toBe(true);
    expect(limitMet(0, 0, down)).toBe(true);
    expect(limitMet(null, 1, up)).toBeNull();
  });

  it("are counts ÷ items, null without items or without values per item", () => {
    const base = { indicator: "x", period: "2026-10", cut: {}, value: 1, missing: 0 };
    expect(withinShares({ ...base, n: 200, withinBaseline: 150, withinTarget: 100 })).toEqual({
      withinBaseline: 0.75,
      withinTarget: 0.5,
    });
    expect(withinShares({ ...base, n: 0, withinBaseline: 0, withinTarget: 0 })).toEqual({
      withinBaseline: null,
      withinTarget: null,
    });
    expect(withinShares({ ...base, n: 9, numerator: 3 })).toEqual({ withinBaseline: null, withinTarget: null });
    expect(withinShares(null)).toEqual({ withinBaseline: null, withinTarget: null });
  });
});

describe("variance", () => {
  it("is signed as the figure moves and read by the direction", () => {
    expect(variance(1.86, 1.5, down)).toMatchObject({ reference: 1.5, effect: "worse" });
    expect(variance(1.86, 1.5, down)?.value).toBeCloseTo(0.36, 12);
    expect(variance(1.86, 1.5, down)?.relative).toBeCloseTo(0.24, 12);
    expect(variance(0.98, 0.95, up)?.effect).toBe("better");
    expect(variance(0.95, 0.95, up)).toEqual({ reference: 0.95, value: 0, relative: 0, effect: "same" });
  });

  it("has no relative part against 0, and measures a negative reference by its size", () => {
    expect(variance(3, 0, up)).toEqual({ reference: 0, value: 3, relative: null, effect: "better" });
    expect(variance(-10, -20, up)).toEqual({ reference: -20, value: 10, relative: 0.5, effect: "better" });
    expect(variance(null, 1, up)).toBeNull();
    expect(variance(1, undefined, up)).toBeNull();
  });
});

describe("trend", () => {
  it("looks at the last three periods", () => {
    expect(trendOfThree([9, 1, 2, 3], up)?.direction).toBe("better");
    expect(trendOfThree([1, 2, 3], down)?.direction).toBe("worse");
    expect(trendOfThree([1, 2, 2], up)?.direction).toBe("better");
    expect(trendOfThree([1, 2, 1], up)?.direction).toBe("mixed");
    expect(trendOfThree([2, 2, 2], up)?.direction).toBe("flat");
    expect(trendOfThree([2, null, 2], up)).toBeNull();
    expect(trendOfThree([2, 2], up)).toBeNull();
  });

  it("counts the steps that went the same way up to the last", () => {
    expect(streakOf([5, 1, 2, 3, 4], up)).toBe(3);
    expect(streakOf([5, 1, 2, 3, 4], down)).toBe(-3);
    expect(streakOf([1, 2, 2], up)).toBe(0);
    expect(streakOf([1, null, 2, 3], up)).toBe(1);
    expect(streakOf([1, 2, null], up)).toBe(0);
    expect(streakOf([1], up)).toBe(0);
    expect(streakOf([], up)).toBe(0);
  });
});

describe("rounding that adds up", () => {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const rounded = (values: readonly number[], digits = 0) => roundToSum(values, sum(values), digits);

  it("gives the seats of the textbook example of the largest-remainder method (Wikipedia: Hare quota, 10 seats)", () => {
    expect(rounded([4.7, 1.6, 1.59, 1.2, 0.6, 0.31])).toEqual([5, 2, 1, 1, 1, 0]);
  });

  it("prints rows that sum to the printed total, losses too", () => {
    expect(rounded([14.5, 14.5, 8.2, 4.4, 16.4, 8])).toEqual([15, 15, 8, 4, 16, 8]);
    expect(rounded([100 / 3, 100 / 3, 100 / 3], 1)).toEqual([33.4, 33.3, 33.3]);
    expect(rounded([-10.4, -2.3, -16.3])).toEqual([-11, -2, -16]);
    expect(rounded([0.1, 0.2], 1)).toEqual([0.1, 0.2]);
    expect(rounded([0.4, -0.4])).toEqual([0, 0]);
    expect(rounded([])).toEqual([]);
  });

  it("never moves a figure by a whole unit, and leaves round ones alone", () => {
    const figures = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(figures, fc.integer({ min: 0, max: 3 }), (values, digits) => {
        const unit = 10 ** -digits;
        const result = rounded(values, digits);
        expect(Math.abs(sum(result) - sum(values))).toBeLessThanOrEqual(unit / 2 + 1e-7);
        for (const [i, value] of result.entries()) {
          expect(Math.abs(value - (values[i] ?? 0))).toBeLessThan(unit * (1 + 1e-6));
        }
        expect(rounded(result, digits)).toEqual(result);
      }),
    );
  });
});

describe("age of a benchmark", () => {
  it("is counted in days to the period's last day; half a year may pass", () => {
    expect(isStale("2026-05-01", { lastDay: "2026-10-31" })).toBe(false);
    expect(isStale("2026-04-30", { lastDay: "2026-10-31" })).toBe(true);
    expect(isStale("2027-01-01", { lastDay: "2026-10-31" })).toBe(false);
    expect(isStale("2024-02-29", { lastDay: "2024-08-30" })).toBe(false);
  });
});
