import { describe, expect, it } from "vitest";
import { lintModel } from "../../src/compose/lint.ts";
import { Model } from "../../src/compose/model.ts";
import { Analysis } from "../../src/config/schema/analyses/index.ts";
import { type EditionOptions, edition, inCut, mean, share } from "../helpers/edition.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";
import { bundle, type Case, changed, LOCALES, modelOf, section } from "./variants.ts";

const comparison = (settings: object): Analysis =>
  Analysis.parse({
    kind: "comparison",
    id: "trial",
    title: { en: "Trial", "zh-CN": "试行" },
    before: "previous",
    after: "reported",
    ...settings,
  });
const ranking = (settings: object): Analysis =>
  Analysis.parse({
    kind: "ranking",
    id: "order",
    title: { en: "Teams compared", "zh-CN": "班组排名" },
    dimension: "team",
    ...settings,
  });

const month = (...analyses: Analysis[]): Case =>
  changed(afterSalesFixture(), { report: (report) => ({ ...report, analyses }) });
const laundry = { dimension: "team", members: ["laundry"] };

/** Teams with known figures, for sentences that can be written down. */
const small = (settings: object, change: Partial<EditionOptions> = {}): Case =>
  edition({
    indicators: {
      solved: { kind: "ratio", numerator: "solved", name: "Solved" },
      rating: { kind: "mean", value: "rating", unit: "score", name: "Rating", scale_max: 5, precision: 2 },
    },
    scored: {
      solved: { weight: 60, baseline: 0.8, target: 0.9, bands: [0.95, 0.9, 0.8, 0.7] },
      rating: { weight: 40, baseline: 4, target: 4.5, bands: [4.7, 4.5, 4, 3.5] },
    },
    series: { solved: [share(800, 1000), share(860, 1000)], rating: [mean(4.4, 300), mean(4.42, 300)] },
    measurements: [
      ["a", 380],
      ["b", 300],
      ["c", 240],
    ].flatMap(([team, solved]) => [
      inCut("solved", { team: String(team) }, share(Number(solved), 400)),
      inCut("rating", { team: String(team) }, mean(Number(solved) / 80, 400, 0.6)),
    ]),
    report: { analyses: [settings] },
    ...change,
  });

const CASES: Record<string, () => Case> = {
  "two ranges": () => month(comparison({})),
  "two ranges and a comparison group": () => month(comparison({ treated: laundry, comparison_group: "others" })),
  "a treated group alone": () => month(comparison({ treated: laundry })),
  "several members on both sides": () =>
    month(comparison({ treated: { dimension: "team", members: ["laundry", "kitchen"] }, comparison_group: "others" })),
  "ranges without data": () => month(comparison({ before: { months: [-40, -38] }, after: { months: [-37, -35] } })),
  "a comparison without targets": () =>
    small(comparison({}), { scored: { solved: { weight: 60 }, rating: { weight: 40 } } }),
  "a ranking by score": () =>
    month(ranking({ against: "previous", awards: { places: 2, title: "Team of the month" } })),
  "a ranking by an indicator": () => month(ranking({ by: "first_response_time" })),
  "a ranking of two kinds": () => month(ranking({}), comparison({})),
  "nobody with enough rows": () => month(ranking({ minimum_n: 1_000_000 })),
  "groups told apart": () => small(ranking({ awards: { places: 1, title: "Best team" } })),
};

