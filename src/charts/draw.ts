import type * as vega from "vega";
import type { Chart } from "../compose/chart-model.ts";
import type { Theme } from "../config/schema/theme.ts";
import { PeriodicalError } from "../errors.ts";
import type { Fonts } from "../render/fonts.ts";
import { planContribution } from "./contribution.ts";
import { drawCustom } from "./custom.ts";
import { planDonut } from "./donut.ts";
import { type Complaints, collectComplaints, countMarks, type Drawing, drawView, parse, toVega } from "./engine.ts";
import { planGoalLine } from "./goal-line.ts";
import { planHeatMap } from "./heatmap.ts";
import { planIntervals } from "./intervals.ts";
import { planLine } from "./line.ts";
import { vegaLocale } from "./locale.ts";
import { useTextLayout } from "./metrics.ts";
import { type Context, DATA_LAYER, type Plan } from "./plan.ts";
import { planScatter } from "./scatter.ts";
import { planSparkline } from "./sparkline.ts";
import { mapTexts } from "./svg.ts";
import { planTargetBars } from "./target-bars.ts";
import { createTextLayout } from "./text.ts";
import { vegaConfig } from "./theme.ts";
import { planWaterfall } from "./waterfall.ts";

export interface DrawnChart {
  id: string;
  /** A complete `<svg>` element of `width` × `height` CSS pixels; equal input gives equal bytes. */
  svg: string;
  width: number;
  height: number;
  alt: string;
  /** How many data marks were drawn: never 0. */
  marks: number;
  /** What Vega-Lite said about an own specification. */
  warnings: readonly string[];
}

/** Outer size in CSS pixels; every kind has its own default. */
export interface ChartSize {
  width?: number;
  height?: number;
}

export interface ChartDrawer {
  /** @throws {PeriodicalError} RENDER_FAILED naming the chart when it cannot be drawn or would show nothing */
  draw(chart: Chart, size?: ChartSize): Promise<DrawnChart>;
}

/**
 * Draws charts in one look and language. What Vega compiled and parsed is kept for the next chart of the same shape, also
 * of another drawer with the same look: it holds no data.
 */
export function createChartDrawer(options: { theme: Theme; fonts: Fonts; locale: string }): ChartDrawer {
  const { theme, fonts, locale } = options;
  const text = createTextLayout(fonts, locale);
  const config = vegaConfig(theme.colours);
  const formats = vegaLocale(locale);
  const { parsed, compiled } = known(config);

  const drawNow = async (given: Chart, size: ChartSize): Promise<DrawnChart> => {
    const chart = printable(given, fonts) as Chart;
    const context: Context = { text, colours: theme.colours, width: size.width, height: size.height };
    const { logger, complaints } = collectComplaints();
    let drawing: Drawing;
    try {
      useTextLayout(text);
      if (chart.kind === "custom") {
        const custom = await drawCustom(chart, size, { config, logger, locale: formats, compiled });
        for (const key of custom.ignored) complaints.warnings.push(`"${key}" has no effect: the theme decides it`);
        const { svg } = custom.drawing;
        return checked(given, { ...custom.drawing, svg: mapTexts(svg, fonts.printable) }, complaints);
      }
      drawing = await drawPlan(planOf(chart, context), logger);
    } catch (cause) {
      throw failure(given, cause instanceof Error ? cause.message : String(cause), cause);
    }
    return checked(given, drawing, complaints, DATA_LAYER);
  };

  const drawPlan = (plan: Plan, logger: vega.LoggerInterface): Promise<Drawing> => {
    let runtime = parsed.get(plan.shape);
    if (!runtime) {
      runtime = parse(toVega(plan.spec(), config, logger));
      parsed.set(plan.shape, runtime);
    }
    return drawView(runtime, logger, formats, (view) => {
      view.width(plan.width).height(plan.height).padding(plan.padding);
      for (const [name, value] of Object.entries(plan.signals)) view.signal(name, value);
      for (const [name, rows] of Object.entries(plan.data)) view.data(name, rows);
    });
  };

  return { draw: (chart, size = {}) => inTurn(() => drawNow(chart, size)) };
}

function planOf(chart: Exclude<Chart, { kind: "custom" }>, context: Context): Plan {
  switch (chart.kind) {
    case "line":
      return planLine(chart, context);
    case "sparkline":
      return planSparkline(chart, context);
    case "target-bars":
      return planTargetBars(chart, context);
    case "waterfall":
      return planWaterfall(chart, context);
    case "donut":
      return planDonut(chart, context);
    case "contribution":
      return planContribution(chart, context);
    case "heatmap":
      return planHeatMap(chart, context);
    case "goal-line":
      return planGoalLine(chart, context);
    case "scatter":
      return planScatter(chart, context);
    case "intervals":
      return planIntervals(chart, context);
  }
}

function checked(chart: Chart, drawing: Drawing, complaints: Complaints, prefix?: string): DrawnChart {
  const [error] = complaints.errors;
  if (error !== undefined) throw failure(chart, error);
  const marks = countMarks(drawing.scene, prefix);
  if (marks === 0) throw failure(chart, "it shows no value at all");
  const { svg, width, height } = drawing;
  return { id: chart.id, svg, width, height, alt: chart.alt, marks, warnings: complaints.warnings };
}

function failure(chart: Chart, reason: string, cause?: unknown): PeriodicalError {
  if (cause instanceof PeriodicalError) return cause;
  return new PeriodicalError("RENDER_FAILED", `The chart ${chart.id} (${chart.kind}) could not be drawn: ${reason}.`, {
    hint:
      chart.kind === "custom"
        ? "Correct the chart's Vega-Lite file; docs/charts.md describes what it may contain."
        : "The chart's data is not as expected; please report it with the edition's model (--format json).",
    where: chart.id,
    cause,
  });
}

/** Texts of a chart as the fonts can print them; a specification is left as it is. */
function printable(value: unknown, fonts: Fonts): unknown {
  if (typeof value === "string") return fonts.printable(value);
  if (Array.isArray(value)) return value.map((item) => printable(item, fonts));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === "spec" ? item : printable(item, fonts)]),
  );
}

interface Known {
  parsed: Map<string, vega.Runtime>;
  compiled: Map<string, vega.Spec>;
}

const byLook = new Map<string, Known>();
const MOST_LOOKS = 8;

/** What was compiled for a look; the oldest looks and a pile of own specifications are forgotten. */
function known(config: object): Known {
  const look = JSON.stringify(config);
  const found = byLook.get(look);
  if (found && found.compiled.size < 200) return found;
  const made: Known = { parsed: new Map(), compiled: new Map() };
  byLook.set(look, made);
  for (const oldest of byLook.keys()) {
    if (byLook.size <= MOST_LOOKS) break;
    byLook.delete(oldest);
  }
  return made;
}

let turn: Promise<unknown> = Promise.resolve();

/** One chart at a time: text metrics and definition ids are global in Vega. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work, work);
  turn = result.catch(() => {});
  return result;
}
