import type { Period } from "../calendar/period.ts";
import { lastClosed, shift } from "../calendar/periods.ts";
import type { Dataset } from "../config/schema/dataset.ts";
import type { Config } from "../config/schema/index.ts";
import { PeriodUnit } from "../config/schema/report.ts";
import { PeriodicalError } from "../errors.ts";
import { staleBenchmarks } from "./check-benchmarks.ts";
import { checkDataset, type Finding, type Lend } from "./check-dataset.ts";
import { compileMeasurements } from "./compile.ts";
import { type CoverageRow, coverageStatement } from "./dataset-record.ts";
import { calendarOf, datasetsOf, plan } from "./plan.ts";
import { datasetTypes } from "./probe.ts";
import { recorder } from "./query.ts";
import { group, Parameters, relation, sourceName } from "./sql.ts";
import { bucket, type TimeColumn, within } from "./time-column.ts";

const PERIODS_SHOWN = 3;

/** How a dataset stands: its span, and its rows in the last closed periods at the cadence of the reports that use it. */
export interface DatasetState extends CoverageRow {
  dataset: string;
  source: string;
  periods: { period: string; rows: number }[];
}

export interface WarehouseCheck {
  /** Would make an edition fail. */
  problems: Finding[];
  /** An edition can be made, but its reader should know. */
  warnings: Finding[];
  datasets: DatasetState[];
}

/** Tries everything the configuration says about the warehouse; problems are collected, not thrown. */
export async function checkWarehouse(config: Config, lend: Lend, now: Date): Promise<WarehouseCheck> {
  const result: WarehouseCheck = { problems: [], warnings: [], datasets: [] };
  const sound = new Set<string>();
  for (const [id, dataset] of Object.entries(config.datasets)) {
    const found = await checkDataset(config, id, dataset, lend);
    result.problems.push(...found);
    if (found.length > 0) continue;
    sound.add(id);
    const state = await stateOf(config, id, dataset, lend, now);
    result.datasets.push(state);
    result.warnings.push(...staleness(state));
  }
  result.warnings.push(...staleBenchmarks(config, now));
  for (const id of Object.keys(config.reports))
    result.problems.push(...(await checkStatements(config, id, sound, lend, now)));
  return result;
}

async function stateOf(config: Config, id: string, dataset: Dataset, lend: Lend, now: Date): Promise<DatasetState> {
  const last = lastPeriod(config, id, now);
  const periods = Array.from({ length: PERIODS_SHOWN }, (_, i) =>
    shift(last.period, i - PERIODS_SHOWN + 1, last.rules),
  );
  return lend(async (session) => {
    const run = recorder(session);
    const { time } = await datasetTypes({ id, dataset, indicators: [] }, run);
    const [coverage] = await run.run<CoverageRow>(coverageStatement(id, dataset, time));
    const { sql, params } = rowsStatement(id, dataset, time, periods);
    const rows = await session.query<{ period: number; rows: number }>(sql, params);
    const counts = new Map(rows.map((row) => [row.period, row.rows]));
    return {
      dataset: id,
      source: sourceName(dataset),
      earliest: coverage?.earliest ?? null,
      watermark: coverage?.watermark ?? null,
      periods: periods.map((period, index) => ({ period: period.id, rows: counts.get(index + 1) ?? 0 })),
    };
  });
}

/** The last closed period at the shortest cadence of the reports that use a dataset; months where none does. */
function lastPeriod(config: Config, id: string, now: Date): { period: Period; rules: ReturnType<typeof calendarOf> } {
  const users = Object.values(config.reports).filter((report) => datasetsOf(config, report).all.includes(id));
  const order = PeriodUnit.options;
  const shortest = users.sort((a, b) => order.indexOf(a.cadence) - order.indexOf(b.cadence))[0];
  const rules = calendarOf(config, shortest ?? {});
  return { period: lastClosed(shortest?.cadence ?? "month", now, rules), rules };
}

function rowsStatement(id: string, dataset: Dataset, time: TimeColumn, periods: readonly Period[]) {
  const parameters = new Parameters();
  const [first, last] = [periods[0]?.start ?? "", periods.at(-1)?.end ?? ""];
  const conditions = [
    within(time, first, last, parameters),
    ...(dataset.where === undefined ? [] : [group(dataset.where)]),
  ];
  const bounds = [...periods.map(({ start }) => start), last];
  const sql = [
    `select ${bucket(time, bounds, parameters)} as period, count(*) as rows`,
    `from ${relation(id, dataset)}`,
    `where ${conditions.join("\n  and ")}`,
    "group by 1",
  ].join("\n");
  return { sql, params: parameters.values };
}

function staleness({ dataset, watermark, periods }: DatasetState): Finding[] {
  const last = periods.at(-1);
  if (watermark === null) {
    return [{ where: `dataset ${dataset}`, message: "It is empty.", hint: "Import its rows, or run periodical demo." }];
  }
  if (last === undefined || last.rows > 0) return [];
  return [
    {
      where: `dataset ${dataset}`,
      message: `It has no row in ${last.period}; the latest one is of ${watermark.slice(0, 10)}.`,
      hint: "Import newer rows, or report an earlier period.",
    },
  ];
}

/** Has the server plan the very statements an edition would run; their expressions are sound by now. */
async function checkStatements(
  config: Config,
  id: string,
  sound: ReadonlySet<string>,
  lend: Lend,
  now: Date,
): Promise<Finding[]> {
  const report = config.reports[id];
  if (report === undefined) return [];
  const period = lastClosed(report.cadence, now, calendarOf(config, report));
  const draft = plan(config, { report: id, period, scope: {} }, "1900-01-01T00:00:00Z");
  const findings: Finding[] = [];
  for (const dataset of draft.datasets) {
    if (!sound.has(dataset.id)) continue;
    try {
      await lend(async (session) => {
        const types = await datasetTypes(dataset, recorder(session));
        const { sql, params } = compileMeasurements(draft, dataset, types);
        await session.query(`explain ${sql}`, params);
      });
    } catch (error) {
      if (!(error instanceof PeriodicalError) || error.code !== "WAREHOUSE_QUERY") throw error;
      findings.push({ where: `report ${id}: dataset ${dataset.id}`, message: error.message, hint: error.hint });
    }
  }
  return findings;
}
