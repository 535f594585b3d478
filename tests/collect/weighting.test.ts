import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Action } from "../../src/actions/action.ts";
import { collect } from "../../src/collect/collect.ts";
import type { Snapshot, StratumParts } from "../../src/collect/snapshot.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { measured, NOW, periodIn, project, table, take } from "./project.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
  await table(database.warehouse, "items", ITEM_COLUMNS, ITEMS);
  await table(
    database.warehouse,
    "customers",
    { at: "timestamptz", grp: "text", customer: "int", team: "text" },
    CUSTOMERS,
  );
});
afterAll(() => database.close());

const ITEM_COLUMNS = { at: "timestamptz", role: "text", grp: "text", team: "text", rating: "int", solved: "boolean" };
const AUGUST = "2026-08-02T04:00:00Z";
const SEPTEMBER = "2026-09-10T04:00:00Z";
const rows = (at: string, role: string | null, grp: string | null, team: string, ratings: readonly number[]) =>
  ratings.map((rating) => ({ at, role, grp, team, rating, solved: rating >= 4 }));
/** September: supervisor 4 (2 rows), customer 3 (4 rows), peer 5 (1 row); nobody rated himself; one row of no role. */
const ITEMS = [
  ...rows(SEPTEMBER, "supervisor", "new", "north", [3, 5]),
  ...rows(SEPTEMBER, "customer", "new", "north", [2, 3]),
  ...rows(SEPTEMBER, "customer", "old", "south", [3, 4]),
  ...rows(SEPTEMBER, "peer", "old", "south", [5]),
  ...rows(SEPTEMBER, null, null, "south", [1]),
  ...rows(AUGUST, "supervisor", "new", "north", [5]),
  ...rows(AUGUST, "customer", "old", "north", [1, 1, 1]),
];
const customers = (at: string, grp: string | null, ids: readonly number[], team = "north") =>
  ids.map((customer) => ({ at, grp, customer, team }));
/** September: 3 of 4 customers are old (one of them twice); August: half and half. */
const CUSTOMERS = [
  ...customers(SEPTEMBER, "new", [1]),
  ...customers(SEPTEMBER, "old", [2, 3, 4, 4], "south"),
  ...customers(SEPTEMBER, null, [5]),
  ...customers(AUGUST, "new", [1]),
  ...customers(AUGUST, "old", [2]),
];
const DIMENSIONS = { role: { name: "Role" }, grp: { name: "Group" }, team: { name: "Team" } };
const populationOf = (known: object) => ({
  customers: {
    name: "customers",
    source: { table: "customers" },
    time: { column: "at" },
    dimensions: { grp: { name: "Group" }, ...known },
  },
});
const POPULATION = populationOf({});
const ROLES = { dimension: "role", weights: { supervisor: 50, customer: 25, peer: 15, self: 10 } };

const sketch = (
  weighting: object,
  report: object = {},
  indicator: object = { kind: "mean", value: "rating", unit: "score" },
  known: object = {},
) =>
  project({
    dataset: { dimensions: DIMENSIONS },
    indicators: { rating: { ...indicator, weighting } },
    report: { history: 2, ...report },
    sections: { datasets: populationOf(known) },
  });
/** The edition of September that follows up a measure with this verification standard. */
function followed(config: Config, standard: NonNullable<Action["standard"]>): Promise<Snapshot> {
  const action: Action = {
    id: "A-0001",
    report: "r",
    scope: {},
    edition: null,
    period: "2026-08",
    rule: null,
    weakness: null,
    measure: "m",
    department: "d",
    owner: null,
    resources: null,
    due: "2026-12-31",
    standard,
    standardText: null,
    status: "open",
    note: null,
    createdBy: "me",
    createdAt: "2026-09-01T00:00:00Z",
    closedBy: null,
    closedAt: null,
    version: 1,
  };
  const period = periodIn(config, "2026-09");
  return database.warehouse.read((session) =>
    collect(config, { report: "r", period, scope: {} }, session, {
      now: NOW,
      server: "PostgreSQL",
      actions: () => Promise.resolve([action]),
    }),
  );
}

const strata = (snapshot: Snapshot, period?: string, cut = {}): readonly StratumParts[] =>
  measured(snapshot, "rating", period, cut).weighted?.strata ?? [];
const brief = (list: readonly StratumParts[]) => list.map(({ member, weight, n, value }) => [member, weight, n, value]);

