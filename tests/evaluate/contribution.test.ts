import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Measurement } from "../../src/collect/snapshot.ts";
import { Indicator } from "../../src/config/schema/indicator.ts";
import { breakdownOf, changeEffects, type MemberParts, shortfall } from "../../src/evaluate/contribution.ts";
import { counterfactualsOf } from "../../src/evaluate/counterfactual.ts";
import { readingsOf } from "../../src/evaluate/readings.ts";

const parts = (entries: Record<string, [above: number, below: number]>): MemberParts[] =>
  Object.entries(entries).map(([member, [above, below]]) => ({ member, n: below, above, below }));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("change on the previous period (Kitagawa)", () => {
  // Das Gupta 1993, *Standardization and Decomposition of Rates*, example 5.3: deaths per 1,000 by race and age, United
  // States 1970 and 1985 (the data of the R package DasGuptR's vignette `category_effects`).
  const size = {
    1985: [
      3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472, 707, 2692, 6473, 6841, 6547, 4352, 3034,
      2540, 1749, 804, 236,
    ],
    1970: [
      2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315, 535, 2162, 6120, 4781, 3096, 2718, 2363,
      1767, 1149, 448, 117,
    ],
  };
  const rate = {
    1985: [
      9.163, 0.462, 0.248, 0.929, 1.084, 1.81, 4.715, 12.187, 27.728, 64.068, 157.57, 17.208, 0.738, 0.328, 1.103,
      2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161,
    ],
    1970: [
      18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837, 36.993, 1.352, 0.541, 2.04,
      3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205,
    ],
  };
  const population = (year: 1970 | 1985): MemberParts[] =>
    size[year].map((below, i) => ({ member: `m${i}`, n: below, below, above: below * (rate[year][i] ?? 0) }));
  const standardised = (rates: readonly number[], weights: readonly number[]) =>
    sum(rates.map((value, i) => value * (weights[i] ?? 0))) / sum(weights);

  it("splits the published death rates as direct standardisation does", () => {
    const effects = changeEffects(population(1970), population(1985));
    const [crude70, crude85] = [standardised(rate[1970], size[1970]), standardised(rate[1985], size[1985])];
    // Rates compared on the mean of both compositions, compositions compared on the mean of both rates.
    const shares = (year: 1970 | 1985) => size[year].map((count) => count / sum(size[year]));
    const both = shares(1970).map((share, i) => (share + (shares(1985)[i] ?? 0)) / 2);
    const rateEffect = standardised(rate[1985], both) - standardised(rate[1970], both);
    expect(crude70).toBeCloseTo(9.42, 2);
    expect(crude85).toBeCloseTo(8.74, 2);
    expect(sum(effects.map((effect) => effect.rate))).toBeCloseTo(rateEffect, 10);
    expect(sum(effects.map((effect) => effect.mix))).toBeCloseTo(crude85 - crude70 - rateEffect, 10);
  });

  it("adds up by hand: two shifts, one slower and growing", () => {
    // Day 80 → 70 of 100 at 1 h; night 20 → 30 at 5 h → 6 h. Whole 1.8 → 2.5.
    const before = parts({ day: [80, 80], night: [100, 20] });
    const after = parts({ day: [70, 70], night: [180, 30] });
    const [day, night] = changeEffects(before, after);
    expect(day?.rate).toBeCloseTo(0, 12);
    expect(night?.rate).toBeCloseTo(0.25 * 1, 12);
    // Mix against the mean of the wholes, 2.15: −0.1 × (1 − 2.15) and +0.1 × (5.5 − 2.15).
    expect(day?.mix).toBeCloseTo(0.115, 12);
    expect(night?.mix).toBeCloseTo(0.335, 12);
    expect((day?.total ?? 0) + (night?.total ?? 0)).toBeCloseTo(0.7, 12);
    expect(night?.share).toBeCloseTo(0.585 / 0.7, 12);
  });

  it("books a member that came or went as mix", () => {
    const effects = changeEffects(parts({ a: [50, 50], gone: [30, 10] }), parts({ a: [50, 50], came: [5, 10] }));
    expect(effects.map(({ member, rate }) => [member, rate])).toEqual([
      ["a", 0],
      ["came", 0],
      ["gone", 0],
    ]);
    expect(sum(effects.map(({ total }) => total))).toBeCloseTo(55 / 60 - 80 / 60, 12);
    expect(effects[2]).toMatchObject({ n: 0, value: null, weight: 0 });
  });
});

