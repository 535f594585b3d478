import { innerPeriods } from "../calendar/inner-periods.ts";
import type { CalendarRules, Period } from "../calendar/period.ts";
import type { CombineConfig } from "../config/schema/combine.ts";
import type { Report } from "../config/schema/report.ts";
import type { Scorecard, ScorecardVersion } from "../config/schema/scorecard.ts";
import { scoreBand } from "./bands.ts";
import { cycleWeights } from "./cycle-weights.ts";
import type { CombinedPart, CombinedScore } from "./evaluation.ts";
import { FULL_POINTS } from "./points.ts";
import { withoutNoise } from "./rounding.ts";
import type { ScoredSet, WeightedPoints } from "./score.ts";
import { type ScoringContext, scorePeriod } from "./score-period.ts";
import { entriesOf, versionInForce } from "./versions.ts";

/** How periods are made of shorter ones; null where each is scored as one. */
export interface Cycle {
  combine: CombineConfig;
  scorecard: Scorecard;
  calendar: CalendarRules;
}

/** The report's cycle; null without `combine`. */
export const cycleOf = (
  combine: CombineConfig | undefined,
  scorecard: Scorecard,
  calendar: CalendarRules,
): Cycle | null => (combine === undefined ? null : { combine, scorecard, calendar });

/** Which rules an inner period is scored with: those of its own time, or one version for all. */
export type RulesFor = "own" | ScorecardVersion;

/**
 * Points and weights of a period: scored as one, or put together from the shorter periods inside it.
 *
 * Score, points and weights are linear in the inner ones: with e(q) the share of the weight an inner period bears,
 * score = Σ e(q) × score(q), and each indicator's points = Σ e(q) × its points in q. So dimensions and indicators add up
 * to the combined score as they do to a plain one.
 */
export function scoreWhole(
  period: Period,
  rules: ScorecardVersion,
  rulesFor: RulesFor,
  context: ScoringContext,
  cycle: Cycle | null,
): ScoredSet {
  return cycle === null
    ? scorePeriod(rules, period.id, context)
    : combineSets(rules, innerScores(period, rulesFor, context, cycle), cycle.combine);
}

/** A period, or one of the inner periods it is put together from, with its share of the whole. */
export interface ScoredPart {
  period: string;
  share: number;
  rules: ScorecardVersion;
  set: ScoredSet;
}

/** The score of a period and what it is made of: itself, or the inner periods that bear weight. */
export function scoredParts(
  period: Period,
  rules: ScorecardVersion,
  context: ScoringContext,
  cycle: Cycle | null,
): { set: ScoredSet; parts: ScoredPart[] } {
  const set = scoreWhole(period, rules, "own", context, cycle);
  if (cycle === null) return { set, parts: [{ period: period.id, share: 1, rules, set }] };
  const parts = innerScores(period, "own", context, cycle).flatMap(({ part, rules: own, set: inner }) =>
    own === null || inner === null || part.effectiveWeight === 0
      ? []
      : [{ period: part.period, share: part.effectiveWeight, rules: own, set: inner }],
  );
  return { set, parts };
}

/** The inner scores of a period and how they were combined. */
export function combinedScore(
  period: Period,
  rules: ScorecardVersion,
  context: ScoringContext,
  { combine, scorecard, calendar }: Cycle,
): CombinedScore {
  const parts = innerScores(period, "own", context, { combine, scorecard, calendar }).map(({ part }) => part);
  return {
    unit: combine.unit,
    rule: combine.rule,
    indicators: combine.indicators,
    atLeast: combine.at_least,
    parts,
    missing: parts.flatMap(({ period: id, score, weight }) => (score === null && weight > 0 ? [id] : [])),
    pooled: scorePeriod(rules, period.id, context).score,
  };
}

/**
 * Number of inner periods of the reported one (`combine.unit`, else `inside`) that have a score by the rules of their own
 * time; null when the report has neither.
 */
export function measuredPeriods(
  { period, calendar }: { period: Period; calendar: CalendarRules },
  { combine, inside }: Pick<Report, "combine" | "inside">,
  scorecard: Scorecard,
  context: ScoringContext,
): number | null {
  const unit = combine?.unit ?? inside;
  if (unit === undefined) return null;
  return innerPeriods(period, unit, calendar).filter((inner) => {
    const rules = versionInForce(scorecard, inner);
    return rules !== null && scorePeriod(rules, inner.id, context).score !== null;
  }).length;
}

