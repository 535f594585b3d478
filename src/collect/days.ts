import { daysOf } from "../calendar/periods.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import { type DatasetTypes, rowSource, selectList } from "./compile-context.ts";
import { type IndicatorParts, partsOf } from "./parts.ts";
import type { DatasetPlan, IndicatorPlan, Plan } from "./plan.ts";
import type { Statement } from "./query.ts";
import type { DayFacts } from "./snapshot.ts";
import { identifier, indent, Parameters } from "./sql.ts";
import { bucket, wallClock, within } from "./time-column.ts";

/** One row per day that has any. */
export interface DayRow {
  day: number;
  first?: string | null;
  last?: string | null;
  clock_sum?: number | null;
  [part: string]: number | string | null | undefined;
}

export interface DaysStatement extends Statement {
  decode: (rows: readonly DayRow[]) => DayFacts[];
}

/**
 * Times, gaps and values of each day of the reported period, in one aggregate over that period: what tells a day whose
 * times were lost, a column that stopped being filled, a unit that changed.
 */
export function daysStatement(plan: Plan, dataset: DatasetPlan, types: DatasetTypes): DaysStatement {
  const parameters = new Parameters();
  const days = daysOf(plan.period, plan.calendar);
  const bounds = [...days.map(({ start }) => start), plan.period.end];
  const day = bucket(types.time, bounds, parameters);
  const clock = wallClock(types.time, plan.calendar.zone, parameters);
  const plain = Object.entries(dataset.dataset.dimensions).flatMap(([id, { column, sql }]) =>
    sql === undefined ? [{ id, column: column ?? id }] : [],
  );
  const parts = partsOf(dataset.indicators.flatMap(comparable), types.valueOf, parameters);
  const source = rowSource(
    { plan, dataset, parameters, parts },
    [
      { sql: day, name: "day" },
      ...(clock === null ? [] : [{ sql: `(${clock})::time`, name: "clock" }]),
      ...plain.map(({ column }, index) => ({ sql: `${identifier(column)} is null`, name: `u${index + 1}` })),
    ],
    within(types.time, plan.period.start, plan.period.end, parameters),
  );
  const sql = [
    `-- Periodical: days of dataset ${dataset.id} in period ${plan.period.id}`,
    "select",
    indent(
      selectList([
        { sql: "day" },
        ...(clock === null
          ? []
          : [
              { sql: "min(clock)::text", name: "first" },
              { sql: "max(clock)::text", name: "last" },
              { sql: "sum(round(date_part('epoch', clock) * 1000)::bigint)", name: "clock_sum" },
            ]),
        ...plain.map(({ id }, index) => ({
          sql: `count(*) filter (where u${index + 1})`,
          name: `u${index + 1}`,
          of: `without ${id}`,
        })),
        ...parts.aggregates,
      ]),
      1,
    ),
    "from (",
    indent(source, 1),
    ") as item",
    "group by day",
    "order by day",
  ].join("\n");
  return {
    id: `${dataset.id}/days`,
    sql,
    params: parameters.values,
    decode: (rows) =>
      rows.flatMap((row): DayFacts[] => {
        const known = days[row.day - 1];
        if (known === undefined) return [];
        return [
          {
            day: known.day,
            first: row.first ?? null,
            last: row.last ?? null,
            clockSum: row.clock_sum ?? null,
            unknown: Object.fromEntries(plain.map(({ id }, index) => [id, numberOf(row, `u${index + 1}`)])),
            values: Object.fromEntries(parts.indicators.map((each) => [each.plan.id, dayValue(each, row)])),
          },
        ];
      }),
  };
}

/** An indicator as it is compared from day to day; of a percentile the mean, which costs less and shows a changed unit as well. */
function comparable(plan: IndicatorPlan): IndicatorPlan[] {
  const { indicator } = plan;
  if (indicator.kind === "sum" || indicator.kind === "count" || indicator.kind === "nps") return [];
  return [{ ...plan, indicator: indicator.kind === "percentile" ? asMean(indicator) : indicator, thresholds: {} }];
}

function asMean({ percentile: _, ...indicator }: Extract<Indicator, { kind: "percentile" }>): Indicator {
  return { ...indicator, kind: "mean" };
}

function dayValue(
  { plan: { indicator }, of, known, numerator, denominator, sum }: IndicatorParts,
  row: DayRow,
): { value: number | null; n: number; missing: number } {
  const part = (name: string | undefined): number => (name === undefined ? 0 : numberOf(row, name));
  const n = part(known);
  const missing = part(of) - n;
  const base = indicator.null_rule === "as_zero" ? part(of) : n;
  const divided = (above: number, below: number): number | null => (below === 0 ? null : above / below);
  switch (indicator.kind) {
    case "rate":
      return { value: divided(part(numerator) * indicator.multiplier, part(denominator)), n, missing };
    case "mean":
      return { value: divided(part(sum), base), n, missing };
    default:
      return { value: divided(part(numerator), base), n, missing };
  }
}

const numberOf = (row: DayRow, name: string): number => Number(row[name] ?? 0);
