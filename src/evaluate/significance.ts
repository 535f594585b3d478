import type { Measurement } from "../collect/snapshot.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import { sampleOf } from "./differences.ts";
import { CONFIDENCE, normalTwoSided, tTwoSided } from "./distributions.ts";
import type { ChangeTest } from "./evaluation.ts";
import { compareEstimates, weightedEstimate } from "./weighted.ts";

export const NO_TEST: ChangeTest = { method: "none", pValue: null, adjustedPValue: null, evidence: false };

/** Two-sided z-test of two shares with the pooled variance. Null without items; 1 where nothing or everything succeeded. */
export function twoProportions(x1: number, n1: number, x2: number, n2: number): { z: number; pValue: number } | null {
  if (n1 <= 0 || n2 <= 0) return null;
  const pooled = (x1 + x2) / (n1 + n2);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const z = error === 0 ? 0 : (x1 / n1 - x2 / n2) / error;
  return { z, pValue: error === 0 ? 1 : normalTwoSided(z) };
}

export interface Sample {
  n: number;
  mean: number;
  variance: number;
}

/**
 * Welch's t-test of two means, degrees of freedom by Welch–Satterthwaite. Null with fewer than two items on a side.
 * Without any scatter, equal means have p = 1 and different ones p = 0.
 */
export function welch(a: Sample, b: Sample): { t: number; df: number; pValue: number } | null {
  if (a.n < 2 || b.n < 2) return null;
  const [ea, eb] = [a.variance / a.n, b.variance / b.n];
  const difference = a.mean - b.mean;
  if (ea + eb === 0) {
    return difference === 0
      ? { t: 0, df: a.n + b.n - 2, pValue: 1 }
      : { t: Math.sign(difference) * Number.POSITIVE_INFINITY, df: a.n + b.n - 2, pValue: 0 };
  }
  const t = difference / Math.sqrt(ea + eb);
  const df = (ea + eb) ** 2 / (ea ** 2 / (a.n - 1) + eb ** 2 / (b.n - 1));
  return { t, df, pValue: tTwoSided(t, df) };
}

/**
 * Benjamini–Hochberg adjusted p-values (false discovery rate), in the order given: for rank i of m the smallest
 * p(j) × m ÷ j over all j ≥ i, at most 1. Nulls stay and do not count as comparisons.
 */
export function benjaminiHochberg(pValues: readonly (number | null)[]): (number | null)[] {
  const ranked = pValues
    .flatMap((p, index) => (p === null ? [] : [{ p, index }]))
    .sort((a, b) => b.p - a.p || a.index - b.index);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let least = 1;
  for (const [k, { p, index }] of ranked.entries()) {
    least = Math.min(least, (p * ranked.length) / (ranked.length - k));
    adjusted[index] = least;
  }
  return adjusted;
}

/**
 * Tests two measurements of one indicator: two proportions for shares, Welch for means and NPS. Percentiles, sums,
 * counts and rates carry no scatter per item and are not tested; SPC judges their movement. Weighted figures are compared
 * by the variances of their strata.
 */
export function compare(a: Measurement | null, b: Measurement | null, kind: Indicator["kind"]): ChangeTest {
  if (a === null || b === null || a.value === null || b.value === null) return NO_TEST;
  if (a.weighted !== undefined && b.weighted !== undefined) {
    const [ea, eb] = [weightedEstimate(a.weighted, kind), weightedEstimate(b.weighted, kind)];
    if (ea === null || eb === null) return NO_TEST;
    // Strata of one row borrow a scatter; where there is none to borrow, nothing is known about chance.
    const lone = [a, b].some(({ weighted }) => weighted?.strata.some(({ n, weight }) => n === 1 && weight > 0));
    if (lone && ea.variance + eb.variance === 0) return NO_TEST;
    return untested("stratified", compareEstimates(ea, eb).pValue);
  }
  if (kind === "ratio" || kind === "top_box") {
    if (a.numerator === undefined || b.numerator === undefined) return NO_TEST;
    const result = twoProportions(a.numerator, a.n, b.numerator, b.n);
    return result === null ? NO_TEST : untested("two-proportions", result.pValue);
  }
  if (kind === "mean" || kind === "nps") {
    const [sa, sb] = [sampleOf(a), sampleOf(b)];
    const result = sa === null || sb === null ? null : welch(sa, sb);
    return result === null ? NO_TEST : untested("welch", result.pValue);
  }
  return NO_TEST;
}

/** Corrects a family of tests together; `evidence` = adjusted p below 5 %. */
export function correctTogether(tests: readonly ChangeTest[]): ChangeTest[] {
  const adjusted = benjaminiHochberg(tests.map(({ pValue }) => pValue));
  return tests.map((test, i) => {
    const adjustedPValue = adjusted[i] ?? null;
    return { ...test, adjustedPValue, evidence: adjustedPValue !== null && adjustedPValue < 1 - CONFIDENCE };
  });
}

/** A test before its correction: no evidence yet. */
export const untested = (method: ChangeTest["method"], pValue: number): ChangeTest => ({
  method,
  pValue,
  adjustedPValue: null,
  evidence: false,
});
