import type { ChartOf } from "../compose/chart-model.ts";
import { domainOf, fitBars, labelColumn, layRows, type Row } from "./bars.ts";
import { barsSpec } from "./contribution.ts";
import { type Context, type Label, labelRows, type Plan, type Rule, ruleRows } from "./plan.ts";
import { LINE_HEIGHT, SIZE } from "./theme.ts";

type TargetBars = ChartOf<"target-bars">;

const GAP = 5;
/** Shares beyond these ends are cut, marked as such, and still labelled with their value. */
const SHORTEST = -1.5;
const LONGEST = 2.5;

/**
 * Unlike indicators on one axis: each bar is the way from its baseline (0) to its target (1). Baseline and target of
 * each stand under its name, the actual value beyond the bar; what is short of the baseline goes left, in the colour
 * of concern.
 */
export function planTargetBars(chart: TargetBars, context: Context): Plan {
  const { text, colours } = context;
  const width = context.width ?? 324;
  const names = chart.rows.map(({ label }) => ({ text: label, bold: false }));
  const spans = chart.rows.map((row) => spanText(row));
  const column = Math.max(
    labelColumn(names, text, SIZE.label, width * 0.4),
    labelColumn(
      spans.map((span) => ({ text: span, bold: false })),
      text,
      SIZE.note,
      width * 0.4,
    ),
  );
  const padding = { left: 0, top: 2, right: 2, bottom: 18 };
  const inner = width - padding.left - padding.right;
  const { rows, height } = layRows(names, {
    text,
    size: SIZE.label,
    width: column,
    height: context.height === undefined ? undefined : context.height - padding.top - padding.bottom,
    rowHeight: 36,
  });
  const room = inner - column - 12;
  const values = chart.rows.map((row) => text.shorten(row.text, SIZE.label, room * 0.4, true));
  const widths = values.map((value) => text.width(value, SIZE.label, true));
  const scale = fitBars(
    chart.rows.flatMap(({ actual }, i) => {
      const value = clamp(actual ?? 0);
      // The text of a bar to the left stands right of the line, where the target has its place as well.
      const right = { value: Math.max(0, value), textWidth: (widths[i] ?? 0) + 2 * GAP, beyond: 1 };
      return value < 0 ? [{ value, textWidth: 0 }, right] : [right];
    }),
    room,
  );
  const zero = column + 12 + scale.zero;
  const target = zero + scale.perUnit;
  const labels: Label[] = [];
  const rules: Rule[] = [{ x: zero, x2: zero, y: 0, y2: height, color: colours.secondary, width: 1 }];
  const bars: object[] = [];
  for (const [i, item] of chart.rows.entries()) {
    const row = rows[i];
    if (!row) continue;
    labels.push(...nameLabels(row, spans[i] ?? "", column, context));
    const half = Math.min(7, (row.bottom - row.top) * 0.3);
    rules.push({
      x: target,
      x2: target,
      y: row.centre - half - 3,
      y2: row.centre + half + 3,
      color: colours.target,
      width: 2,
    });
    const share = clamp(item.actual ?? 0);
    // Below the baseline the room on the right of the zero line is free; the left belongs to the names.
    const from = zero + Math.max(0, share) * scale.perUnit + GAP;
    const hits = from - GAP < target + 2 && from + (widths[i] ?? 0) > target - 4;
    labels.push({
      x: hits ? Math.max(from, target + GAP) : from,
      y: row.centre,
      text: values[i] ?? "",
      size: SIZE.label,
      bold: true,
      color: item.tone === "concern" ? colours.concern : colours.ink,
    });
    if (item.actual === null) continue;
    const color = item.tone === "concern" ? colours.concern : colours.ink;
    bars.push({ value: share, zero: 0, y: row.centre - half, y2: row.centre + half, color });
    if (share !== item.actual) rules.push(...cutMark(zero + share * scale.perUnit, share < 0 ? 1 : -1, row, half));
  }
  labels.push(...axisLabels(chart, { zero, target, y: height + 10, width: inner }, context));
  return {
    shape: "target-bars",
    spec: barsSpec,
    width: inner,
    height,
    padding,
    signals: { ...domainOf({ perUnit: scale.perUnit, zero }, inner) },
    data: { bars, guides: ruleRows(rules), labels: labelRows(labels) },
  };
}

/** `90 % → 95 %`: baseline and target of a row. */
function spanText(row: TargetBars["rows"][number]): string {
  return [row.baselineText, row.targetText].filter((words) => words !== "").join(" → ");
}

function clamp(share: number): number {
  return Math.min(LONGEST, Math.max(SHORTEST, share));
}

/** Two white strokes near the end of a bar that is longer than shown. */
function cutMark(tip: number, inward: number, row: Row, half: number): Rule[] {
  return [6, 10].map((distance) => {
    const x = tip + inward * distance;
    return { x: x - 2, x2: x + 2, y: row.centre + half + 2, y2: row.centre - half - 2, color: "#ffffff", width: 1.5 };
  });
}

function nameLabels(row: Row, span: string, column: number, { text, colours }: Context): Label[] {
  const line = SIZE.label * LINE_HEIGHT;
  const noteLine = SIZE.note * LINE_HEIGHT;
  const withSpan = span !== "" && row.bottom - row.top >= row.lines.length * line + noteLine;
  const block = row.lines.length * line + (withSpan ? noteLine : 0);
  const top = row.centre - block / 2;
  const labels: Label[] = row.lines.map((words, i) => ({
    x: 0,
    y: top + (i + 0.5) * line,
    text: words,
    size: SIZE.label,
    color: colours.ink,
  }));
  if (withSpan) {
    const y = top + row.lines.length * line + noteLine / 2;
    const words = text.shorten(span, SIZE.note, column);
    labels.push({ x: 0, y, text: words, size: SIZE.note, color: colours.secondary });
  }
  return labels;
}

/** Names of the two lines under the plot, moved apart where they would touch. */
function axisLabels(
  chart: TargetBars,
  at: { zero: number; target: number; y: number; width: number },
  { text, colours }: Context,
): Label[] {
  const most = at.width / 2 - 4;
  const [baseline, target] = [chart.baselineLabel, chart.targetLabel].map((label) => {
    const words = text.shorten(label, SIZE.note, most);
    return { words, width: text.width(words, SIZE.note) };
  }) as [{ words: string; width: number }, { words: string; width: number }];
  let left = Math.max(baseline.width / 2, at.zero);
  let right = Math.min(at.width - target.width / 2, at.target);
  const missing = left + baseline.width / 2 + 8 - (right - target.width / 2);
  if (missing > 0) {
    const shift = Math.min(missing, left - baseline.width / 2);
    left -= shift;
    right = Math.min(at.width - target.width / 2, right + missing - shift);
  }
  const common = { y: at.y, size: SIZE.note, align: "center" } as const;
  return [
    { ...common, x: left, text: baseline.words, color: colours.secondary },
    { ...common, x: right, text: target.words, color: colours.target },
  ];
}
