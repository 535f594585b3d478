import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openArchive } from "../src/archive/edition-archive.ts";
import { verifyArchive } from "../src/archive/verify.ts";
import { loadConfig } from "../src/config/load.ts";
import type { Config } from "../src/config/schema/index.ts";
import { type DueEdition, fileDue, openRuns } from "../src/file-due.ts";
import type { Effects } from "../src/publish.ts";
import { openTestDatabase, type TestDatabase } from "./helpers/postgres.ts";
import { sharedPress, TEMPLATES } from "./helpers/printing.ts";
import { PROJECT, SMALL_CONFIG } from "./helpers/project.ts";

const press = sharedPress();
let database: TestDatabase & { close(): Promise<void> };
let count = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.warehouse.knex.raw(
    "create table tickets (created_at timestamptz, hours float8, solved boolean, team text, channel text)",
  );
  // 40 tickets in each month from July to October 2026, 30 of the north and 10 of the south.
  await database.warehouse.knex.raw(
    `insert into tickets
     select timestamptz '2026-07-01 12:00+08' + (m || ' months')::interval + (i || ' hours')::interval,
       1 + 0.01 * i, i > 10, case when i > 10 then 'north' else 'south' end, 'phone'
     from generate_series(0, 3) m, generate_series(1, 40) i`,
  );
});
afterAll(() => database.close());

/** A project with an archive of its own; the report is made as JSON, which needs no page. */
async function projectWith(schedule: string): Promise<Config> {
  count += 1;
  const root = join(database.root, `p${count}`);
  await mkdir(join(root, "config"), { recursive: true });
  await writeFile(join(root, "periodical.yaml"), PROJECT);
  const report = SMALL_CONFIG.replace("cadence: month", `cadence: month\n    formats: [json]\n${schedule}`);
  expect(report).not.toBe(SMALL_CONFIG);
  await writeFile(join(root, "config/service.yaml"), report);
  return loadConfig(root);
}

const effectsAt = (now: Date): Effects => ({
  read: database.warehouse.read,
  server: database.warehouse.server,
  now,
  files: async () => [],
  actions: async () => [],
  printer: press.printer,
  fonts: press.fonts,
  templates: TEMPLATES,
  version: "0.0.0",
  onStep: () => undefined,
  signal: new AbortController().signal,
});

/** One look at the schedules, by a process of its own. */
async function look(config: Config, at: string): Promise<DueEdition[]> {
  const now = new Date(at);
  const store = openArchive(config);
  return fileDue(config, await openRuns(config, store, now), effectsAt(now), store, { by: "timer" });
}
const states = (editions: readonly DueEdition[]): string[] => editions.map(({ id, state }) => `${id} ${state}`);
const filed = async (config: Config): Promise<string[]> =>
  (await readdir(join(config.root, "archive/monthly")).catch(() => [])).sort();

const DAILY = '    schedule: { cron: "0 7 * * *", from: 2026-08-01';

describe("what is due", () => {
  let config: Config;
  beforeEach(async () => {
    config = await projectWith(`${DAILY} }`);
  });

  it("is filed oldest first, once, however often somebody looks", async () => {
    expect(states(await look(config, "2026-11-05T00:00:00Z"))).toEqual([
      "monthly/2026-08/all filed",
      "monthly/2026-09/all filed",
      "monthly/2026-10/all filed",
    ]);
    expect(await look(config, "2026-11-05T00:05:00Z")).toEqual([]);
    expect((await verifyArchive(openArchive(config))).faults).toEqual([]);
  });

  it("waits for its hour: 07:00 in the report's zone", async () => {
    await look(config, "2026-10-31T22:00:00Z");
    expect(await filed(config)).toEqual(["2026-08", "2026-09"]);
    expect(await look(config, "2026-10-31T22:59:59Z")).toEqual([]);
    expect(states(await look(config, "2026-10-31T23:00:00Z"))).toEqual(["monthly/2026-10/all filed"]);
  });

  it("is filed once by four processes that look at the same moment", async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => look(config, "2026-11-05T00:00:00Z")));
    expect(states(all.flat().filter(({ state }) => state === "filed")).sort()).toEqual([
      "monthly/2026-08/all filed",
      "monthly/2026-09/all filed",
      "monthly/2026-10/all filed",
    ]);
    expect(all.flat().filter(({ state }) => state === "failed")).toEqual([]);
    expect(await verifyArchive(openArchive(config))).toMatchObject({ revisions: 3, faults: [] });
  });

  it("a machine's clock that jumps ahead and back makes nothing twice", async () => {
    await look(config, "2026-11-01T12:00:00Z");
    await look(config, "2026-10-02T12:00:00Z");
    expect(await look(config, "2026-11-01T12:00:00Z")).toEqual([]);
    expect(await verifyArchive(openArchive(config))).toMatchObject({ revisions: 3, faults: [] });
  });

  it("one that fails does not stop the others, and is tried again", async () => {
    await database.warehouse.knex.raw("create table kept as select * from tickets where created_at < '2026-09-01'");
    await database.warehouse.knex.raw("delete from tickets where created_at < '2026-09-01'");
    const first = await look(config, "2026-11-05T00:00:00Z");
    await database.warehouse.knex.raw("insert into tickets table kept; drop table kept");
    expect(states(first)).toEqual([
      "monthly/2026-08/all failed",
      "monthly/2026-09/all filed",
      "monthly/2026-10/all filed",
    ]);
    expect(first[0]).toMatchObject({ error: { code: "NO_DATA" } });
    expect(states(await look(config, "2026-11-05T01:00:00Z"))).toEqual(["monthly/2026-08/all filed"]);
  });
});

describe("missed while nothing was running", () => {
  it("`latest` makes the last one only", async () => {
    const config = await projectWith(`${DAILY}, catch_up: latest }`);
    expect(states(await look(config, "2026-11-05T00:00:00Z"))).toEqual(["monthly/2026-10/all filed"]);
  });

  it("`none` makes what came due within the last hour, and nothing else", async () => {
    const config = await projectWith(`${DAILY}, catch_up: none }`);
    expect(await look(config, "2026-11-05T00:00:00Z")).toEqual([]);
    expect(states(await look(config, "2026-10-31T23:20:00Z"))).toEqual(["monthly/2026-10/all filed"]);
  });

  it("a new report owes the last period, then every one after the first that was filed", async () => {
    const config = await projectWith('    schedule: { cron: "0 7 * * *" }');
    expect(states(await look(config, "2026-09-05T00:00:00Z"))).toEqual(["monthly/2026-08/all filed"]);
    expect(states(await look(config, "2026-11-05T00:00:00Z"))).toEqual([
      "monthly/2026-09/all filed",
      "monthly/2026-10/all filed",
    ]);
  });
});

it("a report with scopes files the whole and each member with enough rows; one that comes late is filed then", async () => {
  const config = await projectWith(`${DAILY}, catch_up: latest }\n    scopes: { each: team, minimum_rows: 20 }`);
  expect(states(await look(config, "2026-11-05T00:00:00Z"))).toEqual([
    "monthly/2026-10/all filed",
    "monthly/2026-10/team=north filed",
  ]);
  await database.warehouse.knex.raw(
    `insert into tickets select timestamptz '2026-10-20 12:00+08' + (i || ' minutes')::interval, 1, true, 'south', 'late'
     from generate_series(1, 15) i`,
  );
  const later = await look(config, "2026-11-05T01:00:00Z");
  await database.warehouse.knex.raw("delete from tickets where channel = 'late'");
  expect(states(later)).toEqual(["monthly/2026-10/team=south filed"]);
});
