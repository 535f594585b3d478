import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "../../src/actions/action.ts";
import type { Measurement } from "../../src/collect/snapshot.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { FollowUp } from "../../src/evaluate/evaluation.ts";
import { holds } from "../../src/evaluate/follow-up/follow-up.ts";
import { othersThan } from "../../src/evaluate/follow-up/others.ts";
import { action } from "../helpers/action.ts";
import { type EditionOptions, edition, inCut, mean, share } from "../helpers/edition.ts";

const wait = { kind: "mean", value: "w", unit: "hours", direction: "lower_is_better" };
const solved = { kind: "ratio", numerator: "s" };
const standard = { indicator: "wait", cut: {}, comparator: "<=" as const, threshold: 1, periods: 1 };

/** The follow-up of one action over monthly values up to October, those before it was adopted included. */
function followed(one: Partial<Action>, options: Partial<EditionOptions> = {}): FollowUp {
  const { snapshot, config } = edition({
    indicators: { wait, solved },
    scored: { wait: { weight: 50, target: 1 }, solved: { weight: 50 } },
    ...options,
    snapshot: { actions: [action({ standard, ...one })], ...options.snapshot },
  });
  const [result] = evaluate(snapshot, config).followUp ?? [];
  if (result === undefined) throw new Error("nothing was followed up");
  return result;
}

/** Mean waits of so many months, the last one October. */
const waits = (...hours: (number | null)[]) => ({
  series: { wait: hours.map((one) => (one === null ? null : mean(one, 100))) },
});

describe("status", () => {
  it.each([
    ["holds as long as wanted", { period: "2026-07" }, [2, 1.5, 0.9, 0.8], { periods: 2 }, "verified", 2],
    ["holds for one of two", { period: "2026-07" }, [2, 1.5, 1.2, 0.8], { periods: 2 }, "not-yet", 1],
    ["does not hold yet", { period: "2026-07" }, [2, 1.5, 1.2, 1.1], {}, "not-yet", 0],
    ["is due and does not hold", { period: "2026-07", due: "2026-10-31" }, [2, 1.5, 1.2, 1.1], {}, "overdue", 0],
    ["is due on the day after", { period: "2026-07", due: "2026-11-01" }, [2, 1.5, 1.2, 1.1], {}, "not-yet", 0],
    [
      "is due and holds for one of two",
      { period: "2026-07", due: "2026-09-30" },
      [2, 1.5, 1.2, 1],
      { periods: 2 },
      "overdue",
      1,
    ],
    [
      "held before it was adopted: that does not count",
      { period: "2026-09" },
      [0.5, 0.5, 0.5, 0.8],
      { periods: 2 },
      "not-yet",
      1,
    ],
    ["held, but not in the latest period", { period: "2026-07" }, [2, 0.9, 0.8, 1.2], { periods: 2 }, "not-yet", 0],
    ["has a gap in its run", { period: "2026-06" }, [2, 0.9, null, 0.9], { periods: 2 }, "not-yet", 1],
    [
      "was verified and still holds",
      { period: "2026-07", status: "verified" as const },
      [2, 1.5, 1.2, 0.8],
      { periods: 2 },
      "verified",
      1,
    ],
    [
      "was verified and does not hold",
      { period: "2026-07", status: "verified" as const },
      [2, 0.8, 0.8, 1.2],
      {},
      "lapsed",
      0,
    ],
    ["was closed", { period: "2026-07", status: "closed" as const }, [2, 1.5, 1.2, 1.1], {}, "closed", 0],
    ["has no data now", { period: "2026-07" }, [2, 0.8, 0.8, null], {}, "not-measurable", 0],
  ])("%s", (_, one, hours, more, status, run) => {
    expect(followed({ ...one, standard: { ...standard, ...more } }, waits(...hours))).toMatchObject({ status, run });
  });

  it("looks from the period it was adopted from to the latest", () => {
    const { before, now, change, progress, series } = followed({ period: "2026-08" }, waits(3, 2, 1.5, 1.25));
    expect([before?.period, before?.value, now?.period, now?.value]).toEqual(["2026-08", 2, "2026-10", 1.25]);
    expect(series.map(({ period, holds: held }) => [period, held])).toEqual([
      ["2026-08", false],
      ["2026-09", false],
      ["2026-10", false],
    ]);
    expect(change).toMatchObject({ value: -0.75, effect: "better", evidence: true });
    // From 2 h towards 1 h, three quarters are done.
    expect(progress).toBeCloseTo(0.75, 12);
  });

  it("does not judge a value that rests on too few rows", () => {
    const options = { series: { wait: [mean(2, 100), mean(0.5, 29)] } };
    expect(followed({ period: "2026-09" }, options)).toMatchObject({
      status: "not-measurable",
      notMeasurable: "small-sample",
      now: { value: 0.5, holds: null },
    });
  });

  it.each([
    ["no standard", null, "no-standard"],
    ["an indicator that is gone", { ...standard, indicator: "gone" }, "no-indicator"],
    ["a dimension that is gone", { ...standard, cut: { country: "de" } }, "no-dimension"],
    [
      "feedback that is not collected",
      { theme: "slow", cut: {}, comparator: "<=" as const, threshold: 0.2, periods: 1 },
      "no-feedback",
    ],
    ["a member nobody was in", { ...standard, cut: { shift: "night" } }, "no-data"],
  ])("says that %s cannot be measured", (_, given, notMeasurable) => {
    const result = followed({ period: "2026-08", standard: given, due: "2026-09-30" }, waits(2, 2, 2));
    expect(result).toMatchObject({ status: "not-measurable", notMeasurable, due: true, change: null, beyond: null });
  });

  it("says that there are none, or that the warehouse keeps none", () => {
    const base = { indicators: { wait }, scored: { wait: { weight: 100 } }, ...waits(1, 1) };
    for (const actions of [[], null]) {
      const { snapshot, config } = edition({ ...base, snapshot: { actions } });
      expect(evaluate(snapshot, config).followUp).toEqual(actions);
    }
  });
});

