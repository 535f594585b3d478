import type { Action } from "../actions/action.ts";
import type { Period } from "../calendar/period.ts";
import type { Config } from "../config/schema/index.ts";
import type { ReadSession } from "../warehouse/session.ts";
import { collectAnalysis } from "./analyses/index.ts";
import type { AnalysisRecord } from "./analyses/record.ts";
import type { AnalysisTools, TypedDataset } from "./analyses/tools.ts";
import { combinePeriods } from "./combine-periods.ts";
import { compileMeasurements, type MeasurementRow } from "./compile.ts";
import type { DatasetTypes } from "./compile-context.ts";
import {
  type CoverageRow,
  coverageStatement,
  decodeRecord,
  type RecordRow,
  recordStatement,
} from "./dataset-record.ts";
import { type DayRow, daysStatement } from "./days.ts";
import { decode, type Measured } from "./decode.ts";
import { collectFeedback } from "./feedback.ts";
import { followedActions } from "./follow-up.ts";
import { collectLabels, labelsInUse, namesToHide } from "./labels.ts";
import { membersBySize } from "./members.ts";
import { hiddenDimensions, maskedRecord, nameMask } from "./personal.ts";
import { calendarOf, type DatasetPlan, datasetsOf, type Plan, periodsMeasured, plan, reportOf } from "./plan.ts";
import { datasetTypes } from "./probe.ts";
import { type Recorder, recorder } from "./query.ts";
import { refuseNoData, refuseOpenPeriod } from "./refusals.ts";
import type { Timed } from "./rows-of-period.ts";
import { collectSpotChecks, collectSurvey } from "./sampling.ts";
import { checkScope } from "./scope.ts";
import type { Cut, DatasetRecord, Measurement, Snapshot } from "./snapshot.ts";
import { sourceName } from "./sql.ts";
import { weighAll } from "./weightings.ts";

export interface CollectRequest {
  report: string;
  period: Period;
  scope: Cut;
}

export interface CollectEffects {
  now: Date;
  /** `PostgreSQL 18.4` */
  server: string;
  /** Files the import ledger knows of a dataset. */
  files?: (dataset: string) => Promise<DatasetRecord["files"]>;
  /** Every adopted measure the state database knows; null where it keeps none. */
  actions?: () => Promise<readonly Action[] | null>;
}

/** A dataset, and how it looks in the warehouse. */
interface Known {
  plan: DatasetPlan;
  types: DatasetTypes;
  coverage: CoverageRow;
}

/**
 * Takes everything one edition needs from the warehouse, all of it as of one moment.
 *
 * ```
 * types, coverage ─► plan ─► scope exists? ─► one measurement statement per dataset ─► any row? ─► what goes beside
 * ```
 *
 * @throws {PeriodicalError} NOT_FOUND, PERIOD_INVALID, SCOPE_UNKNOWN, NO_DATA, WAREHOUSE_QUERY
 */
