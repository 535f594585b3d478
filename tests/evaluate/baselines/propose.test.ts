import { describe, expect, it } from "vitest";
import { sameLastYear } from "../../../src/calendar/periods.ts";
import type { Measurement } from "../../../src/collect/snapshot.ts";
import { type BaselineProposal, proposeBaselines } from "../../../src/evaluate/baselines/propose.ts";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import { edition, share } from "../../helpers/edition.ts";
import { CALENDAR } from "../../helpers/snapshot.ts";

const ratio = { kind: "ratio", numerator: "ok" };
const N = 10_000;
const RULES = { weight: 100, baseline: 0.9, target: 0.95, bands: [0.97, 0.95, 0.9, 0.85] };
/** Six months about a level, one point up and one down in turn. */
const around = (level: number, wobble = 0.002): number[] => [1, -1, 1, -1, 1, 0].map((sign) => level + sign * wobble);

function review(
  values: readonly number[],
  options: { lastYear?: number; rules?: object; n?: number; indicator?: object } = {},
): BaselineProposal {
  const n = options.n ?? N;
  const base = edition({
    indicators: { a: { ...ratio, ...options.indicator } },
    scored: { a: options.rules ?? RULES },
    series: { a: values.map((value) => share(Math.round(value * n), n)) },
  });
  const lastYear = options.lastYear === undefined ? null : sameLastYear(base.snapshot.period, CALENDAR);
  const then: Measurement[] =
    lastYear === null
      ? []
      : [
          {
            indicator: "a",
            period: lastYear.id,
            cut: {},
            value: null,
            n: 0,
            missing: 0,
            ...share(Math.round((options.lastYear ?? 0) * n), n),
          },
        ];
  const snapshot = { ...base.snapshot, lastYear, measurements: [...base.snapshot.measurements, ...then] };
  const { indicators } = evaluate(snapshot, base.config);
  const version = base.config.scorecards.card?.versions[0];
  if (version === undefined) throw new Error("no rules");
  const [proposal] = proposeBaselines(indicators, version, base.config.indicators);
  if (proposal === undefined) throw new Error("nothing proposed");
  return proposal;
}

describe("a baseline the service has outgrown", () => {
  it("is raised to what an ordinary month keeps, rounded to the worse side, and nothing more", () => {
    // Moving ranges 0.004 ×4 and 0.002: mean 0.0036; limits 0.9403 ± 2.66 × 0.0036 = 0.9308 … 0.9499.
    const found = review(around(0.94));
    expect(found).toMatchObject({ decision: "raise", reason: "held" });
    expect(found.range?.lower).toBeCloseTo(0.9308, 4);
    expect(found.baseline).toEqual({ before: 0.9, after: 0.93 });
    // Met in some months only: the target stays, and the edges beyond it.
    expect(found.target).toEqual({ before: 0.95, after: 0.95 });
    expect(found.bands).toEqual([0.97, 0.95, 0.93, 0.88]);
  });

  it("takes its target along only where that is met with assurance", () => {
    const found = review(around(0.98));
    expect(found).toMatchObject({ decision: "raise", assurance: "passes" });
    expect(found.baseline.after).toBe(0.97);
    expect(found.target.after).toBe(0.985);
  });

  it("goes no further than the interval of the period itself, where rows are few", () => {
    const found = review(around(0.94, 0.0005), { n: 1000 });
    expect(found.interval?.low).toBeLessThan(found.range?.lower ?? 0);
    expect(found.baseline.after).toBeLessThanOrEqual(found.interval?.low ?? 0);
  });

  it("stays where the same period last year was better, where the process worsens, or at the target", () => {
    expect(review(around(0.94), { lastYear: 0.96 })).toMatchObject({ decision: "keep", reason: "below-last-year" });
    expect(review(around(0.94), { lastYear: 0.93 })).toMatchObject({
      decision: "raise",
      lastYear: 0.93,
      yearOnYear: "better",
    });
    const falling = [0.99, 0.985, 0.98, 0.975, 0.97, 0.965, 0.96];
    expect(review(falling)).toMatchObject({ decision: "keep", reason: "concern" });
  });
});

describe("a baseline out of reach", () => {
  it("is lowered to the level, and says so, when last year missed it, too", () => {
    const found = review(around(0.8), { lastYear: 0.79 });
    expect(found).toMatchObject({ decision: "lower", reason: "out-of-reach" });
    expect(found.baseline).toEqual({ before: 0.9, after: 0.8 });
    expect(found.target).toEqual({ before: 0.95, after: 0.95 });
  });

  it("stays where last year kept it or is not known: one bad quarter is no reason", () => {
    expect(review(around(0.8), { lastYear: 0.92 })).toMatchObject({ decision: "keep", reason: "missed-once" });
    expect(review(around(0.8))).toMatchObject({ decision: "keep", reason: "missed-once" });
  });
});

describe("what stays", () => {
  it("a baseline on which ordinary months stand on both sides", () => {
    expect(review(around(0.9, 0.01))).toMatchObject({
      decision: "keep",
      reason: "at-level",
      baseline: { before: 0.9, after: 0.9 },
      bands: null,
    });
  });

  it("anything too thin to judge: few rows, few periods, no value, no baseline", () => {
    expect(review(around(0.98), { n: 20 })).toMatchObject({
      decision: "keep",
      reason: "small-sample",
      n: 20,
      minimumN: 30,
    });
    expect(review([0.98, 0.98, 0.98])).toMatchObject({ decision: "keep", reason: "few-points", range: null });
    expect(review([])).toMatchObject({ decision: "keep", reason: "not-measured", level: null });
    expect(review(around(0.98), { rules: { weight: 100 } })).toMatchObject({ decision: "keep", reason: "no-baseline" });
  });

  it("works the other way round where lower is better", () => {
    const rules = { weight: 100, baseline: 0.1, target: 0.05, bands: [0.03, 0.05, 0.1, 0.15] };
    const lower = { direction: "lower_is_better" };
    const found = review(around(0.07), { rules, indicator: lower });
    expect(found).toMatchObject({ decision: "raise", baseline: { before: 0.1 } });
    expect(found.baseline.after).toBeGreaterThanOrEqual(found.range?.upper ?? 1);
    expect(found.baseline.after).toBeLessThan(0.1);
    expect(review(around(0.2), { rules, indicator: lower, lastYear: 0.19 })).toMatchObject({ decision: "lower" });
  });
});
