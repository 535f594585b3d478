import { crosses, overlaps, type Rectangle } from "./place.ts";

/** A point with the size of its label, in pixels of the plot. */
export interface Labelled {
  x: number;
  y: number;
  /** Texts to try, the fullest first. */
  sizes: readonly { width: number; height: number }[];
}

/** Where a label goes: its box, which of its texts, and where a leader from the point ends (null: it stands beside it). */
export interface LabelPlace {
  box: Rectangle;
  size: number;
  leader: { x: number; y: number } | null;
}

/** Half the width of a dot with a little air. */
const DOT = 5;
/** A label may come nearer to its own dot. */
const OWN_DOT = 4.5;
/** Distances of the rings on which places are tried. */
const RINGS = [9, 16, 26, 38, 52, 68, 86];
const DIRECTIONS = 16;
/** Beyond this a line leads from the point to its label. */
const BESIDE = 10;
const PASSES = 12;

/**
 * Places for the labels of a cloud of points so that no label lies on another, on a dot, on an obstacle or outside the plot:
 * the most crowded point chooses first, then each in turn moves to its best place among the others until none moves. A
 * label that finds no place tries its shorter text, and is left out when that has none either. Deterministic.
 *
 * @param lines heights and places of guides that labels should not lie on if they can help it
 */
export function placeLabels(
  points: readonly Labelled[],
  plot: { width: number; height: number },
  obstacles: readonly Rectangle[],
  lines: { xs: readonly number[]; ys: readonly number[] } = { xs: [], ys: [] },
): (LabelPlace | null)[] {
  const dots = points.map(({ x, y }) => around(x, y, DOT));
  const choices = points.map((point, own) =>
    candidates(point)
      .filter(({ place }) => inside(place.box, plot))
      .filter(({ place }) => !obstacles.some((obstacle) => overlaps(obstacle, place.box)))
      .filter(
        ({ place }) =>
          !dots.some((dot, other) => overlaps(other === own ? around(point.x, point.y, OWN_DOT) : dot, place.box)),
      )
      .map(({ place, cost }) => ({ place, cost: cost + lineCost(place.box, lines) })),
  );
  const order = points
    .map((_, index) => index)
    .sort((a, b) => (choices[a]?.length ?? 0) - (choices[b]?.length ?? 0) || a - b);
  const placed: (LabelPlace | null)[] = points.map(() => null);
  const free = (index: number, place: LabelPlace): boolean =>
    placed.every((other, i) => i === index || other === null || !clash(points, index, place, i, other));
  const best = (index: number): LabelPlace | null => {
    let found: { place: LabelPlace; cost: number } | null = null;
    for (const choice of choices[index] ?? []) {
      if ((found === null || choice.cost < found.cost) && free(index, choice.place)) found = choice;
    }
    return found?.place ?? null;
  };
  for (let pass = 0; pass < PASSES; pass++) {
    let moved = false;
    for (const index of order) {
      const next = best(index);
      if (next === placed[index] || (next === null && placed[index] !== null)) continue;
      placed[index] = next;
      moved = true;
    }
    if (!moved) break;
  }
  return placed;
}

/** Places around a point, with what they cost: distance, and a preference for the right-hand side. */
function candidates({ x, y, sizes }: Labelled): { place: LabelPlace; cost: number }[] {
  return sizes.flatMap(({ width, height }, size) =>
    RINGS.flatMap((radius) =>
      Array.from({ length: DIRECTIONS }, (_, step) => {
        const angle = (2 * Math.PI * step) / DIRECTIONS;
        const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
        // The box touches the ring with the side or corner that faces the point.
        const left = x + dx * radius - (width * (1 - dx)) / 2;
        const top = y + dy * radius - (height * (1 - dy)) / 2;
        const box = { left, right: left + width, top, bottom: top + height };
        const leader = radius <= BESIDE ? null : nearest(box, x, y);
        const side = dx > 0.9 ? 0 : dx < -0.9 ? 1 : 2 + Math.abs(dx);
        return { place: { box, size, leader }, cost: radius * 1.5 + side + size * 1000 };
      }),
    ),
  );
}

function clash(points: readonly Labelled[], a: number, place: LabelPlace, b: number, other: LabelPlace): boolean {
  if (overlaps(grown(place.box, 1), other.box)) return true;
  const [mine, theirs] = [leaderOf(points[a], place), leaderOf(points[b], other)];
  if (mine !== null && crosses(mine, other.box)) return true;
  if (theirs !== null && crosses(theirs, place.box)) return true;
  return mine !== null && theirs !== null && intersect(mine, theirs);
}

type Segment = readonly [{ x: number; y: number }, { x: number; y: number }];

const leaderOf = (point: Labelled | undefined, { leader }: LabelPlace): Segment | null =>
  point === undefined || leader === null ? null : [{ x: point.x, y: point.y }, leader];

function intersect([p, q]: Segment, [r, s]: Segment): boolean {
  const side = (a: { x: number; y: number }, b: { x: number; y: number }, c: { x: number; y: number }): number =>
    Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
  return side(p, q, r) * side(p, q, s) < 0 && side(r, s, p) * side(r, s, q) < 0;
}

const nearest = (box: Rectangle, x: number, y: number): { x: number; y: number } => ({
  x: Math.min(Math.max(x, box.left), box.right),
  y: Math.min(Math.max(y, box.top), box.bottom),
});

function lineCost(box: Rectangle, { xs, ys }: { xs: readonly number[]; ys: readonly number[] }): number {
  const hits =
    xs.filter((x) => x > box.left - 1 && x < box.right + 1).length +
    ys.filter((y) => y > box.top - 1 && y < box.bottom + 1).length;
  return hits * 14;
}

const around = (x: number, y: number, by: number): Rectangle => ({
  left: x - by,
  right: x + by,
  top: y - by,
  bottom: y + by,
});
const grown = (box: Rectangle, by: number): Rectangle => ({
  left: box.left - by,
  right: box.right + by,
  top: box.top - by,
  bottom: box.bottom + by,
});
const inside = (box: Rectangle, plot: { width: number; height: number }): boolean =>
  box.left >= 0 && box.right <= plot.width && box.top >= 0 && box.bottom <= plot.height;
