import { CommanderError } from "commander";
import { type ErrorCode, EXIT_CODES, PeriodicalError } from "../errors.ts";

/** Codes of the operating system that mean "could not be written", whatever was being written. */
const UNWRITABLE: Record<string, string> = {
  ENOSPC: "The disk is full.",
  EDQUOT: "The disk quota is used up.",
  EROFS: "The file system is read-only.",
  EACCES: "Permission was denied.",
  EPERM: "Permission was denied.",
};

/**
 * The one place where an error meets the terminal.
 *
 * @returns the exit code (docs/exit-codes.md)
 */
export function reportFailure(error: unknown, options: { json: boolean }): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // What is wrong was already printed for people.
    const message = error.message.replace(/^error: /, "");
    if (options.json) printJson({ code: "USAGE", message, hint: "See periodical --help." });
    return EXIT_CODES.USAGE;
  }
  const known = asPeriodicalError(error);
  if (!known) {
    if (options.json) printJson(describeFailure(error));
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(
      `This is a defect of Periodical, not of your input. Please report it with these lines:\n${stack}\n`,
    );
    return EXIT_CODES.INTERNAL;
  }
  if (options.json) printJson(describeFailure(error));
  const where = known.where && !known.message.includes(known.where) ? `\n  at ${known.where}` : "";
  process.stderr.write(`${known.message}${where}\n  → ${known.hint}\n`);
  return known.exitCode;
}

/** An error as `--json` prints it. */
export interface Failure {
  code: ErrorCode;
  message: string;
  where?: string | undefined;
  hint: string;
  details?: unknown;
}

/** What is told of an error; one that nobody expected is told without its stack. */
export function describeFailure(error: unknown): Failure {
  const known = asPeriodicalError(error);
  if (known) {
    const { code, message, where, hint, details } = known;
    return { code, message, where, hint, details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "INTERNAL", message, hint: "Please report it with the lines on standard error." };
}

/** The same with its exit code, for JSON. */
export const failureJson = ({ code, ...rest }: Failure): object => ({ code, exitCode: EXIT_CODES[code], ...rest });

function printJson(failure: Failure): void {
  process.stdout.write(`${JSON.stringify({ error: failureJson(failure) }, null, 2)}\n`);
}

function asPeriodicalError(error: unknown): PeriodicalError | null {
  if (error instanceof PeriodicalError) return error;
  if (!(error instanceof Error)) return null;
  const { code, path } = error as NodeJS.ErrnoException;
  if (error.name === "AbortError" || code === "ABORT_ERR") return interrupted();
  const reason = code === undefined ? undefined : UNWRITABLE[code];
  if (reason === undefined) return null;
  return new PeriodicalError("OUTPUT_UNWRITABLE", path ? `${reason} (${path})` : reason, {
    hint: "Make room or choose another folder with --out; nothing was left half-written.",
    cause: error,
  });
}

export function interrupted(): PeriodicalError {
  return new PeriodicalError("INTERRUPTED", "Stopped.", { hint: "Nothing was left behind; run the command again." });
}
