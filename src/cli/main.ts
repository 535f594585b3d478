import { Command } from "commander";
import { actionsCommand } from "./commands/actions/index.ts";
import { archiveCommand } from "./commands/archive.ts";
import { baselinesCommand } from "./commands/baselines.ts";
import { checkCommand } from "./commands/check.ts";
import { deliverCommand } from "./commands/deliver.ts";
import { deliveriesCommand } from "./commands/deliveries.ts";
import { demoCommand } from "./commands/demo.ts";
import { diffCommand } from "./commands/diff.ts";
import { explainCommand } from "./commands/explain.ts";
import { generateCommand } from "./commands/generate.ts";
import { importCommand } from "./commands/import.ts";
import { initCommand } from "./commands/init.ts";
import { publishCommand } from "./commands/publish.ts";
import { regenerateCommand } from "./commands/regenerate.ts";
import { sampleCommand } from "./commands/sample.ts";
import { scheduleCommand } from "./commands/schedule.ts";
import { showCommand } from "./commands/show.ts";
import { reportFailure } from "./failure.ts";
import { minding } from "./streams.ts";
import { version } from "./version.ts";

/** Commands parse and print; they load the work itself only when they run, so that --help stays quick. */
function program(): Command {
  const periodical = new Command("periodical")
    .description("Evaluates a service organisation's warehouse and publishes the report: scored, explained, provable.")
    .version(version())
    .option("-C, --project <dir>", "project folder (default: the nearest one with a periodical.yaml, upwards)")
    .addCommand(initCommand())
    .addCommand(demoCommand())
    .addCommand(importCommand())
    .addCommand(sampleCommand())
    .addCommand(baselinesCommand())
    .addCommand(checkCommand())
    .addCommand(generateCommand())
    .addCommand(showCommand())
    .addCommand(explainCommand())
    .addCommand(actionsCommand())
    .addCommand(scheduleCommand())
    .addCommand(publishCommand())
    .addCommand(regenerateCommand())
    .addCommand(diffCommand())
    .addCommand(archiveCommand())
    .addCommand(deliverCommand())
    .addCommand(deliveriesCommand())
    .showHelpAfterError("(periodical --help lists the commands)")
    .configureHelp({ showGlobalOptions: true });
  // Wrong arguments end in reportFailure like every other problem, not in commander's own exit.
  periodical.exitOverride();
  inherit(periodical);
  return periodical;
}

function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
}

minding([process.stdout, process.stderr]);
try {
  await program().parseAsync(process.argv);
} catch (error) {
  process.exitCode = reportFailure(error, { json: process.argv.includes("--json") });
}
