import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectConfig } from "../../src/config/schema/project.ts";
import { PeriodicalError } from "../../src/errors.ts";
import { withWarehouse } from "../../src/warehouse/warehouse.ts";
import { testProject } from "../helpers/postgres.ts";
import { freePort, PASSWORD, startTcpServer, type TcpServer, TLS_FIXTURES } from "../helpers/tcp-postgres.ts";

let server: TcpServer;
let root: string;

beforeAll(async () => {
  server = await startTcpServer();
  root = mkdtempSync(join(tmpdir(), "periodical-server-"));
  for (const file of ["ca.pem", "client.pem", "client.key"]) copyFileSync(join(TLS_FIXTURES, file), join(root, file));
  await server.administer("CREATE TABLE tickets (id int PRIMARY KEY, channel text); GRANT SELECT ON tickets TO reader");
  await server.administer("CREATE TABLE salaries (id int)");
});

afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

type Warehouse = ProjectConfig["warehouse"];

/** Connects, asks for something, and returns what the operator would read when it fails. */
async function attempt(
  env: NodeJS.ProcessEnv,
  warehouse: Partial<Warehouse> = {},
  sql = "SELECT current_user AS who, ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
): Promise<unknown> {
  return withWarehouse({ root, project: testProject(warehouse) }, { env }, ({ read }) =>
    read((session) => session.query(sql)),
  );
}

async function failure(
  env: NodeJS.ProcessEnv,
  warehouse: Partial<Warehouse> = {},
  sql?: string,
): Promise<PeriodicalError> {
  const error = await attempt(env, warehouse, sql).then(
    () => new Error("it worked"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof PeriodicalError)) throw error;
  const said = `${error.message} ${error.hint} ${error.where} ${JSON.stringify(error.details)} ${String(error.cause)}`;
  expect(said).not.toContain("pa:ss");
  expect(said).not.toContain(encodeURIComponent(PASSWORD));
  return error;
}

/** Something that listens and gives every caller the same answer, or none. */
async function withPlainServer(answer: string | null, use: (port: number) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>();
  const plain = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    if (answer !== null) socket.end(answer);
  });
  await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
  try {
    await use((plain.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    plain.close();
  }
}

describe("a server of one's own", () => {
  it("is found by its URL, with a password full of special characters", async () => {
    expect(await attempt({ DATABASE_URL: server.url() })).toEqual([{ who: "reader", ssl: false }]);
  });

  it("is found by the fields of the configuration", async () => {
    const fields = { host: "localhost", port: server.port, user: "reader", database: "warehouse" };
    expect(await attempt({ PGPASSWORD: PASSWORD }, fields)).toEqual([{ who: "reader", ssl: false }]);
    expect(await attempt({ SECRET: PASSWORD }, { ...fields, password_env: "SECRET" })).toHaveLength(1);
  });

  it("calls itself by its version", async () => {
    const config = { root, project: testProject() };
    const env = { DATABASE_URL: server.url() };
    const [name, embedded] = await withWarehouse(config, { env }, async (warehouse) => [
      warehouse.server,
      warehouse.embedded,
    ]);
    expect(name).toMatch(/^PostgreSQL 18\.\d+$/);
    expect(embedded).toBe(false);
  });

  it("does not answer: names host and port", async () => {
    const port = await freePort();
    const error = await failure({
      DATABASE_URL: `postgres://reader:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/w`,
    });
    expect(error.code).toBe("WAREHOUSE_UNREACHABLE");
    expect(error.message).toBe(`Nothing listens at 127.0.0.1:${port}/w.`);
    expect(error.where).toBe("DATABASE_URL");
  });

  it("has an unknown host name", async () => {
    const error = await failure({ DATABASE_URL: "postgres://reader@no-such-host.invalid/warehouse" });
    expect(error.code).toBe("WAREHOUSE_UNREACHABLE");
    expect(error.message).toContain("no-such-host.invalid");
  });

  it("is something else than PostgreSQL", async () => {
    await withPlainServer("HTTP/1.1 400 Bad Request\r\n\r\n", async (port) => {
      const error = await failure({ DATABASE_URL: `postgres://reader@127.0.0.1:${port}/warehouse` });
      expect(error.code).toBe("WAREHOUSE_UNREACHABLE");
    });
  });

  it("does not offer encryption", async () => {
    await withPlainServer("N", async (port) => {
      const env = { DATABASE_URL: `postgres://reader@127.0.0.1:${port}/warehouse?sslmode=require` };
      const error = await failure(env);
      expect(error.code).toBe("WAREHOUSE_UNREACHABLE");
      expect(error.message).toContain("does not offer encryption");
    });
  });

  it("says nothing: Ctrl-C ends the waiting", async () => {
    await withPlainServer(null, async (port) => {
      const env = { DATABASE_URL: `postgres://reader@127.0.0.1:${port}/warehouse` };
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 100);
      const config = { root, project: testProject() };
      const opened = withWarehouse(config, { env, signal: controller.signal }, async () => "open");
      await expect(opened).rejects.toMatchObject({ code: "INTERRUPTED" });
    });
  });

  it("refuses a wrong password: names the user, never the password", async () => {
    const error = await failure({ DATABASE_URL: server.url({ password: "pa:ss-wrong" }) });
    expect(error.code).toBe("WAREHOUSE_UNREACHABLE");
    expect(error.message).toContain('refuses the password of user "reader"');
    expect(error.hint).toContain("DATABASE_URL");
  });

  it("wants a password where there is none", async () => {
    const error = await failure({}, { host: "localhost", port: server.port, user: "reader", database: "warehouse" });
    expect(error.code).toBe("WAREHOUSE_UNREACHABLE");
    expect(error.hint).toContain("PGPASSWORD");
  });

  it("has no such database", async () => {
    const error = await failure({ DATABASE_URL: server.url({ database: "warehose" }) });
    expect(error.code).toBe("WAREHOUSE_UNREACHABLE");
    expect(error.message).toContain("warehose");
    expect(error.hint).toContain("database name");
  });

  it("has no such user", async () => {
    const error = await failure({ DATABASE_URL: server.url({ user: "nobody_here" }) });
    expect(error.code).toBe("WAREHOUSE_UNREACHABLE");
    expect(error.message).toContain("nobody_here");
  });

  it("does not let the role see a table", async () => {
    const error = await failure({ DATABASE_URL: server.url() }, {}, "SELECT * FROM salaries");
    expect(error.code).toBe("WAREHOUSE_QUERY");
    expect(error.hint).toContain("GRANT SELECT ON salaries");
  });

  it("suggests only tables the role may see", async () => {
    const error = await failure({ DATABASE_URL: server.url() }, {}, "SELECT * FROM salarys");
    expect(error.hint).not.toContain("salaries");
    const other = await failure({ DATABASE_URL: server.url() }, {}, "SELECT * FROM ticket");
    expect(other.hint).toContain('"tickets"');
  });
});

