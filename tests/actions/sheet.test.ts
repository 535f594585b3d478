import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Action } from "../../src/actions/action.ts";
import { planImport } from "../../src/actions/import.ts";
import { SHEET_COLUMNS, sheetRow } from "../../src/actions/sheet.ts";
import { readSheet, saveSheet } from "../../src/actions/sheet-files.ts";
import { project } from "../collect/project.ts";
import { action } from "../helpers/action.ts";

const config = project({
  dataset: { dimensions: { shift: { name: "Shift" } } },
  indicators: { wait: { kind: "mean", value: "w", unit: "hours", direction: "lower_is_better" } },
});
const NOW = new Date("2026-11-21T00:00:00Z");

const kept: Action[] = [
  action({
    id: "A-0001",
    report: "r",
    measure: { en: "Staff a night post", "zh-CN": "增设夜间值守岗" },
    owner: '=HYPERLINK("http://x")',
    note: "- ask IT\nand “quality”, too",
    standard: { indicator: "wait", cut: { shift: "night" }, comparator: "<=", threshold: 1, periods: 2 },
    standardText: "wait{shift=night} <= 1 h for 2 periods",
  }),
  action({ id: "A-0002", report: "r", status: "verified", measure: "+1 call-back", department: "@home", version: 4 }),
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "periodical-actions-"));
});
afterAll(() => rm(folder, { recursive: true }));

const plan = async (path: string) => planImport(await readSheet(path), kept, config, NOW);
const written = async (name: string, locale = "en"): Promise<string> => {
  const path = join(folder, name);
  await saveSheet(
    path,
    kept.map((one) => sheetRow(one, locale)),
  );
  return path;
};
const csv = async (text: string): Promise<string> => {
  const path = join(folder, "typed.csv");
  await writeFile(path, text);
  return path;
};

