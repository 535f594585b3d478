import type { ImportColumn } from "../config/schema/import.ts";
import type { Value } from "./converters.ts";

/** Makes the bytes that COPY … FROM STDIN takes. */
export interface CopyWriter {
  /** What COPY is to be told: `text` or `binary`. */
  format: "text" | "binary";
  /**
   * Appends the next field of a row; null = no value.
   *
   * @returns false, with nothing appended, for a text with a NUL, which PostgreSQL cannot store
   */
  field(kind: ImportColumn["type"], value: Value): boolean;
  /** Ends the row. */
  endRow(): void;
  /** Takes back what was appended since the last end of a row. */
  dropRow(): void;
  /** The rows ended so far, as bytes of their own; the writer is empty afterwards. */
  take(): Buffer;
  /** What comes after the last row. */
  end(): Buffer;
}

/** Bytes that grow, for a writer to fill: it reserves first and then writes into `bytes` at `at`. */
export class ByteStore {
  bytes: Buffer;
  at = 0;

  constructor(initialBytes: number) {
    this.bytes = Buffer.allocUnsafe(initialBytes);
  }

  /** Makes room for so many bytes more. */
  reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const bigger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + count));
    this.bytes.copy(bigger, 0, 0, this.at);
    this.bytes = bigger;
  }
}
