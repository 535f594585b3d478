import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlation, correlationInterval, type Products } from "../../src/evaluate/correlation.ts";

const products = (pairs: readonly (readonly [number, number])[]): Products => {
  const n = pairs.length;
  const mean = (k: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[k], 0) / n;
  const [mx, my] = [mean(0), mean(1)];
  const about = (f: (pair: readonly [number, number]) => number) => pairs.reduce((sum, pair) => sum + f(pair), 0);
  return {
    n,
    xx: about(([x]) => (x - mx) ** 2),
    yy: about(([, y]) => (y - my) ** 2),
    xy: about(([x, y]) => (x - mx) * (y - my)),
  };
};

describe("correlation", () => {
  // R, example of ?cor.test (Hollander & Wolfe 1973): cor 0.5711816, 95 % interval -0.1497426 … 0.8955795; Spearman's rho 0.6.
  const lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1];
  const panel = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8];
  const ranks = (values: readonly number[]) => values.map((value) => values.filter((other) => other <= value).length);
  const zip = (x: readonly number[], y: readonly number[]) => x.map((value, i): [number, number] => [value, y[i] ?? 0]);

  it("is that of R's cor.test with its interval by Fisher's z", () => {
    const found = products(zip(lightness, panel));
    const r = correlation(found) ?? 0;
    expect(r).toBeCloseTo(0.5711816, 7);
    const interval = correlationInterval(r, found.n, "pearson");
    expect(interval?.low).toBeCloseTo(-0.1497426, 7);
    expect(interval?.high).toBeCloseTo(0.8955795, 7);
    expect(correlation(products(zip(ranks(lightness), ranks(panel))))).toBeCloseTo(0.6, 12);
  });

  it("has a wider interval for ranks: the variance is larger by 1 + r² ÷ 2 (Bonett & Wright 2000)", () => {
    const z = 1.959963984540054;
    const half = (kind: "pearson" | "spearman") => {
      const interval = correlationInterval(0.6, 103, kind);
      return interval === null ? 0 : (Math.atanh(interval.high) - Math.atanh(interval.low)) / 2;
    };
    expect(half("pearson")).toBeCloseTo(z / 10, 9);
    expect(half("spearman")).toBeCloseTo((z / 10) * Math.sqrt(1.18), 9);
  });

  it("does not exist where one side does not vary, and has no interval with three pairs", () => {
    expect(correlation({ n: 5, xx: 0, yy: 3, xy: 0 })).toBeNull();
    expect(correlation({ n: 1, xx: 1, yy: 1, xy: 1 })).toBeNull();
    expect(correlationInterval(0.4, 3, "pearson")).toBeNull();
    expect(correlationInterval(1, 10, "pearson")).toMatchObject({ low: 1, high: 1 });
  });

  it("lies within −1 … 1, inside its interval, and changes its sign with one of the two", () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 10 }));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 4, maxLength: 40 }), (pairs) => {
        const r = correlation(products(pairs));
        if (r === null) return;
        expect(Math.abs(r)).toBeLessThanOrEqual(1);
        const interval = correlationInterval(r, pairs.length, "pearson");
        expect(interval !== null && interval.low <= r + 1e-12 && r <= interval.high + 1e-12).toBe(true);
        expect(correlation(products(pairs.map(([x, y]): [number, number] => [x, -y])))).toBeCloseTo(-r, 9);
      }),
      { numRuns: 80, seed: 4 },
    );
  });
});
