/** Stream of reproducible draws: equal seeds give equal streams on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, below). */
  int(below: number): number;
  /** Standard normal. */
  normal(): number;
  /** Exponential with the given mean. */
  exponential(mean: number): number;
  /** Log-normal with mean 1; `sigma` is the standard deviation of the logarithm. */
  unitLogNormal(sigma: number): number;
  /** One of the entries, in proportion to its weight. */
  weighted<Item>(entries: readonly (readonly [Item, number])[]): Item;
  /** One of the items, all equally likely. */
  pick<Item>(items: readonly Item[]): Item;
}

/**
 * A stream of its own for each label, so that drawing more in one place does not shift every other place.
 *
 * Generator: sfc32 (Chris Doty-Humphrey, PractRand), state filled from the label by FNV-1a and splitmix32.
 */
export function randomStream(seed: number, label: string): Random {
  const fill = splitmix32(fnv1a(`${seed}/${label}`));
  const next = sfc32(fill(), fill(), fill(), fill());
  for (let i = 0; i < 12; i++) next();

  const normal = (): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    return radius * Math.cos(2 * Math.PI * next());
  };
  return {
    next,
    normal,
    int: (below) => Math.floor(next() * below),
    exponential: (mean) => -mean * Math.log(1 - next()),
    unitLogNormal: (sigma) => Math.exp(sigma * normal() - (sigma * sigma) / 2),
    weighted: (entries) => weighted(entries, next()),
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
  };
}

function weighted<Item>(entries: readonly (readonly [Item, number])[], uniform: number): Item {
  const last = entries.at(-1);
  if (last === undefined) throw new RangeError("nothing to pick from");
  let left = uniform * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of entries) {
    left -= weight;
    if (left < 0) return item;
  }
  return last[0];
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

function sfc32(first: number, second: number, third: number, fourth: number): () => number {
  let [a, b, c, counter] = [first | 0, second | 0, third | 0, fourth | 0];
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
}
