import { createHash } from "node:crypto";
import { PeriodicalError } from "../errors.ts";
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
      const rows = await session.query<Row>(statement.sql, statement.params).catch((error: unknown) => {
        throw ofDataset(statement, error);
      });
      records.push(recordOf(statement));
      return rows;
    },
    records: () => [...records],
  };
}

/** A statement is made of many expressions: the error says at least whose they are, and how the one is found. */
function ofDataset({ id }: Statement, error: unknown): unknown {
  if (!(error instanceof PeriodicalError) || error.code !== "WAREHOUSE_QUERY") return error;
  const { sqlstate } = (error.details ?? {}) as { sqlstate?: string | null };
  const expression = /^42/.test(sqlstate ?? "") && sqlstate !== "42P01" && sqlstate !== "42501";
  return new PeriodicalError(error.code, error.message, {
    where: `datasets.${id.split("/")[0]}`,
    hint: expression ? `${error.hint} periodical check names the expression.` : error.hint,
    details: error.details,
    cause: error.cause,
  });
}

/** SHA-256 over the text and its values: equal fingerprints mean the same question. */
export function recordOf({ id, sql, params }: Statement): QueryRecord {
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([sql, params]))
    .digest("hex");
  return { id, sql, params: [...params], fingerprint };
}
