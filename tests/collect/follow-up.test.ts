import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Action } from "../../src/actions/action.ts";
import { collect } from "../../src/collect/collect.ts";
import { followedActions, periodsOfAction } from "../../src/collect/follow-up.ts";
import { calendarOf, plan } from "../../src/collect/plan.ts";
import type { Cut, Snapshot } from "../../src/collect/snapshot.ts";
import { figureId } from "../../src/collect/snapshot.ts";
import type { Verification } from "../../src/config/schema/playbook.ts";
import { action } from "../helpers/action.ts";
import { openTestDatabase, type TestDatabase } from "../helpers/postgres.ts";
import { measured, NOW, periodIn, project, table } from "./project.ts";

const dimensions = { shift: { name: "Shift" }, channel: { name: "Channel" }, team: { name: "Team" } };
const config = project({
  zone: "UTC",
  dataset: { dimensions },
  indicators: {
    solved: { kind: "ratio", numerator: "solved", unit: "percent" },
    wait: { kind: "mean", value: "hours", unit: "hours" },
    median: { kind: "percentile", value: "hours", unit: "hours" },
  },
  report: { breakdowns: ["shift"], history: 2, feedback: { dataset: "items", theme: "channel" } },
});

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
  const rows = ["2026-05", "2026-06", "2026-07", "2026-08"].flatMap((month, m) =>
    Array.from({ length: 24 }, (_, i) => ({
      at: `${month}-${String(1 + i).padStart(2, "0")}T12:00:00Z`,
      solved: i % (m + 2) === 0,
      hours: i + m,
      shift: i % 2 === 0 ? "night" : "day",
      channel: ["phone", "chat", null][i % 3],
      team: i % 4 === 0 ? "north" : "",
    })),
  );
  const columns = {
    at: "timestamptz",
    solved: "boolean",
    hours: "float8",
    shift: "text",
    channel: "text",
    team: "text",
  };
  await table(database.warehouse, "items", columns, rows);
});
afterAll(() => database.close());

const follows = (standard: Verification, parts: Partial<Action> = {}): Action =>
  action({ report: "r", period: "2026-05", standard, ...parts });
const on = (indicator: string, cut: Cut = {}): Verification => ({
  indicator,
  cut: { ...cut },
  comparator: ">=",
  threshold: 0.5,
  periods: 1,
});

const take = (actions: readonly Action[] | null, scope: Cut = {}): Promise<Snapshot> =>
  database.warehouse.read((session) =>
    collect(config, { report: "r", period: periodIn(config, "2026-08"), scope }, session, {
      now: NOW,
      server: "PostgreSQL",
      actions: async () => actions,
    }),
  );

