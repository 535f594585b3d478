import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ExcelJS from "exceljs";
import JSZip from "jszip";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/calendar/periods.ts";
import { collect } from "../../src/collect/collect.ts";
import { compose } from "../../src/compose/compose.ts";
import { loadLocale } from "../../src/compose/locale.ts";
import { readCustomSpecs } from "../../src/config/custom-specs.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { cohensKappa } from "../../src/evaluate/agreement.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { importFiles } from "../../src/import/import-files.ts";
import { loadSample } from "../../src/sample/sample.ts";
import { NAME_ROW } from "../../src/spot-checks/workbook.ts";
import { type WrittenSample, writeSpotChecks } from "../../src/spot-checks/write.ts";
import { openTestDatabase } from "../helpers/postgres.ts";

const CALENDAR = { zone: "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1 } as const;
const NOW = new Date("2026-11-02T02:00:00Z");
const WORDS = {
  en: { compliant: "Compliant", minor: "Minor deviation", yes: "Yes", no: "No" },
  "zh-CN": { compliant: "合规", minor: "轻微偏差", yes: "是", no: "否" },
} as const;

/** The shipped configuration: drawn, written, filled in by two inspectors, imported, judged in the report. */
describe("the inspectors' sheet, there and back", () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let config: Config;
  let folder: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    config = await loadConfig(resolve(import.meta.dirname, "../.."));
    await loadSample(database.warehouse, { seed: 7, lastMonth: "2026-10", months: 3 });
    folder = await mkdtemp(join(tmpdir(), "periodical-sheets-"));
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const write = (locale: string): Promise<WrittenSample> =>
    writeSpotChecks(
      config,
      { dataset: "tickets", period: parsePeriod("2026-10", CALENDAR), rate: 0.15, by: ["channel", "team"], seed: 7 },
      database.warehouse,
      { now: NOW, locale, out: join(folder, `${locale}.xlsx`) },
    );
  const open = async (file: string): Promise<ExcelJS.Workbook> => new ExcelJS.Workbook().xlsx.readFile(file);
  const columnsOf = (page: ExcelJS.Worksheet): Map<string, number> => {
    const columns = new Map<string, number>();
    page.getRow(NAME_ROW).eachCell((cell, at) => columns.set(String(cell.value), at));
    return columns;
  };

  /** Every tenth check is disputed, every seventh of the others found wanting by both. */
  const fillIn = async (file: string, locale: "en" | "zh-CN"): Promise<{ disputed: number; rows: number }> => {
    const book = await open(file);
    const page = book.worksheets[0];
    if (page === undefined) throw new Error("the workbook is empty");
    const columns = columnsOf(page);
    const words = WORDS[locale];
    let disputed = 0;
    let rows = 0;
    for (let at = NAME_ROW + 1; page.getCell(at, 1).value !== null; at += 1) {
      rows += 1;
      const [first, second] =
        rows % 10 === 0
          ? ([words.compliant, words.minor] as const)
          : rows % 7 === 0
            ? ([words.minor, words.minor] as const)
            : ([words.compliant, words.compliant] as const);
      if (first !== second) disputed += 1;
      const set = (name: string, value: ExcelJS.CellValue): void => {
        const column = columns.get(name);
        if (column === undefined) throw new Error(`the sheet has no column ${name}`);
        page.getCell(at, column).value = value;
      };
      set("first_inspector", "QA-01");
      set("first_verdict", first);
      set("first_signed_on", new Date("2026-10-29T00:00:00Z"));
      set("second_inspector", "QA-02");
      set("second_verdict", second);
      set("second_signed_on", new Date("2026-10-30T00:00:00Z"));
      set("classification_right", words.yes);
      set("compliant", first === words.compliant ? words.yes : words.no);
      set("record_true", words.yes);
      if (first !== second) set("abnormality", '=HYPERLINK("x")');
    }
    await book.xlsx.writeFile(file);
    return { disputed, rows };
  };

  it("is a sheet that can be filled in, and nothing else", async () => {
    const written = await write("en");
    expect(written).toMatchObject({ importCommand: "periodical import spot-check-sheet tickets_2026-10_seed-7.xlsx" });
    const book = await open(written.file);
    expect(book.worksheets.map(({ name, state }) => [name, state])).toEqual([
      ["Checks", "visible"],
      ["Instructions", "visible"],
      ["Sampling protocol", "visible"],
      ["lists", "veryHidden"],
    ]);
    const page = book.worksheets[0];
    if (page === undefined) throw new Error("no sheet");
    const columns = columnsOf(page);
    const cell = (name: string, row = NAME_ROW + 1): ExcelJS.Cell => page.getCell(row, columns.get(name) ?? 0);
    expect(page.views[0]).toMatchObject({ state: "frozen", ySplit: NAME_ROW, xSplit: 3 });
    expect(page.autoFilter).toBeTruthy();
    expect(page.rowCount).toBe(NAME_ROW + written.drawn);
    expect((page as unknown as { sheetProtection: { sheet: boolean } }).sheetProtection.sheet).toBe(true);
    // What is drawn is locked; what is asked is open and has its list.
    expect(cell("ticket_id").protection?.locked ?? true).toBe(true);
    expect(typeof cell("ticket_id").value).toBe("number");
    for (const name of ["first_verdict", "second_verdict", "compliant", "first_signed_on", "abnormality"]) {
      expect(cell(name).protection).toMatchObject({ locked: false });
    }
    expect(cell("first_verdict").dataValidation).toMatchObject({ type: "list", formulae: ["lists!$A$1:$A$3"] });
    expect(book.getWorksheet("lists")?.getColumn(1).values.slice(1)).toEqual([
      "Compliant",
      "Minor deviation",
      "Major deviation",
    ]);
    expect(cell("second_signed_on").dataValidation?.type).toBe("date");
    expect(cell("abnormality").numFmt).toBe("@");
    // The protocol says how to repeat the draw.
    const protocol = book.getWorksheet("Sampling protocol");
    const facts = new Map<unknown, unknown>();
    protocol?.eachRow((row) => facts.set(row.getCell(1).value, row.getCell(2).value));
    expect(facts.get("Rows in the period")).toBe(written.population);
    expect(facts.get("Seed")).toBe(7);
    expect(facts.get("Fingerprint of the statement (SHA-256)")).toBe(written.fingerprint);
    expect(String(facts.get("Statement"))).toContain("sha256");
    const strata = written.strata.reduce((sum, { wanted }) => sum + wanted, 0);
    expect(strata).toBe(written.drawn);
  });

  it("holds no formula, in any of its sheets", async () => {
    const { file } = await write("en");
    const { readFile } = await import("node:fs/promises");
    const zip = await JSZip.loadAsync(await readFile(file));
    const sheets = Object.keys(zip.files).filter((name) => name.startsWith("xl/worksheets/sheet"));
    expect(sheets).toHaveLength(4);
    for (const name of sheets) expect(await zip.file(name)?.async("text")).not.toMatch(/<f[ >]/);
  });

  it("draws the same tickets again", async () => {
    const [first, second] = [await write("en"), await write("zh-CN")];
    expect(second.fingerprint).toBe(first.fingerprint);
    const ids = async (file: string): Promise<unknown[]> => {
      const page = (await open(file)).worksheets[0];
      const at = page === undefined ? 0 : (columnsOf(page).get("ticket_id") ?? 0);
      return [...(page?.getColumn(at).values ?? [])].slice(NAME_ROW + 1);
    };
    expect(await ids(second.file)).toEqual(await ids(first.file));
  });

  it("refuses a sheet that is not filled in", async () => {
    const { file } = await write("en");
    await expect(
      importFiles(config, "spot-check-sheet", [file], database.warehouse, { rejectsDir: folder }),
    ).rejects.toMatchObject({ code: "IMPORT_REJECTED" });
  });

  it.each(["en", "zh-CN"] as const)("brings kappa and the disagreements into the report (%s)", async (locale) => {
    await database.warehouse.write((client) => client.query("delete from service.spot_checks"));
    const { file, drawn, fingerprint } = await write(locale);
    const { disputed, rows } = await fillIn(file, locale);
    expect(rows).toBe(drawn);
    const summary = await importFiles(config, "spot-check-sheet", [file], database.warehouse, { rejectsDir: folder });
    expect(summary.files[0]).toMatchObject({ loaded: drawn, inserted: drawn, rejected: 0 });

    const snapshot = await database.warehouse.read((session) =>
      collect(config, { report: "after-sales-monthly", period: parsePeriod("2026-10", CALENDAR), scope: {} }, session, {
        now: NOW,
        server: database.warehouse.server,
      }),
    );
    const evaluation = evaluate(snapshot, config);
    const wanting = Array.from({ length: rows }, (_, i) => i + 1).filter((n) => n % 10 !== 0 && n % 7 === 0).length;
    const expected = cohensKappa([
      { first: "compliant", second: "minor", n: disputed },
      { first: "minor", second: "minor", n: wanting },
      { first: "compliant", second: "compliant", n: rows - disputed - wanting },
    ]);
    expect(evaluation.sampling.spotChecks).toMatchObject({ checked: rows, adequate: true });
    expect(evaluation.sampling.spotChecks?.agreement?.n).toBe(rows);
    expect(evaluation.sampling.spotChecks?.agreement?.kappa).toBeCloseTo(expected?.kappa ?? Number.NaN, 12);
    const listing = evaluation.analyses.find(({ id }) => id === "spot-check-disagreements");
    expect(listing).toMatchObject({ kind: "listing", total: disputed });

    const model = compose(evaluation, snapshot, config, {
      locale: await loadLocale(locale, []),
      revision: 1,
      version: "0.0.0",
      customSpecs: await readCustomSpecs(config, "after-sales-monthly"),
    });
    const printed = JSON.stringify(model.sections);
    expect(printed).toContain(`"${WORDS[locale].minor}"`);
    expect(printed).toContain(model.figures["spot_checks@2026-10#kappa"]?.text ?? "no kappa");
    const [sheet] = await database.warehouse.read((session) =>
      session.query<{ sheets: string }>("select string_agg(distinct sheet_id, ',') as sheets from service.spot_checks"),
    );
    expect(sheet?.sheets).toBe(`tickets/2026-10/seed-7/${fingerprint.slice(0, 8)}`);
    await database.warehouse.write((client) => client.query("delete from periodical.import_file"));
  });
});
