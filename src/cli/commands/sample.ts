import { Command, InvalidArgumentError } from "commander";
import { withContext } from "../context.ts";

interface SampleCommandOptions {
  period: string;
  rate: number;
  by?: string[];
  seed: number;
  key?: string[];
  columns?: string[];
  locale?: string;
  out?: string;
}

export function sampleCommand(): Command {
  return new Command("sample")
    .description("Draw rows at random for spot checks and write the inspectors' sheet; import takes it back.")
    .argument("<dataset>", "dataset to draw from, e.g. tickets")
    .requiredOption("--period <period>", "2026-10, 2026-Q3, 2026-W07, 2026-10-01..2026-10-15 or last (month)")
    .requiredOption("--rate <share>", "share of the rows to draw: 15% or 0.15", rateOf)
    .option("--by <dimension,…>", "dimensions to stratify by", list)
    .option("--seed <number>", "whole number that decides the draw; note it", seedOf, 1)
    .option("--key <column,…>", "columns that identify a row (default: the dataset's key)", list)
    .option("--columns <name,…>", "columns and dimensions the inspectors see (default: the dataset's inspection)", list)
    .option("--locale <locale>", "language of the sheet (default: the project's first)")
    .option("--out <file>", "workbook to write (default: output/spot-checks/…)")
    .option("--json", "print the draw as JSON")
    .action(async (dataset: string, options: SampleCommandOptions, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { closedPeriod } = await import("../request.ts");
        const { calendarOf } = await import("../../collect/plan.ts");
        const { withWarehouse } = await import("../../warehouse/warehouse.ts");
        const { writeSpotChecks } = await import("../../spot-checks/write.ts");
        const { textTable } = await import("../text-table.ts");

        const config = await loadConfig(context.root);
        const now = new Date();
        const request = {
          dataset,
          period: closedPeriod(options.period, "month", calendarOf(config, {}), now),
          rate: options.rate,
          by: options.by ?? [],
          seed: options.seed,
          key: options.key,
          columns: options.columns,
        };
        context.progress.step("Open the warehouse");
        const { signal } = context;
        const written = await withWarehouse(config, { signal, onProgress: context.progress.detail }, (warehouse) =>
          writeSpotChecks(config, request, warehouse, { now, locale: options.locale, out: options.out, signal }),
        );
        context.progress.done();
        if (context.json) return context.print(JSON.stringify(written, null, 2));
        const { drawn, population, strata, by, file, importCommand } = written;
        const share = ((drawn / population) * 100).toFixed(1);
        context.print(
          [
            ...(by.length === 0
              ? []
              : [
                  textTable(
                    [
                      [...by, "rows", "drawn"],
                      ...strata.map(({ members, size, wanted }) => [...members, String(size), String(wanted)]),
                    ],
                    [by.length, by.length + 1],
                  ),
                  "",
                ]),
            `${drawn} of ${population} rows drawn (${share} %), seed ${options.seed}.`,
            `The sheet: ${file}`,
            ...(importCommand === null ? [] : [`Filled in, it is taken back with: ${importCommand}`]),
          ].join("\n"),
        );
      });
    });
}

/** `15%`, `15 %` or `0.15`. */
function rateOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  const rate = match === null ? Number.NaN : Number(match[1]) / (match[2] === "%" ? 100 : 1);
  if (rate > 0 && rate <= 1) return rate;
  throw new InvalidArgumentError("It must be a share such as 15% or 0.15, above 0 and at most 100%.");
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError("It must be a whole number such as 7.");
}

function list(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "") && new Set(names).size === names.length) return names;
  throw new InvalidArgumentError("It must be names separated by commas, each once.");
}
