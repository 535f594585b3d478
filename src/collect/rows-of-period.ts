import { scopeConditions } from "./compile-context.ts";
import type { Plan } from "./plan.ts";
import { group, type Parameters, relation } from "./sql.ts";
import { type TimeColumn, within } from "./time-column.ts";

/** A dataset with the type of its time column. */
export interface Timed {
  plan: Plan["datasets"][number];
  time: TimeColumn;
}

/** `from … where …`: rows of a dataset in the reported period and the scope, with a further condition if there is one. */
export function rowsOfPeriod(
  plan: Pick<Plan, "period" | "scope">,
  { plan: { id, dataset }, time }: Timed,
  parameters: Parameters,
  where?: string,
): string {
  const conditions = [
    within(time, plan.period.start, plan.period.end, parameters),
    ...(dataset.where === undefined ? [] : [group(dataset.where)]),
    ...(where === undefined ? [] : [group(where)]),
    ...scopeConditions({ dataset }, plan.scope, parameters),
  ];
  return [`from ${relation(id, dataset)}`, `where ${conditions.join("\n  and ")}`].join("\n");
}
