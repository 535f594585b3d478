import { CONFIDENCE, tTwoSided } from "../distributions.ts";
import type { Interval } from "../evaluation.ts";
import { meanInterval } from "../intervals.ts";
import { benjaminiHochberg } from "../significance.ts";

/** One rating: `unit` is what was rated (a subject's item), `rater` who rated it, or the role. */
export interface Rating {
  subject: number;
  unit: number;
  rater: number;
  value: number;
}

/** How a rater stands to all others who rated the same. */
export interface Deviation {
  rater: number;
  ratings: number;
  mean: number;
  /** Subjects others have rated too: the deviations that are averaged, one per subject. */
  subjects: number;
  /** Own rating less the others' mean, on the scale; null when nobody else rated the same. */
  deviation: number | null;
  interval: Interval | null;
  adjustedPValue: number | null;
  verdict: "lenient" | "severe" | "ordinary" | "too-few";
}

export interface LeniencyRule {
  /** With fewer subjects a rater is not judged. */
  minimumSubjects: number;
  /** A deviation below it is too small to matter, however certain. */
  notable: number;
}

/**
 * Mean deviation of each rater from the other raters of the same units.
 *
 * Deviations are averaged within a subject first, since ratings of one subject hang together, and then over subjects:
 * interval and test (one-sample t against 0) rest on as many values as there are subjects. Several raters are tested at
 * once, hence Benjamini–Hochberg over all that are judged. Lenient or severe: evidence, and a notable deviation.
 *
 * One lenient rater among three makes the other two look severe. So whoever deviates most is found first and is no yardstick
 * for the rest, who are compared anew with those that remain (stepwise elimination, as with outliers); raters who deviate
 * equally far are found together.
 *
 * @returns one entry per rater, in order of their number
 */
export function deviationsOf(ratings: readonly Rating[], rule: LeniencyRule): Deviation[] {
  const raters = [...new Set(ratings.map(({ rater }) => rater))].sort((a, b) => a - b);
  const found = new Map<number, Deviation>();
  for (;;) {
    const pass = compared(raters, ratings, new Set(found.keys()), rule);
    const deviating = pass.filter(({ rater, verdict }) => !found.has(rater) && isDeviating(verdict));
    const furthest = Math.max(0, ...deviating.map(sizeOf));
    if (deviating.length === 0) return pass.map((entry) => found.get(entry.rater) ?? entry);
    for (const entry of deviating) if (sizeOf(entry) >= furthest - 1e-9) found.set(entry.rater, entry);
  }
}

const isDeviating = (verdict: Deviation["verdict"]): boolean => verdict === "lenient" || verdict === "severe";
const sizeOf = ({ deviation }: Deviation): number => Math.abs(deviation ?? 0);

/** Every rater against the others, those left out no part of them. */
function compared(
  raters: readonly number[],
  ratings: readonly Rating[],
  leftOut: ReadonlySet<number>,
  rule: LeniencyRule,
): Deviation[] {
  const units = new Map<number, Rating[]>();
  for (const rating of ratings) {
    const known = units.get(rating.unit);
    if (known === undefined) units.set(rating.unit, [rating]);
    else known.push(rating);
  }
  const measured = raters.map((rater) => ({ rater, ...summarise(rater, ratings, units, leftOut) }));
  const judged = measured.map(({ rater, subjects, pValue }) =>
    subjects >= rule.minimumSubjects && !leftOut.has(rater) ? pValue : null,
  );
  const adjusted = benjaminiHochberg(judged);
  return measured.map(({ pValue: _, ...entry }, index) => {
    const adjustedPValue = adjusted[index] ?? null;
    return { ...entry, adjustedPValue, verdict: verdictOf(entry.deviation, adjustedPValue, rule) };
  });
}

function verdictOf(deviation: number | null, p: number | null, { notable }: LeniencyRule): Deviation["verdict"] {
  if (deviation === null || p === null) return "too-few";
  if (p >= 1 - CONFIDENCE || Math.abs(deviation) < notable) return "ordinary";
  return deviation > 0 ? "lenient" : "severe";
}

function summarise(
  rater: number,
  ratings: readonly Rating[],
  units: ReadonlyMap<number, readonly Rating[]>,
  leftOut: ReadonlySet<number>,
): Omit<Deviation, "rater" | "adjustedPValue" | "verdict"> & { pValue: number | null } {
  const own = ratings.filter((rating) => rating.rater === rater);
  const bySubject = new Map<number, number[]>();
  for (const { subject, unit } of dedupe(own)) {
    const all = units.get(unit) ?? [];
    const mine = all.filter((rating) => rating.rater === rater).map(({ value }) => value);
    const others = all.filter((one) => one.rater !== rater && !leftOut.has(one.rater)).map(({ value }) => value);
    if (others.length === 0) continue;
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), average(mine) - average(others)]);
  }
  const values = [...bySubject.values()].map(average);
  const known = { ratings: own.length, mean: average(own.map(({ value }) => value)), subjects: values.length };
  if (values.length === 0) return { ...known, deviation: null, interval: null, pValue: null };
  const deviation = average(values);
  if (values.length < 2) return { ...known, deviation, interval: null, pValue: null };
  const variance = values.reduce((sum, value) => sum + (value - deviation) ** 2, 0) / (values.length - 1);
  return {
    ...known,
    deviation,
    interval: meanInterval(deviation, variance, values.length),
    pValue: pOf(deviation, variance, values.length),
  };
}

/** Without scatter a deviation of 0 has p = 1, any other p = 0; what rounding leaves of 0 is 0. */
function pOf(deviation: number, variance: number, n: number): number {
  const error = Math.sqrt(variance / n);
  if (error < 1e-12) return Math.abs(deviation) < 1e-9 ? 1 : 0;
  return tTwoSided(deviation / error, n - 1);
}

/** A role has several ratings of one unit; the unit counts once. */
function dedupe(ratings: readonly Rating[]): Rating[] {
  return [...new Map(ratings.map((rating) => [rating.unit, rating])).values()];
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
