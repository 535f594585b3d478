import { writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { withContext } from "../context.ts";

interface ProposeOptions {
  quarter: string;
  scorecard?: string[];
  out?: string;
  diff?: boolean;
}

export function baselinesCommand(): Command {
  return new Command("baselines").description("Review the baselines of the scorecards.").addCommand(proposeCommand());
}

function proposeCommand(): Command {
  return new Command("propose")
    .description("Propose the next version of the rules after a quarter, with reasons, to be read and adopted by hand.")
    .requiredOption("--quarter <quarter>", "closed quarter to review, e.g. 2026-Q3, or last")
    .option("--scorecard <id…>", "scorecards to review (default: all)", collectIds)
    .option("--out <file>", "file to write (default: standard output)")
    .option("--diff", "as a patch of the files in config/, for git apply or patch -p1")
    .option("--json", "print the proposals as JSON")
    .action(async (options: ProposeOptions, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { withWarehouse } = await import("../../warehouse/warehouse.ts");
        const { reviewAll } = await import("../../baselines/review-all.ts");
        const { proposalsYaml } = await import("../../baselines/version-yaml.ts");
        const { proposalsPatch } = await import("../../baselines/patch.ts");
        const { makeFolder, unwritable } = await import("../../folders.ts");

        const config = await loadConfig(context.root);
        const { signal } = context;
        context.progress.step("Open the warehouse");
        const reviewed = await withWarehouse(config, { signal, onProgress: context.progress.detail }, (warehouse) =>
          reviewAll(config, options.scorecard ?? null, options.quarter, {
            now: new Date(),
            server: warehouse.server,
            read: (use) => warehouse.read(use, { signal }),
            onStep: context.progress.step,
          }),
        );
        context.progress.done();
        if (context.json) return context.print(JSON.stringify(reviewed, null, 2));
        const { found, leftOut } = reviewed;
        const text = options.diff
          ? await proposalsPatch(context.root, found, config.indicators)
          : proposalsYaml(found, config.indicators, leftOut);
        if (options.out === undefined) return context.print(text.trimEnd());
        const file = resolve(options.out);
        await makeFolder(dirname(file));
        await writeFile(file, text).catch((error: unknown) => {
          throw unwritable(`The proposals could not be written to ${file}`, file, error);
        });
        const moved = found.flatMap(({ proposals }) => proposals.filter(({ decision }) => decision !== "keep"));
        context.print(
          `${moved.length === 0 ? "No baseline moves" : `${moved.length} baselines move`}: ${file}\nRead the reasons; nothing in config/ was changed.`,
        );
      });
    });
}

const collectIds = (text: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  ...text.split(",").map((id) => id.trim()),
];
