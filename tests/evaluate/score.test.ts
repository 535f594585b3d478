import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScoredIndicator } from "../../src/config/schema/scorecard.ts";
import { isScorable, pointsOf } from "../../src/evaluate/points.ts";
import { type ScoreInput, scoreOf } from "../../src/evaluate/score.ts";

const bands = { scoring: "bands", score_bands: [90, 75, 60, 40] } as const;
const linear = { scoring: "linear", score_bands: [90, 75, 60, 40] } as const;
const hours: ScoredIndicator = { weight: 25, baseline: 2, target: 1.5, bands: [1, 1.5, 2, 3] };

describe("points", () => {
  it("by bands: 5 … 1", () => {
    const points = (value: number) => pointsOf(value, hours, "lower_is_better", bands).points;
    expect([1, 1.5, 2, 3, 4].map(points)).toEqual([5, 4, 3, 2, 1]);
  });

  it("linear: baseline 60 %, target 100 %, straight between and below, kept within 0 … 100 %", () => {
    const plain: ScoredIndicator = { weight: 10, baseline: 0.8, target: 0.9 };
    const share = (value: number) => (pointsOf(value, plain, "higher_is_better", linear).points ?? Number.NaN) / 5;
    expect(share(0.8)).toBeCloseTo(0.6, 12);
    expect(share(0.9)).toBe(1);
    expect(share(0.85)).toBeCloseTo(0.8, 12);
    expect(share(0.7)).toBeCloseTo(0.2, 12);
    expect(share(0.65)).toBe(0);
    expect(share(0.1)).toBe(0);
    expect(share(0.99)).toBe(1);
    expect(pointsOf(0.85, plain, "higher_is_better", linear).band).toBe("good");
    expect((pointsOf(1.75, hours, "lower_is_better", linear).points ?? 0) / 5).toBeCloseTo(0.8, 12);
    // Own bands name the band, the line gives the points.
    expect(pointsOf(1.75, hours, "lower_is_better", linear).band).toBe("acceptable");
  });

  it("are null without bands, or without two different limits for a line", () => {
    expect(pointsOf(1, { weight: 1 }, "higher_is_better", bands)).toEqual({ band: null, points: null });
    expect(pointsOf(1, { weight: 1, baseline: 1, target: 1 }, "higher_is_better", linear).points).toBeNull();
    expect(isScorable({ weight: 1, target: 1 }, "linear")).toBe(false);
    expect(isScorable({ weight: 1, target: 1 }, "bands")).toBe(false);
    expect(isScorable(hours, "bands")).toBe(true);
  });
});

/** The after-sales scorecard as in the comps: 66 of 100. */
const comp: ScoreInput[] = [
  ["first_response_time", "response_speed", 25, 3],
  ["call_answer_rate", "response_speed", 15, 5],
  ["classification_accuracy", "response_speed", 10, 4],
  ["resolution_rate", "service_quality", 20, 1],
  ["customer_satisfaction", "service_quality", 20, 4],
  ["service_compliance", "service_quality", 10, 4],
].map(([indicator, dimension, weight, points]) => ({
  indicator: String(indicator),
  dimension: String(dimension),
  weight: Number(weight),
  points: Number(points),
  state: "scored",
}));
const without = (ids: readonly string[], state: "missing" | "apart" = "missing"): ScoreInput[] =>
  comp.map((input) => (ids.includes(input.indicator) ? { ...input, state, points: null } : input));
