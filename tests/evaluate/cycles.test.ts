import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Ranking } from "../../src/config/schema/analyses/ranking.ts";
import { cycleWeights } from "../../src/evaluate/cycle-weights.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { CombinedScore } from "../../src/evaluate/evaluation.ts";
import { orderOf } from "../../src/evaluate/ranking/rank.ts";
import { readingsOf } from "../../src/evaluate/readings.ts";
import { type AssessmentOptions, assessment } from "../helpers/assessment.ts";

const evaluated = (options: AssessmentOptions = {}) => {
  const { snapshot, config } = assessment(options);
  return evaluate(snapshot, config);
};
const combine = (settings: object, more: object = {}): AssessmentOptions => ({
  report: { combine: { unit: "quarter", rule: "mean", ...settings }, ...more },
});
const combined = (options: AssessmentOptions): CombinedScore => {
  const { combined: found } = evaluated(options).score;
  if (found === null) throw new Error("nothing was combined");
  return found;
};
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Scores of the four quarters of 2025 by their own figures; asserted below. */
const QUARTERS = [64, 70, 70, 74];

describe("weights of the inner periods", () => {
  const all = [true, true, true, true];

  it("follow the rule", () => {
    expect(cycleWeights({ rule: "mean" }, all, [1, 2, 3, 4]).effective).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(cycleWeights({ rule: "weights", weights: [1, 1, 1, 2] }, all, []).effective).toEqual([0.2, 0.2, 0.2, 0.4]);
    expect(cycleWeights({ rule: "weighted_by_rows" }, all, [10, 20, 30, 40]).effective).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect(cycleWeights({ rule: "latest" }, all, []).effective).toEqual([0, 0, 0, 1]);
  });

  it("spread that of a missing one over the others in proportion; the latest that is there stands for the whole", () => {
    const missing = [true, true, false, false];
    expect(cycleWeights({ rule: "weights", weights: [1, 3, 4, 0] }, missing, []).effective).toEqual([0.25, 0.75, 0, 0]);
    expect(cycleWeights({ rule: "latest" }, missing, [])).toEqual({ weights: [0, 0, 0, 1], effective: [0, 1, 0, 0] });
  });

  it("are all nothing where nothing that is there has weight", () => {
    expect(cycleWeights({ rule: "weights", weights: [1, 0] }, [false, true], []).effective).toEqual([0, 0]);
    expect(cycleWeights({ rule: "weighted_by_rows" }, [true], [0])).toEqual({ weights: [0], effective: [0] });
    expect(cycleWeights({ rule: "mean" }, [], [])).toEqual({ weights: [], effective: [] });
  });

  it("sum to one whenever any inner period is there", () => {
    const inner = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 1000 })), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(inner, fc.constantFrom("mean", "weighted_by_rows", "latest"), (given, rule) => {
        const present = given.map(([here]) => here);
        const { weights, effective } = cycleWeights(
          { rule },
          present,
          given.map(([, rows]) => rows),
        );
        expect(sum(weights)).toBeCloseTo(1, 9);
        expect(sum(effective)).toBeCloseTo(present.includes(true) ? 1 : 0, 9);
        for (const [i, here] of present.entries()) if (!here) expect(effective[i]).toBe(0);
      }),
    );
  });
});

describe("a year's score from its quarters", () => {
  it("is their mean, and adds up over dimensions and indicators", () => {
    const { score, dimensions, indicators } = evaluated();
    expect(score.combined?.parts.map((part) => part.score)).toEqual(QUARTERS);
    expect(score.value).toBe(69.5);
    expect(sum(dimensions.map(({ points }) => points ?? 0))).toBeCloseTo(69.5, 9);
    expect(sum(indicators.map(({ scorePoints }) => scorePoints ?? 0))).toBeCloseTo(69.5, 9);
    expect(sum(indicators.map(({ effectiveWeight }) => effectiveWeight))).toBeCloseTo(100, 9);
  });

  it("is weighted, weighted by cases, or the latest, as the rule says; the pooled score stands beside", () => {
    expect(evaluated(combine({ rule: "weights", weights: [10, 10, 20, 60] })).score.value).toBeCloseTo(71.8, 9);
    expect(evaluated(combine({ rule: "latest" })).score.value).toBe(74);
    const byRows = combined(combine({ rule: "weighted_by_rows" }));
    // Conduct and quality come from one dataset: its rows count once.
    expect(byRows.parts.map(({ rows }) => rows)).toEqual([
      88 + 113 + 308, // 2025-Q1: ratings, answers, calls
      88 + 113 + 305,
      88 + 113 + 302,
      88 + 113 + 299,
    ]);
    const weights = byRows.parts.map(({ rows }) => rows);
    expect(evaluated(combine({ rule: "weighted_by_rows" })).score.value).toBeCloseTo(
      sum(QUARTERS.map((score, i) => score * (weights[i] ?? 0))) / sum(weights),
      9,
    );
    expect(byRows.pooled).toBe(70);
  });

  it("spreads the weight of a quarter without a score, and says which", () => {
    const evaluation = evaluated({ unrated: ["2025-Q2"], ...combine({}) });
    expect(evaluation.score.value).toBeCloseTo((64 + 70 + 74) / 3, 9);
    expect(evaluation.score.combined?.missing).toEqual(["2025-Q2"]);
    expect(evaluation.score.combined?.parts.map(({ effectiveWeight }) => effectiveWeight)).toEqual([
      1 / 3,
      0,
      1 / 3,
      1 / 3,
    ]);
    expect(evaluation.notes).toContainEqual({ kind: "parts-missing", periods: ["2025-Q2"], rule: "mean" });
  });

  it("misses nothing for want of an earlier quarter where only the latest counts", () => {
    expect(combined({ unrated: ["2025-Q2"], ...combine({ rule: "latest" }) }).missing).toEqual([]);
    const last = evaluated({ unrated: ["2025-Q4"], ...combine({ rule: "latest" }) });
    expect(last.score.value).toBe(70);
    expect(last.score.combined?.missing).toEqual(["2025-Q4"]);
  });

  it("is withheld with fewer quarters than the rule asks for", () => {
    const options = { unrated: ["2025-Q1", "2025-Q2"], ...combine({ at_least: 3 }) };
    expect(evaluated(options).score).toMatchObject({ value: null, band: null });
    expect(evaluated({ ...options, ...combine({ at_least: 2 }) }).score.value).toBe(72);
  });

  it("is none for a year without any quarter", () => {
    const unrated = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"];
    const { score, indicators } = evaluated({ unrated });
    expect(score).toMatchObject({ value: null, missingWeight: 100 });
    expect(indicators.map(({ points }) => points)).toEqual([null, null, null, null]);
  });

  it("scores each quarter with the rules of its own time, and beside it all with those of the year", () => {
    const dimensions = {
      people: {
        name: "People",
        indicators: { conduct: { weight: 100, baseline: 3.5, target: 4.2, bands: [4.5, 4.2, 3.5, 3] } },
      },
    };
    const { score } = evaluated({ versions: [{ effective_from: "2025-07-01", dimensions }] });
    // From July only conduct counts: 3 points of 5.
    expect(score.combined?.parts.map((part) => part.score)).toEqual([64, 70, 60, 60]);
    expect(score.value).toBe(63.5);
    expect(score.history.at(-1)?.underCurrentRules).toBe(69.5);
  });

  it("leaves the evaluation of a report without the rule as it was", () => {
    const { score } = evaluated({ report: { combine: undefined } });
    expect(score).toMatchObject({ value: 70, combined: null });
  });
});