describe.each(Object.keys(CASES))("%s", (name) => {
  it.each(LOCALES)("is a valid model whose sentences agree with its figures, in %s", async (locale) => {
    const known = CASES[name];
    if (known === undefined) throw new Error(name);
    const model = await modelOf(known(), locale);
    expect(Model.parse(model)).toEqual(model);
    expect(lintModel(model, await bundle(locale))).toEqual([]);
    const { items } = section(model, "analyses");
    expect(items.length).toBeGreaterThan(0);
    for (const { heading } of items) expect(heading.text).not.toMatch(/undefined|NaN|\{/);
  });
});

describe("what a reader is told", () => {
  const words = async (given: Case, locale: "en" | "zh-CN" = "en"): Promise<string[]> => {
    const [item] = section(await modelOf(given, locale), "analyses").items;
    return [
      item?.heading.text ?? "",
      ...(item?.blocks ?? []).flatMap((block) =>
        block.kind === "sentences" ? block.sentences.map(({ text }) => text) : [],
      ),
    ];
  };

  it("claims a change with its interval, and says where there is no evidence", async () => {
    const [heading, first, second] = await words(small(comparison({})));
    expect(heading).toBe("Trial: solved has improved");
    expect(first).toBe("Solved went from 80.0% to 86.0%: +6.0\u00a0pts (95% interval +2.7\u00a0pts to +9.3\u00a0pts).");
    expect(second).toBe("No evidence of a change in rating.");
    expect((await words(small(comparison({})), "zh-CN"))[0]).toContain("有所改善");
  });

  it("never says improved where the figure grew for the worse", async () => {
    const indicators = {
      waits: { kind: "mean", value: "h", unit: "hours", direction: "lower_is_better", name: "Waits" },
    };
    const given = small(comparison({}), {
      indicators,
      scored: { waits: { weight: 100, target: 2, bands: [1, 2, 3, 4] } },
      series: { waits: [mean(2, 500), mean(3, 500)] },
      measurements: [],
    });
    const [heading, first] = await words(given);
    expect(heading).toBe("Trial: waits has worsened");
    expect(first).toContain("+1.0\u00a0h");
  });

  it("names the first, the last group and the award", async () => {
    const told = await words(small(ranking({ awards: { places: 1, title: "Best team" } })));
    expect(told[0]).toBe("Teams compared: a is first with 100.0");
    expect(told).toContain("Best team: a.");
    expect(told.some((text) => text.startsWith("C forms the last group"))).toBe(true);
  });

  it("names those with too few cases, or counts them where they are many", async () => {
    const few = (count: number): Case =>
      small(ranking({ by: "solved" }), {
        measurements: [
          inCut("solved", { team: "a" }, share(380, 400)),
          inCut("solved", { team: "b" }, share(300, 400)),
          ...Array.from({ length: count }, (_, i) => inCut("solved", { team: `t${i}` }, share(5, 10))),
        ],
      });
    expect(await words(few(2))).toContain("T0 and t1 are not ranked: fewer than 30 cases in one of the figures.");
    expect(await words(few(9))).toContain("9 are not ranked: fewer than 30 cases in one of the figures.");
    const [item] = section(await modelOf(few(9), "en"), "analyses").items;
    const tables = (item?.blocks ?? []).flatMap((block) => (block.kind === "table" ? [block.table] : []));
    expect(tables.at(-1)?.rows).toHaveLength(9);
  });

  it("shows an edition of one member its own place and no other's", async () => {
    const place = {
      member: "c",
      rank: 9,
      shared: true,
      value: 61.2,
      n: 80,
      interval: null,
      group: 2,
      awarded: false,
      previousRank: 7,
    };
    const record = {
      kind: "ranking" as const,
      id: "order",
      query: "tickets/order",
      dimension: "team",
      by: "score",
      ranked: 12,
      tooFew: 2,
      groups: 3,
      minimumN: 30,
      notCounted: [],
      toldBy: "tests" as const,
      own: { member: "c", place, n: 80, alike: 4, quartiles: { lower: 55.5, median: 63.2, upper: 70.1 } },
    };
    for (const locale of LOCALES) {
      const given = small(ranking({}), { measurements: [], snapshot: { scope: { team: "c" }, analyses: [record] } });
      const model = await modelOf(given, locale);
      expect(lintModel(model, await bundle(locale))).toEqual([]);
      const [item] = section(model, "analyses").items;
      expect(item?.blocks.map(({ kind }) => kind)).toEqual(["sentences"]);
      const told = await words(given, locale);
      if (locale === "en") {
        expect(told[0]).toBe("Teams compared: a shared place 9 of 12");
        expect(told.join(" ")).toContain("Place in the previous period: 7.");
      }
    }
    const few = { ...record, own: { ...record.own, place: null, n: 12, quartiles: null } };
    const told = await words(small(ranking({}), { snapshot: { scope: { team: "c" }, analyses: [few] } }));
    expect(told.slice(0, 2)).toEqual([
      "Teams compared: too few cases for a place",
      "Only 12 cases in the figure with fewest; a place needs 30.",
    ]);
  });
});
