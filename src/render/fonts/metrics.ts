/** Characters `first` … `last` are all `advance` font units wide. */
export type AdvanceRun = readonly [first: number, last: number, advance: number];

/** Runs for code points in ascending order. */
export function runsOf(codePoints: readonly number[], advanceOf: (codePoint: number) => number): AdvanceRun[] {
  const runs: AdvanceRun[] = [];
  for (const codePoint of [...codePoints].sort((a, b) => a - b)) {
    const advance = advanceOf(codePoint);
    const last = runs.at(-1);
    if (last && last[1] === codePoint - 1 && last[2] === advance) runs[runs.length - 1] = [last[0], codePoint, advance];
    else runs.push([codePoint, codePoint, advance]);
  }
  return runs;
}

/** Widths of one weight: for each family, in the order in which Chromium asks them, its runs and units per em. */
export interface WeightMetrics {
  families: readonly { runs: readonly AdvanceRun[]; unitsPerEm: number }[];
}

/**
 * Looks widths up by character, first family that has the character first, as Chromium does.
 *
 * @returns width in em; 0 for a character that prints as nothing; `null` when no family has it
 */
export function createAdvances(weight: WeightMetrics): (codePoint: number) => number | null {
  const cache = new Map<number, number | null>();
  return (codePoint) => {
    const known = cache.get(codePoint);
    if (known !== undefined) return known;
    const advance = isInvisible(codePoint) ? 0 : find(weight, codePoint);
    cache.set(codePoint, advance);
    return advance;
  };
}

function find(weight: WeightMetrics, codePoint: number): number | null {
  for (const { runs, unitsPerEm } of weight.families) {
    let low = 0;
    let high = runs.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const run = runs[middle];
      if (!run) break;
      if (codePoint < run[0]) high = middle - 1;
      else if (codePoint > run[1]) low = middle + 1;
      else return run[2] / unitsPerEm;
    }
  }
  return null;
}

/** Characters a browser draws as nothing even without a glyph: controls and Unicode's Default_Ignorable_Code_Point. */
export function isInvisible(codePoint: number): boolean {
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) return true;
  return codePoint > 0xa0 && INVISIBLE.test(String.fromCodePoint(codePoint));
}
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
