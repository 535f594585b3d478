import { daysOf } from "../calendar/periods.ts";
import type { Dataset } from "../config/schema/dataset.ts";
import { scopeConditions } from "./compile-context.ts";
import type { DatasetPlan, Plan } from "./plan.ts";
import type { Statement } from "./query.ts";
import type { DatasetRecord } from "./snapshot.ts";
import { group, identifier, indent, Parameters, relation } from "./sql.ts";
import { asInstant, bucket, type TimeColumn, within } from "./time-column.ts";

export interface CoverageRow {
  earliest: string | null;
  watermark: string | null;
}

/** First and last time in the whole dataset, whatever the scope; two looks into an index where the column has one. */
export function coverageStatement(id: string, dataset: Dataset, time: TimeColumn): Statement {
  const parameters = new Parameters();
  const column = identifier(time.column);
  // Beyond these lies no time that a calendar could name, such as PostgreSQL's own "infinity".
  const named = [
    `${column} >= ${parameters.bind("0001-01-02", time.type)}`,
    `${column} < ${parameters.bind("9999-12-31", time.type)}`,
  ];
  const conditions = dataset.where === undefined ? named : [...named, group(dataset.where)];
  const sql = [
    `-- Periodical: first and last time in dataset ${id}`,
    "select",
    `  ${asInstant("earliest", time, parameters)} as earliest,`,
    `  ${asInstant("watermark", time, parameters)} as watermark`,
    "from (",
    `  select min(${column}) as earliest, max(${column}) as watermark`,
    `  from ${relation(id, dataset)}`,
    `  where ${conditions.join(" and ")}`,
    ") as coverage",
  ].join("\n");
  return { id: `${id}/coverage`, sql, params: parameters.values };
}

/** Rows of the reported period by day: kept, left out by the row filter, and with each known problem. */
export interface RecordRow {
  day: number;
  rows: number;
  excluded: number;
  [quality: string]: number;
}

export function recordStatement(plan: Plan, { id, dataset }: DatasetPlan, time: TimeColumn): Statement {
  const parameters = new Parameters();
  const days = daysOf(plan.period, plan.calendar);
  const bounds = [...days.map(({ start }) => start), plan.period.end];
  const conditions = [
    within(time, plan.period.start, plan.period.end, parameters),
    ...scopeConditions({ dataset }, plan.scope, parameters),
  ];
  const problems = dataset.quality.map((rule, index) => ({ rule, name: `q${index + 1}` }));
  const sql = [
    `-- Periodical: rows of dataset ${id} by day in period ${plan.period.id}, left out, and with known problems`,
    "select",
    indent(
      [
        "day",
        "count(*) filter (where kept) as rows",
        "count(*) filter (where not kept) as excluded",
        ...problems.map(({ name }) => `count(*) filter (where kept and ${name}) as ${name}`),
      ].join(",\n"),
      1,
    ),
    "from (",
    "  select",
    `    ${bucket(time, bounds, parameters)} as day,`,
    ...problems.map(({ rule, name }) => `    ${group(rule.when)} as ${name}, -- ${rule.id}`),
    `    ${dataset.where === undefined ? "true" : `${group(dataset.where)} is true`} as kept`,
    indent(`from ${relation(id, dataset)}`, 1),
    indent(`where ${conditions.join("\n  and ")}`, 1),
    "  offset '0'",
    ") as item",
    "group by day",
    "order by day",
  ].join("\n");
  return { id: `${id}/record`, sql, params: parameters.values };
}

/** @param rows of `recordStatement`; empty for a dataset out of scope */
export function decodeRecord(
  plan: Plan,
  dataset: DatasetPlan,
  rows: readonly RecordRow[],
): Pick<DatasetRecord, "excluded" | "rowsPerDay" | "quality"> {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const sum = (name: string): number => rows.reduce((total, row) => total + (row[name] ?? 0), 0);
  return {
    excluded: sum("excluded"),
    rowsPerDay: daysOf(plan.period, plan.calendar).map(({ day }, index) => ({
      day,
      rows: byDay.get(index + 1)?.rows ?? 0,
    })),
    quality: dataset.dataset.quality.map(({ id }, index) => ({ id, rows: sum(`q${index + 1}`) })),
  };
}
