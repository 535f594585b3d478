import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { intervalRanks } from "../../src/collect/percentile.ts";
import { type Cut, type Measurement, NO_MEMBER, type Snapshot } from "../../src/collect/snapshot.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { measured, project, table, take } from "./project.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

interface Item {
  at: string;
  team: string | null;
  floor: number | null;
  urgent: boolean | null;
  /** integer, numeric and double precision columns of the same kind of value */
  wait: number | null;
  price: string | null;
  weight: number | null;
  answered: boolean | null;
  checked: boolean;
  rating: number | null;
  orders: number | null;
  at_home: boolean;
}

const COLUMNS = {
  at: "timestamptz",
  team: "text",
  floor: "int",
  urgent: "boolean",
  wait: "int",
  price: "numeric",
  weight: "float8",
  answered: "boolean",
  checked: "boolean",
  rating: "int",
  orders: "bigint",
  at_home: "boolean",
};

/** A linear congruential generator: the same rows on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function items(count: number, seed = 7): Item[] {
  const next = random(seed);
  const maybe = <T>(value: T, missing = 0.15): T | null => (next() < missing ? null : value);
  const start = Date.parse("2026-06-30T16:00:00Z");
  const end = Date.parse("2026-09-30T16:00:00Z");
  return Array.from({ length: count }, () => ({
    at: new Date(start + Math.floor(next() * (end - start))).toISOString(),
    team: maybe(["north", "söuth", "O'Brien", "东区", "-- drop"][Math.floor(next() * 5)] ?? "north"),
    floor: maybe(Math.floor(next() * 4)),
    urgent: maybe(next() < 0.3),
    wait: maybe(Math.floor(-Math.log(1 - next()) * 5400)),
    price: maybe((next() * 100).toFixed(2)),
    weight: maybe(next() * 10),
    answered: maybe(next() < 0.8),
    checked: next() < 0.4,
    rating: maybe(Math.floor(next() * 11)),
    orders: maybe(1 + Math.floor(next() * 5)),
    at_home: next() < 0.5,
  }));
}

const INDICATORS = {
  volume: { kind: "count" },
  checked_volume: { kind: "count", where: "checked" },
  answer_rate: { kind: "ratio", numerator: "answered", unit: "percent" },
  answer_rate_checked: {
    kind: "ratio",
    numerator: "answered",
    denominator: "checked",
    where: "at_home",
    unit: "percent",
  },
  answer_rate_zero: { kind: "ratio", numerator: "answered", unit: "percent", null_rule: "as_zero" },
  mean_wait: { kind: "mean", value: "wait", unit: "seconds", direction: "lower_is_better" },
  mean_wait_zero: { kind: "mean", value: "wait", unit: "seconds", direction: "lower_is_better", null_rule: "as_zero" },
  mean_price: { kind: "mean", value: "price", unit: "currency", where: "checked" },
  mean_weight: { kind: "mean", value: "weight -- kilograms", unit: "score" },
  median_wait: { kind: "percentile", value: "wait", unit: "seconds", direction: "lower_is_better" },
  p90_weight: { kind: "percentile", value: "weight", percentile: 0.9, unit: "score", where: "checked" },
  median_zero: { kind: "percentile", value: "wait", unit: "seconds", null_rule: "as_zero" },
  turnover: { kind: "sum", value: "price", unit: "currency" },
  turnover_home: { kind: "sum", value: "price", unit: "currency", where: "at_home" },
  wait_per_order: { kind: "rate", value: "wait", per: "orders", multiplier: 1000, unit: "per_unit" },
  wait_per_order_zero: { kind: "rate", value: "wait", per: "orders", unit: "per_unit", null_rule: "as_zero" },
  satisfied: { kind: "top_box", value: "rating", at_least: 8, unit: "percent" },
  satisfied_zero: { kind: "top_box", value: "rating", at_least: 8, unit: "percent", null_rule: "as_zero" },
  promoters: { kind: "nps", value: "rating", unit: "points" },
} as const;

const SCORED = {
  mean_wait: { baseline: 7200, target: 5400 },
  mean_wait_zero: { baseline: 7200, target: 5400 },
  mean_weight: { baseline: 4, target: 6.5 },
  median_wait: { baseline: 3600, target: 3000 },
};

/** Every kind once more, in the most straightforward way: over the rows themselves. */
function expected(id: keyof typeof INDICATORS, rows: readonly Item[]): Partial<Measurement> {
  const ratio = (above: number, below: number) => (below === 0 ? null : above / below);
  const share = (of: readonly Item[], zero: boolean) => {
    const known = of.filter(({ answered }) => answered !== null);
    const numerator = of.filter(({ answered }) => answered === true).length;
    const n = zero ? of.length : known.length;
    return { value: ratio(numerator, n), n, numerator, missing: of.length - known.length };
  };
  const values = (of: readonly Item[], read: (item: Item) => number | string | null, zero = false) => {
    const all = of.map(read);
    const known = all.filter((value) => value !== null).map(Number);
    return { known: zero ? all.map((value) => Number(value ?? 0)) : known, missing: all.length - known.length };
  };
  const mean = (
    { known, missing }: ReturnType<typeof values>,
    levels?: [number, number],
    better = (a: number, b: number) => a <= b,
  ) => {
    const sum = known.reduce((total, value) => total + value, 0);
    const sumSquares = known.reduce((total, value) => total + value * value, 0);
    const within = (level: number) => known.filter((value) => better(value, level)).length;
    const counts = levels === undefined ? {} : { withinBaseline: within(levels[0]), withinTarget: within(levels[1]) };
    return { value: ratio(sum, known.length), n: known.length, sum, sumSquares, missing, ...counts };
  };
  const percentile = ({ known, missing }: ReturnType<typeof values>, p: number, levels?: [number, number]) => {
    const sorted = [...known].sort((a, b) => a - b);
    const place = p * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    const value =
      below === undefined || above === undefined ? null : below + (above - below) * (place - Math.floor(place));
    const ranks = intervalRanks(sorted.length, p);
    const at = (rank: number | null) => (rank === null ? null : (sorted[rank - 1] ?? null));
    const within = (level: number) => known.filter((one) => one <= level).length;
    const counts = levels === undefined ? {} : { withinBaseline: within(levels[0]), withinTarget: within(levels[1]) };
    return { value, n: sorted.length, low: at(ranks.low), high: at(ranks.high), missing, ...counts };
  };
  const sum = (of: readonly Item[]) => {
    const { known, missing } = values(of, ({ price }) => price);
    const total = known.reduce((all, value) => all + value, 0);
    return { value: known.length === 0 && of.length > 0 ? null : total, n: known.length, sum: total, missing };
  };
  const rate = (multiplier: number, zero: boolean) => {
    const both = rows.filter(({ wait, orders }) => wait !== null && orders !== null);
    const used = zero ? rows : both;
    const numerator = used.reduce((total, { wait }) => total + (wait ?? 0), 0);
    const denominator = used.reduce((total, { orders }) => total + (orders ?? 0), 0);
    const value = ratio(multiplier * numerator, denominator);
    return { value, n: used.length, numerator, denominator, missing: rows.length - both.length };
  };
  const top = (zero: boolean) => {
    const { known, missing } = values(rows, ({ rating }) => rating, zero);
    const numerator = known.filter((value) => value >= 8).length;
    return { value: ratio(numerator, known.length), n: known.length, numerator, missing };
  };
  const checked = rows.filter((item) => item.checked);
  const higher = (a: number, b: number) => a >= b;
  switch (id) {
    case "volume":
      return { value: rows.length, n: rows.length, missing: 0 };
    case "checked_volume":
      return { value: checked.length, n: checked.length, missing: 0 };
    case "answer_rate":
      return share(rows, false);
    case "answer_rate_checked":
      return share(
        checked.filter(({ at_home }) => at_home),
        false,
      );
    case "answer_rate_zero":
      return share(rows, true);
    case "mean_wait":
      return mean(
        values(rows, ({ wait }) => wait),
        [7200, 5400],
      );
    case "mean_wait_zero":
      return mean(
        values(rows, ({ wait }) => wait, true),
        [7200, 5400],
      );
    case "mean_price":
      return mean(values(checked, ({ price }) => price));
    case "mean_weight":
      return mean(
        values(rows, ({ weight }) => weight),
        [4, 6.5],
        higher,
      );
    case "median_wait":
      return percentile(
        values(rows, ({ wait }) => wait),
        0.5,
        [3600, 3000],
      );
    case "p90_weight":
      return percentile(
        values(checked, ({ weight }) => weight),
        0.9,
      );
    case "median_zero":
      return percentile(
        values(rows, ({ wait }) => wait, true),
        0.5,
      );
    case "turnover":
      return sum(rows);
    case "turnover_home":
      return sum(rows.filter(({ at_home }) => at_home));
    case "wait_per_order":
      return rate(1000, false);
    case "wait_per_order_zero":
      return rate(1, true);
    case "satisfied":
      return top(false);
    case "satisfied_zero":
      return top(true);
    case "promoters": {
      const { known, missing } = values(rows, ({ rating }) => rating);
      const promoters = known.filter((value) => value >= 9).length;
      const detractors = known.filter((value) => value <= 6).length;
      const total = 100 * (promoters - detractors);
      const sumSquares = 10_000 * (promoters + detractors);
      return {
        value: ratio(total, known.length),
        n: known.length,
        sum: total,
        sumSquares,
        promoters,
        detractors,
        missing,
      };
    }
  }
}