describe("other standards", () => {
  it("a theme's share, of the classified comments", () => {
    const counts = [
      { period: "2026-08", theme: "slow", n: 30 },
      { period: "2026-08", theme: "other", n: 70 },
      { period: "2026-09", theme: "other", n: 29 },
      { period: "2026-10", theme: "slow", n: 10 },
      { period: "2026-10", theme: "other", n: 90 },
      { period: "2026-10", theme: "(none)", n: 900 },
    ];
    const feedback = { dataset: "tickets", query: "q", counts, quotes: [], dictionary: null };
    const report = { feedback: { dataset: "tickets", theme: "shift" } };
    const theme = { theme: "slow", cut: {}, comparator: "<=" as const, threshold: 0.1, periods: 1 };
    const result = followed(
      { period: "2026-08", standard: theme },
      { ...waits(1, 1, 1), report, snapshot: { feedback } },
    );
    expect(result).toMatchObject({
      status: "verified",
      run: 1,
      before: { value: 0.3, n: 100 },
      now: { value: 0.1, n: 100 },
    });
    // Nobody wrote about it in September, but 29 comments are too few to tell.
    expect(result.series[1]).toMatchObject({ value: 0, n: 29, holds: null });
    expect(result.change).toMatchObject({ effect: "better", evidence: true, interval: { method: "newcombe" } });
  });

  it("the overall score, under the rules of its own time", () => {
    const score = { score: true as const, cut: {}, comparator: ">=" as const, threshold: 80, periods: 2 };
    const rules = { wait: { weight: 100, baseline: 2, target: 1, bands: [0.5, 1, 1.5, 2] } };
    const result = followed({ period: "2026-07", standard: score }, { ...waits(1.8, 1.2, 0.9, 0.4), scored: rules });
    expect(result).toMatchObject({
      status: "verified",
      run: 2,
      before: { value: 40, n: null },
      now: { value: 100 },
      beyond: null,
    });
    expect(result.change).toMatchObject({ value: 60, effect: "better", interval: null, evidence: null });
  });

  it.each([
    ["<=", 1, 1, true],
    ["<", 1, 1, false],
    [">=", 1, 1, true],
    [">", 1, 1, false],
    ["<", 1, 0.99, true],
    [">", 1, 0.99, false],
    ["<=", 0.3, 0.1 + 0.2, true],
    ["<", 0.3, 0.1 + 0.2, false],
  ] as const)("%s %d is kept by %d: %s", (comparator, threshold, value, kept) => {
    expect(holds(value, { comparator, threshold })).toBe(kept);
  });
});

