import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reliabilityResult } from "../../src/evaluate/analyses/reliability.ts";
import {
  alphaWithout,
  correlations,
  cronbachAlpha,
  feldtInterval,
  itemRestCorrelation,
} from "../../src/evaluate/reliability.ts";

const near = (value: number | null | undefined, digits: number): number | undefined =>
  value === null || value === undefined ? undefined : Number(value.toFixed(digits));

describe("Cronbach's alpha", () => {
  // StatsBase.jl, documentation of cronbachalpha: covariance matrix and output (that of Wikipedia's article).
  const wikipedia = [
    [10, 6, 6, 6],
    [6, 11, 6, 6],
    [6, 6, 12, 6],
    [6, 6, 6, 13],
  ];

  it("is that of StatsBase.jl's documented example, with every item left out in turn", () => {
    expect(near(cronbachAlpha(wikipedia), 4)).toBe(0.8136);
    expect(wikipedia.map((_, item) => near(alphaWithout(wikipedia, item), 4))).toEqual([0.75, 0.7606, 0.7714, 0.7826]);
  });

  // SPSS RELIABILITY output in Denis, Applied Univariate, Bivariate, and Multivariate Statistics: standard deviations and
  // correlations of five items over ten persons; alpha 0.633, of standardised items 0.691; item 1: corrected item–total correlation
  // 0.712, scale variance without it 108.900.
  const deviations = [2.71006, 5.05085, 4.7481, 2.71621, 3.80058];
  const spssCorrelations = [
    [1, 0.679, 0.351, 0.827, 0.022],
    [0.679, 1, 0.612, 0.743, -0.463],
    [0.351, 0.612, 1, 0.462, -0.129],
    [0.827, 0.743, 0.462, 1, -0.011],
    [0.022, -0.463, -0.129, -0.011, 1],
  ];
  const spss = spssCorrelations.map((row, i) => row.map((r, j) => r * (deviations[i] ?? 0) * (deviations[j] ?? 0)));

  it("is that of SPSS, raw and standardised, with the corrected item–total correlation", () => {
    expect(near(cronbachAlpha(spss), 3)).toBe(0.633);
    expect(near(cronbachAlpha(correlations(spss) ?? []), 3)).toBe(0.691);
    expect(near(itemRestCorrelation(spss, 0), 3)).toBe(0.712);
  });

  it("does not exist for one item, or where nothing varies; one without scatter cannot be standardised", () => {
    expect(cronbachAlpha([[4]])).toBeNull();
    expect(
      alphaWithout(
        [
          [4, 2],
          [2, 4],
        ],
        0,
      ),
    ).toBeNull();
    expect(
      cronbachAlpha([
        [0, 0],
        [0, 0],
      ]),
    ).toBeNull();
    const still = [
      [0, 0],
      [0, 2],
    ];
    expect(cronbachAlpha(still)).toBe(0);
    expect(correlations(still)).toBeNull();
    expect(itemRestCorrelation(still, 0)).toBeNull();
  });

  it("is 1 for equal items, 0 for unrelated ones, negative for opposed ones, and does not depend on their order", () => {
    const common = (r: number) => [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 1 : r)));
    expect(cronbachAlpha(common(1))).toBeCloseTo(1, 12);
    expect(cronbachAlpha(common(0))).toBeCloseTo(0, 12);
    expect(cronbachAlpha(common(-0.3))).toBeLessThan(0);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (order) => {
        const shuffled = order.map((i) => order.map((j) => spss[i]?.[j] ?? 0));
        expect(cronbachAlpha(shuffled)).toBeCloseTo(cronbachAlpha(spss) ?? 0, 10);
      }),
      { numRuns: 30, seed: 4 },
    );
  });
});

describe("interval of alpha", () => {
  it("is that of pingouin's documented examples, which are tested against R's psych", () => {
    // pingouin.cronbach_alpha, eleven items of twelve persons: (alpha, [low, high]).
    for (const [alpha, low, high] of [
      [0.732661, 0.435, 0.909],
      [0.801695, 0.581, 0.933],
      [0.738019, 0.447, 0.911],
    ] as const) {
      const interval = feldtInterval(alpha, 12, 11);
      expect([near(interval?.low, 3), near(interval?.high, 3)]).toEqual([low, high]);
    }
  });

  it("is the wider the fewer answers, and there is none for one", () => {
    const [few, many] = [feldtInterval(0.8, 30, 4), feldtInterval(0.8, 3000, 4)];
    expect((few?.high ?? 0) - (few?.low ?? 0)).toBeGreaterThan(5 * ((many?.high ?? 0) - (many?.low ?? 0)));
    expect(feldtInterval(0.8, 1, 4)).toBeNull();
    expect(feldtInterval(0.8, 30, 1)).toBeNull();
  });
});

describe("a scale against the acceptable alpha", () => {
  const settings = (standardised = false) => ({
    kind: "reliability" as const,
    id: "r",
    title: "R",
    dataset: "d",
    scales: [{ id: "s", name: "S", items: ["a", "b", "c"], standardised }],
    acceptable: 0.7,
    minimum_n: 30,
  });
  const verdict = (r: number, complete: number) => {
    const covariances = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 1 : r)));
    const scales = [{ id: "s", items: ["a", "b", "c"], complete, covariances }];
    return reliabilityResult(settings(), { kind: "reliability", id: "r", query: "q", answers: 900, scales })?.scales[0];
  };

  it("is judged by the whole interval, and with too few complete answers not at all", () => {
    expect(verdict(0.7, 500)?.verdict).toBe("reliable");
    expect(verdict(0.15, 500)?.verdict).toBe("unreliable");
    expect(verdict(0.44, 60)?.verdict).toBe("uncertain");
    expect(verdict(0.7, 29)).toMatchObject({ verdict: null, n: 29 });
    expect(verdict(0.7, 29)?.alpha).not.toBeNull();
    expect(verdict(0, 1)).toMatchObject({ alpha: null, interval: null, verdict: null });
  });

  it("names the item without which it would be clearly better", () => {
    const covariances = [
      [1, 0.7, 0.1],
      [0.7, 1, 0.1],
      [0.1, 0.1, 1],
    ];
    const scales = [{ id: "s", items: ["a", "b", "c"], complete: 400, covariances }];
    const record = { kind: "reliability" as const, id: "r", query: "q", answers: 400, scales };
    expect(reliabilityResult(settings(), record)?.scales[0]?.items.map(({ raises }) => raises)).toEqual([
      false,
      false,
      true,
    ]);
    expect(reliabilityResult(settings(), { ...record, answers: 0 })).toBeNull();
  });

  it("of items with unlike scatter is standardised where the report says so", () => {
    const covariances = [
      [1, 0.5, 2],
      [0.5, 1, 2],
      [2, 2, 16],
    ];
    const scales = [{ id: "s", items: ["a", "b", "c"], complete: 400, covariances }];
    const record = { kind: "reliability" as const, id: "r", query: "q", answers: 400, scales };
    // All correlations are 0.5: 3 × 0.5 ÷ (1 + 2 × 0.5).
    expect(reliabilityResult(settings(true), record)?.scales[0]?.alpha).toBeCloseTo(0.75, 12);
    expect(reliabilityResult(settings(false), record)?.scales[0]?.alpha).toBeCloseTo((3 / 2) * (1 - 18 / 27), 12);
  });
});