function compare(actual: Measurement, wanted: Partial<Measurement>, label: string): void {
  for (const [field, value] of Object.entries(wanted)) {
    const found = actual[field as keyof Measurement];
    if (typeof value !== "number" || typeof found !== "number") expect(found, `${label} ${field}`).toBe(value);
    // Binary floating point is summed in units of 10^-14 of its size; all else is exact.
    else
      expect(Math.abs(found - value), `${label} ${field}: ${found}, ${value}`).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(value)),
      );
  }
  const present = Object.keys(actual).filter((field) => !["indicator", "period", "cut"].includes(field));
  expect(present.sort(), label).toEqual(Object.keys(wanted).sort());
}

const MONTHS = {
  "2026-07": "2026-07-31T16:00:00Z",
  "2026-08": "2026-08-31T16:00:00Z",
  "2026-09": "2026-09-30T16:00:00Z",
};
const monthOf = ({ at }: Item): string =>
  Object.entries(MONTHS).find(([, end]) => Date.parse(at) < Date.parse(end))?.[0] ?? "";

const sketch = {
  dataset: {
    dimensions: {
      team: { name: "team" },
      floor: { name: "floor" },
      hurry: { name: "hurry", sql: "case when urgent then 'urgent' when not urgent then 'calm' end" },
    },
  },
  indicators: INDICATORS,
  scored: SCORED,
  report: {
    cadence: "quarter",
    inside: "month",
    history: 1,
    breakdowns: ["team", "floor", "hurry"],
    heatmap: ["mean_wait", "median_wait"],
    charts: [{ id: "c", title: "c", alt: "c", spec: "c.json", data: { d: ["median_wait@*/team=*", "median_zero@*"] } }],
  },
};
const memberOf: Record<string, (item: Item) => string> = {
  team: ({ team }) => team ?? NO_MEMBER,
  floor: ({ floor }) => (floor === null ? NO_MEMBER : String(floor)),
  hurry: ({ urgent }) => (urgent === null ? NO_MEMBER : urgent ? "urgent" : "calm"),
};

