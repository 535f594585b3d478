import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../src/collect/snapshot.ts";
import { boundAt, timeColumn } from "../../src/collect/time-column.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { measured, project, table, take } from "./project.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Takes a snapshot of a table of bare times and returns the count of each period asked for. */
async function counts(
  type: string,
  times: readonly string[],
  options: { zone: string; columnZone?: string; period: string; periods: readonly string[]; report?: object },
): Promise<{ counts: (number | null)[]; snapshot: Snapshot }> {
  await table(
    database.warehouse,
    "items",
    { at: type },
    times.map((at) => ({ at })),
  );
  const config = project({
    zone: options.zone,
    dataset: { time: { column: "at", ...(options.columnZone === undefined ? {} : { zone: options.columnZone }) } },
    indicators: { n: { kind: "count" } },
    report: { history: 13, heatmap: ["n"], ...options.report },
  });
  const snapshot = await take(database.warehouse, config, options.period);
  return { counts: options.periods.map((id) => measured(snapshot, "n", id).value), snapshot };
}

describe("a month is half-open in the report's zone", () => {
  it("in Shanghai", async () => {
    const { counts: found, snapshot } = await counts(
      "timestamptz",
      [
        "2026-08-31T16:00:00Z", // first instant of September
        "2026-09-30T15:59:59.999999Z", // last microsecond of September
        "2026-09-30T16:00:00Z",
        "2026-10-31T15:59:59.999999Z",
        "2026-10-31T16:00:00Z", // first instant of November
        "2026-10-31T23:59:59+08:00",
      ],
      { zone: "Asia/Shanghai", period: "2026-11", periods: ["2026-09", "2026-10", "2026-11"] },
    );
    expect(found).toEqual([2, 3, 1]);
    expect(snapshot.datasets[0]?.rows).toEqual({ "2026-09": 2, "2026-10": 3, "2026-11": 1 });
    expect(snapshot.datasets[0]?.earliest).toBe("2026-08-31T16:00:00.000Z");
    expect(snapshot.datasets[0]?.watermark).toBe("2026-10-31T16:00:00.000Z");
  });

  it("whatever times there are that no calendar names", async () => {
    for (const [type, odd] of [
      ["timestamptz", ["infinity", "-infinity", "0044-03-15 BC", "20226-10-01"]],
      ["date", ["infinity", "-infinity", "0044-03-15 BC", "20226-10-01"]],
    ] as const) {
      const { counts: found, snapshot } = await counts(type, [...odd, "2026-09-03", "2026-11-03"], {
        zone: "UTC",
        ...(type === "date" ? { columnZone: "UTC" } : {}),
        period: "2026-11",
        periods: ["2026-09", "2026-10", "2026-11"],
      });
      expect(found).toEqual([1, null, 1]);
      expect(snapshot.datasets[0]).toMatchObject({
        earliest: "2026-09-03T00:00:00.000Z",
        watermark: "2026-11-03T00:00:00.000Z",
      });
    }
  });

  it.each([
    // Clocks change inside the month: it has an hour less or more, and so has the day in rowsPerDay.
    [
      "Europe/Berlin",
      "2026-03",
      ["2026-02-28T22:59:59Z", "2026-02-28T23:00:00Z", "2026-03-31T21:59:59Z", "2026-03-31T22:00:00Z"],
    ],
    [
      "Europe/Berlin",
      "2026-10",
      ["2026-09-30T21:59:59Z", "2026-09-30T22:00:00Z", "2026-10-31T22:59:59Z", "2026-10-31T23:00:00Z"],
    ],
    [
      "America/New_York",
      "2026-03",
      ["2026-03-01T04:59:59Z", "2026-03-01T05:00:00Z", "2026-04-01T03:59:59Z", "2026-04-01T04:00:00Z"],
    ],
    [
      "America/New_York",
      "2026-11",
      ["2026-11-01T03:59:59Z", "2026-11-01T04:00:00Z", "2026-12-01T04:59:59Z", "2026-12-01T05:00:00Z"],
    ],
    [
      "Asia/Kathmandu",
      "2026-02",
      ["2026-01-31T18:14:59Z", "2026-01-31T18:15:00Z", "2026-02-28T18:14:59Z", "2026-02-28T18:15:00Z"],
    ],
  ])("in %s, %s", async (zone, period, times) => {
    const { counts: found } = await counts("timestamptz", times, { zone, period, periods: [period] });
    expect(found).toEqual([2]);
  });

  it("in February of a leap year", async () => {
    const times = ["2028-02-29T12:00:00Z", "2028-02-28T12:00:00Z", "2028-03-01T12:00:00Z"];
    await table(
      database.warehouse,
      "items",
      { at: "timestamptz" },
      times.map((at) => ({ at })),
    );
    const config = project({ zone: "Europe/Berlin", indicators: { n: { kind: "count" } } });
    const snapshot = await take(database.warehouse, config, "2028-02", { now: new Date("2028-06-01T00:00:00Z") });
    expect(measured(snapshot, "n").value).toBe(2);
    expect(snapshot.datasets[0]?.rowsPerDay.length).toBe(29);
    expect(snapshot.datasets[0]?.rowsPerDay.at(-1)).toEqual({ day: "2028-02-29", rows: 1 });
  });
});

