import { createHash, type Hash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { copyLine } from "./copy-text.ts";
import { dropEarlierSample, markOf } from "./earlier.ts";
import { SAMPLE_MONTHS, type SampleOptions, type SampleStory } from "./generate.ts";
import { STORIES } from "./stories.ts";
import { createTable, SAMPLE_SCHEMA, type SampleTable } from "./tables.ts";

export interface SampleSummary {
  /** Rows of each table. */
  rows: Readonly<Record<string, number>>;
  /** First and last month, `YYYY-MM`. */
  from: string;
  to: string;
  /** SHA-256 over every row in the order of loading: equal options, equal fingerprint. */
  fingerprint: string;
}

export interface LoadOptions {
  onProgress?: (text: string) => void;
  signal?: AbortSignal;
  /** Parts of the sample organisation; default: all. */
  stories?: readonly SampleStory[];
}

/**
 * Fills schema `service` with the sample organisation in one transaction, replacing an earlier sample and nothing else.
 *
 * @throws {PeriodicalError} IMPORT_REJECTED when a table of the same name is not the sample's or was used since;
 * PERIOD_INVALID when `lastMonth` or `months` cannot be
 */
export async function loadSample(
  warehouse: Pick<Warehouse, "write">,
  options: SampleOptions & LoadOptions,
): Promise<SampleSummary> {
  return warehouse.write((client) => load(client, options), options.signal ? { signal: options.signal } : {});
}

async function load(client: pg.PoolClient, options: SampleOptions & LoadOptions): Promise<SampleSummary> {
  const count = options.months ?? SAMPLE_MONTHS;
  const stories = options.stories ?? STORIES;
  const tables = stories.flatMap((story) => story.tables);
  // A second demo waits here and then replaces what the first one made.
  await client.query("select pg_advisory_xact_lock(hashtextextended('periodical sample', 0))");
  await client.query(`create schema if not exists ${SAMPLE_SCHEMA}`);
  await dropEarlierSample(client);
  for (const table of tables) await client.query(createTable(table));

  const hash = createHash("sha256");
  const rows: Record<string, number> = Object.fromEntries(tables.map(({ name }) => [name, 0]));
  const months = new Set<string>();
  for (const story of stories) {
    let told = 0;
    for (const made of story.months(options)) {
      options.signal?.throwIfAborted();
      months.add(made.month.id);
      told += 1;
      options.onProgress?.(`Sample data, ${story.id}: ${made.month.id} (${told} of ${count})`);
      for (const table of story.tables) {
        const added = made.rows[table.name] ?? [];
        await copyRows(client, table, added, hash);
        rows[table.name] = (rows[table.name] ?? 0) + added.length;
      }
    }
  }
  const [from, to] = [[...months][0] ?? "", [...months].at(-1) ?? ""];
  const about = `Seed ${options.seed}, ${from} to ${to}`;
  for (const table of tables) {
    for (const index of table.indexes) await client.query(index);
    await client.query(markOf(table, rows[table.name] ?? 0, about));
    await client.query(`analyze ${SAMPLE_SCHEMA}.${table.name}`);
  }
  return { rows, from, to, fingerprint: hash.digest("hex") };
}

async function copyRows(client: pg.PoolClient, table: SampleTable, rows: readonly object[], hash: Hash): Promise<void> {
  const names = table.columns.map(({ name }) => name).join(", ");
  const text = rows.map((row) => copyLine(row, table.columns)).join("");
  hash.update(`${table.name}\n`).update(text);
  const copy = client.query(copyFrom(`copy ${SAMPLE_SCHEMA}.${table.name} (${names}) from stdin`));
  await pipeline(Readable.from([Buffer.from(text)]), copy);
}
