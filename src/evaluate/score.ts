import type { ScorecardVersion } from "../config/schema/scorecard.ts";
import { FULL_POINTS } from "./points.ts";
import { withoutNoise } from "./rounding.ts";

/** One indicator as scoring sees it. */
export interface ScoreInput {
  indicator: string;
  dimension: string;
  weight: number;
  /** `scored` has points; `missing` should have but has no (or too little) data; `apart` cannot have any by design. */
  state: "scored" | "missing" | "apart";
  points: number | null;
}

export interface WeightedPoints extends ScoreInput {
  effectiveWeight: number;
  /** effectiveWeight × points ÷ 5. */
  scorePoints: number | null;
}

export interface ScoredSet {
  indicators: WeightedPoints[];
  /** Σ weight × points ÷ 5; null when withheld or nothing could be scored. */
  score: number | null;
  /** Weight of `missing` and `apart` together. */
  missingWeight: number;
}

/**
 * Overall score = Σ weight × points ÷ 5, out of the sum of the weights (100).
 *
 * Weight that cannot be scored goes, in this order:
 * 1. `apart` (no bands; not measured in this scope): over all others in proportion, under every rule, since nobody
 *    failed to measure it.
 * 2. `missing`: by the rule. `spread` over all that are scored; `spread_dimension` over those of its dimension (over all
 *    where the dimension has none); `zero` keeps its weight and earns nothing; `withhold` keeps it and there is no score.
 */
export function scoreOf(inputs: readonly ScoreInput[], rule: ScorecardVersion["missing"]): ScoredSet {
  const total = sum(inputs.map(({ weight }) => weight));
  const missingWeight = sum(inputs.filter(({ state }) => state !== "scored").map(({ weight }) => weight));
  const effective = effectiveWeights(inputs, rule, total);
  const indicators = inputs.map((input, i) => {
    const effectiveWeight = effective[i] ?? 0;
    const points = input.state === "scored" ? input.points : rule === "zero" && input.state === "missing" ? 0 : null;
    return {
      ...input,
      effectiveWeight,
      scorePoints: points === null ? null : (effectiveWeight * points) / FULL_POINTS,
    };
  });
  const withheld = rule === "withhold" && inputs.some(({ state }) => state === "missing");
  const any = inputs.some(({ state }) => state === "scored");
  const score = withheld || !any ? null : withoutNoise(sum(indicators.map(({ scorePoints }) => scorePoints ?? 0)));
  return { indicators, score, missingWeight };
}

function effectiveWeights(inputs: readonly ScoreInput[], rule: ScorecardVersion["missing"], total: number): number[] {
  const own = inputs.map(({ state, weight }) => (state === "apart" ? 0 : weight));
  const all = scaleTo(own, total);
  if (rule === "zero" || rule === "withhold") return all;
  const measured = all.map((weight, i) => (inputs[i]?.state === "scored" ? weight : 0));
  if (rule === "spread") return scaleTo(measured, total);
  const perDimension = inputs.map(({ dimension }, i) => {
    const inDimension = (weights: readonly number[]): number =>
      sum(weights.filter((_, k) => inputs[k]?.dimension === dimension));
    const had = inDimension(all);
    const has = inDimension(measured);
    return has === 0 ? 0 : ((measured[i] ?? 0) * had) / has;
  });
  return scaleTo(perDimension, total);
}

/** The weights in the same proportions, summing to `total`; unchanged when they do already, or when there are none. */
function scaleTo(weights: readonly number[], total: number): number[] {
  const present = sum(weights);
  return present === 0 || Math.abs(present - total) < 1e-9
    ? [...weights]
    : weights.map((weight) => (weight * total) / present);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
