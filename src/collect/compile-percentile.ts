import { cutColumns, groupingSets, namedGrain, OTHER_MEMBERS } from "./compile-cells.ts";
import type { CompileContext } from "./compile-context.ts";
import type { IndicatorParts } from "./parts.ts";
import { intervalFractions } from "./percentile.ts";
import { indent, literal } from "./sql.ts";

/** Value and interval of a percentile in every cell, from all its values. */
export function percentileCells(context: CompileContext, { plan, values }: IndicatorParts): string {
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
