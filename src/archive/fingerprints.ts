import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { sha256 } from "./manifest.ts";

/** SHA-256 over names and bytes of every file below the folders; a folder that is not there counts as empty. */
export async function foldersFingerprint(folders: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const path of paths.sort()) {
      hash.update(`${relative(folder, path).replaceAll("\\", "/")}\n`).update(sha256(await readFile(path)));
    }
    hash.update("\n");
  }
  return hash.digest("hex");
}

/** SHA-256 over the font files, by their own hashes. */
export const fontsFingerprint = (files: readonly { name: string; sha256: string }[]): string =>
  sha256(
    files
      .map(({ name, sha256: hash }) => `${name} ${hash}`)
      .sort()
      .join("\n"),
  );
