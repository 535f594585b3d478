import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ran, runCli } from "../helpers/cli.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { PROJECT, SMALL_CONFIG } from "../helpers/project.ts";

const MORE = `    scopes: { each: team, and_all: true, minimum_rows: 20 }
    filters:
      phone: { name: Calls, where: { tickets: "channel = 'phone'" } }
    analyses:
      - { kind: ranking, id: teams, title: Teams compared, dimension: team, minimum_n: 10 }
  plain:
    title: Plain
    scorecard: service
    cadence: month
`;

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let out: string;
const cli = (...args: string[]): Promise<Ran> =>
  runCli([...args, "--project", database.root, "--format", "json", "--locale", "en"], { env: database.env });

beforeAll(async () => {
  database = await openTestDatabase();
  out = join(database.root, "output");
  await mkdir(join(database.root, "config"));
  await writeFile(join(database.root, "periodical.yaml"), `${PROJECT}locales: [en, zh-CN]\n`);
  await writeFile(join(database.root, "config/service.yaml"), SMALL_CONFIG + MORE);
  await database.warehouse.knex.raw(
    "create table tickets (created_at timestamptz, hours float8, solved boolean, team text, channel text)",
  );
  // Teams of 60, 40, 30 and 10 tickets in October 2026; the larger the team, the fewer are solved.
  await database.warehouse.knex.raw(
    `insert into tickets
     select timestamptz '2026-10-01 12:00+08' + (i || ' hours')::interval, 1 + 0.01 * i, i % 10 < q, team,
       case when i % 2 = 0 then 'phone' else 'chat' end
     from (values ('amber', 60, 5), ('blue', 40, 7), ('coral', 30, 9), ('dune', 10, 9)) as t (team, size, q),
       generate_series(1, size) i`,
  );
});
afterAll(() => database.close());

interface Listed {
  editions: { edition: string; scope: Record<string, string> }[];
  failed: { scope: Record<string, string>; error: { code: string; exitCode: number; hint: string } }[];
  skipped: { member: string; rows: number }[];
}

describe("periodical generate, several editions in one run", () => {
  it("one for each member with enough rows, and the whole", async () => {
    const ran = await cli("generate", "monthly", "--period", "2026-10", "--all-scopes", "--json");
    expect(ran.code, ran.stderr).toBe(0);
    const listed = JSON.parse(ran.stdout) as Listed;
    expect(listed.editions.map(({ edition }) => edition)).toEqual([
      "monthly/2026-10/all",
      "monthly/2026-10/team=amber",
      "monthly/2026-10/team=blue",
      "monthly/2026-10/team=coral",
    ]);
    expect(listed.skipped).toEqual([{ member: "dune", rows: 10 }]);
    expect(listed.failed).toEqual([]);
    for (const file of ["snapshot.json", "evaluation.json", "model.en.json"]) {
      const text = await readFile(join(out, "monthly/2026-10/team=amber", file), "utf8");
      for (const other of ["blue", "coral", "dune"]) expect(text, file).not.toContain(other);
    }
    const model = await readFile(join(out, "monthly/2026-10/team=amber/model.en.json"), "utf8");
    expect(model).toContain("Teams compared: place 4 of 4");
  });

  it("goes on after one that fails, says which, and ends with its code", async () => {
    const taken = join(out, "monthly/2026-10/filter=phone,team=blue");
    await mkdir(join(out, "monthly/2026-10"), { recursive: true });
    await writeFile(taken, "in the way");
    const ran = await cli(
      "generate",
      "monthly",
      "--period",
      "2026-10",
      "--each",
      "team",
      "--filter",
      "phone",
      "--minimum-rows",
      "15",
    );
    expect(ran.code, ran.stderr).toBe(12);
    expect(ran.stdout).toContain("2 made, 1 failed, 1 left out for too few rows: dune (5)");
    expect(ran.stdout).toMatch(/filter=phone,team=blue +– +– +failed: /);
    expect(ran.stdout).toMatch(/filter=phone,team=coral +\d+\.\d +\w+ +made/);
    expect(await readFile(join(out, "monthly/2026-10/filter=phone,team=coral/model.en.json"), "utf8")).toContain(
      "only Calls",
    );
  });

  it.each([
    ["a report without scopes", ["plain", "--all-scopes"], 3, "has no scopes"],
    ["a dimension nobody knows", ["monthly", "--each", "country"], 8, "country"],
    ["both ways at once", ["monthly", "--each", "team", "--all-scopes"], 2, "all-scopes"],
    ["an unknown filter", ["monthly", "--filter", "fax"], 8, "There are: phone."],
    ["a number of rows that is none", ["monthly", "--each", "team", "--minimum-rows", "few"], 2, "whole number"],
  ])("%s is refused", async (_, args, code, text) => {
    const ran = await cli("generate", ...args, "--period", "2026-10");
    expect(ran.code, ran.stderr).toBe(code);
    expect(ran.stderr).toContain(text);
  });
});
