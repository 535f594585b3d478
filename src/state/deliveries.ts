import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { PeriodicalError } from "../errors.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { LedgerReader } from "./import-ledger.ts";
import { migrate } from "./migrate.ts";
import { goneOwners, ownProcess } from "./process-identity.ts";

export type DeliveryStatus = "pending" | "failed" | "sent" | "given_up";

/** A mail address with the name shown beside it. */
export interface Mailbox {
  address: string;
  name: string | null;
}

/** What a message needs beside the filed revision. */
export interface Particulars {
  locale: string;
  /** Only for mail: whom its head names. Nobody else ever sees a `bcc`. */
  mail?: { role: "to" | "cc" | "bcc"; to: Mailbox[]; cc: Mailbox[] };
}

/** One recipient of one revision by one channel. */
export interface Delivery {
  id: number;
  edition: string;
  revision: number;
  /** `mail` or the id of a channel. */
  channel: string;
  recipient: string;
  particulars: Particulars;
  status: DeliveryStatus;
  attempts: number;
  /** ISO UTC, as all times here. */
  nextAttempt: string;
  /** Until when the process that sends it now keeps it; null when nobody does. */
  claimedUntil: string | null;
  messageId: string;
  response: string | null;
  createdAt: string;
  createdBy: string;
  attemptedAt: string | null;
  settledAt: string | null;
}

export type NewDelivery = Pick<
  Delivery,
  "edition" | "revision" | "channel" | "recipient" | "particulars" | "messageId"
>;

/** A delivery that this process alone may send until its claim ends. */
export interface Claimed extends Delivery {
  claim: string;
}

export type Outcome =
  | { status: "sent"; response: string }
  | { status: "given_up"; response: string }
  | { status: "failed"; response: string; retryInS: number }
  /** It was not even tried: the attempt does not count. */
  | { status: "untried"; response: string };

/** Which deliveries are meant. */
export interface Which {
  edition?: string | undefined;
  revision?: number | undefined;
  /** Only these recipients. */
  recipients?: readonly string[] | undefined;
}

/** How long a claim holds. Longer than any sending may take, so that a slow one is never overtaken. */
export const CLAIM_S = 360;
/** Sending is broken off after so long. */
export const SENDING_S = 300;

type Writer = Pick<Warehouse, "write">;

/**
 * Enters deliveries; one that is there already, in whatever state, stays as it is.
 *
 * @returns how many are new
 * @throws {PeriodicalError} STATE_READ_ONLY
 */
export async function enterDeliveries(
  warehouse: Writer,
  deliveries: readonly NewDelivery[],
  by: string,
): Promise<number> {
  const sql = `INSERT INTO periodical.delivery (edition, revision, channel, recipient, particulars, message_id, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (edition, revision, channel, recipient) DO NOTHING`;
  return writing(warehouse, async (client) => {
    let added = 0;
    for (const { edition, revision, channel, recipient, particulars, messageId } of deliveries) {
      const values = [edition, revision, channel, recipient, JSON.stringify(particulars), messageId, by];
      added += (await client.query(sql, values)).rowCount ?? 0;
    }
    return added;
  });
}

const WHICH = `($1::text IS NULL OR edition = $1) AND ($2::int IS NULL OR revision = $2)
  AND ($3::text[] IS NULL OR recipient = ANY ($3))`;
const whichValues = ({ edition, revision, recipients }: Which): unknown[] => [
  edition ?? null,
  revision ?? null,
  recipients ?? null,
];

/**
 * Takes the next delivery that is due: the one database decides, so two processes never hold the same. Its attempt is
 * counted now, before anything is sent. A claim ends with its time, or at once when its process is known to be gone.
 */
export async function claimDelivery(warehouse: Writer, which: Which): Promise<Claimed | null> {
  return writing(warehouse, async (client) => {
    const owners = await client.query<{ owner: string }>(
      "SELECT DISTINCT claim_owner AS owner FROM periodical.delivery WHERE claim IS NOT NULL AND claim_until > now()",
    );
    const gone = await goneOwners(owners.rows.map(({ owner }) => owner));
    const sql = `UPDATE periodical.delivery
      SET claim = $5, claim_owner = $6, claim_until = now() + make_interval(secs => $7),
          attempts = attempts + 1, attempted_at = now()
      WHERE id = (
        SELECT id FROM periodical.delivery
        WHERE status IN ('pending', 'failed') AND next_attempt <= now() AND ${WHICH}
          AND (claim IS NULL OR claim_until <= now() OR claim_owner = ANY ($4))
        ORDER BY next_attempt, id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING *`;
    const claim = randomUUID();
    const values = [...whichValues(which), gone, claim, await ownProcess(), CLAIM_S];
    const [row] = (await client.query<Row>(sql, values)).rows;
    return row === undefined ? null : { ...fromRow(row), claim };
  });
}

/**
 * Writes down what became of a claimed delivery. That it was accepted is kept whoever holds the claim by now. A database
 * that is away for a moment is waited for: forgetting an accepted message would send it again.
 */
