type Value = string | number | boolean | Date | null;

/** One row as a line of PostgreSQL's text format for COPY. */
export function copyLine(row: object, columns: readonly { name: string }[]): string {
  const values = row as Readonly<Record<string, Value>>;
  return `${columns.map(({ name }) => copyValue(values[name] ?? null)).join("\t")}\n`;
}

function copyValue(value: Value): string {
  if (value === null) return "\\N";
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "boolean") return value ? "t" : "f";
  if (typeof value === "number") return String(value);
  return value.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}
