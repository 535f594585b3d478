import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Measurement } from "../../src/collect/snapshot.ts";
import {
  intervalOf,
  meanInterval,
  poissonInterval,
  sampleVariance,
  wilsonInterval,
} from "../../src/evaluate/intervals.ts";

const base: Measurement = { indicator: "x", period: "2026-10", cut: {}, value: null, n: 0, missing: 0 };

describe("Wilson interval", () => {
  it("matches Newcombe 1998, table I, method 3 (without continuity correction)", () => {
    for (const [r, n, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = wilsonInterval(r, n);
      expect(interval?.low).toBeCloseTo(low, 4);
      expect(interval?.high).toBeCloseTo(high, 4);
    }
  });

  it("closes exactly at 0 and 1, and is null without items", () => {
    expect(wilsonInterval(0, 7)?.low).toBe(0);
    expect(wilsonInterval(7, 7)?.high).toBe(1);
    expect(wilsonInterval(1, 1)?.low).toBeCloseTo(0.2065, 4);
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  it("holds the share, stays within 0 and 1, and mirrors", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const x = Math.round(share * n);
        const [interval, mirror] = [wilsonInterval(x, n), wilsonInterval(n - x, n)];
        if (interval === null || mirror === null) throw new Error("no interval");
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.low).toBeLessThanOrEqual(x / n + 1e-12);
        expect(interval.high).toBeGreaterThanOrEqual(x / n - 1e-12);
        expect(1 - mirror.high).toBeCloseTo(interval.low, 10);
      }),
    );
  });
});

describe("interval of a mean", () => {
  it("matches the NIST handbook 1.3.5.2 (ZARR13.DAT)", () => {
    const interval = meanInterval(9.26146, 0.022789 ** 2, 195);
    expect(interval?.low).toBeCloseTo(9.258242, 5);
    expect(interval?.high).toBeCloseTo(9.264679, 5);
  });

  it("is null for one item, and a point where nothing scatters", () => {
    expect(meanInterval(3, 0, 1)).toBeNull();
    expect(meanInterval(3, 0, 10)).toEqual({ low: 3, high: 3, method: "t" });
  });
});

describe("Poisson interval", () => {
  it("matches the exact limits of Garwood 1936 (as tabulated by Ulm 1990)", () => {
    for (const [count, low, high] of [
      [0, 0, 3.689],
      [1, 0.025, 5.572],
      [5, 1.623, 11.668],
      [10, 4.795, 18.39],
      [100, 81.364, 121.627],
    ] as const) {
      const interval = poissonInterval(count);
      expect(interval.low).toBeCloseTo(low, 3);
      expect(interval.high).toBeCloseTo(high, 3);
    }
  });
});

describe("sample variance from sums", () => {
  it("equals the textbook one (2, 4, 4, 4, 5, 5, 7, 9: 32 / 7)", () => {
    expect(sampleVariance(40, 232, 8)).toBeCloseTo(32 / 7, 12);
  });

  it("does not go negative when sums of squares cancel", () => {
    const n = 1000;
    const value = 1e6 + 0.1;
    expect(sampleVariance(n * value, n * value * value, n)).toBe(0);
    expect(sampleVariance(5, 25, 1)).toBeNull();
  });
});

describe("interval by kind", () => {
  it("uses what each kind offers", () => {
    expect(intervalOf({ ...base, value: 0.3, n: 10, numerator: 3 }, "ratio")?.method).toBe("wilson");
    expect(intervalOf({ ...base, value: 0.3, n: 10, numerator: 3 }, "top_box")?.method).toBe("wilson");
    expect(intervalOf({ ...base, value: 5, n: 8, sum: 40, sumSquares: 232 }, "mean")?.method).toBe("t");
    expect(intervalOf({ ...base, value: 20, n: 10, sum: 200, sumSquares: 60_000 }, "nps")?.method).toBe("t");
    expect(intervalOf({ ...base, value: 5, n: 8, low: 4, high: 7 }, "percentile")).toEqual({
      low: 4,
      high: 7,
      method: "order-statistics",
    });
    expect(intervalOf({ ...base, value: 12, n: 12 }, "count")?.method).toBe("poisson");
  });

  it("has none where scatter is unknown or there is no data", () => {
    expect(intervalOf({ ...base, value: 12, n: 12, sum: 12 }, "sum")).toBeNull();
    expect(intervalOf({ ...base, value: 3, n: 12, numerator: 3, denominator: 1 }, "rate")).toBeNull();
    expect(intervalOf({ ...base, value: 5, n: 1, low: null, high: null }, "percentile")).toBeNull();
    expect(intervalOf({ ...base, value: 5, n: 1, sum: 5, sumSquares: 25 }, "mean")).toBeNull();
    expect(intervalOf(base, "ratio")).toBeNull();
    expect(intervalOf(null, "ratio")).toBeNull();
  });
});