export async function settleDelivery(warehouse: Writer, { id, claim }: Claimed, outcome: Outcome): Promise<void> {
  const untried = outcome.status === "untried";
  const sql = `UPDATE periodical.delivery
    SET status = $3, attempts = attempts - $6, response = $4, claim = NULL, claim_owner = NULL, claim_until = NULL,
        next_attempt = now() + make_interval(secs => $5),
        settled_at = CASE WHEN $3 IN ('sent', 'given_up') THEN now() END
    WHERE id = $1 AND status <> 'sent' AND ($3 = 'sent' OR claim = $2)`;
  const wait = outcome.status === "failed" ? outcome.retryInS : 0;
  const status = untried ? "failed" : outcome.status;
  const values = [id, claim, status, outcome.response, wait, untried ? 1 : 0];
  for (let tries = 1; ; tries += 1) {
    try {
      await writing(warehouse, (client) => client.query(sql, values));
      return;
    } catch (error) {
      if (tries >= SETTLE_TRIES || !(error instanceof PeriodicalError) || error.code !== "WAREHOUSE_UNREACHABLE")
        throw error;
      await sleep(SETTLE_WAIT_MS);
    }
  }
}

const SETTLE_TRIES = 120;
const SETTLE_WAIT_MS = 500;

/** Makes deliveries that were given up or wait for their next attempt due now, with all attempts before them. */
export async function retryDeliveries(warehouse: Writer, which: Which): Promise<number> {
  const sql = `UPDATE periodical.delivery
    SET status = 'failed', attempts = 0, next_attempt = now(), settled_at = NULL, owner_told = NULL
    WHERE status IN ('failed', 'given_up') AND claim IS NULL AND ${WHICH}`;
  return writing(warehouse, async (client) => (await client.query(sql, whichValues(which))).rowCount ?? 0);
}

/** Takes the deliveries that were given up and of which the owner was not told; nobody else gets them. */
export async function takeUntold(warehouse: Writer, which: Which): Promise<Delivery[]> {
  const sql = `UPDATE periodical.delivery SET owner_told = now()
    WHERE status = 'given_up' AND owner_told IS NULL AND ${WHICH} RETURNING *`;
  return writing(warehouse, async (client) => (await client.query<Row>(sql, whichValues(which))).rows.map(fromRow));
}

/** The owner could not be told after all; the next run tries again. */
export async function giveBackUntold(warehouse: Writer, ids: readonly number[]): Promise<void> {
  const sql = "UPDATE periodical.delivery SET owner_told = NULL WHERE id = ANY ($1)";
  await writing(warehouse, (client) => client.query(sql, [ids]));
}

/** The ledger, oldest first; empty where nothing was ever delivered. */
export async function readDeliveries(reader: LedgerReader, which: Which = {}): Promise<Delivery[]> {
  const there = `SELECT 1 AS found FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'periodical' AND c.relname = 'delivery'`;
  if ((await run(reader, there, [])).length === 0) return [];
  const sql = `SELECT * FROM periodical.delivery WHERE ${WHICH} ORDER BY id`;
  return (await run<Row>(reader, sql, whichValues(which))).map(fromRow);
}

interface Row {
  id: string;
  edition: string;
  revision: number;
  channel: string;
  recipient: string;
  particulars: Particulars;
  status: DeliveryStatus;
  attempts: number;
  next_attempt: Date;
  claim_until: Date | null;
  message_id: string;
  response: string | null;
  created_at: Date;
  created_by: string;
  attempted_at: Date | null;
  settled_at: Date | null;
}

function fromRow(row: Row): Delivery {
  const { edition, revision, channel, recipient, particulars, status, attempts, response } = row;
  return {
    id: Number(row.id),
    ...{ edition, revision, channel, recipient, particulars, status, attempts },
    nextAttempt: row.next_attempt.toISOString(),
    claimedUntil: row.claim_until?.toISOString() ?? null,
    messageId: row.message_id,
    response,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    attemptedAt: row.attempted_at?.toISOString() ?? null,
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}

async function run<T extends object>(reader: LedgerReader, sql: string, params: unknown[]): Promise<T[]> {
  const result = (await reader.query(sql, params)) as T[] | pg.QueryResult<T>;
  return Array.isArray(result) ? result : result.rows;
}

/** `insufficient_privilege`, `read_only_sql_transaction`. */
const READ_ONLY = new Set(["42501", "25006"]);

async function writing<T>(warehouse: Writer, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  try {
    return await warehouse.write(async (client) => {
      await migrate(client);
      return use(client);
    });
  } catch (error) {
    const details = error instanceof PeriodicalError ? (error.details as { sqlstate?: string } | undefined) : undefined;
    if (!READ_ONLY.has(details?.sqlstate ?? (error as { code?: string }).code ?? "")) throw error;
    throw new PeriodicalError(
      "STATE_READ_ONLY",
      "Nothing can be delivered: the warehouse is read-only for this role.",
      {
        where: "schema periodical",
        hint: "Ask for a role that may create and write the schema periodical: without the ledger somebody could be served twice.",
        cause: error,
      },
    );
  }
}
