import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_MEMBER } from "../../src/collect/snapshot.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { measured, project, table, take } from "./project.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const october = (day: number, hour = 4): string =>
  `2026-10-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00Z`;
const COLUMNS = { at: "timestamptz", team: "text", ok: "boolean", value: "int" };
const withTeams = { dataset: { dimensions: { team: { name: "team" } } }, report: { breakdowns: ["team"] } };
const RATE = { rate: { kind: "ratio", numerator: "ok", unit: "percent" } };
const rows = [
  { at: october(1), team: "north", ok: true, value: 1 },
  { at: october(2), team: "north", ok: false, value: 2 },
  { at: october(3), team: "x' or '1'='1", ok: true, value: 3 },
  { at: october(4), team: null, ok: null, value: null },
  { at: october(5), team: "", ok: true, value: 5 },
];

describe("the scope", () => {
  beforeAll(() => table(database.warehouse, "items", COLUMNS, rows));
  const config = project({ indicators: RATE, ...withTeams });

  it("is a bound value, whatever it says", async () => {
    const hostile = await take(database.warehouse, config, "2026-10", { scope: { team: "x' or '1'='1" } });
    expect(measured(hostile, "rate").n).toBe(1);
    expect(hostile.members).toEqual({});
    const statement = hostile.queries.find(({ id }) => id === "items/measurements");
    expect(statement?.sql).not.toContain("'1'='1");
    expect(statement?.params).toContain("x' or '1'='1");
  });

  it("can be the rows without a member, empty text included", async () => {
    const { datasets } = await take(database.warehouse, config, "2026-10", { scope: { team: NO_MEMBER } });
    expect(datasets[0]?.rows["2026-10"]).toBe(2);
  });

  it("names the members there are when it is unknown", async () => {
    const unknown = take(database.warehouse, config, "2026-10", { scope: { team: "'; drop table items; --" } });
    await expect(unknown).rejects.toMatchObject({
      code: "SCOPE_UNKNOWN",
      hint: "There are: (none), north, x' or '1'='1.",
    });
    await expect(take(database.warehouse, config, "2026-10", { scope: { shift: "night" } })).rejects.toMatchObject({
      code: "SCOPE_UNKNOWN",
      hint: "There are: team.",
    });
  });

  it("leaves datasets out that do not know it", async () => {
    await table(database.warehouse, "calls", { at: "timestamptz" }, [{ at: october(1) }]);
    const two = project({
      ...withTeams,
      indicators: { ...RATE, calls: { kind: "count", dataset: "calls" } },
      sections: { datasets: { calls: { name: "calls", source: { table: "calls" }, time: { column: "at" } } } },
    });
    const { datasets, measurements } = await take(database.warehouse, two, "2026-10", { scope: { team: "north" } });
    expect(datasets.map(({ dataset, inScope }) => [dataset, inScope])).toEqual([
      ["items", true],
      ["calls", false],
    ]);
    expect(datasets[1]?.rows).toEqual({ "2026-10": 0 });
    expect(new Set(measurements.map(({ indicator }) => indicator))).toEqual(new Set(["rate"]));
  });
});

describe("what cannot be reported", () => {
  const config = project({ indicators: RATE, ...withTeams });
  beforeAll(() => table(database.warehouse, "items", COLUMNS, rows));

  it("is a period that is not closed", async () => {
    const now = new Date("2026-10-20T00:00:00Z");
    await expect(take(database.warehouse, config, "2026-10", { now })).rejects.toMatchObject({
      code: "PERIOD_INVALID",
      message: "Period 2026-10 is not closed: it ends on 2026-10-31.",
      hint: "The last closed one is 2026-09.",
    });
    await expect(take(database.warehouse, config, "2026-12", { now })).rejects.toThrow(/lies in the future/);
    await expect(
      take(database.warehouse, config, "2026-10-01..2026-10-19", { now: new Date("2026-10-19T10:00:00Z") }),
    ).rejects.toThrow(/not closed/);
    // The last second of October in Shanghai has passed.
    expect(
      (await take(database.warehouse, config, "2026-10", { now: new Date("2026-10-31T16:00:00Z") })).period.id,
    ).toBe("2026-10");
  });

  it("is a period without any row, and the error says what there is", async () => {
    await expect(take(database.warehouse, config, "2026-09")).rejects.toMatchObject({
      code: "NO_DATA",
      hint: "What there is: items: 2026-10-01 to 2026-10-05. Report a period with data, or import it.",
    });
    await table(database.warehouse, "items", COLUMNS, []);
    await expect(take(database.warehouse, config, "2026-10")).rejects.toMatchObject({ code: "NO_DATA" });
    await table(database.warehouse, "items", COLUMNS, rows);
  });

  it("is a missing table or column, and values that are no numbers", async () => {
    const wrong = (sketch: object) => take(database.warehouse, project(sketch), "2026-10");
    await expect(wrong({ indicators: RATE, dataset: { source: { table: "itemz" } } })).rejects.toMatchObject({
      code: "WAREHOUSE_QUERY",
      message: 'The warehouse has no table or view "itemz".',
    });
    const missing = { total: { kind: "sum", value: "valeu" } };
    await expect(wrong({ indicators: missing })).rejects.toMatchObject({
      code: "WAREHOUSE_QUERY",
      message: expect.stringContaining('"valeu"'),
      where: "datasets.items",
      hint: expect.stringContaining("periodical check names the expression"),
    });
    const text = { total: { kind: "sum", value: "team" } };
    await expect(wrong({ indicators: text })).rejects.toMatchObject({ where: "indicators.total.value" });
    const infinite = { mean: { kind: "mean", value: "value / 0.0::float8" } };
    await expect(wrong({ indicators: infinite })).rejects.toMatchObject({ code: "WAREHOUSE_QUERY" });
    const notNumbers = { mean: { kind: "mean", value: "'NaN'::float8" } };
    await expect(wrong({ indicators: notNumbers })).rejects.toThrow(/values of mean contain NaN/);
  });
});

