import type { Period } from "../../src/calendar/period.ts";
import { parsePeriod, subPeriods } from "../../src/calendar/periods.ts";
import { combinePeriods } from "../../src/collect/combine-periods.ts";
import type { Measurement, Snapshot, StratumParts, WeightingRecord } from "../../src/collect/snapshot.ts";
import { measurementQueryId } from "../../src/collect/snapshot.ts";
import { weigh } from "../../src/collect/weigh.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { configOf } from "./after-sales-config.ts";
import { CALENDAR } from "./snapshot.ts";

const text = (en: string, zh: string) => ({ en, "zh-CN": zh });

export interface AssessmentOptions {
  /** Over the report's own settings. */
  report?: object;
  /** Quarters in which nothing was rated, e.g. `2025-Q2`. */
  unrated?: readonly string[];
  /** Further versions of the scorecard, as a user would write them. */
  versions?: readonly object[];
  rules?: object;
}

/**
 * An annual assessment, made without a warehouse: conduct rated by roles of fixed weight (nobody rates himself),
 * satisfaction weighted to the customers served, handling time at the mix of 2025, quality checks unweighted. The score of a
 * year is put together from its quarters.
 */
export function assessment(options: AssessmentOptions = {}): { snapshot: Snapshot; config: Config } {
  const config = configOf(sections(options));
  const [previous, period] = [parsePeriod("2024", CALENDAR), parsePeriod("2025", CALENDAR)];
  const further = [previous, period].flatMap((year) => subPeriods(year, "quarter", CALENDAR));
  const plain = [...further, previous, period].flatMap((each) => measure(each, options.unrated ?? []));
  const combine = config.reports.annual?.combine;
  const measurements =
    combine?.indicators === "combined"
      ? combinePeriods(plain, config.indicators, combine, [previous, period], CALENDAR)
      : plain;
  const snapshot: Snapshot = {
    schema: "periodical/snapshot@1",
    report: "annual",
    period,
    scope: {},
    calendar: CALENDAR,
    history: [previous, period],
    lastYear: previous,
    inside: [],
    further,
    takenAt: "2026-01-01T02:00:00Z",
    server: "PostgreSQL 18.4",
    datasets: ["ratings", "answers", "calls", "customers"].map((dataset) => ({
      dataset,
      source: `service.${dataset}`,
      rows: Object.fromEntries([...further, previous, period].map(({ id }) => [id, 400])),
      excluded: 0,
      watermark: "2025-12-31T15:00:00Z",
      earliest: "2024-01-01T00:00:00Z",
      rowsPerDay: [],
      days: [],
      quality: [],
      files: [],
      query: measurementQueryId(dataset),
      inScope: true,
    })),
    queries: [
      measurementQueryId("ratings"),
      measurementQueryId("answers"),
      measurementQueryId("calls"),
      measurementQueryId("customers"),
      "customers/population",
    ].map((id) => ({ id, sql: "select 1", params: [], fingerprint: "0".repeat(64) })),
    members: {},
    labels: {},
    measurements,
    weightings: WEIGHTINGS([...further, previous, period]),
    feedback: null,
    survey: null,
    spotChecks: null,
    analyses: [],
    actions: [],
  };
  return { snapshot, config };
}

const ROLES = { supervisor: 50, customer: 25, peer: 15, self: 10 };
const GROUPS = { existing: 700, new: 200, high_value: 100 };
const KINDS = { simple: 50, standard: 30, complex: 20 };

const WEIGHTINGS = (periods: readonly Period[]): WeightingRecord[] => [
  { indicator: "conduct", dimension: "rater_role", kind: "fixed", standardPeriod: null, population: null },
  {
    indicator: "satisfaction",
    dimension: "customer_group",
    kind: "population",
    standardPeriod: null,
    population: {
      dataset: "customers",
      query: "customers/population",
      inScope: true,
      counts: periods.flatMap(({ id }) => Object.entries(GROUPS).map(([member, n]) => ({ period: id, member, n }))),
    },
  },
  { indicator: "handling_time", dimension: "complexity", kind: "standard", standardPeriod: "2025", population: null },
];

