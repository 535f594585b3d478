import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePeriod } from "../../../src/calendar/periods.ts";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import { shareOut, stepOf } from "../../../src/evaluate/goals/kpi.ts";
import type { KpiResult } from "../../../src/evaluate/goals/kpi-result.ts";
import { edition, inCut, share } from "../../helpers/edition.ts";
import { goalsCase } from "../../helpers/goals.ts";
import { CALENDAR } from "../../helpers/snapshot.ts";

const STEPS = [
  { from: 0.9, pays: 0.5 },
  { from: 1, pays: 1 },
  { from: 1.1, pays: 1.2 },
];

/** Two items for north and south; an item without rows is missing. */
function bonus(change: object, rows: Record<string, [number, number] | null> = {}, scope = {}): KpiResult | undefined {
  const { snapshot, config } = edition({
    indicators: {
      solved: { kind: "ratio", numerator: "x" },
      complaints: { kind: "ratio", numerator: "y", direction: "lower_is_better" },
    },
    scored: { solved: { weight: 100 } },
    series: { solved: [share(80, 100)] },
    measurements: Object.entries({
      "solved/north": [190, 200] as const,
      "solved/south": [180, 200] as const,
      "complaints/north": [2, 200] as const,
      "complaints/south": [4, 200] as const,
      ...rows,
    }).flatMap(([key, parts]) => {
      const [indicator = "", team = ""] = key.split("/");
      return parts === null ? [] : [inCut(indicator, { team }, share(parts[0], parts[1]))];
    }),
    kpis: {
      k: {
        name: "Bonus",
        dimension: "team",
        items: [
          { id: "solved", indicator: "solved", target: 0.9, weight: 60 },
          { id: "complaints", indicator: "complaints", target: 0.02, weight: 40 },
        ],
        steps: STEPS,
        awards: { month: { per_subject: 500 } },
        ...change,
      },
    },
    report: { kpis: ["k"] },
    snapshot: { scope },
  });
  return evaluate(snapshot, config).kpis[0];
}
const rates = (result: KpiResult | undefined) =>
  result?.subjects.map(({ member, rate, payout }) => [member, rate, payout]);

describe("a bonus", () => {
  it("pays the weight times the step achieved, and adds up", () => {
    // North: 95 % of 90 % = 1.056 → 1.0; 1 % where 2 % is allowed = 2.0 → 1.2. South: both exactly on target.
    const result = bonus({});
    expect(rates(result)).toEqual([
      ["north", 1.08, 540],
      ["south", 1, 500],
    ]);
    expect(result?.paid).toBe(1040);
    expect(result?.subjects[0]?.items.map(({ achievement, pays, part }) => [achievement, pays, part])).toEqual([
      [1.056, 1, 0.6],
      [2, 1.2, 0.48],
    ]);
  });

  it("counts a target kept without a quotient as the highest step: no complaints at all", () => {
    const result = bonus({}, { "complaints/north": [0, 200] });
    expect(result?.subjects[0]?.items[1]).toMatchObject({ achievement: null, met: true, pays: 1.2 });
  });

  it("decides by the achievement as printed, to a tenth of a per cent", () => {
    // 8,096 of 10,000 against 90 % is 89.96 %, printed 90.0 %; 8,095 is 89.94 %, printed 89.9 %.
    expect(bonus({}, { "solved/north": [8096, 10_000] })?.subjects[0]?.items[0]).toMatchObject({
      achievement: 0.9,
      pays: 0.5,
    });
    expect(bonus({}, { "solved/north": [8095, 10_000] })?.subjects[0]?.items[0]).toMatchObject({
      achievement: 0.899,
      pays: 0,
    });
  });

  it.each([
    ["spread", 1.2, 600],
    ["zero", 0.48, 240],
    ["withhold", null, null],
  ])("with an item that is not measured: %s", (missing, rate, payout) => {
    expect(rates(bonus({ missing }, { "solved/north": null }))?.[0]).toEqual(["north", rate, payout]);
  });

  it("treats too few rows as not measured", () => {
    const item = bonus({}, { "solved/north": [20, 20] })?.subjects[0]?.items[0];
    expect(item).toMatchObject({ actual: 1, pays: null, effectiveWeight: 0 });
  });

  it("pays nobody of whom nothing is measured, under any rule", () => {
    for (const missing of ["spread", "zero", "withhold"])
      expect(rates(bonus({ missing, subjects: { east: { people: 2 } } }))).toEqual([["east", null, null]]);
  });

  it("shares a pool out by rate and people, to the last unit", () => {
    const result = bonus({
      subjects: { north: { people: 3 }, south: { people: 7 } },
      awards: { month: { pool: 1000 } },
    });
    // 3 × 1.08 and 7 × 1.00: 316.4 and 683.6.
    expect(rates(result)).toEqual([
      ["north", 1.08, 316],
      ["south", 1, 684],
    ]);
    expect(result?.paid).toBe(1000);
  });

  it("in an edition of one team shows its line alone, and a pool is not told", () => {
    const rows = { "solved/north": null, "solved/south": null, "complaints/north": null, "complaints/south": null };
    const pool = bonus({ awards: { month: { pool: 1000 } } }, rows, { team: "north" });
    // 80 % of all in the scope, against 90 %: below the first step.
    expect(rates(pool)).toEqual([["north", 0, null]]);
    expect(pool?.paid).toBeNull();
    expect(bonus({}, rows, { shift: "night" })).toBeUndefined();
  });

  it("has no award for a period it is not written for", () => {
    expect(bonus({ awards: { quarter: { per_subject: 500 } } })).toBeUndefined();
  });
});

