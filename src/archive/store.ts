/**
 * Where filed revisions lie. Three promises carry the archive: what was `staged` is durable and seen by nobody; `append`
 * succeeds for one caller only; `place` can be repeated after a crash.
 */
export interface ArchiveStore {
  /** Where it is, for messages. */
  location: string;
  /** Writes a group of files durably, out of sight; returns their name for `place`. */
  stage(files: readonly { name: string; bytes: Uint8Array }[]): Promise<string>;
  /** Puts the manifest into a staged group, in the place of an earlier one. */
  describe(staged: string, manifest: Uint8Array): Promise<void>;
  /** Adds an entry of the chain; false when that number is taken. */
  append(sequence: number, bytes: Uint8Array): Promise<boolean>;
  /** Moves a staged group to its path, whole; nothing happens when it is there already. */
  place(staged: string, path: string): Promise<void>;
  /** Removes a staged group that came to nothing. */
  discard(staged: string): Promise<void>;
  /** Removes every file of a revision but its manifest. */
  strip(path: string): Promise<void>;
  /** Numbers of the chain's entries, in order. */
  sequences(): Promise<number[]>;
  entry(sequence: number): Promise<Uint8Array | null>;
  /** Names of the files at a path; null when there is nothing. */
  list(path: string): Promise<string[] | null>;
  read(path: string): Promise<Uint8Array | null>;
  /** Every revision path found, filed or not: `report/period/scope/r1`. */
  revisions(): Promise<string[]>;
}
