import { type Measurement, NO_MEMBER } from "../collect/snapshot.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import { advantage } from "./direction.ts";
import type { Breakdown, Cause, Contribution, Counterfactual, IndicatorResult } from "./evaluation.ts";
import { partsOf } from "./parts.ts";
import type { Readings } from "./readings.ts";
import { compare, correctTogether } from "./significance.ts";

/** A member stands out when its share of the gap exceeds its share of the rows by this much. */
const LEAST_EXCESS = 0.1;
/** Below this share of the rows a member explains nothing worth acting on, whatever its value. */
const LEAST_SHARE_OF_ROWS = 0.01;

/**
 * The members that a weakness comes from, most telling first; empty when the harm is spread evenly or nothing is known.
 *
 * Looked for in the shortfall against the target; where there is none (target met, or no target), in the worsening on the
 * previous period. A member stands out when
 * 1. it is a named member with at least the indicator's minimum of rows and 1 % of all;
 * 2. it adds to the harm, and its share of the gap exceeds its share of the rows by 10 points or more;
 * 3. for a shortfall: its value differs from all others' with evidence (two proportions or Welch, corrected over all
 *    candidates), where the kind can be tested.
 *
 * Ranked by leverage, weight × (own value − whole), i.e. by how far the member moves the whole. Unlike shares of the gap
 * that stays comparable when the gap is small. With equal leverage the smaller member comes first: the harm is more
 * concentrated there.
 */
export function causesOf(
  result: Pick<IndicatorResult, "indicator" | "value" | "meetsTarget" | "variances" | "breakdowns" | "counterfactuals">,
  indicator: Indicator,
  period: string,
  readings: Readings,
): Cause[] {
  const against =
    result.meetsTarget === false ? "target" : result.variances.previous?.effect === "worse" ? "previous" : null;
  if (against === null || result.value === null) return [];
  const candidates = result.breakdowns.flatMap((breakdown) =>
    standingOut(breakdown, against, indicator).map((contribution) => ({ breakdown, contribution })),
  );
  const proven =
    against === "target" ? differing(candidates, result.indicator, indicator, period, readings) : candidates;
  return proven
    .map(({ breakdown, contribution }) => ({
      cause: causeOf(breakdown, contribution, against, result.counterfactuals),
      leverage: leverageOf(breakdown, contribution, against, indicator),
    }))
    .sort((a, b) => compareLeverage(a.leverage, b.leverage) || a.cause.shareOfRows - b.cause.shareOfRows)
    .map(({ cause }) => cause);
}

type Against = Cause["against"];
interface Candidate {
  breakdown: Breakdown;
  contribution: Contribution;
}

const contributionsOf = (breakdown: Breakdown, against: Against): readonly Contribution[] =>
  (against === "target" ? breakdown.againstTarget : breakdown.againstPrevious) ?? [];
const gapOf = (breakdown: Breakdown, against: Against): number =>
  (against === "target" ? breakdown.targetGap : breakdown.previousGap) ?? 0;

function standingOut(breakdown: Breakdown, against: Against, indicator: Indicator): Contribution[] {
  if (advantage(gapOf(breakdown, against), 0, indicator.direction) >= 0) return [];
  return contributionsOf(breakdown, against).filter(
    ({ member, n, weight, share, total }) =>
      member !== NO_MEMBER &&
      n >= indicator.minimum_n &&
      weight >= LEAST_SHARE_OF_ROWS &&
      advantage(total, 0, indicator.direction) < 0 &&
      (share ?? 0) - weight >= LEAST_EXCESS,
  );
}

/** Keeps the candidates whose value differs from the rest of the whole; kinds that cannot be tested are kept. */
function differing(
  candidates: readonly Candidate[],
  id: string,
  indicator: Indicator,
  period: string,
  readings: Readings,
): Candidate[] {
  const whole = readings.at(id, period);
  const tests = candidates.map(({ breakdown, contribution }) => {
    const own = readings.at(id, period, { [breakdown.dimension]: contribution.member });
    return compare(own, restOf(whole, own, indicator), indicator.kind);
  });
  const corrected = correctTogether(tests);
  return candidates.filter((_, i) => corrected[i]?.method === "none" || corrected[i]?.evidence === true);
}

/** The whole without one member, from the additive parts. */
function restOf(whole: Measurement | null, own: Measurement | null, indicator: Indicator): Measurement | null {
  const [all, part] = [partsOf(whole, indicator), partsOf(own, indicator)];
  if (whole === null || own === null || all === null || part === null || all.below <= part.below) return null;
  const less = (key: "numerator" | "sum" | "sumSquares"): Partial<Measurement> => {
    const [a, b] = [whole[key], own[key]];
    return a === undefined || b === undefined ? {} : { [key]: a - b };
  };
  return {
    ...whole,
    n: whole.n - own.n,
    value: (all.above - part.above) / (all.below - part.below),
    ...less("numerator"),
    ...less("sum"),
    ...less("sumSquares"),
  };
}

/** How far the member moves the whole beyond what its size alone would: total − weight × gap, as harm. */
function leverageOf(breakdown: Breakdown, contribution: Contribution, against: Against, indicator: Indicator): number {
  const excess = contribution.total - contribution.weight * gapOf(breakdown, against);
  return -advantage(excess, 0, indicator.direction);
}

/** Descending; the two members of a cut in two have the same leverage but for rounding, so near is equal. */
const compareLeverage = (a: number, b: number): number =>
  Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)) ? 0 : b - a;

function causeOf(
  { dimension }: Breakdown,
  contribution: Contribution,
  against: Against,
  counterfactuals: readonly Counterfactual[],
): Cause {
  const { member, weight, share } = contribution;
  return {
    dimension,
    member,
    contribution,
    counterfactual: counterfactuals.find((entry) => entry.dimension === dimension && entry.member === member) ?? null,
    shareOfGap: share ?? 0,
    shareOfRows: weight,
    against,
  };
}
