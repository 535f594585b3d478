import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bands } from "../../src/config/schema/scorecard.ts";
import { BAND_POINTS, bandOf, bandProblems, normaliseBands, scoreBand } from "../../src/evaluate/bands.ts";

const up = "higher_is_better";
const down = "lower_is_better";

describe("bands of four limits", () => {
  // The rubric of the after-sales scorecard: ≤ 1 h excellent, ≤ 1.5 good, ≤ 2 acceptable, ≤ 3 needs improvement.
  const hours = normaliseBands([1, 1.5, 2, 3], down);
  const rate = normaliseBands([0.97, 0.95, 0.9, 0.85], up);

  it("give the band of the practitioners' rubric, each limit to the better band", () => {
    const cases: [number, string][] = [
      [-1, "excellent"],
      [0, "excellent"],
      [1, "excellent"],
      [1.0001, "good"],
      [1.5, "good"],
      [2, "acceptable"],
      [3, "needs_improvement"],
      [3.0001, "unacceptable"],
      [1e9, "unacceptable"],
    ];
    for (const [value, band] of cases) expect(bandOf(value, hours, down)).toBe(band);
  });

  it("turn round where higher is better; 0 and 1 have a band", () => {
    for (const [value, band] of [
      [1, "excellent"],
      [0.97, "excellent"],
      [0.9699, "good"],
      [0.9, "acceptable"],
      [0.85, "needs_improvement"],
      [0.8499, "unacceptable"],
      [0, "unacceptable"],
    ] as const) {
      expect(bandOf(value, rate, up)).toBe(band);
    }
  });

  it("do not lose a limit to the last digit of a sum", () => {
    expect(0.1 + 0.2).toBeGreaterThan(0.3);
    expect(bandOf(0.1 + 0.2, normaliseBands([0.3, 0.4, 0.5, 0.6], down), down)).toBe("excellent");
  });

  it("read the overall score", () => {
    expect([100, 90, 89.99, 75, 60, 40, 39.99, 0].map((score) => scoreBand(score, [90, 75, 60, 40]))).toEqual([
      "excellent",
      "excellent",
      "good",
      "good",
      "acceptable",
      "needs_improvement",
      "unacceptable",
      "unacceptable",
    ]);
  });
});

describe("bands written out", () => {
  const bands: Bands = [
    { band: "unacceptable", to: 0.8 },
    { band: "good", from: 0.9 },
    { band: "acceptable", from: 0.8, to: 0.9 },
  ];

  it("keep their names and points in any order", () => {
    const normal = normaliseBands(bands, up);
    expect(normal.map(({ band }) => band)).toEqual(["good", "acceptable", "unacceptable"]);
    expect(bandOf(0.9, normal, up)).toBe("good");
    expect(bandOf(0.8, normal, up)).toBe("acceptable");
    expect(bandOf(0.79, normal, up)).toBe("unacceptable");
    expect(BAND_POINTS.good).toBe(4);
    expect(bandProblems(bands, up)).toEqual([]);
  });

  it("are refused with a gap, an overlap, a closed end, a swapped edge, a band twice", () => {
    const problems = (list: Bands) => bandProblems(list, up).join("\n");
    expect(
      problems([
        { band: "good", from: 0.9 },
        { band: "acceptable", from: 0.7, to: 0.8 },
        { band: "unacceptable", to: 0.7 },
      ]),
    ).toBe("good and acceptable leave a gap between 0.8 and 0.9");
    expect(
      problems([
        { band: "good", from: 0.9 },
        { band: "unacceptable", to: 0.95 },
      ]),
    ).toBe("good and unacceptable overlap between 0.9 and 0.95");
    expect(
      problems([
        { band: "good", from: 0.9, to: 1 },
        { band: "unacceptable", from: 0, to: 0.9 },
      ]),
    ).toMatch(/best band must be open[\s\S]*leave out `to`[\s\S]*worst band must be open[\s\S]*leave out `from`/);
    expect(
      problems([
        { band: "good", from: 0.9 },
        { band: "acceptable", from: 0.9, to: 0.8 },
        { band: "unacceptable", to: 0.8 },
      ]),
    ).toContain("acceptable: `from` (0.9) must be below `to` (0.8)");
    expect(
      problems([
        { band: "good", from: 0.9 },
        { band: "good", from: 0.8 },
        { band: "unacceptable", to: 0.8 },
      ]),
    ).toContain("good is given twice");
    expect(problems([{ band: "good" }, { band: "unacceptable", to: 0.8 }])).toContain("overlaps");
  });

  it("are checked against the direction", () => {
    expect(bandProblems(bands, down).length).toBeGreaterThan(0);
    expect(
      bandProblems(
        [
          { band: "excellent", to: 1 },
          { band: "good", from: 1, to: 2 },
          { band: "unacceptable", from: 2 },
        ],
        down,
      ),
    ).toEqual([]);
  });
});

describe("limits as configured", () => {
  it("must run from best to worst in the direction", () => {
    expect(bandProblems([1, 1.5, 2, 3], down)).toEqual([]);
    expect(bandProblems([0.97, 0.95, 0.9, 0.85], up)).toEqual([]);
    expect(bandProblems([1, 1.5, 2, 3], up)).toHaveLength(3);
    expect(bandProblems([1, 2, 1.5, 3], down)).toEqual([
      "the limits must rise from best to worst (lower_is_better): 1.5 comes after 2",
    ]);
    expect(bandProblems([1, 1, 2, 3], down)).toEqual(["the limit 1 occurs twice: the band between would be empty"]);
  });
});

describe("every accepted set of bands", () => {
  it("covers the line without gap or overlap, best band first", () => {
    const four = fc
      .uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 4 })
      .map((values) => values.sort((a, b) => a - b));
    fc.assert(
      fc.property(four, fc.boolean(), fc.integer({ min: -8000, max: 8000 }), (sorted, rising, quarters) => {
        const value = quarters / 4;
        const direction = rising ? down : up;
        const limits = (rising ? sorted : [...sorted].reverse()) as [number, number, number, number];
        expect(bandProblems(limits, direction)).toEqual([]);
        const asRanges: Bands = normaliseBands(limits, direction).map(({ band, limit }, i) => {
          const better = i === 0 ? undefined : limits[i - 1];
          const [from, to] = rising ? [better, limit ?? undefined] : [limit ?? undefined, better];
          return { band, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
        });
        expect(bandProblems(asRanges, direction)).toEqual([]);
        // Both ways of writing agree, and exactly one band holds the value.
        const band = bandOf(value, normaliseBands(limits, direction), direction);
        expect(bandOf(value, normaliseBands(asRanges, direction), direction)).toBe(band);
        const holding = limits.filter((limit) => (rising ? value <= limit : value >= limit)).length;
        expect(BAND_POINTS[band ?? "unacceptable"]).toBe(holding + 1);
      }),
    );
  });
});
