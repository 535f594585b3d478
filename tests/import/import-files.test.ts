import { readFile, stat, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import ExcelJS from "exceljs";
import iconv from "iconv-lite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { importFiles } from "../../src/import/import-files.ts";
import { filesOf } from "../../src/state/import-ledger.ts";
import { withWarehouse } from "../../src/warehouse/warehouse.ts";
import { openTestDatabase, type TestDatabase } from "../helpers/postgres.ts";
import { configOf, csv, withFiles } from "./fixtures.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.warehouse.knex.raw("DROP TABLE IF EXISTS tickets; DROP SCHEMA IF EXISTS periodical CASCADE");
});

const HEAD = "id,created,minutes,note";
const all = async (): Promise<Record<string, unknown>[]> =>
  (await database.warehouse.knex.raw("SELECT * FROM tickets ORDER BY id, minutes")).rows;
const ids = async (): Promise<unknown[]> => (await all()).map(({ id }) => id);
const load = (
  path: string,
  mapping: Parameters<typeof configOf>[1] = {},
  options: Parameters<typeof importFiles>[4] = {},
) => importFiles(configOf(database.root, mapping), "tickets", [path], database.warehouse, options);

describe("a file in good order", () => {
  it("makes the table and fills it, with types, index and comment", async () => {
    const text = csv(HEAD, "a,2026-10-01 08:00:00,1.5,ok", 'b,2026-10-02 09:00:00,,"two\nlines"');
    await withFiles({ "t.csv": text }, async (path) => {
      const summary = await load(path("t.csv"));
      expect(summary).toMatchObject({ table: "tickets", mode: "append", created: true });
      expect(summary.files[0]).toMatchObject({
        file: "t.csv",
        rows: 2,
        loaded: 2,
        inserted: 2,
        rejected: 0,
        rejectsFile: null,
        firstTime: "2026-10-01T06:00:00Z",
        lastTime: "2026-10-02T07:00:00Z",
      });
      expect(await all()).toEqual([
        { id: "a", created_at: new Date("2026-10-01T06:00:00Z"), minutes: 1.5, note: "ok" },
        { id: "b", created_at: new Date("2026-10-02T07:00:00Z"), minutes: null, note: "two\nlines" },
      ]);
      const { rows } = await database.warehouse.knex.raw(
        `SELECT column_name, data_type, is_nullable FROM information_schema.columns
          WHERE table_name = 'tickets' AND table_schema = 'public' ORDER BY ordinal_position`,
      );
      expect(rows.map(Object.values)).toEqual([
        ["id", "text", "NO"],
        ["created_at", "timestamp with time zone", "YES"],
        ["minutes", "double precision", "YES"],
        ["note", "text", "YES"],
      ]);
      const index = await database.warehouse.knex.raw("SELECT indexdef FROM pg_indexes WHERE tablename = 'tickets'");
      expect(index.rows[0].indexdef).toContain("brin (created_at)");
    });
  });

  it("keeps the ledger of what was loaded", async () => {
    await withFiles({ "t.csv": csv(HEAD, "a,2026-10-01 08:00:00,1,x", "b,2026-10-03 08:00:00,2,y") }, async (path) => {
      const summary = await load(path("t.csv"));
      const files = await database.warehouse.read((session) => filesOf(session, "tickets"));
      expect(files).toMatchObject([
        {
          name: "t.csv",
          sha256: summary.files[0]?.sha256,
          mapping: "tickets",
          mode: "append",
          rows: 2,
          rejected: 0,
          firstTime: "2026-10-01T06:00:00.000Z",
          lastTime: "2026-10-03T06:00:00.000Z",
          again: false,
        },
      ]);
    });
  });

  it.each([
    ["a byte-order mark", iconv.encode(csv(HEAD, "a,2026-10-01 08:00:00,1.5,Müller"), "utf-8", { addBOM: true }), {}],
    [
      "windows-1252",
      iconv.encode(csv(HEAD, "a,2026-10-01 08:00:00,1.5,Müller"), "windows-1252"),
      { encoding: "windows-1252" },
    ],
    ["gb18030", iconv.encode(csv(HEAD, "a,2026-10-01 08:00:00,1.5,Müller"), "gb18030"), { encoding: "gb18030" }],
    [
      "semicolons and a decimal comma",
      csv("id;created;minutes;note", "a;2026-10-01 08:00:00;1,5;Müller"),
      { decimal: "," },
    ],
    [
      "tabs and CR LF",
      csv(HEAD, "a,2026-10-01 08:00:00,1.5,Müller").replaceAll(",", "\t").replaceAll("\n", "\r\n"),
      {},
    ],
    ["gzip", gzipSync(csv(HEAD, "a,2026-10-01 08:00:00,1.5,Müller")), {}],
  ] as const)("reads %s", async (_, content, mapping) => {
    await withFiles({ "t.csv": content }, async (path) => {
      await load(path("t.csv"), mapping);
      expect(await all()).toEqual([
        { id: "a", created_at: new Date("2026-10-01T06:00:00Z"), minutes: 1.5, note: "Müller" },
      ]);
    });
  });

  it("reads a workbook with a real day, a real time and a duration", async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet("Calls");
    sheet.addRow(["id", "day", "time", "talk"]);
    const row = sheet.addRow([
      "a",
      new Date("2026-10-01T00:00:00Z"),
      0.384_004_629_629_629_6,
      0.001_655_092_592_592_592_6,
    ]);
    row.getCell(2).numFmt = "dd.mm.yyyy";
    row.getCell(3).numFmt = "hh:mm:ss";
    row.getCell(4).numFmt = "[h]:mm:ss";
    const bytes = new Uint8Array(await book.xlsx.writeBuffer());
    await withFiles({ "t.xlsx": bytes }, async (path) => {
      await load(path("t.xlsx"), {
        columns: {
          id: { from: "id" },
          created_at: { from: ["day", "time"], type: "timestamp" },
          talk: { from: "talk", type: "duration" },
        },
      });
      const { rows } = await database.warehouse.knex.raw("SELECT * FROM tickets");
      expect(rows).toEqual([{ id: "a", created_at: new Date("2026-10-01T07:12:58Z"), talk: 143 }]);
    });
  });

  it("counts wall-clock times that were skipped or came twice, and headings it did not use", async () => {
    const text = csv("id,created,minutes,note,extra", "a,2026-03-29 02:30:00,1,x,1", "b,2026-10-25 02:30:00,1,x,2");
    await withFiles({ "t.csv": text }, async (path) => {
      const { files } = await load(path("t.csv"));
      expect(files[0]).toMatchObject({ clockChanges: { skipped: 1, repeated: 1 }, unusedHeadings: ["extra"] });
      expect((await all()).map(({ created_at: at }) => (at as Date).toISOString())).toEqual([
        "2026-03-29T01:30:00.000Z",
        "2026-10-25T00:30:00.000Z",
      ]);
    });
  });

  it("loads nothing from a file of headings only, and does not count it as loaded", async () => {
    await withFiles({ "t.csv": `${HEAD}\n`, "empty.csv": "" }, async (path) => {
      expect((await load(path("t.csv"))).files[0]).toMatchObject({ rows: 0, loaded: 0, firstTime: null });
      expect((await load(path("t.csv"))).files[0]).toMatchObject({ rows: 0 });
      await expect(load(path("empty.csv"))).rejects.toThrow(/There is no column|there is no column "id"/);
    });
  });

  it("reports how far it is", async () => {
    await withFiles({ "t.csv": csv(HEAD, "a,2026-10-01 08:00:00,1,x") }, async (path) => {
      const stages: string[] = [];
      await load(path("t.csv"), {}, { onProgress: ({ stage, rows }) => stages.push(`${stage} ${rows}`) });
      expect(stages).toEqual(["checking 0", "reading 1"]);
    });
  });
});

