import type { Config } from "../config/schema/index.ts";
import type { FeedbackConfig } from "../config/schema/report.ts";
import { atomsOf } from "./atoms.ts";
import { scopeConditions } from "./compile-context.ts";
import type { DatasetPlan, Plan } from "./plan.ts";
import type { Recorder, Statement } from "./query.ts";
import type { FeedbackRecord } from "./snapshot.ts";
import { dimensionSql, group, identifier, indent, Parameters, relation } from "./sql.ts";
import { countThemes, type WrittenText } from "./themes/collect.ts";
import { bucket, type TimeColumn, within } from "./time-column.ts";

/** A quote says something and fits a page; texts of other lengths are not quoted. */
const QUOTE_CHARACTERS = { least: 6, most: 600 };

/** Themes of the history's comments, and a few comments of the reported period. */
export async function collectFeedback(
  plan: Plan,
  dataset: DatasetPlan,
  config: FeedbackConfig,
  time: TimeColumn,
  run: Recorder,
  dictionaries: Config["dictionaries"],
): Promise<FeedbackRecord> {
  const dictionary = config.dictionary === undefined ? undefined : dictionaries[config.dictionary];
  if (config.dictionary !== undefined && dictionary !== undefined && config.text !== undefined) {
    const statement = textsStatement(plan, dataset, config.text, time);
    const texts = await run.run<WrittenText>(statement);
    const counted = countThemes(config.dictionary, dictionary, texts, {
      reported: plan.period.id,
      quotes: config.quotes,
      characters: QUOTE_CHARACTERS,
    });
    return { dataset: dataset.id, query: statement.id, ...counted };
  }
  const statement = countsStatement(plan, dataset, config, time);
  const counts = await run.run<{ period: string; theme: string; n: number }>(statement);
  const text = config.text;
  const quotes =
    text === undefined || config.quotes === 0
      ? []
      : await run.run<{ theme: string; text: string }>(quotesStatement(plan, dataset, { ...config, text }, time));
  return { dataset: dataset.id, query: statement.id, counts, quotes, dictionary: null };
}

function countsStatement(plan: Plan, dataset: DatasetPlan, config: FeedbackConfig, time: TimeColumn): Statement {
  return {
    id: `${dataset.id}/themes`,
    ...byPeriod(plan, dataset, { name: "theme", sql: `nullif(${themeSql(dataset, config)}::text, '')` }, time),
  };
}

/** The answers themselves: a dictionary is applied outside of the database, and equal texts are classified once. */
function textsStatement(plan: Plan, dataset: DatasetPlan, text: string, time: TimeColumn): Statement {
  return {
    id: `${dataset.id}/open-answers`,
    ...byPeriod(plan, dataset, { name: "text", sql: `nullif(btrim(${identifier(text)}::text), '')` }, time),
  };
}

const themeSql = ({ dataset }: Pick<DatasetPlan, "dataset">, { theme }: Pick<FeedbackConfig, "theme">): string =>
  theme === undefined ? "null::text" : dimensionSql(dataset, theme);

/** How often each value was written in each period, most often first. */
function byPeriod(
  plan: Plan,
  { id, dataset }: DatasetPlan,
  { name, sql: value }: { name: "theme" | "text"; sql: string },
  time: TimeColumn,
): Pick<Statement, "sql" | "params"> {
  const parameters = new Parameters();
  const shown = [...(plan.lastYear === null ? [] : [plan.lastYear]), ...plan.history, ...plan.themePeriods];
  const atoms = atomsOf([...new Map(shown.map((period) => [period.id, period])).values()]);
  const source = rows(
    plan,
    { id, dataset },
    [`${bucket(time, atoms.bounds, parameters)} as atom`, `${value} as ${name}`],
    atoms.runs.map(({ start, end }) => `(${within(time, start, end, parameters)})`),
    parameters,
  );
  const periods = parameters.bind(
    atoms.members.map(({ period }) => period),
    "text[]",
  );
  const numbers = parameters.bind(
    atoms.members.map(({ atom }) => atom),
    "int[]",
  );
  const sql = [
    `-- Periodical: comments of dataset ${id} by period and ${name}`,
    `select period, ${name}, sum(n)::float8 as n`,
    "from (",
    `  select atom, ${name}, count(*) as n`,
    "  from (",
    indent(source, 2),
    "  ) as item",
    `  where ${name} is not null`,
    `  group by atom, ${name}`,
    ") as grain",
    `join unnest(${periods}, ${numbers}) as period (period, atom) using (atom)`,
    `group by period, ${name}`,
    `order by period collate "C", n desc, ${name} collate "C"`,
  ].join("\n");
  return { sql, params: parameters.values };
}

/** One comment of each of the largest themes, then a second one …; which one is decided by the MD5 of its text. */
function quotesStatement(
  plan: Plan,
  { id, dataset }: DatasetPlan,
  config: FeedbackConfig & { text: string },
  time: TimeColumn,
): Statement {
  const parameters = new Parameters();
  const source = rows(
    plan,
    { id, dataset },
    [`nullif(${themeSql({ dataset }, config)}::text, '') as theme`, `btrim(${identifier(config.text)}::text) as text`],
    [within(time, plan.period.start, plan.period.end, parameters)],
    parameters,
  );
  const { least, most } = QUOTE_CHARACTERS;
  const sql = [
    `-- Periodical: a few comments of dataset ${id} in period ${plan.period.id}`,
    "with item as (",
    indent(source, 1),
    "),",
    "theme as (",
    `  select theme, row_number() over (order by count(*) desc, theme collate "C") as place`,
    "  from item where theme is not null group by theme",
    ")",
    "select theme, text",
    "from (",
    '  select theme, place, text, row_number() over (partition by theme order by md5(text), text collate "C") as turn',
    `  from (select distinct theme, text from item where length(text) between ${least} and ${most}) as comment`,
    "  join theme using (theme)",
    ") as drawn",
    "order by turn, place",
    `limit ${parameters.bind(config.quotes, "int")}`,
  ].join("\n");
  return { id: `${id}/quotes`, sql, params: parameters.values };
}

function rows(
  plan: Plan,
  { id, dataset }: Pick<DatasetPlan, "id" | "dataset">,
  columns: readonly string[],
  runs: readonly string[],
  parameters: Parameters,
): string {
  const conditions = [
    runs.length === 1 ? (runs[0] ?? "true") : `(${runs.join(" or ")})`,
    ...(dataset.where === undefined ? [] : [group(dataset.where)]),
    ...scopeConditions({ dataset }, plan.scope, parameters),
  ];
  return [`select ${columns.join(", ")}`, `from ${relation(id, dataset)}`, `where ${conditions.join("\n  and ")}`].join(
    "\n",
  );
}
