import { createHash, type Hash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { copyLine } from "./copy-text.ts";
import { dropEarlierSample, markOf } from "./earlier.ts";
import { generateSample, SAMPLE_MONTHS, type SampleOptions } from "./generate.ts";
import type { SampleRows } from "./rows.ts";
import { createTable, SAMPLE_SCHEMA, SAMPLE_TABLES, type SampleTable } from "./tables.ts";

export interface SampleSummary {
  tickets: number;
  calls: number;
  answers: number;
  checks: number;
  comments: number;
  /** First and last month, `YYYY-MM`. */
  from: string;
  to: string;
  /** SHA-256 over every row in the order of loading: equal options, equal fingerprint. */
  fingerprint: string;
}

/**
 * Fills schema `service` with the after-sales sample in one transaction, replacing an earlier sample and nothing else.
 *
 * @throws {PeriodicalError} IMPORT_REJECTED when a table of the same name is not the sample's or was used since;
 * PERIOD_INVALID when `lastMonth` or `months` cannot be
 */
export async function loadSample(
  warehouse: Pick<Warehouse, "write">,
  options: SampleOptions & { onProgress?: (text: string) => void; signal?: AbortSignal },
): Promise<SampleSummary> {
  return warehouse.write((client) => load(client, options), options.signal ? { signal: options.signal } : {});
}

async function load(
  client: pg.PoolClient,
  options: SampleOptions & { onProgress?: (text: string) => void; signal?: AbortSignal },
): Promise<SampleSummary> {
  const count = options.months ?? SAMPLE_MONTHS;
  // A second demo waits here and then replaces what the first one made.
  await client.query("select pg_advisory_xact_lock(hashtextextended('periodical sample', 0))");
  await client.query(`create schema if not exists ${SAMPLE_SCHEMA}`);
  await dropEarlierSample(client);
  for (const table of SAMPLE_TABLES) await client.query(createTable(table));

  const hash = createHash("sha256");
  const rows: Record<keyof SampleRows, number> = {
    tickets: 0,
    calls: 0,
    survey_answers: 0,
    spot_checks: 0,
    feedback: 0,
  };
  const months: string[] = [];
  for (const made of generateSample(options)) {
    options.signal?.throwIfAborted();
    months.push(made.month.id);
    options.onProgress?.(`Sample data: ${made.month.id} (${months.length} of ${count})`);
    for (const table of SAMPLE_TABLES) {
      await copyRows(client, table, made[table.name], hash);
      rows[table.name] += made[table.name].length;
    }
  }
  const about = `Seed ${options.seed}, ${months[0]} to ${months.at(-1)}`;
  for (const table of SAMPLE_TABLES) {
    for (const index of table.indexes) await client.query(index);
    await client.query(markOf(table, rows[table.name], about));
    await client.query(`analyze ${SAMPLE_SCHEMA}.${table.name}`);
  }
  return {
    tickets: rows.tickets,
    calls: rows.calls,
    answers: rows.survey_answers,
    checks: rows.spot_checks,
    comments: rows.feedback,
    from: months[0] ?? "",
    to: months.at(-1) ?? "",
    fingerprint: hash.digest("hex"),
  };
}

async function copyRows(client: pg.PoolClient, table: SampleTable, rows: readonly object[], hash: Hash): Promise<void> {
  const names = table.columns.map(({ name }) => name).join(", ");
  const text = rows.map((row) => copyLine(row, table.columns)).join("");
  hash.update(`${table.name}\n`).update(text);
  const copy = client.query(copyFrom(`copy ${SAMPLE_SCHEMA}.${table.name} (${names}) from stdin`));
  await pipeline(Readable.from([Buffer.from(text)]), copy);
}
