import { spawn } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { preparePrograms } from "../../src/warehouse/embedded/binaries.ts";
import { serverIdentity } from "../../src/warehouse/embedded/identity.ts";
import { findBinaries } from "../../src/warehouse/embedded/platform.ts";
import { withWarehouse } from "../../src/warehouse/warehouse.ts";
import { type ClusterTemplate, makeClusterTemplate, newProjectFolder } from "../helpers/cluster-template.ts";
import { EmbeddedProcess, serverIsGone, supervisorOf, until } from "../helpers/embedded-process.ts";
import { testProject } from "../helpers/postgres.ts";
import { readableCheckout } from "../helpers/readable-checkout.ts";

const isRoot = process.getuid?.() === 0;
/** The user that stands for "not root" when these tests run as root. */
const OTHER = 65534;
let base: string;
let template: ClusterTemplate;

beforeAll(async () => {
  template = await makeClusterTemplate();
});

afterAll(() => template.remove());

beforeEach(() => {
  base = newProjectFolder("periodical-places-");
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

function newProject(...path: string[]): string {
  const root = join(base, ...path);
  mkdirSync(root, { recursive: true });
  return root;
}

/** A project whose server has run before. */
function usedProject(name: string): string {
  const root = newProject(name);
  template.copyTo(root);
  return root;
}

async function use(root: string): Promise<object[]> {
  const config = { root, project: testProject() };
  try {
    return await withWarehouse(config, { env: {} }, async ({ write, read }) => {
      await write((client) => client.query("CREATE TABLE IF NOT EXISTS kept (id int); INSERT INTO kept VALUES (1)"));
      return read((session) => session.query("SELECT count(*) AS n FROM kept"));
    });
  } finally {
    await until(() => serverIsGone(root));
  }
}

describe("a project", () => {
  it("below a folder that only its owner may enter", async () => {
    const root = newProject("closed", "project");
    chmodSync(join(base, "closed"), 0o700);
    expect(await use(root)).toEqual([{ n: 1 }]);
  });

  it("with a path longer than a socket's may be, and signs that a shell would read", async () => {
    const root = newProject("x".repeat(100), "客服 $(touch oops) 'quoted' \"twice\"");
    expect(await use(root)).toEqual([{ n: 1 }]);
  });

  it("whose packages lie below a path that a shell would run", async () => {
    const native = join(base, "$(touch oops) `touch oops`", "native");
    cpSync(findBinaries().native, native, { recursive: true });
    const programs = preparePrograms({ ...findBinaries(), native }, serverIdentity(base, base), [join(base, "$HOME")]);
    expect(JSON.stringify(programs)).not.toMatch(/[$`]/);
    expect(existsSync(programs.initdb)).toBe(true);
  });

  it("of a user who is not root", async () => {
    const root = newProject("theirs");
    if (isRoot) chownSync(root, OTHER, OTHER);
    const checkout = isRoot ? readableCheckout(OTHER, join(base, "checkout")) : undefined;
    const client = new EmbeddedProcess(root, {
      ...(isRoot ? { uid: OTHER } : {}),
      ...checkout,
      env: { PATH: process.env.PATH, TMPDIR: tmpdir() },
    });
    await client.hear("ready");
    await client.run("CREATE TABLE kept (id int)");
    const supervisor = supervisorOf(root);
    expect(processUser(supervisor)).toBe(isRoot ? OTHER : process.getuid?.());
    await client.kill();
    await until(() => serverIsGone(root));
    // And as root afterwards: the files stay the user's.
    expect(await use(root)).toEqual([{ n: 1 }]);
    expect(serverIdentity(root, join(root, ".periodical/postgres")).uid).toBe(isRoot ? OTHER : process.getuid?.());
  });
});

describe("what stands in the way is named", () => {
  it("a data folder of another version", async () => {
    const root = newProject("old");
    mkdirSync(join(root, ".periodical", "postgres"), { recursive: true });
    writeFileSync(join(root, ".periodical", "postgres", "PG_VERSION"), "15\n");
    await expect(use(root)).rejects.toMatchObject({
      code: "WAREHOUSE_UNREACHABLE",
      message: expect.stringContaining("PostgreSQL 15"),
      hint: expect.stringContaining("DATABASE_URL"),
    });
    expect(readFileSync(join(root, ".periodical", "postgres", "PG_VERSION"), "utf8")).toBe("15\n");
  });

  it("a folder that is no data folder is left alone", async () => {
    const root = newProject("strange");
    mkdirSync(join(root, ".periodical", "postgres"), { recursive: true });
    writeFileSync(join(root, ".periodical", "postgres", "precious.txt"), "mine");
    await expect(use(root)).rejects.toMatchObject({
      code: "WAREHOUSE_UNREACHABLE",
      message: expect.stringContaining("not the data folder"),
    });
    expect(readFileSync(join(root, ".periodical", "postgres", "precious.txt"), "utf8")).toBe("mine");
  });

  it("a project that cannot be written to", async () => {
    const root = newProject("readonly");
    chmodSync(root, 0o555);
    const checkout = isRoot ? readableCheckout(OTHER, join(base, "checkout")) : undefined;
    const client = new EmbeddedProcess(root, { ...(isRoot ? { uid: OTHER } : {}), ...checkout });
    const said = JSON.parse((await client.hear("error")).slice("error ".length));
    expect(said).toMatchObject({ code: "WAREHOUSE_UNREACHABLE", hint: expect.stringContaining("DATABASE_URL") });
    expect(said.message).toMatch(/permission denied/i);
    await client.end();
  });

  it("a damaged data folder", async () => {
    const root = usedProject("damaged");
    rmSync(join(root, ".periodical", "postgres", "global", "pg_control"));
    await expect(use(root)).rejects.toMatchObject({ code: "WAREHOUSE_UNREACHABLE" });
  });
});

describe("what a crash leaves behind", () => {
  it("a process number that now is a zombie does not count as a running server", async () => {
    const root = usedProject("zombie");
    const { uid, gid, elevated } = serverIdentity(root, join(root, ".periodical", "postgres"));
    // `sleep` never asks how its child ended.
    const parent = spawn("/bin/sh", ["-c", "/bin/true & echo $!; exec sleep 60"], {
      stdio: ["ignore", "pipe", "ignore"],
      ...(elevated ? { uid, gid } : {}),
    });
    const zombie = await new Promise<string>((resolve) =>
      parent.stdout.once("data", (chunk) => resolve(String(chunk))),
    );
    const pidFile = join(root, ".periodical", "postgres", "postmaster.pid");
    writeFileSync(pidFile, `${zombie.trim()}\n${root}\n1700000000\n5432\n/tmp\n\n\nready\n`);
    chownSync(pidFile, uid, gid);
    chmodSync(pidFile, 0o600);
    expect(await use(root)).toEqual([{ n: 1 }]);
    parent.kill("SIGKILL");
  });

  it("an unfinished first start is begun again", async () => {
    const root = newProject("unfinished");
    mkdirSync(join(root, ".periodical", "postgres.new", "base"), { recursive: true });
    writeFileSync(join(root, ".periodical", "postgres.new", "PG_VERSION"), "18\n");
    expect(await use(root)).toEqual([{ n: 1 }]);
    expect(existsSync(join(root, ".periodical", "postgres.new"))).toBe(false);
  });

  it("a note about a server that is gone, and its sockets", async () => {
    const root = usedProject("note");
    const note = { supervisor: 1, control: join(root, ".periodical", "run", "control") };
    writeFileSync(join(root, ".periodical", "postgres.json"), JSON.stringify(note));
    mkdirSync(join(root, ".periodical", "run"), { recursive: true });
    writeFileSync(join(root, ".periodical", "run", "control"), "");
    expect(await use(root)).toEqual([{ n: 1 }]);
  });
});

function processUser(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}
