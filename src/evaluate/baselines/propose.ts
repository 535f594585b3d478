import type { Indicator } from "../../config/schema/indicator.ts";
import type { Bands, ScorecardVersion, ScoredIndicator } from "../../config/schema/scorecard.ts";
import { advantage, type Direction, meets } from "../direction.ts";
import type { IndicatorResult, Interval, Spc } from "../evaluation.ts";
import { spcOf } from "../spc.ts";
import { type Levels, moveBands, roundToWorse, type Scale, targetFor } from "./move.ts";

/** Why a baseline is to be kept, raised (made harder) or lowered (made easier). */
export type BaselineReason =
  | "held"
  | "out-of-reach"
  | "not-measured"
  | "small-sample"
  | "no-baseline"
  | "few-points"
  | "at-level"
  | "below-last-year"
  | "concern"
  | "missed-once"
  | "reaches-target"
  | "bands";

/** What a review of an indicator's baseline found, and what follows for the next version of the rules. */
export interface BaselineProposal {
  indicator: string;
  decision: "keep" | "raise" | "lower";
  reason: BaselineReason;
  /** Measured over the period, with its interval and rows; null = not measured. */
  level: number | null;
  interval: Interval | null;
  n: number;
  minimumN: number;
  /** Range to be expected of a shorter period (a month), and of how many it was computed; null with fewer than six. */
  range: { lower: number; upper: number; points: number; of: "inside" | "history" } | null;
  /** Whether today's target is met with assurance, by the same range. */
  assurance: Spc["assurance"];
  /** Same period last year, and how this one stands to it. */
  lastYear: number | null;
  yearOnYear: "better" | "worse" | "same" | null;
  baseline: { before: number | null; after: number | null };
  target: { before: number | null; after: number | null };
  /** Moved with the levels; null = as they are. */
  bands: Bands | null;
}

/**
 * Reviews every baseline of a version of the rules after a period. Pure.
 *
 * - *raise*: the level that an ordinary month keeps (worse end of its expected range, and of the interval of the period) is
 *   better than the baseline; the period is no worse than the same one last year; nothing points to a worsening. The target
 *   moves only when it is met with assurance, bands move with both.
 * - *lower*: the whole interval and the whole expected range miss the baseline, and so did the same period last year.
 * - *keep*: otherwise, with the reason. What is not judged is never moved.
 *
 * docs/evaluation-rules.md, "Baselines".
 *
 * @param results of a period made of shorter ones (a quarter with its months)
 */
export function proposeBaselines(
  results: readonly IndicatorResult[],
  rules: ScorecardVersion,
  indicators: Readonly<Record<string, Indicator>>,
): BaselineProposal[] {
  return results.flatMap((result) => {
    const scored = rules.dimensions[result.dimension]?.indicators[result.indicator];
    const indicator = indicators[result.indicator];
    return scored === undefined || indicator === undefined ? [] : [review(result, scored, indicator)];
  });
}

function review(result: IndicatorResult, scored: ScoredIndicator, indicator: Indicator): BaselineProposal {
  const { spc, of } = rangeOf(result, indicator);
  const lastYear = result.variances.lastYear;
  const [baseline, target] = [scored.baseline ?? null, scored.target ?? null];
  const found: BaselineProposal = {
    indicator: result.indicator,
    decision: "keep",
    reason: "at-level",
    level: result.value,
    interval: result.interval,
    n: result.n,
    minimumN: indicator.minimum_n,
    range: spc === null ? null : { lower: spc.lower, upper: spc.upper, points: spc.points, of },
    assurance: spc?.assurance ?? null,
    lastYear: lastYear?.reference ?? null,
    yearOnYear: lastYear?.effect ?? null,
    baseline: { before: baseline, after: baseline },
    target: { before: target, after: target },
    bands: null,
  };
  const keep = (reason: BaselineReason): BaselineProposal => ({ ...found, reason });
  if (result.value === null) return keep("not-measured");
  if (!result.judged) return keep("small-sample");
  if (baseline === null) return keep("no-baseline");
  if (spc === null) return keep("few-points");

  const scale = scaleOf(indicator, baseline);
  const { direction } = indicator;
  const ends = [spc.lower, spc.upper, result.interval?.low ?? result.value, result.interval?.high ?? result.value];
  const held = roundToWorse(worstOf(ends, direction), scale);
  if (advantage(held, baseline, direction) > 0) {
    if (found.yearOnYear === "worse") return keep("below-last-year");
    if (spc.variation === "concern") return keep("concern");
    return raised(found, scored.bands, { baseline, target }, held, scale);
  }
  // Even the best end misses the baseline: no ordinary month reaches it.
  if (!ends.every((end) => !meets(end, baseline, direction))) return keep("at-level");
  if (found.lastYear === null || meets(found.lastYear, baseline, direction)) return keep("missed-once");
  const level = roundToWorse(result.value, scale);
  return moved(found, "lower", "out-of-reach", scored.bands, { baseline, target }, { baseline: level, target }, scale);
}

function raised(
  found: BaselineProposal,
  bands: Bands | undefined,
  before: Levels,
  baseline: number,
  scale: Scale,
): BaselineProposal {
  const { target } = before;
  const { direction } = scale;
  const passes = found.assurance === "passes";
  const next = target === null || !passes ? target : targetFor({ ...before, target }, baseline, scale);
  const later = target !== null && next !== null && advantage(next, target, direction) < 0 ? target : next;
  if (later !== null && advantage(later, baseline, direction) <= 0) return { ...found, reason: "reaches-target" };
  return moved(found, "raise", "held", bands, before, { baseline, target: later }, scale);
}

function moved(
  found: BaselineProposal,
  decision: "raise" | "lower",
  reason: BaselineReason,
  bands: Bands | undefined,
  before: Levels,
  after: Levels,
  scale: Scale,
): BaselineProposal {
  const movedBands = bands === undefined ? null : moveBands(bands, before, after, scale);
  if (bands !== undefined && movedBands === null) return { ...found, reason: "bands" };
  return {
    ...found,
    decision,
    reason,
    baseline: { before: before.baseline, after: after.baseline },
    target: { before: before.target, after: after.target },
    bands: movedBands,
  };
}

/** Expected range of the shorter periods; of the periods themselves where they are not cut into shorter ones. */
function rangeOf(result: IndicatorResult, indicator: Indicator): { spc: Spc | null; of: "inside" | "history" } {
  const of = result.inside.length === 0 ? "history" : "inside";
  const points = of === "inside" ? result.inside : result.series;
  const values = points.map(({ value, n }) => (n >= indicator.minimum_n ? value : null));
  const { direction, unit, scale_max: scaleMax } = indicator;
  return { spc: spcOf(values, { direction, target: result.target, unit, scaleMax }).spc, of };
}

/** Levels are as precise as the indicator is printed, or as they were set. */
function scaleOf(indicator: Indicator, baseline: number): Scale {
  const { direction, unit, precision, scale_max: scaleMax } = indicator;
  const printed = indicator.kind === "count" ? 0 : precision + (unit === "percent" ? 2 : 0);
  return { direction, unit, scaleMax, digits: Math.max(printed, String(baseline).split(".")[1]?.length ?? 0) };
}

const worstOf = (values: readonly number[], direction: Direction): number =>
  direction === "higher_is_better" ? Math.min(...values) : Math.max(...values);
