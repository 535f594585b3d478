import { Readable } from "node:stream";
import ExcelJS from "exceljs";
import type { ImportMapping } from "../config/schema/import.ts";
import { PeriodicalError } from "../errors.ts";
import { type Cell, cellText, type DateSystem, serialDate } from "./cell.ts";
import { isLonger } from "./csv-reader.ts";
import { normalHeading } from "./headings.ts";
import type { BrokenRecord, RecordBatch, RecordSource } from "./records.ts";
import type { SourceFile } from "./source-file.ts";

/** What exceljs's streaming reader has beyond its published types. */
interface WorkbookReader extends AsyncIterable<SheetReader> {
  model?: { sheets?: { name: string; state?: string }[] };
  properties?: { model?: { date1904?: boolean } };
}
interface SheetReader extends AsyncIterable<ExcelJS.Row> {
  name: string;
}

const BATCH_ROWS = 2000;

/**
 * Opens a workbook as far as its headings and streams its rows: the named worksheet, or the first visible one. Of a
 * formula the result that the spreadsheet program stored is read.
 */
export async function openWorkbook(
  file: SourceFile,
  mapping: ImportMapping,
  mappingId: string,
  signal?: AbortSignal,
): Promise<RecordSource> {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from(file.read(signal), { objectMode: false }), {
    worksheets: "emit",
    sharedStrings: "cache",
    styles: "cache",
    hyperlinks: "ignore",
    entries: "ignore",
  }) as unknown as WorkbookReader;
  const sheets = reader[Symbol.asyncIterator]();
  let rows: AsyncIterator<ExcelJS.Row> | null = null;
  const seen: string[] = [];
  try {
    for (
      let next = await sheets.next();
      !next.done && rows === null;
      next = rows === null ? await sheets.next() : next
    ) {
      const wanted = mapping.sheet ?? firstVisible(reader);
      seen.push(next.value.name);
      if (wanted === undefined || next.value.name === wanted) rows = next.value[Symbol.asyncIterator]();
      if (rows !== null) break;
    }
  } catch (cause) {
    throw damaged(file, cause);
  }
  if (rows === null) {
    throw new PeriodicalError(
      "IMPORT_REJECTED",
      mapping.sheet === undefined
        ? `${file.name} has no worksheet that can be read.`
        : `${file.name} has no worksheet "${mapping.sheet}", only ${seen.map((name) => `"${name}"`).join(", ") || "none"}.`,
      {
        where: `imports.${mappingId}.sheet`,
        hint: "Correct `sheet` in the mapping or save the table as a new workbook.",
      },
    );
  }
  const dateSystem: DateSystem = reader.properties?.model?.date1904 ? 1904 : 1900;
  const remaining = rows;
  const nextRow = async (): Promise<ExcelJS.Row | null> => {
    try {
      const next = await remaining.next();
      return next.done ? null : next.value;
    } catch (cause) {
      throw damaged(file, cause);
    }
  };

  let headings: string[] = [];
  for (let row = await nextRow(); row !== null; row = await nextRow()) {
    if (row.number < mapping.header_row) continue;
    if (row.number === mapping.header_row) {
      headings = cellsOf(row, dateSystem).map((cell) => normalHeading(cellText(cell, dateSystem)));
    }
    break;
  }

  return {
    headings,
    headingLine: mapping.header_row,
    dateSystem,
    async *batches() {
      let rowsOfBatch: Cell[][] = [];
      let lines: number[] = [];
      let broken: BrokenRecord[] = [];
      const batch = (): RecordBatch => {
        const [batchRows, batchLines, batchBroken] = [rowsOfBatch, lines, broken];
        [rowsOfBatch, lines, broken] = [[], [], []];
        return {
          rows: batchRows,
          lines: batchLines,
          broken: batchBroken,
          raw: (index) => rawText(batchRows[index] ?? [], dateSystem),
        };
      };
      try {
        for (let row = await nextRow(); row !== null; row = await nextRow()) {
          const cells = cellsOf(row, dateSystem);
          if (cells.every((cell) => cell === null || (typeof cell === "string" && cell.trim() === ""))) continue;
          const reason = problemOf(cells, headings.length, mapping.max_field_bytes);
          if (reason !== null) broken.push({ line: row.number, reason, raw: rawText(cells, dateSystem) });
          else {
            rowsOfBatch.push(cells);
            lines.push(row.number);
          }
          if (rowsOfBatch.length + broken.length >= BATCH_ROWS) yield batch();
        }
        yield batch();
      } finally {
        await sheets.return?.();
      }
    },
  };
}

function firstVisible(reader: WorkbookReader): string | undefined {
  const sheets = reader.model?.sheets ?? [];
  return (sheets.find(({ state }) => state === undefined || state === "visible") ?? sheets[0])?.name;
}

function problemOf(cells: readonly Cell[], width: number, maxFieldBytes: number): string | null {
  if (cells.slice(width).some((cell) => cell !== null && cell !== "")) {
    return `${cells.length} cells instead of ${width}`;
  }
  const long = cells.some((cell) => typeof cell === "string" && isLonger(cell, maxFieldBytes));
  return long ? `a cell longer than ${maxFieldBytes} bytes` : null;
}

function cellsOf(row: ExcelJS.Row, dateSystem: DateSystem): Cell[] {
  return Array.from({ length: row.cellCount }, (_, index) => plainCell(row.getCell(index + 1), dateSystem));
}

/** A cell without its dress: rich text and links as text, formulas as their stored result, errors as `#N/A` and the like. */
function plainCell(cell: ExcelJS.Cell, dateSystem: DateSystem): Cell {
  const { value } = cell;
  if (value === null || value === undefined) return null;
  if (typeof value !== "object" || value instanceof Date) return value as Cell;
  if ("richText" in value) return value.richText.map(({ text }) => text ?? "").join("");
  if ("error" in value) return String(value.error);
  if ("formula" in value || "sharedFormula" in value) {
    const { result } = value as { result?: unknown };
    if (result === undefined || result === null) return null;
    if (typeof result === "number") {
      if (Number.isNaN(result)) return "#ERROR";
      return isDateFormat(cell.numFmt) ? serialDate(result, dateSystem) : result;
    }
    return typeof result === "object" && !(result instanceof Date) ? JSON.stringify(result) : (result as Cell);
  }
  if ("text" in value) return String(value.text);
  return JSON.stringify(value);
}

/** A number format that shows a date or a time: has y, m, d, h or s outside of quotes and brackets. */
function isDateFormat(format: string | undefined): boolean {
  if (format === undefined || format === "General") return false;
  return /[ymdhs]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ""));
}

function rawText(cells: readonly Cell[], dateSystem: DateSystem): string {
  return cells
    .map((cell) => cellText(cell, dateSystem))
    .map((text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(",");
}

function damaged(file: SourceFile, cause: unknown): unknown {
  if (cause instanceof PeriodicalError || (cause instanceof Error && cause.name === "AbortError")) return cause;
  return new PeriodicalError(
    "IMPORT_REJECTED",
    `${file.name} cannot be read as a workbook: it is damaged or unusual.`,
    {
      where: file.path,
      hint: "Open it in a spreadsheet program and save it again as .xlsx, or as CSV; nothing was loaded.",
      cause,
    },
  );
}