export async function collect(
  config: Config,
  request: CollectRequest,
  session: ReadSession,
  effects: CollectEffects,
): Promise<Snapshot> {
  const report = reportOf(config, request.report);
  const { scope, period } = request;
  const calendar = calendarOf(config, report);
  const adopted = effects.actions === undefined ? [] : await effects.actions();
  const actions = adopted && followedActions(adopted, config, { report: request.report, period, scope, calendar });
  const draft = plan(config, request, null, actions ?? []);
  refuseOpenPeriod(draft, effects.now, report.cadence);
  // Less than this spills the finest grain of a large dataset to disk; for this transaction only.
  await session.query("select set_config('work_mem', '128MB', true)");

  const run = recorder(session);
  const known = new Map<string, Known>();
  for (const dataset of draft.datasets) known.set(dataset.id, await lookAt(dataset, run));
  const ready = plan(config, request, earliestOf(config, request.report, known), actions ?? []);
  await checkScope(ready, run);

  const measured = new Map<string, Measured>();
  for (const dataset of ready.datasets) {
    const entry = known.get(dataset.id);
    if (entry !== undefined && dataset.inScope)
      measured.set(dataset.id, await measureDataset(ready, dataset, entry, run));
  }
  const { scored, all } = datasetsOf(config, report);
  refuseNoData(ready, scored.length > 0 ? scored : all, measured, (id) => known.get(id)?.coverage);

  const datasets: DatasetRecord[] = [];
  for (const dataset of ready.datasets) {
    const entry = known.get(dataset.id);
    if (entry === undefined) continue;
    const files = (await effects.files?.(dataset.id)) ?? [];
    datasets.push(await recordOf(ready, dataset, entry, measured.get(dataset.id), files, run));
  }
  const labels = await collectLabels(ready, run);
  const hidden = hiddenDimensions(config, request.report, request.scope);
  const mask = nameMask(await namesToHide(labels, hidden, ready, run));
  const beside = withoutNames(await collectBeside(config, ready, known, measured, hidden, run), mask);
  const members = membersBySize([...measured.values()]);
  const weighed = await weighAll(config, ready, measured, (id) => known.get(id)?.types.time, run);
  const measurements = combinedMeasurements(config, ready, weighed.measurements);
  return {
    schema: "periodical/snapshot@1",
    report: request.report,
    period: request.period,
    scope: request.scope,
    calendar: ready.calendar,
    history: ready.history,
    lastYear: ready.lastYear,
    inside: ready.inside,
    further: ready.further,
    takenAt: effects.now.toISOString(),
    server: effects.server,
    datasets,
    queries: run.records(),
    members,
    labels: labelsInUse(labels, hidden, { scope: request.scope, members, analyses: beside.analyses }),
    measurements,
    weightings: weighed.weightings,
    actions: actions?.map((action) => actionWithoutNames(action, mask)) ?? null,
    ...beside,
  };
}

/** As measured, or put together from the inner periods where the report combines its indicators so. */
function combinedMeasurements(config: Config, ready: Plan, measurements: readonly Measurement[]): Measurement[] {
  const { combine } = reportOf(config, ready.report);
  if (combine?.indicators !== "combined") return [...measurements];
  const periods = [...ready.history, ...(ready.lastYear === null ? [] : [ready.lastYear])];
  return combinePeriods(measurements, config.indicators, combine, periods, ready.calendar);
}

async function lookAt(dataset: DatasetPlan, run: Recorder): Promise<Known> {
  const types = await datasetTypes(dataset, run);
  const [coverage] = await run.run<CoverageRow>(coverageStatement(dataset.id, dataset.dataset, types.time));
  return { plan: dataset, types, coverage: coverage ?? { earliest: null, watermark: null } };
}

async function measureDataset(ready: Plan, dataset: DatasetPlan, { types }: Known, run: Recorder): Promise<Measured> {
  const statement = compileMeasurements(ready, dataset, types);
  return decode(ready, dataset, statement, await run.run<MeasurementRow>(statement));
}

async function recordOf(
  ready: Plan,
  dataset: DatasetPlan,
  { types, coverage }: Known,
  measured: Measured | undefined,
  files: DatasetRecord["files"],
  run: Recorder,
): Promise<DatasetRecord> {
  const statement = recordStatement(ready, dataset, types.time);
  const rows = dataset.inScope ? await run.run<RecordRow>(statement) : [];
  const days = daysStatement(ready, dataset, types);
  const { id } = dataset;
  return {
    dataset: id,
    source: sourceName(dataset.dataset),
    rows: measured?.rows ?? Object.fromEntries(periodsMeasured(ready).map((period) => [period.id, 0])),
    ...decodeRecord(ready, dataset, rows),
    days: dataset.inScope ? days.decode(await run.run<DayRow>(days)) : [],
    ...coverage,
    files: files.map(({ name, sha256, rows: kept, rejected, loadedAt }) => ({
      name,
      sha256,
      rows: kept,
      rejected,
      loadedAt,
    })),
    query: dataset.inScope ? statement.id : `${id}/coverage`,
    inScope: dataset.inScope,
  };
}

