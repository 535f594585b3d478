import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withWarehouse } from "../../src/warehouse/warehouse.ts";
import { type ClusterTemplate, makeClusterTemplate, newProjectFolder } from "../helpers/cluster-template.ts";
import {
  EmbeddedProcess,
  isAlive,
  serverIsGone,
  serverProcesses,
  supervisorOf,
  until,
} from "../helpers/embedded-process.ts";
import { testProject } from "../helpers/postgres.ts";

let template: ClusterTemplate;

beforeAll(async () => {
  template = await makeClusterTemplate();
});

afterAll(() => template.remove());

/** A project with a server that never ran, and a way to start processes in it; all are gone afterwards. */
async function withProject(
  use: (root: string, start: (env?: NodeJS.ProcessEnv) => Promise<EmbeddedProcess>) => Promise<void>,
): Promise<void> {
  const root = newProjectFolder("periodical-embedded-");
  template.copyTo(root);
  const running: EmbeddedProcess[] = [];
  try {
    await use(root, async (env = process.env) => {
      const client = new EmbeddedProcess(root, { env });
      running.push(client);
      await client.hear("ready");
      return client;
    });
  } finally {
    await Promise.all(running.map((client) => client.kill()));
    await until(() => serverIsGone(root));
    rmSync(root, { recursive: true, force: true });
  }
}

/** Rows of the table all clients write to. */
async function rows(root: string): Promise<number[]> {
  return withWarehouse({ root, project: testProject() }, { env: {} }, async ({ read }) =>
    (await read((session) => session.query<{ id: number }>("SELECT id FROM kept ORDER BY id"))).map(({ id }) => id),
  );
}

const TABLE = "CREATE TABLE IF NOT EXISTS kept (id int)";
const insert = (id: number): string => `INSERT INTO kept VALUES (${id})`;

// Each has a project of its own and mostly waits.
describe.concurrent("the embedded server", { timeout: 120_000 }, () => {
  it("is created, used, stopped, and keeps its rows", () =>
    withProject(async (root, start) => {
      rmSync(join(root, ".periodical"), { recursive: true });
      const client = await start();
      await client.run(TABLE);
      await client.run(insert(1));
      await client.end();
      await until(() => serverIsGone(root));
      expect(await rows(root)).toEqual([1]);
    }));

  it("listens on a private socket only", () =>
    withProject(async (root) => {
      await withWarehouse({ root, project: testProject() }, { env: {} }, async (warehouse) => {
        expect(warehouse.embedded).toBe(true);
        const settings = await warehouse.read((session) =>
          session.query<{ name: string; setting: string }>(
            `SELECT name, setting FROM pg_settings WHERE name IN
             ('listen_addresses', 'fsync', 'synchronous_commit', 'jit', 'TimeZone', 'server_encoding') ORDER BY name`,
          ),
        );
        expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
          TimeZone: "UTC",
          fsync: "on",
          jit: "off",
          listen_addresses: "",
          server_encoding: "UTF8",
          synchronous_commit: "on",
        });
      });
    }));

  it("ignores DATABASE_URL and the configuration when it is forced", () =>
    withProject(async (root) => {
      const project = testProject({ host: "no-such-host.invalid", user: "x", database: "x" });
      const options = { env: { DATABASE_URL: "postgres://no-such-host.invalid/x" }, forceEmbedded: true };
      expect(await withWarehouse({ root, project }, options, async ({ embedded }) => embedded)).toBe(true);
    }));

  it("is shared by the processes of a project, however many start at once", () =>
    withProject(async (root, start) => {
      const clients = await Promise.all([start(), start(), start()]);
      await clients[0]?.run(TABLE);
      await Promise.all(clients.map((client, index) => client.run(insert(index))));
      const { postmaster } = serverProcesses(root);
      await clients[0]?.end();
      await clients[1]?.run(insert(3));
      expect(serverProcesses(root).postmaster).toBe(postmaster);
      expect(await rows(root)).toEqual([0, 1, 2, 3]);
    }));

  it("gives each project a server of its own", () =>
    withProject(async (root, start) => {
      const other = mkdtempSync(join(tmpdir(), "periodical-other-"));
      try {
        await start();
        const config = { root: other, project: testProject() };
        await withWarehouse(config, { env: {} }, async () => {
          expect(serverProcesses(other).postmaster).not.toBe(serverProcesses(root).postmaster);
        });
        await until(() => serverProcesses(other).postgres.length === 0);
      } finally {
        rmSync(other, { recursive: true, force: true });
      }
    }));
});

