import { atomsOf } from "./atoms.ts";
import { cells, kept, rolled } from "./compile-cells.ts";
import { type CompileContext, type DatasetTypes, rowSource, selectList } from "./compile-context.ts";
import { followedKeys } from "./compile-followed.ts";
import { heatCells } from "./compile-heat.ts";
import { percentileCells } from "./compile-percentile.ts";
import { strataCells } from "./compile-strata.ts";
import { type IndicatorParts, partsOf } from "./parts.ts";
import { type DatasetPlan, type Plan, periodsMeasured } from "./plan.ts";
import type { Statement } from "./query.ts";
import { measurementQueryId } from "./snapshot.ts";
import { dimensionSql, indent, Parameters } from "./sql.ts";
import { bucket, within } from "./time-column.ts";

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
  /** Of a row of strata: the dimension weighted over, and its member; else empty or absent. */
  stratum_of?: string;
  stratum?: string;
  [part: string]: number | string | null;
}

/**
 * The one statement that measures a dataset: every indicator, every period, every cut.
 *
 * ```
 * relation ─► row      the columns and expressions needed, time bucketed into atoms by literal bounds
 *          ─► grain    GROUP BY atom and every dimension over additive parts (a plain one: it can run in parallel)
 *          ─► rolled   joined with the atoms of each period, GROUPING SETS per period and per period × dimension
 *          ─► cell     members beyond the largest 200 together, cells of adopted measures; percentiles beside
 *             strata   the same parts for each stratum of weighted indicators, from the same grain
 *             heat     the same parts by weekday and hour, of the reported period's rows only
 * ```
 */
export function compileMeasurements(plan: Plan, dataset: DatasetPlan, types: DatasetTypes): MeasurementStatement {
  const parameters = new Parameters();
  const atoms = atomsOf(periodsMeasured(plan));
  const parts = partsOf(dataset.indicators, types.valueOf, parameters);
  const percentiles = parts.indicators.filter((entry) => entry.values !== undefined);
  const dims = dataset.cuts.map((dimension, index) => ({ dimension, name: `d${index + 1}` }));
  const strata = distinctStrata(dataset).map((dimension, index) => ({
    dimension,
    name: dims.find((entry) => entry.dimension === dimension)?.name ?? `s${index + 1}`,
  }));
  const context: CompileContext = { plan, dataset, types, parameters, atoms, parts, percentiles, dims, strata };

  const heat = heatCells(context);
  const ctes = [
    ...(heat === null ? [] : [cte(HEAT, heat)]),
    cte("grain", grain(context), " as materialized"),
    cte("period (period, atom)", periodAtoms(context)),
    cte("rolled", rolled(context)),
    cte("kept", kept()),
    ...percentiles.map((entry) => cte(`${entry.values}_cell`, percentileCells(context, entry), " as materialized")),
    cte("cell", cells(context)),
    ...strata.map((stratum, index) => cte(strataName(index), strataCells(context, stratum))),
  ];
  const sources = [...(heat === null ? [] : [HEAT]), ...strata.map((_, index) => strataName(index))];
  const sql = [
    `-- Periodical: dataset ${dataset.id}, report ${plan.report}, period ${plan.period.id}: every indicator, period and cut`,
    `with ${ctes.join(",\n")}`,
    `select period, dimension, member, ${strata.length === 0 ? "" : "stratum_of, stratum, "}${resultNames(context)
      .map((name) => `${name}::float8 as ${name}`)
      .join(", ")}`,
    sources.length === 0 ? "from cell" : `from (${unionOf(sources, strata.length > 0)}) as measured`,
    `order by period collate "C", dimension collate "C", member collate "C"${strata.length === 0 ? "" : ', stratum_of collate "C", stratum collate "C"'}`,
  ].join("\n");
  return { id: measurementQueryId(dataset.id), sql, params: parameters.values, indicators: parts.indicators };
}

/** Comes first, and its name is nobody's: a table of the user's called `grain` or `cell` is still seen by what reads it. */
const HEAT = "periodical_heat";

const strataName = (index: number): string => `strata${index + 1}`;

/** All rows of the result; those of strata say so in two more columns, which the others leave empty. */
function unionOf(sources: readonly string[], withStrata: boolean): string {
  const whole = (source: string): string =>
    withStrata && !source.startsWith("strata")
      ? `select ${source}.*, '' as stratum_of, '' as stratum from ${source}`
      : `select * from ${source}`;
  return ["cell", ...sources].map(whole).join(" union all ");
}

const distinctStrata = ({ indicators }: DatasetPlan): string[] => [
  ...new Set(indicators.flatMap(({ stratum }) => stratum ?? [])),
];

/** Numbers of the result, in the order in which `cell` and `heat` have them; they leave as double precision. */
const resultNames = ({ parts, percentiles }: CompileContext): string[] => [
  "rows",
  ...parts.aggregates.map(({ name }) => name),
  ...percentiles.flatMap(({ values }) => ["value", "low", "high"].map((end) => `${values}_${end}`)),
];

const cte = (name: string, body: string, as = " as"): string => `${name}${as} (\n${indent(body, 1)}\n)`;

function grain(context: CompileContext): string {
  const { types, parameters, atoms, parts, dataset } = context;
  const beside = context.strata.filter(({ dimension }) => context.dims.every((entry) => entry.dimension !== dimension));
  const dims = [...context.dims, ...beside];
  const time = { sql: bucket(types.time, atoms.bounds, parameters), name: "atom" };
  const cuts = dims.map(({ dimension, name }) => ({
    sql: dimensionSql(dataset.dataset, dimension),
    name,
    of: dimension,
  }));
  const followed = followedKeys(context);
  const runs = atoms.runs.map(({ start, end }) => within(types.time, start, end, parameters));
  const condition = runs.length === 1 ? (runs[0] ?? "true") : `(${runs.map((run) => `(${run})`).join("\n    or ")})`;
  const keys = ["atom", ...dims.map(({ name }) => name), ...followed.map(({ name }) => name)];
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
    indent(rowSource(context, [time, ...cuts, ...followed], condition), 1),
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