describe("every kind of indicator", () => {
  const rows = items(3000);
  let snapshot: Snapshot;
  beforeAll(async () => {
    await table(
      database.warehouse,
      "items",
      COLUMNS,
      rows.map((row) => ({ ...row })),
    );
    snapshot = await take(database.warehouse, project(sketch), "2026-Q3");
  });

  it.each(Object.keys(INDICATORS) as (keyof typeof INDICATORS)[])(
    "%s equals the plain calculation in every period and cut",
    (id) => {
      for (const period of ["2026-Q3", ...Object.keys(MONTHS)]) {
        const own = period === "2026-Q3" ? rows : rows.filter((row) => monthOf(row) === period);
        compare(measured(snapshot, id, period), expected(id, own), `${id}@${period}`);
        // Nobody asked for the members of this percentile in the months inside.
        if (id === "p90_weight" && period !== "2026-Q3") continue;
        for (const [dimension, member] of Object.entries(memberOf)) {
          for (const [name, part] of Map.groupBy(own, member)) {
            const wanted = expected(id, part);
            if (wanted.n === 0 && wanted.missing === 0) continue;
            compare(
              measured(snapshot, id, period, { [dimension]: name }),
              wanted,
              `${id}@${period}/${dimension}=${name}`,
            );
          }
        }
      }
    },
  );

  it("cuts a percentile where periods are compared, and everywhere when a chart names it", () => {
    const cutPeriods = (id: string): Set<string> =>
      new Set(
        snapshot.measurements.flatMap(({ indicator, period, cut }) =>
          indicator === id && "team" in cut ? period : [],
        ),
      );
    expect(cutPeriods("p90_weight")).toEqual(new Set(["2026-Q3"]));
    expect(cutPeriods("median_wait")).toEqual(new Set(["2026-Q3", ...Object.keys(MONTHS)]));
  });

  it("adds up: months to their quarter, members to the whole", () => {
    const q = measured(snapshot, "mean_wait");
    const months = Object.keys(MONTHS).map((period) => measured(snapshot, "mean_wait", period));
    for (const part of ["n", "sum", "sumSquares", "missing", "withinTarget"] as const) {
      expect(months.reduce((sum, month) => sum + (month[part] ?? 0), 0)).toBe(q[part]);
      for (const dimension of Object.keys(memberOf)) {
        const members = snapshot.measurements.filter(
          ({ indicator, period, cut }) => indicator === "mean_wait" && period === "2026-Q3" && dimension in cut,
        );
        expect(members.reduce((sum, member) => sum + (member[part] ?? 0), 0)).toBe(q[part]);
      }
    }
  });

  it("is measured by weekday and hour of the report's zone, in the reported period only", () => {
    const cells = snapshot.measurements.filter(({ cut }) => "hour" in cut);
    expect(new Set(cells.map(({ period }) => period))).toEqual(new Set(["2026-Q3"]));
    expect(new Set(cells.map(({ indicator }) => indicator))).toEqual(new Set(["mean_wait", "median_wait"]));
    const cellOf = ({ at }: Item): string => {
      const shanghai = new Date(Date.parse(at) + 8 * 3_600_000);
      return `${shanghai.getUTCDay() === 0 ? 7 : shanghai.getUTCDay()}/${shanghai.getUTCHours()}`;
    };
    for (const [key, part] of Map.groupBy(rows, cellOf)) {
      const [weekday = "", hour = ""] = key.split("/");
      const { withinBaseline, withinTarget, ...wanted } = expected("mean_wait", part);
      compare(measured(snapshot, "mean_wait", "2026-Q3", { weekday, hour }), wanted, key);
      const median = measured(snapshot, "median_wait", "2026-Q3", { weekday, hour });
      expect(median.value).toBeCloseTo(expected("median_wait", part).value ?? Number.NaN, 9);
    }
  });

  it("lists members by size", () => {
    const sizes = Map.groupBy(rows, memberOf.team as (item: Item) => string);
    const bySize = [...sizes].sort(([, a], [, b]) => b.length - a.length).map(([member]) => member);
    expect(snapshot.members.team).toEqual(bySize);
    expect(Object.keys(snapshot.members)).toEqual(["team", "floor", "hurry"]);
  });

  it("gives percentiles that equal percentile_cont of the database", async () => {
    const [row] = await database.warehouse.read((session) =>
      session.query<{ median: number; p90: number }>(
        "select percentile_cont(0.5) within group (order by wait) as median, percentile_cont(0.9) within group (order by weight) filter (where checked) as p90 from items",
      ),
    );
    expect(measured(snapshot, "median_wait").value).toBe(row?.median);
    expect(measured(snapshot, "p90_weight").value).toBe(row?.p90);
  });

  it("is JSON, with a statement and a fingerprint for each dataset", () => {
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    const query = snapshot.queries.find(({ id }) => id === "items/measurements");
    expect(query?.sql).toContain("-- Periodical: dataset items");
    expect(query?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    // Only ids of the configuration and numbers of the program stand in the text.
    expect(query?.sql).not.toContain("2026-06-30");
  });
});

describe("the order of rows", () => {
  it("changes nothing, not even the last digit", async () => {
    const config = project(sketch);
    const content = ({ takenAt, ...rest }: Snapshot): string => JSON.stringify(rest);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 300 }), async (seed, count) => {
        const rows = items(count, seed);
        const next = random(seed + 1);
        const shuffled = rows
          .map((row) => ({ row, key: next() }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row);
        const taken: string[] = [];
        for (const order of [rows, shuffled]) {
          await table(
            database.warehouse,
            "items",
            COLUMNS,
            order.map((row) => ({ ...row })),
          );
          taken.push(content(await take(database.warehouse, config, "2026-Q3")));
        }
        expect(taken[1]).toBe(taken[0]);
      }),
      { numRuns: 8 },
    );
  });
});

