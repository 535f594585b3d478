import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parsePeriod, shift } from "../src/calendar/periods.ts";
import { collect } from "../src/collect/collect.ts";
import { calendarOf } from "../src/collect/plan.ts";
import type { Config } from "../src/config/schema/index.ts";
import { ConfigFile } from "../src/config/schema/index.ts";
import { ProjectConfig } from "../src/config/schema/project.ts";
import { Theme } from "../src/config/schema/theme.ts";
import { type Warehouse, withWarehouse } from "../src/warehouse/warehouse.ts";

const ROWS = 1_000_000;
const ROUNDS = 7;
const ZONE = "Asia/Shanghai";
const DIMENSIONS = ["channel", "team", "issue_type", "shift"] as const;
const NOW = new Date("2026-11-02T00:00:00Z");

/**
 * The whole of `collect` for a monthly report over a million tickets (13 months, 8 indicators, the total and 4
 * breakdowns with as many members as those of the shipped configuration), against
 * - the floor: a bare serial scan that reads the same columns and adds them up without grouping;
 * - one query for each indicator and cut, with the same literal bounds; what they take as one writes them, with
 *   `date_trunc` in the report's zone, is said beside.
 */
export async function run(): Promise<{ name: string; ratio: number; limit: string; detail: string }[]> {
  const root = await mkdtemp(join(tmpdir(), "periodical-bench-"));
  const config = benchConfig(root);
  try {
    return await withWarehouse(config, { forceEmbedded: true }, async (warehouse) => {
      await createTickets(warehouse);
      const collected: number[] = [];
      const floor: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        floor.push(await timed(() => scan(warehouse)));
        collected.push(await timed(() => snapshot(config, warehouse)));
      }
      const single = await timed(() => oneByOne(warehouse, `date_trunc('month', created_at, '${ZONE}')`, []));
      const bounded = await timed(() => oneByOne(warehouse, "width_bucket(created_at, $1::timestamptz[])", [months()]));
      const ours = median(collected);
      return [
        {
          name: "collect: 1 M tickets against a bare scan",
          ratio: median(collected.map((ms, round) => ms / (floor[round] ?? Number.NaN))),
          limit: "<= 3.5",
          detail: `collect ${Math.round(ours)} ms, bare serial scan ${Math.round(median(floor))} ms`,
        },
        {
          name: "collect: against one query per indicator and cut",
          ratio: bounded / ours,
          limit: ">= 10",
          detail: `${INDICATORS.length * (DIMENSIONS.length + 1)} queries: ${Math.round(bounded)} ms; with date_trunc in the zone ${Math.round(single)} ms (${(single / ours).toFixed(0)} x)`,
        },
      ];
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Indicator, its configuration, and how a plain query would say it. */
const INDICATORS: readonly (readonly [id: string, config: object, sql: string])[] = [
  [
    "first_response_time",
    { kind: "mean", value: "first_response_s", unit: "seconds", direction: "lower_is_better" },
    "avg(first_response_s), var_samp(first_response_s), avg((first_response_s <= 7200)::int), avg((first_response_s <= 5400)::int)",
  ],
  [
    "handling_time",
    { kind: "mean", value: "handling_s", unit: "seconds", direction: "lower_is_better" },
    "avg(handling_s), var_samp(handling_s)",
  ],
  ["answer_rate", { kind: "ratio", numerator: "answered", unit: "percent" }, "avg(answered::int)"],
  ["resolution_rate", { kind: "ratio", numerator: "resolved", unit: "percent" }, "avg(resolved::int)"],
  [
    "classification_accuracy",
    { kind: "ratio", numerator: "classified_right", unit: "percent" },
    "avg(classified_right::int)",
  ],
  ["service_compliance", { kind: "ratio", numerator: "compliant", unit: "percent" }, "avg(compliant::int)"],
  [
    "customer_satisfaction",
    { kind: "mean", value: "rating", unit: "score", scale_max: 5 },
    "avg(rating), var_samp(rating)",
  ],
  [
    "recommendation",
    { kind: "nps", value: "recommend", unit: "points" },
    "100 * (avg((recommend >= 9)::int) - avg((recommend <= 6)::int))",
  ],
];

export function benchConfig(root: string): Config {
  const sections = ConfigFile.parse({
    datasets: {
      tickets: {
        name: "tickets",
        source: { table: "tickets" },
        time: { column: "created_at" },
        dimensions: Object.fromEntries(DIMENSIONS.map((id) => [id, { name: id }])),
      },
    },
    indicators: Object.fromEntries(
      INDICATORS.map(([id, config]) => [id, { name: id, definition: id, dataset: "tickets", ...config }]),
    ),
    scorecards: {
      bench: {
        name: "bench",
        versions: [
          {
            effective_from: "2020-01-01",
            dimensions: {
              all: {
                name: "all",
                indicators: Object.fromEntries(
                  INDICATORS.map(([id], index) => [
                    id,
                    { weight: 12.5, ...(index === 0 ? { baseline: 7200, target: 5400 } : {}) },
                  ]),
                ),
              },
            },
          },
        ],
      },
    },
    reports: {
      monthly: {
        title: "bench",
        scorecard: "bench",
        cadence: "month",
        breakdowns: [...DIMENSIONS],
        heatmap: ["first_response_time"],
      },
    },
  });
  return {
    root,
    project: ProjectConfig.parse({ organisation: "Bench", timezone: ZONE }),
    datasets: {},
    indicators: {},
    scorecards: {},
    playbooks: {},
    goals: {},
    kpis: {},
    reports: {},
    imports: {},
    holidays: {},
    dictionaries: {},
    groups: {},
    channels: {},
    theme: Theme.parse({}),
    fingerprint: "",
    ...Object.fromEntries(Object.entries(sections).filter(([, section]) => section !== undefined)),
  };
}

/** Roughly in order of time, as a table is that grows; indexed on time, as an import leaves it. */
export async function createTickets(warehouse: Warehouse): Promise<void> {
  await warehouse.write(async (client) => {
    await client.query("select setseed(0.42)");
    await client.query(`create table tickets as
      select i as ticket_id, created_at,
        (array['phone', 'chat', 'email', 'app', 'wechat'])[1 + floor(random() * 5)::int] as channel,
        'team ' || (1 + floor(random() * 4)::int) as team,
        'issue ' || (1 + floor(random() * 7)::int) as issue_type,
        (array['early', 'late', 'night'])[1 + floor(random() * 3)::int] as shift,
        md5(i::text) as subject, (random() * 100000)::int as customer_id,
        (-ln(1 - random()) * 5400)::int as first_response_s,
        case when random() < 0.9 then (random() * 900)::int end as handling_s,
        random() < 0.95 as answered, random() < 0.8 as resolved,
        case when random() < 0.2 then random() < 0.9 end as classified_right,
        case when random() < 0.2 then random() < 0.93 end as compliant,
        case when random() < 0.3 then 1 + floor(random() * 5)::int end as rating,
        case when random() < 0.3 then floor(random() * 11)::int end as recommend
      from (select i, timestamptz '2025-09-30 16:00Z' + (i * 395.999 / ${ROWS}) * interval '1 day' as created_at
              from generate_series(0, ${ROWS - 1}) as i) as ticket`);
    await client.query("create index on tickets (created_at)");
  });
  await warehouse.knex.raw("vacuum analyze tickets");
}

async function snapshot(config: Config, warehouse: Warehouse): Promise<void> {
  const report = config.reports.monthly;
  if (report === undefined) throw new Error("the bench has no report");
  const period = parsePeriod("2026-10", calendarOf(config, report));
  const request = { report: "monthly", period, scope: {} };
  const taken = await warehouse.read((session) =>
    collect(config, request, session, { now: NOW, server: warehouse.server }),
  );
  const total = taken.history.reduce((sum, { id }) => sum + (taken.datasets[0]?.rows[id] ?? 0), 0);
  if (taken.history.length !== 13 || total !== ROWS)
    throw new Error(`measured ${total} rows of ${taken.history.length} months`);
}

/** Every column that the indicators and cuts need, read and added up. */
export async function scan(warehouse: Warehouse): Promise<void> {
  const columns = [
    "max(created_at)",
    ...DIMENSIONS.map((name) => `sum(length(${name}))`),
    ...["first_response_s", "handling_s", "rating", "recommend"].map((name) => `sum(${name})`),
    ...["answered", "resolved", "classified_right", "compliant"].map((name) => `count(${name})`),
  ];
  await warehouse.read(async (session) => {
    await session.query("select set_config('max_parallel_workers_per_gather', '0', true)");
    await session.query(`select ${columns.join(", ")} from tickets`);
  });
}

async function oneByOne(warehouse: Warehouse, month: string, params: unknown[]): Promise<void> {
  await warehouse.read(async (session) => {
    for (const cut of [null, ...DIMENSIONS]) {
      for (const [, , sql] of INDICATORS) {
        const keys = cut === null ? "1" : `1, ${cut}`;
        await session.query(
          `select ${month} as month, ${cut ?? "null"}, count(*), ${sql} from tickets group by ${keys}`,
          params,
        );
      }
    }
  });
}

/** Bounds of the 13 months. */
function months(): string[] {
  const rules = { zone: ZONE, weekStarts: "monday", fiscalYearStarts: 1 } as const;
  const last = parsePeriod("2026-10", rules);
  return Array.from({ length: 14 }, (_, i) => shift(last, i - 12, rules).start);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
