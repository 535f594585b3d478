import type { Measurement, StratumParts, WeightedParts, WeightingRecord } from "../collect/snapshot.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import { CONFIDENCE, tQuantile, tTwoSided } from "./distributions.ts";
import type { Interval, WeightingResult } from "./evaluation.ts";
import { sampleVariance, wilsonInterval } from "./interval-formulas.ts";

/** A stratum as an estimate sees it. */
export interface Stratum {
  /** In any unit: only proportions count. */
  weight: number;
  n: number;
  mean: number;
  /** Sample variance of its rows; null with fewer than two. */
  variance: number | null;
}

/** A weighted mean with the variance of its estimate. */
export interface Estimate {
  value: number;
  variance: number;
  /** Degrees of freedom of the variance. */
  df: number;
}

/**
 * Mean of a stratified sample, Σ W × mean, with the variance Σ W² × s² ÷ n (Cochran, Sampling Techniques, 3rd ed. 1977,
 * theorem 5.3 without the finite population correction; for shares s² = n p q ÷ (n − 1), section 5.10) and its degrees of
 * freedom by Satterthwaite, (Σ g s²)² ÷ Σ g² s⁴ ÷ (n − 1) with g = W² ÷ n (Cochran 5.16). With W the shares of a
 * population known afterwards it is post-stratification, conditional on the sizes found (Cochran 5A.9; Holt & Smith 1979);
 * with W a standard mix it is direct standardisation, whose variance is the same sum.
 *
 * A stratum of one row shows no scatter of its own and borrows the pooled one within the others. Null when no stratum
 * has two rows, or none has weight.
 */
export function stratifiedEstimate(given: readonly Stratum[]): Estimate | null {
  const strata = given.filter(({ weight, n }) => weight > 0 && n > 0);
  const total = sum(strata.map(({ weight }) => weight));
  if (total <= 0) return null;
  const value = sum(strata.map(({ weight, mean }) => (weight / total) * mean));
  const scattered = strata.flatMap(({ weight, n, variance }) =>
    variance === null ? [] : [{ factor: (weight / total) ** 2 / n, variance, df: n - 1 }],
  );
  const freedom = sum(scattered.map(({ df }) => df));
  if (freedom === 0) return null;
  const lone = strata.filter(({ variance }) => variance === null);
  const borrowed = sum(lone.map(({ weight, n }) => (weight / total) ** 2 / n));
  const parts = scattered.map(({ factor, variance, df }) => ({
    part: (factor + (borrowed * df) / freedom) * variance,
    df,
  }));
  const variance = sum(parts.map(({ part }) => part));
  const spread = sum(parts.map(({ part, df }) => part ** 2 / df));
  return { value, variance, df: spread === 0 ? freedom : variance ** 2 / spread };
}

/** Kish's effective sample size, 1 ÷ Σ W² ÷ n: how many rows of a plain sample scatter alike (Kish 1965). */
export function effectiveSize(given: readonly Pick<Stratum, "weight" | "n">[]): number {
  const strata = given.filter(({ weight, n }) => weight > 0 && n > 0);
  const total = sum(strata.map(({ weight }) => weight));
  const spread = sum(strata.map(({ weight, n }) => (weight / total) ** 2 / n));
  return spread === 0 ? 0 : 1 / spread;
}

/** Student's t about a stratified mean. */
function estimateInterval({ value, variance, df }: Estimate): Interval {
  const half = tQuantile((1 + CONFIDENCE) / 2, df) * Math.sqrt(variance);
  return { low: value - half, high: value + half, method: "stratified" };
}

/**
 * Wilson's interval of a weighted share with the effective sample size n ÷ design effect in place of the rows, the design
 * effect being the variance ÷ (p q ÷ (n − 1)) (SAS SURVEYFREQ, `cl(type=wilson)`; Korn & Graubard 1998). Where every
 * stratum is all or nothing, and the variance 0, with Kish's effective size.
 */
function shareInterval(strata: readonly Stratum[]): Interval | null {
  const estimate = stratifiedEstimate(strata);
  const weighed = strata.filter(({ weight, n }) => weight > 0 && n > 0);
  const total = sum(weighed.map(({ weight }) => weight));
  if (total === 0) return null;
  const value = sum(weighed.map(({ weight, mean }) => (weight / total) * mean));
  const rows = sum(weighed.map(({ n }) => n));
  const size =
    estimate === null || estimate.variance === 0
      ? effectiveSize(strata)
      : ((rows / (rows - 1)) * value * (1 - value)) / estimate.variance;
  const interval = wilsonInterval(value * size, size);
  return interval === null ? null : { ...interval, method: "stratified-wilson" };
}

