/** How numbers of a type are summed so that neither the order of rows nor the number of parallel workers shows. */
export type ValueType = "integer" | "numeric" | "float";

const TYPES: Readonly<Record<string, ValueType>> = {
  smallint: "integer",
  integer: "integer",
  bigint: "integer",
  numeric: "numeric",
  real: "float",
  "double precision": "float",
};

/** @param name as `pg_typeof` names it; null for what is no number */
export const valueType = (name: string): ValueType | null => TYPES[name] ?? null;

/** Decimal digits kept behind the point, at a typical size of 1. */
const DIGITS = 14;
/** Above this a square leaves bigint. */
const SQUARED_AT_MOST = 3_037_000_499;

/**
 * `sum(value)`, the same for every order of rows: integers and numerics are exact anyway; binary floating point is added
 * up as whole numbers of 10^-14 of its typical size, so that 1.2 stays 1.2.
 *
 * @param scale typical size of a value, e.g. its target
 * @param filter empty, or ` filter (where …)`
 */
export function exactSum(value: string, type: ValueType, scale: number, filter: string): string {
  return type === "float" ? onGrid(value, value, DIGITS - magnitude(scale), filter) : `sum(${value})${filter}`;
}

/** `sum(value²)`, in the same way. */
export function exactSumOfSquares(value: string, type: ValueType, scale: number, filter: string): string {
  if (type === "numeric") return `sum(${value} * ${value})${filter}`;
  if (type === "float") {
    const square = `(${value} * ${value})`;
    return onGrid(square, square, DIGITS - magnitude(scale ** 2), filter);
  }
  const small = `abs(${value}::float8) <= ${SQUARED_AT_MOST}`;
  return twoWays(`case when ${small} then ${value}::bigint * ${value} end`, 0, {
    rest: `case when not ${small} then ${value}::numeric * ${value} end`,
    filter,
  });
}

/** Type in which a threshold is compared, so that no value is converted to a slower one. */
export const comparedAs = (type: ValueType): string => (type === "numeric" ? "numeric" : "float8");

/** PostgreSQL adds up bigints in 128 bits: nothing is lost and nothing overflows; what is too large for one is rare. */
function onGrid(value: string, exact: string, digits: number, filter: string): string {
  const limit = `9e${18 - digits}::float8`;
  return twoWays(`case when abs(${value}) < ${limit} then (${value} * 1e${digits}::float8)::bigint end`, digits, {
    rest: `case when abs(${value}) >= ${limit} then ${exact}::numeric end`,
    filter,
  });
}

/** Exact sum of what fits a bigint, by units of 10^-digits, and of the rest; `numeric` keeps it exact for further sums. */
function twoWays(fits: string, digits: number, { rest, filter }: { rest: string; filter: string }): string {
  const unit = digits === 0 ? "" : ` * 1e${-digits}`;
  return `coalesce(sum(${fits})${filter}, 0)${unit} + coalesce(sum(${rest})${filter}, 0)`;
}

const magnitude = (scale: number): number => (scale > 0 ? Math.round(Math.log10(scale)) : 0);