it("a longer award asks for the mean of the plan over its months", () => {
  const { snapshot, config } = goalsCase({
    report: { cadence: "quarter" },
    snapshot: { period: parsePeriod("2026-Q3", CALENDAR) },
  });
  const rows = snapshot.measurements.filter(({ period }) => period === "2026-09");
  const quarter = rows.map((row) => ({ ...row, period: "2026-Q3" }));
  const [result] = evaluate({ ...snapshot, measurements: [...snapshot.measurements, ...quarter] }, config).kpis;
  const south = result?.subjects.find(({ member }) => member === "south");
  // From 0.80 to 0.85 in twelve months: July, August and September ask for 7, 8 and 9 twelfths of it.
  expect(south?.items[0]?.target).toBeCloseTo(0.8 + (0.05 * 8) / 12, 12);
  expect(result?.award).toEqual({ kind: "per-subject", amount: 300 });
});

describe("laws", () => {
  it("a pool is paid out whole, nothing of it twice, nobody less for a higher rate", () => {
    const subject = fc.record({
      rate: fc.option(fc.double({ min: 0, max: 1.5, noNaN: true })),
      people: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(
        fc.array(subject, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (subjects, pool) => {
          const paid = shareOut(subjects, pool);
          const sum = paid.reduce<number>((total, amount) => total + (amount ?? 0), 0);
          const earned = subjects.some(({ rate }) => (rate ?? 0) > 1e-6);
          if (earned) expect(sum).toBe(pool);
          for (const [i, amount] of paid.entries()) {
            expect(amount === null).toBe(subjects[i]?.rate === null);
            if (amount !== null) expect(amount).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });

  it("the payout of a step never falls as the achievement grows", () => {
    const reached = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(reached, reached, (a, b) => {
        expect(stepOf({ steps: STEPS }, Math.max(a, b))).toBeGreaterThanOrEqual(
          stepOf({ steps: STEPS }, Math.min(a, b)),
        );
      }),
    );
    expect([0, 0.89, 0.9, 1, 1.099, 1.1, 9].map((at) => stepOf({ steps: STEPS }, at))).toEqual([
      0, 0, 0.5, 1, 1, 1.2, 1.2,
    ]);
  });
});
