import { Command, InvalidArgumentError } from "commander";
import { withContext } from "../context.ts";

/** What the demo makes unless told otherwise: the last closed month and the last closed quarter. */
const REPORTS = ["after-sales-monthly", "after-sales-quarterly"] as const;

export function demoCommand(): Command {
  return new Command("demo")
    .description("Fill the embedded warehouse with sample data and print the after-sales reviews, in every language.")
    .argument("[reports...]", `ids of shipped reports (default: ${REPORTS.join(" ")})`)
    .option("--all", "print every report of the project")
    .option("--seed <number>", "seed of the sample data, a whole number", seedOf, 7)
    .option("--json", "print what was made as JSON")
    .action(async (reports: string[], options: { seed: number; all?: true }, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { requestFor } = await import("../request.ts");
        const { calendarOf } = await import("../../collect/plan.ts");
        const { lastClosed } = await import("../../calendar/periods.ts");
        const { withWarehouse } = await import("../../warehouse/warehouse.ts");
        const { seedActions } = await import("../../sample/actions.ts");
        const { loadSample } = await import("../../sample/sample.ts");
        const { publish } = await import("../../publish.ts");
        const { withEffects } = await import("../workshop.ts");
        const { editionSummary } = await import("../edition-summary.ts");

        const now = new Date();
        const config = await loadConfig(context.root);
        const chosen = options.all ? Object.keys(config.reports) : reports.length > 0 ? reports : REPORTS;
        const { id: lastMonth, end } = lastClosed("month", now, calendarOf(config, {}));
        // The sample ends with the last month: a week that is over since has no data.
        const asOf = new Date(end);
        const requests = chosen.map((report) => requestFor(config, { report, period: "last", now: asOf }));
        const yearly = chosen.some((report) => config.reports[report]?.cadence === "year");

        context.progress.step("Start the embedded PostgreSQL");
        // Always the embedded server: sample data must never reach somebody's own warehouse.
        const editions = await withWarehouse(
          config,
          { signal: context.signal, forceEmbedded: true, onProgress: context.progress.detail },
          async (warehouse) => {
            const months = sampleMonths(lastMonth, yearly);
            context.progress.step(`Make sample data: ${months} months`);
            await loadSample(warehouse, { seed: options.seed, lastMonth, months, onProgress: context.progress.detail });
            const followed = requests.find(({ report }) => report === REPORTS[0]);
            if (followed !== undefined) {
              context.progress.step("Adopt the measures of earlier months");
              await seedActions(config, followed, warehouse, { now: asOf, signal: context.signal });
            }
            return withEffects(config, context, warehouse, async (effects) => {
              const made = [];
              for (const request of requests) made.push(await publish(config, request, effects));
              return made;
            });
          },
        );
        context.progress.done();
        if (context.json) {
          context.print(JSON.stringify(editions.map(editionSummary), null, 2));
          return;
        }
        const documents = editions.flatMap((edition) => edition.files.filter((file) => file.endsWith(".pdf")));
        context.print(`\nThe reviews are ready:\n${documents.map((file) => `  ${file}`).join("\n")}`);
        context.print(
          `\nNext:\n  npm run periodical -- show ${editions[0]?.id}\n  npm run periodical -- generate after-sales-monthly --scope team=laundry\n  npm run demo -- --all`,
        );
      });
    });
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError("It must be a whole number such as 7.");
}

/** At least 15, and so many that the quarter a year before the last closed one, or the last closed year, is there as a whole. */
function sampleMonths(lastMonth: string, yearly: boolean): number {
  const month = Number(lastMonth.slice(5));
  return yearly ? 12 + month : 15 + (month % 3);
}
