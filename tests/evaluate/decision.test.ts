import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecisionConfig } from "../../src/config/schema/decision.ts";
import { type DecisionFacts, decide, isDecided, keeps } from "../../src/evaluate/decision.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { assessment } from "../helpers/assessment.ts";

const facts = (change: Partial<DecisionFacts> & { score?: DecisionFacts["score"] } = {}): DecisionFacts => ({
  score: { value: 80, band: "good", missingWeight: 10 },
  results: new Map([
    ["quality", { value: 0.9, band: "good", judged: true }],
    ["conduct", { value: 3, band: "unacceptable", judged: false }],
  ]),
  measuredPeriods: 3,
  ...change,
});
const outcomes = (...list: object[]) =>
  DecisionConfig.parse({ outcomes: list.map((outcome, i) => ({ id: `o${i}`, name: `O${i}`, ...outcome })) });
/** The outcome when only one condition is asked, against "otherwise". */
const asked = (condition: object, given = facts()) => decide(outcomes({ when: [condition] }, {}), given);

describe("a decision", () => {
  it("takes the first outcome all of whose conditions hold", () => {
    const rules = outcomes(
      { when: [{ score: { at_least: 90 } }] },
      { when: [{ score: { at_least: 70 } }, { measured_periods: { at_least: 3 } }] },
      { when: [{ score: { at_least: 50 } }] },
      {},
    );
    const result = decide(rules, facts());
    expect(result).toMatchObject({ outcome: "o1", undecidable: null });
    expect(result.outcomes.map(({ state }) => state)).toEqual(["not-met", "chosen", "not-reached", "not-reached"]);
    expect(result.outcomes[1]?.conditions.map(({ actual, met }) => [actual, met])).toEqual([
      [80, true],
      [3, true],
    ]);
  });

  it("asks of score, bands, indicators, periods and missing weight", () => {
    const met = (condition: object) => asked(condition).outcome === "o0";
    expect(met({ score: { at_least: 80 } })).toBe(true);
    expect(met({ score: { above: 80 } })).toBe(false);
    expect(met({ score_band: { at_least: "acceptable" } })).toBe(true);
    expect(met({ score_band: { at_most: "acceptable" } })).toBe(false);
    expect(met({ score_band: { at_most: "good" } })).toBe(true);
    expect(met({ indicator: "quality", value: { at_most: 0.9 } })).toBe(true);
    expect(met({ indicator: "quality", value: { below: 0.9 } })).toBe(false);
    expect(met({ indicator: "quality", band: { at_least: "excellent" } })).toBe(false);
    expect(met({ measured_periods: { at_most: 2 } })).toBe(false);
    expect(met({ missing_weight: { at_most: 10 } })).toBe(true);
  });

  it("is not made where a figure it needs is missing: never the outcome for every other case", () => {
    const noScore = facts({ score: { value: null, band: null, missingWeight: 100 } });
    for (const [condition, given] of [
      [{ score: { at_least: 60 } }, noScore],
      [{ score_band: { at_least: "good" } }, noScore],
      [{ measured_periods: { at_least: 1 } }, facts({ measuredPeriods: null })],
      [{ indicator: "conduct", value: { at_least: 2 } }, facts()], // measured on too few rows
      [{ indicator: "conduct", band: { at_least: "good" } }, facts()],
      [{ indicator: "unknown", value: { at_least: 2 } }, facts()],
    ] as const) {
      const result = asked(condition, given);
      expect(result).toMatchObject({ outcome: null, undecidable: "missing-figure" });
      expect(result.outcomes.map(({ state }) => state)).toEqual(["open", "not-reached"]);
      expect(result.outcomes[0]?.conditions[0]).toMatchObject({ actual: null, met: null });
    }
  });

  it("passes over an outcome that one known figure rules out, whatever else is missing", () => {
    const rules = outcomes(
      { when: [{ score: { at_least: 90 } }, { indicator: "conduct", value: { at_least: 2 } }] },
      { when: [{ score: { at_least: 60 } }] },
    );
    expect(decide(rules, facts())).toMatchObject({ outcome: "o1", undecidable: null });
  });

  it("lets every other case stand for what was measured, not for what was not", () => {
    const noScore = { value: null, band: null, missingWeight: 100 };
    const enough = [{ score: { at_least: 60 } }, { measured_periods: { at_least: 3 } }];
    const little = facts({ score: noScore, measuredPeriods: 1 });
    expect(decide(outcomes({ when: enough }, {}), little)).toMatchObject({
      outcome: null,
      undecidable: "missing-figure",
      outcomes: [{ state: "not-met" }, { state: "open" }],
    });
    // Measured too briefly, yet with a score: the rules have their say.
    expect(decide(outcomes({ when: enough }, {}), facts({ measuredPeriods: 1 }))).toMatchObject({ outcome: "o1" });
    // A figure that was measured speaks against it: what is missing could not change that.
    const low = [{ indicator: "quality", value: { at_least: 0.95 } }, ...enough];
    expect(decide(outcomes({ when: low }, {}), little)).toMatchObject({ outcome: "o1" });
  });

  it("is none where no outcome holds", () => {
    const rules = outcomes({ when: [{ score: { at_least: 90 } }] }, { when: [{ score: { below: 50 } }] });
    expect(decide(rules, facts())).toMatchObject({ outcome: null, undecidable: "no-outcome" });
  });

  it("does not hang on the last digit of a sum", () => {
    expect(keeps(0.1 + 0.2, { at_most: 0.3 })).toBe(true);
    expect(keeps(0.3 - 1e-12, { at_least: 0.3 })).toBe(true);
    expect(keeps(0.1 + 0.2, { above: 0.3 })).toBe(false);
    expect(keeps(0.3, { below: 0.1 + 0.2 })).toBe(false);
  });

  it("is exactly one of chosen, undecidable, or none; a limit and its opposite never both hold", () => {
    const score = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(score, fc.double({ min: 0, max: 100, noNaN: true }), (value, limit) => {
        const given = facts({ score: { value, band: null, missingWeight: 0 } });
        const rules = outcomes({ when: [{ score: { at_least: limit } }] }, { when: [{ score: { below: limit } }] });
        const { outcome, undecidable } = decide(rules, given);
        expect(outcome === null).toBe(undecidable !== null);
        expect(undecidable).toBe(value === null ? "missing-figure" : null);
      }),
    );
  });
});

