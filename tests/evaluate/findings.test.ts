import { describe, expect, it } from "vitest";
import type { Measurement } from "../../src/collect/snapshot.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { edition, inCut, mean, share } from "../helpers/edition.ts";

const ratio = { kind: "ratio", numerator: "ok" };
const hours = { kind: "mean", value: "hours", unit: "hours", direction: "lower_is_better" };
const bands = [0.97, 0.95, 0.9, 0.85];
const run = (options: Parameters<typeof edition>[0]) => {
  const { snapshot, config } = edition(options);
  return evaluate(snapshot, config);
};
/** Twelve ordinary months about a share of 1,000, then the reported one. */
const steady = (level: number, last: number) => [
  ...Array.from({ length: 12 }, (_, i) => share(level + (i % 2 === 0 ? 4 : -4), 1000)),
  share(last, 1000),
];

describe("weaknesses and strengths", () => {
  it("rank by points lost and points gained; nothing is both", () => {
    const { weaknesses, strengths } = run({
      indicators: { a: ratio, b: ratio, c: ratio, d: ratio },
      scored: {
        a: { weight: 20, baseline: 0.9, target: 0.95, bands },
        b: { weight: 40, baseline: 0.9, target: 0.95, bands },
        c: { weight: 15, baseline: 0.9, target: 0.95, bands },
        d: { weight: 25, baseline: 0.9, target: 0.95, bands },
      },
      series: { a: steady(800, 800), b: steady(920, 920), c: steady(955, 955), d: steady(980, 980) },
    });
    expect(weaknesses.map(({ subject, rank, importance, reasons }) => [subject, rank, importance, reasons])).toEqual([
      ["a", 1, 16, ["baseline-missed", "target-missed"]],
      ["b", 2, 16, ["target-missed"]],
    ]);
    expect(strengths.map(({ subject, rank, importance, reasons }) => [subject, rank, importance, reasons])).toEqual([
      ["d", 1, 10, ["target-met"]],
      ["c", 2, 3, ["target-met"]],
    ]);
  });

  it("take a target met exactly as met", () => {
    const { weaknesses, strengths, indicators, score } = run({
      indicators: { a: ratio },
      scored: { a: { weight: 100, baseline: 0.9, target: 0.95, bands } },
      series: { a: [share(19, 20), share(95, 100)] },
    });
    expect(weaknesses).toEqual([]);
    expect(strengths.map(({ subject }) => subject)).toEqual(["a"]);
    expect(indicators[0]).toMatchObject({ meetsTarget: true, band: "good", points: 4, achievement: 1 });
    expect(score).toMatchObject({ value: 80, band: "good", targetsMet: 1, targetsMissed: 0 });
  });

  it("call a met target weak when it worsens with evidence or breaks out of its range", () => {
    const { weaknesses, strengths } = run({
      indicators: { a: ratio },
      scored: { a: { weight: 100, baseline: 0.8, target: 0.85, bands: [0.9, 0.85, 0.8, 0.75] } },
      series: { a: steady(950, 900) },
    });
    expect(weaknesses[0]?.reasons).toEqual(["special-cause-concern", "worsening"]);
    expect(strengths).toEqual([]);
  });

  it("call strong what improves, with a target or without", () => {
    const { strengths, weaknesses } = run({
      indicators: { a: ratio, b: ratio, c: ratio },
      scored: {
        a: { weight: 50, target: 0.85, bands: [0.9, 0.85, 0.8, 0.75] },
        b: { weight: 25 },
        c: { weight: 25, baseline: 0.5 },
      },
      series: { a: steady(860, 940), b: steady(860, 940), c: steady(860, 860) },
    });
    expect(weaknesses).toEqual([]);
    expect(strengths.map(({ subject, reasons }) => [subject, reasons])).toEqual([
      ["a", ["target-met", "special-cause-improvement", "improving"]],
      ["b", ["special-cause-improvement", "improving"]],
      ["c", ["baseline-met"]],
    ]);
  });

  it("are silent about indicators that cannot be judged", () => {
    const { strengths, weaknesses, indicators, score } = run({
      indicators: { a: ratio, b: ratio, c: ratio },
      scored: {
        a: { weight: 40, baseline: 0.9, target: 0.95, bands },
        b: { weight: 30, baseline: 0.9, target: 0.95, bands },
        c: { weight: 30, baseline: 0.9, target: 0.95, bands },
      },
      series: { a: [share(2, 10)], b: [share(0, 0)], c: [null] },
    });
    expect([...strengths, ...weaknesses]).toEqual([]);
    expect(
      indicators.map(({ judged, notMeasured, band, meetsTarget }) => [judged, notMeasured, band, meetsTarget]),
    ).toEqual([
      [false, null, null, null],
      [false, "no-data", null, null],
      [false, "no-data", null, null],
    ]);
    expect(indicators[0]).toMatchObject({ value: 0.2, n: 10 });
    expect(score).toMatchObject({ value: null, band: null, missingWeight: 100, targetsMet: 0, targetsMissed: 0 });
  });

  it("put themes after missed targets and before mere signals", () => {
    const counts = [
      { period: "2026-10", theme: "wait", n: 45 },
      { period: "2026-10", theme: "other", n: 15 },
      { period: "2026-10", theme: "tone", n: 40 },
    ];
    const { weaknesses } = run({
      indicators: { missed: ratio, signal: ratio },
      scored: {
        signal: { weight: 90, target: 0.85, bands: [0.99, 0.97, 0.95, 0.85] },
        missed: { weight: 10, target: 0.95, bands },
      },
      series: { missed: steady(940, 940), signal: steady(950, 900) },
      report: { feedback: { dataset: "tickets", theme: "shift" } },
      snapshot: { feedback: { dataset: "tickets", query: "q", counts, quotes: [], dictionary: null } },
    });
    expect(weaknesses.map(({ kind, subject }) => [kind, subject])).toEqual([
      ["indicator", "missed"],
      ["theme", "wait"],
      ["theme", "tone"],
      ["indicator", "signal"],
    ]);
    expect(weaknesses[1]?.importance).toBeCloseTo(25, 10);
  });
});

