import type { Dataset } from "../config/schema/dataset.ts";
import type { Config } from "../config/schema/index.ts";
import { weightingOf } from "../config/schema/indicator.ts";
import { analysisExpressions } from "./check-analyses.ts";
import { expressionsOf } from "./parts.ts";
import { dimensionSql, group, identifier } from "./sql.ts";

/** An expression of the configuration that must work on a dataset, and what it must yield. */
export interface CheckedExpression {
  /** `indicator first_response_time: value` */
  where: string;
  sql: string;
  yields: "time" | "number" | "condition" | "anything";
}

/** Every expression that any part of the configuration evaluates on a dataset, its time column first. */
export function expressionsOn(config: Config, id: string, dataset: Dataset): CheckedExpression[] {
  const of = `dataset ${id}`;
  const condition = (where: string, sql: string): CheckedExpression => ({
    where,
    sql: group(sql),
    yields: "condition",
  });
  const column = (where: string, name: string): CheckedExpression => ({
    where,
    sql: identifier(name),
    yields: "anything",
  });
  const found: CheckedExpression[] = [
    { where: `${of}: time column`, sql: identifier(dataset.time.column), yields: "time" },
    ...(dataset.where === undefined ? [] : [condition(`${of}: where`, dataset.where)]),
    ...Object.keys(dataset.dimensions).map(
      (name): CheckedExpression => ({
        where: `${of}: dimension ${name}`,
        sql: dimensionSql(dataset, name),
        yields: "anything",
      }),
    ),
    ...dataset.quality.map((rule) => condition(`${of}: quality rule ${rule.id}`, rule.when)),
  ];
  for (const [name, indicator] of Object.entries(config.indicators)) {
    if (indicator.dataset !== id) continue;
    for (const { name: part, sql, kind } of expressionsOf(indicator)) {
      found.push({ where: `indicator ${name}: ${part}`, sql: group(sql), yields: kind });
    }
  }
  for (const [name, indicator] of Object.entries(config.indicators)) {
    const weighting = weightingOf(indicator);
    if (weighting === null || !("population" in weighting) || weighting.population.dataset !== id) continue;
    const { distinct, where } = weighting.population;
    if (distinct !== undefined) found.push(column(`indicator ${name}: population distinct`, distinct));
    if (where !== undefined) found.push(condition(`indicator ${name}: population where`, where));
  }
  for (const [name, { feedback, survey, spot_checks: checks, analyses }] of Object.entries(config.reports)) {
    const report = `report ${name}`;
    found.push(...analyses.flatMap((one) => analysisExpressions(one, id, `${report}: analysis ${one.id}`)));
    if (feedback?.dataset === id && feedback.text !== undefined)
      found.push(column(`${report}: feedback text`, feedback.text));
    if (survey?.dataset === id) found.push(column(`${report}: survey customer`, survey.customer));
    if (survey?.population === id) {
      found.push(column(`${report}: survey population_customer`, survey.population_customer));
      if (survey.complainants !== undefined)
        found.push(condition(`${report}: survey complainants`, survey.complainants));
    }
    if (checks?.dataset === id) {
      for (const verdict of checks.verdicts ?? []) found.push(column(`${report}: spot_checks verdicts`, verdict));
    }
  }
  // Two reports often name the same columns: once is enough.
  const isRepeated = ({ where, sql, yields }: CheckedExpression, index: number): boolean =>
    where.startsWith("report ") && found.findIndex((one) => one.sql === sql && one.yields === yields) < index;
  return found.filter((expression, index) => !isRepeated(expression, index));
}