/** 95 % interval of a weighted measurement. */
export function weightedInterval(weighted: WeightedParts, kind: Indicator["kind"]): Interval | null {
  const strata = strataOf(weighted, kind);
  if (kind === "ratio" || kind === "top_box") return shareInterval(strata);
  const estimate = stratifiedEstimate(strata);
  return estimate === null ? null : estimateInterval(estimate);
}

/** The estimate of a weighted measurement. */
export const weightedEstimate = (weighted: WeightedParts, kind: Indicator["kind"]): Estimate | null =>
  stratifiedEstimate(strataOf(weighted, kind));

/**
 * Two-sided test of two independent estimates: t = difference ÷ √(sum of the variances), degrees of freedom by
 * Welch–Satterthwaite. Without any scatter, equal values have p = 1 and different ones p = 0.
 */
export function compareEstimates(a: Estimate, b: Estimate): { t: number; df: number; pValue: number } {
  const variance = a.variance + b.variance;
  const difference = a.value - b.value;
  if (variance === 0) {
    const df = a.df + b.df;
    return Math.abs(difference) < 1e-12
      ? { t: 0, df, pValue: 1 }
      : { t: Math.sign(difference) * Number.POSITIVE_INFINITY, df, pValue: 0 };
  }
  const t = difference / Math.sqrt(variance);
  const df = variance ** 2 / (a.variance ** 2 / a.df + b.variance ** 2 / b.df);
  return { t, df, pValue: tTwoSided(t, df) };
}

function strataOf({ strata }: WeightedParts, kind: Indicator["kind"]): Stratum[] {
  return strata.flatMap(({ weight, n, value, ...parts }) =>
    value === null || weight === 0 ? [] : [{ weight, n, mean: value, variance: varianceOf(parts, n, kind) }],
  );
}

function varianceOf(
  { numerator, sum: total, sumSquares }: Pick<StratumParts, "numerator" | "sum" | "sumSquares">,
  n: number,
  kind: Indicator["kind"],
): number | null {
  if (kind === "ratio" || kind === "top_box") {
    return numerator === undefined ? null : sampleVariance(numerator, numerator, n);
  }
  return total === undefined || sumSquares === undefined ? null : sampleVariance(total, sumSquares, n);
}

/** Share of the items within a level, weighted as the figure itself. */
export function weightedShare(weighted: WeightedParts, level: "withinBaseline" | "withinTarget"): number | null {
  let present = 0;
  let above = 0;
  for (const { weight, n, [level]: count } of weighted.strata) {
    if (weight === 0 || n === 0 || count === undefined) continue;
    present += weight;
    above += (weight * count) / n;
  }
  return present === 0 ? null : above / present;
}

/** How the figure of the reported period was weighted; null for a plain one. */
export function weightingResult(
  measurement: Measurement | null,
  record: WeightingRecord | undefined,
): WeightingResult | null {
  const weighted = measurement?.weighted?.within ?? measurement?.weighted;
  if (measurement === null || weighted?.dimension !== record?.dimension || weighted === undefined) return null;
  if (record === undefined) return null;
  const { raw, strata, dimension } = weighted;
  const rows = sum(strata.map(({ n }) => n));
  const present = sum(strata.map(({ weight, value }) => (value === null ? 0 : weight)));
  const above = sum(strata.map(({ weight, value }) => weight * (value ?? 0)));
  const counts = record.population?.counts.filter(({ period }) => period === measurement.period) ?? [];
  return {
    kind: record.kind,
    dimension,
    raw,
    difference: present === 0 || raw === null ? null : above / present - raw,
    missingWeight: weighted.missingWeight,
    missing: strata.flatMap(({ member, weight, value }) => (weight > 0 && value === null ? [member] : [])),
    unweightedRows: sum(strata.map(({ weight, n }) => (weight === 0 ? n : 0))),
    strata: strata.map(({ member, weight, n, value }) => ({
      member,
      weight,
      effectiveWeight: value === null || present === 0 ? 0 : weight / present,
      n,
      shareOfRows: rows === 0 ? 0 : n / rows,
      value,
      population: record.population === null ? null : (counts.find((count) => count.member === member)?.n ?? 0),
    })),
    standardPeriod: record.standardPeriod,
    population:
      record.population === null
        ? null
        : {
            dataset: record.population.dataset,
            query: record.population.query,
            total: sum(counts.map(({ n }) => n)),
            inScope: record.population.inScope,
          },
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
