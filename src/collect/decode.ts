import { PeriodicalError } from "../errors.ts";
import type { MeasurementRow, MeasurementStatement } from "./compile.ts";
import { FOLLOWED_DIMENSION } from "./compile-followed.ts";
import { HEAT_DIMENSION } from "./compile-heat.ts";
import type { IndicatorParts } from "./parts.ts";
import type { DatasetPlan, Plan } from "./plan.ts";
import { periodsMeasured } from "./plan.ts";
import type { Cut, Measurement } from "./snapshot.ts";

/** What one dataset's statement said. */
export interface Measured {
  measurements: Measurement[];
  /** Rows per period, 0 where there are none. */
  rows: Record<string, number>;
  /** Rows of each member over all periods and in the reported one, by dimension. */
  members: Map<string, Map<string, { reported: number; all: number }>>;
}

/**
 * From rows of additive parts to measurements, in order of period, indicator and cut. Every indicator has one for the
 * whole scope of every period; a member is left out of a period in which the indicator has no row of it, or is not cut.
 *
 * @throws {PeriodicalError} WAREHOUSE_QUERY when a value is not finite
 */
export function decode(
  plan: Plan,
  dataset: DatasetPlan,
  statement: Pick<MeasurementStatement, "indicators">,
  rows: readonly MeasurementRow[],
): Measured {
  const periods = periodsMeasured(plan);
  const byPeriod = Map.groupBy(
    rows.filter(({ stratum_of: of }) => !of),
    ({ period }) => period,
  );
  const strata = Map.groupBy(
    rows.filter(({ stratum_of: of }) => of),
    ({ period, dimension, member, stratum_of: of }) => strataKey(period, dimension, member, of ?? ""),
  );
  const measurements: Measurement[] = [];
  const counts: Record<string, number> = {};
  for (const { id } of periods) {
    const own = byPeriod.get(id) ?? [];
    const total = own.find(({ dimension }) => dimension === "") ?? emptyRow(id);
    counts[id] = total.rows;
    for (const parts of statement.indicators) {
      const { stratum } = parts.plan;
      measurements.push(withStrata(measure(parts, total, {}), parts, strata.get(strataKey(id, "", "", stratum ?? ""))));
      const { cutIn } = parts.plan;
      for (const dimension of cutIn === null || cutIn.includes(id) ? dataset.cuts : []) {
        for (const row of own) {
          if (row.dimension !== dimension) continue;
          const measurement = measure(parts, row, { [dimension]: row.member });
          if (isEmpty(measurement)) continue;
          const own = strata.get(strataKey(id, dimension, row.member, stratum ?? ""));
          measurements.push(dimension === stratum ? measurement : withStrata(measurement, parts, own));
        }
      }
      for (const { name, cut, indicators } of dataset.cells) {
        if (!indicators.includes(parts.plan.id) || isCutAlready(own, cut, cutIn?.includes(id) ?? true)) continue;
        const row = own.find(({ dimension, member }) => dimension === FOLLOWED_DIMENSION && member === name);
        const measurement = row === undefined ? null : measure(parts, row, cut);
        if (measurement === null || isEmpty(measurement)) continue;
        const cells = strata.get(strataKey(id, FOLLOWED_DIMENSION, name, stratum ?? ""));
        const within = stratum !== null && Object.hasOwn(cut, stratum);
        measurements.push(within ? measurement : withStrata(measurement, parts, cells));
      }
      if (!parts.plan.heatmap || id !== plan.period.id) continue;
      for (const row of own) {
        if (row.dimension !== HEAT_DIMENSION) continue;
        const [weekday = "", hour = ""] = row.member.split("/");
        const { withinBaseline, withinTarget, ...cell } = measure(parts, row, { weekday, hour });
        if (!isEmpty(cell)) measurements.push(cell);
      }
    }
  }
  return { measurements, rows: counts, members: membersOf(dataset, plan.period.id, [...byPeriod.values()].flat()) };
}

const strataKey = (...parts: readonly string[]): string => JSON.stringify(parts);

/** A weighted indicator's measurement with the parts of its strata; they are weighed when all datasets are measured. */
function withStrata(
  whole: Measurement,
  parts: IndicatorParts,
  rows: readonly MeasurementRow[] | undefined,
): Measurement {
  const { stratum } = parts.plan;
  if (stratum === null) return whole;
  const strata = (rows ?? []).flatMap((row) => {
    const { indicator, period, cut, ...own } = measure(parts, row, {});
    return own.n === 0 && own.missing === 0 ? [] : [{ member: row.stratum ?? "", weight: 0, ...own }];
  });
  return { ...whole, weighted: { dimension: stratum, raw: whole.value, missingWeight: 1, strata } };
}

