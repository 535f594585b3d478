import { Temporal } from "temporal-polyfill";
import type { Dataset } from "../config/schema/dataset.ts";
import { PeriodicalError } from "../errors.ts";
import { group, identifier, type Parameters } from "./sql.ts";

/** The column that decides which period a row belongs to. */
export interface TimeColumn {
  column: string;
  type: "timestamptz" | "timestamp" | "date";
  /** Zone of the wall clock; null for timestamptz, which has none to know. */
  zone: string | null;
}

const TYPES: Readonly<Record<string, TimeColumn["type"]>> = {
  "timestamp with time zone": "timestamptz",
  "timestamp without time zone": "timestamp",
  date: "date",
};

/**
 * @param typeName as `pg_typeof` names it
 * @throws {PeriodicalError} WAREHOUSE_QUERY for a column that holds no time, or a wall clock whose zone nobody named
 */
export function timeColumn(id: string, { time }: Pick<Dataset, "time">, typeName: string): TimeColumn {
  const type = TYPES[typeName];
  const where = `datasets.${id}.time`;
  if (type === undefined) {
    throw new PeriodicalError("WAREHOUSE_QUERY", `The time column "${time.column}" of ${id} is of type ${typeName}.`, {
      where,
      hint: "It must be a timestamp or a date; cast it in a view or in the dataset's `source.sql`.",
    });
  }
  if (type === "timestamptz") return { column: time.column, type, zone: null };
  if (time.zone === undefined) {
    throw new PeriodicalError(
      "WAREHOUSE_QUERY",
      `The time column "${time.column}" of ${id} (${typeName}) has no zone.`,
      {
        where,
        hint: "Say where its clock hangs: `time: { column: …, zone: Asia/Shanghai }`.",
      },
    );
  }
  return { column: time.column, type, zone: time.zone };
}

/**
 * An instant as the column would have recorded it, so that the column is compared as it is stored: never converted row
 * by row, and an index on it serves.
 *
 * - timestamptz: the instant itself
 * - timestamp: the wall clock in the column's zone. In the hour that a clock repeats in autumn the column cannot tell
 *   the two passes apart: rows of both are taken to be on the side of the bound on which their wall clock stands.
 * - date: the first day that begins at or after the instant
 */
export function boundAt(instant: string, { type, zone }: Pick<TimeColumn, "type" | "zone">): string {
  if (type === "timestamptz" || zone === null) return instant;
  const wall = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime();
  if (type === "timestamp") return wall.toString().replace("T", " ");
  const midnight = Temporal.PlainDateTime.compare(wall, wall.toPlainDate().toPlainDateTime()) === 0;
  return wall
    .toPlainDate()
    .add({ days: midnight ? 0 : 1 })
    .toString();
}

/** Half-open condition `[start, end)` on the column, the bounds bound. */
export function within(time: TimeColumn, start: string, end: string, parameters: Parameters): string {
  const column = identifier(time.column);
  const from = parameters.bind(boundAt(start, time), time.type);
  const to = parameters.bind(boundAt(end, time), time.type);
  return `${column} >= ${from} and ${column} < ${to}`;
}

/** Index of the half-open stretch of the bounds in which the column lies, 1 for the first; bounds oldest first. */
export function bucket(time: TimeColumn, instants: readonly string[], parameters: Parameters): string {
  const bounds = instants.map((instant) => boundAt(instant, time));
  return `width_bucket(${identifier(time.column)}, ${parameters.bind(bounds, `${time.type}[]`)})`;
}

/** The column's instant in the clock of a zone; null where the column has no time of day. */
export function wallClock(time: TimeColumn, zone: string, parameters: Parameters): string | null {
  if (time.type === "date") return null;
  const column = identifier(time.column);
  if (time.zone === zone) return column;
  const instant = time.zone === null ? column : group(`${column} at time zone ${parameters.bind(time.zone, "text")}`);
  return `${instant} at time zone ${parameters.bind(zone, "text")}`;
}

/** An aggregate of the column as ISO text in UTC. */
export function asInstant(aggregate: string, time: TimeColumn, parameters: Parameters): string {
  const instant =
    time.zone === null ? aggregate : `${aggregate}::timestamp at time zone ${parameters.bind(time.zone, "text")}`;
  return `to_char((${instant}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
