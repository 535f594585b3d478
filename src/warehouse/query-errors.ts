import type pg from "pg";
import { PeriodicalError } from "../errors.ts";
import { nearNames } from "./near-names.ts";

/** Asks the database for names, when a hint needs them; must not fail. */
export type NameLookup = (sql: string, params: readonly unknown[]) => Promise<string[]>;

/** A failed statement as the operator should read it: which object, why, what to do. */
export async function queryError(error: unknown, lookup: NameLookup): Promise<PeriodicalError> {
  if (error instanceof PeriodicalError) return error;
  const failure = error as Partial<pg.DatabaseError>;
  const { message, hint, where } = await explain(failure, lookup);
  return new PeriodicalError("WAREHOUSE_QUERY", message, {
    hint,
    cause: error,
    ...(where === undefined ? {} : { where }),
    details: { sqlstate: failure.code ?? null },
  });
}

interface Explanation {
  message: string;
  hint: string;
  where?: string;
}

async function explain(failure: Partial<pg.DatabaseError>, lookup: NameLookup): Promise<Explanation> {
  const text = (failure.message ?? String(failure)).replace(/\.$/, "");
  const name = quoted(text);
  switch (failure.code) {
    case "42P01":
      return missingTable(name ?? text, lookup);
    case "3F000":
      return {
        message: `The warehouse has no schema "${name ?? text}".`,
        hint: "Check the dataset's source in config/.",
      };
    case "42703":
      return missingColumn(failure, columnOf(text) ?? name ?? text, lookup);
    case "42501":
      return noPermission(text);
    case "25006":
      return {
        message: `A statement wanted to change the warehouse: ${text}.`,
        hint: "Reports read only. Take the function or statement that writes out of the dataset.",
      };
    case "42601":
    case "42883":
    case "42804":
    case "42846":
    case "42803":
    case "42702":
    case "42P18":
    case "22P02":
    case "22007":
    case "22008":
    case "22012":
      return {
        message: `The warehouse cannot run an expression: ${text}.`,
        hint: `${failure.hint ? `${failure.hint} ` : ""}Check the SQL of the dataset and its indicators in config/.`,
      };
    case "53100":
      return { message: `The disk of the warehouse is full: ${text}.`, hint: "Make room on the server's disk." };
    case "53200":
      return {
        message: `The warehouse is out of memory: ${text}.`,
        hint: "Lower work_mem on the server, or ask for less at once.",
      };
    case "40001":
    case "40P01":
      return { message: `The warehouse gave up a transaction: ${text}.`, hint: "Run the command again." };
  }
  return {
    message: `A statement failed in the warehouse: ${text}.`,
    hint: failure.hint ?? "Check config/ against the warehouse with: periodical check.",
  };
}

/** `permission denied for table salaries`: kind and name are the last two words. */
function noPermission(text: string): Explanation {
  const [kind, object] = text.split(" ").slice(-2);
  const right = kind === "schema" ? "USAGE ON SCHEMA" : "SELECT ON";
  return {
    message: `The warehouse refuses: ${text}.`,
    hint: `Ask for: GRANT ${right} ${object} TO the role Periodical logs in as.`,
    ...(object === undefined ? {} : { where: object }),
  };
}

async function missingTable(name: string, lookup: NameLookup): Promise<Explanation> {
  const known = await lookup(
    `select case when table_schema = any (current_schemas(false)) then table_name
                 else table_schema || '.' || table_name end as name
       from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')`,
    [],
  );
  return {
    message: `The warehouse has no table or view "${name}".`,
    hint: suggestion(name, known, "Check the dataset's source, and whether the role may see it."),
    where: name,
  };
}

async function missingColumn(
  failure: Partial<pg.DatabaseError>,
  name: string,
  lookup: NameLookup,
): Promise<Explanation> {
  const known = await lookup(
    `select distinct column_name as name from information_schema.columns
      where table_schema not in ('pg_catalog', 'information_schema')`,
    [],
  );
  const column = name.split(".").at(-1) ?? name;
  return {
    message: `The warehouse has no column "${column}" where a dataset or an indicator uses it.`,
    hint: suggestion(column, known, failure.hint ?? "Check the columns of the dataset's source."),
    where: column,
  };
}

function suggestion(wrong: string, known: readonly string[], otherwise: string): string {
  const near = nearNames(wrong, known);
  return near.length === 0 ? otherwise : `Did you mean ${near.map((name) => `"${name}"`).join(" or ")}? ${otherwise}`;
}

/** The first name in quotes, whatever the language of the server's messages. */
function quoted(text: string): string | null {
  return /["«„“]\s*([^"»“”]+?)\s*["»“”]/.exec(text)?.[1] ?? null;
}

/** `column t.amout does not exist` has no quotes. */
function columnOf(text: string): string | null {
  return /^column ([^\s"]+) does not exist/.exec(text)?.[1] ?? null;
}
