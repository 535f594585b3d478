import jstat from "jstat";

const { jStat } = jstat;

/** Confidence of every interval, and one minus the significance level of every test. */
export const CONFIDENCE = 0.95;

/**
 * Standard normal distribution: P(Z ≤ z).
 *
 * jstat is exact to 1e-12 here and to 1e-7 for the quantiles of t and chi-square; simple-statistics reads the normal
 * distribution from a table with four digits and has no t.
 */
export const normalCdf = (z: number): number => jStat.normal.cdf(z, 0, 1);

/** Standard normal quantile, e.g. 1.96 for 0.975. */
export const normalQuantile = (probability: number): number => jStat.normal.inv(probability, 0, 1);

/** Student's t quantile; `df` need not be whole. */
export const tQuantile = (probability: number, df: number): number => jStat.studentt.inv(probability, df);

/** P(χ² > x), the upper tail. */
export const chiSquareTail = (x: number, df: number): number => clampProbability(1 - jStat.chisquare.cdf(x, df));

/** Chi-square quantile; 0 for 0 degrees of freedom, as the exact Poisson interval needs it. */
export const chiSquareQuantile = (probability: number, df: number): number =>
  df === 0 ? 0 : jStat.chisquare.inv(probability, df);

/** Quantile of the F distribution; degrees of freedom need not be whole. */
export const fQuantile = (probability: number, df1: number, df2: number): number =>
  jStat.centralF.inv(probability, df1, df2);

/** Two-sided p-value of a standard normal statistic. */
export const normalTwoSided = (z: number): number => clampProbability(2 * normalCdf(-Math.abs(z)));

/** Two-sided p-value of a t statistic; an infinite one (no scatter at all) has p = 0. */
export const tTwoSided = (t: number, df: number): number =>
  Number.isFinite(t) ? clampProbability(2 * jStat.studentt.cdf(-Math.abs(t), df)) : 0;

const clampProbability = (p: number): number => Math.min(1, Math.max(0, p));
