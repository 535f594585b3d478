/** A part of the population that is drawn from by itself: members of the stratifying dimensions in their order. */
export interface Stratum {
  members: readonly string[];
  /** Rows in the period. */
  size: number;
}

export interface Allocated extends Stratum {
  /** Rows to draw. */
  wanted: number;
}

/** A product such as 0.07 × 100 may come out a trace above the whole number it is. */
const NOISE = 1e-9;

/** Rows to draw in all: the least whole number that reaches the rate. */
export const sampleSize = (population: number, rate: number): number =>
  Math.min(population, Math.max(0, Math.ceil(population * rate - NOISE)));

/**
 * Proportional allocation: every stratum gets its share of the sample, whole numbers by largest remainder (Hamilton; ties go
 * to the larger stratum, then in order of name). A stratum whose share is below one row gets one, as long as the sample has
 * a row for every stratum; what that takes is left out of the shares of the others.
 *
 * Source: Cochran, *Sampling Techniques* (1977), §5.2 (proportional allocation); Balinski & Young, *Fair Representation*
 * (1982), on largest remainders.
 *
 * @param strata non-empty ones; the result keeps their order
 * @param total rows to draw, at most the sum of the sizes
 * @throws {RangeError} when more rows are wanted than there are
 */
export function allocate(strata: readonly Stratum[], total: number): Allocated[] {
  const population = sum(strata.map(({ size }) => size));
  if (total > population) throw new RangeError(`${total} rows cannot be drawn from ${population}`);
  if (total >= strata.length) {
    const small = smallStrata(strata, total);
    const others = strata.filter((stratum) => !small.has(stratum));
    const shared = byLargestRemainder(others, total - small.size);
    return strata.map((stratum) => ({ ...stratum, wanted: small.has(stratum) ? 1 : (shared.get(stratum) ?? 0) }));
  }
  const shared = byLargestRemainder(strata, total);
  return strata.map((stratum) => ({ ...stratum, wanted: shared.get(stratum) ?? 0 }));
}

/** Strata whose share is below one row; giving them one shrinks the shares of the others, hence the repetition. */
function smallStrata(strata: readonly Stratum[], total: number): Set<Stratum> {
  const small = new Set<Stratum>();
  for (;;) {
    const others = strata.filter((stratum) => !small.has(stratum));
    const left = total - small.size;
    const population = sum(others.map(({ size }) => size));
    const found = others.filter(({ size }) => left * size < population);
    if (found.length === 0) return small;
    for (const stratum of found) small.add(stratum);
  }
}

function byLargestRemainder(strata: readonly Stratum[], total: number): Map<Stratum, number> {
  const population = sum(strata.map(({ size }) => size));
  const given = new Map<Stratum, number>();
  if (population === 0) return given;
  // Whole numbers throughout, so that equal remainders are equal.
  const shares = strata.map((stratum) => {
    const product = total * stratum.size;
    const remainder = product % population;
    given.set(stratum, (product - remainder) / population);
    return { stratum, remainder };
  });
  const left = total - sum([...given.values()]);
  const order = [...shares].sort(
    (a, b) =>
      b.remainder - a.remainder ||
      b.stratum.size - a.stratum.size ||
      compareMembers(a.stratum.members, b.stratum.members),
  );
  for (const { stratum } of order.slice(0, left)) given.set(stratum, (given.get(stratum) ?? 0) + 1);
  return given;
}

function compareMembers(a: readonly string[], b: readonly string[]): number {
  for (const [index, member] of a.entries()) {
    const other = b[index] ?? "";
    if (member !== other) return member < other ? -1 : 1;
  }
  return 0;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
