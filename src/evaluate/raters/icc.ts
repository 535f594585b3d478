import { CONFIDENCE, fQuantile } from "../distributions.ts";
import type { Interval } from "../evaluation.ts";

/** Reliability of one rating and of the mean of k ratings, each with its interval where there is one. */
export interface Icc {
  /** 1: every subject has raters of its own. 2: the same raters, a sample of possible ones, rate every subject. */
  model: 1 | 2 | 3;
  single: number;
  singleInterval: Interval | null;
  average: number;
  averageInterval: Interval | null;
  /** Ratings a subject has, in the mean; the average is of so many. */
  k: number;
  subjects: number;
}

interface Squares {
  subjects: number;
  k: number;
  /** Mean squares between subjects, within them, between raters, and what is left. */
  between: number;
  within: number;
  raters: number;
  residual: number;
}

/**
 * ICC(1,1) and ICC(1,k) by one-way analysis of variance (Shrout & Fleiss 1979); with unequal numbers of ratings k is
 * (N − Σ k² ÷ N) ÷ (n − 1) (Searle, Casella & McCulloch 1992), and no interval is given.
 *
 * @param groups ratings of each subject; subjects with one rating count for the variance between subjects
 * @returns null with fewer than two subjects, without a second rating of any, or without any variation
 */
export function oneWayIcc(groups: readonly (readonly number[])[], confidence = CONFIDENCE): Icc | null {
  const rated = groups.filter((group) => group.length > 0);
  const [n, total] = [rated.length, sum(rated.map((group) => group.length))];
  if (n < 2 || total <= n) return null;
  const mean = sum(rated.flat()) / total;
  const between = sum(rated.map((group) => group.length * (average(group) - mean) ** 2)) / (n - 1);
  const within = sum(rated.map((group) => squaresAround(group, average(group)))) / (total - n);
  const k = (total - sum(rated.map((group) => group.length ** 2)) / total) / (n - 1);
  if (between + within === 0) return null;
  const single = (between - within) / (between + (k - 1) * within);
  const mean_k = between === 0 ? null : (between - within) / between;
  if (mean_k === null) return null;
  const balanced = rated.every((group) => group.length === rated[0]?.length);
  const ends = balanced && within > 0 ? edges(between / within, n - 1, total - n, confidence) : null;
  return {
    model: 1,
    single,
    singleInterval: ends === null ? null : interval(ends.map((f) => (f - 1) / (f + k - 1))),
    average: mean_k,
    averageInterval: ends === null ? null : interval(ends.map((f) => 1 - 1 / f)),
    k,
    subjects: n,
  };
}

/**
 * ICC(2,·) (absolute agreement, raters a sample) or ICC(3,·) (consistency, these raters only) by two-way analysis of
 * variance; formulas and intervals: Shrout & Fleiss 1979.
 *
 * @param table one row per subject, one column per rater, nothing missing
 * @returns null with fewer than two subjects or raters, without variation between subjects, or where subjects differ by so much
 * less than chance would make them that ICC(2,k) has no positive denominator
 */
export function twoWayIcc(table: readonly (readonly number[])[], model: 2 | 3, confidence = CONFIDENCE): Icc | null {
  const squares = squaresOf(table);
  if (squares === null || squares.between === 0) return null;
  const { subjects: n, k, between, raters, residual } = squares;
  const known = { model, k, subjects: n };
  if (model === 3) {
    const ends = residual > 0 ? edges(between / residual, n - 1, (n - 1) * (k - 1), confidence) : null;
    return {
      ...known,
      single: (between - residual) / (between + (k - 1) * residual),
      singleInterval: ends === null ? null : interval(ends.map((f) => (f - 1) / (f + k - 1))),
      average: (between - residual) / between,
      averageInterval: ends === null ? null : interval(ends.map((f) => 1 - 1 / f)),
    };
  }
  const denominator = between + (raters - residual) / n;
  if (denominator <= 0) return null;
  const single = (between - residual) / (between + (k - 1) * residual + (k * (raters - residual)) / n);
  const ends = residual > 0 ? around(single, absoluteInterval(squares, single, confidence)) : null;
  const average = (between - residual) / denominator;
  const stepped = ends === null ? null : interval([ends.low, ends.high].map((r) => (r * k) / (1 + r * (k - 1))));
  const averageInterval = stepped === null ? null : around(average, stepped);
  return { ...known, single, singleInterval: averageInterval === null ? null : ends, average, averageInterval };
}

/** Satterthwaite's approximation breaks down far below 0: an interval that does not hold its own estimate is none. */
const around = (value: number, { low, high, method }: Interval): Interval | null =>
  low <= value && value <= high ? { low, high, method } : null;

/** Interval of ICC(2,1): degrees of freedom by Satterthwaite, as Shrout & Fleiss give them. */
function absoluteInterval(squares: Squares, rho: number, confidence: number): Interval {
  const { subjects: n, k, between, raters, residual } = squares;
  const upper = (1 + confidence) / 2;
  const f = raters / residual;
  const rest = n * (1 + (k - 1) * rho) - k * rho;
  const df = ((k - 1) * (n - 1) * (k * rho * f + rest) ** 2) / ((n - 1) * k ** 2 * rho ** 2 * f ** 2 + rest ** 2);
  const [high, low] = [fQuantile(upper, n - 1, df), fQuantile(upper, df, n - 1)];
  const common = k * raters + (k * n - k - n) * residual;
  return interval([
    (n * (between - high * residual)) / (high * common + n * between),
    (n * (low * between - residual)) / (common + n * low * between),
  ]);
}

/** The observed F moved to the two edges of its interval. */
function edges(f: number, dfBetween: number, dfError: number, confidence: number): number[] {
  const upper = (1 + confidence) / 2;
  return [f / fQuantile(upper, dfBetween, dfError), f * fQuantile(upper, dfError, dfBetween)];
}

const interval = ([low = 0, high = 0]: readonly number[]): Interval => ({ low, high, method: "f" });

function squaresOf(table: readonly (readonly number[])[]): Squares | null {
  const n = table.length;
  const k = table[0]?.length ?? 0;
  if (n < 2 || k < 2) return null;
  const mean = sum(table.flat()) / (n * k);
  const columns = Array.from({ length: k }, (_, at) => average(table.map((row) => row[at] ?? 0)));
  const total = sum(table.map((row) => squaresAround(row, mean)));
  const rows = k * sum(table.map((row) => (average(row) - mean) ** 2));
  const raters = n * squaresAround(columns, mean);
  return {
    subjects: n,
    k,
    between: rows / (n - 1),
    within: (total - rows) / (n * (k - 1)),
    raters: raters / (k - 1),
    residual: (total - rows - raters) / ((n - 1) * (k - 1)),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const average = (values: readonly number[]): number => sum(values) / values.length;
const squaresAround = (values: readonly number[], centre: number): number =>
  sum(values.map((value) => (value - centre) ** 2));
