import type { Period } from "../calendar/period.ts";
import type { Statement } from "../collect/query.ts";
import { rowsOfPeriod, type Timed } from "../collect/rows-of-period.ts";
import { NO_MEMBER } from "../collect/snapshot.ts";
import { dimensionSql, identifier, indent, memberText, Parameters } from "../collect/sql.ts";
import type { Allocated } from "./allocation.ts";

/** What is drawn from, and how its rows are told apart. */
export interface DrawSource {
  rows: Timed;
  period: Period;
  /** Columns that identify a row. */
  key: readonly string[];
  /** Dimensions it is stratified by. */
  by: readonly string[];
  /** Further expressions that stand on the sheet, each of a type known beforehand. */
  shown: readonly ShownColumn[];
  /** Zone in which instants are written. */
  zone: string;
}

export interface ShownColumn {
  name: string;
  /** A dimension's member is written with its label. */
  dimension: string | null;
  /** As `pg_typeof` names it; instants are written in the zone of the project. */
  type: string;
}

const rowsOf = ({ rows, period }: DrawSource, parameters: Parameters): string =>
  rowsOfPeriod({ period, scope: {} }, rows, parameters);

/** A key as one text: several columns as a JSON array, so that (1, 23) and (12, 3) stay different. */
function keyText(key: readonly string[]): string {
  const columns = key.map((column) => `${identifier(column)}::text`);
  return columns.length === 1 ? (columns[0] ?? "") : `jsonb_build_array(${columns.join(", ")})::text`;
}

const anyKeyMissing = (key: readonly string[]): string =>
  key.map((column) => `${identifier(column)} is null`).join(" or ");

const members = ({ rows, by }: DrawSource): string[] =>
  by.map((dimension) => memberText(dimensionSql(rows.plan.dataset, dimension), NO_MEMBER));

export interface StratumRow {
  size: number;
  [member: `s${number}`]: string;
}

/** Rows of every stratum that has any, in a fixed order. */
export function strataStatement(source: DrawSource): Statement {
  const parameters = new Parameters();
  const places = source.by.map((_, index) => index + 2).join(", ");
  const sql = [
    `-- Periodical: rows of dataset ${source.rows.plan.id} in period ${source.period.id} by stratum`,
    `select ${["count(*) as size", ...members(source).map((sql, index) => `${sql} as s${index + 1}`)].join(", ")}`,
    rowsOf(source, parameters),
    ...(places === ""
      ? []
      : [
          `group by ${places}`,
          `order by ${members(source)
            .map((sql) => `${sql} collate "C"`)
            .join(", ")}`,
        ]),
  ].join("\n");
  return { id: `${source.rows.plan.id}/strata`, sql, params: parameters.values };
}

export interface KeyRow {
  rows: number;
  keys: number;
  missing: number;
}

/** Whether the key identifies every row. */
export function keyStatement(source: DrawSource): Statement {
  const { rows, key } = source;
  const parameters = new Parameters();
  const sql = [
    `-- Periodical: does the key identify the rows of dataset ${rows.plan.id}?`,
    `select count(*) as rows, count(distinct ${keyText(key)}) as keys, count(*) filter (where ${anyKeyMissing(key)}) as missing`,
    rowsOf(source, parameters),
  ].join("\n");
  return { id: `${rows.plan.id}/key`, sql, params: parameters.values };
}

export interface DrawnRow {
  [column: `s${number}` | `k${number}` | `v${number}`]: string | null;
}

/**
 * The rows drawn: in every stratum those whose keyed hash comes first. SHA-256 of seed and key is as good as a random
 * number that belongs to the row for ever ("permanent random numbers", Ohlsson 1995), so the draw depends on neither the
 * order in which the database returns rows nor on rows of other strata; a larger rate keeps every row of a smaller one.
 */
export function drawStatement(source: DrawSource, seed: number, allocated: readonly Allocated[]): Statement {
  const { rows, period, key, by, shown } = source;
  const parameters = new Parameters();
  const strata = by.map((_, index) => `s${index + 1}`);
  const columns = [
    ...members(source).map((sql, index) => `${sql} as s${index + 1}`),
    ...key.map((column, index) => `${identifier(column)}::text as k${index + 1}`),
    ...shown.map((column, index) => `${shownText(column, source, parameters)} as v${index + 1}`),
    `${keyText(key)} as periodical_key`,
    `encode(sha256(convert_to(${parameters.bind(`${seed}\u001f`, "text")} || ${keyText(key)}, 'UTF8')), 'hex') as periodical_draw`,
  ];
  const lists = [
    ...by.map((_, at) =>
      parameters.bind(
        allocated.map(({ members: of }) => of[at] ?? ""),
        "text[]",
      ),
    ),
    parameters.bind(
      allocated.map(({ wanted }) => wanted),
      "int[]",
    ),
  ];
  const place = `row_number() over (${strata.length === 0 ? "" : `partition by ${strata.join(", ")} `}order by periodical_draw, periodical_key collate "C")`;
  const printed = [...strata, ...key.map((_, at) => `k${at + 1}`), ...shown.map((_, at) => `v${at + 1}`)];
  const sql = [
    `-- Periodical: rows of dataset ${rows.plan.id} in period ${period.id}, drawn with seed ${seed}`,
    `select ${printed.join(", ")}`,
    "from (",
    `  select *, ${place} as periodical_place`,
    "  from (",
    "    select",
    indent(columns.join(",\n"), 3),
    indent(rowsOf(source, parameters), 2),
    "  ) as item",
    ") as placed",
    `join unnest(${lists.join(", ")}) as allocated(${[...strata, "wanted"].join(", ")})`,
    strata.length === 0 ? "  on true" : `  using (${strata.join(", ")})`,
    "where periodical_place <= wanted",
    `order by ${[...strata.map((name) => `${name} collate "C"`), "periodical_place"].join(", ")}`,
  ].join("\n");
  return { id: `${rows.plan.id}/draw`, sql, params: parameters.values };
}

function shownText({ name, dimension, type }: ShownColumn, source: DrawSource, parameters: Parameters): string {
  const { dataset } = source.rows.plan;
  if (dimension !== null) return memberText(dimensionSql(dataset, dimension), NO_MEMBER);
  const column = identifier(name);
  if (type === "timestamp with time zone") {
    return `to_char(${column} at time zone ${parameters.bind(source.zone, "text")}, 'YYYY-MM-DD HH24:MI')`;
  }
  return type === "timestamp without time zone" ? `to_char(${column}, 'YYYY-MM-DD HH24:MI')` : `${column}::text`;
}
