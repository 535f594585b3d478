import { join, resolve } from "node:path";
import { Command } from "commander";
import { withContext } from "../context.ts";

export function showCommand(): Command {
  return new Command("show")
    .description("Show a printed edition in the terminal: score, figures, findings, measures.")
    .argument("[edition]", "report/period or report/period/scope; without it, the editions there are")
    .option("--locale <locale>", "language (default: the first it was printed in)")
    .option("--out <dir>", "folder of the documents (default: the project's output)")
    .option("--json", "print the model as JSON")
    .action(async (id: string | undefined, options: { locale?: string; out?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { outputOf } = await import("../request.ts");
        const { findEdition } = await import("../find-edition.ts");
        const { listEditions, readModel } = await import("../../edition-files.ts");
        const { modelText } = await import("../model-text.ts");
        const { PeriodicalError } = await import("../../errors.ts");

        const config = await loadConfig(context.root);
        const out = options.out === undefined ? outputOf(config) : resolve(options.out);
        if (id === undefined) {
          const editions = await listEditions(out);
          context.print(context.json ? JSON.stringify(editions, null, 2) : editions.join("\n"));
          return;
        }
        const edition = await findEdition(out, id);
        const model = await readModel(join(out, edition), options.locale);
        if (!model) {
          throw new PeriodicalError("NOT_FOUND", `${edition} was not printed in ${options.locale ?? "any language"}.`, {
            hint: "Generate it with --locale.",
          });
        }
        context.print(context.json ? JSON.stringify(model, null, 2) : modelText(model));
      });
    });
}
