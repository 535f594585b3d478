import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { PeriodicalError } from "../errors.ts";
import { recordImport } from "../state/import-ledger.ts";
import { migrate } from "../state/migrate.ts";
import type { ChosenMapping } from "./choose-mapping.ts";
import { createBinaryWriter } from "./copy-binary.ts";
import { createTextWriter } from "./copy-text.ts";
import { refuseSecondTime } from "./ledger-check.ts";
import { copyRows, openFile, rowsOfLines } from "./read-rows.ts";
import type { Rejects } from "./rejects.ts";
import type { SourceFile } from "./source-file.ts";
import {
  createStage,
  deletePeriod,
  insertStaged,
  STAGE,
  STAGE_LINE,
  type Stored,
  stagedSpan,
  takeOutKnownKeys,
} from "./store-rows.ts";
import type { FileSummary, ImportMode, ImportProgress } from "./summary.ts";
import { ensureUniqueKey, prepareTable, quoteName, type TargetTable } from "./table.ts";
import { createTimeSpan, timeOf } from "./time-span.ts";

interface Times {
  first: string | null;
  last: string | null;
}

export interface FileImport {
  file: SourceFile;
  chosen: ChosenMapping;
  mode: ImportMode;
  again: boolean;
  projectZone: string;
  rejects: Rejects;
  /** For the error message when the import is refused. */
  onProgress: (progress: Pick<ImportProgress, "stage" | "bytesRead" | "rows" | "rejected">) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Loads one file inside the caller's transaction: read → (stage) → judge → store → ledger. Whatever throws leaves the
 * transaction to be undone, so that all good rows of the file are kept or none.
 *
 * Rows go straight into the table where nothing has to be compared with what it holds; else they are staged.
 */
export async function importFile(
  client: pg.ClientBase,
  job: FileImport,
): Promise<{ summary: FileSummary; created: boolean }> {
  const { chosen, file, mode, rejects } = job;
  const { mapping, timeColumn, zone } = chosen;
  const known = await takeTurn(client, job);
  const table = await prepareTable(client, chosen);
  const out = table.binary ? createBinaryWriter() : createTextWriter();
  const open = await openFile(file, chosen, job.projectZone, job.signal, out);
  const keyed = mapping.key.length > 0;
  const direct = table.empty || (mode === "append" && !keyed);
  const timeAt = Object.keys(mapping.columns).indexOf(timeColumn);

  if (!direct) await createStage(client, table);
  const span = createTimeSpan();
  const lines = copyRows(
    open,
    {
      withLine: !direct,
      timeAt,
      keyed,
      rejects,
      onBatch: (rows) =>
        job.onProgress({ stage: "reading", bytesRead: file.position(), rows, rejected: rejects.total }),
    },
    span,
  );
  const target = direct
    ? `${table.sql} (${table.columns.join(", ")})`
    : `${STAGE} (${[...table.columns, STAGE_LINE].join(", ")})`;
  const copied = await copyInto(client, `${target} FROM STDIN (FORMAT ${out.format})`, lines, job.signal);
  const rows = copied + rejects.total;
  let times: Times = { first: span.first(), last: span.last() };

  let stored: Stored = { inserted: copied, updated: 0, unchanged: 0, deleted: 0, replaced: null };
  if (direct) {
    await judge(job, rows);
    if (mode === "upsert") await ensureUniqueKey(client, table, mapping.key);
  } else {
    job.onProgress({ stage: "storing", bytesRead: file.bytes, rows, rejected: rejects.total });
    const result = await storeStaged(client, table, job, rows, times);
    stored = result.stored;
    times = result.times;
  }
  await file.assertUnchanged();
  const first = timeOf(times.first, zone);
  const last = timeOf(times.last, zone);
  if (rows > 0) {
    await recordImport(client, {
      dataset: mapping.dataset,
      name: file.name,
      sha256: file.sha256,
      mapping: chosen.id,
      mappingFingerprint: createHash("sha256").update(JSON.stringify(mapping)).digest("hex"),
      mode,
      rows: rows - rejects.total,
      rejected: rejects.total,
      firstTime: first.instant,
      lastTime: last.instant,
      again: known,
    });
  }
  // The planner would take a table it knows nothing about for a tiny one. A small sample is enough until autovacuum comes.
  if (stored.inserted > 0) await client.query(`SET LOCAL default_statistics_target = 10; ANALYZE ${table.sql}`);
  const rejectsFile = await rejects.finish();
  return {
    created: table.created,
    summary: {
      file: file.name,
      sha256: file.sha256,
      rows,
      loaded: rows - rejects.total,
      ...stored,
      rejected: rejects.total,
      reasons: rejects.reasons(),
      rejectsFile,
      firstTime: first.shown,
      lastTime: last.shown,
      clockChanges: {
        skipped: sum(open.rows.clocks.map((clock) => clock.skipped)),
        repeated: sum(open.rows.clocks.map((clock) => clock.repeated)),
      },
      unusedHeadings: open.unusedHeadings,
    },
  };
}

/** Imports into one table take turns, and what was known before the turn came is looked up again. */
async function takeTurn(client: pg.ClientBase, { chosen, file, again }: FileImport): Promise<boolean> {
  await migrate(client);
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`periodical import ${chosen.table}`]);
  return refuseSecondTime(client, chosen, file, again);
}

