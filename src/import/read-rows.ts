import type { Cell } from "./cell.ts";
import type { ChosenMapping } from "./choose-mapping.ts";
import type { CopyWriter } from "./copy-writer.ts";
import { openCsv } from "./csv-source.ts";
import { locateColumns, neededHeadings, normalHeading } from "./headings.ts";
import { createKeySet } from "./key-set.ts";
import type { RecordSource, RowRules } from "./records.ts";
import type { Rejects } from "./rejects.ts";
import { compileRow, type RowReader } from "./row-reader.ts";
import type { SourceFile } from "./source-file.ts";
import type { TimeSpan } from "./time-span.ts";
import { openWorkbook } from "./workbook-source.ts";

/** A file whose headings fit its mapping: ready to be read row by row. */
export interface OpenFile {
  source: RecordSource;
  rows: RowReader;
  rules: RowRules;
  unusedHeadings: string[];
}

/** @throws {PeriodicalError} IMPORT_REJECTED when the file cannot be read or its headings do not fit */
export async function openFile(
  file: SourceFile,
  chosen: ChosenMapping,
  projectZone: string,
  signal?: AbortSignal,
  out?: CopyWriter,
): Promise<OpenFile> {
  const { id, mapping } = chosen;
  const open = file.format === "xlsx" ? openWorkbook : openCsv;
  const source = await open(file, mapping, id, signal);
  const positions = locateColumns(mapping, source.headings, {
    name: file.name,
    headingLine: source.headingLine,
    mappingId: id,
  });
  const options = { projectZone, dateSystem: source.dateSystem };
  const needed = new Set(neededHeadings(mapping).map(normalHeading));
  return {
    source,
    rows: compileRow(mapping, id, positions, out === undefined ? options : { ...options, out }),
    rules: rowRules(chosen, positions, compileRow(mapping, id, positions, options)),
    unusedHeadings: source.headings.filter((heading) => heading !== "" && !needed.has(normalHeading(heading))),
  };
}

/** @param trial a reader of its own: trying out a line must not count in the figures of the real one */
function rowRules(
  { mapping }: ChosenMapping,
  positions: ReadonlyMap<string, readonly number[]>,
  trial: RowReader,
): RowRules {
  const strict = new Set<number>();
  for (const [column, spec] of Object.entries(mapping.columns)) {
    if (spec.type !== "text" || spec.only_listed) for (const at of positions.get(column) ?? []) strict.add(at);
  }
  return {
    allowsNewline: (index) => !strict.has(index),
    looksLikeRow: (fields: readonly Cell[]) => {
      const problem = trial.read(fields);
      trial.out.dropRow();
      return strict.size > 0 && problem === null;
    },
  };
}

export interface ReadOptions {
  /** Add the line number as a last column, for the staging table. */
  withLine: boolean;
  /** Where the time column stands among the target columns; -1 = not there. */
  timeAt: number;
  keyed: boolean;
  rejects: Rejects;
  onBatch: (rows: number) => void;
}

/** The good rows of a file as text for COPY; bad ones go to `rejects`. */
export async function* copyRows(
  { source, rows, rules }: OpenFile,
  options: ReadOptions,
  span: TimeSpan,
): AsyncGenerator<Buffer> {
  const { rejects, keyed, withLine, timeAt } = options;
  const keys = keyed ? createKeySet() : null;
  const { out } = rows;
  let kept = 0;
  for await (const batch of source.batches(rules)) {
    for (const row of batch.broken) rejects.add(row);
    for (let index = 0; index < batch.rows.length; index += 1) {
      const line = batch.lines[index] as number;
      const problem = rows.read(batch.rows[index] as readonly Cell[]);
      if (problem !== null) {
        out.dropRow();
        rejects.add({ line, ...problem, raw: batch.raw(index) });
        continue;
      }
      const first = keys === null ? 0 : keys.seen(rows.key(), line);
      if (first !== 0) {
        out.dropRow();
        rejects.add({
          line,
          reason: "the key is in the file already",
          detail: `line ${first}`,
          raw: batch.raw(index),
        });
        continue;
      }
      const time = timeAt < 0 ? null : rows.value(timeAt);
      if (typeof time === "object" && time !== null) span.add(time);
      if (withLine) out.field("integer", String(line));
      out.endRow();
      kept += 1;
    }
    await rejects.flush();
    options.onBatch(kept + rejects.total);
    const copied = out.take();
    if (copied.length > 0) yield copied;
  }
  const end = out.end();
  if (end.length > 0) yield end;
}

/** The rows of some lines as the file has them: read once more, as nobody keeps the text of rows that were good. */
export async function* rowsOfLines(
  open: OpenFile,
  lines: ReadonlySet<number>,
): AsyncGenerator<{ line: number; raw: string }> {
  for await (const batch of open.source.batches(open.rules)) {
    for (const [index, line] of batch.lines.entries()) {
      if (lines.has(line)) yield { line, raw: batch.raw(index) };
    }
  }
}