describe("bad rows", () => {
  const bad = csv(
    HEAD,
    "a,2026-10-01 08:00:00,1,x",
    "b,yesterday,1,x",
    ",2026-10-01 08:00:00,1,x",
    "d,2026-10-01 08:00:00,1",
    "e,2026-10-01 08:00:00,1,x",
  );

  it("go to the rejects file with line, reason and row while they are few enough", async () => {
    await withFiles({ "t.csv": bad }, async (path) => {
      const { files } = await load(path("t.csv"), { reject_at_most: 0.6 });
      const [file] = files;
      expect(file).toMatchObject({ rows: 5, loaded: 2, rejected: 3 });
      expect(file?.reasons).toEqual([
        { column: "created_at", reason: "not a time written as yyyy-MM-dd HH:mm:ss", rows: 1, firstLine: 3 },
        { column: "id", reason: "no value", rows: 1, firstLine: 4 },
        { column: null, reason: "3 fields instead of 4", rows: 1, firstLine: 5 },
      ]);
      expect(await ids()).toEqual(["a", "e"]);
      expect(file?.rejectsFile).toBe(`${database.root}/output/rejects/t.csv.${file?.sha256.slice(0, 8)}.csv`);
      const written = (await readFile(file?.rejectsFile ?? "", "utf8")).split("\r\n");
      expect(written.slice(1).sort()).toEqual([
        "",
        '3,created_at,not a time written as yyyy-MM-dd HH:mm:ss,"b,yesterday,1,x"',
        '4,id,no value,",2026-10-01 08:00:00,1,x"',
        '5,,3 fields instead of 4,"d,2026-10-01 08:00:00,1"',
      ]);
    });
  });

  it("refuse the whole file when there are more than allowed, and leave no trace but the rejects file", async () => {
    await withFiles({ "t.csv": bad }, async (path) => {
      const rejectsDir = path("rejects");
      const error = await load(path("t.csv"), {}, { rejectsDir }).catch((failure) => failure);
      expect(error).toMatchObject({ code: "IMPORT_REJECTED", exitCode: 9 });
      expect(error.message).toContain(
        "3 of 5 rows of t.csv are bad (60 %; at most 1 % are allowed), so none was loaded:",
      );
      expect(error.message).toContain("- 1 × id: no value (first in line 4)");
      expect(error.hint).toContain(error.details.rejectsFile);
      expect((await stat(error.details.rejectsFile)).size).toBeGreaterThan(100);
      const { rows } = await database.warehouse.knex.raw(
        "SELECT to_regclass('tickets') AS t, to_regclass('periodical.import_file') AS l",
      );
      expect(rows[0]).toEqual({ t: null, l: null });
      // Corrected, the same file comes in and the old rejects file goes.
      await load(path("t.csv"), { reject_at_most: 1, columns: { id: { from: "id" } } }, { rejectsDir });
    });
  });

  it("are also rows whose key comes twice; the first one stays", async () => {
    const text = csv(
      HEAD,
      "a,2026-10-01 08:00:00,1,first",
      "b,2026-10-01 08:00:00,1,x",
      "a,2026-10-01 08:00:00,1,second",
    );
    await withFiles({ "t.csv": text }, async (path) => {
      const { files } = await load(path("t.csv"), { key: ["id"], reject_at_most: 0.5 });
      expect(files[0]?.reasons).toEqual([
        { column: null, reason: "the key is in the file already", rows: 1, firstLine: 4 },
      ]);
      expect((await all()).map(({ note }) => note)).toEqual(["first", "x"]);
      expect(await readFile(files[0]?.rejectsFile ?? "", "utf8")).toContain(
        "4,,the key is in the file already (line 2),",
      );
    });
  });

  it("cannot be written to a full or forbidden place: nothing is loaded", async () => {
    await withFiles({ "t.csv": bad, blocked: "a file where the folder should be" }, async (path) => {
      const options = { rejectsDir: path("blocked") };
      await expect(load(path("t.csv"), { reject_at_most: 1 }, options)).rejects.toMatchObject({
        code: "OUTPUT_UNWRITABLE",
      });
      const { rows } = await database.warehouse.knex.raw("SELECT to_regclass('tickets') AS t");
      expect(rows[0].t).toBeNull();
    });
  });

  it("of another encoding end the import", async () => {
    await withFiles(
      { "t.csv": Buffer.from(csv(HEAD, "a,2026-10-01 08:00:00,1,M\xfcller"), "latin1") },
      async (path) => {
        await expect(load(path("t.csv"))).rejects.toMatchObject({ code: "IMPORT_REJECTED", where: "t.csv:2" });
      },
    );
  });

  it("say which headings are missing", async () => {
    await withFiles({ "t.csv": csv("id,Created,minutes,note", "a,b,c,d") }, async (path) => {
      await expect(load(path("t.csv"))).rejects.toThrow(/no column "created"; did you mean "Created"/);
    });
  });
});

