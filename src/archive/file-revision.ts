import { PeriodicalError } from "../errors.ts";
import { appendToChain, type ChainEntry, revisionsOf, settle } from "./chain.ts";
import { type FiledManifest, type MadeWith, revisionPath, sha256 } from "./manifest.ts";
import type { ArchiveStore } from "./store.ts";

/** A revision ready to be filed. */
export interface Revision {
  edition: FiledManifest["edition"];
  reason: FiledManifest["reason"];
  takenAt: string;
  figures: number;
  madeWith: MadeWith;
  files: readonly { name: string; bytes: Uint8Array }[];
}

/**
 * Files a revision: its files are written out of sight, the chain names them, then they are moved to
 * `<report>/<period>/<scope>/r<revision>/`. Killed at any point, the archive either has the whole revision (the next run
 * finishes moving it) or nothing of it.
 *
 * @throws {PeriodicalError} BUSY when another process filed this revision meanwhile; OUTPUT_UNWRITABLE
 */
export async function fileRevision(
  store: ArchiveStore,
  revision: Revision,
  asked: { at: Date; by: string },
): Promise<FiledManifest> {
  await settle(store);
  const { edition, files } = revision;
  const listed = files.map(({ name, bytes }) => ({ name, sha256: sha256(bytes), bytes: bytes.length }));
  const staged = await store.stage(files);
  const draft = {
    kind: "filed" as const,
    at: asked.at.toISOString(),
    by: asked.by,
    edition,
    reason: revision.reason,
    takenAt: revision.takenAt,
    figures: revision.figures,
    madeWith: revision.madeWith,
    files: listed,
    staged,
  };
  const before = (entry: Uint8Array, chain: readonly ChainEntry[]): Promise<void> => {
    const filed = revisionsOf(chain, edition.id).length;
    if (filed + 1 !== edition.revision) throw filedMeanwhile(edition, filed, store);
    return store.describe(staged, entry);
  };
  let manifest: Awaited<ReturnType<typeof appendToChain>>;
  try {
    manifest = await appendToChain(store, draft, before);
  } catch (error) {
    await store.discard(staged);
    throw error;
  }
  await store.place(staged, revisionPath(edition));
  if (manifest.kind !== "filed") throw new Error("the chain answered with another kind of entry");
  return manifest;
}

function filedMeanwhile(edition: FiledManifest["edition"], filed: number, store: ArchiveStore): PeriodicalError {
  return new PeriodicalError(
    "BUSY",
    `Revision ${edition.revision} of ${edition.id} cannot be filed: the archive has ${filed} of them.`,
    {
      where: store.location,
      hint: "Another process filed it meanwhile; run the command again to see whether anything differs.",
    },
  );
}