async function copyInto(
  client: pg.ClientBase,
  target: string,
  rows: AsyncGenerator<Buffer>,
  signal: AbortSignal | undefined,
): Promise<number> {
  // Room for a few batches, so that the next one is being made while the server still stores the last.
  const copy = client.query(copyFrom(`COPY ${target}`, { highWaterMark: 1024 * 1024 }));
  await pipeline(rows, copy, ...(signal ? [{ signal }] : []));
  return copy.rowCount;
}

async function storeStaged(
  client: pg.ClientBase,
  table: TargetTable,
  job: FileImport,
  rows: number,
  times: Times,
): Promise<{ stored: Stored; times: Times }> {
  const { chosen, mode, rejects } = job;
  const { key } = chosen.mapping;
  const timeAt = chosen.timeColumn in chosen.mapping.columns;
  let taken = false;
  let removed: Pick<Stored, "deleted" | "replaced"> = { deleted: 0, replaced: null };
  if (mode === "replace-period" && times.first !== null && times.last !== null) {
    removed = await deletePeriod(client, table, chosen, { first: times.first, last: times.last });
  }
  if (mode !== "upsert" && key.length > 0) {
    await client.query(`ANALYZE ${STAGE} (${key.map(quoteName).join(", ")})`);
    const lines = new Set(await takeOutKnownKeys(client, table, key));
    taken = lines.size > 0;
    if (lines.size > 0) {
      const open = await openFile(job.file, chosen, job.projectZone, job.signal);
      for await (const row of rowsOfLines(open, lines)) {
        rejects.add({ ...row, reason: "the key is in the table already" });
        if (rejects.total % 1000 === 0) await rejects.flush();
      }
    }
  }
  await judge(job, rows);
  // Rows taken out above may have been the first or the last.
  const kept = taken && timeAt ? await stagedSpan(client, chosen.timeColumn) : times;
  return { stored: { ...(await insertStaged(client, table, key, mode)), ...removed }, times: kept };
}

/**
 * @param rows all rows of the file, good and bad
 * @throws {PeriodicalError} IMPORT_REJECTED when more of them are bad than the mapping allows
 */
async function judge({ chosen, file, rejects }: FileImport, rows: number): Promise<void> {
  const allowed = chosen.mapping.reject_at_most;
  if (rejects.total === 0 || rejects.total / rows <= allowed) return;
  const path = await rejects.finish();
  const reasons = rejects.reasons();
  const listed = reasons.slice(0, 10).map(({ column, reason, rows: count, firstLine }) => {
    const what = column === null ? reason : `${column}: ${reason}`;
    return `- ${count} × ${what} (first in line ${firstLine})`;
  });
  if (reasons.length > 10) listed.push(`- and ${reasons.length - 10} more reasons`);
  const share = (part: number): string => `${Number((part * 100).toPrecision(3))} %`;
  throw new PeriodicalError(
    "IMPORT_REJECTED",
    `${rejects.total} of ${rows} rows of ${file.name} are bad (${share(rejects.total / rows)}; at most ${share(allowed)} are allowed), so none was loaded:\n${listed.join("\n")}`,
    {
      where: file.path,
      hint: `See each row in ${path}; correct the file or the mapping imports.${chosen.id}, or raise reject_at_most there.`,
      details: { rows, rejected: rejects.total, reasons, rejectsFile: path },
    },
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
