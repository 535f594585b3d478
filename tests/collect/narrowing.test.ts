import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planBurst } from "../../src/burst.ts";
import { checkFilters, filterMember, filtersIn } from "../../src/collect/filters.ts";
import { membersInPeriod } from "../../src/collect/members-in-period.ts";
import type { Snapshot } from "../../src/collect/snapshot.ts";
import { scopeName } from "../../src/edition-files.ts";
import type { AnalysisResultOf } from "../../src/evaluate/analyses/result.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { measured, periodIn, project, table, take } from "./project.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
const SIZES = { north: 40, south: 60, east: 50, west: 5, "o'Neill; drop": 45 };
const rows = Object.entries({ ...SIZES, "": 7 }).flatMap(([team, size]) =>
  Array.from({ length: size }, (_, i) => ({
    at: `2026-10-${String((i % 28) + 1).padStart(2, "0")}T04:00:00Z`,
    team: team === "" ? null : team,
    ok: i % 10 < (team === "south" ? 3 : 8),
    urgent: i % 3 === 0,
    loud: i % 2 === 0,
  })),
);
beforeAll(async () => {
  database = await openTestDatabase();
  const columns = { at: "timestamptz", team: "text", ok: "boolean", urgent: "boolean", loud: "boolean" };
  await table(database.warehouse, "items", columns, [
    ...rows,
    { at: "2026-09-05T04:00:00Z", team: "gone", ok: true, urgent: true, loud: true },
  ]);
  await table(database.warehouse, "calls", { at: "timestamptz" }, [{ at: "2026-10-05T04:00:00Z" }]);
});
afterAll(() => database.close());

const config = project({
  indicators: {
    rate: { kind: "ratio", numerator: "ok", unit: "percent" },
    calls: { kind: "count", dataset: "calls" },
  },
  scored: { rate: { bands: [0.9, 0.8, 0.7, 0.6] } },
  dataset: { dimensions: { team: { name: "team" } } },
  sections: { datasets: { calls: { name: "calls", source: { table: "calls" }, time: { column: "at" } } } },
  report: {
    filters: {
      urgent: { name: "Urgent", where: { items: "urgent -- marked so" } },
      loud: { name: "Loud", where: { items: "loud", calls: "true" } },
    },
    analyses: [{ kind: "ranking", id: "teams", title: "Teams", dimension: "team", against: "previous" }],
  },
});

describe("a filter", () => {
  it("leaves the rows for which it is true, beside the scope, and does not measure what it says nothing about", async () => {
    const snapshot = await take(database.warehouse, config, "2026-10", { scope: { team: "north", filter: "urgent" } });
    expect(measured(snapshot, "rate").n).toBe(rows.filter(({ team, urgent }) => team === "north" && urgent).length);
    expect(snapshot.datasets.map(({ dataset, inScope }) => [dataset, inScope])).toEqual([
      ["items", true],
      ["calls", false],
    ]);
  });

  it("is one of several that must all be true", async () => {
    const scope = { filter: filterMember(["urgent", "loud", "urgent"]) };
    expect(scope.filter).toBe("loud.urgent");
    expect(filtersIn(scope)).toEqual(["loud", "urgent"]);
    expect(scopeName(scope)).toBe("filter=loud.urgent");
    const snapshot = await take(database.warehouse, config, "2026-10", { scope });
    expect(measured(snapshot, "rate").n).toBe(rows.filter(({ urgent, loud }) => urgent && loud).length);
  });

  it("that the report does not have is refused, naming those it has", async () => {
    const report = config.reports.r;
    if (report === undefined) throw new Error("no report");
    expect(() => checkFilters("r", report, { filter: "quiet" })).toThrow('no filter "quiet"');
    await expect(take(database.warehouse, config, "2026-10", { scope: { filter: "quiet" } })).rejects.toMatchObject({
      code: "SCOPE_UNKNOWN",
      hint: "There are: urgent, loud.",
    });
  });
});

describe("members in the period", () => {
  const request = { report: "r", period: periodIn(config, "2026-10"), scope: {} };
  const members = (scope = {}, dimension = "team") =>
    database.warehouse.read((session) => membersInPeriod(config, { ...request, scope }, dimension, session));

  it("are those with rows in it, most first; rows without a member are nobody's", async () => {
    const found = await members();
    expect(found.map(({ member, rows: n }) => [member, n])).toEqual(
      Object.entries(SIZES).sort(([, a], [, b]) => b - a),
    );
  });

  it("keep to the scope and its filters", async () => {
    const found = await members({ filter: "urgent" });
    expect(found.find(({ member }) => member === "south")?.rows).toBe(20);
  });

  it("are refused along a dimension nobody knows or the scope fixes", async () => {
    await expect(members({}, "shift")).rejects.toMatchObject({ code: "SCOPE_UNKNOWN", hint: "There are: team." });
    await expect(members({ team: "north" })).rejects.toMatchObject({ code: "SCOPE_UNKNOWN" });
  });

  it("make the run: the whole, then whoever has enough rows", async () => {
    const read = <T>(use: Parameters<typeof database.warehouse.read<T>>[0]) => database.warehouse.read(use);
    const edition = { ...request, locales: ["en"], formats: ["json" as const], out: "/nowhere" };
    const made = await planBurst(config, edition, { each: "team", andAll: true, minimumRows: 45 }, { read });
    expect(made.requests.map(({ scope }) => scopeName(scope))).toEqual([
      "all",
      "team=south",
      "team=east",
      expect.stringMatching(/^team=o-Neill-drop~/),
    ]);
    expect(made.skipped).toEqual([
      { member: "north", rows: 40 },
      { member: "west", rows: 5 },
    ]);
  });
});

describe("the ranking of an edition of one member", () => {
  const rankingOf = (snapshot: Snapshot): AnalysisResultOf<"ranking"> | undefined =>
    evaluate(snapshot, config).analyses.find((result) => result.kind === "ranking");

  it("is its own place in the same order, and nobody else's name or figure", async () => {
    const whole = rankingOf(await take(database.warehouse, config, "2026-10"));
    expect(whole?.members.map(({ member, rank }) => [member, rank])).toEqual([
      ["east", 1],
      ["north", 1],
      ["o'Neill; drop", 1],
      ["south", 4],
    ]);
    expect(whole?.unranked.map(({ member }) => member)).toEqual(["west"]);
    const snapshot = await take(database.warehouse, config, "2026-10", { scope: { team: "south" } });
    const own = rankingOf(snapshot);
    expect(own).toMatchObject({ members: [], unranked: [], ranked: 4, tooFew: 1, groups: 2 });
    expect(own?.own).toMatchObject({ member: "south", alike: 0, quartiles: null });
    expect(own?.own?.place).toEqual(whole?.members.find(({ member }) => member === "south"));
    const text = JSON.stringify([snapshot, evaluate(snapshot, config)]);
    for (const other of ["north", "east", "west", "o'Neill", "gone"]) expect(text).not.toContain(other);
    // Own rows and nobody else's: 60, and sums over all would be larger.
    for (const { n } of snapshot.measurements) expect(n).toBeLessThanOrEqual(60);
  });

  it("says that there is no place with too few rows", async () => {
    const own = rankingOf(await take(database.warehouse, config, "2026-10", { scope: { team: "west" } }));
    expect(own?.own).toMatchObject({ member: "west", place: null, n: 5 });
  });
});
