import { z } from "zod";

/**
 * Charts as data: what is drawn, already labelled in the document's language. `src/charts/<kind>.ts` turns each into a
 * Vega-Lite specification. `alt` says what the chart shows, generated from the same data.
 */
const common = {
  id: z.string(),
  title: z.string(),
  subtitle: z.string(),
  alt: z.string(),
};
const Tone = z.enum(["good", "concern", "caution", "neutral"]);

const Point = z.strictObject({
  period: z.string(),
  label: z.string().describe("Short period name for the axis."),
  value: z.number().nullable(),
  text: z.string(),
  figure: z.string().nullable(),
  special: Tone.nullable().describe("Tone of a special cause; null = ordinary."),
  recent: z.boolean().describe("One of the last three periods, marked."),
});

export const LineChart = z.strictObject({
  kind: z.literal("line"),
  ...common,
  unit: z.string(),
  points: z.array(Point),
  target: z.strictObject({ value: z.number(), label: z.string() }).nullable(),
  targets: z
    .array(z.number().nullable())
    .optional()
    .describe("Target of each point, where it changed on the way: the line steps. `target` is the last one."),
  other: z
    .strictObject({ values: z.array(z.number().nullable()), label: z.string() })
    .optional()
    .describe("The same points seen another way, e.g. scored by today's rules: a thin dotted line."),
  limits: z.strictObject({ lower: z.number(), mean: z.number(), upper: z.number(), label: z.string() }).nullable(),
  marks: z
    .array(z.strictObject({ period: z.string(), label: z.string() }))
    .describe("Vertical marks, e.g. changed rules."),
  /** Axis range that must be shown, e.g. 0–100 for the score; null = from the data. */
  domain: z.tuple([z.number(), z.number()]).nullable(),
});

export const Sparkline = z.strictObject({
  kind: z.literal("sparkline"),
  ...common,
  values: z.array(z.number().nullable()),
  target: z.number().nullable(),
  targets: z.array(z.number().nullable()).optional().describe("As in a line chart: where the target changed."),
  tone: Tone,
});

export const TargetBars = z.strictObject({
  kind: z.literal("target-bars"),
  ...common,
  /** Share of the way from baseline (0) to target (1); unlike units share one axis. */
  rows: z.array(
    z.strictObject({
      label: z.string(),
      actual: z.number().nullable(),
      tone: Tone,
      text: z.string(),
      baselineText: z.string(),
      targetText: z.string(),
    }),
  ),
  baselineLabel: z.string(),
  targetLabel: z.string(),
});

export const Waterfall = z.strictObject({
  kind: z.literal("waterfall"),
  ...common,
  start: z.strictObject({ label: z.string(), value: z.number(), text: z.string() }),
  steps: z.array(z.strictObject({ label: z.string(), value: z.number(), text: z.string() })),
  end: z.strictObject({ label: z.string(), value: z.number(), text: z.string() }),
});

export const Donut = z.strictObject({
  kind: z.literal("donut"),
  ...common,
  slices: z.array(z.strictObject({ label: z.string(), share: z.number(), text: z.string(), attention: z.boolean() })),
});

export const ContributionBars = z.strictObject({
  kind: z.literal("contribution"),
  ...common,
  bars: z.array(
    z.strictObject({ label: z.string(), value: z.number(), text: z.string(), tone: Tone, main: z.boolean() }),
  ),
});

/** Cells of a heat map that rest on fewer rows neither set its scale nor are named the worst, unless all do. */
export const FEWEST_ROWS_OF_A_CELL = 3;

export const HeatMapChart = z.strictObject({
  kind: z.literal("heatmap"),
  ...common,
  rows: z.array(z.string()).describe("Weekday names, in order."),
  columns: z.array(z.string()).describe("Hours, in order."),
  cells: z.array(
    z.strictObject({
      row: z.string(),
      column: z.string(),
      value: z.number().nullable(),
      n: z.number(),
      text: z.string().optional().describe("The value as printed; names the ends of the legend and the worst cell."),
    }),
  ),
  legend: z.string(),
  /** True when large values are the bad ones. */
  highIsBad: z.boolean(),
});

export const IntervalsChart = z.strictObject({
  kind: z.literal("intervals"),
  ...common,
  rows: z.array(
    z.strictObject({
      label: z.string(),
      value: z.number(),
      low: z.number().nullable().describe("Ends of the interval; null = no interval is known."),
      high: z.number().nullable(),
      text: z.string(),
      tone: Tone,
      group: z.int().nullable().describe("Neighbours of one group belong together; a line divides it from the next."),
    }),
  ),
  reference: z.strictObject({ value: z.number(), label: z.string() }).nullable().describe("A vertical line."),
  lowLabel: z.string().nullable().describe("What the left side of the reference means."),
  highLabel: z.string().nullable(),
});

/** Items in the plane of two quantities, parted into four fields where two lines cross. */
export const ScatterChart = z.strictObject({
  kind: z.literal("scatter"),
  ...common,
  points: z.array(
    z.strictObject({
      label: z.string(),
      short: z.string().describe("Stands for the label where that finds no room; the table beside names it."),
      x: z.number(),
      y: z.number(),
      tone: Tone,
      main: z.boolean().describe("One of those the finding is about."),
    }),
  ),
  x: z.strictObject({ title: z.string(), split: z.number(), splitText: z.string() }),
  y: z.strictObject({ title: z.string(), split: z.number(), splitText: z.string() }),
  fields: z
    .strictObject({ topLeft: z.string(), topRight: z.string(), bottomLeft: z.string(), bottomRight: z.string() })
    .describe("What the four fields mean."),
});

export const CustomChart = z.strictObject({
  kind: z.literal("custom"),
  ...common,
  spec: z.record(z.string(), z.unknown()),
  data: z.record(z.string(), z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))),
});

const Spot = z.strictObject({ x: z.number().describe("Months since the goal's start."), value: z.number() });

export const GoalLine = z.strictObject({
  kind: z.literal("goal-line"),
  ...common,
  unit: z.string(),
  /** Measured values; `null` breaks the line. `used`: part of the trend. */
  points: z.array(
    z.strictObject({
      x: z.number(),
      value: z.number().nullable(),
      text: z.string(),
      figure: z.string().nullable(),
      used: z.boolean(),
    }),
  ),
  plan: z.array(Spot).describe("The plan as a polyline; empty where the start is not known."),
  planLabel: z.string(),
  projection: z.array(z.strictObject({ x: z.number(), value: z.number(), low: z.number(), high: z.number() })),
  /** Value on the goal's day if the trend goes on. */
  projected: z.strictObject({ value: z.number(), text: z.string(), label: z.string(), tone: Tone }).nullable(),
  goal: z.strictObject({ x: z.number(), value: z.number(), text: z.string(), label: z.string() }),
  /** Of the latest value. */
  tone: Tone,
  ticks: z.array(z.strictObject({ x: z.number(), label: z.string() })).describe("Names under the plot, in order."),
});

export const Chart = z.discriminatedUnion("kind", [
  LineChart,
  Sparkline,
  TargetBars,
  Waterfall,
  Donut,
  ContributionBars,
  HeatMapChart,
  IntervalsChart,
  GoalLine,
  ScatterChart,
  CustomChart,
]);
export type Chart = z.infer<typeof Chart>;
export type ChartOf<Kind extends Chart["kind"]> = Extract<Chart, { kind: Kind }>;
