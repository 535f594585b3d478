import type { Value } from "./converters.ts";
import { ByteStore, type CopyWriter } from "./copy-writer.ts";
import { wallText } from "./wall-time.ts";

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const TAB = 9;
const LINE_FEED = 10;

/**
 * COPY's text format: fields separated by tabs, `\N` for no value, backslash, tab and line breaks escaped. PostgreSQL
 * converts each field to the column's type, whatever that is.
 */
export function createTextWriter(): CopyWriter {
  const store = new ByteStore(1 << 19);
  let rowStart = 0;
  let fields = 0;

  const write = (text: string): boolean => {
    store.reserve(text.length * 3 + 1);
    if (fields > 0) store.bytes[store.at++] = TAB;
    fields += 1;
    store.at += store.bytes.write(text, store.at, "utf8");
    return true;
  };
  return {
    format: "text",
    field(_kind, value: Value) {
      if (value === null) return write("\\N");
      if (typeof value === "object") return write(wallText(value));
      if (!/[\\\n\r\t\0]/.test(value)) return write(value);
      return (
        !value.includes("\0") && write(value.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character))
      );
    },
    endRow() {
      store.reserve(1);
      store.bytes[store.at++] = LINE_FEED;
      rowStart = store.at;
      fields = 0;
    },
    dropRow() {
      store.at = rowStart;
      fields = 0;
    },
    take() {
      const rows = Buffer.from(store.bytes.subarray(0, rowStart));
      store.at = 0;
      rowStart = 0;
      return rows;
    },
    end: () => Buffer.alloc(0),
  };
}