/** First response by shift and by team: the whole must be the sum. */
function slowNight(nights: [value: number, n: number], days: [value: number, n: number]): Measurement[] {
  const whole = (nights[0] * nights[1] + days[0] * days[1]) / (nights[1] + days[1]);
  const n = nights[1] + days[1];
  const between = (nights[1] * (nights[0] - whole) ** 2 + days[1] * (days[0] - whole) ** 2) / n;
  return [
    inCut("wait", {}, mean(whole, n, Math.sqrt(0.25 + between))),
    inCut("wait", { shift: "night" }, mean(nights[0], nights[1], 0.5)),
    inCut("wait", { shift: "day" }, mean(days[0], days[1], 0.5)),
    // The two teams hardly differ.
    inCut("wait", { team: "a" }, mean(whole + 0.01, n / 2, 1.5)),
    inCut("wait", { team: "b" }, mean(whole - 0.01, n / 2, 1.5)),
  ];
}
const waiting = (measurements: readonly Measurement[], more: object = {}) =>
  run({
    indicators: { wait: hours },
    scored: { wait: { weight: 100, baseline: 2, target: 1.5, bands: [1, 1.5, 2, 3] } },
    measurements,
    ...more,
  });

describe("causes", () => {
  it("name the member whose share of the gap exceeds its share of the rows", () => {
    const { weaknesses } = waiting(slowNight([6, 200], [1.1, 800]));
    const cause = weaknesses[0]?.cause;
    expect(cause).toMatchObject({ dimension: "shift", member: "night", against: "target", shareOfRows: 0.2 });
    // Whole 2.08, gap 0.58; the night adds 0.2 × 4.5 = 0.9.
    expect(cause?.shareOfGap).toBeCloseTo(0.9 / 0.58, 9);
    expect(cause?.counterfactual?.value).toBeCloseTo(1.1, 9);
    expect(cause?.counterfactual?.effect).toBeCloseTo(-0.98, 9);
    // Needs improvement → good.
    expect(cause?.counterfactual?.scoreEffect).toBe(40);
  });

  it("name none where the harm is spread evenly, tiny, unnamed, or not proven", () => {
    expect(waiting(slowNight([2.1, 500], [2.1, 500])).weaknesses[0]?.cause).toBeNull();
    expect(waiting(slowNight([9, 20], [2, 980])).weaknesses[0]?.cause).toBeNull();
    const unnamed = slowNight([6, 200], [1.1, 800]).map((measurement) =>
      Object.values(measurement.cut).includes("night") ? { ...measurement, cut: { shift: "(none)" } } : measurement,
    );
    expect(waiting(unnamed).weaknesses[0]?.cause).toBeNull();
    const noisy = slowNight([2.0, 100], [1.7, 400]).map((measurement) => ({
      ...measurement,
      sumSquares: (measurement.sumSquares ?? 0) + measurement.n * 100,
    }));
    expect(waiting(noisy).weaknesses[0]?.cause).toBeNull();
  });

  it("look at the change on the previous period where the target is met or absent", () => {
    const { weaknesses } = run({
      indicators: { ok: ratio },
      scored: { ok: { weight: 100 } },
      measurements: [
        inCut("ok", {}, share(950, 1000), "2026-09"),
        inCut("ok", { shift: "day" }, share(760, 800), "2026-09"),
        inCut("ok", { shift: "night" }, share(190, 200), "2026-09"),
        inCut("ok", {}, share(900, 1000)),
        inCut("ok", { shift: "day" }, share(760, 800)),
        inCut("ok", { shift: "night" }, share(140, 200)),
      ],
      series: { ok: [null, null] },
    });
    expect(weaknesses[0]?.reasons).toEqual(["worsening"]);
    expect(weaknesses[0]?.cause).toMatchObject({ member: "night", against: "previous" });
    expect(weaknesses[0]?.cause?.shareOfGap).toBeCloseTo(1, 9);
  });

  it("take no cut along the edition's own scope", () => {
    const { indicators } = waiting(slowNight([6, 200], [1.1, 800]), { snapshot: { scope: { shift: "night" } } });
    expect(indicators[0]?.breakdowns.map(({ dimension }) => dimension)).toEqual(["team"]);
  });
});

