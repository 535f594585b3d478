import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { connectionError, isConnectionLost, type Peer } from "./connection-errors.ts";
import { warehouseTypes } from "./types.ts";

/** Where connections go. */
export interface Endpoint {
  peer: Peer;
  /** Asked before each new connection: the embedded server may have been started again. */
  settings(): Promise<pg.ClientConfig>;
  release(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** How often a connection to the embedded server is tried that is just being started again. */
const EMBEDDED_TRIES = 5;

/** Settings of every connection, whatever the server. */
const COMMON: pg.ClientConfig = {
  application_name: "periodical",
  keepAlive: true,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  types: warehouseTypes,
};

/** The connections of one warehouse; errors of connecting are the operator's. */
export class WarehousePool extends pg.Pool {
  readonly #endpoint: Endpoint;
  readonly #open = new Set<pg.PoolClient>();

  constructor(endpoint: Endpoint, max: number) {
    super({ ...COMMON, max, idleTimeoutMillis: 2_000 });
    this.#endpoint = endpoint;
    // A connection that is lost while nobody uses it is replaced by the next one.
    this.on("error", () => undefined);
    this.on("connect", (client) => this.#open.add(client));
    this.on("remove", (client) => this.#open.delete(client));
  }

  /** Ends all connections, busy ones too: their statements fail, their transactions are undone. */
  cut(): void {
    for (const client of this.#open) cutConnection(client);
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): void;
  override connect(
    callback?: (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): Promise<pg.PoolClient> | undefined {
    const client = this.#connect();
    if (callback === undefined) return client;
    client.then(
      (connected) => callback(undefined, connected, (release) => connected.release(release === true)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
    return undefined;
  }

  async #connect(): Promise<pg.PoolClient> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        Object.assign(this.options, await this.#endpoint.settings());
        return await super.connect();
      } catch (error) {
        const { peer } = this.#endpoint;
        if (!peer.embedded || attempt === EMBEDDED_TRIES || !isConnectionLost(error))
          throw connectionError(error, peer);
        await sleep(50 * attempt);
      }
    }
  }
}

/** Ends a connection without a word, when it does not listen any more. */
export function cutConnection(client: pg.ClientBase): void {
  (client as unknown as { connection: { stream: Duplex } }).connection.stream.destroy();
}

/** Cancels what another connection is running, as the same user, which needs no right of its own. Never fails. */
export async function cancelBackend(endpoint: Endpoint, backend: number): Promise<void> {
  try {
    const client = new pg.Client({ ...COMMON, ...(await endpoint.settings()), connectionTimeoutMillis: 2_000 });
    client.on("error", () => undefined);
    await client.connect();
    await client.query("SELECT pg_cancel_backend($1)", [backend]).finally(() => client.end());
  } catch {
    // Then the connection is cut, and the server finds out by itself.
  }
}