/** Feedback, survey, spot checks and analyses; null where the report has none or the scope cuts a dataset that lacks it. */
async function collectBeside(
  config: Config,
  ready: Plan,
  known: ReadonlyMap<string, Known>,
  measured: ReadonlyMap<string, Measured>,
  hidden: ReadonlySet<string>,
  run: Recorder,
): Promise<Beside> {
  const { feedback, survey, spot_checks: checks, analyses } = reportOf(config, ready.report);
  const timed = (id: string | undefined): TypedDataset | null => {
    const dataset = ready.datasets.find((entry) => entry.id === id);
    const types = id === undefined ? undefined : known.get(id)?.types;
    return dataset === undefined || types === undefined || !dataset.inScope
      ? null
      : { plan: dataset, time: types.time, types };
  };
  const rowsOf = ({ plan: { id } }: Timed): number => measured.get(id)?.rows[ready.period.id] ?? 0;
  const [comments, answers, served] = [timed(feedback?.dataset), timed(survey?.dataset), timed(survey?.population)];
  const [checked, checkable] = [timed(checks?.dataset), timed(checks?.population)];
  const looked: AnalysisRecord[] = [];
  const weigh: AnalysisTools["weigh"] = async (plan, own, id) => {
    // A population need not be among what the analysis measures.
    const others = ready.datasets.filter((entry) => plan.datasets.every((one) => one.id !== entry.id));
    const datasets = [...plan.datasets, ...others.map((entry) => ({ ...entry, indicators: [] }))];
    const timeOf = (dataset: string) => known.get(dataset)?.types.time;
    const weighed = await weighAll(config, { ...plan, datasets }, own, timeOf, run, id);
    return combinedMeasurements(config, plan, weighed.measurements);
  };
  for (const analysis of analyses) {
    const record = await collectAnalysis(analysis, { config, plan: ready, run, dataset: timed, hidden, weigh });
    if (record !== null) looked.push(record);
  }
  return {
    feedback:
      feedback && comments
        ? await collectFeedback(ready, comments.plan, feedback, comments.time, run, config.dictionaries)
        : null,
    survey:
      survey && answers && served
        ? await collectSurvey(ready, survey, answers, served, timed(survey.invitations?.dataset), run)
        : null,
    spotChecks:
      checks && checked && checkable
        ? await collectSpotChecks(
            ready,
            checks,
            checked,
            { population: rowsOf(checkable), checked: rowsOf(checked) },
            run,
          )
        : null,
    analyses: looked,
  };
}

type Beside = Pick<Snapshot, "feedback" | "survey" | "spotChecks" | "analyses">;

/** What people wrote about a measure; ids, days and statuses stay as they are. */
function actionWithoutNames(action: Action, mask: (text: string) => string): Action {
  const { measure, department, owner, resources, note } = action;
  return { ...action, ...maskedRecord({ measure, department, owner, resources, note }, mask) };
}

/** Texts are taken as they were written; whoever may not be named in this edition is taken out before anything is kept. */
function withoutNames(beside: Beside, mask: (text: string) => string): Beside {
  const { feedback, analyses } = beside;
  return { ...beside, feedback: maskedRecord(feedback, mask), analyses: maskedRecord(analyses, mask) };
}

function earliestOf(config: Config, report: string, known: ReadonlyMap<string, Known>): string | null {
  const { scored } = datasetsOf(config, reportOf(config, report));
  const found = scored.flatMap((id) => known.get(id)?.coverage.earliest ?? []);
  return found.length === 0
    ? null
    : found.reduce((first, next) => (Date.parse(next) < Date.parse(first) ? next : first));
}
