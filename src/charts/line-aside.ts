import type { ChartOf } from "../compose/chart-model.ts";
import type { Point } from "./line-labels.ts";
import type { Context, Label } from "./plan.ts";
import { LINE_HEIGHT, SIZE, toneColour } from "./theme.ts";

type LineChart = ChartOf<"line">;

/** The labels beside the plot take no more than this share of the width. */
const ASIDE_SHARE = 0.3;

/** A text beside the plot with the value it stands at. */
export interface Aside {
  value: number;
  lines: string[];
  size: number;
  bold: boolean;
  color: string;
  width: number;
  height: number;
  weight: number;
}

/** Texts beside the right end: last value, target, expected range. */
export function asideTexts(chart: LineChart, context: Context, width: number): Aside[] {
  const { text, colours } = context;
  const items: Aside[] = [];
  const most = width * ASIDE_SHARE - 12;
  const add = (value: number, words: string, size: number, bold: boolean, color: string, weight: number) => {
    // A figure is not cut as long as that can be helped; a name may be.
    const lines = weight > 1 ? [text.shorten(words, size, width / 2, bold)] : text.wrap(words, size, most, 3);
    const widest = Math.max(0, ...lines.map((line) => text.width(line, size, bold)));
    items.push({ value, lines, size, bold, color, width: widest, height: lines.length * size * LINE_HEIGHT, weight });
  };
  const last = chart.points.at(-1);
  if (last && last.value !== null) {
    add(last.value, last.text, SIZE.value, true, last.special ? toneColour(last.special, colours) : colours.ink, 4);
  }
  if (chart.target) add(chart.target.value, chart.target.label, SIZE.note, false, colours.target, 1);
  if (chart.limits) {
    add((chart.limits.lower + chart.limits.upper) / 2, chart.limits.label, SIZE.note, false, colours.secondary, 0.5);
  }
  return items;
}

export function asideLabels(item: Aside, centre: number, x: number): Label[] {
  const { lines, size, bold, color } = item;
  const first = centre - ((lines.length - 1) * size * LINE_HEIGHT) / 2;
  return lines.map((line, i) => ({ x, y: first + i * size * LINE_HEIGHT, text: line, size, bold, color }));
}

/**
 * A change of rules: a dotted line before the first period it holds for. Its name stands above the plot, to the right of
 * the line, or to the left where the right has less room; what a neighbour has taken is taken.
 */
export function changeMarks(
  chart: LineChart,
  points: readonly Point[],
  { width, height }: { width: number; height: number },
  { text, colours }: Context,
) {
  const places = chart.marks
    .flatMap(({ period, label }) => {
      const point = points.find((candidate) => candidate.period === period);
      if (!point) return [];
      const before = points[point.index - 1];
      return [{ label, x: before ? (before.x + point.x) / 2 : 0 }];
    })
    .sort((a, b) => a.x - b.x);
  let taken = 0;
  const labels = places.map(({ label, x }, i): Label => {
    const onTheRight = (places[i + 1]?.x ?? width) - x - 6;
    const onTheLeft = x - taken - 6;
    const needed = text.width(label, SIZE.note);
    const right = onTheRight >= needed || onTheRight >= onTheLeft;
    const words = text.shorten(label, SIZE.note, right ? onTheRight : onTheLeft);
    taken = right ? x + 3 + text.width(words, SIZE.note) : x;
    const side = right ? ({ x: x + 3, align: "left" } as const) : ({ x: x - 3, align: "right" } as const);
    return { ...side, y: -7, text: words, size: SIZE.note, color: colours.secondary };
  });
  const rules = places.map(({ x }) => ({
    x,
    x2: x,
    y: -13,
    y2: height,
    color: colours.secondary,
    width: 0.75,
    dash: [1.5, 2],
  }));
  return { labels, rules };
}
