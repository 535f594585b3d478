import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PeriodicalError } from "../errors.ts";
import { makeFolder, unwritable } from "../folders.ts";
import { type FiledManifest, MANIFEST, revisionPath, sha256 } from "./manifest.ts";
import type { ArchiveStore } from "./store.ts";

/**
 * Copies a revision's files and its manifest out of the archive; each is checked against its hash first.
 *
 * @returns absolute paths of the copies
 * @throws {PeriodicalError} ARCHIVE_DAMAGED before anything is written, when a file is not as filed; USAGE when the folder
 *   holds something; OUTPUT_UNWRITABLE
 */
export async function exportRevision(store: ArchiveStore, manifest: FiledManifest, folder: string): Promise<string[]> {
  const present = await readdir(folder).catch(() => []);
  if (present.length > 0) {
    throw new PeriodicalError("USAGE", `${folder} is not empty.`, {
      where: folder,
      hint: "Name a folder that does not exist yet; nothing was written.",
    });
  }
  const path = revisionPath(manifest.edition);
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const { name, sha256: hash } of manifest.files) {
    const bytes = await store.read(`${path}/${name}`);
    if (bytes === null || sha256(bytes) !== hash) {
      throw new PeriodicalError("ARCHIVE_DAMAGED", `${path}/${name} is not the file that was filed.`, {
        where: store.location,
        hint: "Run periodical archive verify; nothing was written.",
      });
    }
    files.push({ name, bytes });
  }
  const copy = await store.read(`${path}/${MANIFEST}`);
  if (copy !== null) files.push({ name: MANIFEST, bytes: copy });
  await makeFolder(folder);
  try {
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
  } catch (error) {
    throw unwritable(`The revision could not be copied to ${folder}`, folder, error);
  }
  return files.map(({ name }) => join(folder, name));
}