const sum = (values: readonly (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

describe("overall score", () => {
  it("is Σ weight × points ÷ 5", () => {
    const { score, indicators, missingWeight } = scoreOf(comp, "spread");
    expect(score).toBe(66);
    expect(indicators.map(({ scorePoints }) => scorePoints)).toEqual([15, 15, 8, 4, 16, 8]);
    expect(missingWeight).toBe(0);
  });

  it("spreads a missing weight over all others in proportion", () => {
    const { score, indicators, missingWeight } = scoreOf(without(["resolution_rate"]), "spread");
    expect(missingWeight).toBe(20);
    expect(score).toBeCloseTo((62 / 80) * 100, 10);
    expect(sum(indicators.map(({ effectiveWeight }) => effectiveWeight))).toBeCloseTo(100, 10);
    expect(indicators[3]).toMatchObject({ effectiveWeight: 0, scorePoints: null });
    expect(indicators[0]?.effectiveWeight).toBeCloseTo(31.25, 10);
  });

  it("spreads it over its dimension only, or over all where the dimension has nothing left", () => {
    const { score, indicators } = scoreOf(without(["resolution_rate"]), "spread_dimension");
    expect(indicators.slice(0, 3).map(({ effectiveWeight }) => effectiveWeight)).toEqual([25, 15, 10]);
    expect(score).toBeCloseTo(38 + (24 / 30) * 50, 10);
    const none = scoreOf(
      without(["resolution_rate", "customer_satisfaction", "service_compliance"]),
      "spread_dimension",
    );
    expect(none.score).toBeCloseTo(76, 10);
    expect(sum(none.indicators.map(({ effectiveWeight }) => effectiveWeight))).toBeCloseTo(100, 10);
  });

  it("counts it zero, or withholds the score", () => {
    const zero = scoreOf(without(["resolution_rate"]), "zero");
    expect(zero.score).toBe(62);
    expect(zero.indicators[3]).toMatchObject({ effectiveWeight: 20, scorePoints: 0 });
    const withheld = scoreOf(without(["resolution_rate"]), "withhold");
    expect(withheld.score).toBeNull();
    expect(withheld.indicators[0]?.scorePoints).toBe(15);
    expect(scoreOf(comp, "withhold").score).toBe(66);
  });

  it("spreads what cannot be scored by design under every rule", () => {
    for (const rule of ["spread", "zero", "withhold"] as const) {
      expect(scoreOf(without(["resolution_rate"], "apart"), rule).score).toBeCloseTo(77.5, 10);
    }
    const both = without(["resolution_rate"], "apart").map((input) =>
      input.indicator === "call_answer_rate" ? { ...input, state: "missing" as const, points: null } : input,
    );
    expect(scoreOf(both, "zero").score).toBeCloseTo((47 / 80) * 100, 10);
  });

  it("is null when nothing could be scored", () => {
    const ids = comp.map(({ indicator }) => indicator);
    for (const rule of ["spread", "spread_dimension", "zero", "withhold"] as const) {
      expect(scoreOf(without(ids), rule).score).toBeNull();
      expect(scoreOf(without(ids, "apart"), rule).score).toBeNull();
    }
    expect(scoreOf([], "spread").score).toBeNull();
  });

  const inputs = fc
    .array(
      fc.record({
        weight: fc.integer({ min: 1, max: 40 }),
        dimension: fc.constantFrom("a", "b", "c"),
        state: fc.constantFrom("scored", "scored", "missing", "apart"),
        points: fc.double({ min: 0, max: 5, noNaN: true }),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .map((list) => {
      const total = sum(list.map(({ weight }) => weight));
      return list.map((input, i): ScoreInput => {
        const state = input.state as ScoreInput["state"];
        const points = state === "scored" ? input.points : null;
        return { ...input, indicator: `i${i}`, weight: (input.weight * 100) / total, state, points };
      });
    });
  const rules = fc.constantFrom("spread", "spread_dimension", "zero", "withhold");

  it("lies within 0 … 100 and is the sum of its parts, whatever is missing", () => {
    fc.assert(
      fc.property(inputs, rules, (list, rule) => {
        const { score, indicators } = scoreOf(list, rule);
        if (score === null) return;
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100 + 1e-9);
        expect(sum(indicators.map(({ scorePoints }) => scorePoints))).toBeCloseTo(score, 8);
        expect(sum(indicators.map(({ effectiveWeight }) => effectiveWeight))).toBeCloseTo(100, 9);
      }),
    );
  });

  it("never falls when an indicator gains points", () => {
    fc.assert(
      fc.property(inputs, rules, fc.nat(), fc.double({ min: 0, max: 5, noNaN: true }), (list, rule, pick, gain) => {
        const index = pick % list.length;
        const better = list.map((input, i) =>
          i === index && input.points !== null ? { ...input, points: Math.min(5, input.points + gain) } : input,
        );
        const [before, after] = [scoreOf(list, rule).score, scoreOf(better, rule).score];
        if (before !== null && after !== null) expect(after).toBeGreaterThanOrEqual(before - 1e-9);
      }),
    );
  });

  it("never falls when a value moves to the better, by bands or by a line", () => {
    const value = fc.double({ min: -1, max: 6, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.boolean(), (a, b, byBands) => {
        const [better, worse] = [Math.min(a, b), Math.max(a, b)];
        const points = (x: number) => pointsOf(x, hours, "lower_is_better", byBands ? bands : linear).points ?? 0;
        expect(points(better)).toBeGreaterThanOrEqual(points(worse));
      }),
    );
  });
});
