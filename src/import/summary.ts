import type { ImportMapping } from "../config/schema/import.ts";

export type ImportMode = ImportMapping["mode"];

/** Bad rows with one reason. */
export interface ReasonCount {
  /** Target column; null when the row as a whole is wrong. */
  column: string | null;
  reason: string;
  rows: number;
  firstLine: number;
}

/** What became of one file. */
export interface FileSummary {
  file: string;
  sha256: string;
  /** Rows in the file, blank ones not counted: `loaded + rejected`. */
  rows: number;
  /** Rows that are in the table now: `inserted + updated + unchanged`. */
  loaded: number;
  inserted: number;
  /** `upsert`: rows that were there and changed, and rows that were there just so. */
  updated: number;
  unchanged: number;
  /** `replace-period`: rows taken out first. */
  deleted: number;
  rejected: number;
  reasons: readonly ReasonCount[];
  rejectsFile: string | null;
  /** First and last value of the dataset's time column; an instant (ISO UTC), or a day where the column holds days. */
  firstTime: string | null;
  lastTime: string | null;
  /** `replace-period`: first and last calendar day that were replaced, and the zone they are counted in. */
  replaced: { firstDay: string; lastDay: string; zone: string } | null;
  /** Wall-clock times that did not exist (taken as the later hour) or came twice (taken as the first). */
  clockChanges: { skipped: number; repeated: number };
  /** Headings the mapping does not use. */
  unusedHeadings: readonly string[];
}

/** What became of an import. */
export interface ImportSummary {
  mapping: string;
  dataset: string;
  table: string;
  mode: ImportMode;
  /** True when the table did not exist before. */
  created: boolean;
  files: readonly FileSummary[];
}

/** How far a file is. */
export interface ImportProgress {
  file: string;
  /** Number of the file, from 1, of how many. */
  index: number;
  of: number;
  stage: "checking" | "reading" | "storing";
  bytesRead: number;
  bytes: number;
  rows: number;
  rejected: number;
}
