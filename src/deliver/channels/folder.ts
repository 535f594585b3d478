import { randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PeriodicalError } from "../../errors.ts";
import { makeFolder } from "../../folders.ts";
import { accepted, failedForNow, type Handed, refused } from "../sent.ts";

/**
 * Puts a file into a folder, whole or not at all. The same file again is no second one; another file of that name is left
 * as it is.
 */
export async function drop(folder: string, name: string, bytes: Uint8Array): Promise<Handed> {
  const target = join(folder, name);
  const beside = join(folder, `.${randomUUID()}`);
  try {
    await makeFolder(folder);
    await writeFile(beside, bytes, { flush: true });
    // Unlike a rename, a link never takes the place of what is there.
    await link(beside, target);
    return accepted(`written: ${name}`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") return failedForNow(error instanceof PeriodicalError ? error.message : message);
    const there = await readFile(target).catch(() => null);
    if (there?.equals(bytes)) return accepted(`there already: ${name}`);
    return refused(`another file has the name ${name}`);
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
  }
}