describe("what adopted measures need", () => {
  it("is measured from the period they were adopted from on, in cells of any dimensions", async () => {
    const cells = [
      { team: "north" },
      { shift: "night", channel: "phone" },
      { shift: "night", channel: "chat", team: "(none)" },
    ];
    const actions = cells.map((cut, i) => follows(on("solved", cut), { id: `A-000${i + 1}` }));
    const snapshot = await take(actions);
    expect(snapshot.actions).toEqual(actions);
    expect(snapshot.further.map(({ id }) => id)).toEqual(["2026-05", "2026-06"]);
    // i % 4 = 0: six rows in every month; in May every second row is solved, in August every fifth.
    expect(measured(snapshot, "solved", "2026-05", { team: "north" })).toMatchObject({ n: 6, numerator: 6 });
    expect(measured(snapshot, "solved", "2026-08", { team: "north" })).toMatchObject({ n: 6, numerator: 2 });
    // i % 6 = 0, and i % 6 = 4 with i % 4 ≠ 0.
    expect(measured(snapshot, "solved", "2026-06", { shift: "night", channel: "phone" })).toMatchObject({ n: 4 });
    expect(measured(snapshot, "solved", "2026-07", { shift: "night", channel: "chat", team: "(none)" })).toMatchObject({
      n: 2,
    });
    const others = snapshot.measurements.filter(
      ({ indicator, cut }) => indicator === "wait" && Object.keys(cut).length > 1,
    );
    expect(others).toEqual([]);
  });

  it("includes percentiles, whose cuts the report itself takes in few periods", async () => {
    const snapshot = await take([
      follows(on("median", { shift: "night", channel: "phone" })),
      follows(on("median", { shift: "night" })),
    ]);
    // Night and phone: i = 0, 6, 12, 18; in May hours = i, in August i + 3.
    expect(measured(snapshot, "median", "2026-05", { shift: "night", channel: "phone" }).value).toBe(9);
    expect(measured(snapshot, "median", "2026-08", { shift: "night", channel: "phone" }).value).toBe(12);
    expect(measured(snapshot, "median", "2026-06", { shift: "night" }).value).toBe(12);
  });

  it("is measured once where the report cuts that way anyway", async () => {
    const snapshot = await take([
      follows(on("solved", { shift: "night" })),
      follows(on("solved", { shift: "night" }), { id: "A-0002" }),
    ]);
    const ids = snapshot.measurements.map(({ indicator, period, cut }) => figureId(indicator, period, cut));
    expect(new Set(ids).size).toBe(ids.length);
    expect(measured(snapshot, "solved", "2026-05", { shift: "night" })).toMatchObject({ n: 12, numerator: 12 });
  });

  it("reads the shares of themes in those periods, too", async () => {
    const theme = { theme: "phone", cut: {}, comparator: "<=" as const, threshold: 0.2, periods: 1 };
    const periods = (snapshot: Snapshot) => [...new Set(snapshot.feedback?.counts.map(({ period }) => period))].sort();
    expect(periods(await take([follows(theme)]))).toEqual(["2026-05", "2026-06", "2026-07", "2026-08"]);
    expect(periods(await take([]))).toEqual(["2026-07", "2026-08"]);
  });

  it("leaves the statement as it is where there is nothing to follow", async () => {
    const [none, whole] = [await take([]), await take([follows(on("solved"), { period: "2026-07" })])];
    const sql = (snapshot: Snapshot) => snapshot.queries.find(({ id }) => id === "items/measurements")?.fingerprint;
    expect(sql(whole)).toBe(sql(none));
    expect((await take(null)).actions).toBeNull();
  });

  it("binds members, whatever they say", async () => {
    const hostile = "'; drop table items; --";
    const snapshot = await take([follows(on("solved", { team: hostile, channel: "phone" }))]);
    expect(snapshot.measurements.some(({ cut }) => cut.team === hostile)).toBe(false);
    expect(snapshot.queries.every(({ sql }) => !sql.includes("drop table"))).toBe(true);
  });
});

describe("which actions an edition follows", () => {
  const period = periodIn(config, "2026-08");
  const calendar = calendarOf(config, {});
  const choose = (parts: Partial<Action>, scope: Cut = {}) =>
    followedActions([follows(on("solved"), parts)], config, { report: "r", period, scope, calendar }).length;

  it.each([
    ["of its report", {}, 1],
    ["not of another report", { report: "s" }, 0],
    ["not of another scope", { scope: { team: "north" } }, 0],
    ["not those it recommends itself", { period: "2026-08" }, 0],
    ["not those of later periods", { period: "2026-09" }, 0],
    ["closed within its period", { status: "closed" as const, closedAt: "2026-08-01T00:00:00.000Z" }, 1],
    ["not those closed before", { status: "closed" as const, closedAt: "2026-07-31T23:59:59.999Z" }, 0],
  ])("%s", (_, parts, count) => {
    expect(choose(parts)).toBe(count);
  });

  it("of its own scope, whatever the order of its dimensions", () => {
    expect(choose({ scope: { team: "north", shift: "day" } }, { shift: "day", team: "north" })).toBe(1);
  });

  it("at least the first period and the latest two years of months", () => {
    const long = periodsOfAction({ period: "2020-01" }, period, calendar);
    expect(long).toHaveLength(25);
    expect([long[0]?.id, long[1]?.id, long.at(-1)?.id]).toEqual(["2020-01", "2024-09", "2026-08"]);
  });

  it("counts in the periods of the action, also inside a longer one", () => {
    const quarter = periodIn(config, "2026-Q3");
    expect(periodsOfAction({ period: "2026-07" }, quarter, calendar).map(({ id }) => id)).toEqual([
      "2026-07",
      "2026-08",
      "2026-09",
    ]);
    expect(periodsOfAction({ period: "2026-Q3" }, period, calendar).map(({ id }) => id)).toEqual(["2026-Q3"]);
  });

  it("plans nothing for a dimension its dataset lacks", () => {
    const actions = [follows(on("solved", { country: "de" })), follows(on("gone", { shift: "night" }))];
    const { datasets } = plan(config, { report: "r", period, scope: {} }, "2020-01-01T00:00:00Z", actions);
    expect(datasets.flatMap(({ cells }) => cells)).toEqual([]);
  });
});