/** One indicator from one row of parts: the whole of a period, a member, or a cell of two dimensions. */
export function measure(parts: IndicatorParts, row: MeasurementRow, cut: Cut): Measurement {
  const { plan } = parts;
  const { indicator, id } = plan;
  const read = (name: string | undefined): number => number(id, name === undefined ? 0 : (row[name] ?? 0));
  const asZero = indicator.null_rule === "as_zero";
  const [of, known] = [read(parts.of), read(parts.known)];
  const n = asZero ? of : known;
  const base = { indicator: id, period: row.period, cut };
  const rest = { n, missing: of - known };
  const ratio = (above: number, below: number): number | null => (below === 0 ? null : above / below);
  // Nothing of it happened is 0; no row at all, or rows without any value, is no data.
  const total = (sum: number): number | null => (row.rows === 0 || (n === 0 && of > 0) ? null : sum);
  switch (indicator.kind) {
    case "count":
      return { ...base, value: total(n), ...rest };
    case "sum": {
      const sum = read(parts.sum);
      return { ...base, value: total(sum), n, sum, missing: rest.missing };
    }
    case "ratio":
    case "top_box": {
      const numerator = read(parts.numerator);
      return { ...base, value: ratio(numerator, n), n, numerator, missing: rest.missing };
    }
    case "mean": {
      const [sum, sumSquares] = [read(parts.sum), read(parts.sumSquares)];
      return { ...base, value: ratio(sum, n), n, sum, sumSquares, ...levels(parts, row), missing: rest.missing };
    }
    case "rate": {
      const [numerator, denominator] = [read(parts.numerator), read(parts.denominator)];
      const value = ratio(indicator.multiplier * numerator, denominator);
      return { ...base, value, n, numerator, denominator, missing: rest.missing };
    }
    case "nps": {
      const [promoters, detractors] = [read(parts.promoters), read(parts.detractors)];
      const answers = read(parts.denominator);
      const sum = 100 * (promoters - detractors);
      const sumSquares = 10_000 * (promoters + detractors);
      const value = ratio(sum, answers);
      return { ...base, value, n: answers, sum, sumSquares, promoters, detractors, missing: rest.missing };
    }
    case "percentile": {
      const quantile = (end: string): number | null => {
        const value = row[`${parts.values}_${end}`];
        return value === null || value === undefined ? null : number(id, value);
      };
      const [value, low, high] = [quantile("value"), quantile("low"), quantile("high")];
      return { ...base, value, n, low, high, ...levels(parts, row), missing: rest.missing };
    }
  }
}

/** Counts within the levels in force in the row's period; absent where there is no level. */
function levels(
  { plan, atLevel }: IndicatorParts,
  row: MeasurementRow,
): Pick<Measurement, "withinBaseline" | "withinTarget"> {
  const { baseline, target } = plan.thresholds[row.period] ?? { baseline: null, target: null };
  const count = (level: number | null): number | undefined => {
    const name = level === null ? undefined : atLevel.get(level);
    return name === undefined ? undefined : number(plan.id, row[name] ?? 0);
  };
  const [withinBaseline, withinTarget] = [count(baseline), count(target)];
  return {
    ...(withinBaseline === undefined ? {} : { withinBaseline }),
    ...(withinTarget === undefined ? {} : { withinTarget }),
  };
}

function number(indicator: string, value: number | string): number {
  const read = Number(value);
  if (Number.isFinite(read)) return read;
  throw new PeriodicalError(
    "WAREHOUSE_QUERY",
    `The values of ${indicator} contain ${value}, which cannot be calculated with.`,
    {
      where: `indicators.${indicator}.value`,
      hint: "Turn it into no value in the expression, e.g. nullif(value, 'NaN').",
    },
  );
}

/** Whether a cell is a member that was found by cutting along its dimension: no measurement is there twice. */
function isCutAlready(rows: readonly MeasurementRow[], cut: Cut, isCut: boolean): boolean {
  const [dimension = "", ...others] = Object.keys(cut);
  return (
    isCut && others.length === 0 && rows.some((row) => row.dimension === dimension && row.member === cut[dimension])
  );
}

const isEmpty = ({ n, missing, value }: Measurement): boolean => n === 0 && missing === 0 && !value;

const emptyRow = (period: string): MeasurementRow => ({ period, dimension: "", member: "", rows: 0 });

function membersOf(dataset: DatasetPlan, reported: string, rows: readonly MeasurementRow[]): Measured["members"] {
  const found: Measured["members"] = new Map(dataset.cuts.map((dimension) => [dimension, new Map()]));
  for (const { period, dimension, member, rows: n } of rows) {
    const members = found.get(dimension);
    if (members === undefined) continue;
    const before = members.get(member) ?? { reported: 0, all: 0 };
    members.set(member, { reported: before.reported + (period === reported ? n : 0), all: before.all + n });
  }
  return found;
}
