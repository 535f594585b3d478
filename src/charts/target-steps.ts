/** A target that may have changed on the way. */
export interface Targets {
  target: { value: number } | null;
  targets?: readonly (number | null)[] | undefined;
}

interface Piece {
  x: number;
  x2: number;
  y: number;
  y2: number;
}

/** Every target drawn, each once. */
export function targetsOf({ target, targets }: Targets): number[] {
  const known = (targets ?? []).filter((value) => value !== null);
  return known.length > 0 ? [...new Set(known)] : target === null ? [] : [target.value];
}

/**
 * The target as flat pieces with a riser where it changed, half-way between two points; one piece over the whole width
 * where it never did.
 *
 * @param places x of each point
 */
export function targetSteps(
  { target, targets }: Targets,
  places: readonly number[],
  width: number,
  yOf: (value: number) => number,
): Piece[] {
  const flat = (x: number, x2: number, value: number): Piece => ({ x, x2, y: yOf(value), y2: yOf(value) });
  if (targets === undefined) return target === null ? [] : [flat(0, width, target.value)];
  const pieces: Piece[] = [];
  let from = 0;
  for (const [index, value] of targets.entries()) {
    const isLast = index === targets.length - 1;
    const next = targets[index + 1] ?? null;
    if (!isLast && next === value) continue;
    const end = isLast ? width : ((places[index] ?? 0) + (places[index + 1] ?? width)) / 2;
    if (value !== null) pieces.push(flat(from, end, value));
    if (value !== null && next !== null) pieces.push({ x: end, x2: end, y: yOf(value), y2: yOf(next) });
    from = end;
  }
  return pieces;
}
