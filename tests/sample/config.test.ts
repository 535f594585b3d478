import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { localText } from "../../src/config/schema/text.ts";
import { SAMPLE_TABLES } from "../../src/sample/stories.ts";

const ROOT = resolve(import.meta.dirname, "../..");

describe("the shipped after-sales configuration", () => {
  let config: Config;
  beforeAll(async () => {
    // Unknown keys, references, weights and bands are refused by the loader.
    config = await loadConfig(ROOT);
  });

  it("scores the six indicators with the weights, baselines and targets of the review", () => {
    const version = config.scorecards["after-sales"]?.versions[0];
    const rows = Object.values(version?.dimensions ?? {}).flatMap(({ indicators }) =>
      Object.entries(indicators).map(([id, { weight, baseline, target }]) => [id, baseline, target, weight]),
    );
    expect(rows).toEqual([
      ["first_response_time", 2, 1.5, 25],
      ["call_answer_rate", 0.9, 0.95, 15],
      ["classification_accuracy", 0.85, 0.9, 10],
      ["resolution_rate", 0.8, 0.85, 20],
      ["customer_satisfaction", 4, 4.5, 20],
      ["service_compliance", 0.9, 0.95, 10],
    ]);
    expect(version?.dimensions.response_speed?.indicators.first_response_time?.bands).toEqual([1, 1.5, 2, 3]);
  });

  it("puts the target at the edge of good and the baseline at the edge of acceptable", () => {
    for (const { indicators } of Object.values(config.scorecards["after-sales"]?.versions[0]?.dimensions ?? {})) {
      for (const { bands, baseline, target } of Object.values(indicators)) {
        expect([bands?.[1], bands?.[2]]).toEqual([target, baseline]);
      }
    }
  });

  it("says everything in English and Chinese", () => {
    const texts = localTexts([
      config.project,
      config.datasets,
      config.indicators,
      config.scorecards,
      config.playbooks,
      config.reports,
    ]);
    expect(texts.length).toBeGreaterThan(150);
    for (const text of texts) {
      expect(Object.keys(text).sort()).toEqual(["en", "zh-CN"]);
      expect(text.en).not.toMatch(/\p{Script=Han}/u);
      // Chinese uses these words as they are.
      expect(text["zh-CN"]).toMatch(/\p{Script=Han}|^(?:APP|CSAT|NPS)$|^\{Member\}$/u);
      expect(text["zh-CN"]).not.toMatch(/\p{Script=Han}[,;:?!]/u);
    }
  });

  it("labels invented benchmarks as illustrative", () => {
    for (const { indicators } of Object.values(config.scorecards["after-sales"]?.versions[0]?.dimensions ?? {})) {
      for (const { benchmark } of Object.values(indicators)) {
        if (benchmark) expect(JSON.stringify(benchmark.source)).toMatch(/llustrative.*示例/);
      }
    }
  });

  it("has a playbook whose rules speak of what exists: indicators scored, members labelled, the general entry last", () => {
    const rules = config.playbooks["after-sales"]?.rules ?? [];
    expect(rules.length).toBeGreaterThanOrEqual(10);
    expect(
      rules.filter(({ when }) => Object.keys(when).every((key) => key === "share_at_least")).map(({ id }) => id),
    ).toEqual(["general"]);
    expect(rules.at(-1)?.id).toBe("general");
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    const members = (dimension: string): string[] =>
      Object.values(config.datasets).flatMap((dataset) => Object.keys(dataset.dimensions[dimension]?.labels ?? {}));
    for (const { when, measure } of rules) {
      if (when.member) expect(members(when.dimension ?? "")).toContain(when.member);
      if (when.theme) expect(members("theme")).toContain(when.theme);
      for (const [dimension, member] of Object.entries(measure.verification?.cut ?? {})) {
        expect(members(dimension)).toContain(member);
      }
      if (when.theme) expect(measure.verification).toBeDefined();
    }
  });

  it("keeps the columns of the sample's tables and the datasets in step", () => {
    const columns = new Set(SAMPLE_TABLES.flatMap((table) => table.columns.map(({ name }) => name)));
    for (const [name, { source, time, dimensions }] of Object.entries(config.datasets)) {
      const known = (column: string): boolean =>
        columns.has(column) || ("sql" in source && new RegExp(`\\bas ${column}\\b`).test(source.sql));
      const used = Object.entries(dimensions).flatMap(([id, { column, sql }]) =>
        sql === undefined ? [column ?? id] : [],
      );
      expect(
        [time.column, ...used].filter((column) => !known(column)),
        name,
      ).toEqual([]);
    }
  });

  it("is described as it is: every rule and every weight stands in its page", async () => {
    const page = await readFile(join(ROOT, "docs/scorecards/after-sales.md"), "utf8");
    for (const { id } of config.playbooks["after-sales"]?.rules ?? []) expect(page).toContain(`| \`${id}\` |`);
    for (const { indicators } of Object.values(config.scorecards["after-sales"]?.versions[0]?.dimensions ?? {})) {
      for (const [id, { weight }] of Object.entries(indicators)) {
        const name = localText(config.indicators[id]?.name ?? "", "en");
        expect(page).toMatch(new RegExp(`\\| ${name} \\|.*\\| ${weight} \\|`));
      }
    }
  });

  it("has a monthly and a quarterly review, and a chart file that is JSON", async () => {
    expect(config.reports["after-sales-monthly"]).toMatchObject({ cadence: "month", history: 13 });
    expect(config.reports["after-sales-quarterly"]).toMatchObject({ cadence: "quarter", inside: "month" });
    for (const chart of Object.values(config.reports).flatMap(({ charts }) => charts)) {
      const spec = JSON.parse(await readFile(join(ROOT, chart.spec), "utf8"));
      expect(Object.keys(chart.data)).toContain(spec.data.name);
    }
  });
});

/** Every map from language to text, wherever it stands. */
function localTexts(value: unknown): Record<string, string>[] {
  if (typeof value !== "object" || value === null) return [];
  if ("member" in value && "table" in value) return []; // Columns with the names of members, one for each language.
  if ("en" in value || "zh-CN" in value) return [value as Record<string, string>];
  return Object.values(value).flatMap(localTexts);
}