describe("a table with a name the statement uses itself", () => {
  it.each(["grain", "period", "rolled", "cell", "heat", "item", "kept", "served", 'Order "Items"'])(
    "%s",
    async (name) => {
      const columns = { at: "timestamptz", atom: "text", d1: "int", c1: "int", p1: "int", rows: "int", period: "text" };
      const row = { at: "2026-10-05T00:00:00Z", atom: "a", d1: 1, c1: 2, p1: 3, rows: 4, period: "x" };
      await database.warehouse.knex.raw("drop table if exists ??", [name]);
      await table(database.warehouse, "items", columns, [row, row]);
      await database.warehouse.knex.raw("alter table items rename to ??", [name]);
      const config = project({
        dataset: { source: { table: name }, dimensions: { atom: { name: "a" }, period: { name: "p" } } },
        indicators: {
          sum: { kind: "sum", value: "c1 + p1 + d1 + rows", where: "period = 'x'" },
          median: { kind: "percentile", value: "rows", unit: "score" },
        },
        report: { breakdowns: ["atom", "period"], heatmap: ["sum", "median"] },
      });
      const snapshot = await take(database.warehouse, config, "2026-10");
      for (const cut of [{}, { atom: "a" }, { period: "x" }, { weekday: "1", hour: "8" }] as Cut[]) {
        expect(measured(snapshot, "sum", "2026-10", cut).value).toBe(20);
        expect(measured(snapshot, "median", "2026-10", cut).value).toBe(4);
      }
    },
  );
});

