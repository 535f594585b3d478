import { describe, expect, it } from "vitest";
import { intervalRanks } from "../../src/collect/percentile.ts";

/** Cumulative binomial probabilities P(X ≤ k), k = 0 … n, by the recurrence of the terms, in logarithms. */
function binomialCdf(n: number, p: number): number[] {
  const cdf: number[] = [];
  let log = n * Math.log1p(-p);
  let sum = 0;
  for (let k = 0; k <= n; k += 1) {
    sum += Math.exp(log);
    cdf.push(sum);
    log += Math.log(n - k) - Math.log(k + 1) + Math.log(p) - Math.log1p(-p);
  }
  return cdf;
}

describe("interval of a percentile", () => {
  it("has the ranks of the published tables for the median", () => {
    // Conover, Practical Nonparametric Statistics (3rd ed.), table A3; Campbell & Gardner 1988, table for n = 100: 40 and 61.
    expect(intervalRanks(100, 0.5)).toEqual({ low: 40, high: 61 });
    expect(intervalRanks(10, 0.5)).toEqual({ low: 2, high: 9 });
  });

  it("is open where there are too few values", () => {
    expect(intervalRanks(1, 0.5)).toEqual({ low: null, high: null });
    expect(intervalRanks(20, 0.95)).toEqual({ low: 17, high: null });
    expect(intervalRanks(5, 0.5)).toEqual({ low: null, high: null });
    expect(intervalRanks(6, 0.5)).toEqual({ low: 1, high: 6 });
    expect(intervalRanks(0, 0.5)).toEqual({ low: null, high: null });
  });

  it("covers at least 95 % of the time, at most one rank wider than the exact binomial ranks", () => {
    for (const p of [0.25, 0.5, 0.75, 0.9, 0.95]) {
      for (let n = 10; n <= 2000; n += n < 200 ? 1 : 97) {
        const { low, high } = intervalRanks(n, p);
        const cdf = binomialCdf(n, p);
        const below = cdf.filter((sum) => sum <= 0.025).length;
        const above = cdf.findIndex((sum) => 1 - sum <= 0.025) + 2;
        if (low === null || high === null) continue;
        expect((cdf[high - 1] ?? 1) - (cdf[low - 1] ?? 0), `n ${n}, p ${p}`).toBeGreaterThan(0.95);
        expect(Math.abs(below - low), `low, n ${n}, p ${p}`).toBeLessThanOrEqual(1);
        expect(Math.abs(above - high), `high, n ${n}, p ${p}`).toBeLessThanOrEqual(1);
      }
    }
  });
});
