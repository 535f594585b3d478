import { type Cut, figureId, measurementQueryId } from "../collect/snapshot.ts";
import type { IndicatorResult, Variance } from "../evaluate/evaluation.ts";
import { unitRange } from "../evaluate/spc.ts";
import type { Desk } from "./desk.ts";
import type { Figure } from "./model.ts";

export type VarianceKind = keyof IndicatorResult["variances"];
export type LimitKind = "baseline" | "target" | "benchmark";

/** `Call answer rate, target, October 2026, Phone`. */
export function figureLabel(desk: Desk, subject: string, period: string, cut: Cut = {}, aspect?: string): string {
  const known = desk.period(period);
  const members = Object.keys(cut)
    .sort()
    .map((dimension) => desk.names.member(dimension, cut[dimension] ?? ""));
  return [subject, aspect, known === undefined ? period : desk.format.period.long(known), ...members]
    .filter((text) => text !== undefined && text !== "")
    .join(desk.words("punctuation.list"));
}

const unitOf = (desk: Desk, indicator: string): string => desk.config.indicators[indicator]?.unit ?? "";
/** Differences of rates are in percentage points. */
export function differenceUnit(desk: Desk, indicator: string): string {
  const unit = unitOf(desk, indicator);
  return unit === "percent" ? "percentage_points" : unit;
}
const queryOf = (desk: Desk, indicator: string): string | null => {
  const dataset = desk.config.indicators[indicator]?.dataset;
  return dataset === undefined ? null : measurementQueryId(dataset);
};

/** A measured value of an indicator: any period, any cut. */
export function measured(
  desk: Desk,
  indicator: string,
  period: string,
  { value, n }: { value: number; n: number },
  cut: Cut = {},
): Figure {
  return desk.figures.make({
    id: figureId(indicator, period, cut),
    label: figureLabel(desk, desk.names.indicator(indicator), period, cut),
    value,
    unit: unitOf(desk, indicator),
    text: desk.values(indicator).value(value),
    n,
    query: queryOf(desk, indicator),
  });
}

/** The indicator's value in the reported period; null without data. */
export function actual(desk: Desk, result: IndicatorResult): Figure | null {
  const { indicator, value, n } = result;
  return value === null ? null : measured(desk, indicator, desk.evaluation.period.id, { value, n });
}

/** The value of an earlier period of the history; null without data. */
export function earlier(desk: Desk, result: IndicatorResult, period: string): Figure | null {
  const point = result.series.find((candidate) => candidate.period === period);
  if (point !== undefined)
    return point.value === null ? null : measured(desk, result.indicator, period, { value: point.value, n: point.n });
  const found = desk.snapshot.measurements.find(
    (row) => row.indicator === result.indicator && row.period === period && Object.keys(row.cut).length === 0,
  );
  return found === undefined || found.value === null
    ? null
    : measured(desk, result.indicator, period, { value: found.value, n: found.n });
}

/** A figure of the reported period that is not the value itself. */
export function aspect(
  desk: Desk,
  result: IndicatorResult,
  name: string,
  parts: {
    value: number;
    text: string;
    unit?: string;
    formula?: string | null;
    measured?: boolean;
    effect?: Variance["effect"];
    spelled?: string | undefined;
  },
): Figure {
  const period = desk.evaluation.period.id;
  return desk.figures.make({
    id: figureId(result.indicator, period, {}, name),
    label: figureLabel(desk, desk.names.indicator(result.indicator), period, {}, desk.words(`aspects.${name}`)),
    value: parts.value,
    unit: parts.unit ?? unitOf(desk, result.indicator),
    text: parts.text,
    n: parts.measured ? result.n : null,
    query: parts.measured ? queryOf(desk, result.indicator) : null,
    formula: parts.formula ?? null,
    spelled: parts.spelled,
    ...(parts.effect === undefined ? {} : { effect: parts.effect }),
  });
}

/** Baseline, target or benchmark of the rules in force. */
export function limit(desk: Desk, result: IndicatorResult, kind: LimitKind): Figure | null {
  const value = kind === "benchmark" ? (result.benchmark?.value ?? null) : result[kind];
  if (value === null) return null;
  const { scorecard } = desk.evaluation;
  const text =
    kind === "benchmark" ? desk.values(result.indicator).value(value) : desk.values(result.indicator).limit(value);
  return aspect(desk, result, kind, { value, text, formula: `scorecard ${scorecard.id}, ${scorecard.effectiveFrom}` });
}

