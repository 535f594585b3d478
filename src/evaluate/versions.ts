import type { Period } from "../calendar/period.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import type { Scorecard, ScorecardVersion, ScoredIndicator } from "../config/schema/scorecard.ts";
import { PeriodicalError } from "../errors.ts";
import { compareText } from "../text-order.ts";

/** The rules in force on a period's first day; null before the first version. */
export function versionInForce(scorecard: Scorecard, period: Pick<Period, "firstDay">): ScorecardVersion | null {
  const begun = scorecard.versions.filter(({ effective_from }) => effective_from <= period.firstDay);
  return begun.sort((a, b) => compareText(a.effective_from, b.effective_from)).at(-1) ?? null;
}

/**
 * The rules of the reported period.
 *
 * @throws PeriodicalError CONFIG_INVALID before the first version: rules nobody had set are never applied backwards
 */
export function rulesOf(scorecard: Scorecard, id: string, period: Period): ScorecardVersion {
  const rules = versionInForce(scorecard, period);
  if (rules !== null) return rules;
  const first = scorecard.versions.map(({ effective_from }) => effective_from).sort(compareText)[0];
  throw new PeriodicalError(
    "CONFIG_INVALID",
    `The scorecard ${id} has no rules for ${period.id}: its first version holds from ${first ?? "no day"}, the period begins on ${period.firstDay}.`,
    {
      where: `scorecards.${id}.versions`,
      hint: `Add a version with \`effective_from: ${period.firstDay}\` or earlier, or report a later period.`,
    },
  );
}

/** An indicator as a version of a scorecard uses it. */
export interface ScorecardEntry {
  id: string;
  dimension: string;
  scored: ScoredIndicator;
  indicator: Indicator;
}

/**
 * Every indicator of a version with its dimension, in the order written.
 *
 * @throws PeriodicalError CONFIG_INVALID for one that is not defined: leaving it out would shift its weight silently
 */
export function entriesOf(rules: ScorecardVersion, indicators: Readonly<Record<string, Indicator>>): ScorecardEntry[] {
  return Object.entries(rules.dimensions).flatMap(([dimension, { indicators: members }]) =>
    Object.entries(members).map(([id, scored]) => {
      const indicator = indicators[id];
      if (indicator !== undefined) return { id, dimension, scored, indicator };
      throw new PeriodicalError("CONFIG_INVALID", `The scorecard weighs the indicator ${id}, which is not defined.`, {
        where: `indicators.${id}`,
        hint: "Define it under `indicators`, or take it out of the scorecard.",
      });
    }),
  );
}
