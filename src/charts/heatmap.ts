import type { ChartOf } from "../compose/chart-model.ts";
import { heatLegend, heatScale, LEGEND_HEIGHT, worstMark } from "./heatmap-legend.ts";
import { pickLabels } from "./place.ts";
import {
  type Box,
  boxLayer,
  boxRows,
  type Context,
  DATA_LAYER,
  type Label,
  labelLayer,
  labelRows,
  layered,
  type Plan,
} from "./plan.ts";
import { SIZE } from "./theme.ts";

type HeatMap = ChartOf<"heatmap">;

const COLUMN_LABELS = 18;
/** Half the white line between cells. */
const SEAM = 0.75;

/** Weekday by hour: the worse, the darker. The worst cell is marked and named in the legend; no data is an empty frame. */
export function planHeatMap(chart: HeatMap, context: Context): Plan {
  const { text, colours } = context;
  const width = context.width ?? 680;
  const names = chart.rows.map((name) => text.shorten(name, SIZE.label, width * 0.2));
  const left = Math.ceil(Math.max(0, ...names.map((name) => text.width(name, SIZE.label)))) + 8;
  const padding = { left, top: 2, right: 1, bottom: COLUMN_LABELS + LEGEND_HEIGHT };
  const plotWidth = width - padding.left - padding.right;
  const rowCount = Math.max(1, chart.rows.length);
  const height = context.height === undefined ? 20 * rowCount : context.height - padding.top - padding.bottom;
  const each = { width: plotWidth / Math.max(1, chart.columns.length), height: height / rowCount };
  const scale = heatScale(chart, colours);
  const cells: Box[] = [];
  const empty: Box[] = [];
  const marks: Box[] = [];
  for (const cell of chart.cells) {
    const row = chart.rows.indexOf(cell.row);
    const column = chart.columns.indexOf(cell.column);
    if (row < 0 || column < 0) continue;
    const inset = cell.value === null ? 2 * SEAM : SEAM;
    const box = {
      x: column * each.width + inset,
      x2: (column + 1) * each.width - inset,
      y: row * each.height + inset,
      y2: (row + 1) * each.height - inset,
    };
    if (cell.value === null) empty.push({ ...box, color: "#ffffff", stroke: colours.surface });
    else cells.push({ ...box, color: scale.colour(cell.value) });
    if (cell === scale.worst) marks.push(...worstMark(box, scale.colour(scale.worst.value)));
  }
  const legend = heatLegend(chart, scale, { x: -left, top: height + COLUMN_LABELS, width }, context);
  const rowLabels = names.map((name, i): Label => {
    const y = (i + 0.5) * each.height;
    return { x: -8, y, text: name, size: SIZE.label, color: colours.ink, align: "right" };
  });
  return {
    shape: "heatmap",
    spec: heatMapSpec,
    width: plotWidth,
    height,
    padding,
    signals: {},
    data: {
      cells: boxRows(cells),
      extras: boxRows([...empty, ...marks, ...legend.boxes]),
      labels: labelRows([...rowLabels, ...columnLabels(chart, each.width, height, context), ...legend.labels]),
    },
  };
}

function columnLabels(chart: HeatMap, each: number, height: number, { text, colours }: Context): Label[] {
  const labels = chart.columns.map((name, i) => {
    const words = text.shorten(name, SIZE.note, each * 4);
    return { words, at: (i + 0.5) * each, width: text.width(words, SIZE.note) };
  });
  return pickLabels(labels, 4, labels.length).flatMap((index): Label[] => {
    const label = labels[index];
    if (!label) return [];
    const common = { y: height + 9, size: SIZE.note, color: colours.secondary, align: "center" } as const;
    return [{ ...common, x: label.at, text: label.words }];
  });
}

function heatMapSpec() {
  return layered([{ ...boxLayer("cells"), name: `${DATA_LAYER}-cells` }, boxLayer("extras"), labelLayer]);
}
