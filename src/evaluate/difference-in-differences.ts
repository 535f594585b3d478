import type { Measurement } from "../collect/snapshot.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import { type Difference, differenceOf, sampleOf } from "./differences.ts";
import { CONFIDENCE, normalTwoSided, tQuantile, tTwoSided } from "./distributions.ts";
import type { ChangeTest } from "./evaluation.ts";
import { NO_TEST, type Sample, untested } from "./significance.ts";
import { type Estimate, weightedEstimate } from "./weighted.ts";

/** Before and after of one group. */
export interface Course {
  before: Measurement;
  after: Measurement;
}

/** A difference with its test, not corrected yet. */
export interface TestedDifference extends Difference {
  test: ChangeTest;
}

/**
 * Interval of a − b from the intervals of two independent estimates (MOVER; Zou & Donner, Statistics in Medicine 27,
 * 2008, p. 1693). It keeps the asymmetry of both; of two Wilson intervals it makes Newcombe's.
 */
export function moverInterval(
  a: { value: number; low: number; high: number },
  b: { value: number; low: number; high: number },
): { low: number; high: number } {
  const difference = a.value - b.value;
  return {
    low: difference - Math.hypot(a.value - a.low, b.high - b.value),
    high: difference + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

/**
 * A linear contrast Σ c × mean of independent means with unequal variances: standard error, and degrees of freedom by
 * Welch–Satterthwaite (Satterthwaite, Biometrics Bulletin 2, 1946). Null with fewer than two items in a sample.
 */
export function contrastOfMeans(
  terms: readonly { sample: Sample; c: number }[],
): { value: number; error: number; df: number } | null {
  if (terms.some(({ sample }) => sample.n < 2)) return null;
  const parts = terms.map(({ sample, c }) => ({ share: (c ** 2 * sample.variance) / sample.n, df: sample.n - 1 }));
  const squared = parts.reduce((sum, { share }) => sum + share, 0);
  const below = parts.reduce((sum, { share, df }) => sum + share ** 2 / df, 0);
  return {
    value: terms.reduce((sum, { sample, c }) => sum + c * sample.mean, 0),
    error: Math.sqrt(squared),
    df: below === 0 ? parts.reduce((sum, { df }) => sum + df, 0) : squared ** 2 / below,
  };
}

/**
 * Difference in differences, (treated after − before) − (comparison after − before): what the treated group changed
 * beyond the comparison group.
 *
 * - Shares: interval by MOVER over the two Newcombe intervals; z-test with the sum of the four binomial variances.
 * - Means and NPS: contrast of four means with unequal variances, interval and t-test.
 * - Weighted figures: the same contrast over the estimates of their strata.
 * - Other kinds: the value alone.
 *
 * Null where one of the four figures is missing.
 */
export function differenceInDifferences(
  treated: Course,
  comparison: Course,
  kind: Indicator["kind"],
): TestedDifference | null {
  const own = differenceOf(treated.after, treated.before, kind);
  const others = differenceOf(comparison.after, comparison.before, kind);
  if (own === null || others === null) return null;
  const sides = [treated.after, treated.before, comparison.before, comparison.after];
  const value = own.value - others.value;
  const estimates = weightedEstimates(sides, kind);
  if (estimates !== null) return { value, ...ofContrast(contrastOfEstimates(estimates)) };
  if (kind === "mean" || kind === "nps") return { value, ...ofContrast(contrastOfSides(sides)) };
  if (own.interval === null || others.interval === null) return { value, interval: null, test: NO_TEST };
  const limits = moverInterval({ ...own.interval, value: own.value }, { ...others.interval, value: others.value });
  const variance = sides.reduce((sum, { value: p, n }) => sum + ((p ?? 0) * (1 - (p ?? 0))) / n, 0);
  return {
    value,
    interval: { ...limits, method: "mover" },
    test: untested("interaction", pOf(value, Math.sqrt(variance), normalTwoSided)),
  };
}

const SIGNS = [1, -1, 1, -1] as const;

function contrastOfSides(sides: readonly Measurement[]): ReturnType<typeof contrastOfMeans> {
  const terms = sides.flatMap((side, i) => {
    const sample = sampleOf(side);
    return sample === null ? [] : [{ sample, c: SIGNS[i] ?? 0 }];
  });
  return terms.length < sides.length ? null : contrastOfMeans(terms);
}

/** Null unless every side is weighted and shows scatter. */
function weightedEstimates(sides: readonly Measurement[], kind: Indicator["kind"]): Estimate[] | null {
  const found = sides.flatMap(({ weighted }) =>
    weighted === undefined ? [] : (weightedEstimate(weighted, kind) ?? []),
  );
  return found.length < sides.length ? null : found;
}

/** Variances of independent estimates add up; degrees of freedom by Satterthwaite. */
function contrastOfEstimates(estimates: readonly Estimate[]): NonNullable<ReturnType<typeof contrastOfMeans>> {
  const variance = estimates.reduce((sum, one) => sum + one.variance, 0);
  const below = estimates.reduce((sum, one) => sum + one.variance ** 2 / one.df, 0);
  return {
    value: estimates.reduce((sum, { value }, i) => sum + (SIGNS[i] ?? 0) * value, 0),
    error: Math.sqrt(variance),
    df: below === 0 ? estimates.reduce((sum, { df }) => sum + df, 0) : variance ** 2 / below,
  };
}

function ofContrast(found: ReturnType<typeof contrastOfMeans>): Pick<TestedDifference, "interval" | "test"> {
  if (found === null) return { interval: null, test: NO_TEST };
  const half = found.error === 0 ? 0 : tQuantile((1 + CONFIDENCE) / 2, found.df) * found.error;
  return {
    interval: { low: found.value - half, high: found.value + half, method: "satterthwaite" },
    test: untested(
      "interaction",
      pOf(found.value, found.error, (t) => tTwoSided(t, found.df)),
    ),
  };
}

/** Without any scatter, no difference has p = 1 and any other p = 0. */
function pOf(value: number, error: number, twoSided: (statistic: number) => number): number {
  if (error === 0) return Math.abs(value) < 1e-12 ? 1 : 0;
  return twoSided(value / error);
}
