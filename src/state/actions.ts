import type pg from "pg";
import {
  type Action,
  type ActionChange,
  type ActionChanges,
  actionId,
  actionNumber,
  isUnderWay,
  type NewAction,
} from "../actions/action.ts";
import type { Verification } from "../config/schema/playbook.ts";
import type { LocalText } from "../config/schema/text.ts";
import { PeriodicalError } from "../errors.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { LedgerReader } from "./import-ledger.ts";
import { migrate } from "./migrate.ts";

interface Row {
  number: number;
  report: string;
  scope: Record<string, string>;
  edition: string | null;
  period: string;
  rule: string | null;
  weakness: string | null;
  measure: LocalText;
  department: LocalText;
  owner: LocalText | null;
  resources: LocalText | null;
  due: string;
  standard: Verification | null;
  standard_text: string | null;
  status: Action["status"];
  note: string | null;
  created_by: string;
  created_at: Date;
  closed_by: string | null;
  closed_at: Date | null;
  version: number;
}

/** What the catalogue says about the tables of actions, without touching them: an error would end the transaction. */
const STANDING = `
  SELECT c.oid IS NOT NULL AS there,
         coalesce(has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'), false) AS readable,
         NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off' AND CASE
           WHEN c.oid IS NOT NULL THEN has_table_privilege(c.oid, 'INSERT')
           WHEN n.oid IS NOT NULL THEN has_schema_privilege(n.oid, 'CREATE')
           ELSE has_database_privilege(current_database(), 'CREATE') END AS writable
    FROM (VALUES (1)) AS one (x)
    LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = 'periodical'
    LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'action'`;

/**
 * All actions, oldest first; empty where none was ever entered. Null where there can be none: the warehouse keeps nothing
 * of ours, because the role may not write (or not even read) there.
 */
export async function readActions(reader: LedgerReader): Promise<Action[] | null> {
  const [standing] = await run<{ there: boolean; readable: boolean; writable: boolean }>(reader, STANDING, []);
  if (standing?.there !== true) return standing?.writable === true ? [] : null;
  if (!standing.readable) return null;
  return (await run<Row>(reader, "SELECT * FROM periodical.action ORDER BY number", [])).map(fromRow);
}

/** The history of one action, oldest first. */
export async function historyOf(reader: LedgerReader, id: string): Promise<ActionChange[]> {
  const sql = "SELECT * FROM periodical.action_change WHERE action = $1 ORDER BY id";
  const rows = await run<Omit<ActionChange, "action" | "at"> & { at: Date }>(reader, sql, [actionNumber(id)]);
  return rows.map(({ version, at, by, field, before, after, why }) => ({
    action: id,
    version,
    at: at.toISOString(),
    by,
    field,
    before,
    after,
    why,
  }));
}

/** The actions inside of `writeActions`, as they are now; nobody else changes them before it ends. */
export interface ActionBook {
  all(): readonly Action[];
  add(action: NewAction, by: string, why?: string | null): Promise<Action>;
  /** Changes what differs and adds it to the history; an action that is already so stays as it is. */
  change(id: string, changes: ActionChanges, by: string, why?: string | null): Promise<Action>;
}

/**
 * Lends the actions for changes, in one transaction: all of them are kept, or none. Two that want to write take turns.
 *
 * @throws {PeriodicalError} STATE_READ_ONLY where Periodical may not keep tables of its own
 */
