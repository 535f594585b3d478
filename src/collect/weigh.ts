import { type Indicator, weightingOf } from "../config/schema/indicator.ts";
import { type Measurement, NO_MEMBER, type StratumParts } from "./snapshot.ts";

/** Member → weight in any unit; null when nobody knows the weights, e.g. of an empty population. */
export type StratumWeights = ReadonlyMap<string, number> | null;

/**
 * Weighs a measurement: value = Σ weight × value of the stratum ÷ Σ weight, over the strata that have a value. So the
 * weight of a stratum without one is spread over the others in proportion. Without any weight on a stratum that has a
 * value there is none: an unweighted figure must not stand where a weighted one is expected.
 */
export function weigh(measurement: Measurement, weights: StratumWeights): Measurement {
  const { weighted } = measurement;
  if (weighted === undefined) return measurement;
  const total = [...(weights ?? [])].reduce((sum, [, weight]) => sum + weight, 0);
  const share = (member: string): number => (total > 0 ? (weights?.get(member) ?? 0) / total : 0);
  const measured = new Set(weighted.strata.map(({ member }) => member));
  const absent = [...(weights ?? [])].flatMap(([member, weight]): StratumParts[] =>
    weight > 0 && !measured.has(member) ? [{ member, weight: 0, value: null, n: 0, missing: 0 }] : [],
  );
  const strata = [...weighted.strata, ...absent]
    .map((stratum) => ({ ...stratum, weight: share(stratum.member) }))
    .sort((a, b) => b.weight - a.weight || b.n - a.n || (a.member < b.member ? -1 : 1));
  let present = 0;
  let above = 0;
  for (const { weight, value } of strata) {
    if (value === null) continue;
    present += weight;
    above += weight * value;
  }
  const full = strata.every(({ weight, value }) => weight === 0 || value !== null);
  return {
    ...measurement,
    value: present > 0 ? above / present : null,
    // Where every stratum has a value nothing is missing, whatever the last digit of the sum.
    weighted: { ...weighted, missingWeight: present > 0 && full ? 0 : Math.max(0, 1 - present), strata },
  };
}

/** The weights in force for a measurement. */
export interface WeightSource {
  /** Members of the population in a period; null when the indicator is not weighted to one. */
  population(indicator: string, period: string): ReadonlyMap<string, number> | null;
  /** The indicator's own rows per stratum in the standard period; null when its standard is not a period. */
  standard(indicator: string): ReadonlyMap<string, number> | null;
}

/**
 * Weights of an indicator in a period. Rows without a stratum have none: a population is not known to have such members,
 * and a standard without them stays comparable.
 */
export function weightsOf(id: string, indicator: Indicator, period: string, source: WeightSource): StratumWeights {
  const weighting = weightingOf(indicator);
  if (weighting === null) return null;
  if ("weights" in weighting) return new Map(Object.entries(weighting.weights));
  if ("population" in weighting) {
    const counted = source.population(id, period);
    const wanted = weighting.strata;
    return named(counted, (member) => wanted === undefined || wanted.includes(member));
  }
  if ("weights" in weighting.standard) return new Map(Object.entries(weighting.standard.weights));
  return named(source.standard(id), () => true);
}

function named(counts: ReadonlyMap<string, number> | null, keep: (member: string) => boolean): StratumWeights {
  return counts === null ? null : new Map([...counts].filter(([member]) => member !== NO_MEMBER && keep(member)));
}
