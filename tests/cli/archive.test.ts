import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ran, runCli } from "../helpers/cli.ts";
import { openTestDatabase, type TestDatabase } from "../helpers/postgres.ts";
import { PROJECT, SMALL_CONFIG } from "../helpers/project.ts";

let database: TestDatabase & { close(): Promise<void> };
const EDITION = "monthly/2026-10/all";

const cli = (...args: string[]): Promise<Ran> => runCli([...args, "--project", database.root], { env: database.env });
const filed = (...parts: string[]): string => join(database.root, "archive", EDITION, ...parts);

interface Restated {
  filed: { revision: number } | null;
  changes: { id: string; before: { value: number } | null; now: { value: number } | null; cause: string }[];
}
const restate = async (...options: string[]): Promise<Restated> => {
  const ran = await cli("regenerate", "monthly", "--period", "2026-10", "--restate", "--json", ...options);
  expect(ran.code, ran.stderr).toBe(0);
  return JSON.parse(ran.stdout) as Restated;
};

beforeAll(async () => {
  database = await openTestDatabase();
  await mkdir(join(database.root, "config"));
  await writeFile(join(database.root, "periodical.yaml"), PROJECT);
  await writeFile(join(database.root, "config/service.yaml"), SMALL_CONFIG);
  await database.warehouse.knex.raw(
    "create table tickets (created_at timestamptz, hours float8, solved boolean, team text, channel text)",
  );
  // 40 tickets in each of four months up to October 2026; 30 of 40 solved.
  await database.warehouse.knex.raw(
    `insert into tickets
     select timestamptz '2026-07-01 12:00+08' + (m || ' months')::interval + (i || ' hours')::interval,
       1 + 0.01 * i, i > 10, 'north', 'phone'
     from generate_series(0, 3) m, generate_series(1, 40) i`,
  );
  const published = await cli("publish", "monthly", "--period", "2026-10", "--by", "quality team", "--json");
  expect(published.code, published.stderr).toBe(0);
});
afterAll(() => database.close());

describe("a filed edition", () => {
  it("holds documents, figures, rules and manifest, and cannot be filed twice", async () => {
    expect((await readdir(filed("r1"))).sort()).toEqual([
      "config.json",
      "evaluation.json",
      "manifest.json",
      "model.en.json",
      "monthly_2026-10_en.pdf",
      "snapshot.json",
    ]);
    const manifest = JSON.parse(await readFile(filed("r1/manifest.json"), "utf8"));
    expect(manifest).toMatchObject({ by: "quality team", reason: "first", edition: { id: EDITION, revision: 1 } });
    const again = await cli("publish", "monthly", "--period", "2026-10");
    expect(again.code).toBe(13);
    expect(again.stderr).toContain(`${EDITION} is filed already, as revision 1.`);
  });

  it("files no secret and no address of the warehouse", async () => {
    const config = await readFile(filed("r1/config.json"), "utf8");
    expect(JSON.parse(config).project).not.toHaveProperty("warehouse");
    for (const secret of Object.values(database.env)) if (secret) expect(config).not.toContain(secret);
  });

  it("is made again byte for byte with the warehouse empty and the configuration changed", async () => {
    await database.warehouse.knex.raw("create table kept as table tickets; truncate tickets");
    const path = join(database.root, "config/service.yaml");
    await writeFile(path, SMALL_CONFIG.replaceAll("Speed", "Another name"));
    const made = await cli("regenerate", "monthly", "--period", "2026-10", "--json");
    await writeFile(path, SMALL_CONFIG);
    await database.warehouse.knex.raw("insert into tickets table kept; drop table kept");
    expect(made.code, made.stderr).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({
      id: EDITION,
      revision: 1,
      files: [{ name: "monthly_2026-10_en.pdf", same: true }],
      differs: [],
    });
    const name = "monthly_2026-10_en.pdf";
    const out = join(database.root, "output", EDITION, name);
    expect((await readFile(out)).equals(await readFile(filed("r1", name)))).toBe(true);
  });

  it("says what was not as it is now: the project's own wording", async () => {
    const folder = join(database.root, "templates/locales/en");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "messages.yaml"), "bands: { excellent: Outstanding }\n");
    const made = JSON.parse((await cli("regenerate", "monthly", "--period", "2026-10", "--json")).stdout);
    await rm(join(database.root, "templates"), { recursive: true });
    expect(made.differs.map(({ what }: { what: string }) => what)).toEqual(["templates"]);
  });
});

