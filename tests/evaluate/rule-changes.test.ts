import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { levelsOver } from "../../src/evaluate/rule-changes.ts";
import { edition, share } from "../helpers/edition.ts";

const ratio = { kind: "ratio", numerator: "ok" };
const bands = [0.95, 0.9, 0.85, 0.8];
const version = (effective_from: string, indicators: Record<string, object>, more: object = {}) => ({
  effective_from,
  dimensions: { all: { name: "All", indicators } },
  ...more,
});
const FIRST = version("2026-01-01", {
  a: { weight: 25, baseline: 0.85, target: 0.9, bands },
  b: { weight: 75, bands },
});
const SECOND = version("2026-08-01", {
  a: { weight: 30, baseline: 0.85, target: 0.92, bands: [0.95, 0.92, 0.85, 0.8] },
  c: { weight: 70, bands },
});
const THIRD = version(
  "2026-10-01",
  { a: { weight: 30, target: 0.92, bands: [0.95, 0.92, 0.85, 0.8] }, c: { weight: 70, bands } },
  { scoring: "linear" },
);
const series = {
  a: [0.9, 0.9, 0.9, 0.9, 0.9].map((value) => share(value * 100, 100)),
  b: Array.from({ length: 5 }, () => share(50, 100)),
  c: Array.from({ length: 5 }, () => share(96, 100)),
};
const run = (versions: object[]) => {
  const { snapshot, config } = edition({ indicators: { a: ratio, b: ratio, c: ratio }, versions, series });
  return { evaluation: evaluate(snapshot, config), snapshot, config };
};

describe("changes of the rules", () => {
  it("are told indicator by indicator: weights, levels, bands, who came and who went", () => {
    const { evaluation } = run([FIRST, SECOND]);
    expect(evaluation.scorecard.changes).toEqual([
      {
        period: "2026-08",
        before: "2026-01-01",
        after: "2026-08-01",
        scoring: false,
        indicators: [
          {
            indicator: "a",
            kind: "changed",
            weight: { before: 25, after: 30 },
            baseline: { before: 0.85, after: 0.85 },
            target: { before: 0.9, after: 0.92 },
            bands: true,
          },
          {
            indicator: "c",
            kind: "added",
            weight: { before: null, after: 70 },
            baseline: { before: null, after: null },
            target: { before: null, after: null },
            bands: true,
          },
          {
            indicator: "b",
            kind: "removed",
            weight: { before: 75, after: null },
            baseline: { before: null, after: null },
            target: { before: null, after: null },
            bands: true,
          },
        ],
      },
    ]);
  });

  it("are told for each version that scored a period of the history, in order", () => {
    const { evaluation } = run([FIRST, SECOND, THIRD]);
    expect(
      evaluation.scorecard.changes.map(({ period, before, after, scoring }) => [period, before, after, scoring]),
    ).toEqual([
      ["2026-08", "2026-01-01", "2026-08-01", false],
      ["2026-10", "2026-08-01", "2026-10-01", true],
    ]);
    expect(evaluation.scorecard.changes[1]?.indicators).toMatchObject([
      { indicator: "a", weight: { before: 30, after: 30 }, baseline: { before: 0.85, after: null } },
    ]);
  });

  it("are none where one version holds throughout, and a version no period began under is none", () => {
    expect(run([FIRST]).evaluation.scorecard.changes).toEqual([]);
    const passing = version("2026-08-02", { a: { weight: 100, bands } });
    const { evaluation } = run([FIRST, passing, { ...SECOND, effective_from: "2026-08-20" }]);
    expect(evaluation.scorecard.changes.map(({ before, after }) => [before, after])).toEqual([
      ["2026-01-01", "2026-08-20"],
    ]);
  });

  it("leave the change of the score like for like beside it, and only where they fall between the two periods", () => {
    const changed = run([FIRST, { ...SECOND, effective_from: "2026-10-01" }]).evaluation.score;
    // 2026-09 by its own rules: 25 × 4/5 + 75 × 1/5 = 35; by those of October 30 × 3/5 + 70 = 88, as October itself.
    expect(changed).toMatchObject({ previous: 35, value: 88, changeOnPrevious: 53, changeUnderCurrentRules: 0 });
    expect(run([FIRST, SECOND]).evaluation.score.changeUnderCurrentRules).toBeNull();
    expect(run([FIRST]).evaluation.score.changeUnderCurrentRules).toBeNull();
  });
});

describe("levelsOver", () => {
  it("gives each period the levels in force on its first day", () => {
    const { snapshot, config } = run([FIRST, SECOND, THIRD]);
    const card = config.scorecards.card;
    if (card === undefined) throw new Error("no scorecard");
    expect(levelsOver(card, "a", snapshot.history).map(({ baseline, target }) => [baseline, target])).toEqual([
      [0.85, 0.9],
      [0.85, 0.9],
      [0.85, 0.92],
      [0.85, 0.92],
      [null, 0.92],
    ]);
    expect(levelsOver(card, "c", snapshot.history)[0]).toEqual({ period: "2026-06", baseline: null, target: null });
  });
});
