import { PeriodicalError } from "../errors.ts";
import type { ChosenMapping } from "./choose-mapping.ts";

/**
 * What the database says while rows are stored, as something the operator can act on; anything else is returned as it is.
 */
export function storeError(error: unknown, chosen: ChosenMapping, file: string): unknown {
  const { code, message, where, detail } = error as {
    code?: string;
    message?: string;
    where?: string;
    detail?: string;
  };
  if (typeof code !== "string" || error instanceof PeriodicalError) return error;
  const rejected = (text: string, hint: string): PeriodicalError =>
    new PeriodicalError(
      "IMPORT_REJECTED",
      `${file} does not fit the table "${chosen.table}": ${text}. Nothing was loaded.`,
      {
        where: `imports.${chosen.id}`,
        hint,
        cause: error,
        details: { sqlstate: code },
      },
    );
  // `COPY tickets, line 12, column minutes: "1e9"` says more than the message; its line counts good rows, not the file's.
  const at = /column (.+)$/s.exec(where ?? "")?.[1];
  if (code === "23505") {
    return rejected(
      `${message}${detail ? ` (${detail})` : ""}`,
      "Use mode upsert, or replace-period, for rows that are there already.",
    );
  }
  if (code.startsWith("23")) {
    return rejected(
      `${message}${detail ? ` (${detail})` : ""}`,
      "Map a column for it, or mark the column `required` so that such rows are rejected.",
    );
  }
  if (code.startsWith("22")) {
    return rejected(
      `${message}${at ? ` (column ${at.slice(0, 200)})` : ""}`,
      "Limit the column with min and max in the mapping, or widen it in the table.",
    );
  }
  if (code === "42501") {
    return new PeriodicalError("WAREHOUSE_QUERY", `The warehouse refuses to store rows: ${message}.`, {
      where: chosen.table,
      hint: "An import needs INSERT (and DELETE or UPDATE for its mode) on the table, CREATE for a new one, and the schema periodical for its ledger.",
      cause: error,
    });
  }
  return error;
}
