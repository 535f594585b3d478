import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { PeriodicalError } from "../errors.ts";
import type { Config } from "./schema/index.ts";

/**
 * The Vega-Lite specifications of a report's own charts, by chart id.
 *
 * @throws {PeriodicalError} CONFIG_INVALID when a file is missing, outside the project, or not a JSON object
 */
export async function readCustomSpecs(
  config: Config,
  report: string,
): Promise<Record<string, Record<string, unknown>>> {
  const charts = config.reports[report]?.charts ?? [];
  const entries = charts.map(async (chart): Promise<[string, Record<string, unknown>]> => {
    const path = resolve(config.root, chart.spec);
    if (relative(config.root, path).startsWith("..")) throw invalid(chart.spec, "lies outside the project");
    let spec: unknown;
    try {
      spec = JSON.parse(await readFile(path, "utf8"));
    } catch (error) {
      throw invalid(chart.spec, error instanceof SyntaxError ? `is not JSON: ${error.message}` : "cannot be read");
    }
    if (typeof spec !== "object" || spec === null || Array.isArray(spec))
      throw invalid(chart.spec, "is not a JSON object");
    return [chart.id, spec as Record<string, unknown>];
  });
  return Object.fromEntries(await Promise.all(entries));
}

function invalid(file: string, why: string): PeriodicalError {
  return new PeriodicalError("CONFIG_INVALID", `The chart specification ${file} ${why}.`, {
    hint: "Put a Vega-Lite specification there; docs/charts.md shows one.",
    where: file,
  });
}
