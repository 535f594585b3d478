import pg from "pg";

type Parse = (text: string) => unknown;

const { INT8, NUMERIC, DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL } = pg.types.builtins;
/** Types of arrays have no name in the driver. */
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;
const DATE_ARRAY = 1182;
const TIMESTAMP_ARRAY = 1115;

/**
 * How values of this warehouse's connections are read; other users of the driver keep theirs.
 * - int8 → number, an error beyond 2^53
 * - numeric → the nearest number, an error when there is none
 * - date → `YYYY-MM-DD`, as it stands: the driver would make midnight in this machine's zone of it
 * - timestamp without a zone, interval → text, as they stand, for the same reason
 * - timestamptz → Date
 */
export const warehouseTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    const own = format === "binary" ? undefined : PARSERS.get(oid);
    return own ?? pg.types.getTypeParser(oid, format);
  }) as typeof pg.types.getTypeParser,
};

const asIs: Parse = (text) => text;
const timestamptz = pg.types.getTypeParser(TIMESTAMPTZ);
const textArray = parserOf(1009) as (text: string) => (string | null)[];

const PARSERS = new Map<number, Parse>([
  [INT8, parseInteger],
  [NUMERIC, parseNumeric],
  [DATE, asIs],
  [TIMESTAMP, asIs],
  [INTERVAL, asIs],
  [TIMESTAMPTZ, parseInstant],
  [INT8_ARRAY, arrayOf(parseInteger)],
  [NUMERIC_ARRAY, arrayOf(parseNumeric)],
  [DATE_ARRAY, textArray],
  [TIMESTAMP_ARRAY, textArray],
]);

/** @throws {RangeError} when the number has no exact counterpart */
export function parseInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The integer ${text} is too large to be read exactly.`);
  return value;
}

/** @throws {RangeError} for NaN and for what is beyond the range of a number */
export function parseNumeric(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new RangeError(`The number ${text.slice(0, 40)} cannot be calculated with.`);
  return value;
}

/** @throws {RangeError} for `infinity` and for years a Date cannot hold */
export function parseInstant(text: string): Date {
  const value: unknown = timestamptz(text);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  throw new RangeError(`The time ${text} is no point in time that can be calculated with.`);
}

/** The driver's types know scalar types only, its parsers arrays too. */
function parserOf(oid: number): Parse {
  return (pg.types.getTypeParser as (oid: number, format: "text") => Parse)(oid, "text");
}

function arrayOf(parse: (text: string) => unknown): Parse {
  return (text) => textArray(text).map((item) => (item === null ? null : parse(item)));
}