describe("against what all others did", () => {
  const shift = { shift: "night" };
  const cut = { indicator: "wait", cut: shift, comparator: "<=" as const, threshold: 1, periods: 1 };

  it("is the difference in differences of Card & Krueger", () => {
    // American Economic Review 84 (1994), table 3: full-time equivalents per store, New Jersey (320 stores) against
    // Pennsylvania (77): 20.44 → 21.03 and 23.33 → 21.17; the first changed by 2.76 more (2.75 of the rounded means).
    const stores = (nj: number, pa: number, period: string): Measurement[] => {
      const [own, other] = [mean(nj, 320, 9), mean(pa, 77, 9)];
      const sum = (part: "sum" | "sumSquares") => (own[part] ?? 0) + (other[part] ?? 0);
      const whole = { n: 397, value: sum("sum") / 397, sum: sum("sum"), sumSquares: sum("sumSquares") };
      return [inCut("wait", shift, own, period), inCut("wait", {}, whole, period)];
    };
    const { change, others, beyond } = followed(
      { period: "2026-09", standard: cut },
      { series: {}, measurements: [...stores(20.44, 23.33, "2026-09"), ...stores(21.03, 21.17, "2026-10")] },
    );
    expect(change?.value).toBeCloseTo(0.59, 9);
    expect(others?.value).toBeCloseTo(-2.16, 9);
    expect(beyond?.value).toBeCloseTo(2.75, 9);
    expect(beyond).toMatchObject({ effect: "worse", interval: { method: "satterthwaite" } });
  });

  it("has Newcombe's interval for the change of a share", () => {
    // Statistics in Medicine 17 (1998), p. 873–890, table II (a), method 10: 56/70 − 48/80 = 0.2, 0.0524 to 0.3339.
    const standardOfShare = { indicator: "solved", cut: {}, comparator: ">=" as const, threshold: 0.9, periods: 1 };
    const { change, beyond } = followed(
      { period: "2026-09", standard: standardOfShare },
      { series: { solved: [share(48, 80), share(56, 70)] } },
    );
    expect(change?.value).toBeCloseTo(0.2, 12);
    expect(change?.interval?.low).toBeCloseTo(0.0524, 4);
    expect(change?.interval?.high).toBeCloseTo(0.3339, 4);
    expect(change?.evidence).toBe(true);
    // A standard on everything leaves no others.
    expect(beyond).toBeNull();
  });

  it("leaves the others what is not in the cut, whatever the kind", () => {
    const base = {
      name: "x",
      definition: "x",
      dataset: "d",
      unit: "count",
      null_rule: "exclude",
      minimum_n: 1,
      precision: 1,
      direction: "higher_is_better",
    } as const;
    const parts = fc.record({ n: fc.integer({ min: 1, max: 500 }), rate: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const [x, y] = [Math.floor(a.n * a.rate), Math.floor(b.n * b.rate)];
        const [own, rest] = [inCut("r", shift, share(x, a.n)), inCut("r", {}, share(y, b.n))];
        const whole = inCut("r", {}, share(x + y, a.n + b.n));
        const indicator = { ...base, kind: "ratio", numerator: "true" } as const;
        expect(othersThan(own, whole, indicator)).toMatchObject({ n: rest.n, numerator: y, value: rest.value });
        // Nothing but the cut itself: nobody is left.
        expect(othersThan(own, { ...own, cut: {} }, indicator)).toBeNull();
        for (const kind of ["sum", "percentile"] as const)
          expect(othersThan(own, whole, { ...base, kind, value: "v", percentile: 0.5 })).toBeNull();
      }),
    );
  });

  it("multiplies a rate as the indicator does", () => {
    const rate = {
      name: "x",
      definition: "x",
      dataset: "d",
      unit: "per_unit",
      null_rule: "exclude",
      minimum_n: 1,
      precision: 1,
      direction: "lower_is_better",
      kind: "rate",
      value: "v",
      per: "p",
      multiplier: 1000,
    } as const;
    const whole = inCut("r", {}, { n: 30, numerator: 6, denominator: 3000, value: 2 });
    const own = inCut("r", shift, { n: 10, numerator: 4, denominator: 1000, value: 4 });
    expect(othersThan(own, whole, rate)).toMatchObject({ n: 20, numerator: 2, denominator: 2000, value: 1 });
  });
});
