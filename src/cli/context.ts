import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { PeriodicalError } from "../errors.ts";
import { createProgress, type Progress } from "./progress.ts";

/** What every command needs from the outside. */
export interface Context {
  /** Absolute path of the project's folder. */
  root: string;
  json: boolean;
  progress: Progress;
  /** Aborted by the first Ctrl-C or SIGTERM; a second one ends the process at once. */
  signal: AbortSignal;
  print(text: string): void;
}

/** Runs a command's work with its context and takes down what it set up, however the work ends. */
export async function withContext(command: Command, use: (context: Context) => Promise<void>): Promise<void> {
  const options = command.optsWithGlobals<{ project?: string; json?: boolean }>();
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const progress = createProgress(process.stderr, { quiet: options.json === true });
  try {
    await use({
      root: findProject(options.project),
      json: options.json === true,
      progress,
      signal: controller.signal,
      print: (text) => process.stdout.write(`${text}\n`),
    });
  } finally {
    progress.done();
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}

/** The folder named, or the nearest one upwards from here that holds a periodical.yaml. */
function findProject(named: string | undefined): string {
  if (named !== undefined) {
    const root = resolve(named);
    if (statSync(root, { throwIfNoEntry: false })?.isDirectory()) return root;
    throw new PeriodicalError("USAGE", `There is no folder ${named}.`, {
      hint: "--project takes the folder that holds the periodical.yaml.",
    });
  }
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "periodical.yaml"))) return folder;
    if (dirname(folder) === folder) return process.cwd();
  }
}
