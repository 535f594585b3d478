import { createHash } from "node:crypto";
import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { canReach, type ServerIdentity } from "./identity.ts";
import type { PlatformBinaries } from "./platform.ts";

/** Programs ready to run, with the environment that lets them find their libraries. */
export interface Programs {
  postgres: string;
  initdb: string;
  env: Record<string, string>;
}

/**
 * Makes the binaries of the npm package runnable for the server's user without any install script: the links between
 * library names, which npm cannot pack, go to a cache folder of ours; where the user may not read the package at all
 * (a checkout below root's home), or its path would confuse them, the binaries themselves are copied there.
 *
 * @param cache folders to try, best first; the first that is ours alone and that the server's user may reach is taken
 */
export function preparePrograms(
  binaries: PlatformBinaries,
  identity: ServerIdentity,
  cache: readonly string[] = [],
): Programs {
  const folder = usableCache([...cache, ...sharedCaches()], identity);
  const id = createHash("sha256").update(binaries.native).digest("hex").slice(0, 12);
  const label = `postgres-${binaries.version}-${binaries.platform}`;
  const parts = ["bin/postgres", "bin/initdb", "lib/postgresql", "share/postgresql/postgres.bki"];
  const readable = isPlain(binaries.native) && parts.every((path) => canReach(identity, join(binaries.native, path)));
  const native = readable
    ? binaries.native
    : once(join(folder, label), (target) => copyNative(binaries.native, target));
  // Links are absolute, so each place of the package has its own.
  const links = once(join(folder, `${label}-links${readable ? `-${id}` : ""}`), (target) => link(native, target));
  const variable = process.platform === "darwin" ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH";
  return {
    postgres: join(native, "bin", "postgres"),
    initdb: join(native, "bin", "initdb"),
    env: { [variable]: `${links}:${join(native, "lib")}` },
  };
}

/**
 * initdb runs the server through a shell, by its path between double quotes, in which `$(…)` would be run; in a list of
 * library folders a colon separates.
 */
function isPlain(path: string): boolean {
  return !/[$`"\\:\n]/.test(path);
}

function sharedCaches(): string[] {
  const uid = process.geteuid?.() ?? 0;
  const own = join(tmpdir(), `periodical-cache-${uid}`);
  return uid === 0 ? ["/var/cache/periodical", own, `/tmp/periodical-cache-${uid}`] : [own];
}

/** Programs are run from here, so nobody else may have been able to write into it. */
function usableCache(candidates: readonly string[], identity: ServerIdentity): string {
  const reasons: string[] = [];
  for (const path of candidates.filter(isPlain)) {
    try {
      mkdirSync(path, { recursive: true, mode: 0o755 });
      const stat = lstatSync(path);
      if (!stat.isDirectory() || stat.uid !== process.geteuid?.()) reasons.push(`${path}: belongs to somebody else`);
      else if ((stat.mode & 0o022) !== 0) reasons.push(`${path}: others may write`);
      else if (!canReach(identity, path)) reasons.push(`${path}: not reachable for user ${identity.uid}`);
      else return path;
    } catch (error) {
      reasons.push(`${path}: ${(error as Error).message}`);
    }
  }
  throw new Error(`no folder for the programs of the embedded PostgreSQL (${reasons.join("; ")})`);
}

/** Fills a folder beside its place and moves it there, so that another process never sees half of it. */
function once(target: string, fill: (folder: string) => void): string {
  if (existsSync(target)) return target;
  const draft = mkdtempSync(`${target}.`);
  try {
    fill(draft);
    chmodSync(draft, 0o755);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // else another process was faster
  }
  return target;
}

function copyNative(from: string, to: string): void {
  for (const part of ["bin", "lib", "share"]) {
    cpSync(join(from, part), join(to, part), {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (path) => !path.endsWith(".a"),
    });
  }
  openForAll(to);
  cpSync(join(from, "pg-symlinks.json"), join(to, "pg-symlinks.json"));
}

/** A package unpacked under a strict umask is closed to others; its copy must not be. */
function openForAll(folder: string): void {
  for (const entry of readdirRecursive(folder)) chmodSync(entry.path, entry.folder || entry.executable ? 0o755 : 0o644);
}

function readdirRecursive(folder: string): { path: string; folder: boolean; executable: boolean }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path, folder: entry.isDirectory(), executable: (lstatSync(path).mode & 0o100) !== 0 };
    });
}

function link(native: string, folder: string): void {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    // Paths in the list start with `native/`; libraries are found by name, so one flat folder is enough.
    symlinkSync(join(native, source.replace(/^native\//, "")), join(folder, basename(target)));
  }
}
