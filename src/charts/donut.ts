import type { ChartOf } from "../compose/chart-model.ts";
import { mix } from "./colour.ts";
import {
  type Box,
  boxLayer,
  boxRows,
  type Context,
  DATA_LAYER,
  exact,
  type Label,
  labelLayer,
  labelRows,
  layered,
  type Plan,
} from "./plan.ts";
import { type Colours, LINE_HEIGHT, SIZE } from "./theme.ts";

type Donut = ChartOf<"donut">;

const SWATCH = 8;
/** How far a slice that needs attention stands out. */
const PULL = 5;

/**
 * Shares of a whole, clockwise in the order of the list beside it, which carries names and values. What needs attention
 * has the colour of concern, stands out of the ring and is set in bold; the others go from dark to light.
 */
export function planDonut(chart: Donut, context: Context): Plan {
  const { text, colours } = context;
  const width = context.width ?? 324;
  const padding = { left: 0, top: 2, right: 2, bottom: 2 };
  const inner = width - padding.left - padding.right;
  const diameter = Math.min(152, inner * 0.46);
  const left = diameter + 20;
  const shares = chart.slices.map((slice) => text.shorten(slice.text, SIZE.label, inner * 0.2, slice.attention));
  const shareWidth = Math.max(
    0,
    ...shares.map((share, i) => text.width(share, SIZE.label, chart.slices[i]?.attention)),
  );
  const room = inner - left - SWATCH - 7 - shareWidth - 10;
  const line = SIZE.label * LINE_HEIGHT;
  const list = chart.slices.map((slice) => text.wrap(slice.label, SIZE.label, room, 2, slice.attention));
  const lineCount = list.reduce((count, lines) => count + lines.length, 0);
  const needed = lineCount * line;
  const space = Math.max(2, Math.min(11, (diameter - needed) / Math.max(1, list.length)));
  const listHeight = needed + space * list.length;
  const height = (context.height ?? Math.ceil(Math.max(diameter, listHeight)) + 4) - padding.top - padding.bottom;
  const fills = sliceColours(chart, colours);
  const labels: Label[] = [];
  const swatches: Box[] = [];
  let top = (height - listHeight) / 2 + space / 2;
  for (const [i, slice] of chart.slices.entries()) {
    const lines = list[i] ?? [];
    const middle = top + line / 2;
    swatches.push({
      x: left,
      x2: left + SWATCH,
      y: middle - SWATCH / 2,
      y2: middle + SWATCH / 2,
      color: fills[i] ?? "",
    });
    const common = { size: SIZE.label, bold: slice.attention, color: colours.ink };
    for (const [at, words] of lines.entries()) {
      labels.push({ ...common, x: left + SWATCH + 7, y: middle + at * line, text: words });
    }
    labels.push({ ...common, x: inner, y: middle, text: shares[i] ?? "", align: "right" });
    top += lines.length * line + space;
  }
  return {
    shape: "donut",
    spec: donutSpec,
    width: inner,
    height,
    padding,
    signals: {},
    data: {
      ...arcsOf(chart, fills, { diameter, height, rest: colours.surface }),
      swatches: boxRows(swatches),
      labels: labelRows(labels),
    },
  };
}

/** Greys from dark to light for ordinary slices; neighbours differ by lightness and are separated by a white gap. */
function sliceColours(chart: Donut, colours: Colours): string[] {
  const ordinary = chart.slices.filter((slice) => !slice.attention).length;
  const lightest = mix(colours.previous, "#ffffff", 0.45);
  let place = 0;
  return chart.slices.map((slice) => {
    if (slice.attention) return colours.concern;
    return mix(colours.ink, lightest, ordinary < 2 ? 0.4 : place++ / (ordinary - 1));
  });
}

function ringOf(diameter: number, height: number) {
  const outer = diameter / 2 - PULL;
  return { x: diameter / 2, y: height / 2, outer, inner: outer * 0.55 };
}

/** Angles by share of the whole; what the shares leave of 1 is the pale rest of the ring. */
function arcsOf(
  chart: Donut,
  fills: readonly string[],
  { diameter, height, rest }: { diameter: number; height: number; rest: string },
): { slices: object[]; rest: object[] } {
  const whole = Math.max(
    1,
    chart.slices.reduce((sum, { share }) => sum + Math.max(0, share), 0),
  );
  const ring = ringOf(diameter, height);
  const alone = chart.slices.filter(({ share }) => share > 0).length === 1;
  let angle = 0;
  const slices = chart.slices.flatMap((slice, i) => {
    if (!(slice.share > 0)) return [];
    const start = angle;
    angle += (2 * Math.PI * slice.share) / whole;
    const middle = (start + angle) / 2;
    const pull = slice.attention && !alone ? PULL - 1 : 0;
    return [
      {
        ...ring,
        x: ring.x + Math.sin(middle) * pull,
        y: ring.y - Math.cos(middle) * pull,
        start,
        end: angle,
        color: fills[i],
        gap: alone ? 0 : 1.25,
      },
    ];
  });
  const complete = slices.length === 0 || 2 * Math.PI - angle < 0.01;
  return { slices, rest: complete ? [] : [{ ...ring, start: angle, end: 2 * Math.PI, color: rest }] };
}

function donutSpec() {
  const angles = {
    theta: exact("end"),
    theta2: { field: "start" },
    radius: exact("outer"),
    radius2: { field: "inner" },
    color: exact("color", "nominal"),
    x: exact("x"),
    y: exact("y"),
  };
  return layered([
    { name: "rest", data: { name: "rest" }, mark: { type: "arc" }, encoding: angles },
    {
      name: `${DATA_LAYER}-slices`,
      data: { name: "slices" },
      mark: { type: "arc", stroke: "white", strokeWidth: { expr: "datum.gap" } },
      encoding: angles,
    },
    boxLayer("swatches"),
    labelLayer,
  ]);
}
