import { innerPeriods } from "../calendar/inner-periods.ts";
import type { CalendarRules, Period } from "../calendar/period.ts";
import type { CombineConfig } from "../config/schema/combine.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import { cycleWeights } from "../evaluate/cycle-weights.ts";
import { type Cut, figureId, type Measurement, type StratumParts } from "./snapshot.ts";

/** Stands for a dimension where the strata of a figure are the periods it is combined from. */
export const INNER_PERIODS = "(periods)";

/**
 * Measurements of whole periods put together from those of the shorter periods inside, by the rule that combines the score:
 * value = Σ weight × value of the inner period. Parts that add up stay those of all rows; the inner periods stand beside
 * as strata, so that intervals and tests use their variances. Sums and counts stay pooled: a mean of quarterly
 * counts is not the count of a year. Values of a period without any inner figure stay as measured.
 *
 * @param periods those to combine: the history and the same period last year
 */
export function combinePeriods(
  measurements: readonly Measurement[],
  indicators: Readonly<Record<string, Indicator>>,
  combine: CombineConfig,
  periods: readonly Period[],
  calendar: CalendarRules,
): Measurement[] {
  const byId = new Map(measurements.map((one) => [figureId(one.indicator, one.period, one.cut), one]));
  const inner = new Map(periods.map((period) => [period.id, innerPeriods(period, combine.unit, calendar)]));
  return measurements.map((whole) => {
    const parts = inner.get(whole.period);
    const kind = indicators[whole.indicator]?.kind;
    if (parts === undefined || kind === undefined || kind === "sum" || kind === "count" || isHour(whole.cut))
      return whole;
    const found = parts.map(({ id }) => byId.get(figureId(whole.indicator, id, whole.cut)) ?? null);
    return combined(whole, parts, found, combine);
  });
}

/** Cells of the heat map are measured for the reported period only. */
const isHour = (cut: Cut): boolean => Object.hasOwn(cut, "hour");

function combined(
  whole: Measurement,
  parts: readonly Period[],
  found: readonly (Measurement | null)[],
  combine: CombineConfig,
): Measurement {
  const values = found.map((one) => one?.value ?? null);
  const { weights, effective } = cycleWeights(
    combine,
    values.map((value) => value !== null),
    found.map((one) => one?.n ?? 0),
  );
  if (effective.every((share) => share === 0)) return whole;
  const value = values.reduce((sum: number, one, i) => sum + (effective[i] ?? 0) * (one ?? 0), 0);
  const { low, high, ...rest } = whole;
  const strata = parts.flatMap(({ id }, i) => strataOf(id, found[i] ?? null, weights[i] ?? 0, effective[i] ?? 0));
  const missingWeight = weights.reduce((sum, weight, i) => sum + (values[i] === null ? weight : 0), 0);
  const within = whole.weighted === undefined ? {} : { within: whole.weighted };
  const weighted = { dimension: INNER_PERIODS, raw: whole.value, missingWeight, strata, ...within };
  return { ...rest, value, weighted };
}

/** The inner period as one stratum, or, where it is weighted itself, as its own strata. */
function strataOf(period: string, inner: Measurement | null, weight: number, effective: number): StratumParts[] {
  if (inner === null || inner.value === null) {
    return weight > 0 ? [{ member: period, weight: 0, value: null, n: 0, missing: 0 }] : [];
  }
  const present = inner.weighted?.strata.reduce((sum, one) => sum + (one.value === null ? 0 : one.weight), 0) ?? 0;
  if (inner.weighted !== undefined && present > 0) {
    return inner.weighted.strata.flatMap((one) =>
      one.value === null
        ? []
        : [{ ...one, member: `${period}/${one.member}`, weight: (effective * one.weight) / present }],
    );
  }
  const { indicator, period: _, cut, low, high, weighted, denominator, ...parts } = inner;
  return [{ member: period, weight: effective, ...parts }];
}
