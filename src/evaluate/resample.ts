import type { Interval } from "./evaluation.ts";

/** Any constant will do: equal data must give equal intervals. */
const SEED = 0x5eed;

/** Samples of the items with replacement, each as large as the list; the same ones on every run. */
export function resampled<Item>(items: readonly Item[], times: number): Item[][] {
  const next = uniform(SEED);
  return Array.from({ length: times }, () =>
    items.flatMap(() => {
      const item = items[Math.floor(next() * items.length)];
      return item === undefined ? [] : [item];
    }),
  );
}

/**
 * Percentile interval of bootstrap replicates (Efron & Tibshirani 1993, chapter 13). Null without replicates.
 */
export function percentileInterval(replicates: readonly number[], confidence: number): Interval | null {
  if (replicates.length === 0) return null;
  const sorted = [...replicates].sort((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? 0;
    const above = sorted[Math.ceil(place)] ?? below;
    return below + (place - Math.floor(place)) * (above - below);
  };
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2), method: "bootstrap" };
}

/** Uniform numbers in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
