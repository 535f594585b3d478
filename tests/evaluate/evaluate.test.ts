import { describe, expect, it } from "vitest";
import { figureId } from "../../src/collect/snapshot.ts";
import { PeriodicalError } from "../../src/errors.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { roundToSum } from "../../src/evaluate/rounding.ts";
import { afterSalesSections, configOf, scorecard } from "../helpers/after-sales-config.ts";
import { edition, inCut, mean, share } from "../helpers/edition.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";

const sum = (values: readonly (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);
const run = (options: Parameters<typeof edition>[0]) => {
  const { snapshot, config } = edition(options);
  return evaluate(snapshot, config);
};

describe("the after-sales month", () => {
  const { snapshot, config } = afterSalesFixture();
  const evaluation = evaluate(snapshot, config);
  const result = (id: string) => {
    const found = evaluation.indicators.find(({ indicator }) => indicator === id);
    if (found === undefined) throw new Error(`no ${id}`);
    return found;
  };

  it("tells its story: complex tickets unresolved, slow at night, calls answered ever better", () => {
    expect(evaluation.weaknesses.map(({ subject }) => subject)).toEqual([
      "resolution_rate",
      "first_response_time",
      "repeat_contact",
    ]);
    expect(evaluation.weaknesses[0]?.cause).toMatchObject({ dimension: "complexity", member: "complex" });
    expect(evaluation.weaknesses[1]?.cause).toMatchObject({ dimension: "shift", member: "night" });
    expect(evaluation.strengths[0]).toMatchObject({ subject: "call_answer_rate" });
    expect(result("call_answer_rate")).toMatchObject({ streak: 12, spc: { variation: "improvement" } });
    expect(result("resolution_rate")).toMatchObject({
      band: "unacceptable",
      spc: { variation: "concern", assurance: "fails" },
      change: { method: "two-proportions", evidence: true },
    });
    expect(evaluation.measures.map(({ rule }) => rule)).toEqual(["graded-response", "night-post", "repeat-contacts"]);
  });

  it("adds up: indicators to dimensions to the score, as computed and as printed", () => {
    const { score, dimensions, indicators } = evaluation;
    expect(score).toMatchObject({ value: 66, band: "acceptable", goal: 75, missingWeight: 0 });
    expect(sum(indicators.map(({ scorePoints }) => scorePoints))).toBeCloseTo(66, 10);
    expect(sum(dimensions.map(({ points }) => points))).toBeCloseTo(66, 10);
    expect(sum(dimensions.map(({ possible }) => possible))).toBeCloseTo(100, 10);
    expect(
      sum(
        roundToSum(
          indicators.map(({ scorePoints }) => scorePoints ?? 0),
          score.value ?? 0,
          0,
        ),
      ),
    ).toBe(66);
    expect(score.history).toHaveLength(13);
    expect(score.history.at(-1)).toEqual({
      period: "2026-10",
      score: score.value,
      rules: "2025-01-01",
      underCurrentRules: score.value,
    });
    expect(score.changeOnPrevious).toBeCloseTo((score.value ?? 0) - (score.history.at(-2)?.score ?? 0), 10);
    expect(score.recentMean).toBeCloseTo(sum(score.history.slice(-4, -1).map((point) => point.score)) / 3, 10);
    expect(score.targetsMet + score.targetsMissed).toBe(6);
    expect(score.baselinesMissed).toBe(1);
  });

  it("measures each figure against everything it is compared with", () => {
    const { first_response_time: design } = config.indicators;
    const measured = snapshot.measurements.find(
      ({ indicator, period, cut }) => figureId(indicator, period, cut) === "first_response_time@2026-10",
    );
    const first = result("first_response_time");
    expect(design?.direction).toBe("lower_is_better");
    expect(first.value).toBe(measured?.value);
    expect(first.withinTarget).toBeCloseTo((measured?.withinTarget ?? 0) / (measured?.n ?? 1), 12);
    expect(first.achievement).toBeCloseTo(1.5 / (first.value ?? 1), 12);
    expect(first.variances.target?.value).toBeCloseTo((first.value ?? 0) - 1.5, 12);
    expect(first.variances.lastYear?.reference).toBe(first.series[0]?.value);
    expect(first.variances.previous?.reference).toBe(first.series.at(-2)?.value);
    expect(first.series).toHaveLength(13);
    expect(first.interval?.method).toBe("t");
    expect(result("resolution_rate").benchmark).toEqual({ value: 0.78, asOf: "2026-01-31", stale: true });
    expect(result("call_answer_rate").benchmark?.stale).toBe(false);
    expect(result("call_answer_rate").variances.benchmark?.effect).toBe("better");
  });

  it("breaks every shortfall down so that it adds up", () => {
    for (const { breakdowns, value, target, variances } of evaluation.indicators) {
      expect(breakdowns.length).toBeGreaterThan(0);
      for (const breakdown of breakdowns) {
        expect(breakdown.notDecomposed).toBeNull();
        expect(sum((breakdown.againstTarget ?? []).map(({ total }) => total))).toBeCloseTo(
          (value ?? 0) - (target ?? 0),
          9,
        );
        expect(sum((breakdown.againstPrevious ?? []).map(({ total }) => total))).toBeCloseTo(
          variances.previous?.value ?? 0,
          9,
        );
      }
    }
  });

  it("promises the score that the whole evaluation gives for the counterfactual value", () => {
    const promised = evaluation.indicators.flatMap(({ indicator, counterfactuals }) =>
      counterfactuals.map((entry) => ({ indicator, ...entry })),
    );
    expect(promised.length).toBeGreaterThan(40);
    for (const { indicator, value, scoreEffect } of promised) {
      const measurements = snapshot.measurements.map((measurement) =>
        measurement.indicator === indicator &&
        measurement.period === "2026-10" &&
        Object.keys(measurement.cut).length === 0
          ? { ...measurement, value }
          : measurement,
      );
      const changed = evaluate({ ...snapshot, measurements, history: snapshot.history.slice(-2) }, config);
      expect((changed.score.value ?? 0) - (evaluation.score.value ?? 0)).toBeCloseTo(scoreEffect, 9);
    }
  });

  it("draws the week of the slow nights", () => {
    const [map] = evaluation.heatMaps;
    expect(map?.cells).toHaveLength(168);
    expect(map?.cells[0]).toMatchObject({ weekday: 1, hour: 0 });
    expect(map?.cells.at(-1)).toMatchObject({ weekday: 7, hour: 23 });
    const at = (hour: number) => map?.cells.find((cell) => cell.hour === hour)?.value ?? 0;
    expect(at(3)).toBeGreaterThan(3 * at(13));
  });

  it("changes nothing it is given and gives the same again", () => {
    const frozen = JSON.stringify({ snapshot, config });
    expect(JSON.stringify(evaluate(snapshot, config))).toBe(JSON.stringify(evaluation));
    expect(JSON.stringify({ snapshot, config })).toBe(frozen);
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });

  it("does not depend on the order of the measurements", () => {
    const reversed = { ...snapshot, measurements: [...snapshot.measurements].reverse() };
    expect(evaluate(reversed, config)).toEqual(evaluation);
  });
});

describe("a quarter", () => {
  it("has the same machinery with its months inside", () => {
    const { snapshot, config } = afterSalesFixture({ unit: "quarter" });
    const evaluation = evaluate(snapshot, config);
    expect(evaluation.period.id).toBe("2026-Q3");
    expect(evaluation.previous?.id).toBe("2026-Q2");
    expect(evaluation.score.history.map(({ period }) => period)).toEqual(["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]);
    for (const { inside, spc, series } of evaluation.indicators) {
      expect(inside.map(({ period }) => period).slice(-3)).toEqual(["2026-07", "2026-08", "2026-09"]);
      expect(inside).toHaveLength(12);
      expect(series).toHaveLength(4);
      expect(spc).toBeNull();
    }
    expect(evaluation.notes).toContainEqual({ kind: "short-history", periods: 4, wanted: 8 });
  });
});

describe("rules and their versions", () => {
  const ratio = { kind: "ratio", numerator: "ok" };
  const version = (from: string, weightOfA: number) => ({
    effective_from: from,
    dimensions: {
      all: {
        name: "All",
        indicators: {
          a: { weight: weightOfA, bands: [0.95, 0.9, 0.85, 0.8] },
          b: { weight: 100 - weightOfA, bands: [0.95, 0.9, 0.85, 0.8] },
        },
      },
    },
  });
  const series = {
    a: Array.from({ length: 4 }, () => share(96, 100)),
    b: Array.from({ length: 4 }, () => share(50, 100)),
  };

  it("score each period with the version of its first day, and again with the present one", () => {
    // Holds from the second of September: August and September are still scored with the first version.
    const {
      score,
      notes,
      scorecard: used,
    } = run({
      indicators: { a: ratio, b: ratio },
      versions: [version("2026-09-02", 75), version("2026-08-01", 25)],
      series,
    });
    expect(used).toMatchObject({ id: "card", effectiveFrom: "2026-09-02" });
    expect(score.history).toEqual([
      { period: "2026-07", score: null, rules: null, underCurrentRules: 80 },
      { period: "2026-08", score: 40, rules: "2026-08-01", underCurrentRules: 80 },
      { period: "2026-09", score: 40, rules: "2026-08-01", underCurrentRules: 80 },
      { period: "2026-10", score: 80, rules: "2026-09-02", underCurrentRules: 80 },
    ]);
    expect(score).toMatchObject({ value: 80, previous: 40, changeOnPrevious: 40, recentMean: 40 });
    expect(notes).toContainEqual({ kind: "rules-changed", period: "2026-10", rules: "2026-09-02" });
    expect(notes).toContainEqual({ kind: "rules-changed", period: "2026-08", rules: "2026-08-01" });
  });

  it("hold on the very day they begin, and are never applied backwards", () => {
    const on = run({ indicators: { a: ratio, b: ratio }, versions: [version("2026-10-01", 50)], series });
    expect(on.scorecard.effectiveFrom).toBe("2026-10-01");
    expect(on.score).toMatchObject({ value: 60, previous: null, changeOnPrevious: null, recentMean: null });
    const late = () => run({ indicators: { a: ratio, b: ratio }, versions: [version("2026-10-02", 50)], series });
    expect(late).toThrow(PeriodicalError);
    expect(late).toThrow(/no rules for 2026-10: its first version holds from 2026-10-02/);
  });

  it("are refused when the configuration lacks what they name", () => {
    const { snapshot, config } = afterSalesFixture();
    expect(() => evaluate({ ...snapshot, report: "gone" }, config)).toThrow(/no report gone/);
    expect(() => evaluate(snapshot, { ...config, scorecards: {} })).toThrow(/no scorecard after-sales/);
    const { call_answer_rate: _, ...indicators } = config.indicators;
    expect(() => evaluate(snapshot, { ...config, indicators })).toThrow(/call_answer_rate, which is not defined/);
  });

  it("score by a line between baseline and target where they say so", () => {
    const versions = [{ ...scorecard.versions[0], scoring: "linear" }];
    const config = configOf({ ...afterSalesSections, scorecards: { "after-sales": { ...scorecard, versions } } });
    const { score, indicators } = evaluate(afterSalesFixture().snapshot, config);
    const first = indicators.find(({ indicator }) => indicator === "first_response_time");
    // 60 % + 40 % × (2 − value) ÷ 0.5 of 25 points.
    expect(first?.scorePoints).toBeCloseTo(25 * (0.6 + (0.4 * (2 - (first?.value ?? 0))) / 0.5), 9);
    expect(score.value).toBeCloseTo(sum(indicators.map(({ scorePoints }) => scorePoints)), 9);
    expect(score.value).toBeGreaterThan(66);
  });
});

describe("edges", () => {
  const ratio = { kind: "ratio", numerator: "ok" };
  const bands = [0.95, 0.9, 0.85, 0.8];

  it("nothing at all", () => {
    const evaluation = run({ indicators: { a: ratio }, scored: { a: { weight: 100, target: 0.9, bands } } });
    expect(evaluation.score).toMatchObject({ value: null, band: null, previous: null, recentMean: null });
    expect(evaluation).toMatchObject({ previous: null, weaknesses: [], strengths: [], measures: [], heatMaps: [] });
    expect(evaluation.indicators[0]).toMatchObject({
      value: null,
      n: 0,
      notMeasured: "no-data",
      interval: null,
      trend3: null,
      spc: null,
      breakdowns: [],
      counterfactuals: [],
      achievement: null,
      variances: { target: null, previous: null },
      change: { method: "none", pValue: null, adjustedPValue: null, evidence: false },
    });
    expect(evaluation.dimensions).toEqual([{ dimension: "all", weight: 100, points: null, possible: 0 }]);
  });

  it("one row, judged only where one row is enough", () => {
    const one = run({
      indicators: { a: ratio, b: { ...ratio, minimum_n: 1 } },
      scored: { a: { weight: 50, target: 0.9, bands }, b: { weight: 50, target: 0.9, bands } },
      series: { a: [share(1, 1)], b: [share(1, 1)] },
    });
    expect(one.indicators.map(({ value, judged, scorePoints }) => [value, judged, scorePoints])).toEqual([
      [1, false, null],
      [1, true, 100],
    ]);
    expect(one.score.value).toBe(100);
  });

  it("shares of 0 and 1", () => {
    const { indicators } = run({
      indicators: { a: ratio, b: ratio },
      scored: { a: { weight: 50, baseline: 0, target: 0.9, bands }, b: { weight: 50, target: 1, bands } },
      series: { a: [share(0, 100)], b: [share(100, 100)] },
    });
    expect(indicators[0]).toMatchObject({
      value: 0,
      band: "unacceptable",
      points: 1,
      meetsBaseline: true,
      achievement: 0,
    });
    expect(indicators[0]?.interval?.low).toBe(0);
    expect(indicators[1]).toMatchObject({ value: 1, band: "excellent", meetsTarget: true, achievement: 1 });
  });

  it("a denominator of zero is said, not shown as 0", () => {
    const rate = { kind: "rate", value: "1", per: "orders", unit: "per_unit", direction: "lower_is_better" };
    const { indicators } = run({
      indicators: { a: rate },
      scored: { a: { weight: 100, target: 2, bands: [1, 2, 3, 4] } },
      series: { a: [{ n: 50, numerator: 3, denominator: 0, value: null }] },
    });
    expect(indicators[0]).toMatchObject({ value: null, notMeasured: "zero-denominator", judged: false, points: null });
  });

  it("negative values: an NPS below zero", () => {
    const nps = { kind: "nps", value: "answer", unit: "points" };
    const { indicators, weaknesses } = run({
      indicators: { a: nps },
      scored: { a: { weight: 100, baseline: -20, target: 10, bands: [50, 10, -20, -50] } },
      series: { a: [mean(10, 100, 60), mean(-25, 100, 60)] },
    });
    expect(indicators[0]).toMatchObject({ band: "needs_improvement", achievement: null, meetsBaseline: false });
    expect(indicators[0]?.variances.baseline).toMatchObject({ value: -5, relative: -0.25, effect: "worse" });
    expect(indicators[0]?.change).toMatchObject({ method: "welch", evidence: true });
    expect(weaknesses[0]?.reasons).toEqual(["baseline-missed", "target-missed", "worsening"]);
  });

  it("a percentile: interval of order statistics, members as they are, no decomposition", () => {
    const median = { kind: "percentile", value: "h", unit: "hours", direction: "lower_is_better" };
    const parts = (value: number, n: number) => ({ value, n, low: value - 1, high: value + 1, withinTarget: n / 2 });
    const { indicators, weaknesses } = run({
      indicators: { a: median },
      scored: { a: { weight: 100, target: 10, bands: [5, 10, 20, 30] } },
      series: { a: [parts(11, 100), parts(12, 100)] },
      measurements: [inCut("a", { team: "x" }, parts(8, 60)), inCut("a", { team: "y" }, parts(30, 40))],
    });
    expect(indicators[0]).toMatchObject({
      withinTarget: 0.5,
      interval: { low: 11, high: 13, method: "order-statistics" },
    });
    expect(indicators[0]?.breakdowns[0]).toMatchObject({
      notDecomposed: "percentile",
      members: [
        { member: "x", n: 60, value: 8, weight: 0.6 },
        { member: "y", n: 40, value: 30, weight: 0.4 },
      ],
      againstTarget: null,
      againstPrevious: null,
    });
    expect(indicators[0]).toMatchObject({ counterfactuals: [], change: { method: "none" } });
    expect(weaknesses[0]?.cause).toBeNull();
  });

  it("several changes are corrected together", () => {
    // Alone, p = 0.046; among three comparisons that is no evidence.
    const series = (second: number) => [share(500, 1000), share(second, 1000)];
    const one = run({ indicators: { a: ratio }, scored: { a: { weight: 100 } }, series: { a: series(455) } });
    expect(one.indicators[0]?.change.evidence).toBe(true);
    const three = run({
      indicators: { a: ratio, b: ratio, c: ratio },
      scored: { a: { weight: 40 }, b: { weight: 30 }, c: { weight: 30 } },
      series: { a: series(455), b: series(500), c: series(501) },
    });
    expect(three.indicators[0]?.change.pValue).toBeCloseTo(one.indicators[0]?.change.pValue ?? Number.NaN, 12);
    expect(three.indicators[0]?.change.evidence).toBe(false);
  });

  it("too few rows in the previous period: the change is not tested", () => {
    const { indicators } = run({
      indicators: { a: ratio },
      scored: { a: { weight: 100 } },
      series: { a: [share(1, 10), share(90, 100)] },
    });
    expect(indicators[0]).toMatchObject({ change: { method: "none" }, variances: { previous: { effect: "better" } } });
  });
});
