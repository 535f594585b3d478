/** A pair of verdicts of two raters and how often it occurred. */
export interface VerdictPair {
  first: string;
  second: string;
  n: number;
}

export type AgreementReading = "poor" | "slight" | "fair" | "moderate" | "substantial" | "almost-perfect";

/**
 * Cohen's kappa (1960), unweighted: (observed − expected) ÷ (1 − expected), where `expected` is the agreement by chance
 * from each rater's own frequencies.
 *
 * @returns null without pairs; kappa is null when chance alone would agree completely (one verdict throughout)
 */
export function cohensKappa(
  pairs: readonly VerdictPair[],
): { n: number; observed: number; expected: number; kappa: number | null } | null {
  const n = pairs.reduce((sum, pair) => sum + pair.n, 0);
  if (n === 0) return null;
  const [first, second] = [marginal(pairs, "first"), marginal(pairs, "second")];
  const observed = pairs.reduce((sum, pair) => sum + (pair.first === pair.second ? pair.n : 0), 0) / n;
  const expected = [...first].reduce((sum, [verdict, count]) => sum + count * (second.get(verdict) ?? 0), 0) / n ** 2;
  return { n, observed, expected, kappa: 1 - expected < 1e-12 ? null : (observed - expected) / (1 - expected) };
}

/**
 * Cohen's weighted kappa (1968) for verdicts with an order: 1 − observed ÷ expected disagreement, where a pair of verdicts
 * weighs as much as its steps are apart (linear weights, Cicchetti & Allison 1971). With two verdicts it is Cohen's kappa.
 *
 * @param scale every verdict, best first
 * @returns null without pairs, with a verdict off the scale, and when chance alone would agree completely
 */
export function weightedKappa(pairs: readonly VerdictPair[], scale: readonly string[]): number | null {
  const place = new Map(scale.map((verdict, index) => [verdict, index]));
  const apart = (first: string, second: string): number =>
    Math.abs((place.get(first) ?? Number.NaN) - (place.get(second) ?? Number.NaN));
  const n = pairs.reduce((sum, pair) => sum + pair.n, 0);
  if (n === 0 || pairs.some(({ first, second }) => Number.isNaN(apart(first, second)))) return null;
  const [first, second] = [marginal(pairs, "first"), marginal(pairs, "second")];
  const observed = pairs.reduce((sum, pair) => sum + pair.n * apart(pair.first, pair.second), 0) / n;
  let expected = 0;
  for (const [a, count] of first) for (const [b, other] of second) expected += (count * other * apart(a, b)) / n ** 2;
  return expected < 1e-12 ? null : 1 - observed / expected;
}

/** Reading of kappa by Landis & Koch (1977). */
export function readKappa(kappa: number): AgreementReading {
  if (kappa < 0) return "poor";
  if (kappa <= 0.2) return "slight";
  if (kappa <= 0.4) return "fair";
  if (kappa <= 0.6) return "moderate";
  return kappa <= 0.8 ? "substantial" : "almost-perfect";
}

function marginal(pairs: readonly VerdictPair[], rater: "first" | "second"): Map<string, number> {
  const counts = new Map<string, number>();
  for (const pair of pairs) counts.set(pair[rater], (counts.get(pair[rater]) ?? 0) + pair.n);
  return counts;
}
