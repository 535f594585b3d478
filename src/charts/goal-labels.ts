import type { ChartOf } from "../compose/chart-model.ts";
import { crosses, overlaps, type Rectangle } from "./place.ts";
import type { Context, Label, Padding } from "./plan.ts";
import { LINE_HEIGHT, SIZE, toneColour } from "./theme.ts";

type GoalLine = ChartOf<"goal-line">;

interface Scale {
  x: (months: number) => number;
  y: (value: number) => number;
}

/** Between two labels: figure and word of one belong together, those of two do not. */
const GAP = 4;

/** A figure and its word beside the right end of the plot. */
export interface Aside {
  value: number;
  width: number;
  height: number;
  weight: number;
  labels: (centre: number, x: number) => Label[];
}

/** What the goal is and where the trend leads: the figure, under it what it is. */
export function asideOf(chart: GoalLine, { text, colours }: Context, width: number): Aside[] {
  const most = width * 0.36;
  const item = (value: number, figure: string, word: string, color: string, weight: number): Aside => {
    const first = text.shorten(figure, SIZE.value, most, true);
    const lines = text.wrap(word, SIZE.note, Math.max(most * 0.7, 40), 2);
    return {
      value,
      width: Math.max(text.width(first, SIZE.value, true), ...lines.map((line) => text.width(line, SIZE.note))),
      height: SIZE.value * LINE_HEIGHT + lines.length * SIZE.note * LINE_HEIGHT + GAP,
      weight,
      labels: (centre, x) => {
        const top = centre - (SIZE.value * LINE_HEIGHT + lines.length * SIZE.note * LINE_HEIGHT) / 2;
        return [
          { x, y: top + (SIZE.value * LINE_HEIGHT) / 2, text: first, size: SIZE.value, bold: true, color },
          ...lines.map((line, i) => ({
            x,
            y: top + SIZE.value * LINE_HEIGHT + (i + 0.5) * SIZE.note * LINE_HEIGHT,
            text: line,
            size: SIZE.note,
            color,
          })),
        ];
      },
    };
  };
  const { projected, goal } = chart;
  return [
    item(goal.value, goal.text, goal.label, colours.target, 2),
    ...(projected === null
      ? []
      : [item(projected.value, projected.text, projected.label, toneColour(projected.tone, colours), 1)]),
  ];
}

/** Inside the plot: the latest value and the word for the plan, each where it covers nothing; under it, the days. */
export function goalLabels(
  chart: GoalLine,
  {
    at,
    plot,
    padding,
    context,
  }: { at: Scale; plot: { width: number; height: number }; padding: Padding; context: Context },
): { labels: Label[]; ticks: (Label & { tick: number })[] } {
  const { text, colours } = context;
  const lines = [
    chart.points.map(({ x, value }) => (value === null ? null : { x: at.x(x), y: at.y(value) })),
    chart.plan.map(({ x, value }) => ({ x: at.x(x), y: at.y(value) })),
    chart.projection.map(({ x, value }) => ({ x: at.x(x), y: at.y(value) })),
  ];
  const marks = [
    ...chart.points.flatMap(({ x, value }) => (value === null ? [] : [{ x: at.x(x), y: at.y(value) }])),
    { x: at.x(chart.goal.x), y: at.y(chart.goal.value) },
  ];
  const taken: Rectangle[] = [];
  const labels: Label[] = [];
  const tryAt = (words: string, x: number, y: number, bold: boolean, color: string): boolean => {
    const size = bold ? SIZE.value : SIZE.note;
    const half = text.width(words, size, bold) / 2;
    const centre = Math.min(Math.max(x, half - 2), plot.width - half);
    const box = { left: centre - half - 1, right: centre + half + 1, top: y - size / 2 - 1, bottom: y + size / 2 + 1 };
    const free =
      box.top >= -2 &&
      box.bottom <= plot.height + 2 &&
      !taken.some((other) => overlaps(other, box)) &&
      !marks.some((mark) => mark.x > box.left && mark.x < box.right && mark.y > box.top && mark.y < box.bottom) &&
      !lines.some((line) => crosses(line, box));
    if (!free) return false;
    taken.push(box);
    labels.push({ x: centre, y, text: words, size, bold, color, align: "center" });
    return true;
  };
  const latest = chart.points.findLast(({ value }) => value !== null);
  if (latest !== undefined && latest.value !== null) {
    const [x, y] = [at.x(latest.x), at.y(latest.value)];
    const color = toneColour(chart.tone, colours);
    const places = [-1, 1].flatMap((side) =>
      [0, -14, -26, 14].flatMap((dx) => [[dx, side * 11] as const, [dx, side * 18] as const]),
    );
    places.some(([dx, dy]) => tryAt(latest.text, x + dx, y + dy, true, color));
  }
  namePlan(chart, at, (x, y) => tryAt(chart.planLabel, x, y, false, colours.target));
  return { labels, ticks: dayLabels(chart, at, plot, padding, context) };
}

/** The plan's name beside its line; left out where there is no room for it. */
function namePlan({ plan }: GoalLine, at: Scale, place: (x: number, y: number) => boolean): void {
  const first = plan[0];
  const last = plan.at(-1);
  if (first === undefined || last === undefined) return;
  [0.28, 0.18, 0.4, 0.52, 0.64, 0.1, 0.76].some((share) => {
    const months = first.x + (last.x - first.x) * share;
    const y = at.y(valueAt(plan, months));
    return [10, -10, 16, -16].some((dy) => place(at.x(months), y + dy));
  });
}

function valueAt(plan: GoalLine["plan"], months: number): number {
  for (const [i, to] of plan.entries()) {
    const from = plan[i - 1];
    if (from === undefined || months > to.x) continue;
    return to.x === from.x ? to.value : from.value + ((to.value - from.value) * (months - from.x)) / (to.x - from.x);
  }
  return plan.at(-1)?.value ?? 0;
}

/** The goal's day always, then start and latest period where they do not run into it. */
function dayLabels(
  chart: GoalLine,
  at: Scale,
  plot: { width: number; height: number },
  padding: Padding,
  { text, colours }: Context,
): (Label & { tick: number })[] {
  const size = SIZE.note;
  const shown: (Label & { tick: number; left: number; right: number })[] = [];
  for (const { x, label } of chart.ticks) {
    const words = text.shorten(label, size, plot.width / 2);
    const half = text.width(words, size) / 2;
    const tick = at.x(x);
    const centre = Math.min(Math.max(tick, half - padding.left + 1), plot.width + padding.right - half - 1);
    const [left, right] = [centre - half, centre + half];
    if (shown.some((other) => left < other.right + 8 && other.left < right + 8)) continue;
    shown.push({
      x: centre,
      y: plot.height + 11,
      text: words,
      size,
      color: colours.secondary,
      align: "center",
      tick,
      left,
      right,
    });
  }
  return shown.map(({ left: _, right: __, ...label }) => label);
}
