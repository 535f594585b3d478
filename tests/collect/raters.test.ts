import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkDataset, type Lend } from "../../src/collect/check-dataset.ts";
import { collect } from "../../src/collect/collect.ts";
import { compose } from "../../src/compose/compose.ts";
import { lintModel } from "../../src/compose/lint.ts";
import { loadLocale } from "../../src/compose/locale.ts";
import type { Model } from "../../src/compose/model.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { action } from "../helpers/action.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { NOW, periodIn, project, table, take } from "./project.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const COLUMNS = {
  at: "timestamptz",
  who: "text",
  item: "text",
  rater: "text",
  role: "text",
  rating: "float8",
  word: "text",
};
const at = (day: number): string => `2026-10-${String(day).padStart(2, "0")}T04:00:00Z`;
const row = (who: string, rater: string, rating: number | null, day = 1, more = {}) => ({
  at: at(day),
  who,
  item: "a",
  rater,
  role: rater === "boss" ? "supervisor" : "peer",
  rating,
  word: rating === null ? null : rating > 3 ? "good" : "poor",
  ...more,
});

const DIMENSIONS = {
  who: { name: "Who", personal: true },
  rater: { name: "Rater", personal: true },
  role: { name: "Role", labels: { supervisor: "Supervisor", peer: "Peer" } },
};
const AGREEMENT = {
  kind: "agreement",
  id: "raters",
  title: "Raters",
  dataset: "items",
  subject: "who",
  rater: "rater",
  role: "role",
  item: "item",
  value: "rating",
};
const RATING = { kind: "mean", value: "rating", unit: "score", scale_max: 5, precision: 1, minimum_n: 1 };

const sketch = (analysis: object, report: object = {}, indicator: object = {}): Config =>
  project({
    dataset: { dimensions: DIMENSIONS },
    indicators: { rating: { ...RATING, ...indicator } },
    report: { analyses: [analysis], ...report },
  });

async function told(config: Config, scope = {}) {
  const snapshot = await take(database.warehouse, config, "2026-10", { scope });
  const evaluation = evaluate(snapshot, config);
  const models: Model[] = [];
  for (const tag of ["en", "zh-CN"]) {
    const locale = await loadLocale(tag);
    const model = compose(evaluation, snapshot, config, { locale, revision: 1, version: "0.1.0" });
    expect(lintModel(model, locale)).toEqual([]);
    models.push(model);
  }
  const [english] = models;
  if (english === undefined) throw new Error("nothing was composed");
  const chapter = english.sections.find((section) => section.id === "analyses");
  return { snapshot, evaluation, english, text: JSON.stringify(chapter ?? null) };
}

describe("agreement of raters", () => {
  const people = ["p1", "p2", "p3", "p4", "p5", "p6"];
  const levels = [1, 2, 3, 4, 5, 3];
  const ratings = people.flatMap((who, place) => {
    const level = levels[place] ?? 3;
    return [
      row(who, "boss", Math.min(5, level + 1)),
      row(who, "ann", level),
      row(who, "bob", level),
      // The later one counts, and a missing one does not.
      row(who, "ann", 5, 0 + 1, { at: "2026-10-01T01:00:00Z" }),
      row(who, "cy", null),
    ];
  });
  beforeAll(() => table(database.warehouse, "items", COLUMNS, ratings));

  it("takes the latest rating of each rater, and nothing that is missing", async () => {
    const { snapshot } = await told(sketch(AGREEMENT, { personal: "named" }));
    const [record] = snapshot.analyses;
    if (record?.kind !== "agreement") throw new Error("no ratings");
    expect(record.ratings).toHaveLength(18);
    expect(new Set(record.units).size).toBe(6);
    expect(record.raters.map(({ member }) => member).sort()).toEqual(["ann", "bob", "boss"]);
    expect(record.ratings.some(([, , value]) => value === null)).toBe(false);
  });

  it("finds who rates leniently, by name where the report names people", async () => {
    const { evaluation, text } = await told(sketch(AGREEMENT, { personal: "named" }));
    const [result] = evaluation.analyses;
    if (result?.kind !== "agreement") throw new Error("no result");
    expect(result.deviations?.[0]).toMatchObject({ member: "boss", verdict: "lenient", subjects: 6 });
    expect(result.deviations?.[0]?.deviation).toBeCloseTo(5 / 6, 12);
    expect(result.icc).toMatchObject({ model: 1, k: 3, subjects: 6 });
    expect(text).toContain("boss (Supervisor) rates leniently");
  });

  it("numbers raters within their role where people are withheld", async () => {
    const { snapshot, text } = await told(sketch(AGREEMENT));
    expect(JSON.stringify(snapshot.analyses)).not.toMatch(/boss|ann|bob|p1/);
    expect(text).toContain("Supervisor 1 rates leniently");
    expect(text).toContain("Peer 2");
  });

  it("is left out of an edition about one person, whether rated or rating", async () => {
    for (const scope of [{ who: "p1" }, { rater: "ann" }]) {
      const { snapshot, text } = await told(sketch(AGREEMENT, { personal: "named" }), scope);
      expect(snapshot.analyses).toEqual([]);
      expect(text).toBe("null");
    }
  });

  it("knows ratings in words, and raters who all rate everybody", async () => {
    const words = await told(sketch({ ...AGREEMENT, value: "word", level: "nominal" }, { personal: "named" }));
    const [nominal] = words.evaluation.analyses;
    // 18 words: ann and bob poor four times, good twice; boss poor twice, good four times.
    expect(nominal).toMatchObject({ icc: null, roles: [], deviations: null });
    if (nominal?.kind !== "agreement") throw new Error("no result");
    // Two of six units differ, each 4 ÷ 2 differing pairs counted twice: o = 4; n(good) = 8, n(poor) = 10.
    expect(nominal.alpha?.value).toBeCloseTo(1 - (17 * 4) / (2 * 8 * 10), 12);

    const { evaluation } = await told(sketch({ ...AGREEMENT, raters: "crossed" }, { personal: "named" }));
    const [crossed] = evaluation.analyses;
    expect(crossed).toMatchObject({ icc: { model: 2, k: 3, subjects: 6 } });
  });

  it("says so when it cannot tell", async () => {
    const { text } = await told(sketch({ ...AGREEMENT, where: "rater = 'ann'" }));
    expect(text).toContain("the data do not show whether the raters agree".replace("t", "T"));
    expect(text).toContain("No item was rated by two raters");
  });
});

