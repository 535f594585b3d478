import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { BurstSpec } from "../../burst.ts";
import type { Config } from "../../config/schema/index.ts";
import type { EditionRequest, PublishedEdition } from "../../publish.ts";
import { type Context, withContext } from "../context.ts";

interface GenerateOptions {
  period: string;
  scope: string[];
  filter?: string[];
  each?: string;
  allScopes?: true;
  minimumRows?: number;
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
    .option("--filter <filter...>", "narrow the edition by filters of the report")
    .addOption(
      new Option("--each <dimension>", "one edition for each member found in the period").conflicts("allScopes"),
    )
    .option("--all-scopes", "every edition the report's `scopes` ask for")
    .option(
      "--minimum-rows <number>",
      "with --each or --all-scopes: rows a member needs (default: the report's)",
      rowsOf,
    )
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
        const { loadLocales } = await import("../../publish.ts");

        const config = await loadConfig(context.root);
        const request = requestFor(config, {
          report,
          period: options.period,
          scope: options.scope,
          filters: options.filter,
          locales: options.locale,
          formats: options.format,
          out: options.out === undefined ? undefined : resolve(options.out),
          now: new Date(),
        });
        const burst = await burstOf(config, report, options);
        await loadLocales(config, request.locales);
        context.progress.step("Open the warehouse");
        if (burst === null) await generateOne(config, request, context);
        else await generateEach(config, request, burst, context);
      });
    });
}

async function generateOne(config: Config, request: EditionRequest, context: Context): Promise<void> {
  const { withWarehouse } = await import("../../warehouse/warehouse.ts");
  const { publish } = await import("../../publish.ts");
  const { withEffects } = await import("../workshop.ts");
  const { editionSummary } = await import("../edition-summary.ts");
  const edition = await withWarehouse(
    config,
    { signal: context.signal, onProgress: context.progress.detail },
    (warehouse) => withEffects(config, context, warehouse, (effects) => publish(config, request, effects)),
  );
  context.progress.done();
  context.print(context.json ? JSON.stringify(editionSummary(edition), null, 2) : documentsOf(edition).join("\n"));
}

/** Edition after edition in one warehouse and one browser; the exit code is that of the first one that failed. */
async function generateEach(
  config: Config,
  request: EditionRequest,
  burst: BurstSpec,
  context: Context,
): Promise<void> {
  const { planBurst, publishEach } = await import("../../burst.ts");
  const { withWarehouse } = await import("../../warehouse/warehouse.ts");
  const { publish } = await import("../../publish.ts");
  const { withEffects } = await import("../workshop.ts");
  const { editionSummary } = await import("../edition-summary.ts");
  const { burstSummary } = await import("../burst-summary.ts");
  const summary = await withWarehouse(
    config,
    { signal: context.signal, onProgress: context.progress.detail },
    (warehouse) =>
      withEffects(config, context, warehouse, async (effects) => {
        const { requests, skipped } = await planBurst(config, request, burst, effects);
        const outcomes = await publishEach(
          requests,
          (one) => publish(config, one, effects),
          (edition) => ({
            id: edition.id,
            score: edition.evaluation.score.value,
            band: edition.evaluation.score.band,
            documents: documentsOf(edition),
            summary: editionSummary(edition),
          }),
          context.signal,
        );
        return burstSummary(outcomes, skipped);
      }),
  );
  context.progress.done();
  context.print(context.json ? JSON.stringify(summary.json, null, 2) : summary.text);
  if (summary.exitCode !== 0) process.exitCode = summary.exitCode;
}

/** Null for a single edition. */
async function burstOf(config: Config, id: string, options: GenerateOptions): Promise<BurstSpec | null> {
  if (options.each === undefined && options.allScopes === undefined) return null;
  const scopes = config.reports[id]?.scopes;
  if (options.each === undefined && scopes === undefined) {
    const { PeriodicalError } = await import("../../errors.ts");
    throw new PeriodicalError("CONFIG_INVALID", `The report ${id} has no scopes.`, {
      where: `reports.${id}.scopes`,
      hint: "Write `scopes: { each: <dimension> }` there, or name the dimension with --each.",
    });
  }
  const { ReportScopes } = await import("../../config/schema/report.ts");
  const { each, and_all: andAll, minimum_rows: minimum } = scopes ?? ReportScopes.parse({});
  return {
    each: options.each ?? each ?? null,
    andAll: options.each === undefined && andAll,
    minimumRows: options.minimumRows ?? minimum,
  };
}

const documentsOf = ({ files }: PublishedEdition): string[] => files.filter((path) => /\.(pdf|html)$/.test(path));

function rowsOf(text: string): number {
  const rows = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(rows) && rows > 0) return rows;
  throw new InvalidArgumentError("It must be a whole number such as 30.");
}
