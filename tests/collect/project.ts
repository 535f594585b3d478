import type { Period } from "../../src/calendar/period.ts";
import { parsePeriod } from "../../src/calendar/periods.ts";
import { collect } from "../../src/collect/collect.ts";
import { calendarOf } from "../../src/collect/plan.ts";
import { type Cut, figureId, type Measurement, type Snapshot } from "../../src/collect/snapshot.ts";
import { type Config, ConfigFile } from "../../src/config/schema/index.ts";
import { ProjectConfig } from "../../src/config/schema/project.ts";
import { Theme } from "../../src/config/schema/theme.ts";
import type { Warehouse } from "../../src/warehouse/warehouse.ts";

export const NOW = new Date("2027-01-15T00:00:00Z");

/** A project of one dataset `items`, one report `r`, and the indicators given; all weighed alike. */
export interface Sketch {
  zone?: string;
  dataset?: object;
  indicators?: Record<string, object>;
  /** Baseline, target … of an indicator. */
  scored?: Record<string, object>;
  report?: object;
  /** More sections, merged over the rest. */
  sections?: Record<string, Record<string, unknown>>;
}

export function project({
  zone = "Asia/Shanghai",
  dataset = {},
  indicators = {},
  scored = {},
  report = {},
  sections = {},
}: Sketch): Config {
  const ids = Object.keys(indicators);
  const raw: Record<string, Record<string, unknown>> = {
    datasets: { items: { name: "items", source: { table: "items" }, time: { column: "at" }, ...dataset } },
    indicators: Object.fromEntries(
      Object.entries(indicators).map(([id, indicator]) => [
        id,
        { name: id, definition: id, dataset: "items", unit: "count", ...indicator },
      ]),
    ),
    scorecards: {
      s: {
        name: "s",
        versions: [
          {
            effective_from: "2000-01-01",
            dimensions: {
              d: {
                name: "d",
                indicators: Object.fromEntries(ids.map((id) => [id, { weight: 100 / ids.length, ...scored[id] }])),
              },
            },
          },
        ],
      },
    },
    reports: { r: { title: "r", scorecard: "s", cadence: "month", ...report } },
  };
  for (const [section, entries] of Object.entries(sections)) raw[section] = { ...raw[section], ...entries };
  const { theme: _, ...parsed } = ConfigFile.parse(raw);
  return {
    root: "/nowhere",
    project: ProjectConfig.parse({ organisation: "Test", timezone: zone }),
    datasets: {},
    indicators: {},
    scorecards: {},
    playbooks: {},
    goals: {},
    kpis: {},
    groups: {},
    channels: {},
    reports: {},
    imports: {},
    holidays: {},
    dictionaries: {},
    theme: Theme.parse({}),
    fingerprint: "",
    ...Object.fromEntries(Object.entries(parsed).filter(([, section]) => section !== undefined)),
  };
}

export function periodIn(config: Config, id: string, report = "r"): Period {
  return parsePeriod(id, calendarOf(config, config.reports[report] ?? {}));
}

export function take(
  warehouse: Warehouse,
  config: Config,
  id: string,
  { scope = {}, report = "r", now = NOW }: { scope?: Cut; report?: string; now?: Date } = {},
): Promise<Snapshot> {
  const period = periodIn(config, id, report);
  return warehouse.read((session) =>
    collect(config, { report, period, scope }, session, { now, server: "PostgreSQL" }),
  );
}

/** The measurement of an indicator, or a failed test. */
export function measured(
  snapshot: Snapshot,
  indicator: string,
  period = snapshot.period.id,
  cut: Cut = {},
): Measurement {
  const wanted = figureId(indicator, period, cut);
  const found = snapshot.measurements.find((one) => figureId(one.indicator, one.period, one.cut) === wanted);
  if (found === undefined) throw new Error(`${wanted} was not measured`);
  return found;
}

/** Creates a table and fills it; values are bound. */
export async function table(
  warehouse: Warehouse,
  name: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const names = Object.keys(columns);
  await warehouse.write(async (client) => {
    await client.query(`drop table if exists "${name}"`);
    await client.query(
      `create table "${name}" (${names.map((column) => `"${column}" ${columns[column]}`).join(", ")})`,
    );
    if (rows.length === 0) return;
    const arrays = names.map((column) => rows.map((row) => row[column] ?? null));
    const unnest = names.map((column, index) => `$${index + 1}::${columns[column]}[]`);
    await client.query(`insert into "${name}" select * from unnest(${unnest.join(", ")})`, arrays);
  });
}
