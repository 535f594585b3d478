import { appendToChain, prunedSequences, settle } from "./chain.ts";
import { type FiledManifest, type PrunedManifest, revisionPath } from "./manifest.ts";
import type { ArchiveStore } from "./store.ts";

/** How long a report's revisions are kept. */
export interface Retention {
  /** Years after the filing in which every revision is kept. */
  years: number;
}

/**
 * Revisions whose time is over. The last revision of an edition goes with the others: its time counts from its own filing.
 *
 * @param retentionOf null = kept for ever
 */
export function outlived(
  filed: readonly FiledManifest[],
  retentionOf: (report: string) => Retention | null,
  now: Date,
): FiledManifest[] {
  return filed.filter(({ at, edition }) => {
    const retention = retentionOf(edition.report);
    if (retention === null) return false;
    const until = new Date(at);
    until.setUTCFullYear(until.getUTCFullYear() + retention.years);
    return until.getTime() <= now.getTime();
  });
}

/**
 * Removes the files of a revision and leaves a tombstone in the chain, which still verifies: the manifests stay.
 * The tombstone comes first; a run killed in between is finished by the next.
 */
export async function prune(
  store: ArchiveStore,
  revision: FiledManifest,
  asked: { at: Date; by: string; rule: string },
): Promise<PrunedManifest | null> {
  const chain = await settle(store);
  if (prunedSequences(chain).has(revision.sequence)) return null;
  const tombstone = await appendToChain(store, {
    kind: "pruned",
    at: asked.at.toISOString(),
    by: asked.by,
    of: revision.sequence,
    edition: { id: revision.edition.id, revision: revision.edition.revision },
    rule: asked.rule,
  });
  await store.strip(revisionPath(revision.edition));
  return tombstone.kind === "pruned" ? tombstone : null;
}
