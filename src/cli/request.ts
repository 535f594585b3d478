import { resolve } from "node:path";
import type { CalendarRules, Period } from "../calendar/period.ts";
import { isClosed, lastClosed, parsePeriod } from "../calendar/periods.ts";
import { checkFilters, FILTER, filterMember } from "../collect/filters.ts";
import { calendarOf } from "../collect/plan.ts";
import type { Cut } from "../collect/snapshot.ts";
import { entryOf } from "../config/load.ts";
import type { Config } from "../config/schema/index.ts";
import type { PeriodUnit } from "../config/schema/report.ts";
import { PeriodicalError } from "../errors.ts";
import type { EditionRequest } from "../publish.ts";

export interface RequestText {
  report: string;
  /** A period's id, or `last` for the last closed one at the report's cadence. */
  period: string;
  scope?: readonly string[];
  /** Ids of filters of the report. */
  filters?: readonly string[] | undefined;
  locales?: readonly string[] | undefined;
  formats?: readonly ("pdf" | "html" | "json")[] | undefined;
  out?: string | undefined;
  now: Date;
}

/**
 * From what was typed to what is published.
 *
 * @throws {PeriodicalError} NOT_FOUND for an unknown report, PERIOD_INVALID for a text that is no period or a period
 *   that is not closed, SCOPE_UNKNOWN for a scope not written `dimension=member` or naming a dimension twice, or a filter
 *   the report does not have
 */
export function requestFor(config: Config, text: RequestText): EditionRequest {
  const report = entryOf(config, "reports", text.report);
  const scope = { ...parseScope(text.scope ?? []), ...filterScope(text.filters ?? []) };
  checkFilters(text.report, report, scope);
  return {
    report: text.report,
    period: closedPeriod(text.period, report.cadence, calendarOf(config, report), text.now),
    scope,
    locales: [...new Set(text.locales ?? report.locales ?? config.project.locales)],
    formats: [...new Set(text.formats ?? report.formats)],
    out: text.out ?? outputOf(config),
  };
}

/** Folder of all documents of a project. */
export const outputOf = (config: Config): string => resolve(config.root, config.project.output);

/**
 * A period that has ended; `last` is the last one of the unit.
 *
 * @throws {PeriodicalError} PERIOD_INVALID for a text that is no period or a period that is not closed
 */
export function closedPeriod(text: string, unit: PeriodUnit, rules: CalendarRules, now: Date): Period {
  const last = lastClosed(unit, now, rules);
  if (text === "last") return last;
  const period = parsePeriod(text, rules);
  if (isClosed(period, now)) return period;
  const begun = Date.parse(period.start) <= now.getTime();
  throw new PeriodicalError(
    "PERIOD_INVALID",
    begun
      ? `Period ${period.id} is not closed: it ends on ${period.lastDay}.`
      : `Period ${period.id} lies in the future.`,
    { hint: `The last closed one is ${last.id}; --period last takes it.` },
  );
}

const filterScope = (ids: readonly string[]): Cut => (ids.length === 0 ? {} : { [FILTER]: filterMember(ids) });

function parseScope(parts: readonly string[]): Cut {
  const scope = new Map<string, string>();
  for (const part of parts) {
    const at = part.indexOf("=");
    if (at < 1 || at === part.length - 1) {
      throw new PeriodicalError("SCOPE_UNKNOWN", `"${part}" is not a scope.`, {
        hint: "Write it as dimension=member, e.g. team=north.",
      });
    }
    const dimension = part.slice(0, at);
    if (scope.has(dimension)) {
      throw new PeriodicalError("SCOPE_UNKNOWN", `The scope names ${dimension} twice.`, {
        hint: "An edition covers one member of a dimension; make one edition for each.",
      });
    }
    scope.set(dimension, part.slice(at + 1));
  }
  return Object.fromEntries(scope);
}
