import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { ProjectConfig } from "../../src/config/schema/project.ts";
import { type Lease, leaseServer } from "../../src/warehouse/embedded/lease.ts";
import type { EmbeddedAddress } from "../../src/warehouse/embedded/protocol.ts";
import { type Warehouse, withWarehouse } from "../../src/warehouse/warehouse.ts";

/** An empty database of its own on the shared embedded server, and an empty project folder. */
export interface TestDatabase {
  warehouse: Warehouse;
  /** For `DATABASE_URL`. */
  url: string;
  /** Temporary project folder. */
  root: string;
  project: ProjectConfig;
  /** Only what leads to this database. */
  env: NodeJS.ProcessEnv;
}

/** Lends a new database; it is dropped and the project folder removed afterwards. */
export async function withTestDatabase<T>(
  use: (database: TestDatabase) => Promise<T>,
  project: Partial<ProjectConfig["warehouse"]> = {},
): Promise<T> {
  const name = `t_${process.pid}_${randomBytes(6).toString("hex")}`;
  const root = await mkdtemp(join(tmpdir(), "periodical-test-"));
  await administer(`CREATE DATABASE ${name}`);
  try {
    const url = await urlOf(name);
    const env = { DATABASE_URL: url };
    const config = { root, project: testProject(project) };
    return await withWarehouse(config, { env }, (warehouse) => use({ warehouse, url, env, ...config }));
  } finally {
    await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    await rm(root, { recursive: true, force: true });
  }
}

/**
 * The same for a whole test file: `const database = openTestDatabase()` in `beforeAll`, `database.close()` in `afterAll`.
 */
export async function openTestDatabase(): Promise<TestDatabase & { close(): Promise<void> }> {
  const { promise: closed, resolve: finish } = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<TestDatabase>();
  const ended = withTestDatabase(async (database) => {
    opened.resolve(database);
    await closed;
  });
  ended.catch(opened.reject);
  const database = await opened.promise;
  return {
    ...database,
    async close() {
      finish();
      await ended;
    },
  };
}

export function testProject(warehouse: Partial<ProjectConfig["warehouse"]> = {}): ProjectConfig {
  return ProjectConfig.parse({ organisation: "Test", timezone: "Europe/Berlin", warehouse });
}

let lease: Promise<Lease> | undefined;

/** The lease is not given back: it ends with the worker, and so the server stays for the next test. */
async function testServer(): Promise<EmbeddedAddress> {
  lease ??= testRoot().then((root) => leaseServer(root));
  return (await lease).address();
}

async function testRoot(): Promise<string> {
  return process.env.PERIODICAL_TEST_ROOT ?? mkdtemp(join(tmpdir(), "periodical-tests-"));
}

async function urlOf(database: string): Promise<string> {
  const { host, user } = await testServer();
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}`;
}

async function administer(sql: string): Promise<void> {
  const { host, user } = await testServer();
  const client = new pg.Client({ host, user, database: "postgres", ssl: false });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
