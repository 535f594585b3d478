import type { ChartOf } from "../compose/chart-model.ts";
import { crosses, overlaps, pickLabels, type Rectangle } from "./place.ts";
import type { Context, Label, Padding } from "./plan.ts";
import type { TextLayout } from "./text.ts";
import { type Colours, SIZE } from "./theme.ts";

/** A period's value with its place in the plot. */
export type Point = ChartOf<"line">["points"][number] & { index: number; x: number; y: number | null };

interface Surroundings {
  text: TextLayout;
  plot: { width: number; height: number };
  /** Heights of horizontal lines that a label must not lie on. */
  obstacles: readonly number[];
  colours: Colours;
  /** Whether the last value is labelled beside the plot already. */
  last: boolean;
}

/** Values written into the plot: last (if not beside it), lowest, highest and first, each only where it covers nothing. */
export function pointLabels(points: readonly Point[], around: Surroundings): Label[] {
  const { text, plot, obstacles, colours } = around;
  const measured = points.filter((point): point is Point & { y: number } => point.y !== null);
  const [first] = measured;
  const last = measured.at(-1);
  if (!first || !last) return [];
  const lowest = measured.reduce((best, point) => (point.y > best.y ? point : best));
  const highest = measured.reduce((best, point) => (point.y < best.y ? point : best));
  const line = points.map((point) => (point.y === null ? null : { x: point.x, y: point.y }));
  const labels: Label[] = [];
  const taken: Rectangle[] = [];
  const done = new Set<Point>(around.last ? [last] : []);

  const place = (point: Point & { y: number }, sides: readonly (1 | -1)[], bold: boolean) => {
    if (done.has(point)) return;
    const size = bold ? SIZE.value : SIZE.note;
    const half = text.width(point.text, size, bold) / 2;
    for (const side of sides) {
      const x = Math.min(Math.max(point.x, half - 3), plot.width - half);
      const y = point.y + side * (size / 2 + 5.5);
      const box = { left: x - half, right: x + half, top: y - size / 2, bottom: y + size / 2 };
      const free =
        box.top >= -2 &&
        box.bottom <= plot.height + 1 &&
        box.left >= -4 &&
        !taken.some((other) => overlaps(other, box)) &&
        !obstacles.some((height) => height > box.top - 1 && height < box.bottom + 1) &&
        !crosses(line, { left: box.left - 1, right: box.right + 1, top: box.top - 1, bottom: box.bottom + 1 });
      if (!free) continue;
      taken.push(box);
      done.add(point);
      labels.push({
        x,
        y,
        text: point.text,
        size,
        bold,
        color: bold ? colours.ink : colours.secondary,
        align: "center",
      });
      return;
    }
  };
  place(last, [-1, 1], true);
  if (lowest.y !== highest.y) {
    place(highest, [-1], false);
    place(lowest, [1], false);
  }
  place(first, [-1, 1], false);
  return labels;
}

/**
 * Name of the dotted line, on the side away from the other one: where the two are farthest apart, of the places where it
 * covers neither.
 */
export function otherLabel(
  { other }: Pick<ChartOf<"line">, "other">,
  points: readonly Point[],
  yOf: (value: number) => number,
  plot: { width: number; height: number },
  { text, colours }: Context,
): Label[] {
  if (other === undefined) return [];
  const line = points.map(({ x, y }) => (y === null ? null : { x, y }));
  const dotted = points.map(({ index, x }) => {
    const value = other.values[index] ?? null;
    return value === null ? null : { x, y: yOf(value) };
  });
  const size = SIZE.note;
  const words = text.shorten(other.label, size, plot.width / 2);
  const half = text.width(words, size) / 2;
  const places = line
    .flatMap((point, i) => {
      const at = dotted[i];
      if (!point || !at) return [];
      const away = at.y - point.y;
      const wished = at.y + (away < 0 ? -1 : 1) * (size / 2 + 4);
      const y = Math.min(plot.height - size / 2, Math.max(size / 2 - 2, wished));
      const x = Math.min(Math.max(at.x, half), plot.width - half);
      const box = { left: x - half - 1, right: x + half + 1, top: y - size / 2, bottom: y + size / 2 };
      return [{ x, y, apart: Math.abs(away), free: !crosses(line, box) && !crosses(dotted, box) }];
    })
    .sort((a, b) => b.apart - a.apart);
  const place = places.find(({ free }) => free) ?? places[0];
  if (place === undefined) return [];
  const { x, y } = place;
  return [{ x, y, text: words, size, color: colours.secondary, align: "center" }];
}

/** Period names under the plot; `tick` is the place of the period where its name had to be moved inside the chart. */
export function xLabels(
  points: readonly Point[],
  plot: { width: number; height: number },
  padding: Padding,
  { text, colours }: Context,
): (Label & { tick: number })[] {
  const size = SIZE.note;
  const most = plot.width / 2;
  const placed = points.map((point) => {
    const label = text.shorten(point.label, size, most);
    const width = text.width(label, size);
    // A pixel off the edges: a glyph may reach beyond its advance.
    const x = Math.min(Math.max(point.x, width / 2 - padding.left + 1), plot.width + padding.right - width / 2 - 1);
    return { label, at: x, width, tick: point.x };
  });
  return pickLabels(placed, 10, 6).flatMap((index) => {
    const item = placed[index];
    if (!item) return [];
    const { at, label, tick } = item;
    return [{ x: at, y: plot.height + 11, text: label, size, color: colours.secondary, align: "center", tick }];
  });
}
