import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Config } from "../config/schema/index.ts";
import { makeFolder, unwritable } from "../folders.ts";
import { loadLocales } from "../publish.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { type DrawRequest, drawSample, type Sample } from "./draw.ts";
import { NAME_ROW, writeWorkbook } from "./workbook.ts";

export interface WriteOptions {
  now: Date;
  /** Default: the project's first. */
  locale?: string | undefined;
  /** Default: `spot-checks/<dataset>_<period>_seed-<n>.xlsx` in the project's output folder. */
  out?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** What was drawn, without the rows themselves: they stand in the workbook. */
export interface WrittenSample extends Omit<Sample, "rows" | "shown" | "period"> {
  period: string;
  file: string;
  /** How the filled-in sheet is taken back; null when no import mapping reads it. */
  importCommand: string | null;
}

/** Draws a sample and writes its workbook, whole or not at all. @throws {PeriodicalError} see `drawSample`; OUTPUT_UNWRITABLE */
export async function writeSpotChecks(
  config: Config,
  request: DrawRequest,
  warehouse: Pick<Warehouse, "read" | "server">,
  options: WriteOptions,
): Promise<WrittenSample> {
  const [bundle] = await loadLocales(config, [options.locale ?? config.project.locales[0] ?? "en"]);
  if (bundle === undefined) throw new Error("one language asked for, none loaded");
  const sample = await warehouse.read(
    (session) => drawSample(config, request, session, { now: options.now, server: warehouse.server }),
    { signal: options.signal },
  );
  const name = `${request.dataset}_${request.period.id}_seed-${request.seed}.xlsx`;
  const file = resolve(options.out ?? join(config.root, config.project.output, "spot-checks", name));
  const mapping = mappingFor(config, sample);
  const importCommand = mapping === null ? null : `periodical import ${mapping} ${name}`;
  const bytes = await writeWorkbook(config, sample, bundle, importCommand ?? "periodical import <dataset> <file>");
  await writeWhole(file, bytes);
  const { rows: _rows, shown: _shown, period, ...rest } = sample;
  return { ...rest, period: period.id, file, importCommand };
}

/** The import mapping that reads sheets of this kind: it looks for their names in their row, and for the key. */
function mappingFor(config: Config, { key }: Sample): string | null {
  const found = Object.entries(config.imports).find(([, { header_row, columns }]) => {
    const read = new Set(Object.values(columns).flatMap(({ from }) => from));
    return header_row === NAME_ROW && read.has("sheet_id") && key.every((column) => read.has(column));
  });
  return found?.[0] ?? null;
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await makeFolder(dirname(file));
  const beside = `${file}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    await writeFile(beside, bytes, { flush: true });
    await rename(beside, file);
  } catch (error) {
    throw unwritable(`The sheet could not be written to ${file}`, file, error);
  } finally {
    await rm(beside, { force: true });
  }
}
