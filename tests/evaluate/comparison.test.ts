import { describe, expect, it } from "vitest";
import type { Measurement } from "../../src/collect/snapshot.ts";
import type { AnalysisResultOf } from "../../src/evaluate/analyses/result.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { type EditionOptions, edition, inCut, mean, share } from "../helpers/edition.ts";

const BEFORE = "2026-05-01..2026-07-31";
const AFTER = "2026-08-01..2026-10-31";

const options: EditionOptions = {
  indicators: {
    solved: { kind: "ratio", numerator: "solved" },
    rating: { kind: "mean", value: "rating", unit: "score", scale_max: 5 },
    hours: { kind: "percentile", value: "hours", unit: "hours", direction: "lower_is_better" },
    cases: { kind: "count", unit: "count" },
  },
  scored: {
    solved: { weight: 50, target: 0.9, bands: [0.95, 0.9, 0.8, 0.7] },
    rating: { weight: 50, target: 4.5, bands: [4.7, 4.5, 4, 3.5] },
  },
  series: { solved: [share(850, 1000)], rating: [mean(4.3, 300)] },
};

function comparison(
  analysis: object,
  measurements: readonly Measurement[],
  change: Partial<EditionOptions> = {},
): AnalysisResultOf<"comparison"> | undefined {
  const { snapshot, config } = edition({
    ...options,
    measurements,
    report: {
      analyses: [
        {
          kind: "comparison",
          id: "trial",
          title: "Trial",
          before: { months: [-5, -3] },
          after: { months: [-2, 0] },
          ...analysis,
        },
      ],
    },
    ...change,
  });
  return evaluate(snapshot, config).analyses.find((result) => result.kind === "comparison");
}

const at = (indicator: string, period: string, parts: Partial<Measurement>, cut = {}): Measurement =>
  inCut(indicator, cut, parts, period);
const teams = (indicator: string, values: Record<string, readonly [Partial<Measurement>, Partial<Measurement>]>) =>
  Object.entries(values).flatMap(([team, [before, after]]) => [
    at(indicator, BEFORE, before, { team }),
    at(indicator, AFTER, after, { team }),
  ]);

describe("before and after", () => {
  it("tests every indicator of the scorecard, all together", () => {
    const found = comparison({}, [
      at("solved", BEFORE, share(800, 1000)),
      at("solved", AFTER, share(860, 1000)),
      at("rating", BEFORE, mean(4.3, 300)),
      at("rating", AFTER, mean(4.32, 300)),
    ]);
    expect(found?.before.id).toBe(BEFORE);
    expect(found?.after.id).toBe(AFTER);
    expect(found).toMatchObject({ groups: null, better: ["solved"], worse: [], withoutComparison: false });
    const [solved, rating] = found?.rows ?? [];
    expect(solved?.change).toMatchObject({ effect: "better", interval: { method: "newcombe" } });
    expect(solved?.change?.value).toBeCloseTo(0.06, 12);
    // Of two tests the smaller p is doubled (Benjamini–Hochberg), the larger stays.
    expect(solved?.change?.test.adjustedPValue).toBeCloseTo(2 * (solved?.change?.test.pValue ?? 0), 12);
    expect(rating?.change?.test).toMatchObject({ evidence: false, method: "welch" });
    expect(rating?.change?.test.adjustedPValue).toBeCloseTo(rating?.change?.test.pValue ?? 0, 12);
  });

  it("claims nothing without evidence, with too few rows, without data or without a test", () => {
    const indicators = ["solved", "rating", "hours"];
    const found = comparison({ indicators }, [
      at("solved", BEFORE, share(10, 20)),
      at("solved", AFTER, share(20, 20)),
      at("rating", BEFORE, mean(4.3, 300)),
      at("hours", BEFORE, { value: 9, n: 300, low: 8.8, high: 9.2 }),
      at("hours", AFTER, { value: 5, n: 300, low: 4.9, high: 5.1 }),
    ]);
    expect(found).toMatchObject({ better: [], worse: [] });
    expect(found?.rows.map(({ indicator, why }) => [indicator, why])).toEqual([
      ["solved", "small-sample"],
      ["rating", "no-data"],
      ["hours", "not-tested"],
    ]);
    expect(found?.rows[0]?.change?.value).toBeCloseTo(0.5, 12);
  });

  it("does not compare totals of ranges of unlike length", () => {
    const found = comparison({ indicators: ["cases"], before: { months: [-3, -3] } }, [
      at("cases", "2026-07-01..2026-07-31", { value: 300, n: 300 }),
      at("cases", AFTER, { value: 900, n: 900 }),
    ]);
    expect(found?.rows[0]).toMatchObject({ why: "unequal-length", change: null });
  });

  it("compares the reported period with the one before, by name", () => {
    const found = comparison({ before: "previous", after: "reported" }, [], {
      series: { solved: [share(800, 1000), share(860, 1000)], rating: [mean(4.3, 300), mean(4, 300)] },
    });
    expect([found?.before.id, found?.after.id]).toEqual(["2026-09", "2026-10"]);
    expect(found).toMatchObject({ better: ["solved"], worse: ["rating"] });
  });
});

