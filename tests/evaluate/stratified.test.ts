import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mantelHaenszel, type ShareStratum, stratifiedMeans } from "../../src/evaluate/stratified.ts";
import { sampleFrom } from "../helpers/samples.ts";

const strata = (rows: readonly (readonly [a: number, n: number, b: number, m: number])[]): ShareStratum[] =>
  rows.map(([a, n, b, m]) => ({ a, n, b, m }));

describe("Mantel–Haenszel risk difference", () => {
  it("matches Agresti 2013 (Categorical Data Analysis), p. 226 and 231: 0.130, standard error 0.050", () => {
    const found = mantelHaenszel(
      strata([
        [11, 36, 10, 37],
        [16, 20, 22, 32],
        [14, 19, 7, 19],
        [2, 16, 1, 17],
        [6, 17, 0, 12],
        [1, 11, 0, 10],
        [1, 5, 1, 9],
        [4, 6, 6, 7],
      ]),
    );
    expect(found?.value).toBeCloseTo(0.13, 3);
    // The interval that R's cardx prints for these data with Sato's variance.
    expect(found?.interval.low).toBeCloseTo(0.0313, 4);
    expect(found?.interval.high).toBeCloseTo(0.2284, 4);
    expect(((found?.interval.high ?? 0) - (found?.interval.low ?? 0)) / 2 / 1.96).toBeCloseTo(0.05, 3);
    expect(found?.strata).toBe(8);
  });

  it("matches R's metafor on Rothman, Greenland & Lash 2008, table 15-1: 0.035, 90 % −0.018 to 0.087", () => {
    const found = mantelHaenszel(
      strata([
        [8, 106, 5, 120],
        [22, 98, 16, 85],
      ]),
      0.9,
    );
    expect(found?.value).toBeCloseTo(0.035, 3);
    expect(found?.interval.low).toBeCloseTo(-0.018, 3);
    expect(found?.interval.high).toBeCloseTo(0.087, 3);
  });

  it("sees through a make-up that turns the plain difference round", () => {
    // In both strata the first group does better by 10 points; it has more of the hard matters.
    const found = mantelHaenszel(
      strata([
        [90, 100, 720, 900],
        [360, 900, 30, 100],
      ]),
    );
    expect(found?.value).toBeCloseTo(0.1, 12);
    expect(450 / 1000 - 750 / 1000).toBeLessThan(0);
  });

  it("leaves out strata with one group only, and is null when none is left", () => {
    const both = strata([[3, 10, 5, 10]]);
    const more = strata([
      [3, 10, 5, 10],
      [7, 7, 0, 0],
      [0, 0, 2, 9],
    ]);
    expect(mantelHaenszel(more)).toEqual(mantelHaenszel(both));
    expect(mantelHaenszel(strata([[7, 7, 0, 0]]))).toBeNull();
    expect(mantelHaenszel([])).toBeNull();
  });

  it("is sure where every stratum is all or nothing", () => {
    expect(mantelHaenszel(strata([[5, 5, 5, 5]]))).toMatchObject({
      value: 0,
      pValue: 1,
      interval: { low: 0, high: 0 },
    });
    expect(mantelHaenszel(strata([[5, 5, 0, 5]]))).toMatchObject({
      value: 1,
      pValue: 0,
      interval: { low: 1, high: 1 },
    });
  });

  it("of one stratum is the plain difference, and turns its sign when the groups are exchanged", () => {
    const count = fc.integer({ min: 1, max: 500 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(count, share, count, share, (n, p, m, q) => {
        const [a, b] = [Math.round(p * n), Math.round(q * m)];
        const one = mantelHaenszel([{ a, n, b, m }]);
        const other = mantelHaenszel([{ a: b, n: m, b: a, m: n }]);
        expect(one?.value).toBeCloseTo(a / n - b / m, 12);
        expect(other?.value).toBeCloseTo(-(one?.value ?? 0), 12);
        expect(other?.pValue).toBeCloseTo(one?.pValue ?? Number.NaN, 10);
      }),
    );
  });
});

describe("difference of means within strata", () => {
  it("matches R's lm(len ~ supp + factor(dose), data = ToothGrowth): OJ over VC by 3.70", () => {
    // Means and standard deviations of the six cells of ten, as R's documentation of the data prints them.
    const cell = (mean: number, sd: number) => ({ n: 10, mean, variance: sd ** 2 });
    const found = stratifiedMeans([
      { a: cell(13.23, 4.46), b: cell(7.98, 2.75) },
      { a: cell(22.7, 3.91), b: cell(16.77, 2.52) },
      { a: cell(26.06, 2.66), b: cell(26.14, 4.8) },
    ]);
    expect(found?.value).toBeCloseTo(3.7, 3);
    expect(found?.pValue).toBeLessThan(0.001);
  });

  it("is the coefficient of the group in a regression with the stratum as a factor, also when unbalanced", () => {
    const rows = [
      { stratum: 0, group: 1, values: [4, 6, 5] },
      { stratum: 0, group: 0, values: [3, 2, 2, 4, 3] },
      { stratum: 1, group: 1, values: [9, 11, 10, 12, 8, 10] },
      { stratum: 1, group: 0, values: [7, 8] },
    ];
    const values = (stratum: number, group: number) =>
      rows.find((row) => row.stratum === stratum && row.group === group)?.values ?? [];
    // Frisch–Waugh: regress what is left of both after taking the stratum's mean away.
    let [xy, xx] = [0, 0];
    for (const stratum of [0, 1]) {
      const all = [0, 1].flatMap((group) => values(stratum, group).map((y) => ({ x: group, y })));
      const mean = (of: "x" | "y") => all.reduce((sum, item) => sum + item[of], 0) / all.length;
      const [mx, my] = [mean("x"), mean("y")];
      for (const { x, y } of all) {
        xy += (x - mx) * (y - my);
        xx += (x - mx) ** 2;
      }
    }
    const found = stratifiedMeans(
      [0, 1].map((stratum) => ({ a: sampleFrom(values(stratum, 1)), b: sampleFrom(values(stratum, 0)) })),
    );
    expect(found?.value).toBeCloseTo(xy / xx, 12);
  });

  it("leaves out strata where a group has a single item, and is null when none is left", () => {
    const pair = { a: sampleFrom([1, 2, 3]), b: sampleFrom([2, 4]) };
    const lone = { a: { n: 1, mean: 9, variance: 0 }, b: sampleFrom([1, 2]) };
    expect(stratifiedMeans([pair, lone])).toEqual(stratifiedMeans([pair]));
    expect(stratifiedMeans([lone])).toBeNull();
  });
});
