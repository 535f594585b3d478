import { acceptInto } from "../actions/accept-into.ts";
import type { Action } from "../actions/action.ts";
import { shift } from "../calendar/periods.ts";
import { collect } from "../collect/collect.ts";
import { calendarOf, reportOf } from "../collect/plan.ts";
import type { Config } from "../config/schema/index.ts";
import type { Report } from "../config/schema/report.ts";
import { editionId } from "../edition-files.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import type { EditionRequest } from "../publish.ts";
import { writeActions } from "../state/actions.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/**
 * What the sample organisation adopted, counted back in periods from the edition that is printed: long ago the lesser
 * measures, then the most urgent one, and last what was left. So some had time to work, one is overdue, one is recent.
 */
const ACCEPTED: readonly { back: number; from: number; to?: number }[] = [
  { back: 8, from: 2 },
  { back: 3, from: 0, to: 1 },
  { back: 1, from: 0 },
];

/**
 * Gives the sample organisation a past to follow up: evaluates earlier editions of a report without printing them, and
 * adopts the measures they recommend. Called again it adds nothing.
 *
 * Only what decides about measures is collected: a short history, no heat maps, quotes, samples or closer looks.
 *
 * @param request the edition that will be printed
 * @returns the actions that were added
 */
export async function seedActions(
  config: Config,
  request: Pick<EditionRequest, "report" | "period" | "scope">,
  warehouse: Pick<Warehouse, "read" | "write" | "server">,
  options: { now: Date; signal?: AbortSignal | undefined },
): Promise<Action[]> {
  const report = reportOf(config, request.report);
  const short: Config = { ...config, reports: { ...config.reports, [request.report]: shortened(report) } };
  const calendar = calendarOf(config, report);
  const { now, signal } = options;
  const editions = await warehouse.read(
    async (session) => {
      const found = [];
      for (const { back, from, to } of ACCEPTED) {
        const period = shift(request.period, -back, calendar);
        const edition = { report: request.report, period, scope: request.scope };
        const snapshot = await collect(short, edition, session, { now, server: warehouse.server });
        const id = editionId(edition);
        const evaluation = evaluate(snapshot, short);
        found.push({ id, config, evaluation: { ...evaluation, measures: evaluation.measures.slice(from, to) } });
      }
      return found;
    },
    { signal },
  );
  return writeActions(
    warehouse,
    async (book) => {
      const added: Action[] = [];
      for (const edition of editions) added.push(...(await acceptInto(book, edition, { by: "sample" })).added);
      return added;
    },
    { signal },
  );
}

function shortened(report: Report): Report {
  const { survey: _survey, spot_checks: _checks, feedback, ...rest } = report;
  const themes = feedback === undefined ? {} : { feedback: { ...feedback, quotes: 0 } };
  return { ...rest, ...themes, history: 2, heatmap: [], analyses: [], charts: [] };
}