describe("the same file twice", () => {
  const text = csv(HEAD, "a,2026-10-01 08:00:00,1,x");

  it("is refused, whatever its name, unless asked for", async () => {
    await withFiles({ "t.csv": text, "copy.csv": text }, async (path) => {
      await load(path("t.csv"));
      await expect(load(path("copy.csv"))).rejects.toMatchObject({
        code: "IMPORT_REJECTED",
        message: expect.stringMatching(/^copy.csv was already loaded into tickets as t.csv on .* UTC \(1 rows\)/),
        hint: expect.stringContaining("--again"),
      });
      expect(await ids()).toEqual(["a"]);
      await load(path("copy.csv"), {}, { again: true });
      expect(await ids()).toEqual(["a", "a"]);
      const files = await database.warehouse.read((session) => filesOf(session, "tickets"));
      expect(files.map(({ again }) => again)).toEqual([false, true]);
    });
  });

  it("is loaded once when two imports run at the same time", async () => {
    await withFiles({ "t.csv": text }, async (path) => {
      const results = await Promise.allSettled([load(path("t.csv")), load(path("t.csv"))]);
      expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(await ids()).toEqual(["a"]);
    });
  });
});

describe("modes", () => {
  const october = csv(HEAD, "a,2026-10-01 00:00:00,1,x", "b,2026-10-15 12:00:00,2,x", "c,2026-10-31 23:59:59,3,x");

  it("append with a key refuses rows that are there already, with their line and row", async () => {
    const more = csv(HEAD, "d,2026-11-01 00:00:00,4,x", "b,2026-10-15 12:00:00,9,changed");
    await withFiles({ "1.csv": october, "2.csv": more }, async (path) => {
      await load(path("1.csv"), { key: ["id"] });
      const { files } = await load(path("2.csv"), { key: ["id"], reject_at_most: 0.5 });
      expect(files[0]).toMatchObject({ inserted: 1, rejected: 1, firstTime: "2026-10-31T23:00:00Z" });
      expect(files[0]?.reasons).toEqual([
        { column: null, reason: "the key is in the table already", rows: 1, firstLine: 3 },
      ]);
      expect(await readFile(files[0]?.rejectsFile ?? "", "utf8")).toContain('"b,2026-10-15 12:00:00,9,changed"');
      expect((await all()).map(({ id, minutes }) => [id, minutes])).toEqual([
        ["a", 1],
        ["b", 2],
        ["c", 3],
        ["d", 4],
      ]);
    });
  });

  it("replace-period takes out the whole local days of the file first, and no other", async () => {
    const before = csv(
      HEAD,
      "p,2026-09-30 23:59:59,1,x",
      "q,2026-10-01 00:00:00,1,x",
      "r,2026-10-31 23:59:59,1,x",
      "s,2026-11-01 00:00:00,1,x",
      "t,,1,no time",
    );
    await withFiles({ "1.csv": before, "2.csv": october }, async (path) => {
      await load(path("1.csv"));
      const { files } = await load(path("2.csv"), { mode: "replace-period" });
      expect(files[0]).toMatchObject({
        deleted: 2,
        inserted: 3,
        replaced: { firstDay: "2026-10-01", lastDay: "2026-10-31", zone: "Europe/Berlin" },
      });
      expect(await ids()).toEqual(["a", "b", "c", "p", "s", "t"]);
      await load(path("2.csv"), {}, { mode: "replace-period", again: true });
      expect(await ids()).toEqual(["a", "b", "c", "p", "s", "t"]);
    });
  });

  it("replace-period knows days without a time of day", async () => {
    const columns = { id: { from: "id" }, created_at: { from: "day", type: "date" } } as const;
    await withFiles(
      {
        "1.csv": csv("id,day", "a,2026-10-01", "b,2026-10-02", "c,2026-10-03"),
        "2.csv": csv("id,day", "d,2026-10-02"),
      },
      async (path) => {
        await load(path("1.csv"), { columns });
        const { files } = await load(path("2.csv"), { columns, mode: "replace-period" });
        expect(files[0]).toMatchObject({ deleted: 1, firstTime: "2026-10-02" });
        const { rows } = await database.warehouse.knex.raw("SELECT id FROM tickets ORDER BY id");
        expect(rows.map(({ id }: { id: string }) => id)).toEqual(["a", "c", "d"]);
      },
    );
  });

  it("upsert inserts, changes and leaves alone, and can be repeated", async () => {
    const more = csv(
      HEAD,
      "a,2026-10-01 00:00:00,1,x",
      "b,2026-10-15 12:00:00,9,changed",
      "z,2026-10-16 12:00:00,,new",
    );
    const upsert = { key: ["id"], mode: "upsert" as const };
    await withFiles({ "1.csv": october, "2.csv": more }, async (path) => {
      expect((await load(path("1.csv"), upsert)).files[0]).toMatchObject({ inserted: 3, updated: 0 });
      expect((await load(path("2.csv"), upsert)).files[0]).toMatchObject({
        loaded: 3,
        inserted: 1,
        updated: 1,
        unchanged: 1,
      });
      expect((await load(path("2.csv"), upsert, { again: true })).files[0]).toMatchObject({
        inserted: 0,
        unchanged: 3,
      });
      expect((await all()).map(({ id, minutes }) => [id, minutes])).toEqual([
        ["a", 1],
        ["b", 9],
        ["c", 3],
        ["z", null],
      ]);
    });
  });

  it("upsert needs a key, and a table whose rows have one each", async () => {
    await withFiles({ "1.csv": october, "2.csv": csv(HEAD, "a,2026-11-01 00:00:00,1,x") }, async (path) => {
      await expect(load(path("1.csv"), {}, { mode: "upsert" })).rejects.toMatchObject({
        code: "CONFIG_INVALID",
        where: "imports.tickets.key",
      });
      await load(path("1.csv"));
      await load(path("1.csv"), {}, { again: true });
      await expect(load(path("2.csv"), { key: ["id"] }, { mode: "upsert" })).rejects.toThrow(
        /already holds rows with the same key/,
      );
    });
  });
});

