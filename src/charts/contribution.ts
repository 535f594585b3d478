import type { ChartOf } from "../compose/chart-model.ts";
import { domainOf, fitBars, labelColumn, layRows } from "./bars.ts";
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
  ruleLayer,
  ruleRows,
  valueScale,
} from "./plan.ts";
import { LINE_HEIGHT, SIZE, toneColour } from "./theme.ts";

const GAP = 5;

/**
 * What each member adds to a difference: bars from a common zero, to the left what lessens it, the value beyond the end.
 * The main cause has the colour of its tone and bold text; the others stay in ink, or green where they help.
 */
export function planContribution(chart: ChartOf<"contribution">, context: Context): Plan {
  const { text, colours } = context;
  const width = context.width ?? 324;
  const names = chart.bars.map(({ label, main }) => ({ text: label, bold: main }));
  const column = labelColumn(names, text, SIZE.label, width * 0.42);
  const padding = { left: 0, top: 2, right: 2, bottom: 2 };
  const inner = width - padding.left - padding.right;
  const { rows, height } = layRows(names, {
    text,
    size: SIZE.label,
    width: column,
    height: context.height === undefined ? undefined : context.height - padding.top - padding.bottom,
    rowHeight: 28,
  });
  const room = inner - column - 10;
  const values = chart.bars.map((bar) => text.shorten(bar.text, SIZE.label, room * 0.4, bar.main));
  const scale = fitBars(
    chart.bars.map((bar, i) => ({
      value: bar.value,
      textWidth: text.width(values[i] ?? "", SIZE.label, bar.main) + GAP,
    })),
    room,
  );
  const zero = column + 10 + scale.zero;
  const labels: Label[] = [];
  const bars = chart.bars.map((bar, i) => {
    const row = rows[i] ?? { lines: [], top: 0, bottom: 0, centre: 0 };
    const color = bar.main || bar.tone === "good" ? toneColour(bar.tone, colours) : colours.ink;
    const first = row.centre - ((row.lines.length - 1) * SIZE.label * LINE_HEIGHT) / 2;
    for (const [line, words] of row.lines.entries()) {
      const y = first + line * SIZE.label * LINE_HEIGHT;
      labels.push({ x: 0, y, text: words, size: SIZE.label, bold: bar.main, color: colours.ink });
    }
    const tip = zero + bar.value * scale.perUnit;
    labels.push({
      x: bar.value < 0 ? tip - GAP : tip + GAP,
      y: row.centre,
      text: values[i] ?? "",
      size: SIZE.label,
      bold: bar.main,
      color: bar.main ? color : colours.ink,
      align: bar.value < 0 ? "right" : "left",
    });
    const half = Math.min(7.5, (row.bottom - row.top) * 0.32);
    return { value: bar.value, zero: 0, y: row.centre - half, y2: row.centre + half, color };
  });
  return {
    shape: "contribution",
    spec: barsSpec,
    width: inner,
    height,
    padding,
    signals: { ...domainOf({ perUnit: scale.perUnit, zero }, inner) },
    data: {
      bars,
      guides: ruleRows([{ x: zero, x2: zero, y: 0, y2: height, color: colours.secondary, width: 1 }]),
      labels: labelRows(labels),
    },
  };
}

/** Horizontal bars from zero, a guide in front of them, texts. */
export function barsSpec() {
  return layered(
    [
      {
        name: `${DATA_LAYER}-bars`,
        data: { name: "bars" },
        mark: { type: "rect" },
        encoding: {
          x: { field: "value", type: "quantitative", scale: valueScale("low", "high"), axis: null },
          x2: end("zero"),
          y: exact("y"),
          y2: end("y2"),
          color: exact("color", "nominal"),
        },
      },
      ruleLayer("guides"),
      labelLayer,
    ],
    ["low", "high"],
  );
}