describe("days and hours", () => {
  it("on the days clocks change, in Berlin", async () => {
    const { snapshot } = await counts(
      "timestamptz",
      [
        "2026-10-24T22:00:00Z", // Sunday 25 October, 00:00
        "2026-10-25T00:30:00Z", // 02:30, the first time
        "2026-10-25T01:30:00Z", // 02:30, the second time
        "2026-10-25T22:59:59Z", // 23:59:59 of a day of 25 hours
        "2026-10-25T23:00:00Z", // Monday
      ],
      { zone: "Europe/Berlin", period: "2026-10", periods: ["2026-10"] },
    );
    const days = new Map(snapshot.datasets[0]?.rowsPerDay.map(({ day, rows }) => [day, rows]));
    expect([days.get("2026-10-24"), days.get("2026-10-25"), days.get("2026-10-26"), days.size]).toEqual([0, 4, 1, 31]);
    expect(measured(snapshot, "n", "2026-10", { weekday: "7", hour: "2" }).value).toBe(2);
    expect(measured(snapshot, "n", "2026-10", { weekday: "7", hour: "23" }).value).toBe(1);
    expect(measured(snapshot, "n", "2026-10", { weekday: "1", hour: "0" }).value).toBe(1);
  });
});

describe("a column without a zone", () => {
  it("is compared by the wall clock of its own zone", async () => {
    // A till in New York, reported in Berlin: October begins at 18:00 of 30 September over there.
    const { counts: found, snapshot } = await counts(
      "timestamp",
      [
        "2026-08-31 18:00:00",
        "2026-09-30 17:59:59",
        "2026-09-30 18:00:00",
        "2026-10-31 18:59:59",
        "2026-10-31 19:00:00",
      ],
      { zone: "Europe/Berlin", columnZone: "America/New_York", period: "2026-10", periods: ["2026-09", "2026-10"] },
    );
    expect(found).toEqual([2, 2]);
    expect(snapshot.datasets[0]?.watermark).toBe("2026-10-31T23:00:00.000Z");
    expect(measured(snapshot, "n", "2026-10", { weekday: "4", hour: "0" }).value).toBe(1);
    expect(measured(snapshot, "n", "2026-10", { weekday: "6", hour: "23" }).value).toBe(1);
  });

  it("of the report's own zone keeps its days and hours as written", async () => {
    const { counts: found, snapshot } = await counts(
      "timestamp",
      [
        "2026-09-30 23:59:59",
        "2026-10-01 00:00:00",
        "2026-10-25 02:30:00",
        "2026-10-31 23:59:59",
        "2026-11-01 00:00:00",
      ],
      { zone: "Europe/Berlin", columnZone: "Europe/Berlin", period: "2026-10", periods: ["2026-10"] },
    );
    expect(found).toEqual([3]);
    expect(measured(snapshot, "n", "2026-10", { weekday: "7", hour: "2" }).value).toBe(1);
  });

  it("of type date belongs to the day it names, and has no hours", async () => {
    const { counts: found, snapshot } = await counts(
      "date",
      ["2026-09-01", "2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01"],
      {
        zone: "Asia/Shanghai",
        columnZone: "Asia/Shanghai",
        period: "2026-10",
        periods: ["2026-09", "2026-10"],
      },
    );
    expect(found).toEqual([2, 2]);
    expect(snapshot.measurements.filter(({ cut }) => "hour" in cut)).toEqual([]);
    expect(snapshot.datasets[0]?.earliest).toBe("2026-08-31T16:00:00.000Z");
    expect(snapshot.datasets[0]?.rowsPerDay.filter(({ rows }) => rows > 0).map(({ day }) => day)).toEqual([
      "2026-10-01",
      "2026-10-31",
    ]);
  });

  it("is refused without a zone, and so is a column that holds no time", async () => {
    const refused = (type: string) => counts(type, [], { zone: "UTC", period: "2026-10", periods: [] });
    await expect(refused("timestamp")).rejects.toMatchObject({ code: "WAREHOUSE_QUERY", where: "datasets.items.time" });
    await expect(refused("text")).rejects.toThrow(/of type text/);
  });
});

describe("bounds as a column records them", () => {
  const at = (type: "timestamptz" | "timestamp" | "date", zone: string | null) => (instant: string) =>
    boundAt(instant, { type, zone });

  it("follow the clock through its changes", () => {
    const berlin = at("timestamp", "Europe/Berlin");
    expect(berlin("2026-03-29T00:59:59Z")).toBe("2026-03-29 01:59:59");
    expect(berlin("2026-03-29T01:00:00Z")).toBe("2026-03-29 03:00:00");
    expect(berlin("2026-10-25T00:30:00Z")).toBe("2026-10-25 02:30:00");
    expect(berlin("2026-10-25T01:30:00Z")).toBe("2026-10-25 02:30:00");
    expect(at("timestamptz", null)("2026-10-25T01:30:00Z")).toBe("2026-10-25T01:30:00Z");
  });

  it("of a date are the first day that begins then or later", () => {
    expect(at("date", "Asia/Shanghai")("2026-09-30T16:00:00Z")).toBe("2026-10-01");
    expect(at("date", "Asia/Shanghai")("2026-09-30T16:00:01Z")).toBe("2026-10-02");
    expect(at("date", "UTC")("2026-09-30T16:00:00Z")).toBe("2026-10-01");
  });

  it("need no zone where the column holds instants", () => {
    const dataset = { time: { column: "at", zone: "Asia/Shanghai" } };
    expect(timeColumn("items", dataset, "timestamp with time zone")).toEqual({
      column: "at",
      type: "timestamptz",
      zone: null,
    });
  });
});
