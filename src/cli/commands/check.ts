import { Command } from "commander";
import type { Finding } from "../../collect/check-dataset.ts";
import type { DatasetState, WarehouseCheck } from "../../collect/check-warehouse.ts";
import { withContext } from "../context.ts";

export function checkCommand(): Command {
  return new Command("check")
    .description(
      "Check the configuration, then what it says about the warehouse: tables, columns, types, freshness, rows.",
    )
    .option("--json", "print the result as JSON")
    .action(async (_options: object, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { withWarehouse } = await import("../../warehouse/warehouse.ts");
        const { checkWarehouse } = await import("../../collect/check-warehouse.ts");
        const { PeriodicalError } = await import("../../errors.ts");
        const { textTable } = await import("../text-table.ts");

        context.progress.step("Check the configuration");
        const config = await loadConfig(context.root);
        context.progress.step("Check the warehouse");
        const { signal } = context;
        const result = await withWarehouse(config, { signal, onProgress: context.progress.detail }, (warehouse) =>
          checkWarehouse(config, (use) => warehouse.read(use, { signal }), new Date()),
        );
        context.progress.done();
        if (!context.json) context.print(describe(result, config.project.timezone, textTable));
        if (result.problems.length > 0) {
          const count = result.problems.length === 1 ? "1 problem" : `${result.problems.length} problems`;
          throw new PeriodicalError(
            "WAREHOUSE_QUERY",
            `The warehouse does not fit the configuration: ${count}.${list(result.problems)}`,
            {
              hint: "Mend the configuration or the warehouse and run periodical check again.",
              details: result,
            },
          );
        }
        if (context.json) context.print(JSON.stringify({ ok: true, ...result }, null, 2));
      });
    });
}

function describe(
  { datasets, warnings, problems }: WarehouseCheck,
  zone: string,
  table: (rows: string[][]) => string,
): string {
  const parts: string[] = [];
  if (datasets.length > 0)
    parts.push(
      table([
        ["dataset", "source", "first row", "last row", "rows in the last closed periods"],
        ...datasets.map((state) => row(state, zone)),
      ]),
    );
  if (warnings.length > 0) parts.push(`To know:${list(warnings)}`);
  if (problems.length === 0) parts.push("Configuration and warehouse fit together.");
  return parts.join("\n\n");
}

function row({ dataset, source, earliest, watermark, periods }: DatasetState, zone: string): string[] {
  // The Swedish form is the ISO one.
  const clock = new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  const local = (instant: string | null): string => (instant === null ? "-" : clock.format(new Date(instant)));
  const counts = periods.map(({ period, rows }) => `${period}: ${rows.toLocaleString("en")}`);
  return [dataset, source, local(earliest), local(watermark), counts.join("  ")];
}

const list = (findings: readonly Finding[]): string =>
  findings.map(({ where, message, hint }) => `\n  ${where}\n    ${message}\n    → ${hint}`).join("");
