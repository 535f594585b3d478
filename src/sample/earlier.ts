import type pg from "pg";
import { PeriodicalError } from "../errors.ts";
import { SAMPLE_TABLES } from "./stories.ts";
import { literal, SAMPLE_SCHEMA, type SampleTable } from "./tables.ts";

/** Begins the comment of every table the sample made; the row count in it tells whether somebody has used the table since. */
const MARK = "Periodical sample data";

export const markOf = (table: SampleTable, rows: number, about: string): string =>
  `comment on table ${SAMPLE_SCHEMA}.${table.name} is ${literal(`${MARK}: ${table.comment} ${about}, ${rows} rows.`)}`;

interface Found {
  name: string;
  kind: string;
  comment: string | null;
}

/**
 * Removes the tables of an earlier sample, and nothing else.
 *
 * @throws {PeriodicalError} IMPORT_REJECTED when one of the names belongs to something the sample did not make, when rows
 * were added or removed since, or when something else depends on it
 */
export async function dropEarlierSample(client: pg.PoolClient): Promise<void> {
  const names = SAMPLE_TABLES.map(({ name }) => name);
  const { rows: found } = await client.query<Found>(
    `select c.relname as name, c.relkind as kind, obj_description(c.oid, 'pg_class') as comment
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = any($2) order by c.relname`,
    [SAMPLE_SCHEMA, names],
  );
  for (const { name, kind, comment } of found) {
    const match = new RegExp(`^${MARK}: .*, (\\d+) rows\\.$`, "s").exec(comment ?? "");
    if (kind !== "r" || match === null) throw refusal(name, "was not made by the sample");
    const { rows } = await client.query<{ n: string | number }>(`select count(*) as n from ${SAMPLE_SCHEMA}.${name}`);
    const count = Number(rows[0]?.n);
    if (count !== Number(match[1])) {
      throw refusal(name, `held ${match[1]} sample rows and holds ${count} now: somebody has used it since`);
    }
  }
  if (found.length === 0) return;
  // The tables that refer to others go with them, in one statement; anything else that depends on them is an obstacle.
  const list = found.map(({ name }) => `${SAMPLE_SCHEMA}.${name}`).join(", ");
  try {
    await client.query(`drop table ${list}`);
  } catch (cause) {
    if ((cause as { code?: string }).code !== "2BP01") throw cause;
    throw refusal(found[0]?.name ?? "", "is used by a view or table of yours", cause);
  }
}

function refusal(table: string, why: string, cause?: unknown): PeriodicalError {
  return new PeriodicalError("IMPORT_REJECTED", `${SAMPLE_SCHEMA}.${table} ${why}; the sample was not loaded.`, {
    hint: `Nothing was changed. Rename or drop it yourself, or try the sample in a new project.`,
    where: `${SAMPLE_SCHEMA}.${table}`,
    ...(cause === undefined ? {} : { cause }),
  });
}