describe("measures", () => {
  const measure = { title: "Do it", department: "Service", due_in_days: 45 };
  const rule = (id: string, when: object, more: object = {}) => ({
    id,
    when,
    problem: "P",
    cause: "C",
    measure: { ...measure, ...more },
  });
  const slow = slowNight([6, 200], [1.1, 800]);

  it("come from the first rule that fits, with due date, effect and verification", () => {
    const verification = { indicator: "wait", cut: { shift: "night" }, comparator: "<=", threshold: 1 };
    const { measures } = waiting(slow, {
      playbook: [
        rule("other-indicator", { indicator: "else" }),
        rule("other-member", { indicator: "wait", dimension: "shift", member: "day" }),
        rule("too-much", { indicator: "wait", dimension: "team", share_at_least: 0 }),
        rule("night", { indicator: "wait", dimension: "shift", member: "night", share_at_least: 1 }, { verification }),
        rule("general", {}),
      ],
    });
    expect(measures).toHaveLength(1);
    expect(measures[0]).toMatchObject({
      rule: "night",
      weakness: 0,
      alsoFor: [],
      general: false,
      dueDate: "2026-12-15",
    });
    expect(measures[0]?.expectedEffect).toBeCloseTo(-0.98, 9);
    expect(measures[0]?.expectedScoreEffect).toBe(40);
    expect(measures[0]?.verification).toEqual({ ...verification, periods: 1 });
  });

  it("are due on a working day: 12 and 13 December 2026 are a weekend", () => {
    const due = [41, 42, 43, 44].map((due_in_days) => {
      const rules = [rule("night", { indicator: "wait" }, { due_in_days })];
      return waiting(slow, { playbook: rules }).measures[0]?.dueDate;
    });
    expect(due).toEqual(["2026-12-11", "2026-12-14", "2026-12-14", "2026-12-14"]);
  });

  it("ask for the share of the gap the rule wants", () => {
    const playbook = [
      rule("all-of-it", { indicator: "wait", dimension: "shift", share_at_least: 1 }),
      rule("indicator-alone", { indicator: "wait" }),
    ];
    const { weaknesses, measures } = waiting(slowNight([2.6, 400], [1.6, 600]), { playbook });
    expect(weaknesses[0]?.cause?.shareOfGap).toBeCloseTo(0.44 / 0.5, 9);
    expect(measures[0]).toMatchObject({ rule: "indicator-alone", general: false });
    expect(measures[0]?.verification).toEqual({
      indicator: "wait",
      cut: {},
      comparator: "<=",
      threshold: 1.5,
      periods: 1,
    });
  });

  it("catch the rest by the general entry, once for all", () => {
    const { weaknesses, measures } = run({
      indicators: { a: ratio, b: ratio },
      scored: { a: { weight: 50, target: 0.95, bands }, b: { weight: 50, target: 0.95, bands } },
      series: { a: steady(900, 900), b: steady(920, 920) },
      playbook: [rule("general", {})],
    });
    expect(weaknesses).toHaveLength(2);
    expect(measures).toHaveLength(1);
    expect(measures[0]).toMatchObject({
      rule: "general",
      general: true,
      weakness: 0,
      alsoFor: [1],
      expectedEffect: null,
    });
  });

  it("answer a theme by its own rule or the general one, never by an indicator's", () => {
    const counts = [
      { period: "2026-10", theme: "wait", n: 60 },
      { period: "2026-10", theme: "tone", n: 40 },
    ];
    const { measures } = run({
      indicators: { a: ratio },
      scored: { a: { weight: 100, target: 0.95, bands } },
      series: { a: steady(960, 960) },
      report: { feedback: { dataset: "tickets", theme: "shift" } },
      snapshot: { feedback: { dataset: "tickets", query: "q", counts, quotes: [], dictionary: null } },
      playbook: [rule("any-cut", { dimension: "shift" }), rule("waiting", { theme: "wait" }), rule("general", {})],
    });
    // Without a standard of its own, a theme is to fall to the share from which it needs attention.
    const falls = (theme: string) => ({ theme, cut: {}, comparator: "<=", threshold: 0.2, periods: 1 });
    expect(measures.map(({ rule: id, verification }) => [id, verification])).toEqual([
      ["waiting", falls("wait")],
      ["general", falls("tone")],
    ]);
  });

  it("promise no points without a score, and nothing without a playbook", () => {
    const withheld = run({
      indicators: { wait: hours, other: ratio },
      scored: {
        wait: { weight: 50, baseline: 2, target: 1.5, bands: [1, 1.5, 2, 3] },
        other: { weight: 50, target: 0.95, bands },
      },
      rules: { missing: "withhold" },
      measurements: slow,
      playbook: [rule("general", {})],
    });
    expect(withheld.score.value).toBeNull();
    expect(withheld.measures[0]?.expectedScoreEffect).toBeNull();
    expect(withheld.measures[0]?.expectedEffect).toBeCloseTo(-0.98, 9);
    expect(waiting(slow).measures).toEqual([]);
  });
});
