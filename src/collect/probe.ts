import type { Dataset } from "../config/schema/dataset.ts";
import { PeriodicalError } from "../errors.ts";
import type { DatasetTypes } from "./compile-context.ts";
import { expressionsOf } from "./parts.ts";
import type { DatasetPlan } from "./plan.ts";
import type { Recorder } from "./query.ts";
import { group, identifier, indent, relation } from "./sql.ts";
import { timeColumn } from "./time-column.ts";
import { type ValueType, valueType } from "./value-type.ts";

/** Asks for the types of expressions without reading a row; one column of the result each. */
export function typesQuery(id: string, dataset: Pick<Dataset, "source">, expressions: readonly string[]): string {
  const from = relation(id, dataset);
  const columns = expressions.map(
    (sql, index) => `pg_typeof((\n${indent(`select ${group(sql)} from ${from} limit 0`, 1)}\n))::text as t${index + 1}`,
  );
  return `select\n${indent(columns.join(",\n"), 1)}`;
}

/**
 * Types on which a dataset's statement depends.
 *
 * @throws {PeriodicalError} WAREHOUSE_QUERY for a time column that is none and for a value that is no number
 */
export async function datasetTypes(
  plan: Pick<DatasetPlan, "id" | "dataset" | "indicators">,
  run: Recorder,
): Promise<DatasetTypes> {
  const { id, dataset, indicators } = plan;
  const numbers = indicators.flatMap((entry) =>
    expressionsOf(entry.indicator)
      .filter(({ kind }) => kind === "number")
      .map(({ name, sql }) => ({ key: `${entry.id}.${name}`, sql, where: `indicators.${entry.id}.${name}` })),
  );
  const expressions = [identifier(dataset.time.column), ...numbers.map(({ sql }) => sql)];
  const sql = `-- Periodical: types in dataset ${id}\n${typesQuery(id, dataset, expressions)}`;
  const [row = {}] = await run.run<Record<string, string>>({ id: `${id}/types`, sql, params: [] });
  const types = new Map<string, ValueType>();
  for (const [index, { key, where }] of numbers.entries()) {
    const name = row[`t${index + 2}`] ?? "";
    const type = valueType(name);
    if (type === null) throw notANumber(where, name);
    types.set(key, type);
  }
  return {
    time: timeColumn(id, dataset, row.t1 ?? ""),
    valueOf: (indicator, expression) => types.get(`${indicator}.${expression}`) ?? "numeric",
  };
}

function notANumber(where: string, type: string): PeriodicalError {
  const hints: Record<string, string> = {
    interval: "Make seconds of it: date_part('epoch', …).",
    boolean: "Count it: (…)::int; or measure it with `kind: ratio`.",
  };
  return new PeriodicalError("WAREHOUSE_QUERY", `The expression of ${where} is of type ${type}, not a number.`, {
    where,
    hint: hints[type] ?? "Cast it: (…)::numeric.",
  });
}
