import type { Measurement } from "../../collect/snapshot.ts";
import type { Indicator } from "../../config/schema/indicator.ts";
import { CONFIDENCE, normalQuantile } from "../distributions.ts";
import type { Interval } from "../evaluation.ts";
import { intervalOf } from "../intervals.ts";

/** Probability of every tenth of a point from 0 to the most that can be had. */
export type ScoreDistribution = readonly number[];

const STEPS_PER_POINT = 10;
const QUANTILES = 199;
const Z_LIMIT = normalQuantile((1 + CONFIDENCE) / 2);
const Z = Array.from({ length: QUANTILES }, (_, k) => normalQuantile((k + 0.5) / QUANTILES));

/** One indicator of a score: what was measured, and what any other value of it would add to the score. */
export interface ScorePart {
  measurement: Measurement;
  kind: Indicator["kind"];
  /** Weight × points ÷ 5 of a value. */
  pointsOf(value: number): number;
  /** Most it can add. */
  most: number;
}

/**
 * How far chance may have moved an overall score: each indicator's figure is replaced by 199 equally likely quantiles of
 * its sampling distribution, each quantile by its points, and the points of independent indicators are added (convolved).
 *
 * Shares: the limits of Wilson's interval at every confidence; other kinds: normal, as wide on either side as their 95 %
 * interval is. A kind without an interval (sum, rate) counts as measured without error.
 */
export function scoreDistribution(parts: readonly ScorePart[]): ScoreDistribution {
  const size = Math.round(parts.reduce((sum, { most }) => sum + most, 0) * STEPS_PER_POINT) + 2;
  let all = new Float64Array(size);
  all[0] = 1;
  for (const part of parts) {
    const next = new Float64Array(size);
    for (const [step, share] of stepsOf(part)) {
      for (let i = 0; i + step < size; i++) next[i + step] = (next[i + step] ?? 0) + (all[i] ?? 0) * share;
    }
    all = next;
  }
  return [...all];
}

/** Points in tenths with their probability; what lies between two tenths is shared out so that the mean stays. */
function stepsOf(part: ScorePart): [number, number][] {
  const steps = new Map<number, number>();
  const add = (step: number, share: number): void => {
    if (share > 0) steps.set(step, (steps.get(step) ?? 0) + share);
  };
  const values = quantilesOf(part);
  for (const value of values) {
    const exact = Math.max(0, part.pointsOf(value) * STEPS_PER_POINT);
    const below = Math.floor(exact + 1e-9);
    const above = Math.max(0, exact - below);
    add(below, (1 - above) / values.length);
    add(below + 1, above / values.length);
  }
  return [...steps];
}

function quantilesOf({ measurement, kind }: ScorePart): number[] {
  const { value, n, numerator } = measurement;
  if (value === null) return [];
  // A weighted share is not its items' share: it is taken about its own value.
  const plain = measurement.weighted === undefined;
  if (plain && (kind === "ratio" || kind === "top_box") && numerator !== undefined && n > 0) {
    const p = numerator / n;
    return Z.map((z) => {
      const half = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
      return (p + z ** 2 / (2 * n) + half) / (1 + z ** 2 / n);
    });
  }
  const interval = intervalOf(measurement, kind);
  if (interval === null) return [value];
  return Z.map((z) => value + (z / Z_LIMIT) * (z < 0 ? value - interval.low : interval.high - value));
}

/** The middle 95 % of a distribution. */
export function scoreInterval(distribution: ScoreDistribution): Interval {
  const tail = (1 - CONFIDENCE) / 2;
  const at = (probability: number): number => {
    let sum = 0;
    const index = distribution.findIndex((share) => {
      sum += share;
      return sum >= probability - 1e-12;
    });
    return index / STEPS_PER_POINT;
  };
  return { low: at(tail), high: at(1 - tail), method: "convolution" };
}

/** Two-sided p-value of two independent scores being apart: equal scores speak for neither. */
export function differsBy(a: ScoreDistribution, b: ScoreDistribution): number {
  let [above, below, cumulative] = [0, 0, 0];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const own = b[i] ?? 0;
    above += (a[i] ?? 0) * (cumulative + own);
    cumulative += own;
    below += (a[i] ?? 0) * (1 - cumulative + own);
  }
  return Math.min(1, 2 * Math.min(above, below));
}