describe.each(["csv", "xlsx"])("a sheet as .%s", (ending) => {
  it.each(["en", "zh-CN"])("in %s changes nothing when it is taken back as it is", async (locale) => {
    expect(await plan(await written(`same-${locale}.${ending}`, locale))).toEqual({
      changed: [],
      added: [],
      unchanged: 2,
    });
  });

  it("holds no cell that a spreadsheet program would run", async () => {
    const path = await written(`guard.${ending}`);
    const cells: string[] = [];
    if (ending === "csv")
      cells.push(
        ...(await readFile(path, "utf8"))
          .slice(1)
          .split(/[,\n]/)
          .map((cell) => cell.replace(/^"/, "")),
      );
    else {
      const book = new ExcelJS.Workbook();
      await book.xlsx.readFile(path);
      book.worksheets[0]?.eachRow((row) =>
        row.eachCell(({ value, type }) => {
          expect(type).not.toBe(ExcelJS.ValueType.Formula);
          cells.push(String(value));
        }),
      );
    }
    expect(cells.filter((cell) => /^[=+@\-\t]/.test(cell))).toEqual([]);
    expect(cells.some((cell) => cell.startsWith("'=HYPERLINK"))).toBe(true);
  });
});

it("a workbook has days that are days, and a list of statuses to choose from", async () => {
  const path = await written("typed.xlsx");
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  const sheet = book.getWorksheet("actions");
  const column = (name: string) => SHEET_COLUMNS.findIndex((one) => one.name === name) + 1;
  expect(sheet?.getCell(2, column("due")).value).toEqual(new Date("2026-12-31T00:00:00Z"));
  expect(sheet?.getCell(2, column("status")).dataValidation).toMatchObject({
    type: "list",
    formulae: ['"open,verified,closed,cancelled"'],
  });
  expect(sheet?.getCell(40, column("status")).dataValidation).toMatchObject({ type: "list" });
});

describe("what a sheet changes", () => {
  it("is what differs; days as spreadsheets write them, columns left out are left alone", async () => {
    const path = await csv("id,due,owner,standard\nA-0001,2027/1/5,Wang Min,wait <= 45 min\n2,2026-12-31,,\n");
    const { changed, unchanged } = await plan(path);
    expect(unchanged).toBe(1);
    expect(changed).toEqual([
      {
        action: kept[0],
        changes: {
          due: "2027-01-05",
          owner: "Wang Min",
          standard: { indicator: "wait", cut: {}, comparator: "<=", threshold: 0.75, periods: 1 },
          standardText: "wait <= 0.75 h",
        },
      },
    ]);
  });

  it("takes a field away when its cell is emptied", async () => {
    const { changed } = await plan(await csv("id,owner,standard,note\nA-0001,,,\n"));
    expect(changed[0]?.changes).toEqual({ owner: null, standard: null, standardText: null, note: null });
  });

  it("adds rows without an id, adopted from the last closed period unless they say", async () => {
    const head = "id,report,period,measure,department,due,status\n";
    const { added } = await plan(
      await csv(`${head},r,,Call back,Service,2026-12-01,\n,r,2026-06,Train,HR,2026-12-01,closed\n`),
    );
    expect(added.map(({ action: one, changes }) => [one.measure, one.period, changes])).toEqual([
      ["Call back", "2026-10", {}],
      ["Train", "2026-06", { status: "closed" }],
    ]);
  });

  it.each([
    ["an unknown id", "id,due\nA-0009,2026-12-01\n", 2, "id", 'there is no action "A-0009"'],
    ["an id that is none", "id,due\nseven,2026-12-01\n", 2, "id", 'there is no action "seven"'],
    ["an id twice", "id,note\nA-0001,a\n1,b\n", 3, "id", "A-0001 is in row 2 already"],
    ["no day", "id,due\nA-0001,31.12.2026\n", 2, "due", '"31.12.2026" is no day'],
    ["a day that does not exist", "id,due\nA-0001,2026-02-30\n", 2, "due", "is no day"],
    ["no status", "id,status\nA-0001,done\n", 2, "status", '"done" is no status'],
    ["no standard", "id,standard\nA-0001,wait < soon\n", 2, "standard", '"soon" is not a number (character 8'],
    ["an empty measure", "id,measure\nA-0001,\n", 2, "measure", "the measure is empty"],
    [
      "closing what is not verified without a reason",
      "id,status,note\nA-0001,closed,\n",
      2,
      "status",
      "A-0001 is not verified",
    ],
    ["a column that only tells", "id,rule\nA-0001,other\n", 2, "rule", "cannot be changed"],
    ["an unknown column", "id,chanel\nA-0001,x\n", 1, "chanel", "no such column"],
    ["a column twice", "id,due,due\nA-0001,2026-12-01,2026-12-02\n", 1, "due", "there twice"],
    [
      "a sheet that is older than a change",
      "id,note,version\nA-0002,x,3\n",
      2,
      "version",
      "was changed since the file was written",
    ],
    [
      "a new row without a report",
      "id,measure,department,due\n,a,b,2026-12-01\n",
      2,
      "report",
      "a new action needs a report",
    ],
    [
      "a new row for no report",
      "id,report,measure,department,due\n,x,a,b,2026-12-01\n",
      2,
      "report",
      'there is no report "x"',
    ],
    ["a new row without a due date", "id,report,measure,department\n,r,a,b\n", 2, "due", "a new action needs a due"],
    [
      "a new row for no period",
      "id,report,measure,department,due,period\n,r,a,b,2026-12-01,soon\n",
      2,
      "period",
      '"soon" is no period',
    ],
    ["nothing at all", "", 1, "id", "there is no heading"],
  ])("is refused for %s, naming row and column", async (_, text, line, column, problem) => {
    const attempt = plan(await csv(text));
    await expect(attempt).rejects.toMatchObject({
      code: "IMPORT_REJECTED",
      message: expect.stringContaining(`row ${line}, ${column}: `),
      details: expect.arrayContaining([
        expect.objectContaining({ line, column, problem: expect.stringContaining(problem) }),
      ]),
    });
  });

  it("is refused as a whole, with every problem", async () => {
    const attempt = plan(
      await csv("id,due,status\nA-0001,soon,done\nA-0009,2026-12-01,open\nA-0002,2026-12-01,open\n"),
    );
    await expect(attempt).rejects.toMatchObject({ details: expect.objectContaining({ length: 3 }) });
  });
});

describe("a file that is no sheet", () => {
  it.each([
    ["gone.csv", null, "NOT_FOUND", "There is no file"],
    ["sheet.ods", "", "USAGE", "neither in .csv nor in .xlsx"],
    ["gbk.csv", Buffer.from([0xb4, 0xeb, 0xca, 0xa9]), "IMPORT_REJECTED", "not in UTF-8"],
    ["torn.csv", 'id,note\nA-0001,"no end\n', "IMPORT_REJECTED", "quotation mark"],
    ["broken.xlsx", "not a workbook", "IMPORT_REJECTED", "no workbook"],
  ])("%s", async (name, content, code, message) => {
    const path = join(folder, name);
    if (content !== null) await writeFile(path, content);
    await expect(readSheet(path)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it("a workbook with a formula in it", async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet("actions").addRows([
      ["id", "note"],
      ["A-0001", { formula: "1+1", result: 2 }],
    ]);
    const path = join(folder, "formula.xlsx");
    await book.xlsx.writeFile(path);
    await expect(readSheet(path)).rejects.toMatchObject({
      message: expect.stringContaining("cell B2 holds a formula"),
    });
  });
});
