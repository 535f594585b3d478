import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { PeriodicalError } from "./errors.ts";

/**
 * Makes a folder and those above it. (Node's own `recursive` never returns where a file system accepts no folder and says
 * "not found", as /proc does.)
 *
 * @throws {PeriodicalError} OUTPUT_UNWRITABLE naming the folder that cannot be made
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) await makeFolder(above);
  try {
    await mkdir(path);
  } catch (cause) {
    // Another process may have made it in between.
    if (await isFolder(path)) return;
    throw new PeriodicalError("OUTPUT_UNWRITABLE", `The folder ${path} cannot be made: ${(cause as Error).message}`, {
      hint: "Choose a folder you may write to; nothing was written.",
      where: path,
      cause,
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
