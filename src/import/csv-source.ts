import type { ImportMapping } from "../config/schema/import.ts";
import { PeriodicalError } from "../errors.ts";
import { createCsvReader } from "./csv-reader.ts";
import { decodeText } from "./decode.ts";
import type { RecordSource } from "./records.ts";
import { sniffCsv } from "./sniff.ts";
import type { SourceFile } from "./source-file.ts";

/** Characters looked at to find delimiter and headings. */
const HEAD_CHARS = 64 * 1024;

/** Opens a CSV file as far as its headings. */
export async function openCsv(
  file: SourceFile,
  mapping: ImportMapping,
  mappingId: string,
  signal?: AbortSignal,
): Promise<RecordSource> {
  const texts = decodeText(file.read(signal), mapping.encoding, file.name, `imports.${mappingId}.encoding`);
  const headLength = Math.max(HEAD_CHARS, mapping.header_row * 1024);
  let head = "";
  let ended = false;
  while (head.length < headLength && !ended) {
    const next = await texts.next();
    if (next.done) ended = true;
    else head += next.value;
  }
  if (head.includes("\u0000")) {
    await texts.return(undefined);
    throw new PeriodicalError("IMPORT_REJECTED", `${file.name} is not text: it holds NUL characters.`, {
      where: file.path,
      hint: "If it is a text file in UTF-16, set `encoding: utf-16le` in the mapping.",
    });
  }
  const shape = sniffCsv(head, mapping);
  return {
    headings: shape.headings,
    headingLine: shape.headingLine,
    dateSystem: 1900,
    async *batches(rules) {
      const reader = createCsvReader({
        delimiter: shape.delimiter,
        newline: shape.newline,
        width: shape.headings.length,
        firstLine: shape.bodyLine,
        maxFieldBytes: mapping.max_field_bytes,
        rules,
      });
      yield reader.push(head.slice(shape.bodyOffset), ended);
      head = "";
      if (ended) return;
      for await (const text of texts) yield reader.push(text, false);
      yield reader.push("", true);
    },
  };
}
