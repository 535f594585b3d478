import type { Period } from "../calendar/period.ts";
import type { Scorecard, ScorecardVersion, ScoredIndicator } from "../config/schema/scorecard.ts";
import { versionInForce } from "./versions.ts";

/** A setting before and after; null = not set, or the indicator was not part of the scorecard. */
export interface BeforeAfter {
  before: number | null;
  after: number | null;
}

/** An indicator whose rules changed from one version to the next. */
export interface IndicatorChange {
  indicator: string;
  /** Whether it came in, went out, or was kept under other rules. */
  kind: "added" | "removed" | "changed";
  weight: BeforeAfter;
  baseline: BeforeAfter;
  target: BeforeAfter;
  /** The limits of its bands moved. */
  bands: boolean;
}

/** What a new version of a scorecard changed, for a change inside the history shown. */
export interface RuleChange {
  /** First period that is scored by the new rules. */
  period: string;
  /** First days of the version before and of the new one. */
  before: string;
  after: string;
  /** The way of scoring, the rule for missing data or the bands of the overall score changed. */
  scoring: boolean;
  /** In the order of the new version; those that went out last. Empty when only texts changed. */
  indicators: readonly IndicatorChange[];
}

/** Changes of the rules between the periods of a history, oldest first: each version in force against the one before. */
export function ruleChanges(scorecard: Scorecard, history: readonly Pick<Period, "id" | "firstDay">[]): RuleChange[] {
  return history.flatMap((period, at) => {
    const earlier = history[at - 1];
    const now = versionInForce(scorecard, period);
    if (earlier === undefined || now === null) return [];
    const then = versionInForce(scorecard, earlier);
    if (then === null || then === now) return [];
    // A version that no period began under gave no score: what counts is the one before in force.
    return [changeBetween(then, now, period.id)];
  });
}

function changeBetween(then: ScorecardVersion, now: ScorecardVersion, period: string): RuleChange {
  const [old, current] = [scoredOf(then), scoredOf(now)];
  const ids = [...new Set([...current.keys(), ...old.keys()])];
  return {
    period,
    before: then.effective_from,
    after: now.effective_from,
    scoring: then.scoring !== now.scoring || then.missing !== now.missing || !same(then.score_bands, now.score_bands),
    indicators: ids.flatMap((id) => indicatorChange(id, old.get(id), current.get(id)) ?? []),
  };
}

function indicatorChange(
  indicator: string,
  before: ScoredIndicator | undefined,
  after: ScoredIndicator | undefined,
): IndicatorChange | null {
  const pair = (of: (scored: ScoredIndicator) => number | undefined): BeforeAfter => ({
    before: before === undefined ? null : (of(before) ?? null),
    after: after === undefined ? null : (of(after) ?? null),
  });
  const change: IndicatorChange = {
    indicator,
    kind: before === undefined ? "added" : after === undefined ? "removed" : "changed",
    weight: pair(({ weight }) => weight),
    baseline: pair(({ baseline }) => baseline),
    target: pair(({ target }) => target),
    bands: !same(before?.bands, after?.bands),
  };
  const moved = [change.weight, change.baseline, change.target].some((each) => each.before !== each.after);
  return moved || change.bands ? change : null;
}

const scoredOf = ({ dimensions }: ScorecardVersion): Map<string, ScoredIndicator> =>
  new Map(Object.values(dimensions).flatMap(({ indicators }) => Object.entries(indicators)));

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Baseline and target of an indicator in each period of a history, by the rules then in force. */
export function levelsOver(
  scorecard: Scorecard,
  indicator: string,
  history: readonly Pick<Period, "id" | "firstDay">[],
): { period: string; baseline: number | null; target: number | null }[] {
  return history.map((period) => {
    const version = versionInForce(scorecard, period);
    const scored = version === null ? undefined : scoredOf(version).get(indicator);
    return { period: period.id, baseline: scored?.baseline ?? null, target: scored?.target ?? null };
  });
}
