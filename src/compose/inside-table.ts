import type { Period } from "../calendar/period.ts";
import type { IndicatorResult } from "../evaluate/evaluation.ts";
import { cellOrDash, figureCell, missingCell, table, textCell, toneOf, whyMissing, whyMissingThen } from "./cells.ts";
import type { Desk } from "./desk.ts";
import { actual, earlier, measured, variance } from "./indicator-figures.ts";
import type { Cell, Table } from "./model.ts";

/** Periods that fit as columns beside the whole, last year and the change; more of them become lines. */
const MOST_COLUMNS = 6;

/**
 * Shorter periods inside the reported one (the months of a quarter), beside the same period last year.
 *
 * @returns null when the report has none
 */
export function insideTable(desk: Desk): Table | null {
  const { period, lastYear } = desk.evaluation;
  const inside = desk.snapshot.inside.filter((part) => part.start >= period.start && part.end <= period.end);
  if (inside.length === 0) return null;
  const short = desk.format.period.short;
  const lines: { head: string; cell: (result: IndicatorResult) => Cell }[] = [
    ...inside.map((part) => ({ head: short(part), cell: (result: IndicatorResult) => insideCell(desk, result, part) })),
    { head: short(period), cell: (result) => cellOrDash(desk, actual(desk, result), whyMissing(desk, result)) },
  ];
  if (lastYear !== null) {
    lines.push({ head: short(lastYear), cell: (result) => past(desk, result, lastYear) });
    lines.push({ head: desk.words("scorecard.column_year_on_year"), cell: (result) => yearOnYear(desk, result) });
  }
  const title = desk.words("scorecard.inside_title", {
    period: desk.format.period.long(period),
    has_last_year: lastYear === null ? "no" : "yes",
  });
  const { indicators } = desk.evaluation;
  if (inside.length <= MOST_COLUMNS) {
    const columns = lines.map(({ head }) => [head, true] as const);
    const rows = indicators.map((result) => [
      textCell(desk.names.indicator(result.indicator)),
      ...lines.map(({ cell }) => cell(result)),
    ]);
    return table("inside", title, [[desk.words("scorecard.column_indicator"), false], ...columns], rows);
  }
  const columns = indicators.map((result) => [desk.names.indicatorShort(result.indicator), true] as const);
  const rows = lines.map(({ head, cell }) => [textCell(head), ...indicators.map(cell)]);
  return table("inside", title, [[desk.words("trends.column_period"), false], ...columns], rows);
}

function insideCell(desk: Desk, result: IndicatorResult, period: Period): Cell {
  const point = result.inside.find((candidate) => candidate.period === period.id);
  if (point === undefined || point.value === null) return missingCell(desk, whyMissingThen(desk, result, point));
  return figureCell(desk, measured(desk, result.indicator, period.id, { value: point.value, n: point.n }));
}

function yearOnYear(desk: Desk, result: IndicatorResult): Cell {
  const figure = variance(desk, result, "lastYear");
  if (figure === null) return missingCell(desk, desk.words("missing.no_earlier"));
  return figureCell(desk, figure, { tone: toneOf(figure.effect) });
}

/** The value of an earlier period, or a dash. */
export function past(desk: Desk, result: IndicatorResult, period: Period | null): Cell {
  if (period === null) return missingCell(desk, desk.words("missing.no_earlier"));
  return cellOrDash(desk, earlier(desk, result, period.id), desk.words("missing.no_earlier"));
}
