import { labelColumn, layRows } from "./bars.ts";
import {
  type Context,
  DATA_LAYER,
  end,
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
import { LINE_HEIGHT, SIZE } from "./theme.ts";
import { type Step, stepColour } from "./waterfall.ts";

/** The waterfall lying on its side: room for names of any length, values to the right of the bars. */
export function planWaterfallRows(steps: readonly Step[], context: Context): Plan {
  const { text, colours } = context;
  const width = context.width ?? 324;
  const names = steps.map(({ label, total }) => ({ text: label, bold: total }));
  const column = labelColumn(names, text, SIZE.label, width * 0.45);
  const padding = { left: 0, top: 2, right: 2, bottom: 2 };
  const inner = width - padding.left - padding.right;
  const { rows, height } = layRows(names, {
    text,
    size: SIZE.label,
    width: column,
    height: context.height === undefined ? undefined : context.height - padding.top - padding.bottom,
    rowHeight: 28,
  });
  const ends = steps.flatMap(({ from, to }) => [0, from, to]);
  const low = Math.min(...ends);
  const high = Math.max(...ends, low + Number.MIN_VALUE);
  const values = steps.map((step) => text.shorten(step.text, SIZE.label, inner * 0.25, true));
  const valueWidth = Math.max(...values.map((value) => text.width(value, SIZE.label, true))) + 6;
  const left = column + 10;
  const perUnit = high > low ? Math.max(1, inner - left - valueWidth) / (high - low) : 0;
  const xOf = (value: number) => left + (value - low) * perUnit;
  const labels: Label[] = [];
  const rules: Rule[] = [{ x: xOf(0), x2: xOf(0), y: 0, y2: height, color: colours.secondary, width: 1 }];
  const bars = steps.map((step, i) => {
    const row = rows[i] ?? { lines: [], top: 0, bottom: 0, centre: 0 };
    const color = stepColour(step, context);
    const first = row.centre - ((row.lines.length - 1) * SIZE.label * LINE_HEIGHT) / 2;
    for (const [line, words] of row.lines.entries()) {
      const y = first + line * SIZE.label * LINE_HEIGHT;
      labels.push({ x: 0, y, text: words, size: SIZE.label, bold: step.total, color: colours.ink });
    }
    const x = xOf(Math.max(step.from, step.to)) + 5;
    labels.push({ x, y: row.centre, text: values[i] ?? "", size: SIZE.label, bold: true, color });
    const half = Math.min(7.5, (row.bottom - row.top) * 0.32);
    const next = rows[i + 1];
    if (next) {
      const at = xOf(step.to);
      rules.push({ x: at, x2: at, y: row.centre, y2: next.centre, color: colours.previous, width: 0.75 });
    }
    return { value: step.to, from: step.from, y: row.centre - half, y2: row.centre + half, color };
  });
  return {
    shape: "waterfall-rows",
    spec: waterfallRowsSpec,
    width: inner,
    height,
    padding,
    signals: perUnit > 0 ? { low: low - left / perUnit, high: low + (inner - left) / perUnit } : { low: -1, high: 1 },
    data: { bars, guides: ruleRows(rules), labels: labelRows(labels) },
  };
}

function waterfallRowsSpec() {
  return layered(
    [
      ruleLayer("guides"),
      {
        name: `${DATA_LAYER}-bars`,
        data: { name: "bars" },
        mark: { type: "rect" },
        encoding: {
          x: { field: "value", type: "quantitative", scale: valueScale("low", "high"), axis: null },
          x2: end("from"),
          y: exact("y"),
          y2: end("y2"),
          color: exact("color", "nominal"),
        },
      },
      labelLayer,
    ],
    ["low", "high"],
  );
}
