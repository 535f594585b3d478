import { join, resolve } from "node:path";
import type { Config } from "../config/schema/index.ts";
import { PeriodicalError } from "../errors.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { type ChosenMapping, checkMode, chooseMapping } from "./choose-mapping.ts";
import { importFile } from "./import-file.ts";
import { refuseSecondTime } from "./ledger-check.ts";
import { createRejects } from "./rejects.ts";
import { openSourceFile, type SourceFile } from "./source-file.ts";
import { storeError } from "./store-errors.ts";
import type { FileSummary, ImportMode, ImportProgress, ImportSummary } from "./summary.ts";

export interface ImportOptions {
  /** Load a file although its very bytes were loaded before. */
  again?: boolean | undefined;
  /** Default: the mapping's. */
  mode?: ImportMode | undefined;
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** Folder for files of rejected rows; default: `rejects` in the project's output folder. */
  rejectsDir?: string | undefined;
}

/**
 * Loads files into the table of a dataset. Each file is loaded as a whole or not at all; files before the one that
 * fails stay loaded, and the error says so.
 *
 * @param target id of a mapping, or of a dataset that only one mapping feeds
 * @param files paths; `.csv`, `.xlsx` and either of them packed with gzip
 * @throws {PeriodicalError} IMPORT_REJECTED, CONFIG_INVALID, NOT_FOUND, WAREHOUSE_QUERY, OUTPUT_UNWRITABLE, INTERRUPTED
 */
export async function importFiles(
  config: Config,
  target: string,
  files: readonly string[],
  warehouse: Warehouse,
  options: ImportOptions = {},
): Promise<ImportSummary> {
  const chosen = chooseMapping(config, target);
  const mode = options.mode ?? chosen.mapping.mode;
  checkMode(chosen, mode);
  const summaries: FileSummary[] = [];
  let created = false;
  for (const [index, path] of files.entries()) {
    const report = (progress: Pick<ImportProgress, "stage" | "bytesRead" | "rows" | "rejected">, bytes = 0): void =>
      options.onProgress?.({ file: path, index: index + 1, of: files.length, bytes, ...progress });
    report({ stage: "checking", bytesRead: 0, rows: 0, rejected: 0 });
    try {
      const file = await openSourceFile(path, chosen.mapping, options.signal);
      const result = await loadOne(config, chosen, mode, file, warehouse, options, (progress) =>
        report(progress, file.bytes),
      );
      summaries.push(result.summary);
      created ||= result.created;
    } catch (error) {
      throw withLoaded(error, summaries);
    }
  }
  return {
    mapping: chosen.id,
    dataset: chosen.mapping.dataset,
    table: chosen.table,
    mode,
    created,
    files: summaries,
  };
}

async function loadOne(
  config: Config,
  chosen: ChosenMapping,
  mode: ImportMode,
  file: SourceFile,
  warehouse: Warehouse,
  options: ImportOptions,
  onProgress: (progress: Pick<ImportProgress, "stage" | "bytesRead" | "rows" | "rejected">) => void,
): Promise<{ summary: FileSummary; created: boolean }> {
  const { signal, again = false } = options;
  // Before the long work, and without taking the table's turn; it is asked again inside the transaction.
  await warehouse.read((session) => refuseSecondTime(session, chosen, file, again), { signal });
  const folder = options.rejectsDir ?? resolve(config.root, config.project.output, "rejects");
  const rejects = createRejects(join(resolve(folder), `${file.name}.${file.sha256.slice(0, 8)}.csv`));
  try {
    return await warehouse.write(
      async (client) => {
        try {
          return await importFile(client, {
            file,
            chosen,
            mode,
            again,
            projectZone: config.project.timezone,
            rejects,
            onProgress,
            signal,
          });
        } catch (error) {
          throw storeError(error, chosen, file.name);
        }
      },
      { signal },
    );
  } finally {
    // After `finish` there is nothing left to discard.
    await rejects.discard();
  }
}

function withLoaded(error: unknown, loaded: readonly FileSummary[]): unknown {
  if (!(error instanceof PeriodicalError) || loaded.length === 0) return error;
  const names = loaded.map(({ file, loaded: rows }) => `${file} (${rows} rows)`).join(", ");
  return new PeriodicalError(error.code, `${error.message}\nLoaded before it, and kept: ${names}.`, {
    hint: error.hint,
    cause: error,
    details: error.details,
    ...(error.where === undefined ? {} : { where: error.where }),
  });
}
