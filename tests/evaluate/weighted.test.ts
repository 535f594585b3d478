import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Measurement, StratumParts, WeightedParts } from "../../src/collect/snapshot.ts";
import { weigh } from "../../src/collect/weigh.ts";
import { normalQuantile } from "../../src/evaluate/distributions.ts";
import { intervalOf, wilsonInterval } from "../../src/evaluate/intervals.ts";
import { compare } from "../../src/evaluate/significance.ts";
import {
  compareEstimates,
  effectiveSize,
  type Stratum,
  stratifiedEstimate,
  weightedInterval,
  weightedShare,
} from "../../src/evaluate/weighted.ts";

/** A stratum from its values; with the size of the population, the variance has its finite population correction. */
function stratum(weight: number, values: readonly number[], population = Number.POSITIVE_INFINITY): Stratum {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { weight, n, mean, variance: n < 2 ? null : (squares / (n - 1)) * (1 - n / population) };
}

const estimate = (strata: readonly Stratum[]) => {
  const found = stratifiedEstimate(strata);
  if (found === null) throw new Error("there is no estimate");
  return found;
};

const share = (member: string, weight: number, numerator: number, n: number): StratumParts => ({
  member,
  weight,
  n,
  numerator,
  value: n === 0 ? null : numerator / n,
  missing: 0,
});
const meanOf = (member: string, weight: number, values: readonly number[]): StratumParts => {
  const sum = values.reduce((total, value) => total + value, 0);
  const sumSquares = values.reduce((total, value) => total + value ** 2, 0);
  return {
    member,
    weight,
    n: values.length,
    sum,
    sumSquares,
    value: values.length === 0 ? null : sum / values.length,
    missing: 0,
  };
};
const parts = (...strata: StratumParts[]): WeightedParts => ({ dimension: "d", raw: null, missingWeight: 0, strata });
const measured = (strata: readonly StratumParts[]): Measurement => {
  const n = strata.reduce((sum, one) => sum + one.n, 0);
  const weighted = { dimension: "d", raw: 1, missingWeight: 1, strata };
  return { indicator: "x", period: "p", cut: {}, value: 1, n, missing: 0, weighted };
};