describe("with a comparison group", () => {
  const treated = { dimension: "team", members: ["a"] };
  const shares = teams("solved", {
    a: [share(800, 1000), share(880, 1000)],
    b: [share(400, 500), share(440, 500)],
    c: [share(400, 500), share(440, 500)],
    "(none)": [share(1, 100), share(99, 100)],
  });

  it("subtracts what happened to the others, who are all with a name", () => {
    const found = comparison({ indicators: ["solved"], treated, comparison_group: "others" }, shares, {
      snapshot: { members: { team: ["a", "b", "c", "(none)"] } },
    });
    expect(found?.groups).toEqual({ dimension: "team", treated: ["a"], comparison: ["b", "c"] });
    const row = found?.rows[0];
    expect(row?.change?.test.evidence).toBe(true);
    // 8 points in the group, 8 points in the others.
    expect(row?.net?.value).toBeCloseTo(0, 12);
    expect(row?.comparison?.before).toMatchObject({ n: 1000 });
    expect(found).toMatchObject({ better: [], worse: [] });
  });

  it("finds what the group alone did", () => {
    const found = comparison({ indicators: ["solved", "rating"], treated, comparison_group: { members: ["b"] } }, [
      ...teams("solved", { a: [share(800, 1000), share(900, 1000)], b: [share(800, 1000), share(790, 1000)] }),
      ...teams("rating", { a: [mean(4.3, 400), mean(4.1, 400)], b: [mean(4.3, 400), mean(4.5, 400)] }),
    ]);
    expect(found).toMatchObject({ better: ["solved"], worse: ["rating"] });
    expect(found?.rows[0]?.net?.value).toBeCloseTo(0.11, 12);
    expect(found?.rows[1]?.net?.value).toBeCloseTo(-0.4, 12);
  });

  it("takes several members of a group together, and leaves out whose rows do not know the groups", () => {
    const found = comparison(
      {
        indicators: ["solved", "calls"],
        treated: { dimension: "team", members: ["a", "b"] },
        comparison_group: { members: ["c"] },
      },
      shares,
      {
        indicators: {
          ...options.indicators,
          calls: { kind: "ratio", numerator: "answered", dataset: "calls" },
        },
      },
    );
    expect(found?.rows[0]?.before).toEqual({ value: 0.8, n: 1500 });
    expect(found?.rows[1]?.why).toBe("no-dimension");
  });

  it("says so where the scope leaves nobody to compare with, and nothing where it leaves nobody concerned", () => {
    const own = [at("solved", BEFORE, share(800, 1000)), at("solved", AFTER, share(880, 1000))];
    const analysis = { indicators: ["solved"], treated, comparison_group: "others" };
    const found = comparison(analysis, own, { snapshot: { scope: { team: "a" } } });
    expect(found).toMatchObject({ groups: null, withoutComparison: true, better: ["solved"] });
    expect(comparison(analysis, own, { snapshot: { scope: { team: "b" } } })).toBeUndefined();
  });
});