describe("contributions", () => {
  const member = fc.record({
    below: fc.integer({ min: 0, max: 5000 }),
    mean: fc.double({ min: -20, max: 20, noNaN: true }),
  });
  const members = fc
    .array(member, { minLength: 1, maxLength: 12 })
    .map((list) => list.map(({ below, mean }, i) => ({ member: `m${i}`, n: below, below, above: below * mean })))
    .filter((list) => sum(list.map(({ below }) => below)) > 0);
  const whole = (list: readonly MemberParts[]) =>
    sum(list.map(({ above }) => above)) / sum(list.map(({ below }) => below));

  it("sum exactly to the shortfall and to the change", () => {
    fc.assert(
      fc.property(members, members, fc.double({ min: -20, max: 20, noNaN: true }), (before, after, target) => {
        const change = changeEffects(before, after);
        expect(sum(change.map(({ total }) => total))).toBeCloseTo(whole(after) - whole(before), 9);
        for (const { rate, mix, total } of change) expect(rate + mix).toBeCloseTo(total, 12);
        expect(sum(change.map(({ weight }) => weight))).toBeCloseTo(1, 12);
        expect(sum(shortfall(after, target).map(({ total }) => total))).toBeCloseTo(whole(after) - target, 9);
      }),
    );
  });

  it("have no shares where there is no difference", () => {
    const same = parts({ a: [10, 10], b: [20, 20] });
    expect(changeEffects(same, same).map(({ share }) => share)).toEqual([null, null]);
    expect(shortfall(same, 1).map(({ share }) => share)).toEqual([null, null]);
  });
});

const common = {
  name: "X",
  definition: "X.",
  dataset: "tickets",
  unit: "hours",
  direction: "lower_is_better",
} as const;
const mean = Indicator.parse({ ...common, kind: "mean", value: "x" });

/** Measurements of a mean: one period as a whole and by shift. */
function measured(period: string, shifts: Record<string, [sum: number, n: number]>, id = "x"): Measurement[] {
  const entry = (cut: Record<string, string>, total: number, n: number): Measurement => ({
    indicator: id,
    period,
    cut,
    n,
    sum: total,
    sumSquares: n === 0 ? 0 : (total * total) / n + n,
    value: n === 0 ? null : total / n,
    missing: 0,
  });
  const all = Object.values(shifts);
  return [
    entry({}, sum(all.map(([total]) => total)), sum(all.map(([, n]) => n))),
    ...Object.entries(shifts).map(([shift, [total, n]]) => entry({ shift }, total, n)),
  ];
}
const request = { id: "x", indicator: mean, dimension: "shift", period: "b", previous: "a", target: 1.5 };