describe("restating", () => {
  it("files nothing while every figure is as filed", async () => {
    expect(await restate()).toEqual({ filed: null, changes: [] });
    expect(await readdir(filed())).toEqual(["r1"]);
  });

  it("files a revision with a page of what changed when rows came late, and keeps the first as it was", async () => {
    const before = await readFile(filed("r1/monthly_2026-10_en.pdf"));
    await database.warehouse.knex.raw(
      `insert into tickets select timestamptz '2026-10-20 12:00+08' + (i || ' minutes')::interval, 1, true, 'north', 'chat'
       from generate_series(1, 10) i`,
    );
    const { filed: revision, changes } = await restate("--by", "auditor");
    expect(revision).toMatchObject({ revision: 2 });
    // 30 of 40 were solved; ten more tickets, all solved: 40 of 50.
    expect(changes.find(({ id }) => id === "solved@2026-10")).toMatchObject({
      before: { value: 0.75 },
      now: { value: 0.8 },
      cause: "rows",
    });
    expect((await readFile(filed("r1/monthly_2026-10_en.pdf"))).equals(before)).toBe(true);
    const model = JSON.parse(await readFile(filed("r2/model.en.json"), "utf8"));
    expect(model.edition.revision).toBe(2);
    const page = model.sections.find(({ id }: { id: string }) => id === "restatement");
    expect(page.heading.text).toMatch(/^\d+ figures differ from revision 1$/);
    expect(JSON.stringify(page)).toContain("75.0%");

    const again = JSON.parse((await cli("regenerate", "monthly", "--period", "2026-10", "--json")).stdout);
    expect(again).toMatchObject({ revision: 2, files: [{ same: true }], differs: [] });
    const first = await cli("regenerate", "monthly", "--period", "2026-10", "--revision", "1", "--json");
    expect(JSON.parse(first.stdout)).toMatchObject({ revision: 1, files: [{ same: true }] });
  });

  it("tells changed rules from changed rows", async () => {
    const path = join(database.root, "config/service.yaml");
    await writeFile(path, SMALL_CONFIG.replace("baseline: 2, target: 1.5", "baseline: 2, target: 1.2"));
    const { changes } = await restate();
    await writeFile(path, SMALL_CONFIG);
    expect(changes.find(({ id }) => id === "speed@2026-10#target")).toMatchObject({
      before: { value: 1.5 },
      now: { value: 1.2 },
      cause: "rules",
    });
    expect(changes.map(({ id }) => id)).not.toContain("speed@2026-10");
  });

  it("two revisions are compared in the terminal and as JSON", async () => {
    const text = await cli("diff", "monthly/2026-10", "r1", "r2");
    expect(text.stdout).toMatch(/solved@2026-10 +75\.0% +80\.0% +rows/);
    const changes = JSON.parse((await cli("diff", EDITION, "1", "2", "--json")).stdout) as Restated["changes"];
    expect(changes.find(({ id }) => id === "solved@2026-10")?.now?.value).toBe(0.8);
    expect((await cli("diff", EDITION, "1", "9")).stderr).toContain(`${EDITION} has no revision 9.`);
  });
});

describe("the archive", () => {
  it("lists, exports and verifies; an altered file is found and exits with its code", async () => {
    expect((await cli("archive", "list")).stdout).toMatch(/monthly\/2026-10\/all +r1 .* quality team +first/);
    const copy = join(database.root, "copy");
    const exported = await cli("archive", "export", "monthly/2026-10", copy, "--revision", "1");
    expect(exported.code, exported.stderr).toBe(0);
    expect((await readdir(copy)).length).toBe(6);
    expect((await cli("archive", "export", "monthly/2026-10", copy)).code).toBe(2);

    expect((await cli("archive", "verify")).stdout).toContain("all as filed");
    const damaged = join(database.root, "damaged");
    await cp(join(database.root, "archive"), damaged, { recursive: true });
    await writeFile(join(damaged, EDITION, "r2/snapshot.json"), "{}");
    const found = await cli("archive", "verify", "--folder", damaged, "--json");
    expect(found.code).toBe(15);
    expect(JSON.parse(found.stdout).faults).toMatchObject([{ kind: "altered", path: `${EDITION}/r2/snapshot.json` }]);
  });

  it("a filed file that was altered is never taken for what was filed", async () => {
    const path = filed("r2/snapshot.json");
    const before = await readFile(path);
    await writeFile(path, before.toString("utf8").replace('"n": 50', '"n": 51'));
    const made = await cli("regenerate", "monthly", "--period", "2026-10", "--revision", "2");
    await writeFile(path, before);
    expect(made.code).toBe(15);
    expect(made.stderr).toContain("r2/snapshot.json is not the file that was filed");
  });

  it("says so when the rules were filed by a version that knows more", async () => {
    const copy = join(database.root, "newer");
    for (const part of ["periodical.yaml", "config", "archive"]) {
      await cp(join(database.root, part), join(copy, part), { recursive: true });
    }
    const path = join(copy, "archive", EDITION, "r1");
    const config = (await readFile(join(path, "config.json"), "utf8")).replace(
      '"files": {',
      '"files": { "novelties": {},',
    );
    const hash = createHash("sha256").update(config).digest("hex");
    const manifest = JSON.parse(await readFile(join(path, "manifest.json"), "utf8"));
    for (const file of manifest.files) {
      if (file.name === "config.json") Object.assign(file, { sha256: hash, bytes: Buffer.byteLength(config) });
    }
    await writeFile(join(path, "config.json"), config);
    await writeFile(join(copy, "archive/chain/00000001.json"), JSON.stringify(manifest));
    const made = await runCli(["regenerate", "monthly", "--period", "2026-10", "--revision", "1", "--project", copy], {
      env: database.env,
    });
    expect(made.stderr).toMatch(/does not understand.*\n.*\n.*It was filed by Periodical/);
    expect(made.code).toBe(3);
  });

  it("prunes by the report's retention only", async () => {
    expect((await cli("archive", "prune")).stdout).toContain("No revision is older");
    const chain = join(database.root, "archive/chain");
    expect((await readdir(chain)).length).toBe(3);
  });
});
