import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ran, runCli } from "../helpers/cli.ts";
import { openTestDatabase, type TestDatabase } from "../helpers/postgres.ts";
import { PROJECT, SMALL_CONFIG } from "../helpers/project.ts";

/** Names a page must survive: markup, script, right-to-left, emoji, and one of 10,000 characters. */
const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "فريق الليل",
  "😀 team",
  "o'Brien; drop table tickets",
  "n".repeat(10_000),
];

let database: TestDatabase & { close(): Promise<void> };
let out: string;

const cli = (args: string[], env: NodeJS.ProcessEnv = database.env): Promise<Ran> =>
  runCli([...args, "--project", database.root], { env });

beforeAll(async () => {
  database = await openTestDatabase();
  out = join(database.root, "output");
  await mkdir(join(database.root, "config"));
  await writeFile(join(database.root, "periodical.yaml"), `${PROJECT}locales: [en, zh-CN]\n`);
  await writeFile(join(database.root, "config/service.yaml"), SMALL_CONFIG);
  await database.warehouse.knex.raw(
    "create table tickets (created_at timestamptz, hours float8, solved boolean, team text, channel text)",
  );
  // 40 tickets in each of four months up to October 2026; every seventh is late and not solved.
  await database.warehouse.knex.raw(
    `insert into tickets
     select timestamptz '2026-07-01 12:00+08' + (m || ' months')::interval + (i || ' hours')::interval,
       case when i % 7 = 0 then 6 else 1 + 0.01 * i end, i % 7 <> 0,
       (?::text[])[1 + i % 6], case when i % 2 = 0 then 'phone' else 'chat' end
     from generate_series(0, 3) m, generate_series(1, 40) i`,
    [HOSTILE],
  );
});
afterAll(() => database.close());

async function pdfHashes(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".pdf")).sort();
  return Promise.all(
    names.map(async (name) =>
      createHash("sha256")
        .update(await readFile(join(folder, name)))
        .digest("hex"),
    ),
  );
}

