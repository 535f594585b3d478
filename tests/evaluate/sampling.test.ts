import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FeedbackRecord, SurveyRecord } from "../../src/collect/snapshot.ts";
import { cohensKappa, readKappa, weightedKappa } from "../../src/evaluate/agreement.ts";
import { feedbackOf } from "../../src/evaluate/feedback.ts";
import { representativeness, spotChecksOf, surveyOf } from "../../src/evaluate/sampling.ts";

const pairs = (yesYes: number, yesNo: number, noYes: number, noNo: number) => [
  { first: "yes", second: "yes", n: yesYes },
  { first: "yes", second: "no", n: yesNo },
  { first: "no", second: "yes", n: noYes },
  { first: "no", second: "no", n: noNo },
];

describe("weighted kappa", () => {
  const SCALE = ["never", "fairly", "very", "always"];
  /** Agresti, Categorical Data Analysis (1990), p. 368: 91 couples; shipped with R's vcd as SexualFun. */
  const TABLE = [
    [7, 7, 2, 3],
    [2, 8, 3, 7],
    [1, 5, 4, 9],
    [2, 8, 9, 14],
  ];
  const cells = TABLE.flatMap((row, i) => row.map((n, j) => ({ first: SCALE[i] ?? "", second: SCALE[j] ?? "", n })));

  it("is what R documents: vcd::Kappa(SexualFun) gives 0.1293 unweighted, 0.2374 with equal spacing", () => {
    expect(cohensKappa(cells)?.kappa).toBeCloseTo(0.1293, 4);
    expect(weightedKappa(cells, SCALE)).toBeCloseTo(0.2374, 4);
  });

  it("is Cohen's kappa for two verdicts", () => {
    const two = pairs(20, 5, 10, 15);
    expect(weightedKappa(two, ["yes", "no"])).toBeCloseTo(cohensKappa(two)?.kappa ?? Number.NaN, 12);
  });

  it("is 1 for perfect agreement, and nothing without pairs, off the scale, or with one verdict throughout", () => {
    const same = SCALE.map((verdict) => ({ first: verdict, second: verdict, n: 3 }));
    expect(weightedKappa(same, SCALE)).toBe(1);
    expect(weightedKappa([], SCALE)).toBeNull();
    expect(weightedKappa([{ first: "never", second: "perhaps", n: 1 }], SCALE)).toBeNull();
    expect(weightedKappa([{ first: "very", second: "very", n: 9 }], SCALE)).toBeNull();
  });
});

describe("Cohen's kappa", () => {
  it("matches the grant-proposal example of the Wikipedia article: 20, 5, 10, 15 → 0.4", () => {
    const result = cohensKappa(pairs(20, 5, 10, 15));
    expect(result).toMatchObject({ n: 50, observed: 0.7, expected: 0.5 });
    expect(result?.kappa).toBeCloseTo(0.4, 12);
  });

  it("matches its two examples with equal agreement: 45, 15, 25, 15 → 0.1304 and 25, 35, 5, 35 → 0.2593", () => {
    expect(cohensKappa(pairs(45, 15, 25, 15))?.kappa).toBeCloseTo(0.1304, 4);
    expect(cohensKappa(pairs(25, 35, 5, 35))?.kappa).toBeCloseTo(0.2593, 4);
  });

  it("is undefined with one verdict throughout, negative below chance, and null without pairs", () => {
    expect(cohensKappa([{ first: "pass", second: "pass", n: 30 }])).toMatchObject({ observed: 1, kappa: null });
    expect(cohensKappa(pairs(0, 10, 10, 0))?.kappa).toBe(-1);
    expect(cohensKappa([])).toBeNull();
    expect(cohensKappa(pairs(0, 0, 0, 0))).toBeNull();
  });

  it("is read by Landis & Koch", () => {
    expect([-0.1, 0, 0.2, 0.21, 0.4, 0.6, 0.8, 0.81, 1].map(readKappa)).toEqual([
      "poor",
      "slight",
      "slight",
      "fair",
      "fair",
      "moderate",
      "substantial",
      "almost-perfect",
      "almost-perfect",
    ]);
  });
});