describe("anchored scales", () => {
  const ANCHORS = { kind: "anchors", id: "scales", title: "Scales" };
  const scale = { 1: "Never", 3: "Mostly", 5: { en: "Always", "zh-CN": "始终" } };
  const rated = (values: readonly number[]) =>
    table(
      database.warehouse,
      "items",
      COLUMNS,
      values.map((value, place) => row("p1", `r${place}`, value)),
    );
  const level = async (values: readonly number[], indicator: object = { anchors: scale }) => {
    await rated(values);
    const { evaluation, ...rest } = await told(sketch(ANCHORS, {}, indicator));
    const [result] = evaluation.analyses;
    if (result?.kind !== "anchors") throw new Error("no result");
    return { result, found: result.indicators[0], ...rest };
  };

  it("reach the level at or below the mean, and name the next one and the way to it", async () => {
    const { found, text } = await level([4, 4, 3]);
    expect(found).toMatchObject({ reached: 3, next: { level: 5 } });
    expect(found?.next?.distance).toBeCloseTo(4 / 3, 12);
    expect(text).toContain("3 · Mostly");
    expect(text).toContain("5 · Always");
  });

  it("count an edge as reached, also when the mean misses it by its last bit", async () => {
    expect((await level([3, 3])).found?.reached).toBe(3);
    expect((await level([2.9, 3.1, 2.8, 3.2, 3.3, 2.7])).found?.reached).toBe(3);
    expect((await level([2.9, 3])).found?.reached).toBe(1);
  });

  it("have a top and a bottom", async () => {
    const top = await level([5, 5]);
    expect(top.found).toMatchObject({ reached: 5, next: null });
    expect(top.text).toContain("top of the scale");
    const below = await level([0.5, 0.5]);
    expect(below.found).toMatchObject({ reached: null, next: { level: 1 } });
    expect(below.text).toContain("below the scale");
    expect(below.text).toContain("No rating has reached the first level");
  });

  it("stand whole in the appendix of the method, or beside where the report has no such chapter", async () => {
    const { english, text } = await level([4]);
    const method = JSON.stringify(english.sections.find(({ id }) => id === "method"));
    for (const word of ["Never", "Mostly", "Always"]) expect(method).toContain(word);
    expect(text).not.toContain("Never");
    const { text: inline } = await told(sketch(ANCHORS, { sections: ["summary", "analyses"] }, { anchors: scale }));
    expect(inline).toContain("Never");
  });

  it("say nothing about indicators without anchors", async () => {
    await rated([4]);
    const { text } = await told(sketch(ANCHORS));
    expect(text).toBe("null");
  });
});