describe.concurrent("kill -9", { timeout: 120_000 }, () => {
  it("of the only process leaves no orphan and loses no acknowledged row", () =>
    withProject(async (root, start) => {
      const client = await start();
      await client.run(TABLE);
      for (let id = 1; id <= 20; id += 1) await client.run(insert(id));
      await client.hold(insert(999));
      const supervisor = supervisorOf(root);
      await client.kill();
      await until(() => serverIsGone(root));
      await until(() => !isAlive(supervisor));
      expect(await rows(root)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    }));

  it("of one process does not disturb the other", () =>
    withProject(async (root, start) => {
      const [first, second] = await Promise.all([start(), start()]);
      await second.run(TABLE);
      await second.hold(insert(1));
      await first.kill();
      await second.letGo();
      await second.run(insert(2));
      expect(await rows(root)).toEqual([1, 2]);
    }));

  it("of the process that started the server does not disturb the others", () =>
    withProject(async (root, start) => {
      const first = await start();
      const second = await start();
      await first.kill();
      await second.run(TABLE);
      await second.run(insert(1));
      expect(await rows(root)).toEqual([1]);
    }));

  it("of the supervisor lets running transactions finish and is made good by the next connection", () =>
    withProject(async (root, start) => {
      const client = await start();
      await client.run(TABLE);
      await client.hold(insert(1));
      const before = serverProcesses(root).postmaster;
      process.kill(supervisorOf(root), "SIGKILL");
      await client.letGo();
      await client.run(insert(2));
      await client.end();
      const second = await start();
      expect(serverProcesses(root).postmaster).not.toBe(before);
      await second.run(insert(3));
      expect(await rows(root)).toEqual([1, 2, 3]);
    }));

  it("of the supervisor and all processes leaves no orphan", () =>
    withProject(async (root, start) => {
      const client = await start();
      await client.run(TABLE);
      await client.run(insert(1));
      process.kill(supervisorOf(root), "SIGKILL");
      await client.kill();
      await until(() => serverProcesses(root).postgres.length === 0);
      expect(await rows(root)).toEqual([1]);
    }));

  it("of the supervisor leaves no orphan where there is no setpriv", () =>
    withProject(async (root, start) => {
      const client = await start({ ...process.env, PATH: "/nowhere" });
      await client.run(TABLE);
      process.kill(supervisorOf(root), "SIGKILL");
      await client.kill();
      await until(() => serverProcesses(root).postgres.length === 0);
      expect(await rows(root)).toEqual([]);
    }));

  it("of everything, the server included, is recovered from", () =>
    withProject(async (root, start) => {
      const client = await start();
      await client.run(TABLE);
      for (let id = 1; id <= 5; id += 1) await client.run(insert(id));
      const victims = [supervisorOf(root), ...serverProcesses(root).postgres];
      for (const pid of victims) killIfThere(pid);
      await client.kill();
      expect(await rows(root)).toEqual([1, 2, 3, 4, 5]);
    }));

  it("of the server alone is recovered from by the next connection of the same process", () =>
    withProject(async (root) => {
      await withWarehouse({ root, project: testProject() }, { env: {} }, async (warehouse) => {
        await warehouse.write((client) => client.query(`${TABLE}; ${insert(1)}`));
        for (const pid of serverProcesses(root).postgres) killIfThere(pid);
        const query = (): Promise<object[]> => warehouse.read((session) => session.query("SELECT id FROM kept"));
        // The connection that was open is gone; who asks again gets a new server.
        await query().catch(() => undefined);
        expect(await query()).toEqual([{ id: 1 }]);
      });
    }));

  it("leaves nothing that a look at the log would call a crash after an ordinary end", () =>
    withProject(async (root, start) => {
      const client = await start();
      await client.end();
      await until(() => serverIsGone(root));
      const log = readFileSync(join(root, ".periodical", "postgres.log"), "utf8");
      expect(log).toContain("database system is shut down");
      expect(log).not.toMatch(/FATAL|PANIC|not properly shut down/);
    }));
});

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Ended when the first of them did.
  }
}
