import { randomUUID } from "node:crypto";
import { link, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { makeFolder, unwritable } from "../folders.ts";
import { MANIFEST } from "./manifest.ts";
import type { ArchiveStore } from "./store.ts";

/** Entries of the chain, `chain/00000001.json`; the manifest beside the documents is a copy of one. */
const CHAIN = "chain";
/** Files on their way. */
const STAGING = ".filing";
/** A staged group this old belongs to nobody who still works. */
const ABANDONED_MS = 24 * 3_600_000;

/**
 * An archive in a folder. Files are written and synced before the chain names them; a directory is moved into place by one
 * rename, so that nobody sees half a revision; an entry of the chain is made by `link`, which fails when it exists.
 */
export function folderStore(root: string): ArchiveStore {
  const at = (...parts: string[]): string => join(root, ...parts);
  const entryPath = (sequence: number): string => at(CHAIN, `${String(sequence).padStart(8, "0")}.json`);

  async function writing<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw unwritable(`${what} could not be written to the archive`, root, error);
    }
  }

  return {
    location: root,

    stage: (files) =>
      writing("The edition", async () => {
        await removeAbandoned(at(STAGING));
        const staged = randomUUID();
        const folder = at(STAGING, staged);
        await makeFolder(folder);
        try {
          for (const { name, bytes } of files) await writeFile(join(folder, name), bytes, { flush: true });
          await sync(folder);
        } catch (error) {
          await rm(folder, { recursive: true, force: true });
          throw error;
        }
        return staged;
      }),

    describe: (staged, bytes) =>
      writing("The manifest", async () => {
        await writeFile(at(STAGING, staged, MANIFEST), bytes, { flush: true });
        await sync(at(STAGING, staged));
      }),

    append: (sequence, bytes) =>
      writing("The chain", async () => {
        await makeFolder(at(CHAIN));
        const beside = at(CHAIN, `.${randomUUID()}`);
        try {
          await writeFile(beside, bytes, { flush: true });
          await link(beside, entryPath(sequence));
          await sync(at(CHAIN));
          return true;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
          throw error;
        } finally {
          await rm(beside, { force: true });
        }
      }),

    place: (staged, path) =>
      writing("The edition", async () => {
        const folder = at(path);
        await makeFolder(join(folder, ".."));
        try {
          await rename(at(STAGING, staged), folder);
        } catch (error) {
          // Another process has placed it in between.
          if ((error as NodeJS.ErrnoException).code === "ENOENT" && (await exists(folder))) return;
          throw error;
        }
        await sync(join(folder, ".."));
      }),

    discard: (staged) => rm(at(STAGING, staged), { recursive: true, force: true }),

    strip: (path) =>
      writing("The tombstone", async () => {
        for (const name of await readdir(at(path))) if (name !== MANIFEST) await rm(at(path, name));
      }),

    async sequences() {
      const names = await readdir(at(CHAIN)).catch(nothing);
      return names
        .flatMap((name) => (/^\d{8}\.json$/.test(name) ? [Number(name.slice(0, 8))] : []))
        .sort((a, b) => a - b);
    },

    entry: (sequence) => readOrNull(entryPath(sequence)),

    async list(path) {
      const entries = await readdir(at(path), { withFileTypes: true }).catch(() => null);
      return entries?.map(({ name }) => name).sort() ?? null;
    },

    read: (path) => readOrNull(at(path)),

    async revisions() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(nothing);
      return entries
        .filter((entry) => typeof entry !== "string" && entry.isDirectory() && /^r\d+$/.test(entry.name))
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
        .filter((path) => path.split("/").length === 4)
        .sort();
    },
  };
}

const nothing = (): never[] => [];

async function readOrNull(path: string): Promise<Uint8Array | null> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The name is as durable as the bytes behind it. Not every system lets a directory be synced; those need not. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function removeAbandoned(staging: string): Promise<void> {
  for (const name of await readdir(staging).catch(nothing)) {
    const path = join(staging, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(path, { recursive: true, force: true });
  }
}
