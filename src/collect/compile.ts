import { type Atoms, atomsOf } from "./atoms.ts";
import { heatCells } from "./compile-heat.ts";
import { type IndicatorParts, type PartList, partsOf } from "./parts.ts";
import { intervalFractions } from "./percentile.ts";
import { type DatasetPlan, type Plan, periodsMeasured } from "./plan.ts";
import type { Statement } from "./query.ts";
import { measurementQueryId, NO_MEMBER } from "./snapshot.ts";
import { dimensionSql, group, indent, literal, memberText, Parameters, relation } from "./sql.ts";
import { bucket, type TimeColumn, within } from "./time-column.ts";
import type { ValueType } from "./value-type.ts";

/** A dimension keeps its largest members; what is left is counted together under OTHER_MEMBERS. */
export const MEMBERS_AT_MOST = 200;
export const OTHER_MEMBERS = "(other)";
/** Value of the result's column `dimension` for cells of the heat map; their member is `weekday/hour`. */
export const HEAT_DIMENSION = "weekday/hour";

/** What the statement's types depend on; asked of the warehouse beforehand. */
export interface DatasetTypes {
  time: TimeColumn;
  valueOf: (indicator: string, expression: string) => ValueType;
}

export interface MeasurementStatement extends Statement {
  indicators: readonly IndicatorParts[];
}

/** One row of the statement's result; beside these, the parts `p1` … and for percentiles `a1_value`, `a1_low`, `a1_high`. */
export interface MeasurementRow {
  period: string;
  /** Empty for the whole scope, as is `member`. */
  dimension: string;
  member: string;
  rows: number;
  [part: string]: number | string | null;
}

/**
 * The one statement that measures a dataset: every indicator, every period, every cut.
 *
 * ```
 * relation ─► row      the columns and expressions needed, time bucketed into atoms by literal bounds
 *          ─► grain    GROUP BY atom and every dimension over additive parts (a plain one: it can run in parallel)
 *          ─► rolled   joined with the atoms of each period, GROUPING SETS per period and per period × dimension
 *          ─► cell     members beyond the largest 200 together; percentiles beside
 *             heat     the same parts by weekday and hour, of the reported period's rows only
 * ```
 */
export function compileMeasurements(plan: Plan, dataset: DatasetPlan, types: DatasetTypes): MeasurementStatement {
  const parameters = new Parameters();
  const atoms = atomsOf(periodsMeasured(plan));
  const parts = partsOf(dataset.indicators, types.valueOf, parameters);
  const percentiles = parts.indicators.filter((entry) => entry.values !== undefined);
  const dims = dataset.cuts.map((dimension, index) => ({ dimension, name: `d${index + 1}` }));
  const context: CompileContext = { plan, dataset, types, parameters, atoms, parts, percentiles, dims };

  const ctes = [
    cte("grain", grain(context), " as materialized"),
    cte("period (period, atom)", periodAtoms(context)),
    cte("rolled", rolled(context)),
    cte("kept", kept()),
    ...percentiles.map((entry) => cte(`${entry.values}_cell`, percentileCells(context, entry), " as materialized")),
    cte("cell", cells(context)),
  ];
  const heat = heatCells(context);
  if (heat !== null) ctes.push(cte("heat", heat));
  const sql = [
    `-- Periodical: dataset ${dataset.id}, report ${plan.report}, period ${plan.period.id}: every indicator, period and cut`,
    `with ${ctes.join(",\n")}`,
    `select period, dimension, member, ${resultNames(context)
      .map((name) => `${name}::float8 as ${name}`)
      .join(", ")}`,
    `from ${heat === null ? "cell" : "(select * from cell union all select * from heat) as measured"}`,
    'order by period collate "C", dimension collate "C", member collate "C"',
  ].join("\n");
  return { id: measurementQueryId(dataset.id), sql, params: parameters.values, indicators: parts.indicators };
}

export interface CompileContext {
  plan: Plan;
  dataset: DatasetPlan;
  types: DatasetTypes;
  parameters: Parameters;
  atoms: Atoms;
  parts: PartList;
  percentiles: readonly IndicatorParts[];
  dims: readonly { dimension: string; name: string }[];
}

/** Numbers of the result, in the order in which `cell` and `heat` have them; they leave as double precision. */
const resultNames = ({ parts, percentiles }: CompileContext): string[] => [
  "rows",
  ...parts.aggregates.map(({ name }) => name),
  ...percentiles.flatMap(({ values }) => ["value", "low", "high"].map((end) => `${values}_${end}`)),
];

const cte = (name: string, body: string, as = " as"): string => `${name}${as} (\n${indent(body, 1)}\n)`;

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
  { dataset, parameters, plan, parts }: CompileContext,
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

function grain(context: CompileContext): string {
  const { types, parameters, atoms, parts, dims, dataset } = context;
  const time = { sql: bucket(types.time, atoms.bounds, parameters), name: "atom" };
  const cuts = dims.map(({ dimension, name }) => ({
    sql: dimensionSql(dataset.dataset, dimension),
    name,
    of: dimension,
  }));
  const runs = atoms.runs.map(({ start, end }) => within(types.time, start, end, parameters));
  const condition = runs.length === 1 ? (runs[0] ?? "true") : `(${runs.map((run) => `(${run})`).join("\n    or ")})`;
  const keys = ["atom", ...dims.map(({ name }) => name)];
  return [
    "select",
    indent(
      selectList([
        ...keys.map((sql) => ({ sql })),
        { sql: "count(*)", name: "rows" },
        ...parts.aggregates,
        ...parts.arrays,
      ]),
      1,
    ),
    "from (",
    indent(rowSource(context, [time, ...cuts], condition), 1),
    ") as item",
    `group by ${keys.join(", ")}`,
  ].join("\n");
}

