import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Measurement } from "../../src/collect/snapshot.ts";
import {
  contrastOfMeans,
  differenceInDifferences,
  moverInterval,
} from "../../src/evaluate/difference-in-differences.ts";
import { newcombe, welchInterval } from "../../src/evaluate/differences.ts";
import { wilsonInterval } from "../../src/evaluate/intervals.ts";
import { mean, share } from "../helpers/edition.ts";

const made = (parts: Partial<Measurement>): Measurement => ({
  indicator: "x",
  period: "2026-10",
  cut: {},
  value: null,
  n: 0,
  missing: 0,
  ...parts,
});
const course = (before: Partial<Measurement>, after: Partial<Measurement>) => ({
  before: made(before),
  after: made(after),
});

describe("interval of a difference", () => {
  // Newcombe 1998, Statistics in Medicine 17:873-890, Table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])("%d/%d less %d/%d is Newcombe's", (a, n, b, m, low, high) => {
    const found = newcombe(a, n, b, m);
    expect(found?.low).toBeCloseTo(low, 4);
    expect(found?.high).toBeCloseTo(high, 4);
  });

  it("by MOVER over two Wilson intervals is Newcombe's", () => {
    const [a, b] = [wilsonInterval(56, 70), wilsonInterval(48, 80)];
    if (a === null || b === null) throw new Error("no interval");
    const limits = moverInterval({ ...a, value: 56 / 70 }, { ...b, value: 48 / 80 });
    expect(limits.low).toBeCloseTo(0.0524, 4);
    expect(limits.high).toBeCloseTo(0.3339, 4);
  });

  // R, help page of t.test: t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, 95 % interval -3.3654832 to 0.2054832.
  it("of two means is Welch's, as R prints it for the sleep data", () => {
    const sample = (values: readonly number[]) => {
      const average = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
      return { n: values.length, mean: average, variance: squares / (values.length - 1) };
    };
    const first = sample([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]);
    const second = sample([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
    const interval = welchInterval(first, second);
    expect(interval?.low).toBeCloseTo(-3.3654832, 5);
    expect(interval?.high).toBeCloseTo(0.2054832, 5);
    const contrast = contrastOfMeans([
      { sample: first, c: 1 },
      { sample: second, c: -1 },
    ]);
    expect(contrast?.df).toBeCloseTo(17.776, 3);
    expect((contrast?.value ?? 0) / (contrast?.error ?? 1)).toBeCloseTo(-1.8608, 4);
  });
});

/**
 * The same by another way: least squares of the outcome on period, group and their product; the product's coefficient with
 * a covariance that allows unequal variances (HC0 for shares, HC2 for means), from the rows themselves.
 */
function byRegression(cells: readonly (readonly number[])[], leverage: boolean): { value: number; error: number } {
  const rows = cells.flatMap((values, cell) => {
    const [after, treated] = [cell % 2, cell < 2 ? 1 : 0];
    return values.map((y) => ({ y, x: [1, after, treated, after * treated] }));
  });
  const inverse = inverted(
    [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => rows.reduce((sum, { x }) => sum + (x[i] ?? 0) * (x[j] ?? 0), 0))),
  );
  const times = (matrix: readonly (readonly number[])[], vector: readonly number[]) =>
    matrix.map((line) => line.reduce((sum, value, i) => sum + value * (vector[i] ?? 0), 0));
  const beta = times(
    inverse,
    [0, 1, 2, 3].map((i) => rows.reduce((sum, { x, y }) => sum + (x[i] ?? 0) * y, 0)),
  );
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  const variance = rows.reduce((sum, { x, y }) => {
    const weighted = times(inverse, x);
    const residual = (y - dot(x, beta)) ** 2 / (leverage ? 1 - dot(x, weighted) : 1);
    return sum + (weighted[3] ?? 0) ** 2 * residual;
  }, 0);
  return { value: beta[3] ?? 0, error: Math.sqrt(variance) };
}

function inverted(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const work = matrix.map((row, i) => [...row, ...Array.from({ length: size }, (_, j) => (i === j ? 1 : 0))]);
  for (let i = 0; i < size; i++) {
    const pivot = work[i]?.[i] ?? 1;
    work[i] = (work[i] ?? []).map((value) => value / pivot);
    for (let k = 0; k < size; k++) {
      const factor = work[k]?.[i] ?? 0;
      if (k !== i) work[k] = (work[k] ?? []).map((value, j) => value - factor * (work[i]?.[j] ?? 0));
    }
  }
  return work.map((row) => row.slice(size));
}

