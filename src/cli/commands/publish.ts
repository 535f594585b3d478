import { Command, Option } from "commander";
import type { Config } from "../../config/schema/index.ts";
import { type Context, withContext } from "../context.ts";

interface PublishOptions {
  period: string;
  scope: string[];
  due?: true;
  by?: string;
}

export function publishCommand(): Command {
  return new Command("publish")
    .description("Make an edition and file it in the archive, as its first revision, for good.")
    .argument("[report]", "id of a report; left out with --due")
    .addOption(new Option("--period <period>", "2026-10, 2026-Q3, … or last").default("last"))
    .option("--scope <dimension=member...>", "one part of the organisation, e.g. team=north", [])
    .option("--due", "every edition that is due by its schedule and not filed yet, oldest first; see docs/schedules.md")
    .option("--by <name>", "who asks, for the archive (default: the user of this machine)")
    .option("--json", "print the manifest as JSON")
    .action(async (report: string | undefined, options: PublishOptions, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { PeriodicalError } = await import("../../errors.ts");
        if ((report === undefined) !== (options.due === true)) {
          throw new PeriodicalError("USAGE", "Name one report, or take all that are due.", {
            hint: "periodical publish <report>, or periodical publish --due.",
          });
        }
        const config = await loadConfig(context.root);
        if (report === undefined) await publishDue(config, options, context);
        else await publishOne(config, report, options, context);
      });
    });
}

async function publishOne(config: Config, report: string, options: PublishOptions, context: Context): Promise<void> {
  const { requestFor } = await import("../request.ts");
  const { openArchive } = await import("../../archive/edition-archive.ts");
  const { revisionPath } = await import("../../archive/manifest.ts");
  const { fileEdition, refuseFiled } = await import("../../filing.ts");
  const { withWarehouse } = await import("../../warehouse/warehouse.ts");
  const { withEffects } = await import("../workshop.ts");
  const { whoIs } = await import("../user.ts");

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
        fileEdition(config, request, effects, store, { by: whoIs(options.by) }),
      ),
  );
  context.progress.done();
  const folder = `${store.location}/${revisionPath(manifest.edition)}`;
  context.print(context.json ? JSON.stringify(manifest, null, 2) : `Filed: ${folder}`);
}

/** For a timer of the system: does nothing, quickly, when nothing is due. */
async function publishDue(config: Config, options: PublishOptions, context: Context): Promise<void> {
  const { openArchive } = await import("../../archive/edition-archive.ts");
  const { EXIT_CODES } = await import("../../errors.ts");
  const { fileDue, openRuns } = await import("../../file-due.ts");
  const { withWarehouse } = await import("../../warehouse/warehouse.ts");
  const { withEffects } = await import("../workshop.ts");
  const { describeFailure } = await import("../failure.ts");
  const { dueJson, dueText } = await import("../due-summary.ts");
  const { whoIs } = await import("../user.ts");

  const store = openArchive(config);
  const runs = await openRuns(config, store, new Date());
  const editions =
    runs.length === 0
      ? []
      : await withWarehouse(config, { signal: context.signal, onProgress: context.progress.detail }, (warehouse) =>
          withEffects(config, context, warehouse, (effects) =>
            fileDue(config, runs, effects, store, { by: whoIs(options.by) }),
          ),
        );
  context.progress.done();
  context.print(context.json ? JSON.stringify(dueJson(editions), null, 2) : dueText(editions));
  for (const edition of editions) {
    if (edition.state === "failed") process.exitCode ??= EXIT_CODES[describeFailure(edition.error).code];
  }
}
