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
    throw unwritable(`The folder ${path} cannot be made`, path, cause);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission was denied",
  EPERM: "permission was denied",
  ENOTDIR: "a part of it is a file",
  EEXIST: "there is a file of that name",
  ENAMETOOLONG: "its name is too long",
};

/** An error of the file system while writing; anything else stays what it is. */
export function unwritable(what: string, path: string, cause: unknown): unknown {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (cause instanceof PeriodicalError || code === undefined) return cause;
  return new PeriodicalError("OUTPUT_UNWRITABLE", `${what}: ${REASONS[code] ?? message}.`, {
    hint: "Make room or choose a folder you may write to; nothing was left half-written.",
    where: path,
    cause,
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
