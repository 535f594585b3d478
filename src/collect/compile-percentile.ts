import { cutColumns, groupingSets, namedGrain, OTHER_MEMBERS } from "./compile-cells.ts";
import type { CompileContext } from "./compile-context.ts";
import { followedValues } from "./compile-followed.ts";
import type { IndicatorParts } from "./parts.ts";
import { intervalFractions } from "./percentile.ts";
import { indent, literal } from "./sql.ts";

/**
 * Value and interval of a percentile, from all values: in every period, and in the periods in which it is cut for each
 * member as well.
 */
export function percentileCells(context: CompileContext, { plan, values }: IndicatorParts): string {
  if (plan.indicator.kind !== "percentile" || values === undefined) return "";
  const p = plan.indicator.percentile;
  const branches = [
    wholes(values),
    ...(context.dims.length === 0 ? [] : [members(context, plan.cutIn, values)]),
    ...followedValues(context, plan.id, values),
  ];
  return [
    `-- ${plan.id}: percentile ${p}, with the order statistics of its 95 % interval`,
    "select period, dimension, member, value, bounds[1] as low, bounds[2] as high",
    "from (",
    indent(branches.join("\nunion all\n"), 1),
    ") as cut cross join lateral (",
    `  select percentile_cont(${p}) within group (order by v) as value,`,
    `    percentile_disc(${indent(intervalFractions("cardinality(cut.vs)", p), 2).trim()}) within group (order by v) as bounds`,
    "  from unnest(cut.vs) as v",
    ") as quantile",
  ].join("\n");
}

const wholes = (values: string): string =>
  [
    "select period, '' as dimension, '' as member, array_agg(v) as vs",
    `from grain join period using (atom) cross join lateral unnest(grain.${values}) as v`,
    "group by period",
  ].join("\n");

function members(context: CompileContext, cutIn: readonly string[] | null, values: string): string {
  const { dims, parameters } = context;
  const shown = dims.map(
    ({ dimension, name }) =>
      `case when ${name} in (select member from kept where dimension = ${literal(dimension)}) then ${name} else ${literal(OTHER_MEMBERS)} end as ${name}`,
  );
  const cut = cutColumns(context).map(({ sql, name }) => `${sql} as ${name}`);
  return [
    `select period, ${cut.join(", ")}, array_agg(v) as vs`,
    `from (select ${["atom", ...shown, values].join(", ")} from ${namedGrain(context, [values])}) as grain`,
    `join period using (atom) cross join lateral unnest(grain.${values}) as v`,
    ...(cutIn === null ? [] : [`where period = any (${parameters.bind(cutIn, "text[]")})`]),
    `group by ${groupingSets(dims, "members")}`,
  ].join("\n");
}
