import Papa from "papaparse";
import type { BrokenRecord, RecordBatch, RowRules } from "./records.ts";

export interface CsvReaderOptions {
  delimiter: string;
  newline: "\n" | "\r";
  /** Number of headings: every record must have as many fields. */
  width: number;
  /** Line the text given first begins on. */
  firstLine: number;
  /** Longest field, in bytes of UTF-8. */
  maxFieldBytes: number;
  rules: RowRules;
}

export interface CsvReader {
  /** Takes the next piece of the text and gives the records that are complete. */
  push(text: string, last: boolean): RecordBatch;
}

/** What papaparse's parser gives for a piece of text. */
interface Parsed {
  data: string[][];
  errors: { row?: number }[];
  meta: { cursor: number };
}

/** A record may hold long fields, but not be a whole file that an open quote swallowed. */
const MAX_RECORD_CHARS = 1024 * 1024;
/** After a distrusted record little is read at first: a file with a stray quote in every line must not be read over and over. */
const CAREFUL_CHARS = 2048;
const MAX_RAW_CHARS = 8192;
const OPEN_QUOTE = "a quote is not closed, or stands inside a quoted field";

/**
 * Cuts CSV text (RFC 4180, any delimiter) into records, strictly.
 *
 * A quote that is never closed makes a parser swallow the good lines after it. Therefore a record of several lines is
 * believed only if its quotes and its number of fields are right, its line breaks stand in text columns, it keeps within
 * the length limit, and none of its inner lines is a row by itself. Otherwise its *first line alone* is rejected and
 * reading goes on with the next line.
 */
export function createCsvReader(options: CsvReaderOptions): CsvReader {
  const { delimiter, newline, width, rules } = options;
  const parser = new Papa.Parser({ delimiter, newline });
  const parse = (text: string, last: boolean): Parsed => parser.parse(text, 0, !last) as Parsed;
  const maxRecord = Math.max(options.maxFieldBytes, Math.min(MAX_RECORD_CHARS, options.maxFieldBytes * width));
  let pending = "";
  let pendingLine = options.firstLine;
  let skipping = false;

  const distrust = (row: string[], quoteError: boolean, innerLines: readonly string[]): string | null => {
    if (quoteError) return OPEN_QUOTE;
    if (row.length !== width) return fieldCount(row.length, width);
    for (const [index, field] of row.entries()) {
      if (field.includes(newline) && !rules.allowsNewline(index)) return "a line break in a field that cannot hold one";
      if (isLonger(field, options.maxFieldBytes)) return `a field longer than ${options.maxFieldBytes} bytes`;
    }
    const swallowed = innerLines.some((line) => {
      const fields = parse(line, true).data[0] ?? [];
      return fields.length === width && rules.looksLikeRow(fields);
    });
    return swallowed ? "a quote is not closed: the next lines are rows of their own" : null;
  };

  return {
    push(text, last) {
      const whole = pending + withoutRestOfLine(text);
      const lines = lineIndex(whole, newline, pendingLine);
      const rows: string[][] = [];
      const rowLines: number[] = [];
      const broken: BrokenRecord[] = [];
      const reject = (line: number, reason: string): void => {
        broken.push({ line, reason, raw: lines.raw(line, 1) });
      };

      // Only whole lines are parsed: what follows a quote is then always known.
      const end = last ? whole.length : whole.lastIndexOf(newline) + 1;
      const returns = whole.includes("\r");
      let start = 0;
      let line = pendingLine;
      let window = end;
      while (start < end) {
        const toEnd = start + window >= end;
        const rest = whole.slice(start, toEnd ? end : whole.lastIndexOf(newline, start + window - 1) + 1);
        const result = parse(rest, last && toEnd);
        const quoted = rest.includes('"');
        const badQuotes = new Set(result.errors.map((error) => error.row));
        let distrusted = false;
        for (let index = 0; index < result.data.length && !distrusted; index += 1) {
          const row = result.data[index] as string[];
          const inner = quoted ? countBreaks(row, newline) : 0;
          if (returns) dropReturn(row);
          if (inner > 0 || badQuotes.has(index)) {
            const reason = distrust(row, badQuotes.has(index), lines.between(line + 1, inner));
            if (reason !== null) {
              reject(line, reason);
              distrusted = inner > 0;
              line += 1;
              continue;
            }
            rows.push(row);
            rowLines.push(line);
          } else if (row.length === width && !(row[0] === "" && isBlank(row))) {
            rows.push(row);
            rowLines.push(line);
          } else if (!isBlank(row)) reject(line, fieldCount(row.length, width));
          line += inner + 1;
        }
        const isOpen = !distrusted && !(last && toEnd) && result.meta.cursor < rest.length;
        if (isOpen && (badQuotes.has(result.data.length) || (toEnd && end - start - result.meta.cursor > maxRecord))) {
          // The record that is not complete yet cannot become right any more.
          reject(
            line,
            badQuotes.has(result.data.length) ? OPEN_QUOTE : `a quote is not closed within ${maxRecord} characters`,
          );
          line += 1;
          distrusted = true;
        }
        if (distrusted) {
          start = lines.offset(line);
          window = CAREFUL_CHARS;
        } else {
          start += last && toEnd ? rest.length : result.meta.cursor;
          if (toEnd) break;
          window *= 4;
        }
      }
      pending = last ? "" : whole.slice(start);
      pendingLine = line;
      if (!last && end <= start && pending.length > maxRecord) {
        reject(line, `a line longer than ${maxRecord} characters`);
        pending = "";
        skipping = true;
      }
      return {
        rows,
        lines: rowLines,
        broken,
        raw: (index) => lines.raw(rowLines[index] ?? 0, 1 + countBreaks(rows[index] ?? [], newline)),
      };
    },
  };

  /** Drops what is left of a line that was rejected for its length. */
  function withoutRestOfLine(text: string): string {
    if (!skipping) return text;
    const feed = text.indexOf(newline);
    if (feed < 0) return "";
    skipping = false;
    pendingLine += 1;
    return text.slice(feed + 1);
  }
}