describe("a table that was there before", () => {
  const text = csv(HEAD, "a,2026-10-01 08:00:00,40000,x");

  it("keeps its own types and fills its other columns by default", async () => {
    await database.warehouse.knex.raw(
      "CREATE TABLE tickets (note varchar(9), id varchar(20), source text DEFAULT 'import', created_at timestamptz, minutes numeric(10,2))",
    );
    await withFiles({ "t.csv": csv(HEAD, "a,2026-10-01 08:00:00,12.5,客\\户", "b,,,") }, async (path) => {
      expect(await load(path("t.csv"))).toMatchObject({ created: false });
      expect(await all()).toEqual([
        { id: "a", created_at: new Date("2026-10-01T06:00:00Z"), minutes: 12.5, note: "客\\户", source: "import" },
        { id: "b", created_at: null, minutes: null, note: null, source: "import" },
      ]);
    });
  });

  it("must have the columns, with types that can take the values", async () => {
    await database.warehouse.knex.raw(
      "CREATE TABLE tickets (id text, created_at timestamp, minutes numeric, extra int)",
    );
    await withFiles({ "t.csv": text }, async (path) => {
      await expect(load(path("t.csv"))).rejects.toMatchObject({
        code: "WAREHOUSE_QUERY",
        message: expect.stringMatching(/"created_at" is timestamp without time zone.*no column "note"/s),
      });
    });
  });

  it("refuses in plain words what its types or constraints refuse", async () => {
    await database.warehouse.knex.raw(
      "CREATE TABLE tickets (id varchar(5), created_at timestamptz, minutes smallint, note text NOT NULL)",
    );
    await withFiles({ "t.csv": text, "u.csv": csv(HEAD, "a,2026-10-01 08:00:00,4,") }, async (path) => {
      await expect(load(path("t.csv"))).rejects.toMatchObject({
        code: "IMPORT_REJECTED",
        message: expect.stringContaining("40000"),
      });
      await expect(load(path("u.csv"))).rejects.toMatchObject({
        code: "IMPORT_REJECTED",
        message: expect.stringContaining("note"),
      });
    });
  });

  it("must not be a view", async () => {
    await database.warehouse.knex.raw("CREATE VIEW tickets AS SELECT 'a'::text AS id");
    try {
      await withFiles({ "t.csv": text }, async (path) => {
        await expect(load(path("t.csv"))).rejects.toThrow(/is a view/);
      });
    } finally {
      await database.warehouse.knex.raw("DROP VIEW tickets");
    }
  });

  it("may stand in a schema of its own, with names that need quotes", async () => {
    const config = configOf(
      database.root,
      { columns: { 'Id "x"': { from: "id" }, created_at: { from: "created", type: "timestamp" } } },
      "Raw Data.tickets",
    );
    await withFiles({ "t.csv": text }, async (path) => {
      await importFiles(config, "tickets", [path("t.csv")], database.warehouse);
      const { rows } = await database.warehouse.knex.raw('SELECT "Id ""x""" AS id FROM "Raw Data".tickets');
      expect(rows).toEqual([{ id: "a" }]);
      await database.warehouse.knex.raw('DROP SCHEMA "Raw Data" CASCADE');
    });
  });
});

