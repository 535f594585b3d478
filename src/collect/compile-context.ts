import type { Atoms } from "./atoms.ts";
import type { IndicatorParts, PartList } from "./parts.ts";
import type { DatasetPlan, Plan } from "./plan.ts";
import { NO_MEMBER } from "./snapshot.ts";
import { dimensionSql, group, indent, memberText, type Parameters, relation } from "./sql.ts";
import type { TimeColumn } from "./time-column.ts";
import type { ValueType } from "./value-type.ts";

/** What the statement's types depend on; asked of the warehouse beforehand. */
export interface DatasetTypes {
  time: TimeColumn;
  valueOf: (indicator: string, expression: string) => ValueType;
}

/** What every part of a dataset's statement is written from. */
export interface CompileContext {
  plan: Plan;
  dataset: DatasetPlan;
  types: DatasetTypes;
  parameters: Parameters;
  atoms: Atoms;
  parts: PartList;
  percentiles: readonly IndicatorParts[];
  dims: readonly { dimension: string; name: string }[];
  /** Dimensions that weighted indicators are weighted over; those of `dims` have its name. */
  strata: readonly { dimension: string; name: string }[];
}

/** `sql as name, -- what for` lines of a select list; the comment must not swallow the comma. */
export function selectList(columns: readonly { sql: string; name?: string; of?: string }[]): string {
  return columns
    .map(({ sql, name, of }, index) => {
      const comma = index === columns.length - 1 ? "" : ",";
      return `${sql}${name === undefined || name === sql ? "" : ` as ${name}`}${comma}${of ? ` -- ${of}` : ""}`;
    })
    .join("\n");
}

/**
 * Reads the relation: `offset '0'` keeps the planner from copying an expression to every place that uses it, and lets it
 * take the atom for a column with few values, without which it would not group in parallel.
 */
export function rowSource(
  { dataset, parameters, plan, parts }: Pick<CompileContext, "dataset" | "parameters" | "plan" | "parts">,
  columns: readonly { sql: string; name: string; of?: string }[],
  condition: string,
): string {
  const conditions = [
    condition,
    ...(dataset.dataset.where === undefined ? [] : [group(dataset.dataset.where)]),
    ...scopeConditions(dataset, plan.scope, parameters),
  ];
  return [
    "select",
    indent(selectList([...columns, ...parts.rowColumns]), 1),
    `from ${relation(dataset.id, dataset.dataset)}`,
    `where ${conditions.join("\n  and ")}`,
    "offset '0'",
  ].join("\n");
}

/** One condition for each dimension of the scope, its member bound. */
export function scopeConditions(
  { dataset }: Pick<DatasetPlan, "dataset">,
  scope: Plan["scope"],
  parameters: Parameters,
): string[] {
  return Object.entries(scope).map(([dimension, member]) => {
    const column = dimensionSql(dataset, dimension);
    const compared = member === NO_MEMBER ? memberText(column, NO_MEMBER) : `${column}::text`;
    return `${compared} = ${parameters.bind(member, "text")}`;
  });
}
