import { Command } from "commander";

export function initCommand(): Command {
  return new Command("init")
    .description("Make a new project: periodical.yaml and config/ with the after-sales scorecard to start from.")
    .argument("<dir>", "folder to make; it must be empty or not exist")
    .option("--organisation <name>", "name printed at the head of every page")
    .option("--timezone <zone>", "IANA zone in which periods begin (default: this machine's)")
    .action(async (dir: string, options: { organisation?: string; timezone?: string }) => {
      const { initProject } = await import("../init-project.ts");
      const files = await initProject(dir, options);
      process.stdout.write(`${files.length} files were written to ${dir}.\n`);
      process.stdout.write(
        `Next:\n  edit ${dir}/periodical.yaml and ${dir}/config/datasets\n  periodical check --project ${dir}\n`,
      );
    });
}
