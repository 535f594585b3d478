import { CONFIDENCE, fQuantile } from "./distributions.ts";
import type { Interval } from "./evaluation.ts";

/** Items of one scale as they vary together: `covariances[i][j]` of complete answers, `n` of them. */
export interface Covariances {
  n: number;
  covariances: readonly (readonly number[])[];
}

/**
 * Cronbach's alpha (Cronbach 1951): k ÷ (k − 1) × (1 − Σ variances ÷ variance of the sum).
 *
 * @returns null with fewer than two items, or when the sum does not vary; may be negative where items contradict each other
 */
export function cronbachAlpha(covariances: readonly (readonly number[])[]): number | null {
  const k = covariances.length;
  const total = sum(covariances.map(sum));
  if (k < 2 || total <= NO_SCATTER) return null;
  return (k / (k - 1)) * (1 - sum(covariances.map((row, i) => row[i] ?? 0)) / total);
}

const NO_SCATTER = 1e-12;

/** The same items with one left out; null with two items, of which one alone is no scale. */
export function alphaWithout(covariances: readonly (readonly number[])[], item: number): number | null {
  return cronbachAlpha(without(covariances, item));
}

/**
 * Corrected item–total correlation: of an item with the sum of the others (Nunnally 1978).
 *
 * @returns null when either does not vary
 */
export function itemRestCorrelation(covariances: readonly (readonly number[])[], item: number): number | null {
  const own = covariances[item]?.[item] ?? 0;
  const rest = sum(without(covariances, item).map(sum));
  const shared = sum((covariances[item] ?? []).filter((_, j) => j !== item));
  return own <= NO_SCATTER || rest <= NO_SCATTER ? null : shared / Math.sqrt(own * rest);
}

/** Covariances of the items brought to one scatter: alpha of these is the standardised alpha. Null when one does not vary. */
export function correlations(covariances: readonly (readonly number[])[]): number[][] | null {
  const scatter = covariances.map((row, i) => Math.sqrt(Math.max(0, row[i] ?? 0)));
  if (scatter.some((one) => one <= NO_SCATTER)) return null;
  return covariances.map((row, i) =>
    row.map((value, j) => (i === j ? 1 : value / ((scatter[i] ?? 1) * (scatter[j] ?? 1)))),
  );
}

/**
 * Interval of alpha: 1 − (1 − alpha) × F with n − 1 and (n − 1)(k − 1) degrees of freedom (Feldt 1965; Feldt, Woodruff & Salih
 * 1987, formulas 6 and 7). It takes items as parallel and normal, so it is a little too narrow for others.
 *
 * @returns null with fewer than two answers or items
 */
export function feldtInterval(alpha: number, n: number, items: number, confidence = CONFIDENCE): Interval | null {
  if (n < 2 || items < 2) return null;
  const tail = (1 - confidence) / 2;
  const [df1, df2] = [n - 1, (n - 1) * (items - 1)];
  return {
    low: 1 - (1 - alpha) * fQuantile(1 - tail, df1, df2),
    high: 1 - (1 - alpha) * fQuantile(tail, df1, df2),
    method: "feldt",
  };
}

const without = (matrix: readonly (readonly number[])[], item: number): number[][] =>
  matrix.filter((_, i) => i !== item).map((row) => row.filter((_, j) => j !== item));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