describe("names from the warehouse", () => {
  const config = (personal: "withheld" | "named"): Config =>
    project({
      dataset: {
        dimensions: {
          ...DIMENSIONS,
          who: {
            name: "Who",
            personal: true,
            labels_from: { table: "people", member: "id", label: { en: "latin", "zh-CN": "han" } },
          },
        },
      },
      indicators: { rating: RATING },
      report: {
        personal,
        analyses: [
          {
            kind: "listing",
            id: "notes",
            title: "Notes",
            dataset: "items",
            columns: [
              { label: "Who", sql: "who", as: "member", dimension: "who" },
              { label: "Note", sql: "word" },
              { label: "备注", sql: "item", locale: "zh-CN" },
            ],
          },
        ],
      },
    });
  beforeAll(async () => {
    await table(database.warehouse, "people", { id: "text", latin: "text", han: "text" }, [
      { id: "p1", latin: "Ann Li", han: "李安" },
      { id: "p2", latin: "Bo Wu", han: "吴波" },
      { id: "p3", latin: null, han: null },
    ]);
    await table(database.warehouse, "items", COLUMNS, [
      row("p1", "r", 4, 1, { word: "helped Bo Wu (p2)", item: "协助吴波" }),
      row("p2", "r", 3, 2, { word: "asked Ann Li and nora", item: "请教李安" }),
      row("p3", "nora", 3, 3, { word: "asked nobody", item: "无" }),
    ]);
  });

  it("stand for members in tables where the report names people", async () => {
    const { snapshot, text } = await told(config("named"));
    expect(snapshot.labels).toEqual({
      who: { p1: { en: "Ann Li", "zh-CN": "李安" }, p2: { en: "Bo Wu", "zh-CN": "吴波" } },
    });
    expect(text).toContain("Ann Li");
    expect(text).toContain("helped Bo Wu (p2)");
    expect(text).not.toContain("协助");
  });

  it("are taken out where it does not, ids and people without a name included", async () => {
    const { snapshot, text } = await told(config("withheld"));
    expect(snapshot.labels).toEqual({});
    const [record] = snapshot.analyses;
    if (record?.kind !== "listing") throw new Error("no rows");
    expect(record.rows).toEqual([
      ["[name]", "asked nobody", "无"],
      ["[name]", "asked [name] and [name]", "请教[name]"],
      ["[name]", "helped [name] ([name])", "协助[name]"],
    ]);
    expect(text).not.toMatch(/Ann Li|Bo Wu|nora/);
  });

  it("are looked for when the warehouse is checked, as are the expressions of analyses", async () => {
    const sound = config("named");
    const lend: Lend = (use) => database.warehouse.read(use);
    const problems = async (checked: Config): Promise<string[]> => {
      const dataset = checked.datasets.items;
      if (dataset === undefined) throw new Error("no dataset");
      return (await checkDataset(checked, "items", dataset, lend)).map(({ where }) => where);
    };
    expect(await problems(sound)).toEqual([]);
    const spoilt = structuredClone(sound) as Config;
    const labels = spoilt.datasets.items?.dimensions.who?.labels_from;
    const listing = spoilt.reports.r?.analyses[0];
    if (labels === undefined || listing?.kind !== "listing") throw new Error("no labels or listing");
    labels.label = "surname";
    listing.where = "length(word)";
    expect(await problems(spoilt)).toEqual([
      "dataset items: dimensions.who.labels_from",
      "report r: analysis notes: where",
    ]);
    const rated = sketch({ ...AGREEMENT, value: "word", item: "nothing" });
    expect(await problems(rated)).toEqual(["report r: analysis raters: item", "report r: analysis raters: value"]);
  });

  it("are taken out of what was agreed with somebody, too", async () => {
    const used = config("named");
    const agreed = action({
      report: "r",
      scope: { who: "p2" },
      period: "2026-09",
      measure: "Sit beside Ann Li for a day",
      owner: "Bo Wu",
      note: "p1 has agreed",
      standard: null,
    });
    const snapshot = await database.warehouse.read((session) =>
      collect(used, { report: "r", period: periodIn(used, "2026-10"), scope: { who: "p2" } }, session, {
        now: NOW,
        server: "PostgreSQL",
        actions: () => Promise.resolve([agreed]),
      }),
    );
    expect(snapshot.actions).toMatchObject([
      { measure: "Sit beside [name] for a day", owner: "Bo Wu", note: "[name] has agreed", scope: { who: "p2" } },
    ]);
  });

  it("of oneself stay in an edition of one's own", async () => {
    const { snapshot, english } = await told(config("named"), { who: "p2" });
    const [record] = snapshot.analyses;
    if (record?.kind !== "listing") throw new Error("no rows");
    expect(record.rows).toEqual([["p2", "asked [name] and [name]", "请教[name]"]]);
    expect(snapshot.labels).toEqual({ who: { p2: { en: "Bo Wu", "zh-CN": "吴波" } } });
    expect(english.edition.scopeText).toContain("Bo Wu");
  });
});