/** Rows with a mean and a deviation. */
const rated = (member: string, n: number, value: number, deviation: number): StratumParts => ({
  member,
  weight: 0,
  n,
  value: n === 0 ? null : value,
  sum: value * n,
  sumSquares: n * value ** 2 + Math.max(0, n - 1) * deviation ** 2,
  missing: 0,
});

/** Quarters of a period by number, 0 for the first of 2024. */
function quartersOf(period: Period): { id: string; at: number }[] {
  return subPeriods(period, "quarter", CALENDAR)
    .filter(({ end }) => end <= period.end)
    .map(({ id }) => ({ id, at: (Number(id.slice(0, 4)) - 2024) * 4 + Number(id.slice(-1)) - 1 }));
}

function measure(period: Period, unrated: readonly string[]): Measurement[] {
  const quarters = quartersOf(period).filter(({ id }) => !unrated.includes(id));
  const pooled = (of: (at: number) => StratumParts[]): StratumParts[] => {
    const all = quarters.flatMap(({ at }) => of(at));
    return [...new Set(all.map(({ member }) => member))].map((member) => {
      const own = all.filter((one) => one.member === member);
      const total = (part: "n" | "sum" | "sumSquares") => own.reduce((sum, one) => sum + (one[part] ?? 0), 0);
      const n = total("n");
      return {
        member,
        weight: 0,
        n,
        sum: total("sum"),
        sumSquares: total("sumSquares"),
        value: n === 0 ? null : total("sum") / n,
        missing: 0,
      };
    });
  };
  const conduct = pooled((at) => [
    rated("supervisor", 12, 3.6 + 0.06 * at, 0.5),
    rated("customer", 60, 4.3 + 0.02 * at, 0.7),
    rated("peer", 16, 4, 0.4),
  ]);
  const satisfaction = pooled((at) => [
    rated("existing", 50, 4.2 + 0.03 * at, 0.8),
    rated("new", 40, 3.6, 0.9),
    rated("high_value", 20, 4.5, 0.5),
    rated("(none)", 3, 3, 1),
  ]);
  const handling = pooled((at) => [
    rated("simple", 200 - 12 * at, 4.8, 2),
    rated("standard", 90, 8.9, 3),
    rated("complex", 30 + 9 * at, 15.5 - 0.1 * at, 6),
  ]);
  const checks = quarters.length * 50;
  const right = quarters.reduce((sum, { at }) => sum + 41 + at, 0);
  return [
    weighted("conduct", period, "rater_role", conduct, ROLES),
    weighted("satisfaction", period, "customer_group", satisfaction, GROUPS),
    weighted("handling_time", period, "complexity", handling, KINDS),
    {
      indicator: "quality",
      period: period.id,
      cut: {},
      n: checks,
      numerator: right,
      value: checks === 0 ? null : right / checks,
      missing: 0,
    },
  ];
}

function weighted(
  indicator: string,
  period: Period,
  dimension: string,
  strata: readonly StratumParts[],
  weights: Readonly<Record<string, number>>,
): Measurement {
  const total = (part: "n" | "sum" | "sumSquares") => strata.reduce((sum, one) => sum + (one[part] ?? 0), 0);
  const n = total("n");
  const raw = n === 0 ? null : total("sum") / n;
  return weigh(
    {
      indicator,
      period: period.id,
      cut: {},
      value: raw,
      n,
      sum: total("sum"),
      sumSquares: total("sumSquares"),
      missing: 0,
      weighted: { dimension, raw, missingWeight: 1, strata },
    },
    new Map(Object.entries(weights)),
  );
}

const dataset = (name: object, table: string, dimensions: object) => ({
  name,
  source: { table: `service.${table}` },
  time: { column: "at" },
  dimensions,
});
const group = {
  name: text("Customer group", "客户类别"),
  labels: {
    existing: text("Existing customers", "老客户"),
    new: text("New customers", "新客户"),
    high_value: text("High-value customers", "高价值客户"),
  },
};