describe("representativeness", () => {
  it("is the chi-square of Mendel's peas: 315, 101, 108, 32 against 9 : 3 : 3 : 1 → 0.470, p = 0.925", () => {
    const observed = [315, 101, 108, 32];
    const result = representativeness(
      [9, 3, 3, 1].map((customers, i) => ({ customers, respondents: observed[i] ?? 0 })),
    );
    expect(result).toMatchObject({ df: 3, biased: false });
    expect(result?.chiSquare).toBeCloseTo(0.47, 3);
    expect(result?.pValue).toBeCloseTo(0.9254, 4);
  });

  it("calls biased what is both significant and more than a trace", () => {
    // 60 % of answers from a half of the customers.
    expect(
      representativeness([
        { customers: 500, respondents: 240 },
        { customers: 500, respondents: 160 },
      ]),
    ).toMatchObject({
      biased: true,
      effectSize: 0.2,
    });
    // 50.9 % of 20,000: p = 0.011, but w = 0.018.
    const trace = representativeness([
      { customers: 50_000, respondents: 10_180 },
      { customers: 50_000, respondents: 9820 },
    ]);
    expect(trace?.pValue).toBeLessThan(0.05);
    expect(trace?.biased).toBe(false);
  });

  it("is null with one group, no answers, or an expected count below 1", () => {
    expect(representativeness([{ customers: 10, respondents: 3 }])).toBeNull();
    expect(representativeness([])).toBeNull();
    expect(
      representativeness([
        { customers: 10, respondents: 0 },
        { customers: 10, respondents: 0 },
      ]),
    ).toBeNull();
    expect(
      representativeness([
        { customers: 999, respondents: 99 },
        { customers: 1, respondents: 0 },
      ]),
    ).toBeNull();
  });
});

describe("survey", () => {
  const limits = { minimum_share: 0.05, complainants_share: 0.3 };
  const record: SurveyRecord = {
    query: "q",
    customers: 1000,
    respondents: 50,
    complainants: 40,
    respondingComplainants: 2,
    groups: [
      { group: "new", customers: 400, respondents: 20 },
      { group: "existing", customers: 550, respondents: 30 },
      { group: "high_value", customers: 50, respondents: 0 },
    ],
    invitations: null,
  };

  it("is adequate at 5 % of customers, or at 30 % of recent complainants", () => {
    expect(surveyOf(record, limits)).toMatchObject({ share: 0.05, complainantShare: 0.05, adequate: true });
    expect(surveyOf({ ...record, respondents: 49 }, limits).adequate).toBe(false);
    expect(surveyOf({ ...record, respondents: 20, respondingComplainants: 12 }, limits).adequate).toBe(true);
    expect(
      surveyOf({ ...record, respondents: 49, complainants: null, respondingComplainants: null }, limits),
    ).toMatchObject({
      complainantShare: null,
      adequate: false,
    });
  });

  it("names the group that nobody was asked in", () => {
    const { groups } = surveyOf(record, limits);
    expect(groups.map(({ group, covered }) => [group, covered])).toEqual([
      ["new", true],
      ["existing", true],
      ["high_value", false],
    ]);
    const unnamed = [...record.groups, { group: "(none)", customers: 100, respondents: 0 }];
    expect(surveyOf({ ...record, groups: unnamed }, limits)).toEqual(surveyOf(record, limits));
    expect(groups[0]).toMatchObject({ populationShare: 0.4, sampleShare: 0.4 });
  });

  it("has no shares of nobody", () => {
    const nobody = { ...record, customers: 0, respondents: 0, complainants: 0, respondingComplainants: 0, groups: [] };
    expect(surveyOf(nobody, limits)).toMatchObject({
      share: null,
      complainantShare: null,
      adequate: false,
      representativeness: null,
    });
  });
});

