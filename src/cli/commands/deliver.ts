import { resolve } from "node:path";
import { Command, Option } from "commander";
import type { FiledManifest } from "../../archive/manifest.ts";
import { type Context, withContext } from "../context.ts";
import type { RunResult } from "../run-delivery.ts";

interface DeliverOptions {
  revision?: number;
  to?: string[];
  locale?: string;
  former?: true;
  dryRun?: true;
  out?: string;
  retry?: true;
  wait?: true;
  by?: string;
}

export function deliverCommand(): Command {
  return new Command("deliver")
    .description("Send a filed edition to its recipients, each once; without an edition: whatever is due again.")
    .argument("[edition]", "report/period or report/period/scope, as filed")
    .option("--revision <number>", "default: the last", Number)
    .option("--to <address...>", "only these mail addresses, instead of those configured")
    .option("--locale <locale>", "with --to: the language (default: the report's first)")
    .addOption(
      new Option("--former", "also those who were served the revision before: what they hold was restated").conflicts(
        "to",
      ),
    )
    .option("--dry-run", "send nothing: write mails as .eml and messages as .json")
    .option("--out <dir>", "with --dry-run: their folder (default: delivery/… in the project's output)")
    .addOption(
      new Option("--retry", "also what was given up or waits for its next attempt; its attempts begin anew").conflicts(
        "dryRun",
      ),
    )
    .addOption(new Option("--wait", "stay until everybody is served or given up").conflicts("dryRun"))
    .option("--by <name>", "who asks, for the ledger (default: the user of this machine)")
    .option("--json", "print what was done as JSON")
    .action(async (edition: string | undefined, options: DeliverOptions, command: Command) => {
      await withContext(command, async (context) => {
        if (edition === undefined) await deliverWhatIsDue(options, context);
        else await deliverEdition(edition, options, context);
      });
    });
}

async function deliverEdition(edition: string, options: DeliverOptions, context: Context): Promise<void> {
  const { loadConfig } = await import("../../config/load.ts");
  const { openArchive } = await import("../../archive/edition-archive.ts");
  const { revisionPath } = await import("../../archive/manifest.ts");
  const { deliverySettings } = await import("../../deliver/deliver.ts");
  const { filedManifest } = await import("../filed-manifest.ts");
  const { outputOf } = await import("../request.ts");
  const { withDelivery } = await import("../delivery-tools.ts");
  const { runDelivery } = await import("../run-delivery.ts");
  const { dryRun } = await import("../../deliver/dry-run.ts");
  const { deliveredText, dryRunText } = await import("../delivery-text.ts");

  const config = await loadConfig(context.root);
  deliverySettings(config, { dryRun: options.dryRun === true });
  await checkAddresses(options.to ?? []);
  const manifest = await filedManifest(openArchive(config), edition, options.revision);
  const { edition: filed } = manifest;
  await checkLocale(options, manifest);
  await withDelivery(config, context, async (tools) => {
    const resolved = await tools.recipients(filed, {
      to: options.to,
      locale: options.locale,
      former: options.former,
    });
    if (options.dryRun) {
      const out = options.out === undefined ? null : resolve(options.out);
      const folder = out ?? resolve(outputOf(config), "delivery", revisionPath(filed));
      const written = await dryRun(config, tools.settings, tools.workshop, resolved.deliveries, folder);
      context.progress.done();
      const result = { folder, written, refused: resolved.refused };
      context.print(context.json ? JSON.stringify(result, null, 2) : dryRunText(result));
      return;
    }
    const result = await runDelivery(tools, { filed, resolved, options }, context);
    context.progress.done();
    context.print(context.json ? JSON.stringify(result, null, 2) : deliveredText(result));
    await setExitCode(result, context.signal);
  });
}

/** Deliveries of any edition that failed for now and are due again. */
async function deliverWhatIsDue(options: DeliverOptions, context: Context): Promise<void> {
  const { PeriodicalError } = await import("../../errors.ts");
  const misplaced = (["revision", "to", "former", "dryRun"] as const).find((name) => options[name] !== undefined);
  if (misplaced !== undefined) {
    throw new PeriodicalError(
      "USAGE",
      "This needs an edition: --revision, --to, --former and --dry-run are about one.",
      {
        hint: "Name it: periodical deliver <report>/<period>.",
      },
    );
  }
  const { loadConfig } = await import("../../config/load.ts");
  const { deliverySettings } = await import("../../deliver/deliver.ts");
  const { withDelivery } = await import("../delivery-tools.ts");
  const { runDelivery } = await import("../run-delivery.ts");
  const { deliveredText } = await import("../delivery-text.ts");
  const config = await loadConfig(context.root);
  deliverySettings(config);
  await withDelivery(config, context, async (tools) => {
    const result = await runDelivery(
      tools,
      { filed: null, resolved: { deliveries: [], refused: [] }, options },
      context,
    );
    context.progress.done();
    context.print(context.json ? JSON.stringify(result, null, 2) : deliveredText(result));
    await setExitCode(result, context.signal);
  });
}

async function checkLocale({ locale, to }: DeliverOptions, { edition, files }: FiledManifest): Promise<void> {
  if (locale === undefined) return;
  const { PeriodicalError } = await import("../../errors.ts");
  if (to === undefined)
    throw new PeriodicalError("USAGE", "--locale is about the addresses of --to.", {
      hint: "The language of configured recipients stands in their report's delivery.recipients.",
    });
  const filed = files.flatMap(({ name }) => /^model\.(.+)\.json$/.exec(name)?.[1] ?? []);
  if (filed.includes(locale)) return;
  throw new PeriodicalError("NOT_FOUND", `${edition.id} was not filed in ${locale}.`, {
    hint: `Its languages: ${filed.join(", ")}.`,
  });
}

async function checkAddresses(addresses: readonly string[]): Promise<void> {
  const { MailAddress } = await import("../../config/schema/delivery.ts");
  const { PeriodicalError } = await import("../../errors.ts");
  const wrong = addresses.find((address) => !MailAddress.safeParse(address).success);
  if (wrong === undefined) return;
  throw new PeriodicalError("USAGE", `${JSON.stringify(wrong)} is no mail address.`, {
    hint: "Write it without a name: --to quality@example.com.",
  });
}

async function setExitCode(
  { failed, givenUp, refused, ownerProblem }: RunResult,
  { aborted }: AbortSignal,
): Promise<void> {
  const { EXIT_CODES } = await import("../../errors.ts");
  if (aborted) process.exitCode = EXIT_CODES.INTERRUPTED;
  else if (failed.length + givenUp.length + refused.length > 0 || ownerProblem !== null)
    process.exitCode = EXIT_CODES.DELIVERY_FAILED;
}
