import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { collectWhole } from "../src/publish.ts";
import { measured, periodIn, project } from "./collect/project.ts";
import { openTestDatabase, type TestDatabase } from "./helpers/postgres.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const MAKE =
  "create table items (at timestamptz, v int); insert into items values ('2026-10-05', 1), ('2026-10-06', 3)";

it("a table that is replaced while the edition waits for it is read as it is then, not as empty", async () => {
  const { warehouse } = database;
  const config = project({ indicators: { speed: { kind: "mean", value: "v" } } });
  const outside = { files: async () => [], actions: async () => [] };
  const effects = { read: warehouse.read, ...outside, now: new Date("2026-11-21"), server: "PostgreSQL" };
  const request = { report: "r", period: periodIn(config, "2026-10"), scope: {}, locales: [], formats: [], out: "" };
  await warehouse.write((client) => client.query(MAKE));

  const replaced = Promise.withResolvers<void>();
  const swap = warehouse.write(async (client) => {
    await client.query(`drop table items; ${MAKE}`);
    replaced.resolve();
    // Until the edition's transaction stands before the table: it then has its view of the warehouse, without these rows.
    for (let waiting = 0; waiting === 0; await sleep(20)) {
      const { rows } = await client.query<{ n: string }>(
        `select count(*) as n from pg_locks where not granted
            and database = (select oid from pg_database where datname = current_database())`,
      );
      waiting = Number(rows[0]?.n);
    }
  });
  await replaced.promise;
  const [snapshot] = await Promise.all([collectWhole(config, request, effects), swap]);
  expect(measured(snapshot, "speed")).toMatchObject({ value: 2, n: 2 });
});
