import type pg from "pg";
import { PeriodicalError } from "../errors.ts";
import { isConnectionLost } from "./connection-errors.ts";
import { cutConnection } from "./pool.ts";
import { type NameLookup, queryError } from "./query-errors.ts";

/** Reads one consistent state of the warehouse: everything a session returns comes from the same moment. */
export interface ReadSession {
  /**
   * Runs one statement with bound values.
   *
   * @throws {PeriodicalError} WAREHOUSE_QUERY naming the object that is wrong; INTERRUPTED when the caller's signal says so.
   * After an error the session is over: every further statement fails with the same error.
   */
  query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** What a transaction needs from the warehouse that lends it. */
export interface Lender {
  connect(): Promise<pg.PoolClient>;
  /** Cancels the running statement of another connection on the server. Must not fail. */
  cancel(backend: number): Promise<void>;
  statementTimeoutMs: number;
}

interface Transaction {
  client: pg.PoolClient;
  /** Throws INTERRUPTED when the signal was given, whatever else happened. */
  check(): void;
}

/** How long an interrupted transaction may take to come to its end before its connection is cut. */
const CUT_MS = 2_000;

/** One READ ONLY, REPEATABLE READ transaction. */
export function readTransaction<T>(
  lender: Lender,
  use: (session: ReadSession) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  // A transaction that waits while documents are printed is no mistake.
  const settings = `SET LOCAL statement_timeout = ${Math.ceil(lender.statementTimeoutMs)};
    SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL timezone = 'UTC'`;
  const begin = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settings}`;
  return transaction(lender, begin, signal, (running) => use(session(running, lender)));
}

/** One transaction, kept when `use` returns, undone when it throws or the signal is given. No statement timeout: imports are long. */
export function writeTransaction<T>(
  lender: Lender,
  use: (client: pg.PoolClient) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const begin = "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL timezone = 'UTC'";
  return transaction(lender, begin, signal, ({ client }) => use(client));
}

function session(running: Transaction, lender: Lender): ReadSession {
  let last: Promise<unknown> = Promise.resolve();
  let failed: PeriodicalError | null = null;
  const run = async <Row extends object>(sql: string, params: readonly unknown[]): Promise<Row[]> => {
    if (failed !== null) throw failed;
    running.check();
    const start = performance.now();
    try {
      // The extended protocol takes one statement only: no text can end the read-only transaction and start another.
      const config = { text: sql, values: [...params], queryMode: "extended" };
      return (await running.client.query<Row>(config)).rows;
    } catch (error) {
      running.check();
      // The server's words depend on its language, so time decides.
      const tooLong = performance.now() - start >= lender.statementTimeoutMs * 0.99;
      if (isConnectionLost(error)) failed = connectionLost(error);
      else if (isCancelled(error)) failed = cancelled(tooLong ? lender.statementTimeoutMs : undefined);
      else failed = await queryError(error, (names, values) => namesAfterRollback(running.client, names, values));
      throw failed;
    }
  };
  return {
    query<Row extends object>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
      // One connection runs one statement at a time; callers need not know.
      const next = last.then(() => run<Row>(sql, params));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

async function transaction<T>(
  lender: Lender,
  begin: string,
  signal: AbortSignal | undefined,
  use: (running: Transaction) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw interrupted();
  const client = await lender.connect();
  let lost = false;
  const onLost = (): void => {
    lost = true;
  };
  // Without a listener a lost connection would end the process; the running statement fails anyway.
  client.on("error", onLost).on("end", onLost);
  const stop = interruption(client, lender, signal);
  const check = (): void => {
    if (signal?.aborted) throw interrupted();
  };
  try {
    const results = (await client.query(`${begin}; SELECT pg_backend_pid() AS pid`)) as unknown as pg.QueryResult[];
    stop.arm(Number((results.at(-1)?.rows[0] as { pid: number } | undefined)?.pid));
    const result = await Promise.race([use({ client, check }), stop.cut]);
    check();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    stop.disarm();
    lost ||= stop.wasCut() || !(await rollback(client));
    check();
    throw await asPeriodicalError(error, lost, (sql, values) => names(client, sql, values));
  } finally {
    stop.disarm();
    client.off("error", onLost).off("end", onLost);
    // A cancel request may still be on its way and would hit whoever is lent this connection next.
    client.release(lost || signal?.aborted === true);
  }
}

/** Errors of the database become the operator's; everything else that `use` throws stays what it is. */
async function asPeriodicalError(error: unknown, lost: boolean, lookup: NameLookup): Promise<unknown> {
  if (error instanceof PeriodicalError) return error;
  if (lost && isConnectionLost(error)) return connectionLost(error);
  if (typeof (error as { severity?: unknown }).severity !== "string") return error;
  return isCancelled(error) ? cancelled() : queryError(error, lookup);
}

interface Interruption {
  /** Rejects when the connection had to be cut. */
  cut: Promise<never>;
  wasCut(): boolean;
  arm(backend: number): void;
  disarm(): void;
}

/** On the signal: cancels what runs on the server; a connection that does not come to rest after that is cut. */
function interruption(client: pg.PoolClient, lender: Lender, signal: AbortSignal | undefined): Interruption {
  let backend: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let wasCut = false;
  let reject: (error: PeriodicalError) => void = () => undefined;
  const cut = new Promise<never>((_, fail) => {
    reject = fail;
  });
  cut.catch(() => undefined);
  const onAbort = (): void => {
    if (backend !== null) void lender.cancel(backend);
    timer = setTimeout(() => {
      wasCut = true;
      cutConnection(client);
      reject(interrupted());
    }, CUT_MS);
  };
  return {
    cut,
    wasCut: () => wasCut,
    arm(pid: number): void {
      backend = pid;
      if (signal?.aborted) onAbort();
      else signal?.addEventListener("abort", onAbort, { once: true });
    },
    disarm(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

async function rollback(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query("ROLLBACK");
    return true;
  } catch {
    return false;
  }
}

/** A failed transaction answers nothing any more, so it is ended and names are asked for outside of it. */
async function namesAfterRollback(client: pg.PoolClient, sql: string, params: readonly unknown[]): Promise<string[]> {
  return (await rollback(client)) ? names(client, sql, params) : [];
}

async function names(client: pg.PoolClient, sql: string, params: readonly unknown[]): Promise<string[]> {
  try {
    return (await client.query<{ name: string }>(sql, [...params])).rows.map(({ name }) => name);
  } catch {
    return [];
  }
}

const isCancelled = (error: unknown): boolean => (error as { code?: unknown }).code === "57014";

function cancelled(timeoutMs?: number): PeriodicalError {
  return timeoutMs === undefined
    ? new PeriodicalError("WAREHOUSE_QUERY", "A statement was cancelled on the server.", {
        hint: "Somebody cancelled it, or the server has a statement timeout of its own. Run the command again.",
      })
    : new PeriodicalError("WAREHOUSE_QUERY", `A statement ran longer than ${timeoutMs / 1000} s and was cancelled.`, {
        where: "periodical.yaml: warehouse.statement_timeout_s",
        hint: "Raise warehouse.statement_timeout_s, add an index on the time column, or report on a view with fewer rows.",
      });
}

function connectionLost(cause: unknown): PeriodicalError {
  return new PeriodicalError("WAREHOUSE_UNREACHABLE", "The connection to the warehouse was lost in the middle.", {
    hint: "Nothing of the open transaction was kept. Run the command again; if it happens again, ask who stops the server.",
    cause,
  });
}

function interrupted(): PeriodicalError {
  return new PeriodicalError("INTERRUPTED", "Stopped; the running statement was cancelled and nothing was kept.", {
    hint: "Run the command again.",
  });
}
