import type { Measured } from "./decode.ts";

/** Members of each dimension, largest in the reported period first, over all datasets that have it. */
export function membersBySize(measured: readonly Measured[]): Record<string, string[]> {
  const sizes = new Map<string, Map<string, { reported: number; all: number }>>();
  for (const { members } of measured) {
    for (const [dimension, own] of members) {
      const sum = sizes.get(dimension) ?? new Map<string, { reported: number; all: number }>();
      sizes.set(dimension, sum);
      for (const [member, { reported, all }] of own) {
        const before = sum.get(member) ?? { reported: 0, all: 0 };
        sum.set(member, { reported: before.reported + reported, all: before.all + all });
      }
    }
  }
  return Object.fromEntries(
    [...sizes].map(([dimension, members]) => [
      dimension,
      [...members]
        .sort(([a, x], [b, y]) => y.reported - x.reported || y.all - x.all || (a < b ? -1 : 1))
        .map(([member]) => member),
    ]),
  );
}
