import { PeriodicalError } from "../errors.ts";
import { FILTER } from "./filters.ts";
import type { DatasetPlan, Plan } from "./plan.ts";
import type { Recorder } from "./query.ts";
import { NO_MEMBER } from "./snapshot.ts";
import { dimensionSql, group, memberText, Parameters, relation } from "./sql.ts";

const LISTED = 50;

/**
 * Every dimension of the scope must exist in a dataset of the report, and every member in one of those datasets.
 *
 * @throws {PeriodicalError} SCOPE_UNKNOWN listing what there is
 */
export async function checkScope(plan: Plan, run: Recorder): Promise<void> {
  for (const [dimension, member] of Object.entries(plan.scope)) {
    // A filter's rows may be missing in the whole warehouse without anything being wrong.
    if (dimension === FILTER) continue;
    const having = plan.datasets.filter(({ dataset }) => Object.hasOwn(dataset.dimensions, dimension));
    if (having.length === 0) throw unknownDimension(plan, dimension);
    if (await exists(dimension, member, having, run)) continue;
    throw unknownMember(dimension, member, await membersOf(dimension, having, run));
  }
}

async function exists(
  dimension: string,
  member: string,
  datasets: readonly DatasetPlan[],
  run: Recorder,
): Promise<boolean> {
  const parameters = new Parameters();
  const wanted = parameters.bind(member, "text");
  const found = datasets.map(({ id, dataset }) => {
    const value = memberText(dimensionSql(dataset, dimension), NO_MEMBER);
    const filter = dataset.where === undefined ? "" : ` and ${group(dataset.where)}`;
    return `exists (select from ${relation(id, dataset)} where ${value} = ${wanted}${filter})`;
  });
  const sql = `-- Periodical: is there a member of ${dimension}?\nselect ${found.join("\n  or ")} as found`;
  const [row] = await run.run<{ found: boolean }>({ id: `scope/${dimension}`, sql, params: parameters.values });
  return row?.found === true;
}

async function membersOf(dimension: string, datasets: readonly DatasetPlan[], run: Recorder): Promise<string[]> {
  const selects = datasets.map(({ id, dataset }) => {
    const value = memberText(dimensionSql(dataset, dimension), NO_MEMBER);
    const filter = dataset.where === undefined ? "" : ` where ${group(dataset.where)}`;
    return `select ${value} as member from ${relation(id, dataset)}${filter}`;
  });
  const sql = `select member from (\n${selects.join("\nunion all\n")}\n) as item group by member order by count(*) desc, member collate "C" limit ${LISTED + 1}`;
  const rows = await run.run<{ member: string }>({ id: `scope/${dimension}/members`, sql, params: [] });
  return rows.map(({ member }) => member);
}

function unknownDimension(plan: Plan, dimension: string): PeriodicalError {
  const known = [...new Set(plan.datasets.flatMap(({ dataset }) => Object.keys(dataset.dimensions)))].sort();
  return new PeriodicalError("SCOPE_UNKNOWN", `No dataset of ${plan.report} has a dimension "${dimension}".`, {
    where: `reports.${plan.report}`,
    hint: known.length === 0 ? "Its datasets have no dimensions." : `There are: ${known.join(", ")}.`,
    details: { dimension, known },
  });
}

function unknownMember(dimension: string, member: string, members: readonly string[]): PeriodicalError {
  const more = members.length > LISTED ? ", …" : "";
  return new PeriodicalError("SCOPE_UNKNOWN", `There is no ${dimension} "${member}" in the warehouse.`, {
    where: `datasets.*.dimensions.${dimension}`,
    hint:
      members.length === 0 ? "There is no row at all." : `There are: ${members.slice(0, LISTED).join(", ")}${more}.`,
    details: { dimension, member, known: members.slice(0, LISTED) },
  });
}
