import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Measurement } from "../../src/collect/snapshot.ts";
import { differenceOf, newcombe, welchInterval } from "../../src/evaluate/differences.ts";
import { sampleFrom } from "../helpers/samples.ts";

const base: Measurement = { indicator: "x", period: "2026-10", cut: {}, value: null, n: 0, missing: 0 };

describe("difference of two shares", () => {
  it("matches Newcombe 1998 (Statistics in Medicine 17:873), table II, method 10", () => {
    for (const [a, n, b, m, low, high] of [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
      [6, 7, 2, 7, 0.0582, 0.8062],
      [5, 56, 0, 29, -0.0381, 0.1926],
      [0, 10, 0, 20, -0.1611, 0.2775],
      [0, 10, 0, 10, -0.2775, 0.2775],
      [10, 10, 0, 20, 0.6791, 1],
      [10, 10, 0, 10, 0.6075, 1],
    ] as const) {
      const interval = newcombe(a, n, b, m);
      expect(interval?.low).toBeCloseTo(low, 4);
      expect(interval?.high).toBeCloseTo(high, 4);
    }
  });

  it("has none without items on a side", () => {
    expect(newcombe(0, 0, 3, 10)).toBeNull();
    expect(newcombe(3, 10, 0, 0)).toBeNull();
  });

  it("holds the difference, stays within −1 and 1, and turns its sign when the groups are exchanged", () => {
    const count = fc.integer({ min: 1, max: 5000 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(count, share, count, share, (n, p, m, q) => {
        const [a, b] = [Math.round(p * n), Math.round(q * m)];
        const [one, other] = [newcombe(a, n, b, m), newcombe(b, m, a, n)];
        if (one === null || other === null) throw new Error("no interval");
        expect(one.low).toBeGreaterThanOrEqual(-1);
        expect(one.high).toBeLessThanOrEqual(1);
        expect(one.low).toBeLessThanOrEqual(a / n - b / m + 1e-12);
        expect(one.high).toBeGreaterThanOrEqual(a / n - b / m - 1e-12);
        expect(other.low).toBeCloseTo(-one.high, 10);
      }),
    );
  });
});

describe("difference of two means", () => {
  it("matches R's t.test(extra ~ group, data = sleep): −3.3654832 to 0.2054832", () => {
    const first = sampleFrom([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]);
    const second = sampleFrom([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
    const interval = welchInterval(first, second);
    expect(interval?.low).toBeCloseTo(-3.3654832, 6);
    expect(interval?.high).toBeCloseTo(0.2054832, 6);
  });

  it("is a point without scatter, and null with a single item", () => {
    const still = { n: 5, mean: 3, variance: 0 };
    expect(welchInterval(still, { ...still, mean: 2 })).toEqual({ low: 1, high: 1, method: "welch" });
    expect(welchInterval({ ...still, n: 1 }, still)).toBeNull();
  });
});

describe("difference of two measurements", () => {
  const share = (numerator: number, n: number): Measurement => ({ ...base, value: numerator / n, n, numerator });

  it("takes the interval of the kind, and none where scatter is unknown", () => {
    expect(differenceOf(share(56, 70), share(48, 80), "ratio")).toMatchObject({ interval: { method: "newcombe" } });
    expect(differenceOf(share(56, 70), share(48, 80), "ratio")?.value).toBeCloseTo(0.2, 12);
    const mean: Measurement = { ...base, value: 5, n: 8, sum: 40, sumSquares: 232 };
    expect(differenceOf(mean, { ...mean, value: 6, sum: 48, sumSquares: 320 }, "mean")).toMatchObject({
      value: -1,
      interval: { method: "welch" },
    });
    expect(differenceOf({ ...base, value: 4, n: 9 }, { ...base, value: 3, n: 9 }, "percentile")).toEqual({
      value: 1,
      interval: null,
    });
  });

  it("is null where a side has no value", () => {
    expect(differenceOf(null, share(1, 2), "ratio")).toBeNull();
    expect(differenceOf(share(1, 2), base, "ratio")).toBeNull();
  });
});
