import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneWayIcc, twoWayIcc } from "../../../src/evaluate/raters/icc.ts";

/** Shrout & Fleiss 1979, table 2: four judges rate six targets. */
const TABLE_2 = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

describe("intraclass correlation", () => {
  it("matches Shrout & Fleiss 1979, table 4: .17 .29 .71 for one rating, .44 .62 .91 for the mean of four", () => {
    const [one, two, three] = [oneWayIcc(TABLE_2), twoWayIcc(TABLE_2, 2), twoWayIcc(TABLE_2, 3)];
    expect([one, two, three].map((icc) => icc?.single.toFixed(2))).toEqual(["0.17", "0.29", "0.71"]);
    expect([one, two, three].map((icc) => icc?.average.toFixed(2))).toEqual(["0.44", "0.62", "0.91"]);
    expect(one).toMatchObject({ k: 4, subjects: 6 });
  });

  it("matches the intervals that R's psych::ICC documents for the same table", () => {
    const [one, two, three] = [oneWayIcc(TABLE_2), twoWayIcc(TABLE_2, 2), twoWayIcc(TABLE_2, 3)];
    const ends = [one, two, three].flatMap((icc) => [icc?.singleInterval, icc?.averageInterval]);
    const printed = ends.map((end) => [end?.low.toFixed(2), end?.high.toFixed(2)]);
    expect(printed).toEqual([
      ["-0.13", "0.72"],
      ["-0.88", "0.91"],
      ["0.02", "0.76"],
      ["0.07", "0.93"],
      ["0.34", "0.95"],
      ["0.68", "0.99"],
    ]);
  });

  it("takes unequal numbers of ratings, without an interval", () => {
    const icc = oneWayIcc([[9, 2, 5, 8], [6, 1, 3], [8, 4, 6, 8], [7, 1], [10]]);
    // N = 14, Σk² = 46: k = (14 − 46/14) ÷ 4
    expect(icc?.k).toBeCloseTo((14 - 46 / 14) / 4, 12);
    expect(icc).toMatchObject({ subjects: 5, singleInterval: null, averageInterval: null });
  });

  it("is 1 when raters never differ and subjects do", () => {
    const table = [
      [1, 1],
      [3, 3],
      [5, 5],
    ];
    expect(oneWayIcc(table)).toMatchObject({ single: 1, average: 1, singleInterval: null });
    expect(twoWayIcc(table, 2)).toMatchObject({ single: 1, average: 1 });
  });

  it("says nothing without a second subject, a second rating or any variation", () => {
    expect(oneWayIcc([[1, 2]])).toBeNull();
    expect(oneWayIcc([[1], [2]])).toBeNull();
    expect(
      oneWayIcc([
        [3, 3],
        [3, 3],
      ]),
    ).toBeNull();
    expect(twoWayIcc([[1], [2]], 2)).toBeNull();
    expect(
      twoWayIcc(
        [
          [3, 3],
          [3, 3],
        ],
        3,
      ),
    ).toBeNull();
  });

  it("gives finite figures that agree in sign, inside their intervals, or none, however the ratings fall", () => {
    const row = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 6 }), (table) => {
        for (const icc of [oneWayIcc(table), twoWayIcc(table, 2), twoWayIcc(table, 3)]) {
          if (icc === null) continue;
          expect(Number.isFinite(icc.single) && Number.isFinite(icc.average)).toBe(true);
          expect(Math.sign(icc.single) * Math.sign(icc.average)).toBeGreaterThanOrEqual(0);
          for (const [value, range] of [
            [icc.single, icc.singleInterval],
            [icc.average, icc.averageInterval],
          ] as const) {
            if (range === null) continue;
            expect(range.low).toBeLessThanOrEqual(value + 1e-9);
            expect(range.high).toBeGreaterThanOrEqual(value - 1e-9);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("has no ICC(2,k) where subjects differ less than chance makes them", () => {
    const contrary = [
      [1, 5, 1, 5],
      [5, 1, 5, 1],
      [1, 5, 5, 2],
    ];
    expect(twoWayIcc(contrary, 2)).toBeNull();
    expect(twoWayIcc(contrary, 3)?.average).toBeLessThan(0);
  });

  it("the mean of k ratings follows from one by Spearman–Brown, in all three models", () => {
    const row = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 3, maxLength: 8 }), (table) => {
        const [two, three] = [twoWayIcc(table, 2), twoWayIcc(table, 3)];
        if (two === null || three === null || three.single <= 0) return;
        const oneWay = oneWayIcc(table);
        expect(three.average).toBeCloseTo((3 * three.single) / (1 + 2 * three.single), 9);
        expect(two.average).toBeCloseTo((3 * two.single) / (1 + 2 * two.single), 9);
        if (oneWay !== null) expect(oneWay.average).toBeCloseTo((3 * oneWay.single) / (1 + 2 * oneWay.single), 9);
      }),
    );
  });
});
