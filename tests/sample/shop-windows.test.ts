import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { SHOP_TABLES } from "../../src/sample/shop/tables.ts";
import { createTable } from "../../src/sample/tables.ts";
import { openTestDatabase } from "../helpers/postgres.ts";

/** The shipped datasets of the shop over a few rows written out by hand: what lies on the edge of a window. */
describe("windows of the shop's datasets", () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let config: Config;
  beforeAll(async () => {
    database = await openTestDatabase();
    config = await loadConfig(resolve(import.meta.dirname, "../.."));
    await database.warehouse.write(async (client) => {
      await client.query("create schema service");
      for (const table of SHOP_TABLES) await client.query(createTable(table));
      await client.query(contacts);
      await client.query(orders);
      await client.query(hours);
    });
  });
  afterAll(() => database.close());

  const sqlOf = (dataset: string): string => {
    const source = config.datasets[dataset]?.source;
    if (source === undefined || !("sql" in source)) throw new Error(`${dataset} is no query`);
    return source.sql;
  };
  const rows = <Row extends object>(sql: string): Promise<Row[]> =>
    database.warehouse.read((session) => session.query<Row>(sql));

  // The last contact of all, and with it the end of the data, is on 31 October at noon.
  const contacts = `
    insert into service.shop_contacts (contact_id, opened_at, customer_id, customer_group, order_id, channel, topic, queue,
      complexity, handled_by, first_response_at, messages, reply_wait_s, closed_at, resolved, transfers, reopened, escalated)
    select id, at, customer, 'existing', about, 'chat', topic, 'returns', 'simple', 'person', at, 1, 1,
      case when open then null else at + interval '1 hour' end, case when open then null else resolved end, 0, reopened, false
    from (values
      (1, timestamptz '2026-10-01 12:00+08', 1, null::bigint, 'refund', true, false, false),
      (2, timestamptz '2026-10-08 12:00+08', 1, null, 'refund', true, false, false),
      (3, timestamptz '2026-10-01 12:00+08', 2, null, 'refund', true, false, false),
      (4, timestamptz '2026-10-08 12:00:01+08', 2, null, 'refund', true, false, false),
      (5, timestamptz '2026-10-01 12:00+08', 3, null, 'refund', true, false, false),
      (6, timestamptz '2026-10-02 12:00+08', 3, null, 'usage', true, false, false),
      (7, timestamptz '2026-10-02 12:00+08', 4, null, 'refund', true, true, false),
      (8, timestamptz '2026-10-02 12:00+08', 5, null, 'refund', false, false, false),
      (9, timestamptz '2026-10-02 12:00+08', 6, null, 'refund', true, false, true),
      (10, timestamptz '2026-10-25 12:00+08', 7, null, 'refund', true, false, false),
      (11, timestamptz '2026-10-26 12:00+08', 7, null, 'refund', true, false, false),
      (12, timestamptz '2026-10-24 12:00+08', 8, null, 'refund', true, false, false),
      (13, timestamptz '2026-10-31 12:00+08', 9, null, 'refund', true, false, false),
      (14, timestamptz '2026-06-15 00:00+08', 20, 100, 'delivery', true, false, false),
      (15, timestamptz '2026-06-15 00:00:01+08', 21, 101, 'delivery', true, false, false)
    ) as c (id, at, customer, about, topic, resolved, reopened, open)`;
  const orders = `
    insert into service.shop_orders (order_id, ordered_at, customer_id, customer_group, category, amount)
    select id, at, customer, 'existing', 'kitchen', 10 from (values
      (100, timestamptz '2026-06-01 00:00+08', 20), (201, timestamptz '2026-06-15 00:00+08', 20),
      (101, timestamptz '2026-06-01 00:00+08', 21), (202, timestamptz '2026-08-14 00:00+08', 21),
      (102, timestamptz '2026-06-01 00:00+08', 22), (203, timestamptz '2026-08-14 00:00:01+08', 22),
      (103, timestamptz '2026-06-01 00:00+08', 23), (204, timestamptz '2026-06-10 00:00+08', 23),
      (104, timestamptz '2026-08-18 12:00+08', 24), (105, timestamptz '2026-08-18 12:00:01+08', 25),
      (106, timestamptz '2026-10-31 12:00+08', 26)
    ) as o (id, at, customer)`;
  const hours = `
    insert into service.shop_service_hours (hours_id, valid_from, valid_to, channel, weekday, from_hour, to_hour, served_by)
    values (1, '2026-10-05', '2026-10-18', 'chat', 1, 9, 11, 'person'), (2, '2026-10-19', null, 'chat', 1, 9, 24, 'person'),
      (3, '2026-10-05', null, 'chat', 2, 9, 11, 'person'), (4, '2026-10-05', null, 'chat', 1, 0, 24, 'bot')`;

  it("counts a contact as settled once when nobody came back in seven days, and not before they are over", async () => {
    const indicator = config.indicators.shop_one_time_resolution;
    if (indicator?.kind !== "ratio") throw new Error("not a ratio");
    const found = await rows<{ contact_id: number; once: boolean | null; counts: boolean }>(
      `select contact_id, (${indicator.numerator}) as once, (${indicator.denominator}) as counts
       from (${sqlOf("shop_contacts")}) as c order by contact_id`,
    );
    const once = Object.fromEntries(found.map((row) => [row.contact_id, row.once]));
    expect(once).toMatchObject({
      1: false, // came back after exactly seven days
      3: true, // a second later
      5: true, // came back with something else
      7: false, // reopened
      8: false, // not resolved
      10: null, // came back, but its seven days are not over: neither may the failures of the last days count
      11: null,
      12: true, // seven days are over with the last contact of all
      13: null,
    });
    expect(found.filter(({ counts }) => !counts).map(({ contact_id }) => contact_id)).toEqual([9]);
  });

  it("decides who was served and who bought again on the edges of the 14 and the 60 days", async () => {
    const found = await rows<{ customer_id: number; ordered: string; served: boolean; bought_again: boolean }>(
      `select customer_id, (ordered_at at time zone 'Asia/Shanghai')::date::text as ordered, served, bought_again
       from (${sqlOf("shop_repurchases")}) as c order by customer_id, ordered_at`,
    );
    const first = found.filter(({ ordered }) => ordered === "2026-06-01");
    expect(first.map(({ customer_id, served, bought_again }) => [customer_id, served, bought_again])).toEqual([
      [20, true, true], // asked after exactly 14 days; ordered again after exactly 14
      [21, false, true], // asked a second later; ordered again after exactly 74 days
      [22, false, false], // ordered again a second later
      [23, false, false], // ordered again before the 15th day
    ]);
    // Both orders of customer 23 are decided in August: she counts once. A window ending after the last order is left out.
    expect(found.filter(({ customer_id }) => customer_id === 23)).toHaveLength(1);
    expect(found.map(({ customer_id }) => customer_id)).toContain(24);
    expect(found.map(({ customer_id }) => customer_id)).not.toContain(25);
    expect(found.map(({ customer_id }) => customer_id)).not.toContain(26);
  });

  it("has a row for every hour until the data end, staffed by the entry valid on its day", async () => {
    const found = await rows<{ day: string; staffed: number; bots: number; hours: number }>(
      `select slot_at::date::text as day, count(*) filter (where staffed)::int as staffed,
         count(*) filter (where self_service)::int as bots, count(*)::int as hours
       from (${sqlOf("shop_service_slots")}) as s group by 1 order by 1`,
    );
    const day = (name: string) => found.find((row) => row.day === name);
    expect(found[0]?.day).toBe("2026-10-05");
    expect(day("2026-10-12")).toEqual({ day: "2026-10-12", staffed: 2, bots: 24, hours: 24 });
    expect(day("2026-10-19")).toMatchObject({ staffed: 15 });
    expect(day("2026-10-20")).toMatchObject({ staffed: 2, bots: 0 });
    expect(day("2026-10-21")).toMatchObject({ staffed: 0 });
    expect(found.at(-1)).toMatchObject({ day: "2026-10-31", hours: 13 });
  });
});
