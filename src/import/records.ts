import type { Cell, DateSystem } from "./cell.ts";

/** Part of a file that is no row: its quoting or its number of fields is wrong. */
export interface BrokenRecord {
  line: number;
  reason: string;
  raw: string;
}

/** Some rows of a file, in order. */
export interface RecordBatch {
  rows: readonly (readonly Cell[])[];
  /** Line (workbook: row) each of `rows` begins on, counted from 1. */
  lines: readonly number[];
  broken: readonly BrokenRecord[];
  /** A row as the file has it, for the rejects file. */
  raw(index: number): string;
}

/** What a reader must know of the mapping to tell a row from an accident. */
export interface RowRules {
  /** May a field of this source column hold a line break? */
  allowsNewline(index: number): boolean;
  /** Would these fields make a row, beyond having the right number? False when nothing but texts are expected. */
  looksLikeRow(fields: readonly string[]): boolean;
}

/** A file whose headings have been read. */
export interface RecordSource {
  headings: readonly string[];
  /** Line (workbook: row) of the headings. */
  headingLine: number;
  dateSystem: DateSystem;
  batches(rules: RowRules): AsyncGenerator<RecordBatch>;
}
