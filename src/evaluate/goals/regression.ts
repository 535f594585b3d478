import { CONFIDENCE, tQuantile } from "../distributions.ts";

/** A straight line through points by ordinary least squares. */
export interface Line {
  n: number;
  slope: number;
  intercept: number;
  /** Standard deviation of the residuals, with n − 2 degrees of freedom. */
  residualDeviation: number;
  meanX: number;
  /** Sum of squared distances of the x from their mean. */
  sumSquaresX: number;
}

/**
 * Ordinary least squares for one explanatory variable (NIST/SEMATECH e-Handbook of Statistical Methods, 4.4.3.1).
 *
 * @returns null with fewer than three points, or when all have the same x
 */
export function fitLine(points: readonly { x: number; y: number }[]): Line | null {
  const n = points.length;
  if (n < 3) return null;
  const mean = (of: (point: { x: number; y: number }) => number) => points.reduce((sum, p) => sum + of(p), 0) / n;
  const meanX = mean(({ x }) => x);
  const meanY = mean(({ y }) => y);
  const sumSquaresX = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (sumSquaresX === 0) return null;
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / sumSquaresX;
  const intercept = meanY - slope * meanX;
  const squares = points.reduce((sum, { x, y }) => sum + (y - intercept - slope * x) ** 2, 0);
  // Points on one line leave rounding noise; it is no scatter.
  const size = points.reduce((most, { y }) => Math.max(most, Math.abs(y)), 0);
  const deviation = Math.sqrt(squares / (n - 2));
  return { n, slope, intercept, residualDeviation: deviation <= 1e-12 * size ? 0 : deviation, meanX, sumSquaresX };
}

/**
 * The line's value at x and the interval in which a new observation there lies:
 * `ŷ ± t(1 − α/2; n − 2) · s · √(1 + 1/n + (x − x̄)² ÷ Σ(xᵢ − x̄)²)`
 * (NIST/SEMATECH e-Handbook, 4.5.1.2; R `predict.lm(interval = "prediction")`).
 */
export function predict(line: Line, x: number, confidence = CONFIDENCE): { value: number; low: number; high: number } {
  const { n, slope, intercept, residualDeviation, meanX, sumSquaresX } = line;
  const value = intercept + slope * x;
  const spread = residualDeviation * Math.sqrt(1 + 1 / n + (x - meanX) ** 2 / sumSquaresX);
  const half = spread === 0 ? 0 : tQuantile((1 + confidence) / 2, n - 2) * spread;
  return { value, low: value - half, high: value + half };
}
