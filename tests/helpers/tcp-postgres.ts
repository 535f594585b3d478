import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { preparePrograms } from "../../src/warehouse/embedded/binaries.ts";
import { serverIdentity } from "../../src/warehouse/embedded/identity.ts";
import { findLeash } from "../../src/warehouse/embedded/leash.ts";
import { findBinaries } from "../../src/warehouse/embedded/platform.ts";

export const TLS_FIXTURES = join(import.meta.dirname, "..", "fixtures", "tls");

/** Full of what an URL has to escape. */
export const PASSWORD = "pa:ss/wörd@%1";

/** A server as users have one: TCP, passwords, TLS, roles. */
export interface TcpServer {
  port: number;
  /**
   * URL for the role `reader`, which has a password and no rights. The role `certified` may connect encrypted only, with
   * the client certificate and without a password.
   */
  url(parts?: { user?: string; password?: string; database?: string; host?: string; query?: string }): string;
  /** Runs SQL as the superuser. */
  administer(sql: string, database?: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startTcpServer(): Promise<TcpServer> {
  const folder = mkdtempSync(join(tmpdir(), "periodical-tcp-"));
  chmodSync(folder, 0o755);
  const identity = serverIdentity(folder, folder);
  const programs = preparePrograms(findBinaries(), identity, [join(folder, "cache")]);
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  chownSync(data, identity.uid, identity.gid);
  const run = {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C", ...programs.env },
    ...(identity.elevated ? { uid: identity.uid, gid: identity.gid } : {}),
  };
  const made = spawnSync(
    programs.initdb,
    ["-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
    run,
  );
  if (made.status !== 0) throw new Error(String(made.stderr));
  for (const file of ["ca.pem", "server.pem", "server.key"]) {
    cpSync(join(TLS_FIXTURES, file), join(data, file));
    chmodSync(join(data, file), 0o600);
    chownSync(join(data, file), identity.uid, identity.gid);
  }
  writeFileSync(
    join(data, "pg_hba.conf"),
    [
      "local all owner trust",
      "hostssl all certified all cert",
      "host all certified all reject",
      "host all all all scram-sha-256",
    ].join("\n"),
  );
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: data,
    ssl: "on",
    ssl_cert_file: "server.pem",
    ssl_key_file: "server.key",
    ssl_ca_file: "ca.pem",
    fsync: "off",
    shared_buffers: "16MB",
    // Not the zone of anything else.
    timezone: "America/New_York",
  };
  const leash = findLeash(identity);
  const [command = "", ...args] = [...(leash ?? []), programs.postgres, "-D", data];
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(command, [...args, ...flags], {
    ...(leash === null ? run : { cwd: run.cwd, env: run.env }),
    stdio: "ignore",
  });
  const administer = async (sql: string, database = "warehouse"): Promise<void> => {
    const client = new pg.Client({ host: data, port, user: "owner", database, ssl: false });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await ready(child, () => administer("SELECT 1", "postgres"));
  await administer(`CREATE ROLE reader LOGIN PASSWORD '${PASSWORD}'`, "postgres");
  await administer("CREATE ROLE certified LOGIN", "postgres");
  await administer("CREATE DATABASE warehouse", "postgres");
  return {
    port,
    url: ({ user = "reader", password = PASSWORD, database = "warehouse", host = "localhost", query = "" } = {}) =>
      `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}${query}`,
    administer,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ready(child: ChildProcess, probe: () => Promise<void>): Promise<void> {
  for (let turn = 0; turn < 600; turn += 1) {
    if (child.exitCode !== null) throw new Error("the TCP server did not start");
    try {
      return await probe();
    } catch {
      await sleep(20);
    }
  }
  throw new Error("the TCP server did not become ready");
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