describe("the decision of an edition", () => {
  it("rests on its score, its indicators and its quarters", () => {
    const { snapshot, config } = assessment();
    expect(evaluate(snapshot, config).decision).toMatchObject({ outcome: "extend", undecidable: null });
    const late = assessment({ report: { combine: { unit: "quarter", rule: "latest" } } });
    expect(evaluate(late.snapshot, late.config).decision?.outcome).toBe("extend");
  });

  it("cannot be made of quarters that were not rated", () => {
    const { snapshot, config } = assessment({ unrated: ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"] });
    expect(evaluate(snapshot, config).decision).toMatchObject({ outcome: null, undecidable: "missing-figure" });
  });

  it("counts the months inside where the score is not combined, and nothing where there are none", () => {
    const counted = (report: object) => {
      const { snapshot, config } = assessment({ report: { combine: undefined, ...report } });
      const conditions = evaluate(snapshot, config).decision?.outcomes[0]?.conditions;
      return conditions?.find(({ condition }) => "measured_periods" in condition)?.actual;
    };
    expect(counted({ inside: "quarter" })).toBe(4);
    expect(counted({})).toBeNull();
  });

  it("is none for a report without rules", () => {
    const { snapshot, config } = assessment({ report: { decision: undefined } });
    expect(evaluate(snapshot, config).decision).toBeNull();
  });
});

it("is made in editions about one member, where the rules say so", () => {
  expect(isDecided({ about: "agent" }, { agent: "A22" })).toBe(true);
  expect(isDecided({ about: "agent" }, {})).toBe(false);
  expect(isDecided({ about: "agent" }, { team: "north" })).toBe(false);
  expect(isDecided({}, {})).toBe(true);
});
