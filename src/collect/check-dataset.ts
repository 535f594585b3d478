import type { Dataset } from "../config/schema/dataset.ts";
import type { Config } from "../config/schema/index.ts";
import { PeriodicalError } from "../errors.ts";
import type { ReadSession } from "../warehouse/session.ts";
import { type CheckedExpression, expressionsOn } from "./check-expressions.ts";
import { labelsQuery } from "./labels.ts";
import { group, indent, relation } from "./sql.ts";
import { timeColumn } from "./time-column.ts";
import { valueType } from "./value-type.ts";

/** Something that would make an edition fail, or mislead its reader. */
export interface Finding {
  where: string;
  message: string;
  hint: string;
}

/** Lends a session for one statement: a failed one ends its transaction, and all problems shall be found at once. */
export type Lend = <T>(use: (session: ReadSession) => Promise<T>) => Promise<T>;

/** Relation, columns, expressions and types of a dataset; nothing is read. Empty when an edition can be made of it. */
export async function checkDataset(config: Config, id: string, dataset: Dataset, lend: Lend): Promise<Finding[]> {
  const relationOnly = `select from ${relation(id, dataset)} limit 0`;
  const source = await attempt(lend, relationOnly);
  if (source instanceof PeriodicalError) return [finding(`dataset ${id}: source`, source)];

  const findings = await wrongLabels(id, dataset, lend);
  const expressions = expressionsOn(config, id, dataset);
  const together = await attempt(lend, typesQuery(id, dataset, expressions));
  if (!(together instanceof PeriodicalError)) {
    return [...findings, ...wrongTypes(id, dataset, expressions, together)];
  }
  for (const expression of expressions) {
    const alone = await attempt(lend, typesQuery(id, dataset, [expression]));
    if (alone instanceof PeriodicalError) findings.push(finding(expression.where, alone));
    else findings.push(...wrongTypes(id, dataset, [expression], alone));
  }
  return findings;
}

/** Tables and columns that members' names are read from. */
async function wrongLabels(id: string, { dimensions }: Dataset, lend: Lend): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [dimension, { labels_from: from }] of Object.entries(dimensions)) {
    if (from === undefined) continue;
    const found = await attempt(lend, `${labelsQuery(from)}\nlimit 0`);
    if (found instanceof PeriodicalError)
      findings.push(finding(`dataset ${id}: dimensions.${dimension}.labels_from`, found));
  }
  return findings;
}

/**
 * Types of the expressions, one column each. Each also stands in a WHERE, where PostgreSQL refuses what must not be part
 * of an expression over single rows: aggregates, window functions, several rows.
 */
function typesQuery(id: string, dataset: Dataset, expressions: readonly CheckedExpression[]): string {
  const from = relation(id, dataset);
  const columns = expressions.map(({ sql }, index) => {
    const select = `select ${sql} from ${from} where ${group(sql)} is null limit 0`;
    return `pg_typeof((\n${indent(select, 1)}\n))::text as t${index + 1}`;
  });
  return `select\n${indent(columns.join(",\n"), 1)}`;
}

function wrongTypes(
  id: string,
  dataset: Dataset,
  expressions: readonly CheckedExpression[],
  types: Readonly<Record<string, string>>,
): Finding[] {
  return expressions.flatMap(({ where, yields }, index): Finding[] => {
    const type = types[`t${index + 1}`] ?? "";
    if (yields === "condition" && type !== "boolean") {
      return [
        { where, message: `It yields ${type}, not true or false.`, hint: "Compare it with something, e.g. x = 'yes'." },
      ];
    }
    if (yields === "number" && valueType(type) === null) {
      const hint =
        type === "interval"
          ? "Make a number of it, e.g. seconds: date_part('epoch', …)."
          : "Cast it to a number, e.g. (…)::int, or choose another kind of indicator.";
      return [{ where, message: `It yields ${type}, not a number.`, hint }];
    }
    return yields === "time" ? timeProblem(where, id, dataset, type) : [];
  });
}

function timeProblem(where: string, id: string, dataset: Dataset, type: string): Finding[] {
  try {
    const { zone } = timeColumn(id, dataset, type);
    if (zone !== null || dataset.time.zone === undefined) return [];
  } catch (error) {
    if (error instanceof PeriodicalError) return [finding(where, error)];
    throw error;
  }
  return [
    {
      where,
      message: `The column holds instants (${type}); the zone ${dataset.time.zone} that is given would not be used.`,
      hint: "Take `zone` out; the report's own zone decides where days begin.",
    },
  ];
}

async function attempt(lend: Lend, sql: string): Promise<Record<string, string> | PeriodicalError> {
  try {
    return (await lend((session) => session.query<Record<string, string>>(sql)))[0] ?? {};
  } catch (error) {
    if (error instanceof PeriodicalError && error.code === "WAREHOUSE_QUERY") return error;
    throw error;
  }
}

const finding = (where: string, { message, hint }: PeriodicalError): Finding => ({ where, message, hint });
