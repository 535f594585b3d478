import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { type Config, compile, type TopLevelSpec } from "vega-lite";
import { PeriodicalError } from "../errors.ts";
import type { VegaLocale } from "./locale.ts";
import { sizeOf, slim } from "./svg.ts";

/** What Vega complained about while one chart was drawn. */
export interface Complaints {
  warnings: string[];
  errors: string[];
}

/** A logger that keeps what it is told instead of printing it. */
export function collectComplaints(): { logger: vega.LoggerInterface; complaints: Complaints } {
  const complaints: Complaints = { warnings: [], errors: [] };
  const logger: vega.LoggerInterface = {
    level: ((level?: number) => (level === undefined ? vega.Warn : logger)) as vega.LoggerInterface["level"],
    error: (...parts: readonly unknown[]) => {
      complaints.errors.push(parts.map(words).join(" "));
      return logger;
    },
    warn: (...parts: readonly unknown[]) => {
      complaints.warnings.push(parts.map(words).join(" "));
      return logger;
    },
    info: () => logger,
    debug: () => logger,
  };
  return { logger, complaints };
}

function words(part: unknown): string {
  return part instanceof Error ? part.message : String(part);
}

/** Vega-Lite → Vega. Throws what Vega-Lite throws. */
export function toVega(spec: TopLevelSpec, config: Config, logger: vega.LoggerInterface): vega.Spec {
  // The two packages declare the same logger twice.
  return compile(spec, { config, logger: logger as never }).spec;
}

/** Expressions are kept as syntax trees and interpreted: no text of a configuration is ever compiled into code. */
export function parse(spec: vega.Spec): vega.Runtime {
  return vega.parse(spec, undefined, { ast: true });
}

export interface Drawing {
  svg: string;
  width: number;
  height: number;
  scene: SceneMark;
}

/** The part of Vega's scene graph that is read here. */
export interface SceneMark {
  name?: string;
  marktype: string;
  role?: string;
  items: readonly (Partial<SceneMark> & SceneItem)[];
}
interface SceneItem {
  x?: number;
  y?: number;
  defined?: boolean;
  opacity?: number;
}

/**
 * Runs a parsed specification once and writes the SVG. The view is closed afterwards.
 *
 * @param fill sets signals, size and data of the view before it runs
 */
export async function drawView(
  runtime: vega.Runtime,
  logger: vega.LoggerInterface,
  locale: VegaLocale,
  fill: (view: vega.View) => void = () => {},
): Promise<Drawing> {
  const view = new vega.View(runtime, {
    renderer: "none",
    loader: refusingLoader,
    logger,
    // Declared as formatters, read as definitions.
    locale: locale as unknown as vega.LocaleFormatters,
    expr: expressionInterpreter,
  });
  try {
    fill(view);
    // Ids of clip paths and gradients are counted for the whole process; from 0 for each chart, equal charts are equal bytes.
    vega.resetSVGDefIds();
    const svg = slim(await view.toSVG());
    return { svg, ...sizeOf(svg), scene: (view.scenegraph() as unknown as { root: SceneMark }).root };
  } finally {
    view.finalize();
  }
}

/** A chart holds its data. Nothing is read from a file or the network, and nothing in it is a link. */
const refusingLoader: vega.Loader = {
  load: refuse,
  sanitize: refuse,
  http: refuse,
  file: refuse,
};

async function refuse(uri: string): Promise<never> {
  throw new PeriodicalError("RENDER_FAILED", `A chart refers to ${JSON.stringify(uri.slice(0, 200))}.`, {
    hint: "A chart may use the data named in its report only: no files, addresses, images or links.",
  });
}

/**
 * Number of marks that show something: for the product's charts those of layers whose name begins with `prefix`,
 * without a prefix all marks except guides (axes, legends, titles).
 */
export function countMarks(scene: SceneMark, prefix?: string): number {
  let count = 0;
  const visit = (mark: Partial<SceneMark>) => {
    if (mark.role?.startsWith("axis") || mark.role?.startsWith("legend") || mark.role?.startsWith("title")) return;
    for (const item of mark.items ?? []) {
      if (mark.marktype === "group") for (const inner of item.items ?? []) visit(inner as Partial<SceneMark>);
      else if ((prefix === undefined || mark.name?.startsWith(prefix)) && isShown(item)) count++;
    }
  };
  visit(scene);
  return count;
}

function isShown(item: SceneItem): boolean {
  return item.defined !== false && item.opacity !== 0 && !Number.isNaN(item.x ?? 0) && !Number.isNaN(item.y ?? 0);
}
