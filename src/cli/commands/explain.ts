import { resolve } from "node:path";
import { Command } from "commander";
import { withContext } from "../context.ts";

export function explainCommand(): Command {
  return new Command("explain")
    .description("Prove a figure: its value, the rows it rests on, the query and its parameters.")
    .argument("<figure-id>", "as printed on the provenance page, e.g. call_answer_rate@2026-10/channel=phone")
    .option(
      "--edition <edition>",
      "report/period[/scope] (default: the latest that holds the figure, the whole scope first)",
    )
    .option("--locale <locale>", "language of the labels")
    .option("--out <dir>", "folder of the documents (default: the project's output)")
    .option("--json", "print as JSON")
    .action(async (id: string, options: { edition?: string; locale?: string; out?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { outputOf } = await import("../request.ts");
        const { explainFigure } = await import("../explain-figure.ts");
        const { findEdition } = await import("../find-edition.ts");

        const config = await loadConfig(context.root);
        const out = options.out === undefined ? outputOf(config) : resolve(options.out);
        const edition = options.edition === undefined ? undefined : await findEdition(out, options.edition);
        const proof = await explainFigure(out, id, { edition, locale: options.locale });
        context.print(context.json ? JSON.stringify(proof, null, 2) : proof.text);
      });
    });
}
