import type { ChartOf } from "../compose/chart-model.ts";
import type { Rectangle } from "./place.ts";
import {
  type Context,
  DATA_LAYER,
  exact,
  type Label,
  labelLayer,
  labelRows,
  layered,
  type Plan,
  type Rule,
  ruleLayer,
  ruleRows,
} from "./plan.ts";
import { type LabelPlace, placeLabels } from "./scatter-labels.ts";
import { DASH, LINE_HEIGHT, SIZE, toneColour } from "./theme.ts";

type Scatter = ChartOf<"scatter">;

const PADDING = { left: 1, top: 19, right: 1, bottom: 31 };
/** Air between the outermost points and the edge, as a share of the range. */
const AIR = 0.07;
/** Above and below the points is room for what the fields are called. */
const BAND = 20;

/**
 * Points with their names and two lines that part them into four named fields. Names find places where nothing overlaps; one that finds
 * none gives way to its short form. Axes bear no ticks: the lines say where the middle is, the table beside has the values.
 */
export function planScatter(chart: Scatter, context: Context): Plan {
  const { text, colours } = context;
  const width = (context.width ?? 680) - PADDING.left - PADDING.right;
  const height =
    (context.height ?? Math.round(Math.min(400, Math.max(250, width * 0.58)))) - PADDING.top - PADDING.bottom;
  const x = scaleOf([...chart.points.map((point) => point.x), chart.x.split], width);
  const y = scaleOf([...chart.points.map((point) => point.y), chart.y.split], height - 2 * BAND);
  const at = chart.points.map((point) => ({ x: x(point.x), y: height - BAND - y(point.y) }));
  const cross = { x: x(chart.x.split), y: height - BAND - y(chart.y.split) };

  const fields = fieldLabels(chart, { width, height }, context);
  const splitY: Label = {
    x: width,
    y: cross.y - 7,
    text: text.shorten(chart.y.splitText, SIZE.note, width * 0.3),
    size: SIZE.note,
    color: colours.secondary,
    align: "right",
  };
  const boxOf = ({ x: left, y: middle, text: words, size, bold, align }: Label): Rectangle => {
    const wide = text.width(words, size, bold);
    const start = align === "right" ? left - wide : align === "center" ? left - wide / 2 : left;
    return { left: start - 3, right: start + wide + 3, top: middle - size * 0.7, bottom: middle + size * 0.7 };
  };
  const places = placeLabels(
    chart.points.map((point, i) => ({
      ...(at[i] ?? { x: 0, y: 0 }),
      sizes: [point.label, point.short].map((words) => ({
        width: text.width(words, SIZE.label, point.main),
        height: SIZE.label * LINE_HEIGHT,
      })),
    })),
    { width, height },
    [...fields, splitY].map(boxOf),
    { xs: [cross.x], ys: [cross.y] },
  );
  return {
    shape: "scatter",
    spec: scatterSpec,
    width,
    height,
    padding: PADDING,
    signals: {},
    data: {
      guides: ruleRows([
        { x: 0, x2: width, y: cross.y, y2: cross.y, color: colours.previous, dash: DASH },
        { x: cross.x, x2: cross.x, y: 0, y2: height, color: colours.previous, dash: DASH },
        { x: 0, x2: width, y: height, y2: height, color: colours.rule },
        { x: 0, x2: 0, y: 0, y2: height, color: colours.rule },
      ]),
      leaders: ruleRows(places.flatMap((place, i) => leader(place, at[i], colours.previous))),
      points: chart.points.map((point, i) => ({
        ...at[i],
        color: point.tone === "neutral" ? colours.ink : toneColour(point.tone, colours),
        size: point.main ? 62 : 40,
      })),
      labels: labelRows([
        ...fields,
        splitY,
        ...axisTitles(chart, { width, height, crossX: cross.x }, context),
        ...places.flatMap((place, i) => pointLabel(place, chart.points[i], context)),
      ]),
    },
  };
}

function scaleOf(values: readonly number[], length: number): (value: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const range = high > low ? high - low : Math.abs(low) || 1;
  const from = low - range * AIR;
  return (value) => ((value - from) / ((high > low ? high : low + range) + range * AIR - from)) * length;
}

function fieldLabels(chart: Scatter, plot: { width: number; height: number }, { text, colours }: Context): Label[] {
  const { topLeft, topRight, bottomLeft, bottomRight } = chart.fields;
  const label = (words: string, right: boolean, bottom: boolean): Label => ({
    x: right ? plot.width - 4 : 5,
    y: bottom ? plot.height - 10 : 10,
    text: text.shorten(words, SIZE.label, plot.width / 2 - 12, true),
    size: SIZE.label,
    bold: true,
    color: colours.secondary,
    align: right ? "right" : "left",
  });
  return [
    label(topLeft, false, false),
    label(topRight, true, false),
    label(bottomLeft, false, true),
    label(bottomRight, true, true),
  ];
}

function axisTitles(
  chart: Scatter,
  { width, height, crossX }: { width: number; height: number; crossX: number },
  { text, colours }: Context,
): Label[] {
  const title = (words: string, y: number, align: "left" | "right"): Label => ({
    x: align === "left" ? 0 : width,
    y,
    text: text.shorten(words, SIZE.note, width - 2),
    size: SIZE.note,
    color: colours.secondary,
    align,
  });
  const split = text.shorten(chart.x.splitText, SIZE.note, width / 2);
  const half = text.width(split, SIZE.note) / 2;
  return [
    title(`↑ ${chart.y.title}`, -10, "left"),
    title(`${chart.x.title} →`, height + 24, "right"),
    {
      x: Math.min(Math.max(crossX, half), width - half),
      y: height + 10,
      text: split,
      size: SIZE.note,
      color: colours.secondary,
      align: "center",
    },
  ];
}

function leader(place: LabelPlace | null, point: { x: number; y: number } | undefined, color: string): Rule[] {
  const end = place?.leader;
  return end === null || end === undefined || point === undefined
    ? []
    : [{ x: point.x, y: point.y, x2: end.x, y2: end.y, color, width: 0.75 }];
}

function pointLabel(
  place: LabelPlace | null,
  point: Scatter["points"][number] | undefined,
  { colours }: Context,
): Label[] {
  if (place === null || point === undefined) return [];
  return [
    {
      x: (place.box.left + place.box.right) / 2,
      y: (place.box.top + place.box.bottom) / 2,
      text: place.size === 0 ? point.label : point.short,
      size: SIZE.label,
      bold: point.main,
      color: point.tone === "neutral" ? colours.ink : toneColour(point.tone, colours),
      align: "center",
    },
  ];
}

function scatterSpec() {
  return layered([
    ruleLayer("guides"),
    ruleLayer("leaders"),
    {
      name: `${DATA_LAYER}-points`,
      data: { name: "points" },
      mark: { type: "point", shape: "circle", filled: true, opacity: 1, stroke: "white", strokeWidth: 0.8 },
      encoding: { x: exact("x"), y: exact("y"), size: exact("size"), color: exact("color", "nominal") },
    },
    labelLayer,
  ]);
}