/** Lines may end in CR LF; only the LF was cut at. */
function dropReturn(row: string[]): void {
  const end = row.length - 1;
  const field = row[end] as string;
  if (field.endsWith("\r")) row[end] = field.slice(0, -1);
}

function fieldCount(found: number, expected: number): string {
  return `${found} ${found === 1 ? "field" : "fields"} instead of ${expected}`;
}

/** A blank line, or one of nothing but delimiters as spreadsheets leave them behind. */
function isBlank(row: readonly string[]): boolean {
  return row.every((field) => field.trim() === "");
}

function countBreaks(row: readonly string[], newline: string): number {
  let count = 0;
  for (const field of row) {
    for (let at = field.indexOf(newline); at >= 0; at = field.indexOf(newline, at + 1)) count += 1;
  }
  return count;
}

/** Longer than the limit in UTF-8; counted only where it could be. */
export function isLonger(text: string, maxBytes: number): boolean {
  return text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes;
}

/** Where lines begin in a text; worked out when first asked for, as most pieces have nothing to reject. */
function lineIndex(text: string, newline: string, firstLine: number) {
  let known: number[] | null = null;
  const starts = (): number[] => {
    if (known === null) {
      known = [0];
      for (let at = text.indexOf(newline); at >= 0; at = text.indexOf(newline, at + 1)) known.push(at + 1);
    }
    return known;
  };
  const offset = (line: number): number => starts()[line - firstLine] ?? text.length;
  const one = (line: number): string => text.slice(offset(line), offset(line + 1)).replace(/[\r\n]+$/, "");
  return {
    offset,
    /** `count` lines from `line` on. */
    between: (line: number, count: number): string[] => Array.from({ length: count }, (_, index) => one(line + index)),
    raw(line: number, count: number): string {
      const raw = text.slice(offset(line), offset(line + count)).replace(/[\r\n]+$/, "");
      return raw.length > MAX_RAW_CHARS ? `${raw.slice(0, MAX_RAW_CHARS)}…` : raw;
    },
  };
}