function reference(desk: Desk, result: IndicatorResult, kind: VarianceKind): string {
  const { period, previous, lastYear } = desk.evaluation;
  if (kind === "previous") return figureId(result.indicator, previous?.id ?? "");
  if (kind === "lastYear") return figureId(result.indicator, lastYear?.id ?? "");
  return figureId(result.indicator, period.id, {}, kind);
}

const aspectOf = (kind: VarianceKind): string => (kind === "lastYear" ? "last_year" : kind);

/** Actual less reference, signed: `+3.1 pts`. */
export function variance(desk: Desk, result: IndicatorResult, kind: VarianceKind): Figure | null {
  const found = result.variances[kind];
  if (found === null) return null;
  return aspect(desk, result, `variance_${aspectOf(kind)}`, {
    value: found.value,
    text: desk.values(result.indicator).variance(found.value),
    unit: differenceUnit(desk, result.indicator),
    formula: `${figureId(result.indicator, desk.evaluation.period.id)} − ${reference(desk, result, kind)}`,
    effect: found.effect,
  });
}

/** The same difference for a sentence that says itself which way it goes: `3.1 pts` (above target). */
export function distance(desk: Desk, result: IndicatorResult, kind: VarianceKind): Figure | null {
  const found = result.variances[kind];
  if (found === null) return null;
  return aspect(desk, result, `distance_${aspectOf(kind)}`, {
    value: found.value,
    text: desk.values(result.indicator).distance(found.value),
    unit: differenceUnit(desk, result.indicator),
    formula: `${figureId(result.indicator, desk.evaluation.period.id)} − ${reference(desk, result, kind)}`,
    effect: found.effect,
  });
}

/** Actual less the mean of the expected range: what a claim about special causes rests on. */
export function deviation(desk: Desk, result: IndicatorResult): Figure | null {
  const { spc, value, indicator } = result;
  if (spc === null || value === null) return null;
  const difference = value - spc.mean;
  const lower = desk.config.indicators[indicator]?.direction === "lower_is_better";
  return aspect(desk, result, "variance_mean", {
    value: difference,
    text: desk.values(indicator).variance(difference),
    unit: differenceUnit(desk, indicator),
    formula: `${figureId(indicator, desk.evaluation.period.id)} − mean of its history`,
    effect: difference === 0 ? "same" : difference < 0 === lower ? "better" : "worse",
  });
}

/** Rows the value rests on. */
export function sampleSize(desk: Desk, result: IndicatorResult): Figure {
  return aspect(desk, result, "n", {
    value: result.n,
    text: desk.format.count(result.n),
    unit: "count",
    measured: true,
  });
}

/** 95 % interval of the value, within what the unit can be: `4.50–4.54`. */
export function interval(desk: Desk, result: IndicatorResult): Figure | null {
  if (result.interval === null || result.value === null) return null;
  const { low, high, method } = result.interval;
  const indicator = desk.config.indicators[result.indicator];
  const [least, most] = indicator === undefined ? [low, high] : unitRange(indicator.unit, indicator.scale_max);
  const format = desk.values(result.indicator);
  return aspect(desk, result, "interval", {
    value: result.value,
    text: format.range(Math.max(low, Math.min(least, result.value)), Math.min(high, Math.max(most, result.value))),
    measured: true,
    formula: `95 %, ${method}`,
  });
}

/**
 * Attainment: the share of items within the target where items have values of their own, else the rate against its
 * target; null without data or target.
 */
export function attainment(desk: Desk, result: IndicatorResult): Figure | null {
  const id = figureId(result.indicator, desk.evaluation.period.id);
  if (result.withinTarget !== null) {
    return aspect(desk, result, "attainment", {
      value: result.withinTarget,
      text: desk.format.percent(result.withinTarget, 1),
      unit: "percent",
      measured: true,
      formula: `items within ${id}#target ÷ ${id}#n`,
    });
  }
  if (result.achievement === null) return null;
  const lower = desk.config.indicators[result.indicator]?.direction === "lower_is_better";
  return aspect(desk, result, "achievement", {
    value: result.achievement,
    text: desk.format.percent(result.achievement, 1),
    unit: "percent",
    formula: lower ? `${id}#target ÷ ${id}` : `${id} ÷ ${id}#target`,
  });
}

/** Any count about the document or an indicator, spelled out where the language does so. */
export function countFigure(
  desk: Desk,
  id: string,
  label: string,
  value: number,
  origin: { query?: string | null; formula?: string },
): Figure {
  return desk.figures.make({
    id,
    label,
    value,
    unit: "count",
    text: desk.format.count(value),
    query: origin.query ?? null,
    formula: origin.formula ?? null,
    spelled: desk.format.spelled(value),
  });
}
