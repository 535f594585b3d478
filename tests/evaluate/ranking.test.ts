import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Measurement } from "../../src/collect/snapshot.ts";
import type { AnalysisResultOf } from "../../src/evaluate/analyses/result.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { placesOf, QUARTILES_FROM, quartilesOf } from "../../src/evaluate/ranking/place.ts";
import { differsBy, scoreDistribution, scoreInterval } from "../../src/evaluate/ranking/score-distribution.ts";
import { type EditionOptions, edition, inCut, mean, share } from "../helpers/edition.ts";

const ahead = (a: number, b: number): number => a - b;
const contenders = (values: Record<string, number>) =>
  Object.entries(values).map(([member, value]) => ({ member, value }));
const outlineOf = (placed: ReturnType<typeof placesOf>): string =>
  placed.map(({ contender, rank, group }) => `${contender.member}${rank}/${group}`).join(" ");

describe("places", () => {
  it("are those of competition ranking: equals share one, and the next is left out", () => {
    const placed = placesOf(contenders({ a: 5, b: 9, c: 5, d: 1 }), ahead, () => false);
    expect(outlineOf(placed)).toBe("b1/1 a2/1 c2/1 d4/1");
    expect(placed.map(({ shared }) => shared)).toEqual([false, true, true, false]);
  });

  it("begin a new group where the distance from the first of the group is proven, not from the neighbour", () => {
    const apart = (a: { value: number }, b: { value: number }): boolean => Math.abs(a.value - b.value) >= 3;
    expect(outlineOf(placesOf(contenders({ a: 10, b: 8, c: 6, d: 5, e: 3 }), ahead, apart))).toBe(
      "a1/1 b2/1 c3/2 d4/2 e5/3",
    );
  });

  it("compare with everybody who shares the group's first place", () => {
    const apart = (a: { member: string }, b: { member: string }): boolean => a.member === "b" && b.member === "c";
    expect(outlineOf(placesOf(contenders({ a: 5, b: 5, c: 1 }), ahead, apart))).toBe("a1/1 b1/1 c3/2");
  });

  it("depend on nothing but the values, and never fall within a group", () => {
    const members = fc.uniqueArray(fc.record({ member: fc.string({ minLength: 1 }), value: fc.integer({ max: 20 }) }), {
      selector: ({ member }) => member,
      minLength: 1,
      maxLength: 12,
    });
    const apart = (a: { value: number }, b: { value: number }): boolean => Math.abs(a.value - b.value) > 4;
    fc.assert(
      fc.property(members, (given) => {
        const placed = placesOf(given, ahead, apart);
        expect(placesOf([...given].reverse(), ahead, apart)).toEqual(placed);
        for (const [i, { rank, contender, group }] of placed.entries()) {
          expect(rank).toBe(1 + given.filter(({ value }) => value > contender.value).length);
          expect(group - (placed[i - 1]?.group ?? 1)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe("quartiles", () => {
  it("are means of three, so that none is one member's figure", () => {
    expect(quartilesOf([1, 2, 3, 4, 5, 6, 7, 8, 9].reverse())).toEqual({ lower: 3, median: 5, upper: 7 });
    expect(quartilesOf([10, 20, 40, 80, 160, 320, 640, 1280, 2560])?.median).toBeCloseTo((80 + 160 + 320) / 3, 9);
  });
  it("are not told of few", () => {
    expect(quartilesOf(Array.from({ length: QUARTILES_FROM - 1 }, (_, i) => i))).toBeNull();
  });
});

describe("distribution of a score", () => {
  const measured = (parts: Partial<Measurement>): Measurement => inCut("x", {}, parts);
  const part = (x: number, n: number, pointsOf: (value: number) => number, most: number) => ({
    measurement: measured(share(x, n)),
    kind: "ratio" as const,
    pointsOf,
    most,
  });

  it("of one share scored in a straight line is Wilson's interval", () => {
    // Newcombe 1998, Statistics in Medicine 17:857, Table I, method 3: 81 of 263 is 0.2553 to 0.3662.
    const interval = scoreInterval(scoreDistribution([part(81, 263, (value) => 100 * value, 100)]));
    expect(interval.low).toBeCloseTo(25.53, 0);
    expect(interval.high).toBeCloseTo(36.62, 0);
  });

  it("sums to 1, and has the mean of its parts", () => {
    const parts = [part(80, 100, (value) => (value >= 0.8 ? 50 : 30), 50), part(45, 60, (value) => 50 * value, 50)];
    const distribution = scoreDistribution(parts);
    expect(distribution.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    const average = (of: typeof parts): number =>
      scoreDistribution(of).reduce((sum, share, i) => sum + (share * i) / 10, 0);
    expect(average(parts)).toBeCloseTo(average(parts.slice(0, 1)) + average(parts.slice(1)), 9);
  });

  it("tells nobody apart from an equal, and those who are far apart", () => {
    const at = (x: number) => scoreDistribution([part(x, 200, (value) => 100 * value, 100)]);
    expect(differsBy(at(120), at(120))).toBe(1);
    expect(differsBy(at(120), at(180))).toBeLessThan(1e-6);
    expect(differsBy(at(120), at(130))).toBeCloseTo(differsBy(at(130), at(120)), 12);
    expect(differsBy(at(120), at(130))).toBeGreaterThan(0.05);
  });

  it("of a figure without an interval is a point", () => {
    const sum = { measurement: measured({ value: 7, n: 7 }), kind: "sum" as const, pointsOf: () => 40, most: 100 };
    expect(scoreInterval(scoreDistribution([sum]))).toMatchObject({ low: 40, high: 40 });
  });
});

describe("a ranking", () => {
  const TEAMS: Record<string, [solved: number, n: number, rating: number]> = {
    a: [190, 200, 4.6],
    b: [186, 200, 4.55],
    c: [120, 200, 3.9],
    d: [18, 20, 4.7],
    "(none)": [5, 300, 1],
  };
  const options = (analysis: object, report: object = {}): EditionOptions => ({
    indicators: {
      solved: { kind: "ratio", numerator: "solved" },
      rating: { kind: "mean", value: "rating", unit: "score", scale_max: 5, dataset: "tickets" },
    },
    scored: {
      solved: { weight: 60, target: 0.9, bands: [0.95, 0.9, 0.8, 0.7] },
      rating: { weight: 40, target: 4.5, bands: [4.7, 4.5, 4, 3.5] },
    },
    series: {
      solved: [share(500, 620), share(514, 620)],
      rating: [mean(4.3, 620), mean(4.3, 620)],
    },
    measurements: Object.entries(TEAMS).flatMap(([team, [solved, n, rating]]) => [
      inCut("solved", { team }, share(solved, n)),
      inCut("rating", { team }, mean(rating, n, 0.5)),
      inCut("solved", { team }, share(team === "b" ? 199 : solved, n), "2026-09"),
      inCut("rating", { team }, mean(rating, n, 0.5), "2026-09"),
    ]),
    report: { analyses: [{ kind: "ranking", id: "teams", title: "Teams", dimension: "team", ...analysis }], ...report },
  });
  const ranking = (analysis: object, change: Partial<EditionOptions> = {}): AnalysisResultOf<"ranking"> | undefined => {
    const { snapshot, config } = edition({ ...options(analysis), ...change });
    return evaluate(snapshot, config).analyses.find((result) => result.kind === "ranking");
  };

  it("orders by an indicator, leaves those with few rows and nobody's rows apart, and tells groups by test", () => {
    const found = ranking({ by: "solved" });
    expect(found?.members.map(({ member, rank, group }) => [member, rank, group])).toEqual([
      ["a", 1, 1],
      ["b", 2, 1],
      ["c", 3, 2],
    ]);
    expect(found?.unranked).toEqual([{ member: "d", value: 0.9, n: 20 }]);
    expect(found).toMatchObject({ ranked: 3, tooFew: 1, groups: 2, toldBy: "tests", own: null });
  });

  it("scores each member by the scorecard's rules", () => {
    const found = ranking({});
    // a: 0.95 is excellent (5 of 5 × 60), 4.6 is good (4 of 5 × 40): 92. b: 0.93 and 4.55 are good: 80. c: 1 and 2 of 5: 28.
    expect(found?.members.map(({ member, value, n }) => [member, value, n])).toEqual([
      ["a", 92, 200],
      ["b", 80, 200],
      ["c", 28, 200],
    ]);
    for (const { value, interval } of found?.members ?? []) {
      expect(interval?.low).toBeLessThanOrEqual(value);
      expect(interval?.high).toBeGreaterThanOrEqual(value);
    }
    expect(found?.members.map(({ group }) => group)).toEqual([1, 1, 2]);
    expect(found?.unranked[0]).toMatchObject({ member: "d", value: null, n: 20 });
  });

  it("takes lower as better where the indicator does, and ties share a place and an award", () => {
    const base = options({ by: "late", awards: { places: 1, title: "Best" } });
    const found = ranking(
      {},
      {
        ...base,
        indicators: {
          ...base.indicators,
          late: { kind: "ratio", numerator: "late", direction: "lower_is_better" },
        },
        measurements: [
          inCut("late", { team: "x" }, share(10, 100)),
          inCut("late", { team: "y" }, share(20, 200)),
          inCut("late", { team: "z" }, share(50, 100)),
        ],
      },
    );
    expect(found?.members.map(({ member, rank, shared, awarded }) => [member, rank, shared, awarded])).toEqual([
      ["x", 1, true, true],
      ["y", 1, true, true],
      ["z", 3, false, false],
    ]);
  });

  it("tells the place of the period before", () => {
    const found = ranking({ by: "solved", against: "previous" });
    expect(found?.members.map(({ member, previousRank }) => [member, previousRank])).toEqual([
      ["a", 2],
      ["b", 1],
      ["c", 3],
    ]);
  });

  it("judges counts by intervals that do not overlap, and sums not at all", () => {
    const base = options({ by: "cases", minimum_n: 1 });
    const cases = (kind: string): Partial<EditionOptions> => ({
      ...base,
      indicators: {
        ...base.indicators,
        cases: { kind, unit: "count", minimum_n: 1, ...(kind === "sum" ? { value: "1" } : {}) },
      },
      measurements: [
        inCut("cases", { team: "x" }, { value: 100, n: 100, sum: 100 }),
        inCut("cases", { team: "y" }, { value: 90, n: 90, sum: 90 }),
        inCut("cases", { team: "z" }, { value: 40, n: 40, sum: 40 }),
      ],
    });
    const counts = ranking({}, cases("count"));
    expect(counts?.toldBy).toBe("intervals");
    expect(counts?.members.map(({ group }) => group)).toEqual([1, 1, 2]);
    const sums = ranking({}, cases("sum"));
    expect(sums).toMatchObject({ toldBy: "none", groups: 1 });
  });

  it("says nothing where nobody has a row", () => {
    expect(ranking({ by: "solved" }, { measurements: [] })).toBeUndefined();
  });
});
