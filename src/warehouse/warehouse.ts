import knex, { type Knex } from "knex";
import type pg from "pg";
import type { Config } from "../config/schema/index.ts";
import { PeriodicalError } from "../errors.ts";
import { findServer } from "./connection.ts";
import { cancelBackend, type Endpoint, WarehousePool } from "./pool.ts";
import { type Lender, type ReadSession, readTransaction, writeTransaction } from "./session.ts";

export type { ReadSession } from "./session.ts";

/** The database the figures come from. */
export interface Warehouse {
  /** Query builder on the same connections; its statements run outside of `read` and `write`. */
  knex: Knex;
  /** True when Periodical itself runs the server. */
  embedded: boolean;
  /** `PostgreSQL 18.4` */
  server: string;
  /** Lends a session whose statements all see one state of the warehouse and cannot change it. */
  read<T>(use: (session: ReadSession) => Promise<T>, options?: { signal?: AbortSignal | undefined }): Promise<T>;
  /** Lends a connection inside one transaction: kept when `use` returns, undone when it throws or the signal is given. */
  write<T>(use: (client: pg.PoolClient) => Promise<T>, options?: { signal?: AbortSignal | undefined }): Promise<T>;
}

export interface WarehouseOptions {
  /** Cancels running statements, undoes open transactions, ends with INTERRUPTED. */
  signal?: AbortSignal | undefined;
  env?: NodeJS.ProcessEnv | undefined;
  /** Use the project's own embedded server whatever the environment and the configuration say. */
  forceEmbedded?: boolean | undefined;
  onProgress?: ((text: string) => void) | undefined;
}

/**
 * Lends the warehouse of a project: the server its environment or configuration names, else the embedded one, which is
 * started when needed and stays for as long as any process uses it.
 *
 * @throws {PeriodicalError} WAREHOUSE_UNREACHABLE, CONFIG_INVALID, INTERRUPTED
 */
export async function withWarehouse<T>(
  config: Pick<Config, "root" | "project">,
  options: WarehouseOptions,
  use: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const { pool: max, statement_timeout_s } = config.project.warehouse;
  const endpoint = await openEndpoint(config, options);
  try {
    const pool = new WarehousePool(endpoint, max);
    const builder = knex({ client: "pg", connectionPool: pool });
    // Transactions end themselves; statements of the query builder and a connection that is still being made do not.
    const onAbort = (): void => void setTimeout(() => pool.cut(), CUT_ALL_MS).unref();
    options.signal?.addEventListener("abort", onAbort, { once: true });
    try {
      const server = await orInterrupted(serverName(pool), options.signal);
      const lender: Lender = {
        connect: () => pool.connect(),
        cancel: (backend) => cancelBackend(endpoint, backend),
        statementTimeoutMs: statement_timeout_s * 1000,
      };
      const signals = (own: AbortSignal | undefined): AbortSignal | undefined =>
        own && options.signal ? AbortSignal.any([own, options.signal]) : (own ?? options.signal);
      return await use({
        knex: builder,
        embedded: endpoint.peer.embedded,
        server,
        read: (task, own) => readTransaction(lender, task, signals(own?.signal)),
        write: (task, own) => writeTransaction(lender, task, signals(own?.signal)),
      });
    } finally {
      options.signal?.removeEventListener("abort", onAbort);
      await builder.destroy();
      if (options.signal?.aborted) pool.cut();
      await orInterrupted(pool.end(), options.signal).catch(() => undefined);
    }
  } finally {
    await endpoint.release();
  }
}

const CUT_ALL_MS = 3_000;

/** Waits, but not longer than until the signal. */
async function orInterrupted<T>(task: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return task;
  task.catch(() => undefined);
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new PeriodicalError("INTERRUPTED", "Stopped.", { hint: "Run the command again." }));
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  return Promise.race([task, promise]).finally(() => signal.removeEventListener("abort", stop));
}

async function openEndpoint(config: Pick<Config, "root" | "project">, options: WarehouseOptions): Promise<Endpoint> {
  const target = options.forceEmbedded ? null : findServer(config, options.env ?? process.env);
  if (target !== null) {
    const { settings, ...named } = target;
    return { peer: { ...named, embedded: false }, settings: async () => settings, release: async () => undefined };
  }
  const { leaseServer } = await import("./embedded/lease.ts");
  const lease = await leaseServer(config.root, options);
  return {
    peer: { name: "embedded", user: "periodical", where: ".periodical/postgres", passwordFrom: "", embedded: true },
    settings: async () => ({ ...(await lease.address()), ssl: false, password: "" }),
    release: () => lease.release(),
  };
}

async function serverName(pool: pg.Pool): Promise<string> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version");
    // Packagers append their own words: `15.20 (Debian 15.20-0+deb12u1)`.
    return `PostgreSQL ${rows[0]?.version.split(" ")[0]}`;
  } finally {
    client.release();
  }
}
