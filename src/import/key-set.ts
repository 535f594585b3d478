/**
 * Keys seen in one file, to find the ones that come twice: 64 bits of hash and the line for each, in one flat array
 * (12 to 48 bytes a row; a Map of ten million strings would need a gigabyte and then refuse).
 *
 * Two different keys are taken for one with a chance of n² / 2⁶⁵: one in 30 million for a million rows. The row is then
 * reported as a duplicate, never lost in silence.
 */
export interface KeySet {
  /** Line the key was first seen on, or 0 when it is new (and now remembered with `line`). */
  seen(key: string, line: number): number;
}

export function createKeySet(initialCapacity = 1 << 16): KeySet {
  let capacity = initialCapacity;
  let table = new Uint32Array(capacity * 3);
  let size = 0;

  const slotOf = (in_: Uint32Array, slots: number, h1: number, h2: number): number => {
    let slot = h1 & (slots - 1);
    for (;;) {
      const at = slot * 3;
      if (in_[at + 2] === 0 || (in_[at] === h1 && in_[at + 1] === h2)) return at;
      slot = (slot + 1) & (slots - 1);
    }
  };
  const grow = (): void => {
    const bigger = new Uint32Array(capacity * 2 * 3);
    for (let at = 0; at < table.length; at += 3) {
      if (table[at + 2] === 0) continue;
      bigger.set(
        table.subarray(at, at + 3),
        slotOf(bigger, capacity * 2, table[at] as number, table[at + 1] as number),
      );
    }
    table = bigger;
    capacity *= 2;
  };

  return {
    seen(key, line) {
      // Two 32-bit lanes of multiply-and-xor with a final avalanche (cyrb53 by bryc, public domain).
      let h1 = 0xdeadbeef ^ key.length;
      let h2 = 0x41c6ce57 ^ key.length;
      for (let index = 0; index < key.length; index += 1) {
        const code = key.charCodeAt(index);
        h1 = Math.imul(h1 ^ code, 2654435761);
        h2 = Math.imul(h2 ^ code, 1597334677);
      }
      h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
      h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
      h1 >>>= 0;
      h2 >>>= 0;
      const at = slotOf(table, capacity, h1, h2);
      const first = table[at + 2] as number;
      if (first !== 0) return first;
      table[at] = h1;
      table[at + 1] = h2;
      table[at + 2] = line;
      size += 1;
      if (size * 2 > capacity) grow();
      return 0;
    },
  };
}
