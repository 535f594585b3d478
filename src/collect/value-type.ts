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

/**
 * `sum(value)`, the same for every order of rows: integers and numerics are exact anyway; binary floating point is added
 * up as whole numbers of 10^-14 of its typical size, so that 1.2 stays 1.2.
 *
 * @param scale typical size of a value, e.g. its target
 * @param conditions of the rows that count; empty for all
 */
export function exactSum(value: string, type: ValueType, scale: number, conditions: readonly string[]): string {
  return type === "float" ? onGrid(value, scale, conditions) : `sum(${value})${filter(conditions)}`;
}

/** `sum(value²)`, in the same way. */
export function exactSumOfSquares(
  value: string,
  type: ValueType,
  scale: number,
  conditions: readonly string[],
): string {
  if (type === "float") return onGrid(`(${value} * ${value})`, scale ** 2, conditions);
  // Squares of integers stay exact as floats up to a total of 2^53 and are many times cheaper so.
  const factor = type === "integer" && scale <= 2 ** 16 ? `${value}::float8` : `${value}::numeric`;
  return `sum(${factor} * ${value})${filter(conditions)}`;
}

/** Type in which a threshold is compared, so that no value is converted to a slower one. */
export const comparedAs = (type: ValueType): string => (type === "numeric" ? "numeric" : "float8");

export const filter = (conditions: readonly string[]): string =>
  conditions.length === 0 ? "" : ` filter (where ${conditions.join(" and ")})`;

/**
 * PostgreSQL adds up bigints in 128 bits, so that nothing is lost or overflows. What is too large for one (or is no
 * number) is rare and takes the slower way over numeric.
 */
function onGrid(value: string, scale: number, conditions: readonly string[]): string {
  const digits = DIGITS - (scale > 0 ? Math.round(Math.log10(scale)) : 0);
  const limit = `9e${18 - digits}::float8`;
  const small = `sum((${value} * 1e${digits}::float8)::bigint)${filter([...conditions, `abs(${value}) < ${limit}`])}`;
  const large = `sum(${value}::numeric)${filter([...conditions, `abs(${value}) >= ${limit}`])}`;
  const scaled = `${small} * 1e${-digits}`;
  return `coalesce(${scaled} + ${large}, ${scaled}, ${large})`;
}