describe("periodical generate", () => {
  it("prints an edition in both languages, the same bytes again, and shows and explains it", async () => {
    const first = await cli(["generate", "monthly", "--period", "2026-10"]);
    expect(first.stderr).toContain("Collect monthly 2026-10: done");
    expect(first.code, first.stderr).toBe(0);
    const folder = join(out, "monthly/2026-10/all");
    expect(first.stdout.trim().split("\n")).toEqual([
      join(folder, "monthly_2026-10_en.pdf"),
      join(folder, "monthly_2026-10_zh-CN.pdf"),
    ]);
    const before = await pdfHashes(folder);
    expect(before).toHaveLength(2);

    const again = await cli(["generate", "monthly", "--period", "2026-10", "--json"]);
    expect(again.code).toBe(0);
    expect(await pdfHashes(folder)).toEqual(before);
    const summary = JSON.parse(again.stdout) as { indicators: { indicator: string; value: number; n: number }[] };
    // 40 tickets, of which i = 7, 14, 21, 28, 35 are late: 35 of 40 solved.
    expect(summary.indicators.find(({ indicator }) => indicator === "solved")).toMatchObject({ value: 35 / 40, n: 40 });
    // Mean of 1 + 0.01 i over the 35 others, and 6 for the five.
    const sum = Array.from({ length: 40 }, (_, k) => k + 1).reduce(
      (total, i) => total + (i % 7 === 0 ? 6 : 1 + 0.01 * i),
      0,
    );
    expect(summary.indicators.find(({ indicator }) => indicator === "speed")?.value).toBeCloseTo(sum / 40, 12);

    const shown = await cli(["show", "monthly/2026-10", "--locale", "zh-CN"]);
    expect(shown.stdout).toContain("2026年10月");
    expect(shown.stdout).toContain("87.5%");
    const proof = await cli(["explain", "solved@2026-10"]);
    expect(proof.stdout).toContain("numerator   35");
    expect(proof.stdout).toContain("parameters");
    expect((await cli(["explain", "solvd@2026-10"])).code).toBe(14);
  });

  it("takes a scope whose member is hostile text, and binds it", async () => {
    const ran = await cli([
      "generate",
      "monthly",
      "--period",
      "2026-10",
      "--scope",
      "team=o'Brien; drop table tickets",
      "--locale",
      "en",
    ]);
    expect(ran.code, ran.stderr).toBe(0);
    const { rows } = (await database.warehouse.knex.raw("select count(*)::int as n from tickets")) as {
      rows: { n: number }[];
    };
    expect(rows[0]?.n).toBe(160);
  });

  it.each([
    ["an unknown report", ["generate", "montly"], 14, 'Did you mean "monthly"?'],
    ["a period in the future", ["generate", "monthly", "--period", "2999-01"], 6, "lies in the future"],
    ["a text that is no period", ["generate", "monthly", "--period", "October"], 6, "is not a period"],
    ["an empty period", ["generate", "monthly", "--period", "2019-01"], 7, "2019-01"],
    [
      "a scope that does not exist",
      ["generate", "monthly", "--period", "2026-10", "--scope", "channel=fax"],
      8,
      "phone",
    ],
    [
      "a dimension that does not exist",
      ["generate", "monthly", "--period", "2026-10", "--scope", "country=de"],
      8,
      "country",
    ],
    ["an unknown option", ["generate", "monthly", "--perid", "2026-10"], 2, "--period"],
    ["an edition never printed", ["show", "monthly/2020-01"], 14, "no edition"],
  ])("%s: a clear message, the documented code, nothing written", async (_, args, code, text) => {
    const before = await readdir(out, { recursive: true });
    const ran = await cli(args);
    expect(ran.code, ran.stderr).toBe(code);
    expect(ran.stderr).toContain(text);
    expect(ran.stderr).not.toMatch(/\n {4}at /);
    expect(await readdir(out, { recursive: true })).toEqual(before);
  });

  it("an unreachable database, without showing the password", async () => {
    const ran = await cli(["generate", "monthly", "--period", "2026-10"], {
      DATABASE_URL: "postgres://me:s3cret@127.0.0.1:9/x",
    });
    expect(ran.code, ran.stderr).toBe(4);
    expect(ran.stderr + ran.stdout).not.toContain("s3cret");
  });

  it("Ctrl-C: code 130 and no trace", async () => {
    const before = await readdir(out, { recursive: true });
    const ran = await runCli(["generate", "monthly", "--period", "2026-09", "--project", database.root], {
      env: database.env,
      signalAfter: /Prepare fonts|Open the warehouse/,
    });
    expect(ran.code, ran.stderr).toBe(130);
    expect(await readdir(out, { recursive: true })).toEqual(before);
  });

  it("a column of nothing but NULL is said to have no data, not counted as zero", async () => {
    await database.warehouse.knex.raw("update tickets set hours = null");
    const ran = await cli([
      "generate",
      "monthly",
      "--period",
      "2026-10",
      "--json",
      "--locale",
      "en",
      "--out",
      join(database.root, "nulls"),
    ]);
    expect(ran.code, ran.stderr).toBe(0);
    const summary = JSON.parse(ran.stdout) as { indicators: { indicator: string; value: number | null }[] };
    expect(summary.indicators.find(({ indicator }) => indicator === "speed")?.value).toBeNull();
  });

  it("rows without a single value make a report that says so", async () => {
    await database.warehouse.knex.raw("update tickets set hours = null, solved = null");
    const ran = await cli([
      "generate",
      "monthly",
      "--period",
      "2026-10",
      "--json",
      "--out",
      join(database.root, "nothing"),
    ]);
    expect(ran.code, ran.stderr).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ score: null, indicators: [{ value: null }, { value: null }] });
    // The targets are there; it is the values that are not.
    const shown = await cli(["show", "monthly/2026-10", "--locale", "en", "--out", join(database.root, "nothing")]);
    expect(shown.stdout).toContain("0 indicators measured, none judged against its target");
  });

  it("one row is enough for a report that judges nothing by it", async () => {
    await database.warehouse.knex.raw("delete from tickets");
    await database.warehouse.knex.raw(
      "insert into tickets values ('2026-10-31 15:59:59.999Z', 1.2, true, 'a', 'phone'), ('2026-10-31 16:00:00Z', 9, false, 'a', 'phone')",
    );
    const ran = await cli([
      "generate",
      "monthly",
      "--period",
      "2026-10",
      "--json",
      "--out",
      join(database.root, "one"),
    ]);
    expect(ran.code, ran.stderr).toBe(0);
    const summary = JSON.parse(ran.stdout) as { indicators: { indicator: string; value: number; n: number }[] };
    expect(summary.indicators.find(({ indicator }) => indicator === "speed")).toMatchObject({ value: 1.2, n: 1 });
  });

  it("a missing table is named, and check lists every problem at once", async () => {
    await database.warehouse.knex.raw("alter table tickets rename to ticketz");
    const ran = await cli(["generate", "monthly", "--period", "2026-10"]);
    expect(ran.code, ran.stderr).toBe(5);
    expect(ran.stderr).toContain("tickets");
    expect((await cli(["check"])).code).toBe(5);
  });
});
