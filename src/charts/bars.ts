import type { TextLayout } from "./text.ts";
import { LINE_HEIGHT } from "./theme.ts";

/** A horizontal bar from zero with a text beyond its end. */
export interface BarWish {
  value: number;
  /** Width of its text, distance included. */
  textWidth: number;
  /** The text may have to stand beyond this value instead of the bar's end. */
  beyond?: number;
}

/**
 * Largest scale with which all bars and their texts fit side by side with a common zero.
 *
 * @param room width for bars and texts, in pixels
 * @returns pixels for one unit, and the zero's distance from the left
 */
export function fitBars(bars: readonly BarWish[], room: number): { perUnit: number; zero: number } {
  const needs = (perUnit: number) => {
    let left = 0;
    let right = 0;
    for (const { value, textWidth, beyond } of bars) {
      if (value < 0) left = Math.max(left, -value * perUnit + textWidth);
      else right = Math.max(right, Math.max(value, beyond ?? value) * perUnit + textWidth);
    }
    return { left, right };
  };
  const longest = Math.max(...bars.map(({ value, beyond }) => Math.max(Math.abs(value), beyond ?? 0)), 0);
  if (longest === 0) return { perUnit: 1, zero: needs(0).left };
  let low = 0;
  let high = room / longest;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    const { left, right } = needs(middle);
    if (left + right <= room) low = middle;
    else high = middle;
  }
  // Texts alone may fill the room; a sliver of a scale keeps the bars' order and direction.
  const perUnit = Math.max(low, (room * 0.05) / longest);
  return { perUnit, zero: Math.min(needs(perUnit).left, room) };
}

/** Domain of a linear scale over `width` pixels on which `zero` is 0 and one unit is `perUnit` pixels. */
export function domainOf(scale: { perUnit: number; zero: number }, width: number): { low: number; high: number } {
  return { low: -scale.zero / scale.perUnit, high: (width - scale.zero) / scale.perUnit };
}

export interface Row {
  lines: string[];
  top: number;
  bottom: number;
  centre: number;
}

/** From so many rows on they stand closer. */
const MANY = 17;

/**
 * Labels of horizontal bars: each over as many lines as it needs (two at most), rows of equal height, closer together
 * when a height is given. Many rows are as high as their own labels need, so that one long name does not part them all.
 */
export function layRows(
  labels: readonly { text: string; bold: boolean }[],
  layout: { text: TextLayout; size: number; width: number; height: number | undefined; rowHeight: number },
): { rows: Row[]; height: number } {
  const { text, size, width, rowHeight } = layout;
  const line = size * LINE_HEIGHT;
  const wrapped = labels.some((label) => text.width(label.text, size, label.bold) > width);
  const roomy = Math.ceil(wrapped ? Math.max(rowHeight, 2 * line + 5) : rowHeight);
  if (layout.height === undefined && labels.length >= MANY) return layClose(labels, layout);
  const each = layout.height === undefined ? roomy : layout.height / Math.max(1, labels.length);
  const most = each >= 2 * line + 2 ? 2 : 1;
  const rows = labels.map(({ text: label, bold }, i) => {
    const top = i * each;
    return { lines: text.wrap(label, size, width, most, bold), top, bottom: top + each, centre: top + each / 2 };
  });
  return { rows, height: each * labels.length };
}

function layClose(
  labels: readonly { text: string; bold: boolean }[],
  { text, size, width, rowHeight }: { text: TextLayout; size: number; width: number; rowHeight: number },
): { rows: Row[]; height: number } {
  const line = size * LINE_HEIGHT;
  let top = 0;
  const rows = labels.map(({ text: label, bold }) => {
    const lines = text.wrap(label, size, width, 2, bold);
    const bottom = top + Math.min(Math.max(rowHeight, 2 * line + 5), Math.ceil(lines.length * line + 5));
    const row = { lines, top, bottom, centre: (top + bottom) / 2 };
    top = bottom;
    return row;
  });
  return { rows, height: top };
}

/** Width of the column of labels: as wide as they are, within a share of the chart. */
export function labelColumn(
  labels: readonly { text: string; bold: boolean }[],
  text: TextLayout,
  size: number,
  most: number,
): number {
  return Math.min(most, Math.max(0, ...labels.map((label) => text.width(label.text, size, label.bold))));
}
