import { type ChainEntry, settle } from "./archive/chain.ts";
import type { ArchiveStore } from "./archive/store.ts";
import { planBurst } from "./burst.ts";
import type { CalendarRules } from "./calendar/period.ts";
import { parsePeriod } from "./calendar/periods.ts";
import type { Config } from "./config/schema/index.ts";
import { editionId } from "./edition-files.ts";
import { PeriodicalError } from "./errors.ts";
import { type Asked, fileEdition } from "./filing.ts";
import type { EditionRequest, Effects } from "./publish.ts";
import type { DueRun } from "./schedule/due.ts";
import { missingRuns } from "./schedule/missing.ts";
import { timetableOf } from "./schedule/timetable.ts";

/** A run of a report that is due and not filed yet. */
export interface OpenRun extends DueRun {
  report: string;
}

/** What became of one edition of a run. */
export type DueEdition = { id: string; due: Date } & (
  | { state: "filed" }
  /** Another process was faster. */
  | { state: "filed elsewhere" }
  | { state: "failed"; error: unknown }
);

/**
 * Every run that is due by the reports' schedules and not filed, the one due first at the front. The archive is what says
 * which editions there are, so nothing else must be remembered between two looks, and a missed look loses nothing.
 */
export async function openRuns(config: Config, store: ArchiveStore, now: Date): Promise<OpenRun[]> {
  const chain = await settle(store);
  return Object.keys(config.reports)
    .flatMap((report) => {
      const table = timetableOf(config, report);
      if (table === null) return [];
      const periods = filedPeriods(chain, report);
      // Which members a report with scopes has in a period, only the warehouse knows: it is asked every time.
      const complete = config.reports[report]?.scopes === undefined ? periods.whole : new Set<string>();
      return missingRuns(table, complete, firstBegun(periods.any, table.rules), now).map((run) => ({ report, ...run }));
    })
    .sort((a, b) => a.due.getTime() - b.due.getTime());
}

/**
 * Files what is due, oldest first, one edition after the other. One that fails does not stop the others and is tried again
 * by the next call; two processes never file the same edition twice.
 */
export async function fileDue(
  config: Config,
  runs: readonly OpenRun[],
  effects: Effects,
  store: ArchiveStore,
  asked: Asked,
): Promise<DueEdition[]> {
  const editions: DueEdition[] = [];
  for (const { report, period, due } of runs) {
    const whole = requestOf(config, report, period);
    let requests: EditionRequest[];
    try {
      requests = await editionsOf(config, whole, effects);
    } catch (error) {
      effects.signal.throwIfAborted();
      editions.push({ id: editionId(whole), due, state: "failed", error });
      continue;
    }
    const filed = filedPeriods(await settle(store), report).ids;
    for (const request of requests.filter((one) => !filed.has(editionId(one)))) {
      effects.signal.throwIfAborted();
      editions.push({ id: editionId(request), due, ...(await attempt(config, request, effects, store, asked)) });
    }
  }
  return editions;
}

async function attempt(
  config: Config,
  request: EditionRequest,
  effects: Effects,
  store: ArchiveStore,
  asked: Asked,
): Promise<{ state: "filed" | "filed elsewhere" } | { state: "failed"; error: unknown }> {
  try {
    await fileEdition(config, request, effects, store, asked);
    return { state: "filed" };
  } catch (error) {
    effects.signal.throwIfAborted();
    if (error instanceof PeriodicalError && error.code === "BUSY") return { state: "filed elsewhere" };
    return { state: "failed", error };
  }
}

/** The editions of a run: one, or by the report's `scopes` one for each member that has rows. */
async function editionsOf(config: Config, whole: EditionRequest, effects: Effects): Promise<EditionRequest[]> {
  const scopes = config.reports[whole.report]?.scopes;
  if (scopes === undefined) return [whole];
  const spec = { each: scopes.each ?? null, andAll: scopes.and_all, minimumRows: scopes.minimum_rows };
  return (await planBurst(config, whole, spec, effects)).requests;
}

function requestOf(config: Config, report: string, period: DueRun["period"]): EditionRequest {
  const { locales, formats } = config.reports[report] ?? { formats: ["pdf"] as const };
  return { report, period, scope: {}, locales: [...(locales ?? config.project.locales)], formats, out: "" };
}

/** Periods of a report in the archive: any edition, the edition of the whole; and the editions' ids. */
function filedPeriods(chain: readonly ChainEntry[], report: string) {
  const editions = chain.flatMap(({ manifest }) =>
    manifest.kind === "filed" && manifest.edition.report === report ? [manifest.edition] : [],
  );
  return {
    any: new Set(editions.map(({ period }) => period)),
    whole: new Set(editions.filter(({ scope }) => Object.keys(scope).length === 0).map(({ period }) => period)),
    ids: new Set(editions.map(({ id }) => id)),
  };
}

function firstBegun(periods: ReadonlySet<string>, rules: CalendarRules): Date | null {
  const starts = [...periods].map((id) => Date.parse(parsePeriod(id, rules).start));
  return starts.length === 0 ? null : new Date(Math.min(...starts));
}
