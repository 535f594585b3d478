import Papa from "papaparse";
import type { ImportMapping } from "../config/schema/import.ts";
import { neededHeadings, normalHeading } from "./headings.ts";

/** How a CSV file is written, found from its beginning. */
export interface CsvShape {
  delimiter: string;
  newline: "\n" | "\r";
  headings: string[];
  headingLine: number;
  /** Where the first record begins: characters into the text, and its line. */
  bodyOffset: number;
  bodyLine: number;
}

const DELIMITERS = [",", ";", "\t", "|"];

/**
 * Finds delimiter, line break and headings.
 *
 * Of the usual delimiters the one is taken under which most headings of the mapping are found (then: most fields). The
 * first line may be Excel's `sep=;`, which then decides.
 *
 * @param head beginning of the text, long enough to hold the headings
 */
export function sniffCsv(head: string, mapping: ImportMapping): CsvShape {
  const newline = head.includes("\n") || !head.includes("\r") ? "\n" : "\r";
  let offset = 0;
  let line = 1;
  const skipLine = (): void => {
    const end = head.indexOf(newline, offset);
    offset = end < 0 ? head.length : end + 1;
    line += 1;
  };
  const announced = /^"?sep=([^\r\n"])"?[\r\n]/i.exec(head)?.[1];
  if (announced !== undefined) skipLine();
  for (let row = 1; row < mapping.header_row; row += 1) skipLine();
  const headingLine = line;

  const wanted = new Set(neededHeadings(mapping).map(normalHeading));
  const text = head.slice(offset);
  const given = mapping.delimiter ?? announced;
  let best: { delimiter: string; headings: string[]; length: number; score: number } | null = null;
  for (const delimiter of given === undefined ? DELIMITERS : [given]) {
    // Without `fastMode: false` papaparse reads one record more than `preview` and its cursor says so.
    const parser = new Papa.Parser({ delimiter, newline, preview: 1, fastMode: false });
    const parsed = parser.parse(text, 0, false) as { data: string[][]; meta: { cursor: number } };
    const headings = (parsed.data[0] ?? []).map(normalHeading);
    const hits = new Set(headings.filter((heading) => wanted.has(heading))).size;
    const score = hits * 1000 + headings.length;
    if (best === null || score > best.score) best = { delimiter, headings, length: parsed.meta.cursor, score };
  }
  const { delimiter, headings, length } = best ?? { delimiter: ",", headings: [], length: 0 };
  const lineBreaks = text.slice(0, length).split(newline).length - 1;
  return { delimiter, newline, headings, headingLine, bodyOffset: offset + length, bodyLine: headingLine + lineBreaks };
}
