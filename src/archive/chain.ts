import { PeriodicalError } from "../errors.ts";
import {
  type FiledManifest,
  MANIFEST,
  Manifest,
  manifestBytes,
  type PrunedManifest,
  revisionPath,
  sha256,
} from "./manifest.ts";
import type { ArchiveStore } from "./store.ts";

/** One entry of the chain, with the hash the next one names. */
export interface ChainEntry {
  manifest: Manifest;
  /** As stored: what is hashed is never written anew. */
  bytes: Uint8Array;
  hash: string;
}

/**
 * The chain from its first entry on.
 *
 * @throws {PeriodicalError} ARCHIVE_DAMAGED when an entry is no manifest; gaps and broken links are left to `verify`
 */
export async function readChain(store: ArchiveStore): Promise<ChainEntry[]> {
  const entries: ChainEntry[] = [];
  for (const sequence of await store.sequences()) {
    const bytes = await store.entry(sequence);
    if (bytes === null) continue;
    entries.push({ manifest: parseManifest(bytes, store, sequence), bytes, hash: sha256(bytes) });
  }
  return entries;
}

function parseManifest(bytes: Uint8Array, store: ArchiveStore, sequence: number): Manifest {
  try {
    return Manifest.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    throw new PeriodicalError("ARCHIVE_DAMAGED", `Entry ${sequence} of the archive's chain cannot be read.`, {
      where: store.location,
      hint: "Run periodical archive verify; restore the archive from a copy.",
      cause,
    });
  }
}

/** What an entry says before it knows its place. */
export type Draft =
  | Omit<FiledManifest, "schema" | "sequence" | "previous">
  | Omit<PrunedManifest, "schema" | "sequence" | "previous">;

/**
 * Adds an entry at the end of the chain. Several processes may try at once: one gets the place, the others take the next.
 *
 * @param before is given the entry and the chain as it stands, before each try; what it throws ends the work
 */
export async function appendToChain(
  store: ArchiveStore,
  draft: Draft,
  before: (entry: Uint8Array, chain: readonly ChainEntry[]) => Promise<void> | void = () => undefined,
): Promise<Manifest> {
  for (;;) {
    const chain = await readChain(store);
    const last = chain.at(-1);
    const manifest: Manifest = {
      ...draft,
      schema: "periodical/manifest@1",
      sequence: (last?.manifest.sequence ?? 0) + 1,
      previous: last?.hash ?? null,
    };
    const bytes = manifestBytes(manifest);
    await before(bytes, chain);
    if (await store.append(manifest.sequence, bytes)) return manifest;
  }
}

/**
 * Finishes what a killed process began: an entry whose files still lie out of sight is placed; a revision whose tombstone
 * is in the chain loses its files. Called before anything is filed or read.
 */
export async function settle(store: ArchiveStore): Promise<ChainEntry[]> {
  const chain = await readChain(store);
  const gone = prunedSequences(chain);
  for (const { manifest } of chain) {
    if (manifest.kind !== "filed") continue;
    const path = revisionPath(manifest.edition);
    const names = await store.list(path);
    if (names === null) await place(store, manifest);
    else if (gone.has(manifest.sequence) && names.some((name) => name !== MANIFEST)) await store.strip(path);
  }
  return chain;
}

async function place(store: ArchiveStore, manifest: FiledManifest): Promise<void> {
  await store.place(manifest.staged, revisionPath(manifest.edition)).catch((error: unknown) => {
    // Neither here nor there: somebody took the files away. Verification says so; filing others must go on.
    if (error instanceof PeriodicalError || (error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  });
}

/** Sequences of revisions that a tombstone names. */
export function prunedSequences(chain: readonly ChainEntry[]): ReadonlySet<number> {
  return new Set(chain.flatMap(({ manifest }) => (manifest.kind === "pruned" ? [manifest.of] : [])));
}

/** Filed revisions of an edition, oldest first. */
export function revisionsOf(chain: readonly ChainEntry[], edition: string): FiledManifest[] {
  return chain.flatMap(({ manifest }) =>
    manifest.kind === "filed" && manifest.edition.id === edition ? [manifest] : [],
  );
}
