import ExcelJS from "exceljs";
import type { LocaleBundle } from "../compose/locale.ts";
import { formatMessage } from "../compose/message.ts";
import { createNames } from "../compose/names.ts";
import type { Config } from "../config/schema/index.ts";
import type { Sample } from "./draw.ts";
import { fillInstructions, fillProtocol } from "./pages.ts";
import { type Sheet, type SheetColumn, sheetOf } from "./sheet.ts";
import { INK, LONGEST, QUIET, type Say, shade } from "./style.ts";

/** Rows of the sheet: title, who fills in what, headings, names for the import; the checks follow. */
const GROUP_ROW = 2;
const HEADING_ROW = 3;
/** Row of the names the import looks for: `header_row` of a mapping. */
export const NAME_ROW = 4;

const LISTS = "lists";

/** A whole number a spreadsheet shows in full; anything else (007, 20 digits) stays a text, digit by digit. */
const PLAIN_NUMBER = /^(0|[1-9]\d{0,14})$/;

/**
 * The inspectors' workbook: the checks with drop-downs and locked cells, instructions, the sampling protocol. Texts of the
 * warehouse are written as texts, never as formulas.
 *
 * @param importCommand what the instructions say about taking the sheet back
 */
export async function writeWorkbook(
  config: Config,
  sample: Sample,
  bundle: LocaleBundle,
  importCommand: string,
): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.created = new Date(sample.drawnAt);
  book.modified = book.created;
  const say = (key: string, values: Record<string, string | number> = {}): string =>
    formatMessage(bundle, `inspection.${key}`, values);
  const sheet = sheetOf(config, sample, bundle);
  const checks = book.addWorksheet(say("tab_checks"));
  const instructions = book.addWorksheet(say("tab_instructions"));
  const protocol = book.addWorksheet(say("tab_protocol"));
  const lists = book.addWorksheet(LISTS, { state: "veryHidden" });
  await fillChecks(checks, lists, sheet, sample, say);
  fillInstructions(instructions, say, {
    count: sample.drawn,
    tab: say("tab_checks"),
    both: say("group_both"),
    row: NAME_ROW,
    command: importCommand,
  });
  fillProtocol(protocol, sample, sheet, createNames(config, bundle), config.project.timezone, say);
  for (const locked of [instructions, protocol]) await locked.protect("", {});
  return new Uint8Array(await book.xlsx.writeBuffer());
}

async function fillChecks(
  page: ExcelJS.Worksheet,
  lists: ExcelJS.Worksheet,
  sheet: Sheet,
  sample: Sample,
  say: Say,
): Promise<void> {
  const { columns, rows } = sheet;
  const lastRow = NAME_ROW + rows.length;
  page.getCell(1, 1).value = sheet.title;
  page.getCell(1, 1).font = { bold: true, size: 14, color: { argb: INK } };
  for (const [index, column] of columns.entries()) {
    const at = index + 1;
    page.getColumn(at).width = widthOf(column, rows, index);
    if (columns[index - 1]?.of !== column.of) page.getCell(GROUP_ROW, at).value = say(`group_${column.of}`);
    page.getCell(HEADING_ROW, at).value = column.heading;
    page.getCell(NAME_ROW, at).value = column.name;
    for (const row of [GROUP_ROW, HEADING_ROW]) {
      page.getCell(row, at).font = { bold: true, color: { argb: INK } };
      page.getCell(row, at).alignment = { wrapText: row === HEADING_ROW, vertical: "top" };
    }
    page.getCell(NAME_ROW, at).font = { size: 8, color: { argb: QUIET } };
    for (const row of [HEADING_ROW, NAME_ROW]) page.getCell(row, at).fill = shade();
  }
  const choices = writeLists(lists, columns);
  for (const [index, row] of rows.entries()) {
    for (const [at, column] of columns.entries()) {
      const cell = page.getCell(NAME_ROW + 1 + index, at + 1);
      cell.border = { bottom: { style: "hair", color: { argb: "FFD7DCE1" } } };
      if (column.fill === "locked") lock(cell, row[at] ?? "");
      else open(cell, column, choices.get(column.name), sample, say);
    }
  }
  markDisagreements(page, columns, lastRow);
  page.views = [{ state: "frozen", xSplit: 2 + sample.key.length, ySplit: NAME_ROW }];
  page.autoFilter = { from: { row: NAME_ROW, column: 1 }, to: { row: lastRow, column: columns.length } };
  page.pageSetup = { orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0 };
  page.pageSetup.printTitlesRow = `${HEADING_ROW}:${HEADING_ROW}`;
  await page.protect("", {
    autoFilter: true,
    sort: true,
    formatColumns: true,
    formatRows: true,
    selectLockedCells: true,
    selectUnlockedCells: true,
  });
}