function sections({ report, versions, rules }: AssessmentOptions): object {
  const mean = { kind: "mean", value: "value", unit: "score", scale_max: 5, precision: 2 };
  return {
    datasets: {
      ratings: dataset(text("ratings", "评分"), "ratings", {
        rater_role: {
          name: text("Rater", "评价人"),
          phrase: text("ratings by {member}", "{Member}评分"),
          labels: {
            supervisor: text("Supervisors", "上级"),
            customer: text("Customers", "客户"),
            peer: text("Peers", "同事"),
            self: text("The agents themselves", "本人"),
          },
        },
      }),
      answers: dataset(text("answers", "问卷答复"), "answers", { customer_group: group }),
      calls: dataset(text("calls", "来电"), "calls", {
        complexity: {
          name: text("Complexity", "复杂程度"),
          labels: {
            simple: text("Simple", "简单"),
            standard: text("Standard", "一般"),
            complex: text("Complex", "复杂"),
          },
        },
      }),
      customers: dataset(text("orders", "订单"), "orders", { customer_group: group }),
    },
    indicators: {
      conduct: {
        ...mean,
        name: text("Conduct", "职业素养"),
        definition: text("Mean rating of conduct.", "职业素养评分的平均值。"),
        dataset: "ratings",
        weighting: { dimension: "rater_role", weights: ROLES },
      },
      satisfaction: {
        ...mean,
        name: text("Satisfaction", "满意度"),
        definition: text("Mean rating by customers.", "客户评分的平均值。"),
        dataset: "answers",
        weighting: {
          dimension: "customer_group",
          population: { dataset: "customers", distinct: "customer_id", name: text("customers", "客户") },
        },
      },
      handling_time: {
        kind: "mean",
        value: "minutes",
        unit: "minutes",
        direction: "lower_is_better",
        name: text("Handling time", "平均处理时长"),
        definition: text("Mean minutes of a call.", "来电处理时长的平均值。"),
        dataset: "calls",
        weighting: { dimension: "complexity", standard: { period: "2025" } },
      },
      quality: {
        kind: "ratio",
        numerator: "passed",
        unit: "percent",
        name: text("Quality", "质检合格率"),
        definition: text("Checks passed ÷ checks.", "合格的质检数 ÷ 质检数。"),
        dataset: "ratings",
      },
    },
    scorecards: {
      agents: {
        name: text("Agents", "客服人员"),
        versions: [
          {
            effective_from: "2020-01-01",
            dimensions: {
              people: {
                name: text("People", "人员"),
                indicators: {
                  conduct: { weight: 30, baseline: 3.5, target: 4.2, bands: [4.5, 4.2, 3.5, 3] },
                  satisfaction: { weight: 30, baseline: 3.8, target: 4.2, bands: [4.5, 4.2, 3.8, 3.2] },
                },
              },
              work: {
                name: text("Work", "业务"),
                indicators: {
                  handling_time: { weight: 20, baseline: 9, target: 7.5, bands: [7, 7.5, 9, 11] },
                  quality: { weight: 20, baseline: 0.85, target: 0.9, bands: [0.95, 0.9, 0.85, 0.8] },
                },
              },
            },
            ...rules,
          },
          ...(versions ?? []),
        ],
      },
    },
    reports: {
      annual: {
        title: text("Annual assessment", "年度考核"),
        scorecard: "agents",
        cadence: "year",
        history: 2,
        combine: { unit: "quarter", rule: "mean" },
        analyses: ["conduct", "satisfaction", "handling_time"].map((indicator) => ({
          kind: "weighting",
          id: `${indicator}-weights`,
          title: text("Weights", "权重"),
          indicator,
        })),
        decision: DECISION,
        ...report,
      },
    },
  };
}

export const DECISION = {
  title: text("Probation", "试用期评定"),
  outcomes: [
    {
      id: "pass",
      name: text("Passed", "通过"),
      tone: "good",
      when: [
        { score: { at_least: 75 } },
        { indicator: "conduct", value: { at_least: 3.5 } },
        { indicator: "quality", band: { at_least: "acceptable" } },
        { measured_periods: { at_least: 3 } },
      ],
      consequence: text("Employment is confirmed from 1 February.", "自2月1日起转正。"),
    },
    {
      id: "extend",
      name: text("Extended by three months", "延长三个月"),
      tone: "caution",
      when: [{ score: { at_least: 50 } }, { missing_weight: { at_most: 20 } }],
    },
    { id: "fail", name: text("Not passed", "未通过"), tone: "concern" },
  ],
};