describe("a ranking by a combined score", () => {
  const teams = (): Parameters<typeof orderOf> => {
    const { snapshot, config } = assessment();
    const scorecard = config.scorecards.agents;
    const rules = scorecard?.versions[0];
    const combine = config.reports.annual?.combine;
    if (scorecard === undefined || rules === undefined || combine === undefined) throw new Error("no rules");
    // Every measurement once more as the only team's.
    const datasets = Object.fromEntries(
      Object.entries(config.datasets).map(([id, dataset]) => [
        id,
        { ...dataset, dimensions: { team: { name: "Team" } } },
      ]),
    );
    const measurements = snapshot.measurements.map((one) => ({ ...one, cut: { team: "north" } }));
    const analysis = Ranking.parse({ kind: "ranking", id: "teams", title: "Teams", dimension: "team", minimum_n: 1 });
    const context = {
      readings: readingsOf({ measurements }),
      config: { indicators: config.indicators, datasets },
      rules,
      outOfScope: new Set<string>(),
      cycle: { combine, scorecard, calendar: snapshot.calendar },
    };
    return [analysis, snapshot.period, context];
  };

  it("gives each member the score its own edition has, with the scatter of all its quarters", () => {
    const [analysis, period, context] = teams();
    const [only] = orderOf(analysis, period, context).placed;
    expect(only?.contender.value).toBe(69.5);
    expect(only?.contender.interval?.low).toBeLessThan(69.5);
    expect(only?.contender.interval?.high).toBeGreaterThan(69.5);
    const plain = orderOf(analysis, period, { ...context, cycle: null }).placed[0];
    expect(plain?.contender.value).toBe(70);
  });
});

describe("the indicators of a year from its quarters", () => {
  it("are pooled over all rows unless the rule says otherwise", () => {
    const quality = evaluated().indicators.find(({ indicator }) => indicator === "quality");
    expect(quality).toMatchObject({ value: (45 + 46 + 47 + 48) / 200, n: 200, numerator: 186 });
  });

  it("are put together by the same rule, with the variances of the quarters", () => {
    const { snapshot, config } = assessment(combine({ rule: "latest", indicators: "combined" }));
    const { indicators } = evaluate(snapshot, config);
    const quality = indicators.find(({ indicator }) => indicator === "quality");
    expect(quality).toMatchObject({ value: 48 / 50, n: 200, numerator: null });
    // Of the latest quarter alone: Wilson's interval of 48 of 50.
    expect(quality?.interval).toMatchObject({ low: expect.closeTo(0.8654, 4), high: expect.closeTo(0.989, 4) });
    expect(quality?.change.method).toBe("stratified");
    const conduct = indicators.find(({ indicator }) => indicator === "conduct");
    expect(conduct?.value).toBeCloseTo((50 * 4.02 + 25 * 4.44 + 15 * 4) / 90, 9);
    expect(conduct?.weighting).toMatchObject({ missing: ["self"], kind: "fixed" });
  });

  it("average the quarters, whatever their rows", () => {
    const { snapshot, config } = assessment(combine({ indicators: "combined" }));
    const of = (id: string, period: string) =>
      snapshot.measurements.find((one) => one.indicator === id && one.period === period)?.value ?? 0;
    const quarters = ["Q1", "Q2", "Q3", "Q4"].map((quarter) => `2025-${quarter}`);
    for (const { indicator, value } of evaluate(snapshot, config).indicators) {
      expect(value).toBeCloseTo(sum(quarters.map((quarter) => of(indicator, quarter))) / 4, 9);
    }
  });
});
