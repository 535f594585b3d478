import { Command, Option } from "commander";
import type { ImportMode } from "../../import/summary.ts";
import { withContext } from "../context.ts";

interface ImportCommandOptions {
  mapping?: string;
  mode?: ImportMode;
  again?: boolean;
  rejects?: string;
}

export function importCommand(): Command {
  return new Command("import")
    .description("Load CSV or XLSX files into the table of a dataset, as a mapping in config/ says.")
    .argument("<dataset>", "dataset to load into, or the id of an import")
    .argument("<file...>", "files; each is loaded as a whole or not at all (.gz is unpacked)")
    .option("--mapping <id>", "import to use, when the dataset has several")
    .addOption(
      new Option("--mode <mode>", "how rows meet those that are there (default: the mapping's)").choices([
        "append",
        "replace-period",
        "upsert",
      ]),
    )
    .option("--again", "load a file although it was loaded before")
    .option("--rejects <dir>", "folder for the files of rejected rows (default: output/rejects)")
    .option("--json", "print the summary as JSON")
    .action(async (dataset: string, files: string[], options: ImportCommandOptions, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { withWarehouse } = await import("../../warehouse/warehouse.ts");
        const { importFiles } = await import("../../import/import-files.ts");
        const { assertFeeds } = await import("../../import/choose-mapping.ts");
        const { describeProgress, describeSummary } = await import("../../import/describe.ts");

        const config = await loadConfig(context.root);
        const target = options.mapping ?? dataset;
        assertFeeds(config, target, dataset);
        context.progress.step("Open the warehouse");
        let step = "";
        const summary = await withWarehouse(
          config,
          { signal: context.signal, onProgress: context.progress.detail },
          (warehouse) =>
            importFiles(config, target, files, warehouse, {
              again: options.again,
              mode: options.mode,
              rejectsDir: options.rejects,
              signal: context.signal,
              onProgress: (progress) => {
                const text = describeProgress(progress);
                if (text.step !== step) context.progress.step(text.step);
                step = text.step;
                context.progress.detail(text.detail);
              },
            }),
        );
        context.progress.done();
        context.print(context.json ? JSON.stringify(summary, null, 2) : describeSummary(summary));
      });
    });
}
