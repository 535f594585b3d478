import { Command } from "commander";
import { withContext } from "../context.ts";

export function deliveriesCommand(): Command {
  return new Command("deliveries")
    .description("The ledger: who was served when, what the server said, what goes again and when.")
    .argument("[edition]", "only those whose id begins so, e.g. after-sales-monthly/2026-10")
    .option("--open", "only those that are not served")
    .option("--json", "print the ledger as JSON")
    .action(async (edition: string | undefined, options: { open?: true }, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { withWarehouse } = await import("../../warehouse/warehouse.ts");
        const { readDeliveries } = await import("../../state/deliveries.ts");
        const { deliveriesTable } = await import("../delivery-text.ts");
        const config = await loadConfig(context.root);
        context.progress.step("Open the warehouse");
        const { signal } = context;
        const all = await withWarehouse(config, { signal, onProgress: context.progress.detail }, (warehouse) =>
          warehouse.read((session) => readDeliveries(session)),
        );
        context.progress.done();
        const shown = all.filter(
          (one) => one.edition.startsWith(edition ?? "") && (options.open === undefined || one.status !== "sent"),
        );
        context.print(context.json ? JSON.stringify(shown, null, 2) : deliveriesTable(shown, new Date()));
      });
    });
}