function periodAtoms({ atoms, parameters }: CompileContext): string {
  const periods = parameters.bind(
    atoms.members.map(({ period }) => period),
    "text[]",
  );
  const numbers = parameters.bind(
    atoms.members.map(({ atom }) => atom),
    "int[]",
  );
  return `select * from unnest(${periods}, ${numbers})`;
}

/** Members as text; done here and not row by row. */
function namedGrain({ dims }: CompileContext, columns: readonly string[]): string {
  const members = dims.map(({ name }) => `${memberText(name, NO_MEMBER)} as ${name}`);
  return `(select ${["atom", ...members, ...columns].join(", ")} from grain) as grain`;
}

function rolled(context: CompileContext): string {
  const { parts, dims } = context;
  const columns = ["rows", ...parts.aggregates.map(({ name }) => name)];
  return [
    "select",
    indent(
      selectList([
        { sql: "period" },
        ...cutColumns(context),
        ...columns.map((name) => ({ sql: `sum(${name})`, name })),
      ]),
      1,
    ),
    `from ${namedGrain(context, columns)}`,
    "join period using (atom)",
    `group by ${groupingSets(dims)}`,
  ].join("\n");
}

function cutColumns({ dims }: CompileContext): { sql: string; name: string }[] {
  if (dims.length === 0) {
    return [
      { sql: "''", name: "dimension" },
      { sql: "''", name: "member" },
    ];
  }
  const cases = dims.map(({ dimension, name }) => `when grouping(${name}) = 0 then ${literal(dimension)}`);
  return [
    { sql: `case ${cases.join(" ")} else '' end`, name: "dimension" },
    { sql: `coalesce(${[...dims.map(({ name }) => name), "''"].join(", ")})`, name: "member" },
  ];
}

const groupingSets = (dims: CompileContext["dims"]): string =>
  `grouping sets (${["(period)", ...dims.map(({ name }) => `(period, ${name})`)].join(", ")})`;

/** The largest members of each dimension; rows without a member always stand apart. */
function kept(): string {
  const order = `(member = ${literal(NO_MEMBER)}) desc, sum(rows) desc, member collate "C"`;
  return [
    "select dimension, member",
    "from (",
    `  select dimension, member, row_number() over (partition by dimension order by ${order}) as place`,
    "  from rolled group by dimension, member",
    ") as ranked",
    `where place <= ${MEMBERS_AT_MOST}`,
  ].join("\n");
}

/** Value and interval of a percentile in every cell, from all its values. */
function percentileCells(context: CompileContext, { plan, values }: IndicatorParts): string {
  if (plan.indicator.kind !== "percentile" || values === undefined) return "";
  const p = plan.indicator.percentile;
  const { dims } = context;
  const members = dims.map(
    ({ dimension, name }) =>
      `case when ${name} in (select member from kept where dimension = ${literal(dimension)}) then ${name} else ${literal(OTHER_MEMBERS)} end as ${name}`,
  );
  return [
    `-- ${plan.id}: percentile ${p}, with the order statistics of its 95 % interval`,
    `select period, dimension, member, value, bounds[1] as low, bounds[2] as high`,
    "from (",
    `  select period, ${cutColumns(context)
      .map(({ sql, name }) => `${sql} as ${name}`)
      .join(", ")}, array_agg(v) as vs`,
    `  from (select ${["atom", ...members, values].join(", ")} from ${namedGrain(context, [values])}) as grain`,
    `  join period using (atom) cross join lateral unnest(grain.${values}) as v`,
    `  group by ${groupingSets(dims)}`,
    ") as cut cross join lateral (",
    `  select percentile_cont(${p}) within group (order by v) as value,`,
    `    percentile_disc(${indent(intervalFractions("cardinality(cut.vs)", p), 2).trim()}) within group (order by v) as bounds`,
    "  from unnest(cut.vs) as v",
    ") as quantile",
  ].join("\n");
}

function cells({ parts, percentiles }: CompileContext): string {
  const columns = ["rows", ...parts.aggregates.map(({ name }) => name)];
  const lumped = [
    `select period, dimension, coalesce(kept.member, ${literal(OTHER_MEMBERS)}) as member,`,
    `  ${columns.map((name) => `sum(${name}) as ${name}`).join(", ")}`,
    "from rolled left join kept using (dimension, member)",
    "group by 1, 2, 3",
  ].join("\n");
  if (percentiles.length === 0) return lumped;
  const quantiles = percentiles.flatMap(({ values }) =>
    ["value", "low", "high"].map((end) => `${values}_cell.${end} as ${values}_${end}`),
  );
  return [
    `select summed.*, ${quantiles.join(", ")}`,
    "from (",
    indent(lumped, 1),
    ") as summed",
    ...percentiles.map(({ values }) => `left join ${values}_cell using (period, dimension, member)`),
  ].join("\n");
}
