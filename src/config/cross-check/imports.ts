import type { Config } from "../schema/index.ts";
import { reference } from "./reference.ts";
import type { Say } from "./say.ts";

/** Mappings lead into tables, by columns they fill. */
export function checkImports(config: Config, say: Say): void {
  for (const [id, mapping] of Object.entries(config.imports)) {
    reference(say, id, ["dataset"], "dataset", mapping.dataset, config.datasets);
    const source = config.datasets[mapping.dataset]?.source;
    if (source && !("table" in source)) {
      say(
        id,
        ["dataset"],
        `Dataset "${mapping.dataset}" is a query; rows cannot be imported into it.`,
        "Import into a dataset whose source is a table.",
      );
    }
    for (const [index, column] of mapping.key.entries())
      reference(say, id, ["key", index], "column", column, mapping.columns);
    if (mapping.mode === "upsert" && mapping.key.length === 0) {
      say(id, ["mode"], "Mode upsert needs to know which columns identify a row.", "Add `key: [column, …]`.");
    }
  }
}
