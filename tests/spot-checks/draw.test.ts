import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/calendar/periods.ts";
import type { Config } from "../../src/config/schema/index.ts";
import type { PeriodicalError } from "../../src/errors.ts";
import { type DrawRequest, drawSample, type Sample } from "../../src/spot-checks/draw.ts";
import { configOf } from "../helpers/after-sales-config.ts";
import { openTestDatabase } from "../helpers/postgres.ts";

const CALENDAR = { zone: "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1 } as const;
const NOW = new Date("2026-11-02T02:00:00Z");

describe("drawSample", () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let config: Config;
  beforeAll(async () => {
    database = await openTestDatabase();
    config = configOf({
      datasets: {
        tickets: {
          name: "tickets",
          source: { table: "tickets" },
          time: { column: "created_at" },
          key: ["id"],
          dimensions: { channel: { name: "Channel" }, team: { name: "Team", sql: "upper(team)" } },
          inspection: { columns: ["created_at", "note"], questions: { verdict: { label: "Verdict" } } },
        },
      },
    });
  });
  afterAll(() => database.close());

  const run = (sql: string): Promise<unknown> => database.warehouse.write((client) => client.query(sql));
  /** 1000 tickets of October in four strata, in a random physical order; one of September, one of November. */
  const fill = (order: string): Promise<unknown> =>
    run(`drop table if exists tickets;
      create table tickets (id bigint, channel text, team text, s1 text, note text, created_at timestamptz);
      insert into tickets
        select n, case when n % 10 < 7 then 'phone' else 'chat' end, case when n % 4 = 0 then null else 'north' end, 'x',
          case when n % 5 = 0 then '=1+1' end, timestamptz '2026-10-01 00:00+08' + n * interval '40 minutes'
        from generate_series(1, 1000) as n order by ${order};
      insert into tickets values (5001, 'phone', 'north', 'x', null, '2026-09-30 23:59+08'), (5002, 'phone', 'north', 'x', null, '2026-11-01 00:00+08')`);
  beforeEach(() => fill("random()"));

  const draw = (change: Partial<DrawRequest> = {}): Promise<Sample> => {
    const request = {
      dataset: "tickets",
      period: parsePeriod("2026-10", CALENDAR),
      rate: 0.15,
      by: ["channel", "team"],
      seed: 7,
      ...change,
    };
    return database.warehouse.read((session) =>
      drawSample(config, request, session, { now: NOW, server: database.warehouse.server }),
    );
  };
  const keys = (sample: Sample): string[] => sample.rows.map(({ key }) => key.join("/"));

  it("draws each stratum's share and says what of", async () => {
    const sample = await draw();
    expect(sample).toMatchObject({ population: 1000, drawn: 150, seed: 7, rate: 0.15, key: ["id"] });
    expect(sample.strata.map(({ members, size, wanted }) => [...members, size, wanted])).toEqual([
      ["chat", "(none)", 50, 7],
      ["chat", "NORTH", 250, 38],
      ["phone", "(none)", 200, 30],
      ["phone", "NORTH", 500, 75],
    ]);
    for (const { members, wanted } of sample.strata) {
      expect(sample.rows.filter((row) => row.members.join() === members.join())).toHaveLength(wanted);
    }
    expect(new Set(keys(sample)).size).toBe(150);
    expect(sample.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it("gives equal rows for equal seed and data, whatever order the table holds them in", async () => {
    const first = await draw();
    for (const order of ["n", "n desc", "random()"]) {
      await fill(order);
      const again = await draw();
      expect(again.rows).toEqual(first.rows);
      expect(again.fingerprint).toBe(first.fingerprint);
    }
  });

  it("gives other rows for another seed, and keeps those of a smaller rate in a larger one", async () => {
    const [first, other, larger] = [await draw(), await draw({ seed: 8 }), await draw({ rate: 0.3 })];
    const both = keys(other).filter((key) => keys(first).includes(key));
    // 15 % of 150 by chance: 22.5, standard deviation about 4.
    expect(both.length).toBeLessThan(45);
    expect(keys(larger)).toEqual(expect.arrayContaining(keys(first)));
  });

  it("does not prefer any part of the rows: every ticket has the same chance over many seeds", async () => {
    const times = new Map<string, number>();
    for (let seed = 1; seed <= 40; seed += 1) {
      for (const key of keys(await draw({ seed, by: [], rate: 0.1 }))) times.set(key, (times.get(key) ?? 0) + 1);
    }
    const counts = Array.from({ length: 1000 }, (_, n) => times.get(String(n + 1)) ?? 0);
    const variance = counts.reduce((sum, count) => sum + (count - 4) ** 2, 0) / 1000;
    // Binomial with 40 draws at 10 %: mean 4, variance 3.6; over 1000 tickets its standard error is about 0.16.
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4000);
    expect(variance).toBeGreaterThan(2.9);
    expect(variance).toBeLessThan(4.3);
  });

  it("writes what the inspectors see: instants in the project's zone, other columns as they are", async () => {
    const sample = await draw({ columns: ["created_at", "note", "channel"] });
    expect(sample.shown.map(({ name, type }) => [name, type])).toEqual([
      ["created_at", "timestamp with time zone"],
      ["note", "text"],
    ]);
    const row = sample.rows.find(({ key }) => key[0] !== undefined && Number(key[0]) % 5 === 0);
    expect(row?.shown[0]).toMatch(/^2026-10-\d\d \d\d:\d\d$/);
    expect(row?.shown[1]).toBe("=1+1");
  });

  it("takes several columns for a key, and tells (1, 23) from (12, 3)", async () => {
    await run(`drop table tickets; create table tickets as
      select * from (values (1, 23), (12, 3)) as v(id, part), (values (timestamptz '2026-10-05 12:00+08')) as t(created_at), (values ('a', 'b', 'c')) as d(channel, team, note)`);
    const sample = await draw({ key: ["id", "part"], rate: 1, by: [] });
    expect(keys(sample).sort()).toEqual(["1/23", "12/3"]);
  });

  it("refuses a key that does not tell rows apart, a stranger, a period without rows", async () => {
    const caught = async (change: Partial<DrawRequest>): Promise<PeriodicalError> =>
      draw(change).then(
        () => expect.unreachable(),
        (error: unknown) => error as PeriodicalError,
      );
    const doubtful = await caught({ key: ["channel"] });
    expect(doubtful).toMatchObject({ code: "WAREHOUSE_QUERY", where: "datasets.tickets.key" });
    expect(doubtful.message).toContain("1000 rows in 2026-10 have 2 different values");
    expect((await caught({ key: ["note"] })).message).toContain("800 rows of dataset tickets in 2026-10 have no note");
    expect(await caught({ dataset: "ticket" })).toMatchObject({ code: "NOT_FOUND", hint: 'Did you mean "tickets"?' });
    expect(await caught({ by: ["region"] })).toMatchObject({ code: "NOT_FOUND" });
    expect(await caught({ columns: ["nothing"] })).toMatchObject({ code: "WAREHOUSE_QUERY" });
    expect(await caught({ period: parsePeriod("2020-01", CALENDAR) })).toMatchObject({ code: "NO_DATA" });
  });
});
