import type ExcelJS from "exceljs";
import type { Names } from "../compose/names.ts";
import type { Sample } from "./draw.ts";
import { protocolRows, strataRows } from "./protocol.ts";
import type { Sheet } from "./sheet.ts";
import { INK, LONGEST, type Say, shade } from "./style.ts";

/** How to check and how to send the sheet back, step by step. */
export function fillInstructions(page: ExcelJS.Worksheet, say: Say, values: Record<string, string | number>): void {
  page.getColumn(1).width = 4;
  page.getColumn(2).width = 110;
  page.getCell(1, 1).value = say("how_title");
  page.getCell(1, 1).font = { bold: true, size: 14, color: { argb: INK } };
  for (const [index, step] of ["one", "two", "three", "four", "five", "six"].entries()) {
    page.getCell(index + 3, 1).value = index + 1;
    page.getCell(index + 3, 1).alignment = { vertical: "top" };
    page.getCell(index + 3, 2).value = say(`how_${step}`, values);
    page.getCell(index + 3, 2).alignment = { wrapText: true, vertical: "top" };
    page.getRow(index + 3).height = 34;
  }
}

/** What an auditor needs to repeat the draw: its facts, then the strata. */
export function fillProtocol(
  page: ExcelJS.Worksheet,
  sample: Sample,
  sheet: Sheet,
  names: Names,
  zone: string,
  say: Say,
): void {
  page.getColumn(1).width = 34;
  page.getColumn(2).width = 60;
  for (let at = 3; at <= 3 + sample.by.length + 4; at += 1) page.getColumn(at).width = 16;
  page.getCell(1, 1).value = say("protocol_title");
  page.getCell(1, 1).font = { bold: true, size: 14, color: { argb: INK } };
  let row = 3;
  for (const { label, value } of protocolRows(sample, sheet.id, names, zone, say)) {
    page.getCell(row, 1).value = label;
    page.getCell(row, 1).alignment = { vertical: "top" };
    const cell = page.getCell(row, 2);
    cell.value = typeof value === "string" ? value.slice(0, LONGEST) : value;
    cell.alignment = { wrapText: true, vertical: "top", horizontal: "left" };
    cell.numFmt = typeof value === "number" ? (label === say("protocol_rate") ? "0.0%" : "0") : "@";
    row += 1;
  }
  row += 1;
  page.getCell(row, 1).value = say("strata_title");
  page.getCell(row, 1).font = { bold: true, color: { argb: INK } };
  for (const [index, cells] of strataRows(sample, names, say).entries()) {
    row += 1;
    for (const [at, value] of cells.entries()) {
      const cell = page.getCell(row, at + 1);
      cell.value = value;
      if (index === 0) {
        cell.font = { bold: true, color: { argb: INK } };
        cell.fill = shade();
      } else if (typeof value === "number") {
        cell.numFmt = (at - cells.length) % 2 === 0 ? "0" : "0.0%";
      }
    }
  }
}
