import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/calendar/periods.ts";
import { collect } from "../../src/collect/collect.ts";
import type { Snapshot } from "../../src/collect/snapshot.ts";
import { compose } from "../../src/compose/compose.ts";
import { lintModel } from "../../src/compose/lint.ts";
import { loadLocale } from "../../src/compose/locale.ts";
import type { Model } from "../../src/compose/model.ts";
import { ImportMapping } from "../../src/config/schema/import.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { importFiles } from "../../src/import/import-files.ts";
import { filesOf } from "../../src/state/import-ledger.ts";
import { configOf } from "../helpers/after-sales-config.ts";
import { openTestDatabase } from "../helpers/postgres.ts";

const CALENDAR = { zone: "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1 } as const;
const NOW = new Date("2026-11-02T02:00:00Z");

const SECTIONS = {
  datasets: {
    tickets: {
      name: { en: "tickets", "zh-CN": "工单" },
      source: { table: "tickets" },
      time: { column: "created_at" },
      where: "team <> 'test'",
      where_note: { en: "tickets of the test team.", "zh-CN": "测试班组的工单。" },
      dimensions: {
        team: { name: { en: "Team", "zh-CN": "班组" } },
        region: { name: { en: "Region", "zh-CN": "区域" } },
      },
    },
  },
  indicators: {
    wait: {
      kind: "mean",
      name: { en: "Waiting time", "zh-CN": "等待时长" },
      definition: { en: "Mean wait.", "zh-CN": "平均等待时长。" },
      dataset: "tickets",
      value: "minutes",
      unit: "minutes",
      direction: "lower_is_better",
    },
  },
  scorecards: {
    card: {
      name: "Card",
      versions: [
        { effective_from: "2020-01-01", dimensions: { all: { name: "All", indicators: { wait: { weight: 100 } } } } },
      ],
    },
  },
  reports: { monthly: { title: "Review", scorecard: "card", cadence: "month", breakdowns: ["team"] } },
};

const MAPPING = ImportMapping.parse({
  dataset: "tickets",
  key: ["id"],
  reject_at_most: 0.1,
  columns: {
    id: { from: "id", type: "integer", required: true },
    created_at: { from: "created_at", type: "timestamp", required: true },
    team: { from: "team" },
    region: { from: "region" },
    minutes: { from: "minutes", type: "number" },
  },
});

interface Row {
  id: number;
  date: number;
  at: string;
  team: string;
  region: string;
  minutes: number | null;
}

/** 40 tickets a day; what went wrong on some days, as exports do. */
function rows(): Row[] {
  const all: Row[] = [];
  for (let date = 1; date <= 31; date += 1) {
    // No Tuesdays: 6, 13, 20 and 27 October 2026.
    if (date % 7 === 6) continue;
    for (let n = 0; n < 40; n += 1) {
      const second = (n * 911 + (date === 22 ? 15 : date) * 137) % 86_400;
      const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
      const at = clock.map((part) => String(part).padStart(2, "0")).join(":");
      all.push({
        id: date * 1000 + n,
        date,
        at: date === 12 ? "00:00:00" : at,
        team: n === 0 ? "test" : "north",
        region: date === 9 && n < 30 ? "" : "east",
        // Seconds instead of minutes from the 26th on.
        minutes: date === 17 && n < 30 ? null : (20 + (n % 5)) * (date >= 26 ? 60 : 1),
      });
    }
  }
  return all;
}

describe("what the days of a dataset tell", () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let config: Config;
  let folder: string;
  let snapshot: Snapshot;
  const models = new Map<string, Model>();
  beforeAll(async () => {
    database = await openTestDatabase();
    config = { ...configOf(SECTIONS), imports: { tickets: MAPPING }, root: database.root };
    folder = await mkdtemp(join(tmpdir(), "periodical-days-"));
    const all = rows();
    const head = ["id", "created_at", "team", "region", "minutes"];
    const line = (row: Row): (string | number | null)[] => [
      row.id,
      `2026-10-${String(row.date).padStart(2, "0")}T${row.at}+08:00`,
      row.team,
      row.region,
      row.minutes,
    ];
    const csv = [head, ...all.filter(({ date }) => date <= 15).map(line), ["x", "never", "", "", ""]];
    await writeFile(
      join(folder, "first-half.csv"),
      csv.map((cells) => cells.map((cell) => cell ?? "").join(",")).join("\n"),
    );
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet("Tickets");
    sheet.addRows([head, ...all.filter(({ date }) => date > 15).map(line)]);
    await book.xlsx.writeFile(join(folder, "second-half.xlsx"));
    const files = ["first-half.csv", "second-half.xlsx"].map((name) => join(folder, name));
    await importFiles(config, "tickets", files, database.warehouse, { rejectsDir: folder });
    snapshot = await database.warehouse.read((session) =>
      collect(config, { report: "monthly", period: parsePeriod("2026-10", CALENDAR), scope: {} }, session, {
        now: NOW,
        server: database.warehouse.server,
        files: (dataset) => filesOf(session, dataset),
      }),
    );
    const evaluation = evaluate(snapshot, config);
    for (const tag of ["en", "zh-CN"]) {
      const locale = await loadLocale(tag, []);
      const model = compose(evaluation, snapshot, config, { locale, revision: 1, version: "0.0.0" });
      expect(lintModel(model, locale)).toEqual([]);
      models.set(tag, model);
    }
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const remarks = (tag: string): string => {
    const method = models.get(tag)?.sections.find(({ id }) => id === "method");
    return method?.id === "method"
      ? method.blocks.flatMap(({ sentences }) => sentences.map(({ text }) => text)).join("\n")
      : "";
  };

  it("holds each day's times, gaps and values, without the rows that are left out", () => {
    const days = snapshot.datasets[0]?.days ?? [];
    expect(days).toHaveLength(27);
    const on = (date: number) => days.find(({ day }) => day === `2026-10-${String(date).padStart(2, "0")}`);
    expect(on(12)).toMatchObject({ first: "00:00:00", last: "00:00:00", clockSum: 0 });
    expect(on(9)?.unknown).toEqual({ team: 0, region: 29 });
    expect(on(17)?.values).toEqual({ wait: { value: expect.closeTo(22, 6), n: 10, missing: 29 } });
    expect(on(26)?.values.wait?.value).toBeGreaterThan(1000);
    expect(on(15)?.clockSum).toBe(on(22)?.clockSum);
  });

  it("tells each oddity once, with its day", () => {
    const notes = evaluate(snapshot, config).notes.filter(({ kind }) => /day|jump/.test(kind));
    expect(notes).toEqual([
      { kind: "missing-weekdays", dataset: "tickets", weekdays: [2] },
      { kind: "repeated-days", dataset: "tickets", days: ["2026-10-15", "2026-10-22"] },
      { kind: "one-time-days", dataset: "tickets", days: ["2026-10-12"], time: "00:00:00" },
      { kind: "unknown-days", dataset: "tickets", dimension: "region", days: ["2026-10-09"] },
      { kind: "missing-days", indicators: ["wait"], days: ["2026-10-17"], tail: false },
      { kind: "value-jumps", indicator: "wait", days: ["2026-10-26"] },
    ]);
  });

  it("says so in both languages, and why rows are left out", () => {
    const [en, zh] = [remarks("en"), remarks("zh-CN")];
    expect(en).toContain("There are no tickets on any Tuesday of the period");
    expect(en).toContain("All tickets on 12 Oct 2026 have one and the same time, 00:00");
    expect(en).toContain("The daily value of waiting time jumps on 26 Oct 2026");
    expect(en).toMatch(/27 tickets of the period are left out: tickets of the test team\./);
    expect(zh).toContain("期内所有星期二均无工单");
    expect(zh).toContain("时间均为00:00");
    expect(zh).toMatch(/不计入：测试班组的工单。/);
  });

  it("names every file the rows came from: CSV and workbook, with hash, rows and rejects", async () => {
    const provenance = models.get("en")?.sections.find(({ id }) => id === "provenance");
    if (provenance?.id !== "provenance") throw new Error("no provenance");
    const listed = provenance.files?.rows.map(({ cells }) => cells.map(({ text }) => text)) ?? [];
    const hash = async (name: string): Promise<string> =>
      createHash("sha256")
        .update(await readFile(join(folder, name)))
        .digest("hex")
        .slice(0, 12);
    expect(listed).toHaveLength(2);
    for (const [name, count, rejected] of [
      ["first-half.csv", "520", "1"],
      ["second-half.xlsx", "560", "0"],
    ] as const) {
      const row = listed.find((cells) => cells.includes(name));
      expect(row).toEqual([name, "Tickets", count, rejected, expect.stringMatching(/2026|20\d\d/), await hash(name)]);
    }
  });
});
