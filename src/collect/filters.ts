import type { Dataset } from "../config/schema/dataset.ts";
import type { Report } from "../config/schema/report.ts";
import { PeriodicalError } from "../errors.ts";
import type { Cut } from "./snapshot.ts";
import { group, literal } from "./sql.ts";

/**
 * Part of a scope that is no dimension of the data but a filter of the report: `{ filter: "complaints" }`, several joined
 * by dots. So folder, id and text of an edition name its filters as they name its members.
 */
export const FILTER = "filter";

/** Ids of filters as they stand in a scope; in order of the alphabet, so that one choice has one name. */
export const filterMember = (ids: readonly string[]): string => [...new Set(ids)].sort().join(".");

export const filtersIn = (scope: Cut): string[] => (scope[FILTER] === undefined ? [] : scope[FILTER].split("."));

/** @throws {PeriodicalError} SCOPE_UNKNOWN for a filter the report does not have */
export function checkFilters(name: string, report: Pick<Report, "filters">, scope: Cut): void {
  const known = Object.keys(report.filters);
  const unknown = filtersIn(scope).find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new PeriodicalError("SCOPE_UNKNOWN", `The report ${name} has no filter "${unknown}".`, {
    where: `reports.${name}.filters`,
    hint: known.length === 0 ? "It has none; name one under `filters`." : `There are: ${known.join(", ")}.`,
    details: { filter: unknown, known },
  });
}

/**
 * The dataset with the scope's filters as a dimension of its own, which a row has when every filter is true for it. A
 * dataset that a filter says nothing about is left as it is: it lacks the dimension, hence nothing of it is measured.
 */
export function withFilters(id: string, dataset: Dataset, report: Pick<Report, "filters">, scope: Cut): Dataset {
  const wanted = filtersIn(scope);
  const conditions = wanted.flatMap((filter) => report.filters[filter]?.where[id] ?? []);
  if (wanted.length === 0 || conditions.length < wanted.length) return dataset;
  const all = conditions.map(group).join(" and ");
  const sql = `case when ${all} then ${literal(scope[FILTER] ?? "")} end`;
  return { ...dataset, dimensions: { ...dataset.dimensions, [FILTER]: { name: FILTER, sql } } };
}