describe("difference in differences", () => {
  // Card & Krueger 1994, American Economic Review 84:772, Table 3: full-time equivalents per shop in New Jersey, where the
  // minimum wage rose, and in Pennsylvania: (21.03 − 20.44) − (21.17 − 23.33) = 2.76 in the paper, from unrounded means.
  it("is Card and Krueger's, to the rounding of their means", () => {
    const found = differenceInDifferences(
      course(mean(20.44, 321, 9.1), mean(21.03, 319, 9.3)),
      course(mean(23.33, 77, 11.9), mean(21.17, 77, 8.3)),
      "mean",
    );
    expect(found?.value).toBeCloseTo(2.76, 1);
    // Standard errors of the four means in the same table: 0.51, 0.52, 1.35, 0.94.
    const half = ((found?.interval?.high ?? 0) - (found?.interval?.low ?? 0)) / 2;
    expect(half / Math.hypot(0.51, 0.52, 1.35, 0.94)).toBeCloseTo(1.97, 1);
  });

  it("of shares is the coefficient of the interaction, its variance that of the regression", () => {
    const counts = [
      [40, 60],
      [49, 58],
      [71, 100],
      [66, 90],
    ] as const;
    const [before, after, otherBefore, otherAfter] = counts.map(([x, n]) => share(x, n));
    const found = differenceInDifferences(
      course(before ?? {}, after ?? {}),
      course(otherBefore ?? {}, otherAfter ?? {}),
      "ratio",
    );
    const expected = byRegression(
      counts.map(([x, n]) => Array.from({ length: n }, (_, i) => (i < x ? 1 : 0))),
      false,
    );
    expect(found?.value).toBeCloseTo(expected.value, 10);
    const z = Math.abs(expected.value / expected.error);
    expect(found?.test.method).toBe("interaction");
    expect(found?.test.pValue).toBeCloseTo(2 * (1 - phi(z)), 6);
  });

  it("of means is the coefficient of the interaction with HC2's error", () => {
    const cells = [
      [4, 5, 3, 4, 5, 2],
      [5, 5, 4, 5, 5],
      [3, 4, 4, 2, 5, 4, 3],
      [4, 3, 4, 4, 5, 3],
    ];
    const parts = cells.map((values) => ({
      n: values.length,
      value: values.reduce((sum, value) => sum + value, 0) / values.length,
      sum: values.reduce((sum, value) => sum + value, 0),
      sumSquares: values.reduce((sum, value) => sum + value ** 2, 0),
    }));
    const found = differenceInDifferences(
      course(parts[0] ?? {}, parts[1] ?? {}),
      course(parts[2] ?? {}, parts[3] ?? {}),
      "mean",
    );
    const expected = byRegression(cells, true);
    expect(found?.value).toBeCloseTo(expected.value, 10);
    const middle = ((found?.interval?.low ?? 0) + (found?.interval?.high ?? 0)) / 2;
    expect(middle).toBeCloseTo(expected.value, 10);
    const contrast = contrastOfMeans(
      parts.map(({ n, value, sumSquares }, i) => ({
        sample: { n, mean: value, variance: (sumSquares - n * value ** 2) / (n - 1) },
        c: i === 0 || i === 3 ? -1 : 1,
      })),
    );
    expect(contrast?.error).toBeCloseTo(expected.error, 10);
  });

  it("of figures weighted by one stratum is that of means", () => {
    const parts = [mean(4.2, 40, 0.8), mean(4.6, 50, 0.7), mean(4.1, 60, 0.9), mean(4.15, 45, 0.6)];
    const plain = differenceInDifferences(
      course(parts[0] ?? {}, parts[1] ?? {}),
      course(parts[2] ?? {}, parts[3] ?? {}),
      "mean",
    );
    const weighted = parts.map((part) => {
      const { n = 0, value = null, sum = 0, sumSquares = 0 } = part;
      const stratum = { member: "all", weight: 1, n, value, sum, sumSquares, missing: 0 };
      return { ...part, weighted: { dimension: "team", raw: value, missingWeight: 0, strata: [stratum] } };
    });
    const found = differenceInDifferences(
      course(weighted[0] ?? {}, weighted[1] ?? {}),
      course(weighted[2] ?? {}, weighted[3] ?? {}),
      "mean",
    );
    expect(found?.interval?.low).toBeCloseTo(plain?.interval?.low ?? Number.NaN, 9);
    expect(found?.test.pValue).toBeCloseTo(plain?.test.pValue ?? Number.NaN, 9);
  });

  it("claims nothing without scatter and without difference, and everything where all differ without scatter", () => {
    const same = course(share(30, 30), share(30, 30));
    expect(differenceInDifferences(same, same, "ratio")?.test.pValue).toBe(1);
    const jump = course(share(0, 30), share(30, 30));
    expect(differenceInDifferences(jump, same, "ratio")?.test.pValue).toBe(0);
    const flat = course(mean(4, 30, 0), mean(4, 30, 0));
    expect(differenceInDifferences(flat, flat, "mean")).toMatchObject({ value: 0, test: { pValue: 1 } });
  });

  it("tells kinds without scatter per item as a value alone, and nothing where a figure is missing", () => {
    const counts = course({ value: 10, n: 10 }, { value: 14, n: 14 });
    const others = course({ value: 20, n: 20 }, { value: 21, n: 21 });
    expect(differenceInDifferences(counts, others, "sum")).toMatchObject({ value: 3, interval: null });
    expect(differenceInDifferences(course(share(0, 0), share(1, 2)), counts, "ratio")).toBeNull();
  });

  it("turns its sign when the groups change places, and holds its value within its interval", () => {
    const cell = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }));
    fc.assert(
      fc.property(cell, cell, cell, cell, (...cells) => {
        const [a, b, c, d] = cells.map(([x, rest]) => share(x, x + rest + 1));
        const one = differenceInDifferences(course(a ?? {}, b ?? {}), course(c ?? {}, d ?? {}), "ratio");
        const other = differenceInDifferences(course(c ?? {}, d ?? {}), course(a ?? {}, b ?? {}), "ratio");
        if (one?.interval == null || other?.interval == null) return false;
        expect(one.value).toBeCloseTo(-other.value, 12);
        expect(one.interval.low).toBeCloseTo(-other.interval.high, 12);
        expect(one.test.pValue).toBeCloseTo(other.test.pValue ?? 2, 12);
        return one.interval.low <= one.value + 1e-12 && one.value <= one.interval.high + 1e-12;
      }),
      { numRuns: 200 },
    );
  });
});

/** P(Z ≤ z) by the series of the error function, apart from the library under test. */
function phi(z: number): number {
  let [term, sum] = [z, z];
  for (let k = 1; k < 60; k++) {
    term *= -(z ** 2) / (2 * k);
    sum += term / (2 * k + 1);
  }
  return 0.5 + sum / Math.sqrt(2 * Math.PI);
}