interface InnerScore {
  part: CombinedPart;
  rules: ScorecardVersion | null;
  set: ScoredSet | null;
}

/** Every inner period scored: with the rules of its own time unless one version is given. */
function innerScores(period: Period, rulesFor: RulesFor, context: ScoringContext, cycle: Cycle): InnerScore[] {
  const { combine, scorecard, calendar } = cycle;
  const scored = innerPeriods(period, combine.unit, calendar).map((inner) => {
    const rules = rulesFor === "own" ? versionInForce(scorecard, inner) : rulesFor;
    const set = rules === null ? null : scorePeriod(rules, inner.id, context);
    return { inner, rules, set, rows: rules === null ? 0 : rowsBehind(rules, inner.id, context) };
  });
  const { weights, effective } = cycleWeights(
    combine,
    scored.map(({ set }) => (set?.score ?? null) !== null),
    scored.map(({ rows }) => rows),
  );
  return scored.map(({ inner, rules, set, rows }, i) => ({
    rules,
    set,
    part: {
      period: inner.id,
      score: set?.score ?? null,
      band: rules === null || set === null || set.score === null ? null : scoreBand(set.score, rules.score_bands),
      rows,
      missingWeight: set?.missingWeight ?? null,
      weight: weights[i] ?? 0,
      effectiveWeight: effective[i] ?? 0,
    },
  }));
}

/** Rows behind a score: of each dataset those of its indicator with most, so that no row counts twice. */
function rowsBehind(rules: ScorecardVersion, period: string, { readings, indicators }: ScoringContext): number {
  const most = new Map<string, number>();
  for (const { id, indicator } of entriesOf(rules, indicators)) {
    const n = readings.at(id, period)?.n ?? 0;
    most.set(indicator.dataset, Math.max(most.get(indicator.dataset) ?? 0, n));
  }
  return [...most.values()].reduce((sum, n) => sum + n, 0);
}

function combineSets(rules: ScorecardVersion, inner: readonly InnerScore[], combine: CombineConfig): ScoredSet {
  const scored = inner.flatMap(({ set, part }) => (set === null || part.score === null ? [] : [{ set, part }]));
  const borne = scored.filter(({ part }) => part.effectiveWeight > 0);
  const enough = scored.length >= combine.at_least && borne.length > 0;
  const indicators = new Map<string, WeightedPoints>();
  for (const { set, part } of borne) {
    for (const one of set.indicators) {
      const before = indicators.get(one.indicator);
      indicators.set(one.indicator, added(before, one, part.effectiveWeight));
    }
  }
  const configured = Object.entries(rules.dimensions).flatMap(([dimension, { indicators: own }]) =>
    Object.entries(own).map(([indicator, { weight }]) => ({ dimension, indicator, weight })),
  );
  const missing: WeightedPoints[] = configured
    .filter(({ indicator }) => !indicators.has(indicator))
    .map((one) => ({ ...one, state: "missing", points: null, effectiveWeight: 0, scorePoints: null }));
  const sum = (value: (one: (typeof borne)[number]) => number): number =>
    withoutNoise(borne.reduce((total, one) => total + one.part.effectiveWeight * value(one), 0));
  return {
    indicators: [...indicators.values(), ...missing].map((one) => ({
      ...one,
      weight: configured.find(({ indicator }) => indicator === one.indicator)?.weight ?? one.weight,
    })),
    score: enough ? sum(({ set }) => set.score ?? 0) : null,
    missingWeight: borne.length === 0 ? 100 : sum(({ set }) => set.missingWeight),
  };
}

function added(before: WeightedPoints | undefined, one: WeightedPoints, share: number): WeightedPoints {
  const effectiveWeight = (before?.effectiveWeight ?? 0) + share * one.effectiveWeight;
  const had = before?.scorePoints ?? null;
  const scorePoints = one.scorePoints === null ? had : (had ?? 0) + share * one.scorePoints;
  const points = scorePoints === null || effectiveWeight === 0 ? null : (FULL_POINTS * scorePoints) / effectiveWeight;
  const state = before?.state === "scored" ? "scored" : one.state;
  return { ...one, state, effectiveWeight, scorePoints, points };
}
