import { CONFIDENCE, normalQuantile } from "./distributions.ts";
import type { Interval } from "./evaluation.ts";

/** Two quantities over `n` pairs, as sums of squares and products about their means. */
export interface Products {
  n: number;
  xx: number;
  yy: number;
  xy: number;
}

/**
 * Product-moment correlation (Pearson); of average ranks it is Spearman's.
 *
 * @returns null with fewer than two pairs or when one of the two does not vary
 */
export function correlation({ n, xx, yy, xy }: Products): number | null {
  if (n < 2 || xx <= 0 || yy <= 0) return null;
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx * yy)));
}

/**
 * Interval of a correlation by Fisher's z transformation: variance 1 ÷ (n − 3) for Pearson's (Fisher 1921), (1 + r² ÷ 2) ÷ (n − 3)
 * for Spearman's (Bonett & Wright 2000).
 *
 * @returns null with fewer than four pairs
 */
export function correlationInterval(
  r: number,
  n: number,
  kind: "pearson" | "spearman",
  confidence = CONFIDENCE,
): Interval | null {
  if (n < 4) return null;
  const method = kind === "pearson" ? "fisher-z" : "bonett-wright";
  if (Math.abs(r) >= 1) return { low: r, high: r, method };
  const factor = kind === "pearson" ? 1 : 1 + r ** 2 / 2;
  const half = normalQuantile((1 + confidence) / 2) * Math.sqrt(factor / (n - 3));
  const z = Math.atanh(r);
  return { low: Math.tanh(z - half), high: Math.tanh(z + half), method };
}