describe("thin data", () => {
  const INDICATORS = {
    ...RATE,
    mean: { kind: "mean", value: "value", unit: "score" },
    median: { kind: "percentile", value: "value", unit: "score" },
    total: { kind: "sum", value: "value" },
    good: { kind: "count", where: "value > 100" },
    per: { kind: "rate", value: "value", per: "value * 0", unit: "per_unit" },
  };
  const values = async (): Promise<Record<string, number | null>> => {
    const snapshot = await take(database.warehouse, project({ indicators: INDICATORS }), "2026-10");
    return Object.fromEntries(Object.keys(INDICATORS).map((id) => [id, measured(snapshot, id).value]));
  };

  it("one row", async () => {
    await table(database.warehouse, "items", COLUMNS, [{ at: october(1), team: "a", ok: true, value: 7 }]);
    expect(await values()).toEqual({ rate: 1, mean: 7, median: 7, total: 7, good: 0, per: null });
  });

  it("a column without any value is no data, a count of nothing is 0", async () => {
    await table(database.warehouse, "items", COLUMNS, [
      { at: october(1), team: "a" },
      { at: october(2), team: "a" },
    ]);
    expect(await values()).toEqual({ rate: null, mean: null, median: null, total: null, good: 0, per: null });
    const snapshot = await take(database.warehouse, project({ indicators: INDICATORS }), "2026-10");
    expect(measured(snapshot, "mean")).toMatchObject({ n: 0, missing: 2, sum: 0 });
  });

  it("a period inside the history without rows is there, without data", async () => {
    await table(database.warehouse, "items", COLUMNS, [
      { at: "2026-08-01T00:00:00Z", team: "a", ok: true, value: 1 },
      { at: october(2), team: "a", ok: true, value: 3 },
    ]);
    const snapshot = await take(database.warehouse, project({ indicators: INDICATORS }), "2026-10");
    expect(snapshot.history.map(({ id }) => id)).toEqual(["2026-08", "2026-09", "2026-10"]);
    expect(measured(snapshot, "good", "2026-09").value).toBeNull();
    expect(measured(snapshot, "mean", "2026-09")).toMatchObject({ value: null, n: 0 });
    expect(measured(snapshot, "total", "2026-10").value).toBe(3);
  });
});

describe("the record of a dataset", () => {
  it("counts what was left out, known problems, days, and names its files", async () => {
    await table(database.warehouse, "items", COLUMNS, [
      ...rows,
      { at: october(1, 18), team: "test", ok: null, value: -1 },
    ]);
    const config = project({
      dataset: {
        ...withTeams.dataset,
        where: "team is distinct from 'test'",
        quality: [
          { id: "without_value", when: "value is null", message: "m" },
          { id: "negative", when: "value < 0", message: "m" },
        ],
      },
      indicators: RATE,
    });
    const snapshot = await take(database.warehouse, config, "2026-10");
    const [record] = snapshot.datasets;
    expect(record).toMatchObject({
      dataset: "items",
      source: "items",
      rows: { "2026-10": 5 },
      excluded: 1,
      quality: [
        { id: "without_value", rows: 1 },
        { id: "negative", rows: 0 },
      ],
      query: "items/record",
      inScope: true,
      files: [],
    });
    expect(record?.rowsPerDay.length).toBe(31);
    expect(record?.rowsPerDay.slice(0, 6).map(({ rows: n }) => n)).toEqual([1, 1, 1, 1, 1, 0]);
    for (const { query } of snapshot.datasets) expect(snapshot.queries.map(({ id }) => id)).toContain(query);
  });
});