export async function writeActions<T>(
  warehouse: Pick<Warehouse, "write">,
  use: (book: ActionBook) => Promise<T>,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<T> {
  return warehouse
    .write(async (client) => {
      await migrate(client);
      await client.query("LOCK TABLE periodical.action IN SHARE ROW EXCLUSIVE MODE");
      return use(await openBook(client));
    }, options)
    .catch((error: unknown) => {
      throw asReadOnly(error);
    });
}

async function openBook(client: pg.ClientBase): Promise<ActionBook> {
  const rows = await run<Row>(client, "SELECT * FROM periodical.action ORDER BY number", []);
  const actions = new Map(rows.map((row) => [row.number, fromRow(row)]));
  const remember = (number: number, [row]: Row[]): Action => {
    if (row === undefined) throw new Error(`action ${number} was not kept`);
    const action = fromRow(row);
    actions.set(number, action);
    return action;
  };
  return {
    all: () => [...actions.values()],
    async add(action, by, why = null) {
      const number = Math.max(0, ...actions.keys()) + 1;
      const { report, scope, edition, period, rule, weakness, measure, department, owner, resources } = action;
      const { due, standard, standardText, note } = action;
      const sql = `INSERT INTO periodical.action (number, report, scope, edition, period, rule, weakness, measure, department,
          owner, resources, due, standard, standard_text, note, created_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING *`;
      const texts = [measure, department, owner, resources].map(json);
      const values = [number, report, json(scope), edition, period, rule, weakness, ...texts];
      const added = await run<Row>(client, sql, [...values, due, json(standard), standardText, note, by]);
      await enter(client, number, { version: 1, by, field: "created", before: null, after: "open", why });
      return remember(number, added);
    },
    async change(id, changes, by, why = null) {
      const number = actionNumber(id) ?? 0;
      const action = actions.get(number);
      if (action === undefined) throw unknownAction(id, [...actions.values()]);
      const fields = differing(action, changes);
      if (fields.length === 0) return action;
      refuseSecond({ ...action, ...changes }, [...actions.values()]);
      const version = action.version + 1;
      for (const field of fields)
        await enter(client, number, { version, by, field, before: action[field], after: changes[field], why });
      const next = { ...action, ...Object.fromEntries(fields.map((field) => [field, changes[field]])) } as Action;
      const ended = next.status === "closed" || next.status === "cancelled";
      const sql = `UPDATE periodical.action SET measure = $2, department = $3, owner = $4, resources = $5, due = $6,
          standard = $7, standard_text = $8, status = $9, note = $10, version = $11,
          closed_by = CASE WHEN $12 THEN coalesce(closed_by, $13) END,
          closed_at = CASE WHEN $12 THEN coalesce(closed_at, now()) END
        WHERE number = $1 RETURNING *`;
      const texts = [next.measure, next.department, next.owner, next.resources].map(json);
      const values = [number, ...texts, next.due, json(next.standard), next.standardText, next.status, next.note];
      return remember(number, await run<Row>(client, sql, [...values, version, ended, by]));
    },
  };
}

/** @throws {PeriodicalError} BUSY when an ended action would be taken up again beside its successor */
function refuseSecond(next: Action, all: readonly Action[]): void {
  if (next.rule === null || !isUnderWay(next)) return;
  const { id, report, scope, rule, weakness } = next;
  const other = all.find(
    (one) =>
      one.id !== id &&
      isUnderWay(one) &&
      one.rule === rule &&
      one.report === report &&
      one.weakness === weakness &&
      canonical(one.scope) === canonical(scope),
  );
  if (other === undefined) return;
  throw new PeriodicalError("BUSY", `${id} cannot be taken up again: ${other.id} carries on the same measure.`, {
    hint: `Update ${other.id}, or end it first.`,
  });
}

/** @throws {PeriodicalError} NOT_FOUND naming what there is */
export function unknownAction(id: string, known: readonly Action[]): PeriodicalError {
  const last = known.at(-1)?.id;
  return new PeriodicalError("NOT_FOUND", `There is no action ${id}.`, {
    hint:
      last === undefined
        ? "There are none yet; periodical actions accept adopts an edition's."
        : `They run from ${known[0]?.id} to ${last}: periodical actions list --all.`,
  });
}

const differing = (action: Action, changes: ActionChanges): (keyof ActionChanges)[] =>
  (Object.keys(changes) as (keyof ActionChanges)[]).filter(
    (field) => changes[field] !== undefined && canonical(changes[field]) !== canonical(action[field]),
  );

/** Objects are equal whatever the order of their keys: the database has an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

async function enter(
  client: pg.ClientBase,
  number: number,
  { version, by, field, before, after, why }: Omit<ActionChange, "action" | "at">,
): Promise<void> {
  const sql = `INSERT INTO periodical.action_change (action, version, by, field, before, after, why)
    VALUES ($1, $2, $3, $4, $5, $6, $7)`;
  await client.query(sql, [number, version, by, field, json(before), json(after), why]);
}

/** A JSON column takes text; without a value it is NULL, not JSON's null. */
const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

/** `insufficient_privilege`, `read_only_sql_transaction`. */
const READ_ONLY = new Set(["42501", "25006"]);

function asReadOnly(error: unknown): unknown {
  const sqlstate =
    error instanceof PeriodicalError
      ? (error.details as { sqlstate?: string } | undefined)?.sqlstate
      : (error as { code?: string }).code;
  if (!READ_ONLY.has(sqlstate ?? "")) return error;
  return new PeriodicalError("STATE_READ_ONLY", "Actions cannot be kept: the warehouse is read-only for this role.", {
    where: "schema periodical",
    hint: "Ask for a role that may create and write the schema periodical; reports go on without actions until then.",
    cause: error,
  });
}

async function run<T extends object>(reader: LedgerReader, sql: string, params: readonly unknown[]): Promise<T[]> {
  const result = (await reader.query(sql, [...params])) as T[] | pg.QueryResult<T>;
  return Array.isArray(result) ? result : result.rows;
}

function fromRow(row: Row): Action {
  return {
    id: actionId(row.number),
    report: row.report,
    scope: row.scope,
    edition: row.edition,
    period: row.period,
    rule: row.rule,
    weakness: row.weakness,
    measure: row.measure,
    department: row.department,
    owner: row.owner,
    resources: row.resources,
    due: row.due,
    standard: row.standard,
    standardText: row.standard_text,
    status: row.status,
    note: row.note,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    closedBy: row.closed_by,
    closedAt: row.closed_at?.toISOString() ?? null,
    version: row.version,
  };
}
