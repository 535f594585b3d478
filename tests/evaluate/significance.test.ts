import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Measurement } from "../../src/collect/snapshot.ts";
import {
  benjaminiHochberg,
  compare,
  correctTogether,
  NO_TEST,
  twoProportions,
  untested,
  welch,
} from "../../src/evaluate/significance.ts";

const base: Measurement = { indicator: "x", period: "2026-10", cut: {}, value: 0, n: 0, missing: 0 };

function sample(values: readonly number[]) {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return { n, mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) };
}

describe("two proportions", () => {
  it("matches the example of statsmodels' proportions_ztest: 5 of 83 against 12 of 99, p = 0.159", () => {
    expect(twoProportions(5, 83, 12, 99)?.pValue).toBeCloseTo(0.159, 3);
  });

  it("squares to the chi-square of the 2 × 2 table without correction", () => {
    // 2 × 2 table (20, 30; 35, 15): χ² = n(ad − bc)² ÷ (products of margins).
    const chiSquare = (100 * (20 * 15 - 30 * 35) ** 2) / (50 * 50 * 55 * 45);
    expect((twoProportions(20, 50, 35, 50)?.z ?? 0) ** 2).toBeCloseTo(chiSquare, 10);
  });

  it("finds no difference where nothing or everything succeeded, and nothing without items", () => {
    expect(twoProportions(0, 40, 0, 50)?.pValue).toBe(1);
    expect(twoProportions(40, 40, 50, 50)?.pValue).toBe(1);
    expect(twoProportions(0, 0, 3, 50)).toBeNull();
  });
});

describe("Welch's test", () => {
  it("matches R's t.test on the samples of the Wikipedia article (also ClickHouse's welchTTest)", () => {
    const a = sample([27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4]);
    const b = sample([27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4]);
    expect(welch(a, b)?.pValue).toBeCloseTo(0.021378001462867, 8);
    const c = sample([30.02, 29.99, 30.11, 29.97, 30.01, 29.99]);
    const d = sample([29.89, 29.93, 29.72, 29.98, 30.02, 29.98]);
    expect(welch(c, d)?.pValue).toBeCloseTo(0.090773324285671, 8);
    expect(welch(c, d)?.t).toBeCloseTo(1.959, 3);
    expect(welch(c, d)?.df).toBeCloseTo(7.03, 2);
  });

  it("decides without scatter by the means alone, and needs two items a side", () => {
    expect(welch({ n: 5, mean: 3, variance: 0 }, { n: 5, mean: 3, variance: 0 })?.pValue).toBe(1);
    expect(welch({ n: 5, mean: 4, variance: 0 }, { n: 5, mean: 3, variance: 0 })?.pValue).toBe(0);
    expect(welch({ n: 1, mean: 4, variance: 0 }, { n: 5, mean: 3, variance: 1 })).toBeNull();
  });
});

describe("Benjamini–Hochberg", () => {
  // The 15 p-values of Benjamini & Hochberg 1995, section 4.1; adjusted as by R's p.adjust(p, "BH").
  const published = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];
  const adjusted = [
    0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765, 0.486, 0.581182, 0.714875, 0.753231,
    0.813214, 1,
  ];

  it("adjusts the published p-values and rejects the first four", () => {
    const result = benjaminiHochberg(published);
    for (const [i, p] of result.entries()) expect(p).toBeCloseTo(adjusted[i] ?? Number.NaN, 6);
    expect(result.filter((p) => (p ?? 1) <= 0.05)).toHaveLength(4);
  });

  it("gives each p-value its own place, in any order, and does not count nulls", () => {
    expect(benjaminiHochberg([0.04, null, 0.01])).toEqual([0.04, null, 0.02]);
    expect(benjaminiHochberg([null, null])).toEqual([null, null]);
    expect(benjaminiHochberg([])).toEqual([]);
  });

  it("never lowers a p-value, keeps their order, and never exceeds 1", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (values) => {
        const result = benjaminiHochberg(values).map((p) => p ?? Number.NaN);
        const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
        for (const [rank, i] of order.entries()) {
          expect(result[i]).toBeGreaterThanOrEqual((values[i] ?? 0) * (1 - 1e-12));
          expect(result[i]).toBeLessThanOrEqual(1);
          const next = order[rank + 1];
          if (next !== undefined) expect(result[i]).toBeLessThanOrEqual((result[next] ?? 0) + 1e-15);
        }
      }),
    );
  });
});

describe("comparing measurements", () => {
  it("picks the test by the kind and has none where scatter is unknown", () => {
    const share = (numerator: number, n: number): Measurement => ({ ...base, value: numerator / n, n, numerator });
    expect(compare(share(5, 83), share(12, 99), "ratio")).toMatchObject({ method: "two-proportions", evidence: false });
    const mean: Measurement = { ...base, value: 5, n: 8, sum: 40, sumSquares: 232 };
    expect(compare(mean, { ...mean, value: 6, sum: 48, sumSquares: 320 }, "mean").method).toBe("welch");
    expect(compare(mean, mean, "percentile")).toEqual(NO_TEST);
    expect(compare(mean, null, "mean")).toEqual(NO_TEST);
    expect(compare({ ...mean, value: null }, mean, "mean")).toEqual(NO_TEST);
  });

  it("calls evidence only what survives the correction", () => {
    const tests = [0.03, 0.04, 0.9].map((p) => untested("welch", p));
    expect(correctTogether(tests).map(({ evidence }) => evidence)).toEqual([false, false, false]);
    expect(correctTogether([untested("welch", 0.03), NO_TEST])[0]?.evidence).toBe(true);
  });
});
