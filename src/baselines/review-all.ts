import { isClosed, lastClosed, parsePeriod } from "../calendar/periods.ts";
import { calendarOf } from "../collect/plan.ts";
import { entryOf } from "../config/load.ts";
import type { Config } from "../config/schema/index.ts";
import { PeriodicalError } from "../errors.ts";
import { type ReviewEffects, reviewBaselines } from "./propose.ts";
import type { ScorecardProposal } from "./version-yaml.ts";

export interface Reviewed {
  found: ScorecardProposal[];
  /** Scorecards that could not be reviewed, and why; only where none was named. */
  leftOut: string[];
}

/**
 * Reviews the named scorecards, or all of them that the quarter says something about.
 *
 * @throws {PeriodicalError} see `reviewBaselines`; NO_DATA when none could be reviewed
 */
export async function reviewAll(
  config: Config,
  named: readonly string[] | null,
  quarter: string,
  effects: ReviewEffects & { onStep: (text: string) => void },
): Promise<Reviewed> {
  const calendar = calendarOf(config, {});
  const period = quarter === "last" ? lastClosed("quarter", effects.now, calendar) : parsePeriod(quarter, calendar);
  if (period.unit !== "quarter" || !isClosed(period, effects.now)) {
    throw new PeriodicalError(
      "PERIOD_INVALID",
      period.unit === "quarter"
        ? `Quarter ${period.id} is not closed: it ends on ${period.lastDay}.`
        : `${quarter} is no quarter.`,
      { hint: `The last closed quarter is ${lastClosed("quarter", effects.now, calendar).id}.` },
    );
  }
  const result: Reviewed = { found: [], leftOut: [] };
  for (const id of named ?? Object.keys(config.scorecards)) {
    entryOf(config, "scorecards", id);
    effects.onStep(`Review ${id} ${period.id}`);
    try {
      result.found.push(await reviewBaselines(config, id, period, effects));
    } catch (error) {
      if (named !== null || !(error instanceof PeriodicalError) || error.code === "INTERRUPTED") throw error;
      result.leftOut.push(`Not reviewed: ${id}. ${error.message}`);
    }
  }
  if (result.found.length > 0) return result;
  throw new PeriodicalError("NO_DATA", `No scorecard could be reviewed for ${period.id}.`, {
    hint: result.leftOut.join("\n") || "Define a scorecard under config/.",
  });
}
