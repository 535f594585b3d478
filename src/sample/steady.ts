import type { Random } from "./random.ts";

/** How strongly a steady draw pulls back towards its planted share. */
const PULL = 0.2;

/**
 * A coin that remembers: heads come in random order, but their number stays within a few throws of the sum of the
 * probabilities. The sample's monthly levels are planted; with a plain coin a few hundred spot checks would move a level by
 * more than the distance to a target, and the story would depend on the seed.
 */
export function steadyCoin(random: Random): (probability: number) => boolean {
  let owed = 0;
  return (probability) => {
    const heads = random.next() < probability + PULL * owed;
    owed += probability - (heads ? 1 : 0);
    return heads;
  };
}

/** The same for a choice between several items: `shares` sum to 1. */
export function steadyChoice<Item extends string>(
  random: Random,
): (shares: readonly (readonly [Item, number])[]) => Item {
  const owed = new Map<Item, number>();
  return (shares) => {
    const pulled = shares.map(
      ([item, share]) => [item, Math.max(0, share * (1 + PULL * 5 * (owed.get(item) ?? 0)))] as const,
    );
    const chosen = random.weighted(pulled.some(([, weight]) => weight > 0) ? pulled : shares);
    for (const [item, share] of shares) owed.set(item, (owed.get(item) ?? 0) + share - (item === chosen ? 1 : 0));
    return chosen;
  };
}

/**
 * Probabilities in proportion to `risks` whose mean is `mean`.
 *
 * @returns one probability per risk; capped at 0.95, what the cap takes away is given to the others
 */
export function spread(risks: readonly number[], mean: number): number[] {
  const cap = 0.95;
  const capped = new Set<number>();
  for (;;) {
    const left = mean * risks.length - cap * capped.size;
    const factor = left / sum(risks.filter((_, i) => !capped.has(i)));
    const over = risks.flatMap((risk, i) => (!capped.has(i) && risk * factor > cap ? [i] : []));
    if (over.length === 0) return risks.map((risk, i) => (capped.has(i) ? cap : risk * factor));
    for (const i of over) capped.add(i);
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
