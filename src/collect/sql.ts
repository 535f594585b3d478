import type { Dataset } from "../config/schema/dataset.ts";

/** A name as the database takes it, whatever letters it has. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text constant. Only for ids of the configuration; values are always bound. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** An expression of the configuration, kept together; a `--` comment in it ends before the parenthesis closes. */
export const group = (expression: string): string => `(${expression.trim()}${expression.includes("--") ? "\n" : ""})`;

/**
 * What stands behind `from`. A table keeps its own name, so that an expression may say `tickets.channel`; a SELECT is
 * named after its dataset.
 */
export function relation(id: string, { source }: Pick<Dataset, "source">): string {
  if ("table" in source) return source.table.split(".").map(identifier).join(".");
  const select = source.sql.trim().replace(/;\s*$/, "");
  return `(\n${indent(select, 1)}\n) as ${identifier(id)}`;
}

/** Name of a dataset's source for people: `schema.table`, or `sql`. */
export const sourceName = ({ source }: Pick<Dataset, "source">): string => ("table" in source ? source.table : "sql");

/** The column or expression a dimension is. */
export function dimensionSql(dataset: Dataset, dimension: string): string {
  const { column, sql } = dataset.dimensions[dimension] ?? {};
  return sql === undefined ? identifier(column ?? dimension) : group(sql);
}

/**
 * Text moved right by so many steps of two blanks. Empty lines stay empty, and lines that begin inside a text constant
 * stay as they are: blanks would become part of it.
 */
export function indent(text: string, steps: number): string {
  let inConstant = false;
  return text
    .split("\n")
    .map((line) => {
      const moved = line === "" || inConstant ? line : "  ".repeat(steps) + line;
      if (line.split("'").length % 2 === 0) inConstant = !inConstant;
      return moved;
    })
    .join("\n");
}

/** Collects bound values; each call gives the placeholder to write. */
export class Parameters {
  readonly values: unknown[] = [];

  /** `$3::timestamptz[]` */
  bind(value: unknown, type: string): string {
    return `$${this.values.push(value)}::${type}`;
  }
}

/** A member as text; rows without one, or with an empty one, are counted under NO_MEMBER. */
export const memberText = (expression: string, noMember: string): string =>
  `coalesce(nullif(${expression}::text, ''), ${literal(noMember)})`;
