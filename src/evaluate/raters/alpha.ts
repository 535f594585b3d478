import { CONFIDENCE } from "../distributions.ts";
import type { Interval } from "../evaluation.ts";
import { percentileInterval, resampled } from "../resample.ts";

/** How far apart two ratings are: equal or not; ranks between them; their distance on the scale. */
export type Level = "nominal" | "ordinal" | "interval";

/** What several raters said about one thing; who said it does not matter. */
export interface RatedUnit {
  /** Units of one subject are not independent of each other; they are resampled together. */
  subject: number;
  values: readonly number[];
}

export interface Alpha {
  /** Null when all ratings are equal: without variation agreement cannot be told from chance. */
  value: number | null;
  /** Units with at least two ratings, and their ratings: nothing else can be paired. */
  units: number;
  ratings: number;
  subjects: number;
  /** Null with fewer than FEWEST_SUBJECTS subjects. */
  interval: Interval | null;
}

const REPLICATES = 1000;
/** A handful of subjects says too little about how subjects differ. */
const FEWEST_SUBJECTS = 8;

/**
 * Krippendorff's alpha = 1 − observed ÷ expected disagreement, from the coincidences of ratings within units; units may have
 * any number of ratings, those with one are left out (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").
 *
 * The interval is a percentile bootstrap over subjects (Zapf et al. 2016 resample what was rated, and not pairs of ratings,
 * which are not independent); the draws are the same on every run.
 *
 * @returns null when no unit has two ratings
 */
export function krippendorffAlpha(units: readonly RatedUnit[], level: Level, confidence = CONFIDENCE): Alpha | null {
  const pairable = units.filter(({ values }) => values.length >= 2);
  if (pairable.length === 0) return null;
  const categories = [...new Set(pairable.flatMap(({ values }) => values))].sort((a, b) => a - b);
  const bySubject = new Map<number, Coincidences>();
  for (const unit of pairable) {
    const own = bySubject.get(unit.subject) ?? none(categories.length);
    addUnit(own, unit.values, categories);
    bySubject.set(unit.subject, own);
  }
  const subjects = [...bySubject.values()];
  const value = alphaOf(sumOf(subjects, categories.length), categories, level);
  return {
    value,
    units: pairable.length,
    ratings: pairable.reduce((sum, { values }) => sum + values.length, 0),
    subjects: subjects.length,
    interval: value === null ? null : intervalOf(subjects, categories, level, confidence),
  };
}

function intervalOf(
  subjects: readonly Coincidences[],
  categories: readonly number[],
  level: Level,
  confidence: number,
): Interval | null {
  if (subjects.length < FEWEST_SUBJECTS) return null;
  // A draw in which nobody differs has no alpha; it says nothing about the width.
  const drawn = resampled(subjects, REPLICATES).flatMap(
    (draw) => alphaOf(sumOf(draw, categories.length), categories, level) ?? [],
  );
  return percentileInterval(drawn, confidence);
}

/** Coincidences of categories, row after row: o(c, k) counts pairs of ratings c and k within units, each pair twice. */
type Coincidences = number[];

const none = (categories: number): Coincidences => new Array(categories * categories).fill(0);

function addUnit(sum: Coincidences, values: readonly number[], categories: readonly number[]): void {
  const size = categories.length;
  const places = values.map((value) => categories.indexOf(value));
  for (const [i, row] of places.entries()) {
    for (const [j, column] of places.entries()) {
      if (i === j) continue;
      const at = row * size + column;
      sum[at] = (sum[at] ?? 0) + 1 / (values.length - 1);
    }
  }
}

function sumOf(parts: readonly Coincidences[], categories: number): Coincidences {
  const sum = none(categories);
  for (const part of parts) for (const [at, count] of part.entries()) sum[at] = (sum[at] ?? 0) + count;
  return sum;
}

/** 1 − (n − 1) × Σ o(c, k) δ²(c, k) ÷ Σ n(c) n(k) δ²(c, k) */
function alphaOf(coincidences: Coincidences, categories: readonly number[], level: Level): number | null {
  const size = categories.length;
  const totals = categories.map((_, row) =>
    coincidences.slice(row * size, (row + 1) * size).reduce((sum, count) => sum + count, 0),
  );
  const n = totals.reduce((sum, total) => sum + total, 0);
  const difference = differences(categories, totals, level);
  let observed = 0;
  let expected = 0;
  for (const row of categories.keys()) {
    for (const column of categories.keys()) {
      const squared = difference(row, column);
      observed += (coincidences[row * size + column] ?? 0) * squared;
      expected += (totals[row] ?? 0) * (totals[column] ?? 0) * squared;
    }
  }
  return expected <= 0 ? null : 1 - ((n - 1) * observed) / expected;
}

/** δ² of two categories by their place in the sorted list. */
function differences(
  categories: readonly number[],
  totals: readonly number[],
  level: Level,
): (row: number, column: number) => number {
  if (level === "nominal") return (row, column) => (row === column ? 0 : 1);
  if (level === "interval") return (row, column) => ((categories[row] ?? 0) - (categories[column] ?? 0)) ** 2;
  const before = [0];
  for (const total of totals) before.push((before.at(-1) ?? 0) + total);
  return (row, column) => {
    const [first, last] = row < column ? [row, column] : [column, row];
    const between = (before[last + 1] ?? 0) - (before[first] ?? 0);
    return first === last ? 0 : (between - ((totals[first] ?? 0) + (totals[last] ?? 0)) / 2) ** 2;
  };
}
