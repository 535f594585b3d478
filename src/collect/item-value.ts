import type { Indicator } from "../config/schema/indicator.ts";
import { group } from "./sql.ts";

/** Kinds of indicator whose rows have a value of their own. */
export const ITEM_KINDS: readonly Indicator["kind"][] = ["mean", "top_box", "nps", "percentile", "ratio"];

/**
 * What one row answers, as a number: a rating as it is (also of a top box), yes = 1 and no = 0; NULL where the indicator does not
 * count the row. Turned round where lower is better, so that more is always better. Numeric, so that sums do not depend on
 * the order of the rows.
 */
export function itemValue(indicator: Indicator): string {
  const value = "value" in indicator ? `${group(indicator.value)}::numeric` : flag(indicator);
  const turned = indicator.direction === "lower_is_better" ? `-${value}` : value;
  return indicator.where === undefined ? turned : `case when ${group(indicator.where)} then ${turned} end`;
}

function flag(indicator: Indicator): string {
  if (indicator.kind !== "ratio") throw new Error(`an indicator of kind ${indicator.kind} has no value per row`);
  const met = `${group(indicator.numerator)}::boolean::int::numeric`;
  return indicator.denominator === undefined ? met : `case when ${group(indicator.denominator)} then ${met} end`;
}
