import type { Action } from "../actions/action.ts";
import type { CalendarRules, Period } from "../calendar/period.ts";
import { parsePeriod, shift } from "../calendar/periods.ts";
import type { Config } from "../config/schema/index.ts";
import type { Report } from "../config/schema/report.ts";
import { hiddenDimensions } from "./personal.ts";
import type { Cut } from "./snapshot.ts";

/** What an edition needs to know to choose among all actions. */
export interface Following {
  report: string;
  period: Period;
  scope: Cut;
  calendar: CalendarRules;
}

/** Of an action's periods so many are looked at, counted back from the edition's; the first one always is. */
const LATEST_PERIODS = 24;

/**
 * The actions an edition measures again: of the reports it follows, of its own scope, adopted from a period that ended
 * before its own; those that were closed or cancelled before its period began are left out. An action about one person is
 * only told where people are.
 */
export function followedActions(all: readonly Action[], config: Config, following: Following): Action[] {
  const { report, period, scope, calendar } = following;
  const reports = new Set(followedReports(config.reports[report], report));
  const hidden = hiddenDimensions(config, report, scope);
  return all.filter((action) => {
    if (!reports.has(action.report) || !sameCut(action.scope, scope)) return false;
    if (Object.keys(action.standard?.cut ?? {}).some((dimension) => hidden.has(dimension) && !(dimension in scope)))
      return false;
    const ended = action.closedAt !== null && Date.parse(action.closedAt) < Date.parse(period.start);
    return !ended && Date.parse(parsePeriod(action.period, calendar).end) < Date.parse(period.end);
  });
}

/** Reports whose actions a report measures again: its own unless it says otherwise. */
export const followedReports = (report: Pick<Report, "follow_up"> | undefined, id: string): readonly string[] =>
  report?.follow_up ?? [id];

/**
 * Periods in which an action is looked at, oldest first: the one it was adopted from, and the latest that had ended with
 * the edition's, all of one length.
 */
export function periodsOfAction(action: Pick<Action, "period">, edition: Period, calendar: CalendarRules): Period[] {
  const first = parsePeriod(action.period, calendar);
  const later: Period[] = [];
  for (
    let next = shift(first, 1, calendar);
    Date.parse(next.end) <= Date.parse(edition.end);
    next = shift(next, 1, calendar)
  )
    later.push(next);
  return [first, ...later.slice(-LATEST_PERIODS)];
}

/** What the standards of actions need measured beyond the report itself. */
export interface FollowUpNeeds {
  indicators: readonly string[];
  /** Each cut once, with the indicators it is wanted for; a cut of the whole needs nothing of its own. */
  cells: readonly { cut: Cut; indicators: readonly string[] }[];
  periods: readonly Period[];
  /** Periods in which a theme's share is looked at. */
  themePeriods: readonly Period[];
}

export function followUpNeeds(
  actions: readonly Action[],
  edition: Pick<Following, "period" | "calendar">,
): FollowUpNeeds {
  const measured = actions.flatMap((action) =>
    action.standard === null ? [] : [{ action, standard: action.standard }],
  );
  const cells = new Map<string, { cut: Cut; indicators: Set<string> }>();
  for (const { standard } of measured) {
    if (standard.indicator === undefined || Object.keys(standard.cut).length === 0) continue;
    const key = cutKey(standard.cut);
    const cell = cells.get(key) ?? { cut: standard.cut, indicators: new Set<string>() };
    cells.set(key, cell);
    cell.indicators.add(standard.indicator);
  }
  const periodsOf = (wanted: typeof measured): Period[] => {
    const all = wanted.flatMap(({ action }) => periodsOfAction(action, edition.period, edition.calendar));
    return [...new Map(all.map((period) => [period.id, period])).values()];
  };
  return {
    indicators: [...new Set(measured.flatMap(({ standard }) => standard.indicator ?? []))],
    cells: [...cells.values()].map(({ cut, indicators }) => ({ cut, indicators: [...indicators] })),
    periods: periodsOf(measured),
    themePeriods: periodsOf(measured.filter(({ standard }) => standard.theme !== undefined)),
  };
}

const cutKey = (cut: Cut): string => JSON.stringify(Object.entries(cut).sort(([a], [b]) => (a < b ? -1 : 1)));

export const sameCut = (a: Cut, b: Cut): boolean => cutKey(a) === cutKey(b);
