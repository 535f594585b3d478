import type { Period } from "../calendar/period.ts";
import { shift } from "../calendar/periods.ts";
import { collect } from "../collect/collect.ts";
import { calendarOf } from "../collect/plan.ts";
import { entryOf } from "../config/load.ts";
import type { Config } from "../config/schema/index.ts";
import { Report } from "../config/schema/report.ts";
import { PeriodicalError } from "../errors.ts";
import { proposeBaselines } from "../evaluate/baselines/propose.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { rulesOf } from "../evaluate/versions.ts";
import type { ReadSession } from "../warehouse/session.ts";
import type { ScorecardProposal } from "./version-yaml.ts";

/** Id of the report that only this review makes; a report of the project never has it, as an id begins with a letter. */
const REVIEW = "_baselines";

/** Three years of quarters with their months: seasons, and enough points for an expected range. */
const QUARTERS = 13;

export interface ReviewEffects {
  now: Date;
  server: string;
  read: <T>(use: (session: ReadSession) => Promise<T>) => Promise<T>;
}

/**
 * Measures a quarter and reviews the baselines of a scorecard. Writes nothing.
 *
 * @throws {PeriodicalError} NOT_FOUND, PERIOD_INVALID, NO_DATA, WAREHOUSE_QUERY; CONFIG_INVALID when the scorecard has no
 *   rules for the quarter, or rules from the day after it already
 */
export async function reviewBaselines(
  config: Config,
  scorecard: string,
  quarter: Period,
  effects: ReviewEffects,
): Promise<ScorecardProposal> {
  const card = entryOf(config, "scorecards", scorecard);
  const rules = rulesOf(card, scorecard, quarter);
  const owner = Object.values(config.reports).find((report) => report.scorecard === scorecard);
  const calendar = calendarOf(config, owner ?? {});
  const effectiveFrom = shift(quarter, 1, calendar).firstDay;
  const later = card.versions.find(({ effective_from: from }) => from >= effectiveFrom);
  if (later !== undefined) {
    throw new PeriodicalError(
      "CONFIG_INVALID",
      `The scorecard ${scorecard} has rules from ${later.effective_from} already; a version from ${effectiveFrom} would come before them.`,
      {
        where: `scorecards.${scorecard}.versions`,
        hint: "Review a later quarter, or take the newer version out first.",
      },
    );
  }
  const report = Report.parse({
    title: "Baselines",
    scorecard,
    cadence: "quarter",
    inside: "month",
    history: QUARTERS,
    ...(owner?.timezone === undefined ? {} : { timezone: owner.timezone }),
  });
  const reviewing: Config = { ...config, reports: { ...config.reports, [REVIEW]: report } };
  const snapshot = await effects.read((session) =>
    collect(reviewing, { report: REVIEW, period: quarter, scope: {} }, session, effects),
  );
  const { indicators } = evaluate(snapshot, reviewing);
  return {
    scorecard,
    effectiveFrom,
    quarter: quarter.id,
    rules,
    proposals: proposeBaselines(indicators, rules, config.indicators),
    warnings: warningsOf(rules, effectiveFrom, effects.now),
  };
}

function warningsOf(rules: ReturnType<typeof rulesOf>, effectiveFrom: string, now: Date): string[] {
  const passed = Object.values(rules.dimensions).flatMap(({ indicators }) =>
    Object.entries(indicators).flatMap(([id, { target_date: date }]) =>
      date !== undefined && date < effectiveFrom ? [`${id} (${date})`] : [],
    ),
  );
  return [
    ...(effectiveFrom <= now.toISOString().slice(0, 10)
      ? [`It would begin on ${effectiveFrom}, which has passed: periods since then would be scored anew.`]
      : []),
    ...(passed.length > 0 ? [`Set a new target_date, the day has passed: ${passed.join(", ")}.`] : []),
  ];
}
