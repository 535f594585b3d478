import type pg from "pg";
import type { ImportColumn } from "../config/schema/import.ts";
import { PeriodicalError } from "../errors.ts";
import type { ChosenMapping } from "./choose-mapping.ts";

/** The table rows go into. */
export interface TargetTable {
  /** Quoted, for SQL. */
  sql: string;
  /** Quoted names of the mapping's columns, in its order. */
  columns: readonly string[];
  created: boolean;
  empty: boolean;
  /** True when its types are just the ones an import makes, so that rows can be sent in binary. */
  binary: boolean;
}

const TYPES: Record<ImportColumn["type"], string> = {
  text: "text",
  integer: "bigint",
  number: "double precision",
  boolean: "boolean",
  date: "date",
  timestamp: "timestamp with time zone",
  duration: "double precision",
};

const TEXTS = ["text", "character varying", "character", "citext"];
const NUMBERS = ["smallint", "integer", "bigint", "numeric", "double precision", "real"];
/** Types of an existing table that can take a column's values as they are written. */
const ACCEPTED: Record<ImportColumn["type"], readonly string[]> = {
  text: [...TEXTS, "uuid", "json", "jsonb", "inet", "USER-DEFINED"],
  integer: [...NUMBERS, ...TEXTS],
  number: NUMBERS,
  boolean: ["boolean"],
  date: ["date"],
  // A timestamp without a zone would drop the offset in silence and shift every row.
  timestamp: ["timestamp with time zone"],
  duration: NUMBERS,
};

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `schema.table` → `"schema"."table"` */
export function quoteTable(table: string): string {
  return table.split(".").map(quoteName).join(".");
}

/**
 * Creates the table when it does not exist (a BRIN index on the time column keeps a month cheap to find at almost no
 * cost), else checks that its columns can take what the mapping writes.
 *
 * @throws {PeriodicalError} WAREHOUSE_QUERY naming every column that is missing or of a type that does not fit
 */
export async function prepareTable(client: pg.ClientBase, chosen: ChosenMapping): Promise<TargetTable> {
  const { mapping, table } = chosen;
  const sql = quoteTable(table);
  const columns = Object.keys(mapping.columns).map(quoteName);
  const existing = await describe(client, sql);
  if (existing === null) {
    await createTable(client, chosen, sql);
    return { sql, columns, created: true, empty: true, binary: true };
  }
  if (existing.kind !== "r" && existing.kind !== "p") {
    throw new PeriodicalError("WAREHOUSE_QUERY", `"${table}" is a view; rows can be loaded into a table only.`, {
      where: `imports.${chosen.id}.dataset`,
      hint: "Import into the table below the view.",
    });
  }
  const problems = Object.entries(mapping.columns).flatMap(([column, { type }]) => {
    const found = existing.types.get(column);
    if (found === undefined) return [`- it has no column "${column}" (${TYPES[type]})`];
    return ACCEPTED[type].includes(found)
      ? []
      : [`- column "${column}" is ${found}, but ${TYPES[type]} is to be written`];
  });
  if (problems.length > 0) {
    throw new PeriodicalError(
      "WAREHOUSE_QUERY",
      `The table "${table}" does not fit the import "${chosen.id}":\n${problems.join("\n")}`,
      {
        where: `imports.${chosen.id}.columns`,
        hint: "Change the mapping or the table (ALTER TABLE), or import into a new table by renaming the dataset's source.",
      },
    );
  }
  const { rows } = await client.query<{ filled: boolean }>(`SELECT EXISTS (SELECT FROM ${sql}) AS filled`);
  const binary = Object.entries(mapping.columns).every(([column, { type }]) => {
    const found = existing.types.get(column);
    return found === TYPES[type] || (type === "text" && found === "character varying");
  });
  return { sql, columns, created: false, empty: rows[0]?.filled === false, binary };
}

async function describe(
  client: pg.ClientBase,
  sql: string,
): Promise<{ kind: string; types: Map<string, string> } | null> {
  const { rows } = await client.query<{ kind: string; column: string; type: string }>(
    `SELECT c.relkind AS kind, a.attname AS column,
            CASE WHEN t.typtype IN ('e', 'd') THEN 'USER-DEFINED' ELSE format_type(t.oid, NULL) END AS type
       FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       JOIN pg_type t ON t.oid = a.atttypid
      WHERE c.oid = to_regclass($1)`,
    [sql],
  );
  const [first] = rows;
  return first ? { kind: first.kind, types: new Map(rows.map(({ column, type }) => [column, type])) } : null;
}

async function createTable(
  client: pg.ClientBase,
  { id, mapping, table, timeColumn }: ChosenMapping,
  sql: string,
): Promise<void> {
  const target = table.includes(".") ? sql : `${quoteName(await ownSchema(client))}.${sql}`;
  const schema = table.includes(".") ? table.split(".")[0] : undefined;
  if (schema !== undefined) {
    const { rows } = await client.query("SELECT FROM pg_namespace WHERE nspname = $1", [schema]);
    // CREATE SCHEMA IF NOT EXISTS asks for a right on the database even when there is nothing to create.
    if (rows.length === 0) await client.query(`CREATE SCHEMA ${quoteName(schema)}`);
  }
  const definitions = Object.entries(mapping.columns).map(([column, { type, required }]) => {
    const notNull = required || mapping.key.includes(column) ? " NOT NULL" : "";
    return `${quoteName(column)} ${TYPES[type]}${notNull}`;
  });
  await client.query(`CREATE TABLE ${target} (\n  ${definitions.join(",\n  ")}\n)`);
  const comment = `Loaded by periodical import ${id} (dataset ${mapping.dataset}).`;
  await client.query(`COMMENT ON TABLE ${target} IS ${client.escapeLiteral(comment)}`);
  if (timeColumn in mapping.columns) {
    await client.query(`CREATE INDEX ON ${target} USING brin (${quoteName(timeColumn)}) WITH (pages_per_range = 32)`);
  }
}

/**
 * Where a table without a schema goes: the first schema of the search path that is not Periodical's own. A role that is
 * called `periodical` would otherwise get it there, by way of `"$user"`.
 */
async function ownSchema(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT s AS name FROM unnest(current_schemas(false)) WITH ORDINALITY u(s, i) WHERE s <> 'periodical' ORDER BY i LIMIT 1",
  );
  return rows[0]?.name ?? "public";
}

/**
 * A unique index on exactly the key, for ON CONFLICT; made when there is none.
 *
 * @throws {PeriodicalError} WAREHOUSE_QUERY when the table already holds a key twice
 */
export async function ensureUniqueKey(
  client: pg.ClientBase,
  table: TargetTable,
  key: readonly string[],
): Promise<void> {
  const { rows } = await client.query(
    `SELECT FROM pg_index i
      WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indisvalid AND i.indimmediate
        AND i.indpred IS NULL AND i.indexprs IS NULL
        AND (SELECT array_agg(a.attname::text ORDER BY a.attname::text) FROM pg_attribute a
              WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]))
          = (SELECT array_agg(k ORDER BY k) FROM unnest($2::text[]) k)`,
    [table.sql, key],
  );
  if (rows.length > 0) return;
  try {
    await client.query(`CREATE UNIQUE INDEX ON ${table.sql} (${key.map(quoteName).join(", ")})`);
  } catch (cause) {
    if ((cause as { code?: string }).code !== "23505") throw cause;
    throw new PeriodicalError(
      "WAREHOUSE_QUERY",
      `The table ${table.sql} already holds rows with the same key (${key.join(", ")}), so none can be told apart.`,
      { hint: "Remove the double rows, or extend `key` until it identifies a row.", cause },
    );
  }
}