describe("breakdown", () => {
  const now = measured("b", { day: [70, 70], night: [180, 30], "(none)": [0, 0] });
  const before = measured("a", { day: [80, 80], night: [100, 20] });

  it("holds members, shortfall and change, worst first", () => {
    const breakdown = breakdownOf(request, readingsOf({ measurements: [...now, ...before] }));
    expect(breakdown?.members.map(({ member }) => member)).toEqual(["day", "night", "(none)"]);
    expect(breakdown?.targetGap).toBeCloseTo(1, 12);
    expect(breakdown?.againstTarget?.map(({ member, total }) => [member, Number(total.toFixed(6))])).toEqual([
      ["night", 1.35],
      ["(none)", 0],
      ["day", -0.35],
    ]);
    expect(breakdown?.previousGap).toBeCloseTo(0.7, 12);
    expect(breakdown?.againstPrevious?.[0]?.member).toBe("night");
    expect(breakdown?.notDecomposed).toBeNull();
  });

  it("leaves out what it has no reference for", () => {
    const readings = readingsOf({ measurements: [...now, ...before] });
    expect(breakdownOf({ ...request, target: null, previous: null }, readings)).toMatchObject({
      againstTarget: null,
      targetGap: null,
      againstPrevious: null,
      previousGap: null,
      notDecomposed: null,
    });
    expect(breakdownOf({ ...request, previous: "before-the-data" }, readings)?.againstPrevious).toBeNull();
    expect(breakdownOf({ ...request, dimension: "team" }, readings)).toBeNull();
  });

  it("says why it cannot decompose: percentile, members that do not add up, no data", () => {
    const readings = readingsOf({ measurements: [...now, ...before] });
    const percentile = Indicator.parse({ ...common, kind: "percentile", value: "x" });
    expect(breakdownOf({ ...request, indicator: percentile }, readings)).toMatchObject({
      notDecomposed: "percentile",
      againstTarget: null,
    });
    const partial = readingsOf({ measurements: now.filter(({ cut: { shift } }) => shift !== "day") });
    expect(breakdownOf(request, partial)).toMatchObject({ notDecomposed: "incomplete", againstTarget: null });
    const empty = readingsOf({ measurements: measured("b", { day: [0, 0] }) });
    expect(breakdownOf(request, empty)).toMatchObject({ notDecomposed: "no-data", againstTarget: null });
    expect(breakdownOf(request, empty)?.members).toEqual([{ member: "day", n: 0, value: null, weight: 0 }]);
  });

  it("weighs members of a rate by its denominator, not by rows", () => {
    const rate = Indicator.parse({
      ...common,
      kind: "rate",
      value: "1",
      per: "orders",
      multiplier: 1000,
      unit: "per_unit",
    });
    const entry = (cut: Record<string, string>, numerator: number, denominator: number, n: number): Measurement => ({
      indicator: "x",
      period: "b",
      cut,
      n,
      numerator,
      denominator,
      value: (1000 * numerator) / denominator,
      missing: 0,
    });
    const readings = readingsOf({
      measurements: [
        entry({}, 30, 10_000, 100),
        entry({ shift: "day" }, 10, 9000, 50),
        entry({ shift: "night" }, 20, 1000, 50),
      ],
    });
    const breakdown = breakdownOf({ ...request, indicator: rate, previous: null, target: 2 }, readings);
    expect(breakdown?.members.map(({ member, weight }) => [member, weight])).toEqual([
      ["day", 0.9],
      ["night", 0.1],
    ]);
    expect(breakdown?.targetGap).toBeCloseTo(1, 12);
    expect(breakdown?.againstTarget?.[0]).toMatchObject({ member: "night" });
    expect(breakdown?.againstTarget?.[0]?.total).toBeCloseTo(0.1 * (20 - 2), 12);
  });

  it("splits the change of a count by difference, and no target", () => {
    const count = Indicator.parse({ ...common, kind: "count", unit: "count" });
    const entry = (period: string, cut: Record<string, string>, n: number): Measurement => ({
      indicator: "x",
      period,
      cut,
      n,
      value: n,
      missing: 0,
    });
    const readings = readingsOf({
      measurements: [
        ...[entry("a", {}, 50), entry("a", { shift: "day" }, 40), entry("a", { shift: "night" }, 10)],
        ...[entry("b", {}, 65), entry("b", { shift: "day" }, 42), entry("b", { shift: "late" }, 23)],
      ],
    });
    const breakdown = breakdownOf({ ...request, indicator: count }, readings);
    expect(breakdown).toMatchObject({ againstTarget: null, previousGap: 15, notDecomposed: null });
    expect(breakdown?.againstPrevious?.map(({ member, total, mix }) => [member, total, mix])).toEqual([
      ["late", 23, 0],
      ["day", 2, 0],
      ["night", -10, 0],
    ]);
  });
});

describe("counterfactual", () => {
  const readings = readingsOf({ measurements: measured("b", { day: [70, 70], night: [180, 30], "(none)": [5, 5] }) });
  const breakdown = breakdownOf({ ...request, previous: null }, readings);
  if (breakdown === null) throw new Error("no breakdown");

  it("gives the member the value of all the others together, best effect first", () => {
    const value = 255 / 105;
    const result = counterfactualsOf(breakdown, value, "lower_is_better", (other) => (other <= 1 ? 5 : 0));
    expect(result.map(({ member }) => member)).toEqual(["night", "day"]);
    expect(result[0]).toMatchObject({ dimension: "shift", memberValue: 6, scoreEffect: 5 });
    expect(result[0]?.othersValue).toBeCloseTo(1, 12);
    expect(result[0]?.value).toBeCloseTo(1, 12);
    expect(result[0]?.effect).toBeCloseTo(1 - value, 12);
    expect(result[1]?.othersValue).toBeCloseTo(185 / 35, 12);
  });

  it("says nothing for a single member, or without a decomposition", () => {
    const single = breakdownOf(request, readingsOf({ measurements: measured("b", { day: [70, 70] }) }));
    if (single === null) throw new Error("no breakdown");
    expect(counterfactualsOf(single, 1, "lower_is_better", () => 0)).toEqual([]);
    expect(counterfactualsOf({ ...breakdown, notDecomposed: "percentile" }, 1, "lower_is_better", () => 0)).toEqual([]);
  });
});