describe("encryption", () => {
  const tls = (mode: "require" | "verify-full" | "disable", rest: object = {}): Partial<Warehouse> => ({
    tls: { mode, ...rest },
  });

  it("require encrypts without asking who it is", async () => {
    expect(await attempt({ DATABASE_URL: server.url({ host: "127.0.0.1" }) }, tls("require"))).toMatchObject([
      { ssl: true },
    ]);
    expect(await attempt({ DATABASE_URL: server.url({ query: "?sslmode=require" }) })).toMatchObject([{ ssl: true }]);
  });

  it("verify-full accepts the authority it was given", async () => {
    expect(await attempt({ DATABASE_URL: server.url() }, tls("verify-full", { ca_file: "ca.pem" }))).toMatchObject([
      { ssl: true },
    ]);
    const query = `?sslmode=verify-full&sslrootcert=${encodeURIComponent(join(root, "ca.pem"))}`;
    expect(await attempt({ DATABASE_URL: server.url({ query }) })).toMatchObject([{ ssl: true }]);
  });

  it("verify-full refuses an authority nobody knows", async () => {
    const error = await failure({ DATABASE_URL: server.url() }, tls("verify-full"));
    expect(error.code).toBe("WAREHOUSE_UNREACHABLE");
    expect(error.message).toContain("not signed by an authority known here");
    expect(error.hint).toContain("ca_file");
  });

  it("verify-full refuses another host name", async () => {
    const env = { DATABASE_URL: server.url({ host: "127.0.0.1" }) };
    const error = await failure(env, tls("verify-full", { ca_file: "ca.pem" }));
    expect(error.code).toBe("WAREHOUSE_UNREACHABLE");
    expect(error.message).toContain("another host name");
  });

  it("a client certificate logs in without a password", async () => {
    const files = { ca_file: "ca.pem", cert_file: "client.pem", key_file: "client.key" };
    const env = { DATABASE_URL: server.url({ user: "certified", password: "" }) };
    expect(await attempt(env, tls("verify-full", files))).toEqual([{ who: "certified", ssl: true }]);
  });

  it("a server that wants it is told apart", async () => {
    const error = await failure({ DATABASE_URL: server.url({ user: "certified", password: "" }) }, tls("disable"));
    expect(error.code).toBe("WAREHOUSE_UNREACHABLE");
    expect(error.message).toContain("certified");
  });

  it("a certificate file that is not there is an error of the configuration", async () => {
    const error = await failure({ DATABASE_URL: server.url() }, tls("verify-full", { ca_file: "missing.pem" }));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.where).toContain("ca_file");
  });
});