describe("many members", () => {
  it("keeps the largest 200 of a dimension and counts the rest together, so that the sum is exact", async () => {
    const rows = Array.from({ length: 260 }, (_, index) =>
      Array.from({ length: index < 200 ? 3 : 1 }, () => ({
        at: "2026-10-05T00:00:00Z",
        team: index === 259 ? null : `agent ${String(index).padStart(3, "0")}`,
        wait: index,
      })),
    ).flat();
    await table(database.warehouse, "items", { at: "timestamptz", team: "text", wait: "int" }, rows);
    const config = project({
      dataset: { dimensions: { team: { name: "team" } } },
      indicators: { volume: { kind: "count" }, median: { kind: "percentile", value: "wait", unit: "seconds" } },
      report: { breakdowns: ["team"] },
    });
    const snapshot = await take(database.warehouse, config, "2026-10");
    const members = snapshot.members.team ?? [];
    expect(members.length).toBe(201);
    expect(members).toContain(NO_MEMBER);
    const cut: Cut = { team: "(other)" };
    // 259 named members and the rows without one, of which 200 stay: 60 are counted together.
    expect(measured(snapshot, "volume", "2026-10", cut).value).toBe(62);
    expect(measured(snapshot, "median", "2026-10", cut).n).toBe(62);
    const total = members.reduce(
      (sum, team) => sum + (measured(snapshot, "volume", "2026-10", { team }).value ?? 0),
      0,
    );
    expect(total).toBe(rows.length);
  });
});
