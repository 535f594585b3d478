import type { Config } from "../config/schema/index.ts";
import { PeriodicalError } from "../errors.ts";
import type { ReadSession } from "../warehouse/session.ts";
import { scopeConditions } from "./compile-context.ts";
import { type DatasetPlan, type Plan, plan } from "./plan.ts";
import { datasetTypes } from "./probe.ts";
import { type Recorder, recorder } from "./query.ts";
import { checkScope } from "./scope.ts";
import { NO_MEMBER } from "./snapshot.ts";
import { dimensionSql, group, memberText, Parameters, relation } from "./sql.ts";
import { within } from "./time-column.ts";

export interface MemberRows {
  member: string;
  /** Rows in the period, of the dataset that has most of the member. */
  rows: number;
}

/**
 * Members of a dimension with rows in the period and scope, most rows first: those that can have an edition of their own.
 * Only datasets behind the report's indicators are asked; rows without a member are nobody's.
 *
 * @throws {PeriodicalError} SCOPE_UNKNOWN when none of these datasets has the dimension, or the scope fixes it
 */
export async function membersInPeriod(
  config: Config,
  request: Pick<Plan, "report" | "period" | "scope">,
  dimension: string,
  session: ReadSession,
): Promise<MemberRows[]> {
  const ready = plan(config, request, null);
  const having = ready.datasets.filter(
    ({ dataset, indicators, inScope }) =>
      inScope && indicators.length > 0 && Object.hasOwn(dataset.dimensions, dimension),
  );
  if (having.length === 0 || Object.hasOwn(request.scope, dimension)) throw refusal(ready, dimension);
  const run = recorder(session);
  await checkScope(ready, run);
  const most = new Map<string, number>();
  for (const dataset of having) {
    for (const { member, rows } of await countsOf(ready, dataset, dimension, run)) {
      most.set(member, Math.max(rows, most.get(member) ?? 0));
    }
  }
  return [...most]
    .map(([member, rows]) => ({ member, rows }))
    .sort((a, b) => b.rows - a.rows || (a.member < b.member ? -1 : 1));
}

async function countsOf(
  ready: Plan,
  entry: DatasetPlan,
  dimension: string,
  run: Recorder,
): Promise<{ member: string; rows: number }[]> {
  const { id, dataset } = entry;
  const { time } = await datasetTypes(entry, run);
  const parameters = new Parameters();
  const member = memberText(dimensionSql(dataset, dimension), NO_MEMBER);
  const conditions = [
    within(time, ready.period.start, ready.period.end, parameters),
    ...(dataset.where === undefined ? [] : [group(dataset.where)]),
    ...scopeConditions(entry, ready.scope, parameters),
  ];
  const sql = [
    `-- Periodical: members of ${dimension} in dataset ${id}, period ${ready.period.id}`,
    "select member, rows::float8 as rows",
    `from (select ${member} as member, count(*) as rows`,
    `  from ${relation(id, dataset)}`,
    `  where ${conditions.join("\n  and ")}`,
    "  group by 1) as item",
    `where member <> ${parameters.bind(NO_MEMBER, "text")}`,
  ].join("\n");
  return run.run({ id: `${id}/members`, sql, params: parameters.values });
}

function refusal({ report, datasets, scope }: Plan, dimension: string): PeriodicalError {
  const known = [
    ...new Set(
      datasets.flatMap(({ dataset, indicators }) => (indicators.length === 0 ? [] : Object.keys(dataset.dimensions))),
    ),
  ].sort();
  return new PeriodicalError(
    "SCOPE_UNKNOWN",
    Object.hasOwn(scope, dimension)
      ? `The scope fixes ${dimension} already, so there is only one edition along it.`
      : `No indicator of ${report} knows a dimension "${dimension}".`,
    {
      where: `reports.${report}`,
      hint: known.length === 0 ? "Its datasets have no dimensions." : `There are: ${known.join(", ")}.`,
      details: { dimension, known },
    },
  );
}
