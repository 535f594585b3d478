import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../src/import/cell.ts";
import type { BrokenRecord } from "../../src/import/records.ts";
import { openSourceFile } from "../../src/import/source-file.ts";
import { openWorkbook } from "../../src/import/workbook-source.ts";
import { mappingOf, withFiles } from "./fixtures.ts";

const RULES = { allowsNewline: () => true, looksLikeRow: () => false };

async function bytesOf(fill: (book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

async function read(
  bytes: Uint8Array,
  mapping: Parameters<typeof mappingOf>[0] = {},
): Promise<{ headings: readonly string[]; rows: Cell[][]; lines: number[]; raws: string[]; broken: BrokenRecord[] }> {
  return withFiles({ "x.xlsx": bytes }, async (path) => {
    const file = await openSourceFile(path("x.xlsx"), {});
    const source = await openWorkbook(file, mappingOf(mapping), "tickets");
    const rows: Cell[][] = [];
    const lines: number[] = [];
    const raws: string[] = [];
    const broken: BrokenRecord[] = [];
    for await (const batch of source.batches(RULES)) {
      rows.push(...(batch.rows as Cell[][]));
      lines.push(...batch.lines);
      raws.push(...batch.rows.map((_, index) => batch.raw(index)));
      broken.push(...batch.broken);
    }
    return { headings: source.headings, rows, lines, raws, broken };
  });
}

describe("workbooks", () => {
  it("gives texts, numbers, truth values, real dates and times, links, rich text and results of formulas", async () => {
    const bytes = await bytesOf((book) => {
      const sheet = book.addWorksheet("Data");
      sheet.addRow(["text", "number", "bool", "date", "time", "link", "rich", "formula", "when"]);
      const row = sheet.addRow([
        "售后 & <b>",
        12.5,
        true,
        new Date("2021-01-31T09:12:58Z"),
        0.384_004_629_629_629_6,
        { text: "site", hyperlink: "https://example.org" },
        { richText: [{ text: "half " }, { font: { bold: true }, text: "bold" }] },
        { formula: "B2*2", result: 25 },
        { formula: "D2", result: 44227.5 },
      ]);
      row.getCell(4).numFmt = "yyyy-mm-dd hh:mm:ss";
      row.getCell(5).numFmt = "hh:mm:ss";
      row.getCell(9).numFmt = "dd.mm.yyyy hh:mm";
      sheet.addRow([]);
      sheet.addRow([
        "last",
        null,
        false,
        null,
        null,
        null,
        null,
        { formula: "1/0", result: { error: "#DIV/0!" } as never },
      ]);
    });
    const { headings, rows, lines } = await read(bytes);
    expect(headings).toEqual(["text", "number", "bool", "date", "time", "link", "rich", "formula", "when"]);
    expect(rows[0]).toEqual([
      "售后 & <b>",
      12.5,
      true,
      new Date("2021-01-31T09:12:58Z"),
      new Date("1899-12-30T09:12:58Z"),
      "site",
      "half bold",
      25,
      new Date("2021-01-31T12:00:00Z"),
    ]);
    expect(rows[1]?.slice(0, 3)).toEqual(["last", null, false]);
    expect(lines).toEqual([2, 4]);
  });

  it("counts days from 1904 where the workbook does", async () => {
    const bytes = await bytesOf((book) => {
      book.properties.date1904 = true;
      const sheet = book.addWorksheet("Data");
      sheet.addRow(["day"]);
      sheet.addRow([new Date("2021-01-31T00:00:00Z")]).getCell(1).numFmt = "yyyy-mm-dd";
    });
    expect((await read(bytes)).rows[0]).toEqual([new Date("2021-01-31T00:00:00Z")]);
  });

  it("reads the first visible worksheet, or the one named, below a preamble", async () => {
    const bytes = await bytesOf((book) => {
      book.addWorksheet("Notes", { state: "hidden" }).addRow(["hidden"]);
      book.addWorksheet("First").addRows([["a"], [1]]);
      book.addWorksheet("Second").addRows([["Report"], [], ["b"], [2]]);
    });
    expect((await read(bytes)).headings).toEqual(["a"]);
    const second = await read(bytes, { sheet: "Second", header_row: 3 });
    expect([second.headings, second.rows, second.lines]).toEqual([["b"], [[2]], [4]]);
    await expect(read(bytes, { sheet: "Third" })).rejects.toMatchObject({
      code: "IMPORT_REJECTED",
      message: expect.stringContaining('no worksheet "Third", only "Notes", "First", "Second"'),
    });
  });

  it("reads strings that stand in the cells themselves", async () => {
    const bytes = await withFiles({}, async (path) => {
      const writer = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path("w.xlsx"), useSharedStrings: false });
      const sheet = writer.addWorksheet("Data");
      sheet.addRow(["name"]).commit();
      sheet.addRow(["Müller & Söhne"]).commit();
      await writer.commit();
      const { readFile } = await import("node:fs/promises");
      return new Uint8Array(await readFile(path("w.xlsx")));
    });
    expect((await read(bytes)).rows).toEqual([["Müller & Söhne"]]);
  });

  it("rejects cells beyond the headings and cells that are too long", async () => {
    const bytes = await bytesOf((book) => {
      book.addWorksheet("Data").addRows([
        ["a", "b"],
        [1, 2],
        [1, 2, "x"],
        ["y".repeat(200), 2],
      ]);
    });
    const { rows, broken } = await read(bytes, { max_field_bytes: 100 });
    expect(rows).toEqual([[1, 2]]);
    expect(broken.map(({ line, reason }) => [line, reason])).toEqual([
      [3, "3 cells instead of 2"],
      [4, "a cell longer than 100 bytes"],
    ]);
  });

  it("says so when a workbook is damaged", async () => {
    const bytes = await bytesOf((book) => {
      book.addWorksheet("Data").addRows(Array.from({ length: 500 }, (_, index) => [`row ${index}`, Math.sin(index)]));
    });
    await expect(read(bytes.subarray(0, Math.floor(bytes.length / 2)))).rejects.toMatchObject({
      code: "IMPORT_REJECTED",
    });
  });
});
