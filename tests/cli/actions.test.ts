import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Action } from "../../src/actions/action.ts";
import { type Ran, runCli } from "../helpers/cli.ts";
import { openTestDatabase, type TestDatabase } from "../helpers/postgres.ts";
import { PROJECT, SMALL_CONFIG } from "../helpers/project.ts";

let database: TestDatabase & { close(): Promise<void> };

const cli = (args: string[]): Promise<Ran> =>
  runCli(["actions", ...args, "--project", database.root], { env: { ...database.env, USER: "tester" } });
const generate = (period: string): Promise<Ran> =>
  runCli(["generate", "monthly", "--period", period, "--format", "json", "--project", database.root], {
    env: database.env,
  });
const FILES = ["snapshot.json", "evaluation.json", "model.en.json"];
const json = <T>({ stdout, stderr, code }: Ran): T => {
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as T;
};

beforeAll(async () => {
  database = await openTestDatabase();
  await mkdir(join(database.root, "config"));
  await writeFile(join(database.root, "periodical.yaml"), `${PROJECT}locales: [en]\n`);
  // The measure of a shortfall in speed is verified by one team's speed.
  const config = SMALL_CONFIG.replace(
    "rules:\n",
    `rules:
      - id: faster
        when: { indicator: speed }
        problem: Slow
        cause: Nobody looks.
        measure:
          title: { en: Look every hour, zh-CN: 每小时查看一次 }
          department: Service
          owner: Head of service
          due_in_days: 30
          verification: { indicator: speed, cut: { team: a, channel: phone }, comparator: "<=", threshold: 1.5 }
`,
  );
  await writeFile(join(database.root, "config/service.yaml"), config);
  const { knex } = database.warehouse;
  await knex.raw(
    "create table tickets (created_at timestamptz, hours float8, solved boolean, team text, channel text)",
  );
  // Team a: 3 h on the phone until August, 1 h from September on; all others wait 2 h throughout.
  await knex.raw(
    `insert into tickets
     select timestamptz '2026-05-01 12:00+08' + (m || ' months')::interval + (i || ' hours')::interval,
       case when i % 2 = 0 and i % 4 = 0 then case when m >= 4 then 1 else 3 end else 2 end + 0.01 * (i % 5),
       i % 7 <> 0, case when i % 2 = 0 then 'a' else 'b' end, case when i % 4 = 0 then 'phone' else 'chat' end
     from generate_series(0, 5) m, generate_series(1, 120) i`,
  );
});
afterAll(() => database.close());

