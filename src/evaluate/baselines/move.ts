import type { Unit } from "../../config/schema/indicator.ts";
import { BAND_IDS, type Bands } from "../../config/schema/scorecard.ts";
import { bandProblems } from "../bands.ts";
import { advantage, type Direction, meets } from "../direction.ts";
import { unitRange } from "../spc.ts";

/** What decides how levels of an indicator can move. */
export interface Scale {
  direction: Direction;
  unit: Unit;
  scaleMax: number | undefined;
  /** Digits after the decimal point of a level, in the unit as configured (a share has two more than its percentage). */
  digits: number;
}

export interface Levels {
  baseline: number;
  target: number | null;
}

/** The best value there can be (a share of 1, a duration of 0); null where there is none. */
export function bestOf({ direction, unit, scaleMax }: Scale): number | null {
  const [least, most] = unitRange(unit, scaleMax);
  const best = direction === "higher_is_better" ? most : least;
  return Number.isFinite(best) ? best : null;
}

/** A level rounded to the digits of its indicator, towards the side that is worse for the business: never promised too much. */
export function roundToWorse(value: number, { direction, digits }: Pick<Scale, "direction" | "digits">): number {
  const factor = 10 ** digits;
  const scaled = value * factor;
  // 0.94 × 1000 is 939.9999…: what is whole but for the last digit is whole.
  const near = Math.round(scaled);
  if (Math.abs(scaled - near) < 1e-6) return near / factor;
  return (direction === "higher_is_better" ? Math.floor(scaled) : Math.ceil(scaled)) / factor;
}

/**
 * The target that keeps its share of what is left between baseline and the best there can be, when the baseline moves; as far
 * from the baseline as before where there is no best.
 */
export function targetFor(before: Levels & { target: number }, baseline: number, scale: Scale): number {
  const best = bestOf(scale);
  const moved =
    best === null || best === before.baseline
      ? before.target + (baseline - before.baseline)
      : best - ((best - baseline) * (best - before.target)) / (best - before.baseline);
  const factor = 10 ** scale.digits;
  return Math.round(moved * factor) / factor;
}

/**
 * Bands moved with their levels: an edge that was baseline or target becomes the new one; between them edges keep their
 * place in proportion; beyond the target they keep their share of what is left to the best there can be; below the baseline
 * they keep their distance to it.
 *
 * @returns null when no rounding gives bands that cover every value exactly once
 */
export function moveBands(bands: Bands, before: Levels, after: Levels, scale: Scale): Bands | null {
  const digitsOfEdges = Math.max(scale.digits, ...edgesOf(bands).map(digitsOf));
  for (let digits = digitsOfEdges; digits <= digitsOfEdges + 3; digits += 1) {
    const edge = (value: number): number => moveEdge(value, before, after, scale, digits);
    const moved = mapEdges(bands, edge);
    if (bandProblems(moved, scale.direction).length === 0) return moved;
  }
  return null;
}

function moveEdge(value: number, before: Levels, after: Levels, scale: Scale, digits: number): number {
  const { direction } = scale;
  if (advantage(value, before.baseline, direction) === 0) return after.baseline;
  const [oldTarget, newTarget] = [before.target, after.target];
  if (oldTarget !== null && newTarget !== null && advantage(value, oldTarget, direction) === 0) return newTarget;
  const round = (moved: number): number => Number(moved.toFixed(digits));
  if (!meets(value, before.baseline, direction)) return round(value + after.baseline - before.baseline);
  const beyondTarget = oldTarget === null || newTarget === null || meets(value, oldTarget, direction);
  if (!beyondTarget) {
    const share = (value - before.baseline) / (oldTarget - before.baseline);
    return round(after.baseline + share * (newTarget - after.baseline));
  }
  const [from, to] =
    oldTarget === null || newTarget === null ? [before.baseline, after.baseline] : [oldTarget, newTarget];
  const best = bestOf(scale);
  return round(
    best === null || best === from ? value + to - from : best - ((best - value) * (best - to)) / (best - from),
  );
}

const isLimits = (bands: Bands): bands is [number, number, number, number] => typeof bands[0] === "number";

function edgesOf(bands: Bands): number[] {
  if (isLimits(bands)) return [...bands];
  return bands.flatMap(({ from, to }) => [from, to].filter((edge) => edge !== undefined));
}

function mapEdges(bands: Bands, move: (edge: number) => number): Bands {
  if (isLimits(bands)) {
    const [a, b, c, d] = bands;
    return [move(a), move(b), move(c), move(d)];
  }
  return [...bands]
    .sort((a, b) => BAND_IDS.indexOf(a.band) - BAND_IDS.indexOf(b.band))
    .map(({ band, from, to }) => ({
      band,
      ...(from === undefined ? {} : { from: move(from) }),
      ...(to === undefined ? {} : { to: move(to) }),
    }));
}

/** Digits a number is written with after the point. */
const digitsOf = (value: number): number => String(value).split(".")[1]?.length ?? 0;
