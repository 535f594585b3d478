import type pg from "pg";
import { PeriodicalError } from "../errors.ts";
import { isConnectionLost } from "./connection-errors.ts";
import { queryError } from "./query-errors.ts";

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
      failed = isCancelled(error)
        ? cancelled(performance.now() - start >= lender.statementTimeoutMs * 0.99, lender.statementTimeoutMs)
        : await queryError(error, (lookup, values) => namesAfterFailure(running.client, lookup, values));
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
  // Without a listener a lost connection would end the process; the running statement fails anyway.
  const ignore = (): void => undefined;
  client.on("error", ignore);
  let broken = false;
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
    broken = stop.wasCut() || isConnectionLost(error) || !(await rollback(client));
    check();
    if (error instanceof PeriodicalError || !isDatabaseError(error)) throw error;
    throw isCancelled(error)
      ? cancelled(false, 0)
      : await queryError(error, (sql, values) => namesAfterFailure(client, sql, values, broken));
  } finally {
    stop.disarm();
    client.off("error", ignore);
    client.release(broken);
  }
}

/** On the signal: cancels what runs on the server; a connection that does not come to rest after that is cut. */
function interruption(client: pg.PoolClient, lender: Lender, signal: AbortSignal | undefined) {
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
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
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

/** The failed transaction answers nothing any more, so it is ended and names are asked for outside of it. */
async function namesAfterFailure(
  client: pg.PoolClient,
  sql: string,
  params: readonly unknown[],
  broken = false,
): Promise<string[]> {
  if (broken) return [];
  try {
    await client.query("ROLLBACK");
    return (await client.query<{ name: string }>(sql, [...params])).rows.map(({ name }) => name);
  } catch {
    return [];
  }
}

const isDatabaseError = (error: unknown): boolean => typeof (error as { severity?: unknown }).severity === "string";
const isCancelled = (error: unknown): boolean => (error as { code?: unknown }).code === "57014";

function cancelled(byTimeout: boolean, timeoutMs: number): PeriodicalError {
  return byTimeout
    ? new PeriodicalError("WAREHOUSE_QUERY", `A statement ran longer than ${timeoutMs / 1000} s and was cancelled.`, {
        where: "periodical.yaml: warehouse.statement_timeout_s",
        hint: "Raise warehouse.statement_timeout_s, add an index on the time column, or report on a view with fewer rows.",
      })
    : new PeriodicalError("WAREHOUSE_QUERY", "A statement was cancelled on the server.", {
        hint: "Somebody cancelled it, or the server has a statement timeout of its own. Run the command again.",
      });
}

function interrupted(): PeriodicalError {
  return new PeriodicalError("INTERRUPTED", "Stopped; the running statement was cancelled and nothing was kept.", {
    hint: "Run the command again.",
  });
}
