import type { ImportMapping } from "../config/schema/import.ts";
import type { Config } from "../config/schema/index.ts";
import { PeriodicalError } from "../errors.ts";

export interface ChosenMapping {
  id: string;
  mapping: ImportMapping;
  /** `table` or `schema.table` of the dataset. */
  table: string;
  /** Time column of the dataset. */
  timeColumn: string;
  /** Zone in which the days of the time column are counted. */
  zone: string;
}

/**
 * Finds the mapping an import means: the one with that id, or the only one that feeds the dataset of that id.
 *
 * @param name id of a mapping or of a dataset
 * @throws {PeriodicalError} NOT_FOUND when there is none or it is not clear which; CONFIG_INVALID when the mapping cannot
 *   be used: its dataset is no table, or key or time column are not among its columns
 */
export function chooseMapping(config: Config, name: string): ChosenMapping {
  const own = Object.hasOwn(config.imports, name) ? config.imports[name] : undefined;
  if (own) return usable(config, name, own);
  const feeding = Object.entries(config.imports).filter(([, mapping]) => mapping.dataset === name);
  const [only] = feeding;
  if (feeding.length === 1 && only) return usable(config, only[0], only[1]);
  const known = Object.entries(config.imports).map(([id, { dataset }]) => `${id} (dataset ${dataset})`);
  if (feeding.length > 1) {
    const ids = feeding.map(([id]) => id);
    throw new PeriodicalError("NOT_FOUND", `Dataset "${name}" has several imports: ${ids.join(", ")}.`, {
      where: "imports",
      hint: `Say which one: --mapping ${ids[0]}.`,
    });
  }
  throw new PeriodicalError("NOT_FOUND", `There is no import, and no dataset with an import, called "${name}".`, {
    where: "imports",
    hint:
      known.length === 0 ? "Add an `imports` section to config/ (docs/import.md)." : `There are: ${known.join(", ")}.`,
  });
}

function usable(config: Config, id: string, mapping: ImportMapping): ChosenMapping {
  const invalid = (where: string, message: string, hint: string): PeriodicalError =>
    new PeriodicalError("CONFIG_INVALID", message, { where: `imports.${id}.${where}`, hint });
  const dataset = config.datasets[mapping.dataset];
  if (!dataset) throw invalid("dataset", `There is no dataset "${mapping.dataset}".`, "Correct the dataset's id.");
  if (!("table" in dataset.source)) {
    throw invalid(
      "dataset",
      `Dataset "${mapping.dataset}" is a SELECT, and rows can be loaded into a table only.`,
      "Import into a dataset whose source is a table, and let the SELECT read that table.",
    );
  }
  const columns = Object.keys(mapping.columns);
  for (const column of mapping.key) {
    if (!columns.includes(column))
      throw invalid("key", `The key column "${column}" is not among the columns.`, "Add it.");
  }
  const timeColumn = dataset.time.column;
  const time = mapping.columns[timeColumn];
  if (time !== undefined && time.type !== "timestamp" && time.type !== "date") {
    throw invalid(
      `columns.${timeColumn}.type`,
      `"${timeColumn}" is the time column of dataset "${mapping.dataset}" but is read as ${time.type}.`,
      "Read it as `type: timestamp` or `type: date`.",
    );
  }
  const zone = time?.zone ?? dataset.time.zone ?? config.project.timezone;
  return { id, mapping, table: dataset.source.table, timeColumn, zone };
}

/**
 * @throws {PeriodicalError} USAGE when a mapping was named that feeds another dataset than the one named beside it
 */
export function assertFeeds(config: Config, mappingId: string, dataset: string): void {
  const { id, mapping } = chooseMapping(config, mappingId);
  if (dataset === id || dataset === mapping.dataset) return;
  throw new PeriodicalError("USAGE", `The import "${id}" feeds dataset "${mapping.dataset}", not "${dataset}".`, {
    hint: `Write: periodical import ${mapping.dataset} <file> --mapping ${id}`,
  });
}

/** What a mode needs of a mapping; checked when the mode is known. */
export function checkMode({ id, mapping, timeColumn }: ChosenMapping, mode: ImportMapping["mode"]): void {
  if (mode === "upsert" && mapping.key.length === 0) {
    throw new PeriodicalError("CONFIG_INVALID", "Mode upsert needs to know by which columns a row is recognised.", {
      where: `imports.${id}.key`,
      hint: "Add `key: [<column>]` to the mapping.",
    });
  }
  if (mode === "replace-period" && !(timeColumn in mapping.columns)) {
    throw new PeriodicalError(
      "CONFIG_INVALID",
      `Mode replace-period needs the dataset's time column, "${timeColumn}", in the file.`,
      { where: `imports.${id}.columns`, hint: `Map a column to ${timeColumn}, or use another mode.` },
    );
  }
}