describe("fixed weights", () => {
  it("weigh the means of the strata and spread the weight of one without rows", async () => {
    const snapshot = await take(database.warehouse, sketch(ROLES), "2026-09");
    const whole = measured(snapshot, "rating");
    expect(brief(strata(snapshot))).toEqual([
      ["supervisor", 0.5, 2, 4],
      ["customer", 0.25, 4, 3],
      ["peer", 0.15, 1, 5],
      ["self", 0.1, 0, null],
      ["(none)", 0, 1, 1],
    ]);
    expect(whole.value).toBeCloseTo((50 * 4 + 25 * 3 + 15 * 5) / 90, 12);
    expect(whole.weighted?.missingWeight).toBeCloseTo(0.1, 12);
    expect(whole.weighted?.raw).toBe(26 / 8);
    expect([whole.n, whole.sum]).toEqual([8, 26]);
    expect(snapshot.weightings).toEqual([
      { indicator: "rating", dimension: "role", kind: "fixed", standardPeriod: null, population: null },
    ]);
  });

  it("are measured in the one statement of the dataset, in every period and every cut", async () => {
    const snapshot = await take(database.warehouse, sketch(ROLES, { breakdowns: ["team", "role"] }), "2026-09");
    expect(snapshot.queries.filter(({ id }) => id.endsWith("/measurements"))).toHaveLength(1);
    expect(brief(strata(snapshot, "2026-08")).slice(0, 2)).toEqual([
      ["supervisor", 0.5, 1, 5],
      ["customer", 0.25, 3, 1],
    ]);
    expect(brief(strata(snapshot, "2026-09", { team: "south" }))).toEqual([
      ["supervisor", 0.5, 0, null],
      ["customer", 0.25, 2, 3.5],
      ["peer", 0.15, 1, 5],
      ["self", 0.1, 0, null],
      ["(none)", 0, 1, 1],
    ]);
    expect(measured(snapshot, "rating", "2026-09", { team: "south" }).value).toBeCloseTo((25 * 3.5 + 15 * 5) / 40, 12);
  });

  it("weigh nothing within one of the strata: cut or scope by it", async () => {
    const cut = await take(database.warehouse, sketch(ROLES, { breakdowns: ["role"] }), "2026-09");
    expect(measured(cut, "rating", "2026-09", { role: "customer" })).toMatchObject({ value: 3, n: 4 });
    expect(measured(cut, "rating", "2026-09", { role: "customer" }).weighted).toBeUndefined();
    const scope = await take(database.warehouse, sketch(ROLES), "2026-09", { scope: { role: "customer" } });
    expect(measured(scope, "rating")).toMatchObject({ value: 3, n: 4 });
    expect(scope.weightings).toEqual([]);
  });

  it("hold in the cells that adopted measures are verified by", async () => {
    const config = sketch(ROLES);
    const cut = { team: "south", grp: "old" };
    const snapshot = await followed(config, { indicator: "rating", cut, comparator: ">=", threshold: 4, periods: 1 });
    const cell = measured(snapshot, "rating", "2026-09", cut);
    expect(cell.value).toBeCloseTo((25 * 3.5 + 15 * 5) / 40, 12);
    expect(cell.weighted?.raw).toBe(4);
  });

  it("rank a member in its own edition by the figure that everybody's edition has", async () => {
    const ranking = { kind: "ranking", id: "teams", title: "Teams", dimension: "team", by: "rating", minimum_n: 1 };
    for (const weighting of [ROLES, { dimension: "grp", standard: { period: "previous" } }]) {
      const config = sketch(
        weighting,
        { history: 1, analyses: [ranking] },
        {
          kind: "mean",
          value: "rating",
          unit: "score",
          minimum_n: 1,
        },
      );
      const all = await take(database.warehouse, config, "2026-09");
      const own = await take(database.warehouse, config, "2026-09", { scope: { team: "south" } });
      const record = own.analyses.find((one) => one.kind === "ranking");
      const { value } = measured(all, "rating", "2026-09", { team: "south" });
      expect(value).not.toBe(measured(all, "rating", "2026-09", { team: "south" }).weighted?.raw);
      expect(record?.kind === "ranking" ? record.own?.place?.value : null).toBeCloseTo(value ?? Number.NaN, 12);
    }
  });

  it("have no figure where none of the roles rated, though there are rows", async () => {
    const snapshot = await take(database.warehouse, sketch({ dimension: "role", weights: { self: 1 } }), "2026-09");
    expect(measured(snapshot, "rating")).toMatchObject({
      value: null,
      n: 8,
      weighted: { raw: 26 / 8, missingWeight: 1 },
    });
  });

  it("add up: the parts of the strata are those of the whole, over members and over months", async () => {
    const snapshot = await take(
      database.warehouse,
      sketch(ROLES, { cadence: "quarter", inside: "month", history: 1, breakdowns: ["team"] }),
      "2026-Q3",
    );
    const total = (part: "n" | "sum" | "sumSquares", list: readonly StratumParts[]) =>
      list.reduce((sum, one) => sum + (one[part] ?? 0), 0);
    for (const part of ["n", "sum", "sumSquares"] as const) {
      const whole = measured(snapshot, "rating", "2026-Q3")[part];
      expect(total(part, strata(snapshot, "2026-Q3"))).toBe(whole);
      expect(total(part, [...strata(snapshot, "2026-08"), ...strata(snapshot, "2026-09")])).toBe(whole);
      const teams = ["north", "south"].flatMap((team) => strata(snapshot, "2026-Q3", { team }));
      expect(total(part, teams)).toBe(whole);
    }
  });
});