describe("a stratified estimate", () => {
  /** SAS/STAT User's Guide, The SURVEYMEANS Procedure, Getting Started: 40 of 4,000 pupils, by grade. */
  const ICE_CREAM: readonly [pupils: number, spending: readonly number[]][] = [
    [1824, [7, 7, 1, 10, 3, 2, 2, 6, 6, 6, 3, 12, 4, 2, 1, 4, 11, 2, 2, 9]],
    [1025, [12, 20, 19, 16, 17, 14, 18, 10, 13]],
    [1151, [10, 15, 15, 8, 8, 7, 14, 9, 8, 6, 11]],
  ];

  it("has the mean and standard error of the SAS example of spending on ice cream", () => {
    const { value, variance } = estimate(ICE_CREAM.map(([pupils, spending]) => stratum(pupils, spending, pupils)));
    expect(value).toBeCloseTo(9.141298, 6);
    expect(Math.sqrt(variance)).toBeCloseTo(0.531799, 6);
  });

  it("has the share and standard error of those who spend less than 10 dollars in the same example", () => {
    const less = ICE_CREAM.map(([pupils, spending]) => {
      const ones = spending.map((dollars) => (dollars < 10 ? 1 : 0));
      return stratum(pupils, ones, pupils);
    });
    const { value, variance } = estimate(less);
    expect(value).toBeCloseTo(0.544555, 6);
    expect(Math.sqrt(variance)).toBeCloseTo(0.058424, 6);
  });

  it("has mean, variance and degrees of freedom of Scheaffer's television example (Penn State STAT 506, lesson 6)", () => {
    const towns = [
      { households: 155, n: 20, mean: 33.9, deviation: 5.95 },
      { households: 62, n: 8, mean: 25.125, deviation: 15.25 },
      { households: 93, n: 12, mean: 19, deviation: 9.36 },
    ];
    const { value, variance, df } = estimate(
      towns.map(({ households, n, mean, deviation }) => ({
        weight: households,
        n,
        mean,
        variance: deviation ** 2 * (1 - n / households),
      })),
    );
    expect(value).toBeCloseTo(27.7, 1);
    expect(variance).toBeCloseTo(1.97, 2);
    expect(df).toBeCloseTo(21.09, 2);
  });

  it("has the directly standardised rates of Alaska and Florida (SAS PROC STDRATE example 1; R package dsr)", () => {
    const us = [30854207, 40199647, 40945028, 19948630, 6106351, 29399168, 38876268, 41881451, 22717040, 10494416];
    const alaska = {
      deaths: [37, 68, 206, 369, 556, 78, 181, 395, 555, 479],
      years: [81205, 93662, 108615, 35139, 5491, 77203, 85412, 100386, 32118, 7701],
    };
    const florida = {
      deaths: [1189, 2962, 10279, 26354, 42443, 906, 1234, 5630, 18309, 53489],
      years: [1505889, 1972157, 2197912, 1383533, 554632, 1445831, 1870430, 2246737, 1612270, 868838],
    };
    const standardised = ({ deaths, years }: typeof alaska) => {
      const strata = us.map((_, i) => share(String(i), 0, deaths[i] ?? 0, years[i] ?? 0));
      return weigh(measured(strata), new Map(us.map((weight, i) => [String(i), weight]))).value ?? 0;
    };
    expect(1000 * standardised(alaska)).toBeCloseTo(8.0693, 4);
    expect(1000 * standardised(florida)).toBeCloseTo(7.7342, 4);
  });

  it("lends the pooled scatter of the others to a stratum of a single row", () => {
    const [a, b, lone] = [stratum(50, [3, 5, 4, 4]), stratum(25, [2, 3, 4]), stratum(25, [5])];
    const pooled = (3 * (a.variance ?? 0) + 2 * (b.variance ?? 0)) / 5;
    const { value, variance, df } = estimate([a, b, lone]);
    expect(value).toBeCloseTo(0.5 * 4 + 0.25 * 3 + 0.25 * 5, 12);
    expect(variance).toBeCloseTo(
      (0.25 * (a.variance ?? 0)) / 4 + (0.0625 * (b.variance ?? 0)) / 3 + 0.0625 * pooled,
      12,
    );
    expect(df).toBeGreaterThan(2);
    expect(df).toBeLessThanOrEqual(5);
  });

  it("is none where no stratum shows any scatter, has weight, or has rows", () => {
    expect(stratifiedEstimate([])).toBeNull();
    expect(stratifiedEstimate([stratum(1, [4]), stratum(1, [5])])).toBeNull();
    expect(stratifiedEstimate([stratum(0, [4, 5, 6])])).toBeNull();
    expect(stratifiedEstimate([{ weight: 1, n: 0, mean: 0, variance: null }])).toBeNull();
  });

  it("without any scatter is certain, with as many degrees of freedom as there are", () => {
    expect(estimate([stratum(1, [4, 4, 4]), stratum(3, [2, 2])])).toEqual({ value: 2.5, variance: 0, df: 3 });
  });

  it("of one stratum is that of its plain mean", () => {
    const values = [1, 2, 4, 7, 9];
    const plain = stratum(7, values);
    expect(estimate([plain])).toEqual({ value: plain.mean, variance: (plain.variance ?? 0) / 5, df: 4 });
  });

  it("keeps its degrees of freedom between the least of a stratum and all of them (Satterthwaite)", () => {
    const values = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), values), { minLength: 1, maxLength: 6 }),
        (given) => {
          const strata = given.map(([weight, list]) => stratum(weight, list));
          const { variance, df } = estimate(strata);
          const free = strata.map(({ n }) => n - 1);
          expect(variance).toBeGreaterThanOrEqual(0);
          expect(df).toBeGreaterThanOrEqual(Math.min(...free) - 1e-9);
          expect(df).toBeLessThanOrEqual(free.reduce((sum, one) => sum + one, 0) + 1e-9);
        },
      ),
    );
  });
});

describe("a weighted interval", () => {
  it("of a share is Wilson's own where the weights are the rows of one stratum", () => {
    expect(weightedInterval(parts(share("all", 1, 81, 263)), "ratio")).toMatchObject({
      low: expect.closeTo(wilsonInterval(81, 263)?.low ?? 0, 12),
      high: expect.closeTo(wilsonInterval(81, 263)?.high ?? 0, 12),
    });
  });

  it("of a share stays open to doubt where every stratum is all or nothing, and within 0 and 1", () => {
    const all = weightedInterval(parts(share("a", 0.7, 8, 8), share("b", 0.3, 4, 4)), "ratio");
    expect(all?.high).toBe(1);
    const kish = effectiveSize([
      { weight: 0.7, n: 8 },
      { weight: 0.3, n: 4 },
    ]);
    const z = normalQuantile(0.975);
    // Wilson's lower edge for all of n is n ÷ (n + z²).
    expect(all?.low).toBeCloseTo(kish / (kish + z ** 2), 9);
    const none = weightedInterval(parts(share("a", 0.7, 0, 8), share("b", 0.3, 0, 4)), "top_box");
    expect(none?.low).toBe(0);
    expect(none?.high).toBeLessThan(1);
  });

  it("of a mean is Student's t about the weighted mean", () => {
    const interval = weightedInterval(parts(meanOf("a", 0.5, [3, 5]), meanOf("b", 0.5, [1, 3])), "mean");
    // s² = 2 in both: variance 2 × 0.25 × 2 ÷ 2 = 0.5 with 2 degrees of freedom; t = 4.303.
    expect(interval?.low).toBeCloseTo(3 - 4.30265 * Math.sqrt(0.5), 4);
    expect(interval?.high).toBeCloseTo(3 + 4.30265 * Math.sqrt(0.5), 4);
  });

  it("is that of the measurement, and there is none for single rows", () => {
    const lone = weigh(
      measured([meanOf("a", 0, [4]), meanOf("b", 0, [2])]),
      new Map([
        ["a", 1],
        ["b", 3],
      ]),
    );
    expect(lone.value).toBe(2.5);
    expect(intervalOf(lone, "mean")).toBeNull();
  });
});

