/**
 * Rounds figures so that the printed rows add up to the printed total (largest-remainder method, Hamilton 1792): each is
 * rounded down, and the units that are missing go to the largest remainders, the first row first among equals. No figure
 * moves by a whole unit or more.
 *
 * @param values any signs, in order of the rows
 * @param total what the rows add up to, but for rounding noise; printed rounded to `digits`
 * @param digits digits after the decimal point
 * @returns rounded values, in the same order
 */
export function roundToSum(values: readonly number[], total: number, digits: number): number[] {
  const scale = 10 ** digits;
  // Scaling leaves noise such as 2.9999999999999996, which must not be floored to 2.
  const scaled = values.map((value) => tidy(value * scale));
  const rounded = scaled.map(Math.floor);
  let open = Math.round(tidy(total * scale)) - rounded.reduce((sum, value) => sum + value, 0);
  const byRemainder = scaled
    .map((value, i) => ({ i, remainder: value - (rounded[i] ?? 0) }))
    .filter(({ remainder }) => remainder > 0)
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder) {
    if (open <= 0) break;
    rounded[i] = (rounded[i] ?? 0) + 1;
    open -= 1;
  }
  return rounded.map((value) => value / scale + 0);
}

const tidy = (value: number): number => Number(value.toPrecision(12));

/** A score without the noise of adding fractions (66.00000000000001), which would show as a change where there is none. */
export const withoutNoise = (value: number): number => Math.round(value * 1e9) / 1e9 + 0;
