import { type ChainEntry, prunedSequences, readChain } from "./chain.ts";
import { type FiledManifest, MANIFEST, revisionPath, sha256 } from "./manifest.ts";
import type { ArchiveStore } from "./store.ts";

/** One thing in the archive that is not as it was filed. */
export interface ArchiveFault {
  kind: "altered" | "missing" | "added" | "order" | "unreadable";
  /** Path inside the archive. */
  path: string;
  message: string;
}

export interface Verification {
  revisions: number;
  pruned: number;
  files: number;
  bytes: number;
  /** SHA-256 of the last entry: kept elsewhere, it proves that nothing was cut off the end. */
  head: string | null;
  faults: readonly ArchiveFault[];
}

/**
 * Reads every file of the archive and compares it with what was filed; works on a copy, without warehouse or network.
 * Nothing is mended. Each entry names the hash of the one before, so an entry that was altered, taken out, put in or
 * exchanged breaks the chain at its place; that entries are missing at the end shows only against a `head` kept elsewhere.
 */
export async function verifyArchive(store: ArchiveStore, expectedHead?: string): Promise<Verification> {
  const chain = await readChain(store).catch((error: unknown) => error);
  if (!Array.isArray(chain)) {
    const message = chain instanceof Error ? chain.message : String(chain);
    return {
      revisions: 0,
      pruned: 0,
      files: 0,
      bytes: 0,
      head: null,
      faults: [{ kind: "unreadable", path: "chain", message }],
    };
  }
  const entries = chain as ChainEntry[];
  const faults = chainFaults(entries);
  const head = entries.at(-1)?.hash ?? null;
  if (expectedHead !== undefined && !entries.some(({ hash }) => hash === expectedHead)) {
    faults.push({
      kind: "missing",
      path: "chain",
      message: `the entry ${expectedHead.slice(0, 12)}… that was the last one is not in the chain`,
    });
  }
  const gone = prunedSequences(entries);
  const counted = { files: 0, bytes: 0 };
  const filed = entries.flatMap(({ manifest }) => (manifest.kind === "filed" ? [manifest] : []));
  for (const { manifest, bytes } of entries) {
    if (manifest.kind !== "filed") continue;
    faults.push(...(await revisionFaults(store, manifest, bytes, gone.has(manifest.sequence), counted)));
  }
  const known = new Set(filed.map(({ edition }) => revisionPath(edition)));
  for (const path of await store.revisions()) {
    if (!known.has(path)) faults.push({ kind: "added", path, message: "the chain knows no such revision" });
  }
  return { revisions: filed.length, pruned: gone.size, ...counted, head, faults };
}

function chainFaults(chain: readonly ChainEntry[]): ArchiveFault[] {
  const faults: ArchiveFault[] = [];
  const revisions = new Map<string, number>();
  for (const [index, { manifest }] of chain.entries()) {
    const path = `chain/${String(manifest.sequence).padStart(8, "0")}.json`;
    const before = chain[index - 1];
    if (manifest.sequence !== index + 1) {
      faults.push({
        kind: "order",
        path,
        message: `it says it is entry ${manifest.sequence} and stands at place ${index + 1}`,
      });
    }
    if (manifest.previous !== (before?.hash ?? null)) {
      faults.push({ kind: "altered", path, message: "it does not name the hash of the entry before it" });
    }
    if (manifest.kind !== "filed") continue;
    const last = revisions.get(manifest.edition.id) ?? 0;
    if (manifest.edition.revision !== last + 1) {
      faults.push({
        kind: "order",
        path,
        message: `revision ${manifest.edition.revision} of ${manifest.edition.id} follows revision ${last}`,
      });
    }
    revisions.set(manifest.edition.id, manifest.edition.revision);
  }
  return faults;
}

async function revisionFaults(
  store: ArchiveStore,
  manifest: FiledManifest,
  entry: Uint8Array,
  pruned: boolean,
  counted: { files: number; bytes: number },
): Promise<ArchiveFault[]> {
  const folder = revisionPath(manifest.edition);
  const names = await store.list(folder);
  if (names === null) {
    return pruned ? [] : [{ kind: "missing", path: folder, message: "the revision is not there" }];
  }
  const faults: ArchiveFault[] = [];
  const expected = pruned ? [] : manifest.files;
  for (const { name, sha256: hash, bytes } of expected) {
    const path = `${folder}/${name}`;
    const found = await store.read(path);
    if (found === null) {
      faults.push({ kind: "missing", path, message: "the file is not there" });
      continue;
    }
    counted.files += 1;
    counted.bytes += found.length;
    if (found.length !== bytes || sha256(found) !== hash) {
      faults.push({
        kind: "altered",
        path,
        message: `it is not the file that was filed (${bytes} bytes, SHA-256 ${hash.slice(0, 12)}…)`,
      });
    }
  }
  const copy = await store.read(`${folder}/${MANIFEST}`);
  if (copy === null) faults.push({ kind: "missing", path: `${folder}/${MANIFEST}`, message: "the file is not there" });
  else if (!Buffer.from(entry).equals(copy)) {
    faults.push({ kind: "altered", path: `${folder}/${MANIFEST}`, message: "it differs from the chain's entry" });
  }
  const listed = new Set([MANIFEST, ...expected.map(({ name }) => name)]);
  for (const name of names) {
    if (!listed.has(name))
      faults.push({ kind: "added", path: `${folder}/${name}`, message: "the manifest knows no such file" });
  }
  return faults;
}
