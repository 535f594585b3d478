import { resolve } from "node:path";
import { Command } from "commander";
import { withContext } from "../context.ts";

interface RegenerateOptions {
  period: string;
  scope: string[];
  revision?: number;
  restate?: true;
  force?: true;
  by?: string;
  out?: string;
}

export function regenerateCommand(): Command {
  return new Command("regenerate")
    .description("Make a filed edition again: as it was filed, or (--restate) from what the warehouse says now.")
    .argument("<report>", "id of a report")
    .requiredOption("--period <period>", "period of the edition, e.g. 2026-Q3")
    .option("--scope <dimension=member...>", "one part of the organisation", [])
    .option("--revision <number>", "as filed: which revision (default: the last)", Number)
    .option("--restate", "collect again, compare every figure with the last revision, file a new one if any differs")
    .option("--force", "with --restate: file a new revision even if nothing differs")
    .option("--by <name>", "who asks, for the archive (default: the user of this machine)")
    .option("--out <dir>", "folder of documents made again as filed (default: the project's output)")
    .option("--json", "print what was found as JSON")
    .action(async (report: string, options: RegenerateOptions, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { requestFor } = await import("../request.ts");
        const { openArchive } = await import("../../archive/edition-archive.ts");
        const { asFiledText, changesText } = await import("../archive-text.ts");

        const config = await loadConfig(context.root);
        const store = openArchive(config);
        const request = requestFor(config, {
          report,
          period: options.period,
          scope: options.scope,
          out: options.out === undefined ? undefined : resolve(options.out),
          now: new Date(),
        });
        if (options.restate !== true) {
          const { regenerateAsFiled } = await import("../../regenerate.ts");
          const { withPrinting } = await import("../workshop.ts");
          const made = await withPrinting(config, context, (effects) =>
            regenerateAsFiled(config, request, effects, store, options.revision),
          );
          context.progress.done();
          context.print(context.json ? JSON.stringify(made, null, 2) : asFiledText(made));
          return;
        }
        const { restateEdition } = await import("../../filing.ts");
        const { withWarehouse } = await import("../../warehouse/warehouse.ts");
        const { withEffects } = await import("../workshop.ts");
        const { whoIs } = await import("../user.ts");
        context.progress.step("Open the warehouse");
        const filed = await withWarehouse(
          config,
          { signal: context.signal, onProgress: context.progress.detail },
          (warehouse) =>
            withEffects(config, context, warehouse, (effects) =>
              restateEdition(config, request, effects, store, {
                by: whoIs(options.by),
                force: options.force === true,
              }),
            ),
        );
        context.progress.done();
        const result = {
          filed: filed === null ? null : { id: filed.manifest.edition.id, revision: filed.manifest.edition.revision },
          changes: filed?.changes ?? [],
        };
        context.print(context.json ? JSON.stringify(result, null, 2) : changesText(result));
      });
    });
}
