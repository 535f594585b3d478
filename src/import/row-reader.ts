import type { ImportColumn, ImportMapping } from "../config/schema/import.ts";
import { type Cell, cellText, type DateSystem } from "./cell.ts";
import { type BadValue, type Converted, type Converter, createConverter, isBad, type Value } from "./converters.ts";
import { createTextWriter } from "./copy-text.ts";
import type { CopyWriter } from "./copy-writer.ts";
import { isLonger } from "./csv-reader.ts";
import { createWallClock, type WallClock } from "./wall-clock.ts";
import { wallText } from "./wall-time.ts";

/** Turns records into rows for COPY. */
export interface RowReader {
  /** Holds the rows; the caller ends or drops each, and takes them. */
  out: CopyWriter;
  /** Writes a record's fields to `out`, or says why the row is not taken (its first problem); then `out` is to be dropped. */
  read(fields: readonly Cell[]): BadValue | null;
  /** Key of the row read last: the values of its key columns. */
  key(): string;
  /** A value of the row read last. */
  value(index: number): Value;
  /** One clock for each zone in use. */
  clocks: readonly WallClock[];
}

/**
 * Compiles the columns of a mapping for the headings of one file.
 *
 * @param positions target column → positions of its source fields (see `locateColumns`)
 * @param options `projectZone`: zone of wall-clock times whose column names none; `out`: default a text writer
 */
export function compileRow(
  mapping: ImportMapping,
  mappingId: string,
  positions: ReadonlyMap<string, readonly number[]>,
  options: { projectZone: string; dateSystem: DateSystem; out?: CopyWriter },
): RowReader {
  const clocks = new Map<string, WallClock>();
  const clockOf = (zone: string): WallClock => {
    const clock = clocks.get(zone) ?? createWallClock(zone);
    clocks.set(zone, clock);
    return clock;
  };
  const columns = Object.keys(mapping.columns);
  const readers = Object.entries(mapping.columns).map(([column, spec]) => {
    const converter = createConverter(spec, {
      column,
      where: `imports.${mappingId}.columns.${column}`,
      numbers: mapping,
      clock: clockOf(spec.zone ?? options.projectZone),
      dateSystem: options.dateSystem,
    });
    const required = spec.required || mapping.key.includes(column);
    return columnReader(
      column,
      { ...spec, required },
      mapping,
      converter,
      positions.get(column) ?? [],
      options.dateSystem,
    );
  });
  const nul: BadValue[] = columns.map((column) => ({
    column,
    reason: "holds a NUL character, which PostgreSQL cannot store",
  }));
  const out = options.out ?? createTextWriter();
  const kinds = Object.values(mapping.columns).map(({ type }) => type);
  const values: Value[] = new Array<Value>(columns.length).fill(null);
  const keyAt = mapping.key.map((column) => columns.indexOf(column));
  return {
    out,
    read(fields) {
      for (let index = 0; index < readers.length; index += 1) {
        const value = (readers[index] as (fields: readonly Cell[]) => Converted)(fields);
        if (typeof value === "object" && isBad(value)) return value;
        if (!out.field(kinds[index] as ImportColumn["type"], value as Value)) return nul[index] as BadValue;
        values[index] = value as Value;
      }
      return null;
    },
    // NUL stands in no value.
    key: () =>
      keyAt.length === 1 ? keyText(values[keyAt[0] as number]) : keyAt.map((at) => keyText(values[at])).join("\0"),
    value: (index) => values[index] as Value,
    clocks: [...clocks.values()],
  };
}

function keyText(value: Value | undefined): string {
  return typeof value === "string" ? value : value ? wallText(value) : "";
}

function columnReader(
  column: string,
  spec: ImportColumn,
  mapping: ImportMapping,
  converter: Converter,
  positions: readonly number[],
  dateSystem: DateSystem,
): (fields: readonly Cell[]) => Converted {
  const noValue: BadValue = { column, reason: "no value" };
  const unlisted: BadValue = { column, reason: "a value that `values` does not list" };
  const tooLong: BadValue = { column, reason: `longer than ${mapping.max_field_bytes} bytes` };
  const missing = new Set([...mapping.missing, ...(spec.missing ?? [])].map((marker) => marker.trim()));
  const empty: Converted = spec.required ? noValue : null;
  // What `values` puts in is converted once, here: `Y: true` becomes what PostgreSQL takes for true.
  const replacements = new Map<string, Converted>(
    Object.entries(spec.values ?? {}).map(([from, to]) => {
      const value = converter.text(String(to));
      return [from.trim(), typeof value === "object" && value !== null ? { ...value } : value];
    }),
  );
  const replace = replacements.size > 0;
  const lookUpCells = replace || missing.size > 1 || !missing.has("");

  const readText = (raw: string): Converted => {
    const text = trimmed(raw);
    if (replace) {
      const replacement = replacements.get(text);
      if (replacement !== undefined) return replacement;
    }
    // An empty field is no value, whether the mapping lists it among its markers or not.
    if (text === "" || missing.has(text)) return empty;
    if (spec.only_listed) return unlisted;
    if (isLonger(text, mapping.max_field_bytes)) return tooLong;
    return converter.text(text);
  };
  const readCell = (cell: Exclude<Cell, string>): Converted => {
    if (cell === null) return readText("");
    if (lookUpCells || spec.only_listed) {
      const text = cellText(cell, dateSystem);
      if (replacements.has(text) || missing.has(text) || spec.only_listed) return readText(text);
    }
    return converter.cell(cell);
  };

  const [only] = positions;
  const plain = !replace && missing.size === (missing.has("") ? 1 : 0) && !spec.only_listed;
  const limit = Math.floor(mapping.max_field_bytes / 3);
  if (positions.length === 1 && only !== undefined && plain) {
    // Nothing to look up: the way most fields of most files take.
    return (fields) => {
      const field = fields[only] ?? null;
      if (typeof field !== "string") return readCell(field);
      const text = trimmed(field);
      if (text === "") return empty;
      return text.length > limit && isLonger(text, mapping.max_field_bytes) ? tooLong : converter.text(text);
    };
  }
  if (positions.length === 1 && only !== undefined) {
    return (fields) => {
      const field = fields[only] ?? null;
      return typeof field === "string" ? readText(field) : readCell(field);
    };
  }
  // Date and time in two columns: read as one text. A marker in one of them counts as an empty part.
  return (fields) => {
    const parts = positions.map((position) => cellText(fields[position] ?? null, dateSystem).trim());
    return readText(parts.filter((part) => !missing.has(part)).join(" "));
  };
}

/** `trim`, without the call where both ends are plainly no blanks. */
function trimmed(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first > 32 && first < 127 && last > 32 && last < 127 ? text : text.trim();
}
