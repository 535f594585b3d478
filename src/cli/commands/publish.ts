import { Command } from "commander";
import { withContext } from "../context.ts";

export function publishCommand(): Command {
  return new Command("publish")
    .description("Make an edition and file it in the archive, as its first revision, for good.")
    .argument("<report>", "id of a report")
    .option("--period <period>", "2026-10, 2026-Q3, … or last", "last")
    .option("--scope <dimension=member...>", "one part of the organisation, e.g. team=north", [])
    .option("--by <name>", "who asks, for the archive (default: the user of this machine)")
    .option("--json", "print the manifest as JSON")
    .action(async (report: string, options: { period: string; scope: string[]; by?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { requestFor } = await import("../request.ts");
        const { openArchive } = await import("../../archive/edition-archive.ts");
        const { revisionPath } = await import("../../archive/manifest.ts");
        const { fileEdition, refuseFiled } = await import("../../filing.ts");
        const { withWarehouse } = await import("../../warehouse/warehouse.ts");
        const { withEffects } = await import("../workshop.ts");
        const { userName } = await import("../user.ts");

        const config = await loadConfig(context.root);
        const { period, scope } = options;
        const request = requestFor(config, { report, period, scope, now: new Date() });
        const store = openArchive(config);
        await refuseFiled(store, request);
        context.progress.step("Open the warehouse");
        const { manifest } = await withWarehouse(
          config,
          { signal: context.signal, onProgress: context.progress.detail },
          (warehouse) =>
            withEffects(config, context, warehouse, (effects) =>
              fileEdition(config, request, effects, store, { by: options.by ?? userName() }),
            ),
        );
        context.progress.done();
        const folder = `${store.location}/${revisionPath(manifest.edition)}`;
        context.print(context.json ? JSON.stringify(manifest, null, 2) : `Filed: ${folder}`);
      });
    });
}