describe("an import that does not come to its end", () => {
  const many = csv(
    HEAD,
    ...Array.from({ length: 30_000 }, (_, index) => `${index},2026-10-01 08:00:00,1,${"x".repeat(40)}`),
  );

  it("leaves nothing when it is stopped half-way", async () => {
    await withFiles({ "t.csv": many }, async (path) => {
      const controller = new AbortController();
      const onProgress = ({ rows }: { rows: number }): void => {
        if (rows > 3000) controller.abort();
      };
      await expect(load(path("t.csv"), {}, { signal: controller.signal, onProgress })).rejects.toMatchObject({
        code: "INTERRUPTED",
      });
      const { rows } = await database.warehouse.knex.raw("SELECT to_regclass('tickets') AS t");
      expect(rows[0].t).toBeNull();
      // Once more, as the operator would: in a process, and so on connections, of its own.
      const config = configOf(database.root);
      const again = await withWarehouse(config, { env: database.env }, (warehouse) =>
        importFiles(config, "tickets", [path("t.csv")], warehouse),
      );
      expect(again.files[0]).toMatchObject({ loaded: 30_000 });
    });
  });

  it("leaves nothing when the connection is killed", async () => {
    await database.warehouse.knex.raw(`
      CREATE TABLE tickets (id text, created_at timestamptz, minutes float8, note text);
      CREATE OR REPLACE FUNCTION kill_me() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
      CREATE TRIGGER kill_me BEFORE INSERT ON tickets FOR EACH ROW WHEN (NEW.id = '20000') EXECUTE FUNCTION kill_me()`);
    await withFiles({ "t.csv": many }, async (path) => {
      await expect(load(path("t.csv"))).rejects.toThrow();
      expect(await all()).toEqual([]);
      await database.warehouse.knex.raw("DROP TRIGGER kill_me ON tickets");
      expect((await load(path("t.csv"))).files[0]).toMatchObject({ loaded: 30_000 });
    });
  });

  it("leaves nothing of a packed file that is cut off, and of one that changes meanwhile", async () => {
    const packed = gzipSync(many);
    await withFiles({ "t.csv.gz": packed.subarray(0, packed.length - 100), "u.csv": many }, async (path) => {
      await expect(load(path("t.csv.gz"))).rejects.toThrow(/damaged or cut off/);
      let touched = false;
      const onProgress = ({ stage }: { stage: string }): void => {
        if (stage === "reading" && !touched) {
          touched = true;
          void writeFile(path("u.csv"), `${many}x`);
        }
      };
      await expect(load(path("u.csv"), {}, { onProgress })).rejects.toThrow(
        /was changed while it was being read|are bad/,
      );
    });
  });

  it("says which files before it were loaded and kept", async () => {
    await withFiles(
      { "1.csv": csv(HEAD, "a,2026-10-01 08:00:00,1,x"), "2.csv": csv(HEAD, "b,never,1,x") },
      async (path) => {
        const files = [path("1.csv"), path("2.csv")];
        await expect(importFiles(configOf(database.root), "tickets", files, database.warehouse)).rejects.toThrow(
          /1 of 1 rows of 2.csv are bad.*Loaded before it, and kept: 1.csv \(1 rows\)/s,
        );
        expect(await ids()).toEqual(["a"]);
      },
    );
  });
});

describe("which import is meant", () => {
  it("is found by its id or by its dataset, or asked for", async () => {
    const config = configOf(database.root);
    const mapping = config.imports.tickets as NonNullable<(typeof config.imports)[string]>;
    const two = { ...config, imports: { x: mapping, y: mapping } };
    const nothing: string[] = [];
    expect(await importFiles(config, "tickets", nothing, database.warehouse)).toMatchObject({ mapping: "tickets" });
    expect(await importFiles(two, "y", nothing, database.warehouse)).toMatchObject({
      mapping: "y",
      dataset: "tickets",
    });
    await expect(importFiles(two, "tickets", nothing, database.warehouse)).rejects.toThrow(/several imports: x, y/);
    await expect(importFiles(two, "z", nothing, database.warehouse)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
