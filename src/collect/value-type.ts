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

/** Bits kept behind the point, at a typical size of 1. */
const SUM_BITS = 24;
const SQUARE_BITS = 20;

/**
 * `sum(value)`, the same for every order of rows: integers and numerics are exact anyway; binary floating point is first
 * rounded to a multiple of 2^-24 of its typical size, because sums of such multiples are exact (below 2^53 of them).
 *
 * @param scale typical size of a value, e.g. its target
 * @param filter empty, or ` filter (where …)`
 */
export function exactSum(value: string, type: ValueType, scale: number, filter: string): string {
  return type === "float" ? onGrid(value, SUM_BITS - magnitude(scale), filter) : `sum(${value})${filter}`;
}

/** `sum(value²)`, in the same way. */
export function exactSumOfSquares(value: string, type: ValueType, scale: number, filter: string): string {
  if (type === "float") return onGrid(`${value} * ${value}`, SQUARE_BITS - 2 * magnitude(scale), filter);
  // Squares of integers stay exact as floats up to a total of 2^53 and are many times cheaper so.
  return `sum(${type === "integer" ? `${value}::float8` : value} * ${value})${filter}`;
}

/** Type in which a threshold is compared, so that no value is converted to a slower one. */
export const comparedAs = (type: ValueType): string => (type === "numeric" ? "numeric" : "float8");

function onGrid(value: string, bits: number, filter: string): string {
  const factor = 2 ** Math.min(40, Math.max(0, bits));
  return factor === 1 ? `sum(round(${value}))${filter}` : `sum(round(${value} * ${factor}))${filter} / ${factor}`;
}

const magnitude = (scale: number): number => (scale > 0 ? Math.round(Math.log2(scale)) : 0);
