import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Lend } from "../../src/collect/check-dataset.ts";
import { checkWarehouse } from "../../src/collect/check-warehouse.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { project, table } from "./project.ts";

const NOW = new Date("2026-11-02T00:00:00Z");
let database: Awaited<ReturnType<typeof openTestDatabase>>;
const lend: Lend = (use) => database.warehouse.read(use);

beforeAll(async () => {
  database = await openTestDatabase();
  await table(
    database.warehouse,
    "items",
    { at: "timestamptz", local: "timestamp", team: "text", ok: "boolean", value: "int", took: "interval", doc: "json" },
    [
      { at: "2026-07-31T16:00:00Z", team: "north" },
      { at: "2026-10-31T15:59:59Z", team: "north" },
      { at: "2026-10-01T00:00:00Z", team: "south" },
    ],
  );
  await table(database.warehouse, "empty", { at: "timestamptz" }, []);
});
afterAll(() => database.close());

describe("checking the warehouse", () => {
  it("says how every dataset stands", async () => {
    const config = project({ indicators: { rate: { kind: "ratio", numerator: "ok", unit: "percent" } } });
    expect(await checkWarehouse(config, lend, NOW)).toEqual({
      problems: [],
      warnings: [],
      datasets: [
        {
          dataset: "items",
          source: "items",
          earliest: "2026-07-31T16:00:00.000Z",
          watermark: "2026-10-31T15:59:59.000Z",
          periods: [
            { period: "2026-08", rows: 1 },
            { period: "2026-09", rows: 0 },
            { period: "2026-10", rows: 2 },
          ],
        },
      ],
    });
  });

  it("lists every problem at once, each with the name of what is wrong", async () => {
    const config = project({
      dataset: {
        where: "team",
        dimensions: { team: { name: "t" }, shift: { name: "s", sql: "case when vlaue > 1 then 'a' end" } },
        quality: [{ id: "bad", when: "value", message: "m" }],
      },
      indicators: {
        unknown: { kind: "mean", value: "amount", unit: "score" },
        text: { kind: "sum", value: "team" },
        span: { kind: "mean", value: "took", unit: "hours" },
        grammar: { kind: "ratio", numerator: "ok and", unit: "percent" },
        aggregate: { kind: "sum", value: "max(value)" },
        function: { kind: "sum", value: "no_such(value)" },
        share: { kind: "ratio", numerator: "value", unit: "percent" },
        sound: { kind: "ratio", numerator: "ok", where: "value > 1", unit: "percent" },
      },
      report: { feedback: { dataset: "items", theme: "team", text: "words" } },
      sections: {
        datasets: {
          gone: { name: "g", source: { table: "nowhere.gone" }, time: { column: "at" } },
          local: { name: "l", source: { table: "items" }, time: { column: "local" } },
          zoned: { name: "z", source: { table: "items" }, time: { column: "at", zone: "Asia/Shanghai" } },
        },
      },
    });
    const { problems, datasets } = await checkWarehouse(config, lend, NOW);
    const byPlace = Object.fromEntries(problems.map(({ where, message }) => [where, message]));
    expect(Object.keys(byPlace)).toEqual([
      "dataset items: where",
      "dataset items: dimension shift",
      "dataset items: quality rule bad",
      "indicator unknown: value",
      "indicator text: value",
      "indicator span: value",
      "indicator grammar: numerator",
      "indicator aggregate: value",
      "indicator function: value",
      "indicator share: numerator",
      "report r: feedback text",
      "dataset gone: source",
      "dataset local: time column",
      "dataset zoned: time column",
    ]);
    expect(byPlace["indicator unknown: value"]).toContain('no column "amount"');
    expect(byPlace["indicator aggregate: value"]).toContain("aggregate functions are not allowed");
    expect(byPlace["indicator span: value"]).toBe("It yields interval, not a number.");
    expect(byPlace["dataset local: time column"]).toContain("has no zone");
    expect(byPlace["dataset zoned: time column"]).toContain("would not be used");
    for (const { hint } of problems) expect(hint.length).toBeGreaterThan(10);
    expect(datasets).toEqual([]);
  });

  it("has the server plan the whole statement, which can fail where its parts do not", async () => {
    // JSON has no equality: nothing can be grouped by it.
    const config = project({
      dataset: { dimensions: { doc: { name: "d" } } },
      indicators: { n: { kind: "count" } },
      report: { breakdowns: ["doc"] },
    });
    const { problems } = await checkWarehouse(config, lend, NOW);
    expect(problems.map(({ where }) => where)).toEqual(["report r: dataset items"]);
  });

  it("warns of an empty dataset and of one without rows in the last period", async () => {
    const config = project({
      indicators: { n: { kind: "count" } },
      sections: { datasets: { empty: { name: "e", source: { table: "empty" }, time: { column: "at" } } } },
    });
    const { problems, warnings } = await checkWarehouse(config, lend, new Date("2026-12-02T00:00:00Z"));
    expect(problems).toEqual([]);
    expect(warnings.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      "dataset items: It has no row in 2026-11; the latest one is of 2026-10-31.",
      "dataset empty: It is empty.",
    ]);
  });
});
