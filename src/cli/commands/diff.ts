import { Command } from "commander";
import { withContext } from "../context.ts";

export function diffCommand(): Command {
  return new Command("diff")
    .description("Compare the figures of two filed revisions of an edition.")
    .argument("<edition>", "report/period or report/period/scope")
    .argument("<before>", "revision, e.g. 1 or r1", revisionOf)
    .argument("<now>", "revision, e.g. 2 or r2", revisionOf)
    .option("--locale <locale>", "language whose printed texts are compared (default: the first)")
    .option("--json", "print the changes as JSON")
    .action(async (id: string, before: number, now: number, options: { locale?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { openArchive } = await import("../../archive/edition-archive.ts");
        const { filedManifest } = await import("../filed-manifest.ts");
        const { compareRevisions } = await import("../../archive/compare-revisions.ts");
        const { changesTable } = await import("../archive-text.ts");
        const config = await loadConfig(context.root);
        const store = openArchive(config);
        const [was, is] = [await filedManifest(store, id, before), await filedManifest(store, id, now)];
        const changes = await compareRevisions(store, was, is, config.root, options.locale);
        context.print(
          context.json
            ? JSON.stringify(changes, null, 2)
            : changes.length === 0
              ? "The figures are the same."
              : changesTable(changes),
        );
      });
    });
}

const revisionOf = (text: string): number => Number(text.replace(/^r/, ""));
