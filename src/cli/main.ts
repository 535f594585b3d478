import { Command } from "commander";
import { checkCommand } from "./commands/check.ts";
import { demoCommand } from "./commands/demo.ts";
import { explainCommand } from "./commands/explain.ts";
import { generateCommand } from "./commands/generate.ts";
import { importCommand } from "./commands/import.ts";
import { initCommand } from "./commands/init.ts";
import { sampleCommand } from "./commands/sample.ts";
import { showCommand } from "./commands/show.ts";
import { reportFailure } from "./failure.ts";
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
    .addCommand(checkCommand())
    .addCommand(generateCommand())
    .addCommand(showCommand())
    .addCommand(explainCommand())
    .showHelpAfterError("(periodical --help lists the commands)")
    .configureHelp({ showGlobalOptions: true });
  // Wrong arguments end in reportFailure like every other problem, not in commander's own exit.
  periodical.exitOverride();
  for (const command of periodical.commands) command.copyInheritedSettings(periodical);
  return periodical;
}

try {
  await program().parseAsync(process.argv);
} catch (error) {
  process.exitCode = reportFailure(error, { json: process.argv.includes("--json") });
}