describe("periodical actions", { timeout: 120_000 }, () => {
  it("go all the way: accepted, followed up, verified, closed", async () => {
    expect((await generate("2026-08")).code).toBe(0);

    // Two at once: the measures are added once, the other says that they are there.
    const both = await Promise.all([1, 2].map(() => cli(["accept", "monthly/2026-08", "--only", "faster", "--json"])));
    const outcomes = both.map((ran) => json<{ edition: string; added: Action[]; known: Action[] }>(ran));
    expect(outcomes.map(({ added, known }) => [added.length, known.length]).sort()).toEqual([
      [0, 1],
      [1, 0],
    ]);
    const [added] = outcomes.flatMap((one) => one.added);
    expect(added).toMatchObject({
      id: "A-0001",
      edition: "monthly/2026-08/all",
      period: "2026-08",
      rule: "faster",
      weakness: "speed",
      due: "2026-09-30",
      measure: { en: "Look every hour", "zh-CN": "每小时查看一次" },
      standardText: "speed{channel=phone, team=a} <= 1.5 h",
    });
    const all = await cli(["accept", "monthly/2026-08", "--owner", "Li Lei", "--by", "chair"]);
    expect(all.stdout).toMatch(/^A-0001 {2}already there {2}Look every hour \(open\)/m);

    // Made again it is the same, byte for byte, as long as the measures are.
    const folder = join(database.root, "output/monthly/2026-10/all");
    const bytes = () => Promise.all(FILES.map(async (name) => (await readFile(join(folder, name))).toString("base64")));
    expect((await generate("2026-10")).code).toBe(0);
    const first = await bytes();
    expect((await generate("2026-10")).code).toBe(0);
    expect(await bytes()).toEqual(first);
    const evaluation = JSON.parse(await readFile(join(folder, "evaluation.json"), "utf8"));
    expect(evaluation.followUp[0]).toMatchObject({
      action: "A-0001",
      status: "verified",
      run: 2,
      beyond: { effect: "better", evidence: true },
    });

    const early = await cli(["close", "A-0001"]);
    expect(early.code).toBe(2);
    expect(early.stderr).toContain("A-0001 is not verified");
    const verified = await cli(["verify", "monthly/2026-10", "--by", "auditor"]);
    expect(verified.stdout).toContain("A-0001  open → verified  (proposed for closing with periodical actions close)");
    expect((await cli(["verify", "monthly/2026-10"])).stdout).toContain("A-0001  verified  (proposed for closing");
    expect((await cli(["close", "1", "--note", "it works"])).stdout).toBe("A-0001 closed.\n");
    const shown = json<Action & { history: { field: string; by: string; after: unknown; why: string }[] }>(
      await cli(["show", "A-0001", "--json"]),
    );
    expect(shown.status).toBe("closed");
    expect(shown.history.map(({ field, after }) => [field, after])).toEqual([
      ["created", "open"],
      ["status", "verified"],
      ["status", "closed"],
    ]);
    expect(shown.history[1]).toMatchObject({ by: "auditor", why: "measured by monthly/2026-10/all" });
  });

  it("are entered, changed, written into a sheet and taken back", async () => {
    const entered = json<Action>(
      await cli([
        "add",
        "--report",
        "monthly",
        "--period",
        "2026-09",
        "--measure",
        "Call back",
        "--department",
        "Service",
        "--due",
        "2026-12-15",
        "--standard",
        "solved{channel=chat} >= 90 % for 2 periods",
        "--by",
        "li",
        "--json",
      ]),
    );
    expect(entered).toMatchObject({
      period: "2026-09",
      createdBy: "li",
      standardText: "solved{channel=chat} >= 90 % for 2 periods",
    });
    expect((await cli(["update", entered.id, "--owner", "Wang Min", "--due", "2027/1/5"])).stdout).toBe(
      `${entered.id} changed.\n`,
    );
    expect((await cli(["update", entered.id, "--owner", "Wang Min"])).stdout).toContain("nothing was changed");
    const listed = await cli(["list"]);
    expect(listed.stdout).toMatch(new RegExp(`${entered.id} +open +2027-01-05 +Wang Min +Call back +solved`));
    // What is closed is only listed on request.
    expect(listed.stdout).not.toMatch(/closed/);
    const path = join(database.root, "sheet.csv");
    expect((await cli(["export", path, "--all"])).code).toBe(0);
    const text = await readFile(path, "utf8");
    expect(text).toContain("A-0001");
    await writeFile(
      path,
      `${text.replace("Wang Min", "Li Lei")},open,Train,HR,,2027-02-01,,,,monthly,all,,,,,,,,,\r\n`,
    );
    const dry = await cli(["import", path, "--dry-run"]);
    expect(dry.stdout).toMatch(/^Would be: 1 changed, 1 added, \d as they were\.$/m);
    const done = json<{ changed: string[]; added: string[] }>(await cli(["import", path, "--json"]));
    expect(done.changed).toEqual([entered.id]);
    expect(json<Action>(await cli(["show", done.added[0] ?? "", "--json"]))).toMatchObject({
      measure: "Train",
      period: expect.stringMatching(/^\d{4}-\d{2}$/),
    });
  });

  it.concurrent.each([
    ["an edition that was never made", ["accept", "monthly/2020-01"], 14, "no edition"],
    [
      "a rule the edition does not recommend",
      ["accept", "monthly/2026-08", "--only", "fastr"],
      14,
      'Did you mean "faster"?',
    ],
    ["an action that does not exist", ["show", "A-0999"], 14, "There is no action A-0999"],
    ["an id that is none", ["update", "seven", "--note", "x"], 14, "There is no action seven"],
    ["a report that does not exist", ["list", "--report", "montly"], 14, 'Did you mean "monthly"?'],
    ["a status that does not exist", ["list", "--status", "done"], 2, "Allowed choices are open"],
    ["nothing to change", ["update", "A-0001"], 2, "Nothing to change"],
    ["a due date that is none", ["update", "A-0001", "--due", "soon"], 2, '--due: "soon" is no day'],
    ["a standard that is none", ["update", "A-0001", "--standard", "spead <= 1 h"], 2, 'Did you mean "speed"?'],
    [
      "an action without a department",
      ["add", "--report", "monthly", "--measure", "m", "--due", "2026-12-01"],
      2,
      "--department: the department is empty",
    ],
    [
      "a period still open",
      [
        "add",
        "--report",
        "monthly",
        "--measure",
        "m",
        "--department",
        "d",
        "--due",
        "2999-12-01",
        "--period",
        "2999-01",
      ],
      6,
      "lies in the future",
    ],
    ["a sheet of another kind", ["export", "sheet.ods"], 2, ".csv"],
    ["a folder that cannot be written", ["export", "/proc/nowhere/a.csv"], 12, "/proc/nowhere"],
    ["a sheet that is not there", ["import", "gone.csv"], 14, "There is no file"],
    ["a command that does not exist", ["acept"], 2, "accept"],
  ])("refuse %s with the documented code, and change nothing", async (_, args, code, text) => {
    const before = await database.warehouse.knex.raw("select max(version) as v, count(*) as n from periodical.action");
    const ran = await cli(args);
    expect(ran.code, ran.stderr).toBe(code);
    expect(ran.stderr).toContain(text);
    expect(ran.stderr).not.toMatch(/\n {4}at /);
    const after = await database.warehouse.knex.raw("select max(version) as v, count(*) as n from periodical.action");
    expect(after.rows).toEqual(before.rows);
    expect(await readdir(database.root)).not.toContain("sheet.ods");
  });

  it("refuse a sheet as a whole, naming every row and column", async () => {
    const path = join(database.root, "wrong.csv");
    await writeFile(path, "id,note,due\nA-0001,fine,2026-12-01\nA-0077,?,soon\nA-0002,x,soon\n");
    const ran = await cli(["import", path]);
    expect(ran.code).toBe(9);
    expect(ran.stderr).toContain('row 3, id: there is no action "A-0077"');
    expect(ran.stderr).toContain('row 4, due: "soon" is no day');
    expect(json<Action>(await cli(["show", "A-0001", "--json"])).note).toBeNull();
  });

  it("say that a read-only warehouse keeps none; reports go on without them", async () => {
    const { knex } = database.warehouse;
    const [{ name }] = (await knex.raw("select current_database() as name")).rows as [{ name: string }];
    await knex.raw(`alter database ${name} set default_transaction_read_only = on`);
    try {
      const ran = await cli(["update", "A-0001", "--note", "x"]);
      expect(ran.code, ran.stderr).toBe(16);
      expect(ran.stderr).toContain("read-only");
      // What others entered is still shown and followed up.
      expect((await cli(["list", "--all"])).stdout).toContain("A-0001");
    } finally {
      await knex.transaction(async (transaction) => {
        await transaction.raw("set transaction read write");
        await transaction.raw(`alter database ${name} reset default_transaction_read_only`);
      });
    }
  });
});
