import type * as vega from "vega";
import type { Config, TopLevelSpec } from "vega-lite";
import type { ChartOf } from "../compose/chart-model.ts";
import { PeriodicalError } from "../errors.ts";
import { type Drawing, drawView, parse, toVega } from "./engine.ts";
import type { VegaLocale } from "./locale.ts";
import { resize } from "./svg.ts";

type CustomChart = ChartOf<"custom">;

/** What the product decides for every chart; a specification that sets it is told that it has no effect. */
const FORCED = ["config", "background", "padding", "autosize", "width", "usermeta"] as const;
/** Compositions have no single plot whose width could be set; they are scaled down when they are too wide. */
const COMPOSED = ["hconcat", "vconcat", "concat", "facet", "repeat"];

/**
 * A report's own Vega-Lite specification, bound to figures by the names of its data. It may refer to that data only:
 * no values of its own (a figure that no query gave must not reach a report), no files, addresses, images or links.
 *
 * @throws {PeriodicalError} CONFIG_INVALID naming the place in the specification
 */
export function prepareCustom(chart: CustomChart): { spec: Record<string, unknown>; ignored: string[] } {
  const spec = structuredClone(chart.spec) as Record<string, unknown>;
  const ignored = FORCED.filter((key) => key in spec);
  for (const key of FORCED) delete spec[key];
  const used = new Set<string>();
  visit(spec, "", chart, used);
  const names = Object.keys(chart.data);
  const [only] = names;
  if (!("data" in spec) && used.size === 0 && names.length === 1) spec.data = { name: only };
  return { spec, ignored };
}

function visit(node: unknown, place: string, chart: CustomChart, used: Set<string>): void {
  if (Array.isArray(node)) {
    for (const [i, item] of node.entries()) visit(item, `${place}[${i}]`, chart, used);
    return;
  }
  if (node === null || typeof node !== "object") return;
  for (const [key, value] of Object.entries(node)) {
    const here = place === "" ? key : `${place}.${key}`;
    if (key === "data" && isRecord(value)) checkData(value, here, chart, used);
    else if (key === "datasets") throw refused(chart, here, "brings its own values");
    else if (key === "href" || key === "url") throw refused(chart, here, "refers to an address");
    else if ((key === "mark" || key === "type") && value === "image") throw refused(chart, here, "is an image");
    else visit(value, here, chart, used);
  }
}

function checkData(data: Record<string, unknown>, place: string, chart: CustomChart, used: Set<string>): void {
  const { name, ...rest } = data;
  for (const key of Object.keys(rest)) {
    if (key === "format") continue;
    throw refused(chart, `${place}.${key}`, key === "url" ? "refers to an address" : "brings its own values");
  }
  if (typeof name !== "string" || !Object.hasOwn(chart.data, name)) {
    const known = Object.keys(chart.data).join(", ");
    throw refused(chart, `${place}.name`, `must be one of the data named in the report: ${known}`);
  }
  used.add(name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function refused(chart: CustomChart, place: string, reason: string): PeriodicalError {
  return new PeriodicalError("CONFIG_INVALID", `The chart ${chart.id}: ${place} ${reason}.`, {
    hint: 'Bind the chart to figures with `data: {"name": …}` and the names under `data` of the report\'s chart.',
    where: `${chart.id}: ${place}`,
  });
}

const DEFAULT_WIDTH = 680;
const DEFAULT_HEIGHT = 220;
const TALLEST = 900;

/**
 * Draws a prepared specification into the given width. Axes, legends and texts need room that is only known when they
 * are drawn, hence twice: the second time with a plot narrower by what stood over. Nothing is cut at the edges.
 */
export async function drawCustom(
  chart: CustomChart,
  size: { width?: number; height?: number },
  tools: {
    config: Config;
    logger: vega.LoggerInterface;
    locale: VegaLocale;
    compiled: Map<string, vega.Spec>;
  },
): Promise<{ drawing: Drawing; ignored: string[] }> {
  const { spec, ignored } = prepareCustom(chart);
  const width = size.width ?? DEFAULT_WIDTH;
  const composed = COMPOSED.some((key) => key in spec);
  const wished = typeof spec.height === "number" ? spec.height : DEFAULT_HEIGHT;
  if (!composed) Object.assign(spec, { width, height: size.height ?? Math.min(TALLEST, wished) });
  const full = { ...spec, autosize: { type: "pad", contains: "content" }, padding: 3 } as unknown as TopLevelSpec;
  const key = JSON.stringify(full);
  const compiled = tools.compiled.get(key) ?? toVega(full, tools.config, tools.logger);
  tools.compiled.set(key, compiled);
  const runtime = parse(withRows(compiled, chart.data));
  const draw = (plotWidth: number | null) =>
    drawView(runtime, tools.logger, tools.locale, (view) => {
      if (plotWidth !== null) view.width(plotWidth);
    });
  let drawing = await draw(null);
  const over = drawing.width - width;
  if (!composed && over > 0 && over < width - 40) drawing = await draw(Math.floor(width - over));
  if (drawing.width <= width) return { drawing, ignored };
  const height = Math.round((drawing.height * width) / drawing.width);
  return { drawing: { ...drawing, svg: resize(drawing.svg, width, height), width, height }, ignored };
}

/** The rows as values of the data sets, so that formats (`parse`) in the specification apply to them. */
function withRows(spec: vega.Spec, data: CustomChart["data"]): vega.Spec {
  return {
    ...spec,
    data: (spec.data ?? []).map((entry) => {
      const rows = data[entry.name];
      return rows ? ({ ...entry, values: structuredClone(rows) } as vega.Data) : entry;
    }),
  };
}