describe("spot checks", () => {
  const limits = { minimum_share: 0.1, maximum_share: 0.2 };
  it("are adequate from the least share on; more than the most is no fault", () => {
    const check = (checked: number) =>
      spotChecksOf({ query: "q", population: 1000, checked, agreement: pairs(20, 5, 10, 15) }, limits);
    expect(check(99).adequate).toBe(false);
    expect(check(100).adequate).toBe(true);
    expect(check(500).adequate).toBe(true);
    expect(check(100).agreement).toMatchObject({ n: 50, observed: 0.7, reading: "fair" });
  });

  it("say nothing of agreement that was not measured or cannot be told from chance", () => {
    const none = spotChecksOf({ query: "q", population: 0, checked: 0, agreement: [] }, limits);
    expect(none).toMatchObject({ share: null, adequate: false, agreement: null });
    const same = spotChecksOf(
      { query: "q", population: 10, checked: 5, agreement: [{ first: "a", second: "a", n: 5 }] },
      limits,
    );
    expect(same.agreement).toMatchObject({ kappa: null, reading: null, observed: 1 });
  });
});

describe("feedback", () => {
  const record = (counts: FeedbackRecord["counts"]): FeedbackRecord => ({
    dataset: "comments",
    query: "q",
    counts,
    quotes: [{ theme: "wait", text: "…" }],
    dictionary: null,
  });
  const month = (period: string, themes: Record<string, number>) =>
    Object.entries(themes).map(([theme, n]) => ({ period, theme, n }));

  it("gives shares of the classified comments, largest first, with interval and previous share", () => {
    const result = feedbackOf(
      record([
        ...month("a", { wait: 20, tone: 60, gone: 20 }),
        ...month("b", { wait: 60, tone: 30, other: 10, "(none)": 25 }),
      ]),
      "b",
      "a",
      0.2,
    );
    expect(result).toMatchObject({ total: 100, unclassified: 25 });
    expect(result.themes.map(({ theme, n, share, previousShare }) => [theme, n, share, previousShare])).toEqual([
      ["wait", 60, 0.6, 0.2],
      ["tone", 30, 0.3, 0.6],
      ["other", 10, 0.1, 0],
      ["gone", 0, 0, 0.2],
    ]);
    expect(result.themes.map(({ needsAttention }) => needsAttention)).toEqual([true, true, false, false]);
    expect(result.themes[0]?.interval.method).toBe("wilson");
    expect(result.themes[0]?.change).toMatchObject({ method: "two-proportions", evidence: true });
    expect(result.quotes).toHaveLength(1);
  });

  it("needs attention above the share, not at it, and not on a handful of comments", () => {
    const exactly = feedbackOf(record(month("b", { wait: 20, other: 80 })), "b", null, 0.2);
    expect(exactly.themes.find(({ theme }) => theme === "wait")?.needsAttention).toBe(false);
    expect(exactly.themes[0]).toMatchObject({ previousShare: null, change: { method: "none" } });
    const few = feedbackOf(record(month("b", { wait: 20, other: 9 })), "b", "a", 0.2);
    expect(few.themes.some(({ needsAttention }) => needsAttention)).toBe(false);
  });

  it("is empty without comments", () => {
    expect(feedbackOf(record([]), "b", "a", 0.2)).toMatchObject({ total: 0, themes: [] });
    expect(feedbackOf(record(month("b", { "(none)": 3 })), "b", "a", 0.2)).toMatchObject({ total: 0, unclassified: 3 });
  });

  it("has shares that sum to 1", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 9 }), (counts) => {
        const { total, themes } = feedbackOf(
          record(counts.map((n, i) => ({ period: "b", theme: `t${i}`, n }))),
          "b",
          "a",
          0.2,
        );
        if (total > 0) expect(themes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});
