import { createHash } from "node:crypto";
import type { ReadSession } from "../warehouse/session.ts";
import type { QueryRecord } from "./snapshot.ts";

/** A statement ready to run; `sql` and `params` are what an auditor needs to run it again. */
export interface Statement {
  /** `tickets/measurements` */
  id: string;
  sql: string;
  params: readonly unknown[];
}

/** Runs statements and keeps a record of each, in the order they were run. */
export interface Recorder {
  run<Row extends object>(statement: Statement): Promise<Row[]>;
  records(): QueryRecord[];
}

export function recorder(session: ReadSession): Recorder {
  const records: QueryRecord[] = [];
  return {
    async run<Row extends object>(statement: Statement): Promise<Row[]> {
      const rows = await session.query<Row>(statement.sql, statement.params);
      records.push(recordOf(statement));
      return rows;
    },
    records: () => [...records],
  };
}

/** SHA-256 over the text and its values: equal fingerprints mean the same question. */
export function recordOf({ id, sql, params }: Statement): QueryRecord {
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([sql, params]))
    .digest("hex");
  return { id, sql, params: [...params], fingerprint };
}
