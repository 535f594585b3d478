import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import { figureCell, missingCell, table, textCell } from "../cells.ts";
import type { Chart } from "../chart-model.ts";
import type { Desk } from "../desk.ts";
import { measured } from "../indicator-figures.ts";
import type { Cell, Figure, Sentence } from "../model.ts";
import { analysisFigure } from "./figures.ts";
import type { WrittenAnalysis } from "./written.ts";

type Settings = AnalysisOf<"grid">;
type Result = AnalysisResultOf<"grid">;

/** One indicator by two dimensions: a map of the cells and the whole of each row. */
export function writeGrid(desk: Desk, analysis: Settings, result: Result): WrittenAnalysis {
  const wholes = result.rows.map((row) => ({ ...row, figure: wholeFigure(desk, analysis, row) }));
  const chart = gridChart(desk, analysis, result);
  return {
    heading: heading(desk, analysis, wholes),
    subtitle: desk.words("grid.subtitle", {
      indicator: desk.names.indicator(analysis.indicator),
      rows: desk.names.dimensionInSentence(analysis.rows),
      columns: desk.names.dimensionInSentence(analysis.columns),
      period: desk.format.period.long(desk.evaluation.period),
    }),
    blocks: [
      { kind: "charts", charts: [chart] },
      {
        kind: "table",
        table: table(
          `${analysis.id}-rows`,
          null,
          [
            [desk.names.dimension(analysis.rows), false],
            [desk.names.dataset(datasetOf(desk, analysis)), true],
            [desk.names.indicatorShort(analysis.indicator), true],
          ],
          wholes.map(({ member, n, figure }): Cell[] => [
            textCell(desk.names.member(analysis.rows, member)),
            figureCell(
              desk,
              analysisFigure(desk, analysis, `rows:${member}`, {
                value: n,
                unit: "count",
                text: desk.format.count(n),
                n,
                name: desk.names.member(analysis.rows, member),
              }),
            ),
            figure === null ? missingCell(desk, desk.words("missing.no_data")) : figureCell(desk, figure),
          ]),
        ),
      },
    ],
  };
}

const datasetOf = (desk: Desk, { indicator }: Settings): string => desk.config.indicators[indicator]?.dataset ?? "";

function wholeFigure(desk: Desk, { indicator, rows }: Settings, row: Result["rows"][number]): Figure | null {
  if (row.value === null) return null;
  const { period } = desk.evaluation;
  return measured(desk, indicator, period.id, { value: row.value, n: row.n }, { [rows]: row.member });
}

/** The rows at both ends; one row, or equal ones, have no ends. */
function heading(
  desk: Desk,
  analysis: Settings,
  wholes: readonly { member: string; value: number | null; figure: Figure | null }[],
): Sentence {
  const sign = desk.config.indicators[analysis.indicator]?.direction === "lower_is_better" ? -1 : 1;
  const known = wholes
    .flatMap(({ member, value, figure }) => (value === null || figure === null ? [] : [{ member, value, figure }]))
    .sort((a, b) => (b.value - a.value) * sign);
  const [best, worst] = [known[0], known.at(-1)];
  const indicator = desk.names.indicatorInSentence(analysis.indicator);
  if (best !== undefined && known.length === 1) {
    const row = desk.names.member(analysis.rows, best.member);
    return desk.say("grid.heading_one", { indicator, row, value: best.figure });
  }
  if (best === undefined || worst === undefined || best.figure.text === worst.figure.text) {
    return desk.say("grid.heading_even", { title: desk.names.label(analysis.title) });
  }
  // Rows that print alike are named together.
  const like = (text: string): string =>
    desk.format.list(
      known.filter(({ figure }) => figure.text === text).map(({ member }) => desk.names.member(analysis.rows, member)),
    );
  return desk.say("grid.heading", {
    indicator,
    best: like(best.figure.text),
    worst: like(worst.figure.text),
    high: best.figure,
    low: worst.figure,
  });
}

function gridChart(desk: Desk, analysis: Settings, result: Result): string {
  const format = desk.values(analysis.indicator);
  const lower = desk.config.indicators[analysis.indicator]?.direction === "lower_is_better";
  const row = (member: string) => desk.names.member(analysis.rows, member);
  const column = (member: string) => desk.names.member(analysis.columns, member);
  const known = result.cells.filter(({ value }) => value !== null);
  const worst = known.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) === lower && b.value !== a.value ? b : a));
  const chart: Chart = {
    kind: "heatmap",
    id: `grid-${analysis.id}`,
    title: desk.names.label(analysis.title),
    subtitle: desk.words("grid.chart_subtitle", {
      indicator: desk.names.indicator(analysis.indicator),
      rows: desk.names.dimensionInSentence(analysis.rows),
      columns: desk.names.dimensionInSentence(analysis.columns),
    }),
    alt: desk.words("grid.alt", {
      indicator: desk.names.indicatorInSentence(analysis.indicator),
      row: row(worst.row),
      column: column(worst.column),
      value: format.value(worst.value ?? 0),
    }),
    rows: result.rows.map(({ member }) => row(member)),
    columns: result.columns.map(column),
    cells: result.cells.map((cell) => ({
      row: row(cell.row),
      column: column(cell.column),
      value: cell.value,
      n: cell.n,
      text: cell.value === null ? "–" : format.value(cell.value),
    })),
    legend: desk.names.indicator(analysis.indicator),
    highIsBad: lower,
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}
