import { resolve } from "node:path";
import { Command, Option } from "commander";
import { withContext } from "../context.ts";

interface GenerateOptions {
  period: string;
  scope: string[];
  locale?: string[];
  format?: ("pdf" | "html" | "json")[];
  out?: string;
}

export function generateCommand(): Command {
  return new Command("generate")
    .description("Make one edition of a report: query, evaluate, draw, print, read back, write.")
    .argument("<report>", "id of a report in config/")
    .option("--period <period>", "2026-10, 2026-Q3, 2026-H2, 2026, 2026-W07, 2026-10-01..2026-10-15 or last", "last")
    .option("--scope <dimension=member...>", "one part of the organisation, e.g. team=north", [])
    .option("--locale <locale...>", "languages (default: the report's)")
    .addOption(
      new Option("--format <format...>", "files to write (default: the report's)").choices(["pdf", "html", "json"]),
    )
    .option("--out <dir>", "folder of the documents (default: the project's output)")
    .option("--json", "print what was made as JSON")
    .action(async (report: string, options: GenerateOptions, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { requestFor } = await import("../request.ts");
        const { withWarehouse } = await import("../../warehouse/warehouse.ts");
        const { loadLocales, publish } = await import("../../publish.ts");
        const { withEffects } = await import("../workshop.ts");
        const { editionSummary } = await import("../edition-summary.ts");

        const config = await loadConfig(context.root);
        const request = requestFor(config, {
          report,
          period: options.period,
          scope: options.scope,
          locales: options.locale,
          formats: options.format,
          out: options.out === undefined ? undefined : resolve(options.out),
          now: new Date(),
        });
        await loadLocales(config, request.locales);
        context.progress.step("Open the warehouse");
        const edition = await withWarehouse(
          config,
          { signal: context.signal, onProgress: context.progress.detail },
          (warehouse) => withEffects(config, context, warehouse, (effects) => publish(config, request, effects)),
        );
        context.progress.done();
        context.print(
          context.json ? JSON.stringify(editionSummary(edition), null, 2) : edition.files.filter(isDocument).join("\n"),
        );
      });
    });
}

const isDocument = (path: string): boolean => /\.(pdf|html)$/.test(path);