describe("the change of a weighted figure", () => {
  it("of one stratum is Welch's test (Student's sleep data: t = −1.8608, df = 17.776, p = 0.07939)", () => {
    const one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const two = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { t, df, pValue } = compareEstimates(estimate([stratum(1, one)]), estimate([stratum(1, two)]));
    expect(t).toBeCloseTo(-1.8608, 4);
    expect(df).toBeCloseTo(17.776, 3);
    expect(pValue).toBeCloseTo(0.07939, 5);
  });

  it("without scatter is certain where the figures differ and nothing where they do not", () => {
    const [a, b] = [estimate([stratum(1, [4, 4])]), estimate([stratum(1, [5, 5])])];
    expect(compareEstimates(a, a).pValue).toBe(1);
    expect(compareEstimates(a, b).pValue).toBe(0);
  });

  it("is not tested where strata of one row have no scatter to borrow: four equal ratings and one other prove nothing", () => {
    const ratings = (customer: number) => measured([meanOf("peer", 2, [5, 5]), meanOf("customer", 3, [customer])]);
    expect(compare(ratings(5), ratings(4), "mean").method).toBe("none");
  });

  it("is tested by the strata and not by the rows, so that a change of mix alone is no change", () => {
    const weights = new Map([
      ["easy", 1],
      ["hard", 1],
    ]);
    const before = weigh(measured([share("easy", 0, 360, 400), share("hard", 0, 50, 100)]), weights);
    const after = weigh(measured([share("easy", 0, 90, 100), share("hard", 0, 200, 400)]), weights);
    expect(after.value).toBeCloseTo(before.value ?? 0, 12);
    expect(compare(before, after, "ratio")).toMatchObject({ method: "stratified", pValue: expect.closeTo(1, 6) });
  });
});

describe("weighing", () => {
  const strata = [meanOf("a", 0, [4, 4]), meanOf("b", 0, [2, 2, 2]), meanOf("(none)", 0, [1])];

  it("spreads the weight of a stratum without rows over the others in proportion", () => {
    const { value, weighted } = weigh(
      measured(strata),
      new Map([
        ["a", 50],
        ["b", 25],
        ["c", 25],
      ]),
    );
    expect(value).toBeCloseTo((50 * 4 + 25 * 2) / 75, 12);
    expect(weighted?.missingWeight).toBeCloseTo(0.25, 12);
    expect(weighted?.strata.map(({ member, weight }) => [member, weight])).toEqual([
      ["a", 0.5],
      ["b", 0.25],
      ["c", 0.25],
      ["(none)", 0],
    ]);
  });

  it("gives no figure, rather than an unweighted one, where no stratum with rows has weight", () => {
    for (const weights of [null, new Map<string, number>(), new Map([["c", 1]]), new Map([["a", 0]])]) {
      const { value, weighted } = weigh(measured(strata), weights);
      expect(value).toBeNull();
      expect(weighted?.missingWeight).toBe(1);
    }
  });

  it("leaves a plain measurement as it is", () => {
    const plain: Measurement = { indicator: "x", period: "p", cut: {}, value: 3, n: 9, missing: 0 };
    expect(weigh(plain, new Map([["a", 1]]))).toBe(plain);
  });

  it("with the shares of the rows gives the unweighted figure, and lies between the strata with any", () => {
    const values = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(values, fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 5 }),
        (given) => {
          const made = given.map(([list], i) => meanOf(`m${i}`, 0, list));
          const rows = new Map(made.map(({ member, n }) => [member, n]));
          const all = given.flatMap(([list]) => list);
          const raw = all.reduce((sum, value) => sum + value, 0) / all.length;
          expect(weigh(measured(made), rows).value).toBeCloseTo(raw, 9);
          const { value } = weigh(measured(made), new Map(given.map(([, weight], i) => [`m${i}`, weight])));
          const own = made.flatMap((one) => one.value ?? []);
          if (value === null) return;
          expect(value).toBeGreaterThanOrEqual(Math.min(...own) - 1e-9);
          expect(value).toBeLessThanOrEqual(Math.max(...own) + 1e-9);
        },
      ),
    );
  });

  it("weighs the share of items within a level as the figure itself", () => {
    const within = (weight: number, n: number, withinTarget: number): StratumParts => ({
      ...meanOf(
        `${weight}`,
        weight,
        Array.from({ length: n }, () => 1),
      ),
      withinTarget,
    });
    expect(weightedShare(parts(within(0.75, 4, 1), within(0.25, 10, 10)), "withinTarget")).toBeCloseTo(0.4375, 12);
    expect(weightedShare(parts(meanOf("a", 1, [1])), "withinTarget")).toBeNull();
  });
});