describe("weighting to a population", () => {
  const customersOf = (population: object) => ({
    dimension: "grp",
    population: { dataset: "customers", ...population },
  });

  it("counts each group by its share of the different customers of the same period", async () => {
    const weighting = customersOf({ distinct: "customer", name: "customers" });
    const snapshot = await take(database.warehouse, sketch(weighting), "2026-09");
    // new: 3, 5, 2, 3 = 3.25; old: 3, 4, 5 = 4; a quarter of the four customers with a group is new.
    expect(brief(strata(snapshot))).toEqual([
      ["old", 0.75, 3, 4],
      ["new", 0.25, 4, 3.25],
      ["(none)", 0, 1, 1],
    ]);
    expect(measured(snapshot, "rating").value).toBeCloseTo(0.75 * 4 + 0.25 * 3.25, 12);
    expect(measured(snapshot, "rating", "2026-08").value).toBeCloseTo((5 + 1) / 2, 12);
    expect(snapshot.weightings[0]?.population).toMatchObject({
      dataset: "customers",
      inScope: true,
      counts: expect.arrayContaining([{ period: "2026-09", member: "old", n: 3 }]),
    });
  });

  it("counts rows, only some of them, or only some groups, where the configuration says so", async () => {
    const weights = async (population: object, more: object = {}) =>
      brief(strata(await take(database.warehouse, sketch({ ...customersOf(population), ...more }), "2026-09")))
        .filter(([, weight]) => Number(weight) > 0)
        .map(([member, weight]) => [member, weight]);
    expect(await weights({})).toEqual([
      ["old", 0.8],
      ["new", 0.2],
    ]);
    expect(await weights({ where: "team = 'north'" })).toEqual([["new", 1]]);
    expect(await weights({}, { strata: ["old"] })).toEqual([["old", 1]]);
  });

  it("counts a population once for all indicators that share it", async () => {
    const config = project({
      dataset: { dimensions: DIMENSIONS },
      indicators: {
        rating: { kind: "mean", value: "rating", unit: "score", weighting: customersOf({}) },
        solved: { kind: "ratio", numerator: "solved", unit: "percent", weighting: customersOf({}) },
      },
      report: { history: 2 },
      sections: { datasets: POPULATION },
    });
    const snapshot = await take(database.warehouse, config, "2026-09");
    expect(snapshot.queries.filter(({ id }) => id.startsWith("customers/population"))).toHaveLength(1);
    expect(measured(snapshot, "solved").value).toBeCloseTo((0.8 * 2) / 3 + 0.2 * 0.25, 12);
  });

  it("takes the shares of the whole where the population does not know the scope, and says so", async () => {
    const scoped = await take(database.warehouse, sketch(customersOf({})), "2026-09", { scope: { team: "south" } });
    expect(scoped.weightings[0]?.population?.inScope).toBe(false);
    expect(brief(strata(scoped)).map(([member, weight]) => [member, weight])).toEqual([
      ["old", 0.8],
      ["new", 0.2],
      ["(none)", 0],
    ]);
    const known = sketch(customersOf({}), {}, undefined, { team: { name: "Team" } });
    const within = await take(database.warehouse, known, "2026-09", { scope: { team: "south" } });
    expect(within.weightings[0]?.population?.inScope).toBe(true);
    expect(brief(strata(within))[0]?.slice(0, 2)).toEqual(["old", 1]);
  });

  it("has no figure for an empty population", async () => {
    const snapshot = await take(database.warehouse, sketch(customersOf({ where: "false" })), "2026-09");
    expect(measured(snapshot, "rating")).toMatchObject({ value: null, n: 8, weighted: { missingWeight: 1 } });
  });
});

