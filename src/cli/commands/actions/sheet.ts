import { resolve } from "node:path";
import { Command } from "commander";
import { withContext } from "../../context.ts";
import { whoIs } from "../../user.ts";
import { type Choice, choosing, chosen } from "./read.ts";
import { BY, changeAll, readAll, withProject } from "./tools.ts";

export function exportCommand(): Command {
  return choosing(new Command("export"))
    .description("Write the actions into a sheet, .xlsx or .csv by the file's ending.")
    .argument("<file>", "file to write; one that is there is replaced")
    .option("--locale <locale>", "language of their texts (default: the project's first)")
    .option("--json", "print what was written as JSON")
    .action(async (file: string, options: Choice & { locale?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { entryOf } = await import("../../../config/load.ts");
        const { sheetRow } = await import("../../../actions/sheet.ts");
        const { saveSheet, sheetFormat } = await import("../../../actions/sheet-files.ts");
        const path = resolve(file);
        sheetFormat(path);
        const written = await withProject(context, async (config, warehouse) => {
          if (options.report !== undefined) entryOf(config, "reports", options.report);
          const locale = options.locale ?? config.project.locales[0] ?? "en";
          const actions = chosen(await readAll(warehouse, context.signal), options);
          await saveSheet(
            path,
            actions.map((action) => sheetRow(action, locale)),
          );
          return actions.length;
        });
        context.progress.done();
        context.print(
          context.json ? JSON.stringify({ file: path, actions: written }, null, 2) : `${path}: ${written} actions`,
        );
      });
    });
}

export function importCommand(): Command {
  return new Command("import")
    .description("Take changes and new actions from a sheet: all of it, or nothing.")
    .argument("<file>", "file as periodical actions export writes it; rows without an id are new actions")
    .option("--dry-run", "say what would change, and change nothing")
    .option(...BY)
    .option("--json", "print what was changed as JSON")
    .action(async (file: string, options: { dryRun?: boolean; by?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { readSheet } = await import("../../../actions/sheet-files.ts");
        const { planImport } = await import("../../../actions/import.ts");
        const sheet = await readSheet(resolve(file));
        const dry = options.dryRun === true;
        const done = await withProject(context, async (config, warehouse) => {
          if (dry) {
            const { changed, added, unchanged } = planImport(
              sheet,
              await readAll(warehouse, context.signal),
              config,
              new Date(),
            );
            return { changed: changed.map(({ action }) => action.id), added: added.map(() => "new"), unchanged };
          }
          const by = whoIs(options.by);
          return changeAll(warehouse, context.signal, async (book) => {
            const plan = planImport(sheet, book.all(), config, new Date());
            const changed: string[] = [];
            const added: string[] = [];
            for (const { action, changes } of plan.changed) {
              await book.change(action.id, changes, by, "imported");
              changed.push(action.id);
            }
            for (const { action, changes } of plan.added) {
              const made = await book.add(action, by, "imported");
              await book.change(made.id, changes, by, "imported");
              added.push(made.id);
            }
            return { changed, added, unchanged: plan.unchanged };
          });
        });
        context.progress.done();
        if (context.json) return context.print(JSON.stringify({ dryRun: dry, ...done }, null, 2));
        const { changed, added, unchanged } = done;
        const listed = (ids: readonly string[]) => (ids.length === 0 || dry ? "" : ` (${ids.join(", ")})`);
        context.print(
          `${dry ? "Would be: " : ""}${changed.length} changed${listed(changed)}, ${added.length} added${listed(added)}, ${unchanged} as they were.`,
        );
      });
    });
}
