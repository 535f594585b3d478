import type { ChartOf } from "../compose/chart-model.ts";
import { ramp } from "./colour.ts";
import { pickLabels } from "./place.ts";
import {
  type Box,
  boxLayer,
  boxRows,
  type Context,
  DATA_LAYER,
  end,
  exact,
  type Label,
  labelLayer,
  labelRows,
  layered,
  type Plan,
} from "./plan.ts";
import { type Colours, SIZE } from "./theme.ts";

type HeatMap = ChartOf<"heatmap">;
type Cell = HeatMap["cells"][number];
type Known = Cell & { value: number };

const LEGEND_WIDTH = 130;

/**
 * Weekday by hour: the worse, the darker (one hue, so that it reads in grey and without colour sight). The worst cell is
 * outlined and named in the legend; a cell without data is an empty frame.
 */
export function planHeatMap(chart: HeatMap, context: Context): Plan {
  const { text, colours } = context;
  const width = context.width ?? 680;
  const names = chart.rows.map((name) => text.shorten(name, SIZE.label, width * 0.2));
  const column = Math.max(0, ...names.map((name) => text.width(name, SIZE.label))) + 8;
  const legendHeight = 30;
  const padding = { left: column, top: 2, right: 1, bottom: 18 + legendHeight };
  const plotWidth = width - padding.left - padding.right;
  const each = {
    width: plotWidth / Math.max(1, chart.columns.length),
    height:
      context.height === undefined
        ? 20
        : (context.height - padding.top - padding.bottom) / Math.max(1, chart.rows.length),
  };
  const height = each.height * chart.rows.length;
  const known = chart.cells.filter((cell): cell is Known => cell.value !== null);
  const scale = scaleOf(chart, known, colours);
  const boxes = chart.cells.flatMap((cell): (Box & { value: number | null })[] => {
    const row = chart.rows.indexOf(cell.row);
    const at = chart.columns.indexOf(cell.column);
    if (row < 0 || at < 0) return [];
    const box = {
      x: at * each.width + 0.75,
      x2: (at + 1) * each.width - 0.75,
      y: row * each.height + 0.75,
      y2: (row + 1) * each.height - 0.75,
      value: cell.value,
    };
    if (cell.value === null) {
      const inset = { x: box.x + 0.75, x2: box.x2 - 0.75, y: box.y + 0.75, y2: box.y2 - 0.75 };
      return [{ ...box, ...inset, color: "#ffffff", stroke: colours.surface }];
    }
    const worst = cell === scale.worst ? { stroke: colours.ink } : {};
    return [{ ...box, color: scale.colour(cell.value), ...worst }];
  });
  const legend = legendLabels(chart, scale, { x: -column, y: height + 18 + 14, width }, context);
  return {
    shape: "heatmap",
    spec: heatMapSpec,
    width: plotWidth,
    height,
    padding,
    signals: {},
    data: {
      cells: boxRows(boxes.filter((box) => box.value !== null)),
      empty: boxRows([
        ...boxes.filter((box) => box.value === null),
        ...legendBoxes(scale, column, height + 18 + 14, colours),
        ...legend.sample,
      ]),
      labels: labelRows([
        ...names.map((name, i) => ({
          x: -8,
          y: (i + 0.5) * each.height,
          text: name,
          size: SIZE.label,
          color: colours.ink,
          align: "right" as const,
        })),
        ...columnLabels(chart, each.width, height, context),
        ...legend.labels,
      ]),
    },
  };
}

interface Scale {
  colour: (value: number) => string;
  /** Cells at the light and the dark end. */
  best: Known | undefined;
  worst: Known | undefined;
}

function scaleOf(chart: HeatMap, known: readonly Known[], colours: Colours): Scale {
  const order = [...known].sort((a, b) => (chart.highIsBad ? a.value - b.value : b.value - a.value));
  const [best] = order;
  const worst = order.at(-1);
  const stops = rampColours(colours);
  const span = (worst?.value ?? 0) - (best?.value ?? 0);
  return {
    best,
    worst: span === 0 ? undefined : worst,
    colour: (value) => ramp(stops, span === 0 ? 0 : (value - (best?.value ?? 0)) / span),
  };
}

function rampColours(colours: Colours): string[] {
  return [ramp(["#ffffff", colours.concern], 0.1), colours.concern, ramp([colours.concern, "#000000"], 0.4)];
}

function columnLabels(chart: HeatMap, each: number, height: number, { text, colours }: Context): Label[] {
  const labels = chart.columns.map((name, i) => {
    const words = text.shorten(name, SIZE.note, each * 4);
    return { words, at: (i + 0.5) * each, width: text.width(words, SIZE.note) };
  });
  const shown = pickLabels(labels, 4, labels.length);
  return shown.flatMap((index) => {
    const label = labels[index];
    if (!label) return [];
    const common = { y: height + 9, size: SIZE.note, color: colours.secondary, align: "center" } as const;
    return [{ ...common, x: label.at, text: label.words }];
  });
}

const LEGEND_STEPS = 20;

/** The ramp from best to worst. */
function legendBoxes(scale: Scale, column: number, y: number, colours: Colours): Box[] {
  if (!scale.worst) return [];
  const stops = rampColours(colours);
  const each = LEGEND_WIDTH / LEGEND_STEPS;
  return Array.from({ length: LEGEND_STEPS }, (_, i) => ({
    x: -column + i * each,
    x2: -column + (i + 1) * each + (i + 1 < LEGEND_STEPS ? 0.3 : 0),
    y,
    y2: y + 9,
    color: ramp(stops, i / (LEGEND_STEPS - 1)),
  }));
}

/** Above the ramp what is shown, at its ends the values, and to the right the worst cell by name. */
function legendLabels(
  chart: HeatMap,
  scale: Scale,
  at: { x: number; y: number; width: number },
  { text, colours }: Context,
): { labels: Label[]; sample: Box[] } {
  const size = SIZE.note;
  const sample: Box[] = [];
  const common = { size, color: colours.secondary } as const;
  const caption = (words: string, room: number) => text.shorten(words, size, room);
  const labels: Label[] = [{ ...common, x: at.x, y: at.y - 7, text: caption(chart.legend, at.width) }];
  const ends = [scale.best, scale.worst].map((cell) => cell?.text ?? "");
  if (scale.worst) {
    const middle = at.y + 5;
    const words = ends.filter((words) => words !== "").join(" – ");
    let x = at.x + LEGEND_WIDTH + 8;
    if (words !== "") {
      const shown = caption(words, 160);
      labels.push({ ...common, x, y: middle, text: shown });
      x += text.width(shown, size) + 18;
    }
    const { row, column, text: value } = scale.worst;
    const named = `${row} ${column}${value === undefined ? "" : ` · ${value}`}`;
    const room = at.width - (x + 14 - at.x) - 2;
    labels.push({ ...common, color: colours.ink, x: x + 14, y: middle, text: caption(named, room) });
    sample.push({ x, x2: x + 9, y: at.y, y2: at.y + 9, color: scale.colour(scale.worst.value), stroke: colours.ink });
  }
  return { labels, sample };
}

function heatMapSpec() {
  return layered([
    boxLayer("empty"),
    {
      name: `${DATA_LAYER}-cells`,
      data: { name: "cells" },
      mark: { type: "rect", stroke: { expr: "datum.stroke" }, strokeWidth: 1.75 },
      encoding: { x: exact("x"), y: exact("y"), x2: end("x2"), y2: end("y2"), color: exact("color", "nominal") },
    },
    labelLayer,
  ]);
}