function lock(cell: ExcelJS.Cell, text: string): void {
  const number = PLAIN_NUMBER.test(text);
  cell.value = number ? Number(text) : text.slice(0, LONGEST);
  cell.numFmt = number ? "0" : "@";
  cell.fill = shade();
  cell.protection = { locked: true };
}

function open(cell: ExcelJS.Cell, column: SheetColumn, list: string | undefined, sample: Sample, say: Say): void {
  cell.protection = { locked: false };
  if (column.fill === "day") {
    cell.numFmt = "yyyy-mm-dd";
    cell.dataValidation = {
      type: "date",
      operator: "greaterThanOrEqual",
      formulae: [new Date(`${sample.period.firstDay}T00:00:00Z`)],
      allowBlank: true,
      showErrorMessage: true,
      errorTitle: say("day_title"),
      error: say("day"),
    };
    return;
  }
  // A text that begins with = is a text here, whoever types it.
  cell.numFmt = "@";
  if (list === undefined) return;
  cell.dataValidation = {
    type: "list",
    formulae: [list],
    allowBlank: true,
    showErrorMessage: true,
    errorTitle: say("choose_title"),
    error: say("choose"),
  };
}

/** Drop-downs refer to a hidden sheet: a list inside the rule may have 255 characters and no comma. */
function writeLists(lists: ExcelJS.Worksheet, columns: readonly SheetColumn[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, choices } of columns) {
    if (choices.length === 0) continue;
    const at = found.size + 1;
    for (const [index, text] of choices.entries()) lists.getCell(index + 1, at).value = text;
    const letter = lists.getColumn(at).letter;
    found.set(name, `${LISTS}!$${letter}$1:$${letter}$${choices.length}`);
  }
  return found;
}

/** Both verdicts of a question are there and differ. */
function markDisagreements(page: ExcelJS.Worksheet, columns: readonly SheetColumn[], lastRow: number): void {
  const first = NAME_ROW + 1;
  if (lastRow < first) return;
  for (const [index, column] of columns.entries()) {
    if (column.of !== "first" || column.fill !== "choice") continue;
    const other = columns.findIndex(({ name }) => name === column.name.replace(/^first_/, "second_"));
    if (other < 0) continue;
    const [a, b] = [page.getColumn(index + 1).letter, page.getColumn(other + 1).letter];
    for (const letter of [a, b]) {
      page.addConditionalFormatting({
        ref: `${letter}${first}:${letter}${lastRow}`,
        rules: [
          {
            type: "expression",
            priority: 1,
            formulae: [`AND($${a}${first}<>"",$${b}${first}<>"",$${a}${first}<>$${b}${first})`],
            style: { fill: { type: "pattern", pattern: "solid", bgColor: { argb: "FFFBE3E1" } } },
          },
        ],
      });
    }
  }
}

/** Width in characters: a Chinese one takes two; long texts wrap or are cut on screen only. */
function widthOf({ heading, name, fill, choices }: SheetColumn, rows: Sheet["rows"], at: number): number {
  const texts = [
    heading,
    name,
    ...choices,
    ...(fill === "locked" ? rows.slice(0, 200).map((row) => row[at] ?? "") : []),
  ];
  const widest = Math.max(...texts.map((text) => text.replace(/[^ -~]/g, "xx").length));
  return Math.min(42, Math.max(fill === "locked" ? 8 : 14, widest + 3));
}
