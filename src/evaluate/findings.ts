import type { Cause, FeedbackResult, Finding, FindingReason, IndicatorResult } from "./evaluation.ts";
import { FULL_POINTS } from "./points.ts";

const ACCEPTABLE_POINTS = 3;

/** Why a judged indicator is a weakness; none = it is not. */
export function weaknessReasons(result: IndicatorResult): FindingReason[] {
  const reasons: FindingReason[] = [];
  if (!result.judged) return reasons;
  if (result.meetsBaseline === false) reasons.push("baseline-missed");
  if (result.meetsTarget === false) reasons.push("target-missed");
  if (result.spc?.variation === "concern") reasons.push("special-cause-concern");
  if (result.change.evidence && result.variances.previous?.effect === "worse") reasons.push("worsening");
  return reasons;
}

/** Why a judged indicator without any weakness is a strength. */
export function strengthReasons(result: IndicatorResult): FindingReason[] {
  const reasons: FindingReason[] = [];
  if (!result.judged || weaknessReasons(result).length > 0) return reasons;
  if (result.meetsTarget === true) reasons.push("target-met");
  else if (result.meetsTarget === null && result.meetsBaseline === true) reasons.push("baseline-met");
  if (result.spc?.variation === "improvement") reasons.push("special-cause-improvement");
  if (result.change.evidence && result.variances.previous?.effect === "better") reasons.push("improving");
  return reasons;
}

/**
 * Weaknesses, ranked: indicators that miss baseline or target, by points lost; then feedback themes above their
 * attention share, by share; then indicators that keep their limits but show a special cause or worsen. An indicator is
 * never both a weakness and a strength: what needs attention wins.
 *
 * `importance` is points lost for an indicator and percentage points above the attention share for a theme.
 */
export function weaknessesOf(
  results: readonly IndicatorResult[],
  feedback: FeedbackResult | null,
  attentionShare: number,
  causeOf: (result: IndicatorResult) => Cause | null,
): Finding[] {
  const indicators = results.flatMap((result) => {
    const reasons = weaknessReasons(result);
    return reasons.length === 0 ? [] : [{ result, reasons, importance: pointsLost(result) }];
  });
  const missed = indicators.filter(({ result }) => result.meetsBaseline === false || result.meetsTarget === false);
  const signals = indicators.filter((entry) => !missed.includes(entry));
  const themes = (feedback?.themes ?? []).filter(({ needsAttention }) => needsAttention);
  const asFinding = ({ result, reasons, importance }: (typeof indicators)[number]): Unranked => ({
    kind: "indicator",
    subject: result.indicator,
    importance,
    reasons,
    cause: causeOf(result),
  });
  return ranked([
    ...bySeverity(missed).map(asFinding),
    ...themes.map(
      ({ theme, share }): Unranked => ({
        kind: "theme",
        subject: theme,
        importance: (share - attentionShare) * 100,
        reasons: ["theme-share"],
        cause: null,
      }),
    ),
    ...bySeverity(signals).map(asFinding),
  ]);
}

/** Strengths, ranked by points gained over acceptable, then by signs of improvement, then by weight. */
export function strengthsOf(results: readonly IndicatorResult[]): Finding[] {
  const found = results.flatMap((result) => {
    const reasons = strengthReasons(result);
    return reasons.length === 0 ? [] : [{ result, reasons, importance: pointsGained(result) }];
  });
  return ranked(
    bySeverity(found).map(({ result, reasons, importance }) => ({
      kind: "indicator",
      subject: result.indicator,
      importance,
      reasons,
      cause: null,
    })),
  );
}

type Unranked = Omit<Finding, "rank">;
const ranked = (findings: readonly Unranked[]): Finding[] =>
  findings.map(({ kind, subject, ...rest }, i) => ({ kind, subject, rank: i + 1, ...rest }));

/** By importance; ties by number of reasons, then weight, then the scorecard's own order (sorting is stable). */
function bySeverity<T extends { result: IndicatorResult; reasons: readonly FindingReason[]; importance: number }>(
  entries: readonly T[],
): T[] {
  return [...entries].sort(
    (a, b) =>
      tied(b.importance - a.importance) || b.reasons.length - a.reasons.length || b.result.weight - a.result.weight,
  );
}

const tied = (difference: number): number => (Math.abs(difference) < 1e-9 ? 0 : difference);
const pointsLost = ({ effectiveWeight, scorePoints }: IndicatorResult): number =>
  scorePoints === null ? 0 : effectiveWeight - scorePoints;
const pointsGained = ({ effectiveWeight, scorePoints }: IndicatorResult): number =>
  scorePoints === null ? 0 : scorePoints - (effectiveWeight * ACCEPTABLE_POINTS) / FULL_POINTS;
