import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/calendar/periods.ts";
import { collect } from "../../src/collect/collect.ts";
import type { Snapshot } from "../../src/collect/snapshot.ts";
import { compose } from "../../src/compose/compose.ts";
import { lintModel } from "../../src/compose/lint.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { Evaluation } from "../../src/evaluate/evaluation.ts";
import { copyLine } from "../../src/sample/copy-text.ts";
import { generateGoals } from "../../src/sample/goals/generate.ts";
import { GOAL_TABLES } from "../../src/sample/goals/tables.ts";
import { createTable } from "../../src/sample/tables.ts";
import { bundle, LOCALES } from "../compose/variants.ts";
import { openTestDatabase } from "../helpers/postgres.ts";

const SAMPLE = { seed: 7, lastMonth: "2026-10", months: 11 } as const;
const CALENDAR = { zone: "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1 } as const;

/** The tables of the goal plan alone: the other stories of the sample have tests of their own. */
async function fill(client: pg.PoolClient): Promise<void> {
  await client.query("create schema service");
  const made = [...generateGoals(SAMPLE)];
  for (const table of GOAL_TABLES) {
    await client.query(createTable(table));
    const rows = made.flatMap((month): object[] => month[table.name as "goal_contacts"]);
    const text = rows.map((row) => copyLine(row, table.columns)).join("");
    const names = table.columns.map(({ name }) => name).join(", ");
    await pipeline(
      Readable.from([Buffer.from(text)]),
      client.query(copyFrom(`copy service.${table.name} (${names}) from stdin`)),
    );
  }
}

/** The shipped goal plan on the sample, from the warehouse to what the reader is told. */
describe("the goal plan of the sample", () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let config: Config;
  let month: Snapshot;
  let quarter: Snapshot;
  beforeAll(async () => {
    database = await openTestDatabase();
    config = await loadConfig(resolve(import.meta.dirname, "../.."));
    await database.warehouse.write((client) => fill(client));
    const take = (report: string, period: string): Promise<Snapshot> =>
      database.warehouse.read((session) =>
        collect(config, { report, period: parsePeriod(period, CALENDAR), scope: {} }, session, {
          now: new Date("2026-11-01T02:00:00+08:00"),
          server: database.warehouse.server,
        }),
      );
    month = await take("goal-plan-monthly", "2026-10");
    quarter = await take("goal-plan-quarterly", "2026-Q3");
  });
  afterAll(() => database.close());

  const evaluated = new Map<Snapshot, Evaluation>();
  const judged = (snapshot: Snapshot): Evaluation => {
    const known = evaluated.get(snapshot) ?? evaluate(snapshot, config);
    evaluated.set(snapshot, known);
    return known;
  };
  const goal = (id: string, snapshot = month) => {
    const found = judged(snapshot).goals.goals.find((one) => one.id === id);
    if (found === undefined) throw new Error(`${id} was not evaluated`);
    return found;
  };

  it("measures bots and people apart, counted independently of any SQL", () => {
    for (const made of generateGoals(SAMPLE)) {
      for (const handler of ["bot", "person"] as const) {
        const minutes = made.goal_contacts.flatMap(({ handler: by, contacted_at, first_response_at }) =>
          by === handler && first_response_at !== null
            ? [(first_response_at.getTime() - contacted_at.getTime()) / 60_000]
            : [],
        );
        const id = handler === "bot" ? "response-bots" : "response-people";
        const point = goal(id).points.find(({ period }) => period === made.month.id);
        expect(point?.value).toBeCloseTo(minutes.reduce((sum, value) => sum + value, 0) / minutes.length, 7);
        expect(point?.n).toBe(minutes.length);
      }
    }
  });

  it("tells the planted story: people stand still, bots and satisfaction get there, livestream lags in training", () => {
    const { goals } = judged(month).goals;
    const status = Object.fromEntries(goals.map((one) => [one.id, one.status]));
    expect(status).toMatchObject({
      "satisfied-customers": "on-track",
      "response-people": "off-track",
      "response-bots": "on-track",
      complaints: "at-risk",
      training: "on-track",
      repurchase: "off-track",
      churn: "on-track",
    });
    expect(goal("training").cascade?.members.map(({ member, status: at }) => [member, at])).toEqual([
      ["pre_sales", "on-track"],
      ["order_care", "on-track"],
      ["members", "on-track"],
      ["livestream", "off-track"],
    ]);
    expect(goal("satisfied-customers").cascade?.together?.reaches).toBe(true);
  });

  it("the quarter judges the months up to September by the same goals", () => {
    expect(goal("response-people", quarter)).toMatchObject({
      status: "off-track",
      period: "2026-09",
      start: goal("response-people").start,
      endDay: "2026-12-31",
    });
  });

  it("pays each month by head and each quarter the whole pool", () => {
    const [monthly] = judged(month).kpis;
    expect(monthly?.award.kind).toBe("per-subject");
    for (const { rate, people, payout } of monthly?.subjects ?? [])
      expect(payout).toBe(Math.round((rate ?? 0) * people * 400 + 1e-9));
    const [quarterly] = judged(quarter).kpis;
    expect(quarterly?.paid).toBe(60_000);
    expect(quarterly?.subjects.map(({ member }) => member)).toEqual([
      "pre_sales",
      "order_care",
      "members",
      "livestream",
    ]);
  });

  it.each(LOCALES)("is written in %s with words and figures that agree", async (locale) => {
    for (const snapshot of [month, quarter]) {
      const model = compose(judged(snapshot), snapshot, config, {
        locale: await bundle(locale),
        revision: 1,
        version: "0.1.0",
      });
      expect(lintModel(model, await bundle(locale))).toEqual([]);
      expect(model.sections.map(({ id }) => id)).toContain("goals");
    }
  });

  it("is configured in both languages", () => {
    const texts: object[] = [];
    const walk = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      if ("en" in value || "zh-CN" in value) texts.push(value);
      else for (const item of Object.values(value)) walk(item);
    };
    walk([config.goals, config.kpis, config.playbooks["goal-plan"], config.scorecards["goal-plan"]]);
    expect(texts.length).toBeGreaterThan(60);
    for (const text of texts) expect(Object.keys(text).sort()).toEqual(["en", "zh-CN"]);
  });
});

it("the sample's rows depend on seed and last month alone", () => {
  const first = JSON.stringify([...generateGoals({ ...SAMPLE, months: 3 })]);
  expect(JSON.stringify([...generateGoals({ ...SAMPLE, months: 3 })])).toBe(first);
  expect(JSON.stringify([...generateGoals({ ...SAMPLE, months: 3, seed: 8 })])).not.toBe(first);
});