describe("direct standardisation", () => {
  it("reads every period at the mix of one", async () => {
    const weighting = { dimension: "grp", standard: { period: "reported" } };
    const snapshot = await take(database.warehouse, sketch(weighting), "2026-09");
    // September: 4 new, 3 old; August: new 5, old 1.
    expect(measured(snapshot, "rating", "2026-08").value).toBeCloseTo((4 * 5 + 3 * 1) / 7, 12);
    expect(measured(snapshot, "rating").value).toBeCloseTo((4 * 3.25 + 3 * 4) / 7, 12);
    expect(snapshot.weightings[0]).toMatchObject({ kind: "standard", standardPeriod: "2026-09" });
  });

  it("measures the period of the standard even where the history does not reach it", async () => {
    for (const period of ["previous", "2026-08"]) {
      const weighting = { dimension: "grp", standard: { period } };
      const snapshot = await take(database.warehouse, sketch(weighting, { history: 1 }), "2026-09");
      expect(snapshot.further.map(({ id }) => id)).toEqual(["2026-08"]);
      expect(measured(snapshot, "rating").value).toBeCloseTo((1 * 3.25 + 3 * 4) / 4, 12);
    }
  });

  it("takes weights that are written out, and has no figure for a standard without rows", async () => {
    const stated = { dimension: "grp", standard: { weights: { new: 1, old: 1 } } };
    expect(measured(await take(database.warehouse, sketch(stated), "2026-09"), "rating").value).toBeCloseTo(3.625, 12);
    const absent = { dimension: "grp", standard: { period: "last_year" } };
    expect(measured(await take(database.warehouse, sketch(absent), "2026-09"), "rating").value).toBeNull();
  });
});

describe("other kinds", () => {
  it("weigh shares, top boxes and net promoter scores alike", async () => {
    const of = async (indicator: object) =>
      measured(await take(database.warehouse, sketch(ROLES, {}, indicator), "2026-09"), "rating").value;
    expect(await of({ kind: "ratio", numerator: "solved", unit: "percent" })).toBeCloseTo((25 + 25 / 4 + 15) / 90, 12);
    const top = { kind: "top_box", value: "rating", at_least: 4, unit: "percent" };
    expect(await of(top)).toBeCloseTo((25 + 25 / 4 + 15) / 90, 12);
    expect(await of({ kind: "nps", value: "rating * 2", unit: "points" })).toBeCloseTo(
      (50 * 0 + 25 * -75 + 15 * 100) / 90,
      12,
    );
  });
});

describe("periods made of shorter ones", () => {
  const combined = (cadence: string, settings: object) =>
    project({
      dataset: { dimensions: DIMENSIONS },
      indicators: { rating: { kind: "mean", value: "rating", unit: "score", minimum_n: 1 } },
      scored: { rating: { bands: [4.5, 3.5, 3, 1.6] } },
      report: { history: 2, cadence, combine: { unit: "month", rule: "mean", ...settings } },
    });

  it("are scored from the months that have data, whatever their length", async () => {
    for (const [cadence, period] of [
      ["quarter", "2026-Q3"],
      ["half-year", "2026-H2"],
      ["year", "2026"],
    ] as const) {
      const config = combined(cadence, {});
      const snapshot = await take(database.warehouse, config, period);
      expect(snapshot.further.map(({ id }) => id)).toEqual(expect.arrayContaining(["2026-08", "2026-09"]));
      const { score } = evaluate(snapshot, config);
      // August 8 ÷ 4 = 2.0: 2 points of 5; September 26 ÷ 8 = 3.25: 3 points; no other month has rows.
      const scores = score.combined?.parts.flatMap((part) => part.score ?? []);
      expect(scores).toEqual([40, 60]);
      expect(score.value).toBe(50);
      expect(score.combined?.missing).not.toContain("2026-08");
      expect(score.combined?.missing).toContain("2026-07");
    }
  });

  it("have their indicators pooled, or combined by the same rule", async () => {
    const of = async (settings: object) =>
      measured(await take(database.warehouse, combined("quarter", settings), "2026-Q3"), "rating");
    expect(await of({})).toMatchObject({ value: 34 / 12, n: 12 });
    const means = await of({ indicators: "combined" });
    expect(means.value).toBeCloseTo((2 + 3.25) / 2, 12);
    expect(means.weighted).toMatchObject({ raw: 34 / 12, missingWeight: expect.closeTo(1 / 3, 12) });
    expect((await of({ indicators: "combined", rule: "latest" })).value).toBe(3.25);
  });
});
