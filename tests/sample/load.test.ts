import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PeriodicalError } from "../../src/errors.ts";
import { loadSample, type SampleSummary } from "../../src/sample/sample.ts";
import { SAMPLE_TABLES, STORIES } from "../../src/sample/stories.ts";
import { openTestDatabase } from "../helpers/postgres.ts";

const SMALL = { seed: 7, lastMonth: "2026-10", months: 3 } as const;

describe("loadSample", () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const rows = <Row extends object>(sql: string): Promise<Row[]> =>
    database.warehouse.read((session) => session.query<Row>(sql));
  const run = (sql: string): Promise<unknown> => database.warehouse.write((client) => client.query(sql));
  const caught = async (work: Promise<unknown>): Promise<PeriodicalError> => {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toHaveProperty("hint");
    return error as PeriodicalError;
  };
  /** Undoes what a case did to the warehouse. */
  const afresh = async (): Promise<void> => {
    await run("drop schema if exists service cascade");
  };

  it("two at once: one after the other, both with the same rows", async () => {
    const both = await Promise.all([loadSample(database.warehouse, SMALL), loadSample(database.warehouse, SMALL)]);
    expect(both[0]).toEqual(both[1]);
    const counts = await rows<{ n: number }>("select count(*) as n from service.tickets");
    expect(counts[0]?.n).toBe(both[0]?.rows.tickets);
    await afresh();
  });

  it("tells what it loaded, and the story is there in plain SQL", async () => {
    const steps: string[] = [];
    const summary = await loadSample(database.warehouse, { ...SMALL, onProgress: (text) => steps.push(text) });
    expect(steps).toHaveLength(3 * STORIES.length);
    expect(steps[2]).toBe("Sample data, after-sales: 2026-10 (3 of 3)");
    expect(summary).toMatchObject({ from: "2026-08", to: "2026-10" });

    const counts = await rows<{ tickets: number; calls: number; answers: number; checks: number; comments: number }>(
      `select (select count(*) from service.tickets) as tickets, (select count(*) from service.calls) as calls,
       (select count(*) from service.survey_answers) as answers, (select count(*) from service.spot_checks) as checks,
       (select count(*) from service.feedback) as comments`,
    );
    const { tickets, calls, survey_answers: answers, spot_checks: checks, feedback: comments } = summary.rows;
    expect(counts[0]).toEqual({ tickets, calls, answers, checks, comments });

    const [story] = await rows<Record<string, number>>(`
      with t as (
        select *, extract(epoch from first_response_at - created_at)::float8 / 3600 as hours,
          extract(hour from created_at at time zone 'Asia/Shanghai') not between 6 and 21 as night
        from service.tickets
        where created_at >= '2026-10-01 00:00+08' and created_at < '2026-11-01 00:00+08'
          and (first_response_at is null or first_response_at >= created_at))
      select avg(hours) as whole, avg(hours) filter (where night) as night, avg(hours) filter (where not night) as day,
        avg((resolved_first_contact and customer_confirmed)::int)::float8 as resolved,
        avg((resolved_first_contact and customer_confirmed)::int) filter (where complexity = 'complex')::float8 as complex,
        avg((resolved_first_contact and customer_confirmed)::int) filter (where complexity <> 'complex')::float8 as others
      from t`);
    expect(story?.whole).toBeCloseTo(1.87, 1);
    expect(story?.night).toBeGreaterThan(5);
    expect(story?.day).toBeLessThan(1.3);
    expect(story?.resolved).toBeLessThan(0.75);
    expect(story?.complex).toBeLessThan(0.35);
    expect(story?.others).toBeGreaterThan(0.8);
  });

  it("describes every table and column, keys the tables and indexes their time", async () => {
    await afresh();
    await loadSample(database.warehouse, SMALL);
    const undescribed = await rows(`
      select a.attrelid::regclass::text as table, a.attname as column
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'service'::regnamespace and c.relkind = 'r' and a.attnum > 0
        and col_description(a.attrelid, a.attnum) is null`);
    expect(undescribed).toEqual([]);
    const indexes = await rows<{ table: string; brin: number; keys: number }>(`
      select tablename as table, (count(*) filter (where indexdef like '% USING brin %'))::int as brin,
        (count(*) filter (where indexdef like 'CREATE UNIQUE %'))::int as keys
      from pg_indexes where schemaname = 'service' group by 1 order by 1`);
    expect(indexes).toEqual(
      SAMPLE_TABLES.map(({ name }) => ({ table: name, brin: 1, keys: 1 })).sort((a, b) => (a.table < b.table ? -1 : 1)),
    );
    const [analysed] = await rows<{ n: number }>(
      "select count(*) as n from pg_stats where schemaname = 'service' and tablename = 'tickets'",
    );
    expect(analysed?.n).toBeGreaterThan(15);
  });

  it("loads the same rows for the same options, others for another seed or month", async () => {
    await afresh();
    const load = (change: object): Promise<SampleSummary> => loadSample(database.warehouse, { ...SMALL, ...change });
    const first = await load({});
    expect(await load({})).toEqual(first);
    expect((await load({ seed: 8 })).fingerprint).not.toBe(first.fingerprint);
    expect((await load({ lastMonth: "2028-02" })).to).toBe("2028-02");
  });

  it("leaves alone what it did not make", async () => {
    await afresh();
    await run("create schema service; create table service.calls (mine int); insert into service.calls values (1)");
    const error = await caught(loadSample(database.warehouse, SMALL));
    expect(error).toMatchObject({ code: "IMPORT_REJECTED", where: "service.calls" });
    expect(error.message).toContain("was not made by the sample");
    expect(await rows("select * from service.calls")).toEqual([{ mine: 1 }]);
    expect(await rows("select 1 from information_schema.tables where table_schema = 'service'")).toHaveLength(1);
  });

  it("leaves alone a sample that somebody has worked in", async () => {
    await afresh();
    await loadSample(database.warehouse, SMALL);
    await run("delete from service.feedback where comment_id = (select min(comment_id) from service.feedback)");
    const error = await caught(loadSample(database.warehouse, SMALL));
    expect(error).toMatchObject({ code: "IMPORT_REJECTED", where: "service.feedback" });
    expect(await rows("select 1 from service.tickets limit 1")).toHaveLength(1);
  });

  it("leaves alone a sample that a view of somebody's stands on, and other tables in the schema", async () => {
    await afresh();
    await loadSample(database.warehouse, SMALL);
    await run("create table service.notes (text text)");
    await loadSample(database.warehouse, { ...SMALL, seed: 9 });
    expect(await rows("select 1 from service.notes")).toEqual([]);
    await run("create view open_tickets as select * from service.tickets where status = 'open'");
    expect(await caught(loadSample(database.warehouse, SMALL))).toMatchObject({ code: "IMPORT_REJECTED" });
    expect((await rows("select 1 from open_tickets limit 1")).length).toBe(1);
    await run("drop view open_tickets");
  });

  it("is all or nothing", async () => {
    await afresh();
    const stop = new AbortController();
    const load = loadSample(database.warehouse, {
      ...SMALL,
      signal: stop.signal,
      onProgress: (text) => text.includes("(2 of") && stop.abort(),
    });
    await expect(load).rejects.toThrow();
    expect(await rows("select 1 from information_schema.tables where table_schema = 'service'")).toEqual([]);
    await expect(loadSample(database.warehouse, { ...SMALL, lastMonth: "2026-13" })).rejects.toMatchObject({
      code: "PERIOD_INVALID",
    });
  });
});
