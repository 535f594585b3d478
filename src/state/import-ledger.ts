import type pg from "pg";
import type { ImportMapping } from "../config/schema/import.ts";
import { PeriodicalError } from "../errors.ts";

/** A file that was imported. Also what an edition prints about it (`DatasetRecord.files`). */
export interface ImportedFile {
  dataset: string;
  /** Name without its folder. */
  name: string;
  sha256: string;
  /** Id of the mapping, and the SHA-256 of what it said then. */
  mapping: string;
  mappingFingerprint: string;
  mode: ImportMapping["mode"];
  rows: number;
  rejected: number;
  /** First and last time of the rows kept, ISO UTC; null when there are none. */
  firstTime: string | null;
  lastTime: string | null;
  /** True when it had been imported before and was asked for again. */
  again: boolean;
  /** ISO UTC. */
  loadedAt: string;
}

/** A read session, or a connection of `warehouse.write`. */
export interface LedgerReader {
  query(sql: string, params: unknown[]): PromiseLike<object>;
}

interface Row {
  dataset: string;
  file_name: string;
  sha256: string;
  mapping: string;
  mapping_fingerprint: string;
  mode: ImportMapping["mode"];
  rows_kept: number;
  rows_rejected: number;
  first_time: Date | null;
  last_time: Date | null;
  again: boolean;
  loaded_at: Date;
}

const COLUMNS = `dataset, file_name, sha256, mapping, mapping_fingerprint, mode, rows_kept, rows_rejected,
  first_time, last_time, again, loaded_at`;

/** All files of a dataset, in the order in which they were imported; empty when nothing was ever imported. */
export async function filesOf(reader: LedgerReader, dataset: string): Promise<ImportedFile[]> {
  if (!(await ledgerExists(reader))) return [];
  const sql = `SELECT ${COLUMNS} FROM periodical.import_file WHERE dataset = $1 ORDER BY loaded_at, id`;
  return (await run<Row>(reader, sql, [dataset])).map(fromRow);
}

/** The last import of a file with the same content into the same dataset, or null. */
export async function findImport(reader: LedgerReader, dataset: string, sha256: string): Promise<ImportedFile | null> {
  if (!(await ledgerExists(reader))) return null;
  const sql = `SELECT ${COLUMNS} FROM periodical.import_file WHERE dataset = $1 AND sha256 = $2 ORDER BY id DESC LIMIT 1`;
  const [row] = await run<Row>(reader, sql, [dataset, sha256]);
  return row === undefined ? null : fromRow(row);
}

/**
 * Writes an import into the ledger, in the transaction that loads its rows. Call `migrate` before.
 *
 * @throws {PeriodicalError} IMPORT_REJECTED when the file is there already and `again` is false
 */
export async function recordImport(
  client: pg.ClientBase,
  file: Omit<ImportedFile, "loadedAt" | "firstTime" | "lastTime"> & { firstTime: Date | null; lastTime: Date | null },
): Promise<ImportedFile> {
  const sql = `INSERT INTO periodical.import_file
      (dataset, file_name, sha256, mapping, mapping_fingerprint, mode, rows_kept, rows_rejected, first_time, last_time, again)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (dataset, sha256) WHERE NOT again DO NOTHING
    RETURNING ${COLUMNS}`;
  const { rows } = await client.query<Row>(sql, [
    file.dataset,
    file.name,
    file.sha256,
    file.mapping,
    file.mappingFingerprint,
    file.mode,
    file.rows,
    file.rejected,
    file.firstTime,
    file.lastTime,
    file.again,
  ]);
  const [row] = rows;
  if (row !== undefined) return fromRow(row);
  throw new PeriodicalError("IMPORT_REJECTED", `${file.name} has already been imported into ${file.dataset}.`, {
    where: file.name,
    hint: "Nothing was changed. Ask for it again explicitly if the rows are really meant twice.",
  });
}

/** Asks the catalogue, because asking for a missing table would end the caller's transaction. */
async function ledgerExists(reader: LedgerReader): Promise<boolean> {
  const sql = `SELECT 1 AS found FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'periodical' AND c.relname = 'import_file'`;
  return (await run(reader, sql, [])).length > 0;
}

async function run<T extends object>(reader: LedgerReader, sql: string, params: readonly unknown[]): Promise<T[]> {
  const result = (await reader.query(sql, [...params])) as T[] | pg.QueryResult<T>;
  return Array.isArray(result) ? result : result.rows;
}

function fromRow(row: Row): ImportedFile {
  return {
    dataset: row.dataset,
    name: row.file_name,
    sha256: row.sha256,
    mapping: row.mapping,
    mappingFingerprint: row.mapping_fingerprint,
    mode: row.mode,
    rows: Number(row.rows_kept),
    rejected: Number(row.rows_rejected),
    firstTime: row.first_time?.toISOString() ?? null,
    lastTime: row.last_time?.toISOString() ?? null,
    again: row.again,
    loadedAt: row.loaded_at.toISOString(),
  };
}
