import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import ExcelJS from "exceljs";
import Papa from "papaparse";
import { PeriodicalError } from "../errors.ts";
import { makeFolder, unwritable } from "../folders.ts";
import { ACTION_STATUSES } from "./action.ts";
import { guarded, SHEET_COLUMNS, type SheetRow, unguarded } from "./sheet.ts";

export type SheetFormat = "csv" | "xlsx";

/** A sheet as read: what stands in which line, by the heading of its column. */
export interface ReadSheet {
  headings: string[];
  rows: { line: number; cells: Record<string, string> }[];
}

/** @throws {PeriodicalError} USAGE for another ending than .csv or .xlsx */
export function sheetFormat(path: string): SheetFormat {
  const ending = extname(path).toLowerCase();
  if (ending === ".csv") return "csv";
  if (ending === ".xlsx") return "xlsx";
  throw new PeriodicalError("USAGE", `${path} ends neither in .csv nor in .xlsx.`, {
    hint: "The ending decides the format: name the file actions.xlsx or actions.csv.",
  });
}

/** The bytes of a sheet; no cell of it can be run as a formula. */
export async function writeSheet(rows: readonly SheetRow[], format: SheetFormat): Promise<Uint8Array> {
  return format === "csv" ? csvBytes(rows) : xlsxBytes(rows);
}

/**
 * Writes a sheet beside its place and moves it in whole.
 *
 * @throws {PeriodicalError} OUTPUT_UNWRITABLE
 */
export async function saveSheet(path: string, rows: readonly SheetRow[]): Promise<void> {
  const bytes = await writeSheet(rows, sheetFormat(path));
  const beside = `${path}.${process.pid}.part`;
  try {
    await makeFolder(dirname(path));
    await writeFile(beside, bytes, { flush: true });
    await rename(beside, path);
  } catch (error) {
    throw unwritable(`The sheet ${path} could not be written`, path, error);
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
  }
}

/** UTF-8 with its mark, without which spreadsheet programs take Chinese for something else. */
function csvBytes(rows: readonly SheetRow[]): Uint8Array {
  const fields = SHEET_COLUMNS.map(({ name }) => name);
  const data = rows.map((row) => fields.map((name) => guarded(row[name])));
  return Buffer.from(`\uFEFF${Papa.unparse({ fields: [...fields], data }, { newline: "\r\n" })}\r\n`);
}

/** Lines beyond the last action in which new ones may be entered with the same help. */
const SPARE_LINES = 200;

async function xlsxBytes(rows: readonly SheetRow[]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("actions", { views: [{ state: "frozen", ySplit: 1, xSplit: 1 }] });
  sheet.columns = SHEET_COLUMNS.map(({ name, width }) => ({ key: name, header: name, width }));
  for (const row of rows) {
    const cells = Object.fromEntries(SHEET_COLUMNS.map(({ name }) => [name, guarded(row[name])]));
    sheet.addRow({ ...cells, due: new Date(`${row.due}T00:00:00Z`), version: Number(row.version) });
  }
  const last = rows.length + 1 + SPARE_LINES;
  for (const [index, { name, edit }] of SHEET_COLUMNS.entries()) {
    const column = sheet.getColumn(index + 1);
    // Text stays what was typed: no spreadsheet program makes a date or a formula of it.
    column.numFmt = name === "due" ? "yyyy-mm-dd" : name === "version" ? "0" : "@";
    column.alignment = { vertical: "top", wrapText: true };
    if (!edit) column.font = { color: { argb: "FF5B6672" } };
  }
  const status = SHEET_COLUMNS.findIndex(({ name }) => name === "status") + 1;
  const due = SHEET_COLUMNS.findIndex(({ name }) => name === "due") + 1;
  for (let line = 2; line <= last; line += 1) {
    sheet.getCell(line, status).dataValidation = {
      type: "list",
      allowBlank: true,
      formulae: [`"${ACTION_STATUSES.join(",")}"`],
      showErrorMessage: true,
      error: `One of: ${ACTION_STATUSES.join(", ")}`,
    };
    sheet.getCell(line, due).dataValidation = {
      type: "date",
      operator: "greaterThan",
      allowBlank: true,
      formulae: [new Date("2000-01-01T00:00:00Z")],
      showErrorMessage: true,
      error: "A day, such as 2026-09-30",
    };
  }
  sheet.getRow(1).font = { bold: true };
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: SHEET_COLUMNS.length } };
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** @throws {PeriodicalError} IMPORT_REJECTED for a file that cannot be read, NOT_FOUND where there is none */
export async function readSheet(path: string): Promise<ReadSheet> {
  const format = sheetFormat(path);
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause;
    throw new PeriodicalError("NOT_FOUND", `There is no file ${path}.`, {
      hint: "Write one with periodical actions export.",
    });
  });
  return format === "csv" ? readCsv(bytes, path) : readXlsx(bytes, path);
}

function readCsv(bytes: Uint8Array, path: string): ReadSheet {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(path, "it is not in UTF-8", "Save it as CSV UTF-8, or as .xlsx.", cause);
  }
  const { data, errors } = Papa.parse<string[]>(text, { skipEmptyLines: "greedy" });
  const broken = errors.find(({ type }) => type === "Quotes");
  if (broken !== undefined)
    throw unreadable(
      path,
      `a quotation mark is missing in row ${(broken.row ?? 0) + 1}`,
      "Save it again from a spreadsheet program.",
    );
  return rowsOf(data.map((cells, index) => ({ line: index + 1, cells })));
}

async function readXlsx(bytes: Uint8Array, path: string): Promise<ReadSheet> {
  const book = new ExcelJS.Workbook();
  try {
    await book.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  } catch (cause) {
    throw unreadable(path, "it is no workbook, or damaged", "Save it again as .xlsx, or as CSV.", cause);
  }
  const sheet = book.getWorksheet("actions") ?? book.worksheets[0];
  const lines: { line: number; cells: string[] }[] = [];
  sheet?.eachRow({ includeEmpty: false }, (row, line) => {
    const cells = Array.from({ length: row.cellCount }, (_, index) => cellText(row.getCell(index + 1), path));
    if (cells.some((cell) => cell.trim() !== "")) lines.push({ line, cells });
  });
  return rowsOf(lines);
}

/** @throws {PeriodicalError} IMPORT_REJECTED for a formula: what it says depends on who opens the file */
function cellText(cell: ExcelJS.Cell, path: string): string {
  const { value } = cell;
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== "object") return String(value);
  if ("richText" in value) return value.richText.map(({ text }) => text).join("");
  if ("text" in value) return String(value.text);
  throw unreadable(path, `cell ${cell.address} holds a formula or an error`, "Paste its value instead.");
}

function rowsOf(lines: readonly { line: number; cells: readonly string[] }[]): ReadSheet {
  const [head, ...rows] = lines;
  const headings = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  return {
    headings: headings.filter((heading) => heading !== ""),
    rows: rows.map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(
        headings.flatMap((heading, index) => (heading === "" ? [] : [[heading, unguarded(cells[index] ?? "")]])),
      ),
    })),
  };
}

const unreadable = (path: string, why: string, hint: string, cause?: unknown): PeriodicalError =>
  new PeriodicalError("IMPORT_REJECTED", `${path} cannot be imported: ${why}.`, {
    hint: `${hint} Nothing was changed.`,
    where: path,
    cause,
  });