describe("beside the figures", () => {
  const comments = [
    { at: october(3), theme: "slow", text: "Nobody answered for three days." },
    { at: october(4), theme: "slow", text: "Three weeks without an answer!" },
    { at: october(5), theme: "slow", text: "Three weeks without an answer!" },
    { at: october(5), theme: "slow", text: "ok" },
    { at: october(6), theme: "rude", text: "他们的态度很差，没有道歉。" },
    { at: october(6), theme: "rude", text: "x".repeat(5000) },
    { at: october(7), theme: "late", text: "The engineer came two hours late." },
    { at: october(8), theme: null, text: "Not classified yet, this one." },
    { at: "2026-09-10T00:00:00Z", theme: "rude", text: "An old one about manners." },
  ];
  const served = [
    { at: october(1), customer: 1, kind: "new", complained: true },
    { at: october(2), customer: 1, kind: "new", complained: false },
    { at: october(3), customer: 2, kind: "existing", complained: true },
    { at: october(4), customer: 3, kind: "existing", complained: false },
    { at: october(5), customer: null, kind: "existing", complained: true },
    { at: "2026-09-05T00:00:00Z", customer: 9, kind: "existing", complained: true },
  ];
  const answers = [
    { at: october(9), customer: 1, kind: "new", a: "good", b: "good" },
    { at: october(9), customer: 1, kind: "new", a: "good", b: "bad" },
    { at: october(10), customer: 7, kind: "guest", a: "bad", b: null },
  ];
  const dataset = (name: string, dimensions: object) => ({
    name,
    source: { table: name },
    time: { column: "at" },
    dimensions,
  });
  const config = project({
    ...withTeams,
    indicators: RATE,
    report: {
      history: 3,
      feedback: { dataset: "comments", theme: "theme", text: "text", quotes: 4 },
      survey: {
        dataset: "answers",
        customer: "customer",
        population: "served",
        population_customer: "customer",
        complainants: "complained",
        group: "kind",
      },
      spot_checks: { dataset: "answers", population: "served", verdicts: ["a", "b"] },
    },
    sections: {
      datasets: {
        comments: dataset("comments", { theme: { name: "theme" } }),
        served: dataset("served", { kind: { name: "kind" } }),
        answers: dataset("answers", { kind: { name: "kind" } }),
      },
    },
  });

  beforeAll(async () => {
    const { warehouse } = database;
    await table(warehouse, "items", COLUMNS, [...rows, { at: "2026-09-01T00:00:00Z", team: "north", ok: true }]);
    await table(warehouse, "comments", { at: "timestamptz", theme: "text", text: "text" }, comments);
    await table(
      warehouse,
      "served",
      { at: "timestamptz", customer: "int", kind: "text", complained: "boolean" },
      served,
    );
    await table(
      warehouse,
      "answers",
      { at: "timestamptz", customer: "int", kind: "text", a: "text", b: "text" },
      answers,
    );
  });

  it("comments are counted by theme and period, and quoted the same way every time", async () => {
    const { feedback } = await take(database.warehouse, config, "2026-10");
    expect(feedback?.counts).toEqual([
      { period: "2026-09", theme: "rude", n: 1 },
      { period: "2026-10", theme: "slow", n: 4 },
      { period: "2026-10", theme: "rude", n: 2 },
      { period: "2026-10", theme: "late", n: 1 },
    ]);
    // One of each theme, largest first, then a second one: not the short, the long or the repeated text.
    expect(feedback?.quotes.map(({ theme }) => theme)).toEqual(["slow", "rude", "late", "slow"]);
    expect(new Set(feedback?.quotes.map(({ text }) => text)).size).toBe(4);
    await table(
      database.warehouse,
      "comments",
      { at: "timestamptz", theme: "text", text: "text" },
      comments.toReversed(),
    );
    expect((await take(database.warehouse, config, "2026-10")).feedback).toEqual(feedback);
  });

  it("survey and spot checks count customers once and verdicts in pairs", async () => {
    const { survey, spotChecks } = await take(database.warehouse, config, "2026-10");
    expect(survey).toEqual({
      query: "answers/adequacy",
      invitations: null,
      customers: 3,
      respondents: 2,
      complainants: 2,
      respondingComplainants: 1,
      groups: [
        { group: "existing", customers: 2, respondents: 0 },
        { group: "guest", customers: 0, respondents: 1 },
        { group: "new", customers: 1, respondents: 1 },
      ],
    });
    expect(spotChecks).toEqual({
      query: "answers/agreement",
      population: 5,
      checked: 3,
      agreement: [
        { first: "good", second: "bad", n: 1 },
        { first: "good", second: "good", n: 1 },
      ],
    });
  });

  it("are not there when the scope cuts what they lack", async () => {
    const snapshot = await take(database.warehouse, config, "2026-10", { scope: { team: "north" } });
    expect([snapshot.feedback, snapshot.survey, snapshot.spotChecks]).toEqual([null, null, null]);
  });

  it("come from one moment: what is written meanwhile is not seen", async () => {
    const { collect } = await import("../../src/collect/collect.ts");
    const { periodIn } = await import("./project.ts");
    const snapshot = await database.warehouse.read((session) => {
      let first = true;
      const interrupted: typeof session = {
        async query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
          const found = await session.query<Row>(sql, params);
          if (first) await database.warehouse.knex.raw("insert into served values ('2026-10-09', 99, 'new', true)");
          first = false;
          return found;
        },
      };
      return collect(config, { report: "r", period: periodIn(config, "2026-10"), scope: {} }, interrupted, {
        now: new Date("2026-11-02T00:00:00Z"),
        server: "x",
      });
    });
    expect(snapshot.survey?.customers).toBe(3);
  });
});
