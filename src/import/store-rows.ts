import type pg from "pg";
import type { ChosenMapping } from "./choose-mapping.ts";
import type { FileSummary, ImportMode } from "./summary.ts";
import { ensureUniqueKey, quoteName, type TargetTable } from "./table.ts";
import { dayBounds, dayOf } from "./time-span.ts";

/** Temporary table the rows of a file wait in, with the line each came from. */
export const STAGE = "pg_temp.periodical_import";
export const STAGE_LINE = '"line of the file"';

/** Rows moved from the staging table into the target. */
export type Stored = Pick<FileSummary, "inserted" | "updated" | "unchanged" | "deleted" | "replaced">;

export async function createStage(client: pg.ClientBase, table: TargetTable): Promise<void> {
  await client.query(
    `CREATE TEMPORARY TABLE periodical_import ON COMMIT DROP AS
       SELECT ${table.columns.join(", ")}, NULL::bigint AS ${STAGE_LINE} FROM ${table.sql} WITH NO DATA`,
  );
}

/**
 * Takes the days of the file out of the table: from the calendar day of its first time to that of its last, both
 * whole, counted in the zone of the time column. Rows without a time stay.
 */
export async function deletePeriod(
  client: pg.ClientBase,
  table: TargetTable,
  chosen: ChosenMapping,
  span: { first: string; last: string },
): Promise<Pick<Stored, "deleted" | "replaced">> {
  const { timeColumn, zone, mapping } = chosen;
  const firstDay = dayOf(span.first, zone);
  const lastDay = dayOf(span.last, zone);
  const time = quoteName(timeColumn);
  const days = mapping.columns[timeColumn]?.type === "date";
  const { start, end } = dayBounds(firstDay, lastDay, zone);
  const { rowCount } = days
    ? await client.query(`DELETE FROM ${table.sql} WHERE ${time} BETWEEN $1 AND $2`, [firstDay, lastDay])
    : await client.query(`DELETE FROM ${table.sql} WHERE ${time} >= $1 AND ${time} < $2`, [start, end]);
  return { deleted: rowCount ?? 0, replaced: { firstDay, lastDay, zone } };
}

/** Takes rows whose key the table holds already out of the staging table and names their lines. */
export async function takeOutKnownKeys(
  client: pg.ClientBase,
  table: TargetTable,
  key: readonly string[],
): Promise<number[]> {
  const same = key.map((column) => `s.${quoteName(column)} = t.${quoteName(column)}`).join(" AND ");
  const { rows } = await client.query<[string | number]>({
    text: `DELETE FROM ${STAGE} s WHERE EXISTS (SELECT FROM ${table.sql} t WHERE ${same}) RETURNING s.${STAGE_LINE}`,
    rowMode: "array",
  });
  return rows.map(([line]) => Number(line));
}

/** First and last time among the staged rows, as COPY would write them. */
export async function stagedSpan(
  client: pg.ClientBase,
  timeColumn: string,
): Promise<{ first: string | null; last: string | null }> {
  const time = quoteName(timeColumn);
  const { rows } = await client.query<{ first: string | null; last: string | null }>(
    `SELECT min(${time})::text AS first, max(${time})::text AS last FROM ${STAGE}`,
  );
  const utc = (text: string | null | undefined): string | null => text?.replace(/\+00$/, "+00:00") ?? null;
  return { first: utc(rows[0]?.first), last: utc(rows[0]?.last) };
}

/** Moves the staged rows into the target. */
export async function insertStaged(
  client: pg.ClientBase,
  table: TargetTable,
  key: readonly string[],
  mode: ImportMode,
): Promise<Pick<Stored, "inserted" | "updated" | "unchanged">> {
  const columns = table.columns.join(", ");
  if (mode !== "upsert") {
    const { rowCount } = await client.query(`INSERT INTO ${table.sql} (${columns}) SELECT ${columns} FROM ${STAGE}`);
    return { inserted: rowCount ?? 0, updated: 0, unchanged: 0 };
  }
  await ensureUniqueKey(client, table, key);
  const keys = key.map(quoteName);
  const others = table.columns.filter((column) => !keys.includes(column));
  // A row that is there just so is left alone: rewriting it would bloat the table and look like a change.
  const resolution =
    others.length === 0
      ? "DO NOTHING"
      : `DO UPDATE SET ${others.map((column) => `${column} = excluded.${column}`).join(", ")}
         WHERE (${others.map((column) => `t.${column}`).join(", ")})
           IS DISTINCT FROM (${others.map((column) => `excluded.${column}`).join(", ")})`;
  const { rows } = await client.query<{ inserted: string; touched: string; staged: string }>(
    `WITH stored AS (
       INSERT INTO ${table.sql} AS t (${columns}) SELECT ${columns} FROM ${STAGE}
       ON CONFLICT (${keys.join(", ")}) ${resolution}
       RETURNING (t.xmax = 0) AS fresh)
     SELECT count(*) FILTER (WHERE fresh) AS inserted, count(*) AS touched,
            (SELECT count(*) FROM ${STAGE}) AS staged
       FROM stored`,
  );
  const inserted = Number(rows[0]?.inserted ?? 0);
  const touched = Number(rows[0]?.touched ?? 0);
  return { inserted, updated: touched - inserted, unchanged: Number(rows[0]?.staged ?? 0) - touched };
}
