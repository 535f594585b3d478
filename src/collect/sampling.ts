import type { z } from "zod";
import type { SpotCheckAdequacy, SurveyAdequacy } from "../config/schema/report.ts";
import type { Plan } from "./plan.ts";
import type { Recorder } from "./query.ts";
import { rowsOfPeriod, type Timed } from "./rows-of-period.ts";
import type { SpotCheckRecord, SurveyRecord } from "./snapshot.ts";
import { NO_MEMBER } from "./snapshot.ts";
import { dimensionSql, group, identifier, indent, memberText, Parameters } from "./sql.ts";

/** Customers served, those who answered and those who complained, in the reported period. */
export async function collectSurvey(
  plan: Plan,
  config: z.infer<typeof SurveyAdequacy>,
  answers: Timed,
  population: Timed,
  invitations: Timed | null,
  run: Recorder,
): Promise<SurveyRecord> {
  const parameters = new Parameters();
  const byGroup = config.group;
  const groupOf = ({ plan: { dataset } }: Timed): string =>
    byGroup === undefined ? "null::text" : memberText(dimensionSql(dataset, byGroup), NO_MEMBER);
  const complaint = config.complainants === undefined ? "null::boolean" : group(config.complainants);
  const id = `${answers.plan.id}/adequacy`;
  const sql = [
    `-- Periodical: customers of ${population.plan.id} and respondents of ${answers.plan.id} in period ${plan.period.id}`,
    "with periodical_served as (",
    `  select ${identifier(config.population_customer)}::text as customer, ${groupOf(population)} as customer_group, ${complaint} as complained`,
    indent(rowsOfPeriod(plan, population, parameters), 1),
    "),",
    "answered as (",
    `  select ${identifier(config.customer)}::text as customer, ${groupOf(answers)} as customer_group`,
    indent(rowsOfPeriod(plan, answers, parameters), 1),
    ")",
    "select * from (",
    "select null as customer_group, count(distinct customer) as customers,",
    "  (select count(distinct customer) from answered) as respondents,",
    "  count(distinct customer) filter (where complained) as complainants,",
    "  count(distinct customer) filter (where complained and customer in (select customer from answered where customer is not null)) as responding_complainants",
    "from periodical_served",
    ...(byGroup === undefined
      ? []
      : [
          "union all",
          "select customer_group, coalesce(customers, 0), coalesce(respondents, 0), null, null",
          "from (select customer_group, count(distinct customer) as customers from periodical_served group by 1) as served_groups",
          "full join (select customer_group, count(distinct customer) as respondents from answered group by 1) as answered_groups",
          "  using (customer_group)",
        ]),
    ") as counted",
    'order by customer_group collate "C" nulls first',
  ].join("\n");
  const rows = await run.run<SurveyRow>({ id, sql, params: parameters.values });
  const [total, ...groups] = rows;
  const counted = config.complainants !== undefined;
  return {
    query: id,
    customers: total?.customers ?? 0,
    respondents: total?.respondents ?? 0,
    complainants: counted ? (total?.complainants ?? 0) : null,
    respondingComplainants: counted ? (total?.responding_complainants ?? 0) : null,
    groups: groups.map(({ customer_group, customers, respondents }) => ({
      group: customer_group ?? NO_MEMBER,
      customers,
      respondents,
    })),
    invitations: invitations === null ? null : await collectInvitations(plan, config, invitations, run),
  };
}

/** Invitations sent in the period, and how many of them were answered by now. */
async function collectInvitations(
  plan: Plan,
  { group: byGroup, invitations }: z.infer<typeof SurveyAdequacy>,
  sent: Timed,
  run: Recorder,
): Promise<NonNullable<SurveyRecord["invitations"]>> {
  const parameters = new Parameters();
  const member = byGroup === undefined ? "null::text" : dimensionSql(sent.plan.dataset, byGroup);
  const id = `${sent.plan.id}/response`;
  const sql = [
    `-- Periodical: invitations of ${sent.plan.id} sent in period ${plan.period.id}, and those answered`,
    `select "group", count(*)::float8 as invited, (count(*) filter (where answered))::float8 as answered`,
    "from (",
    `  select ${memberText(member, NO_MEMBER)} as "group", ${group(invitations?.answered ?? "null::boolean")} as answered`,
    indent(rowsOfPeriod(plan, sent, parameters), 1),
    ") as item",
    'group by "group"',
    'order by "group" collate "C"',
  ].join("\n");
  const groups = await run.run<{ group: string; invited: number; answered: number }>({
    id,
    sql,
    params: parameters.values,
  });
  return { query: id, groups };
}

interface SurveyRow {
  customer_group: string | null;
  customers: number;
  respondents: number;
  complainants: number | null;
  responding_complainants: number | null;
}

/** Items checked of those that could be, and how far two inspectors agree. */
export async function collectSpotChecks(
  plan: Plan,
  config: z.infer<typeof SpotCheckAdequacy>,
  checks: Timed,
  counted: { population: number; checked: number },
  run: Recorder,
): Promise<SpotCheckRecord> {
  const id = `${checks.plan.id}/agreement`;
  if (config.verdicts === undefined) return { query: `${checks.plan.id}/measurements`, ...counted, agreement: [] };
  const parameters = new Parameters();
  const [first, second] = config.verdicts.map((column) => `nullif(${identifier(column)}::text, '')`);
  const sql = [
    `-- Periodical: pairs of verdicts of dataset ${checks.plan.id} in period ${plan.period.id}`,
    "select first, second, count(*)::float8 as n",
    "from (",
    `  select ${first} as first, ${second} as second`,
    indent(rowsOfPeriod(plan, checks, parameters), 1),
    ") as item",
    "where first is not null and second is not null",
    "group by first, second",
    'order by first collate "C", second collate "C"',
  ].join("\n");
  const agreement = await run.run<SpotCheckRecord["agreement"][number]>({ id, sql, params: parameters.values });
  return { query: id, ...counted, agreement };
}
