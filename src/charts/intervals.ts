import type { ChartOf } from "../compose/chart-model.ts";
import { labelColumn, layRows } from "./bars.ts";
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
  valueScale,
} from "./plan.ts";
import { LINE_HEIGHT, SIZE, toneColour } from "./theme.ts";

const GAP = 8;
const CAP = 3;

/**
 * Estimates with their intervals, one row each: a dot on a whisker, the value as a text in a column of its own at the
 * right, a reference line through all rows. Colour and bold text mark what is proven; a hairline divides groups.
 */
export function planIntervals(chart: ChartOf<"intervals">, context: Context): Plan {
  const { text, colours } = context;
  const width = context.width ?? 324;
  const names = chart.rows.map(({ label, tone }) => ({ text: label, bold: tone !== "neutral" }));
  const column = labelColumn(names, text, SIZE.label, width * 0.38);
  const foot = chart.reference === null ? 2 : SIZE.note * LINE_HEIGHT + 6;
  const padding = { left: 0, top: 2, right: 2, bottom: foot };
  const inner = width - padding.left - padding.right;
  const { rows, height } = layRows(names, {
    text,
    size: SIZE.label,
    width: column,
    height: context.height === undefined ? undefined : context.height - padding.top - padding.bottom,
    rowHeight: 20,
  });
  const values = chart.rows.map((row) => text.shorten(row.text, SIZE.label, inner * 0.25, true));
  const valueColumn = Math.max(0, ...values.map((value) => text.width(value, SIZE.label, true)));
  const plot = { left: column + GAP, right: Math.max(column + GAP + 20, inner - valueColumn - GAP) };
  const at = scaleOf(chart, plot);
  const labels: Label[] = [];
  const rules: Rule[] = [];
  if (chart.reference !== null) {
    const x = at(chart.reference.value);
    rules.push({ x, x2: x, y: 0, y2: height, color: colours.secondary, width: 1 });
    labels.push(...footLabels(chart, { x, y: height + 4 + SIZE.note / 2, ...plot }, context));
  }
  const dots: object[] = [];
  const whiskers: Rule[] = [];
  for (const [i, item] of chart.rows.entries()) {
    const row = rows[i];
    if (row === undefined) continue;
    const color = item.tone === "neutral" ? colours.ink : toneColour(item.tone, colours);
    const bold = item.tone !== "neutral";
    const first = row.centre - ((row.lines.length - 1) * SIZE.label * LINE_HEIGHT) / 2;
    for (const [line, words] of row.lines.entries()) {
      const y = first + line * SIZE.label * LINE_HEIGHT;
      labels.push({ x: 0, y, text: words, size: SIZE.label, bold, color: colours.ink });
    }
    labels.push({ x: inner, y: row.centre, text: values[i] ?? "", size: SIZE.label, bold, color, align: "right" });
    if (item.low !== null && item.high !== null) {
      const [from, to] = [at(item.low), at(item.high)];
      whiskers.push({ x: from, x2: to, y: row.centre, y2: row.centre, color, width: 1.5 });
      for (const x of [from, to])
        whiskers.push({ x, x2: x, y: row.centre - CAP, y2: row.centre + CAP, color, width: 1.5 });
    }
    dots.push({ value: item.value, y: row.centre, color });
    const next = chart.rows[i + 1];
    if (next !== undefined && item.group !== null && next.group !== item.group) {
      rules.push({ x: 0, x2: inner, y: row.bottom, y2: row.bottom, color: colours.rule, width: 1 });
    }
  }
  const { low, high } = domainOver(chart, plot, inner);
  return {
    shape: "intervals",
    spec: intervalsSpec,
    width: inner,
    height,
    padding,
    signals: { low, high },
    data: { guides: ruleRows(rules), whiskers: ruleRows(whiskers), dots, labels: labelRows(labels) },
  };
}

/** Everything drawn, the reference included, fills the plot. */
function spanOf({ rows, reference }: ChartOf<"intervals">): { least: number; most: number } {
  const ends = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const all = reference === null ? ends : [...ends, reference.value];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least === most ? { least: least - 1, most: most + 1 } : { least, most };
}

function scaleOf(chart: ChartOf<"intervals">, plot: { left: number; right: number }): (value: number) => number {
  const { least, most } = spanOf(chart);
  const inset = 5;
  const perUnit = (plot.right - plot.left - 2 * inset) / (most - least);
  return (value) => plot.left + inset + (value - least) * perUnit;
}

/** Domain of a linear scale over the whole width that puts values where `scaleOf` does. */
function domainOver(
  chart: ChartOf<"intervals">,
  plot: { left: number; right: number },
  width: number,
): { low: number; high: number } {
  const { least, most } = spanOf(chart);
  const at = scaleOf(chart, plot);
  const perUnit = (at(most) - at(least)) / (most - least);
  return { low: least - at(least) / perUnit, high: least + (width - at(least)) / perUnit };
}

/** Under the plot: the reference's name, and what its sides mean where there is room beside it. */
function footLabels(
  chart: ChartOf<"intervals">,
  at: { x: number; y: number; left: number; right: number },
  { text, colours }: Context,
): Label[] {
  const size = SIZE.note;
  const words = text.shorten(chart.reference?.label ?? "", size, at.right - at.left);
  const half = text.width(words, size) / 2;
  const x = Math.min(at.right - half, Math.max(at.left + half, at.x));
  const common = { y: at.y, size, color: colours.secondary };
  const labels: Label[] = [{ ...common, x, text: words, align: "center" }];
  const fits = (label: string | null, room: number): label is string =>
    label !== null && label !== "" && text.width(label, size) + 8 <= room;
  if (fits(chart.lowLabel, x - half - at.left)) labels.push({ ...common, x: at.left, text: chart.lowLabel });
  if (fits(chart.highLabel, at.right - x - half)) {
    labels.push({ ...common, x: at.right, text: chart.highLabel, align: "right" });
  }
  return labels;
}

function intervalsSpec() {
  return layered(
    [
      ruleLayer("guides"),
      ruleLayer("whiskers"),
      {
        name: `${DATA_LAYER}-dots`,
        data: { name: "dots" },
        mark: { type: "point", filled: true, size: 42, opacity: 1, shape: "circle" },
        encoding: {
          x: { field: "value", type: "quantitative", scale: valueScale("low", "high"), axis: null },
          y: exact("y"),
          color: exact("color", "nominal"),
        },
      },
      labelLayer,
    ],
    ["low", "high"],
  );
}
