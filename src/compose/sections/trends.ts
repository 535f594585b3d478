import type { Period } from "../../calendar/period.ts";
import type { IndicatorResult } from "../../evaluate/evaluation.ts";
import { emptyCell, figureCell, missingCell, table, textCell, whyMissingThen } from "../cells.ts";
import { trendChart } from "../charts/indicator-charts.ts";
import { rulesMatter } from "../charts/score-chart.ts";
import type { Desk } from "../desk.ts";
import { earlier } from "../indicator-figures.ts";
import { insideTable } from "../inside-table.ts";
import type { Cell, SectionOf, Table } from "../model.ts";
import { trendsHeading, trendText } from "../narrative/trends.ts";
import { drawsInside } from "../places.ts";
import { scoreUnderCurrentRules } from "../rules-figures.ts";
import { scoreOf } from "../score-figures.ts";

/** Indicators that fit as columns; with more, they stand down the side, or get lines of their own where periods are many. */
const MOST_COLUMNS = 10;
const MOST_PERIODS = 13;

/** Page 3: the course of every indicator with what is ordinary and what is not. */
export function trendsSection(desk: Desk): SectionOf<"trends"> {
  const { indicators } = desk.evaluation;
  return {
    id: "trends",
    heading: trendsHeading(desk),
    subtitle: subtitle(desk),
    charts: indicators.flatMap((result) => {
      const chart = trendChart(desk, result);
      return chart === null ? [] : [{ chart, anchor: `trend-${result.indicator}`, text: trendText(desk, result) }];
    }),
    table:
      (drawsInside(desk) ? insideTable(desk) : null) ??
      (indicators.length <= MOST_COLUMNS
        ? wideTable(desk)
        : desk.snapshot.history.length <= MOST_PERIODS
          ? turnedTable(desk)
          : longTable(desk)),
    custom: [],
  };
}

function subtitle(desk: Desk): string {
  const inside = desk.report.inside;
  if (inside !== undefined && drawsInside(desk)) {
    const unit = inside.replaceAll("-", "_");
    const unit_one = desk.words(`periods.unit_one.${unit}`);
    const unit_many = desk.words(`periods.unit_many.${unit}`);
    return desk.words("trends.subtitle_plain", { unit, unit_one, unit_many });
  }
  const judged = desk.evaluation.indicators.some((result) => result.spc !== null);
  return desk.words(judged ? "trends.subtitle" : "trends.subtitle_plain", {});
}

function valueCell(desk: Desk, result: IndicatorResult, period: Period): Cell {
  const figure = earlier(desk, result, period.id);
  const point = result.series.find((candidate) => candidate.period === period.id);
  return figure === null ? missingCell(desk, whyMissingThen(desk, result, point)) : figureCell(desk, figure);
}

function scoreCell(desk: Desk, period: Period): Cell {
  const point = desk.evaluation.score.history.find((candidate) => candidate.period === period.id);
  if (point === undefined || point.score === null) return emptyCell;
  return figureCell(desk, scoreOf(desk, period.id, point.score));
}

/** The same period scored by the rules in force now; a dash where that is not known. */
function rescoredCell(desk: Desk, period: Period): Cell {
  const point = desk.evaluation.score.history.find((candidate) => candidate.period === period.id);
  const value = point?.underCurrentRules ?? null;
  return value === null ? emptyCell : figureCell(desk, scoreUnderCurrentRules(desk, period.id, value));
}

function wideTable(desk: Desk): Table {
  const { indicators, score } = desk.evaluation;
  const scored = score.history.some((point) => point.score !== null);
  const rescored = scored && rulesMatter(desk);
  return table(
    "trend-values",
    desk.words("trends.table_title"),
    [
      [desk.words("trends.column_period"), false],
      ...(scored ? [[desk.words("trends.column_score"), true] as const] : []),
      ...(rescored ? [[desk.words("rules.column_score"), true] as const] : []),
      ...indicators.map((result) => [desk.names.indicatorShort(result.indicator), true] as const),
    ],
    desk.snapshot.history.map((period) => [
      textCell(desk.format.period.short(period)),
      ...(scored ? [scoreCell(desk, period)] : []),
      ...(rescored ? [rescoredCell(desk, period)] : []),
      ...indicators.map((result) => valueCell(desk, result, period)),
    ]),
  );
}

/** Indicators down the side, periods along the top. */
function turnedTable(desk: Desk): Table {
  const { history } = desk.snapshot;
  const { indicators, score } = desk.evaluation;
  const scored = score.history.some((point) => point.score !== null);
  return table(
    "trend-values",
    desk.words("trends.table_title"),
    [
      [desk.words("scorecard.column_indicator"), false],
      ...history.map((period) => [desk.format.period.short(period), true] as const),
    ],
    [
      ...(scored
        ? [[textCell(desk.words("trends.column_score")), ...history.map((period) => scoreCell(desk, period))]]
        : []),
      ...(scored && rulesMatter(desk)
        ? [[textCell(desk.words("rules.column_score")), ...history.map((period) => rescoredCell(desk, period))]]
        : []),
      ...indicators.map((result) => [
        textCell(desk.names.indicatorShort(result.indicator)),
        ...history.map((period) => valueCell(desk, result, period)),
      ]),
    ],
  );
}

function longTable(desk: Desk): Table {
  const lines = desk.evaluation.indicators.flatMap((result) => [
    { cells: [textCell(desk.names.indicator(result.indicator))], group: true },
    ...desk.snapshot.history.map((period) => ({
      cells: [textCell(desk.format.period.short(period)), valueCell(desk, result, period)],
      group: false,
    })),
  ]);
  const columns = [desk.words("trends.column_period"), desk.words("trends.column_value")];
  return {
    id: "trend-values",
    title: desk.words("trends.table_title"),
    columns: columns.map((label, index) => ({ label, numeric: index > 0 })),
    rows: lines,
  };
}
