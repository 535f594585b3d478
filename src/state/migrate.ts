import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { PeriodicalError } from "../errors.ts";

/** One step of Periodical's own schema: `001_import_ledger.sql` is version 1. */
export interface Migration {
  version: number;
  name: string;
  sql: string;
}

/** Two processes that find the same old schema take turns; the number stands for nothing else. */
const LOCK_KEY = 7_364_201_177;

/**
 * Brings Periodical's own tables, the schema `periodical`, up to date. Part of the caller's transaction, so that the
 * tables appear together with what is written into them, or not at all.
 *
 * @param client a connection inside a transaction, e.g. of `warehouse.write`
 * @throws {PeriodicalError} WAREHOUSE_QUERY when a newer Periodical has been here
 */
export async function migrate(client: pg.ClientBase, migrations?: readonly Migration[]): Promise<void> {
  const known = migrations ?? (await readMigrations());
  const newest = known.at(-1)?.version ?? 0;
  // Fails outside of a transaction, where the lock would not hold.
  await client.query("SAVEPOINT periodical_migrate");
  if ((await currentVersion(client, newest)) < newest) {
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK_KEY]);
    // Somebody else may have been faster while we waited.
    await apply(client, known, await currentVersion(client, newest));
  }
  await client.query("RELEASE SAVEPOINT periodical_migrate");
}

async function apply(client: pg.ClientBase, known: readonly Migration[], version: number): Promise<void> {
  if (version === 0) {
    await client.query(`
      CREATE SCHEMA IF NOT EXISTS periodical;
      CREATE TABLE IF NOT EXISTS periodical.migration (
        version    integer PRIMARY KEY,
        name       text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`);
  }
  for (const migration of known.filter((candidate) => candidate.version > version)) {
    await client.query(migration.sql);
    await client.query("INSERT INTO periodical.migration (version, name) VALUES ($1, $2)", [
      migration.version,
      migration.name,
    ]);
  }
}

async function currentVersion(client: pg.ClientBase, newest: number): Promise<number> {
  // Not to_regclass: inside of a transaction it may answer from what it remembers.
  const there = await client.query(`SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n
    ON n.oid = c.relnamespace WHERE n.nspname = 'periodical' AND c.relname = 'migration'`);
  if (there.rows.length === 0) return 0;
  const { rows } = await client.query<{ version: number | null }>(
    "SELECT max(version) AS version FROM periodical.migration",
  );
  const version = rows[0]?.version ?? 0;
  if (version > newest) {
    throw new PeriodicalError(
      "WAREHOUSE_QUERY",
      `Periodical's own tables are at version ${version}; this Periodical knows versions up to ${newest}.`,
      { where: "schema periodical", hint: "A newer Periodical has used this warehouse: update this one." },
    );
  }
  return version;
}

/** Reads the numbered files, oldest first; their numbers have no gap. */
export async function readMigrations(folder = join(import.meta.dirname, "migrations")): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    files.map(async (file, index) => {
      const match = /^(\d{3})_(\w+)\.sql$/.exec(file);
      if (match === null || Number(match[1]) !== index + 1)
        throw new Error(`${file} does not follow in the migrations`);
      return { version: index + 1, name: match[2] ?? file, sql: await readFile(join(folder, file), "utf8") };
    }),
  );
}
