import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lastClosed } from "../../src/calendar/periods.ts";
import { collect } from "../../src/collect/collect.ts";
import { calendarOf } from "../../src/collect/plan.ts";
import { lintModel } from "../../src/compose/lint.ts";
import { Model } from "../../src/compose/model.ts";
import { readCustomSpecs } from "../../src/config/custom-specs.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { composeEdition } from "../../src/print-edition.ts";
import { loadSample } from "../../src/sample/sample.ts";
import { bundle, LOCALES } from "../compose/variants.ts";
import { openTestDatabase } from "../helpers/postgres.ts";

const ROOT = resolve(import.meta.dirname, "../..");
/** When the sample ends: periods are those that were over then. */
const NOW = new Date("2026-11-01T00:00:00+08:00");

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let config: Config;
const models = new Map<string, Model>();

/** Every report that ships, on the sample, from the warehouse to the document as data. */
beforeAll(async () => {
  database = await openTestDatabase();
  config = await loadConfig(ROOT);
  await loadSample(database.warehouse, { seed: 7, lastMonth: "2026-10", months: 22 });
  for (const [report, definition] of Object.entries(config.reports)) {
    const period = lastClosed(definition.cadence, NOW, calendarOf(config, definition));
    const snapshot = await database.warehouse.read((session) =>
      collect(config, { report, period, scope: {} }, session, { now: NOW, server: database.warehouse.server }),
    );
    const customSpecs = await readCustomSpecs(config, report);
    const evaluation = evaluate(snapshot, config);
    for (const tag of LOCALES) {
      const locale = await bundle(tag);
      const content = { snapshot, evaluation, locales: [locale], formats: [], customSpecs, revision: 1 };
      models.set(`${report} ${tag}`, composeEdition(config, content, locale, "0.0.0"));
    }
  }
}, 300_000);
afterAll(() => database.close());

it("are at least one for each of the five scorecards, in two languages", () => {
  const scorecards = new Set(Object.values(config.reports).map(({ scorecard }) => scorecard));
  expect([...scorecards].sort()).toEqual([
    "after-sales",
    "agent-assessment",
    "ecommerce-service",
    "goal-plan",
    "satisfaction",
  ]);
  expect(models.size).toBe(Object.keys(config.reports).length * 2);
});

describe("every shipped report", () => {
  it("is a valid model in which every number and every direction is a figure's, and no three neighbours read alike", async () => {
    for (const [name, model] of models) {
      expect(Model.safeParse(model).error, name).toBeUndefined();
      const problems = lintModel(model, await bundle(model.edition.locale));
      expect(
        problems.map(({ where, text, problem }) => `${where}: ${problem}: ${text}`),
        name,
      ).toEqual([]);
    }
  });

  it("says the same in both languages: the same figures with the same values", () => {
    for (const report of Object.keys(config.reports)) {
      const [en, zh] = LOCALES.map((tag) => models.get(`${report} ${tag}`));
      const values = (model: Model | undefined) =>
        Object.fromEntries(Object.values(model?.figures ?? {}).map(({ id, value }) => [id, value]));
      expect(values(zh), report).toEqual(values(en));
    }
  });

  it("holds no English sentence in Chinese", () => {
    const known = /^(?:APP|CSAT|NPS|SHA-256|PostgreSQL|Periodical|[A-Z]{1,5})$/;
    for (const [name, model] of models) {
      if (model.edition.locale !== "zh-CN") continue;
      const headings = model.sections.map(({ heading }) => heading.text);
      const foreign = headings.flatMap((text) => [...text.matchAll(/[A-Za-z][A-Za-z-]{2,}/g)].map(([word]) => word));
      expect(
        foreign.filter((word) => !known.test(word)),
        name,
      ).toEqual([]);
    }
  });
});
