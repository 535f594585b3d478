import type { Unit } from "../config/schema/indicator.ts";
import { advantage, type Direction, meets } from "./direction.ts";
import type { Spc } from "./evaluation.ts";

/** Fewest points limits are computed from; Wheeler holds limits of five or six useful, though provisional. */
export const MINIMUM_POINTS = 6;
const LIMIT_FACTOR = 2.66;
const SCREEN_FACTOR = 3.267;
const RUN = 7;

type Rule = Spc["rules"][number];
type Side = 1 | -1;

/** Natural process limits of an individuals chart. */
export interface XmrLimits {
  mean: number;
  /** Mean moving range after screening. */
  movingRange: number;
  lower: number;
  upper: number;
}

/**
 * XmR limits: mean ± 2.66 × mean moving range (Shewhart; Wheeler, *Understanding Variation*). Moving ranges above 3.267
 * times their mean are screened out once, as in NHS "Making data count", so that one shock does not widen the limits
 * that should reveal it. Where the screening would leave nothing but zeros, it is not done: limits of width zero would
 * call every point special.
 *
 * @param values at least two, in order of time, without gaps
 */
export function xmrLimits(values: readonly number[]): XmrLimits {
  const mean = average(values);
  const ranges = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? value)));
  const all = average(ranges);
  const screened = average(ranges.filter((range) => range <= SCREEN_FACTOR * all));
  const movingRange = screened > 0 ? screened : all;
  return {
    mean,
    movingRange,
    lower: mean - LIMIT_FACTOR * movingRange,
    upper: mean + LIMIT_FACTOR * movingRange,
  };
}

/**
 * Special causes of each point, with the side they point to (1 = high or rising, −1 = low or falling).
 *
 * - `outside`: beyond a limit
 * - `shift`: one of 7 or more in a row on one side of the mean (a point on the mean ends the run)
 * - `trend`: one of 7 or more in a row that rise or fall (an equal neighbour ends the run)
 * - `near-limit`: one of two out of three in a row beyond two thirds of the way to a limit, on one side
 */
export function specialCauses(values: readonly number[], limits: XmrLimits): { rule: Rule; side: Side }[][] {
  const { mean, movingRange } = limits;
  const marks: { rule: Rule; side: Side }[][] = values.map(() => []);
  const tolerance = 1e-9 * Math.max(Math.abs(mean), movingRange);
  if (movingRange <= tolerance) return marks;
  const reach = LIMIT_FACTOR * movingRange;
  for (const side of [1, -1] as const) {
    const offset = values.map((value) => side * (value - mean));
    const flag = (rule: Rule, flags: readonly boolean[]): void => {
      for (const [i, on] of flags.entries()) if (on) marks[i]?.push({ rule, side });
    };
    flag(
      "outside",
      offset.map((distance) => distance > reach + tolerance),
    );
    flag("shift", inRuns(offset.map((distance) => distance > tolerance)));
    // A rise of 7 points is a run of 6 steps; the run's first point is the one before its first step.
    const steps = values.slice(1).map((value, i) => side * (value - (values[i] ?? value)) > tolerance);
    const rising = inRuns(steps, RUN - 1);
    flag(
      "trend",
      values.map((_, i) => rising[i] === true || rising[i - 1] === true),
    );
    flag("near-limit", twoOfThree(offset.map((distance) => distance > (2 / 3) * reach + tolerance)));
  }
  return marks;
}

/** In the order in which they are believed when they disagree about the direction. */
const RULE_ORDER: readonly Rule[] = ["outside", "shift", "trend", "near-limit"];

export interface SpcSeries {
  spc: Spc | null;
  /** As long as the values. */
  special: ("better" | "worse" | null)[];
}

/**
 * Statistical process control of a series: limits, special causes for the business, variation at the last point and
 * assurance against the target.
 *
 * @param values one per period, oldest first; null = no data or too little to be judged: skipped, neighbours close up
 * @returns `spc` is null with fewer than six points or without a last one
 */
export function spcOf(
  values: readonly (number | null)[],
  options: { direction: Direction; target: number | null; unit: Unit; scaleMax?: number | undefined },
): SpcSeries {
  const nothing: SpcSeries = { spc: null, special: values.map(() => null) };
  const present = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  if (present.length < MINIMUM_POINTS || values.at(-1) === null) return nothing;
  const points = present.map(({ value }) => value);
  const limits = xmrLimits(points);
  const judged = specialCauses(points, limits).map((marks) => judgePoint(marks, options.direction));
  const special = [...nothing.special];
  for (const [k, { index }] of present.entries()) special[index] = judged[k]?.effect ?? null;
  const last = judged.at(-1);
  const [lower, upper] = clampLimits(limits, points, options);
  return {
    spc: {
      mean: limits.mean,
      lower,
      upper,
      points: points.length,
      variation: last?.effect === "better" ? "improvement" : last?.effect === "worse" ? "concern" : "ordinary",
      rules: last?.rules ?? [],
      assurance: assuranceOf(limits, points.at(-1) ?? limits.mean, options.target, options.direction),
    },
    special,
  };
}

/** The first rule decides the direction; rules that say the opposite are left out. */
function judgePoint(
  marks: readonly { rule: Rule; side: Side }[],
  direction: Direction,
): { effect: "better" | "worse" | null; rules: Rule[] } {
  const ordered = [...marks].sort((a, b) => RULE_ORDER.indexOf(a.rule) - RULE_ORDER.indexOf(b.rule));
  const side = ordered[0]?.side;
  if (side === undefined) return { effect: null, rules: [] };
  const effect = advantage(side, 0, direction) > 0 ? "better" : "worse";
  return { effect, rules: ordered.filter((mark) => mark.side === side).map(({ rule }) => rule) };
}

/**
 * Whether ordinary variation alone keeps the target: the whole expected range on its better side, on its worse, or
 * neither. Limits of a moving process lag behind it, so a range that the last value itself refutes promises nothing.
 */
function assuranceOf(limits: XmrLimits, last: number, target: number | null, direction: Direction): Spc["assurance"] {
  if (target === null) return null;
  const [better, worse] =
    direction === "higher_is_better" ? [limits.upper, limits.lower] : [limits.lower, limits.upper];
  const met = meets(last, target, direction);
  if (meets(worse, target, direction)) return met ? "passes" : "hit-or-miss";
  return met || meets(better, target, direction) ? "hit-or-miss" : "fails";
}

/**
 * Limits as shown: kept within what the unit can be (a share within 0 … 1, a duration not below 0), unless the data
 * itself goes beyond. The rules use the unclamped limits.
 */
function clampLimits(
  { lower, upper }: XmrLimits,
  values: readonly number[],
  { unit, scaleMax }: { unit: Unit; scaleMax?: number | undefined },
): [number, number] {
  const [least, most] = unitRange(unit, scaleMax);
  const low = values.every((value) => value >= least) ? Math.max(lower, least) : lower;
  const high = values.every((value) => value <= most) ? Math.min(upper, most) : upper;
  return [low, high];
}

/** What a figure of the unit can be at all. */
export function unitRange(unit: Unit, scaleMax: number | undefined): [number, number] {
  switch (unit) {
    case "percent":
      return [0, 1];
    case "score":
      return [0, scaleMax ?? Number.POSITIVE_INFINITY];
    case "points":
      return [-100, 100];
    case "currency":
      return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    default:
      return [0, Number.POSITIVE_INFINITY];
  }
}

/** Marks every member of a run of at least `length` trues. */
function inRuns(flags: readonly boolean[], length = RUN): boolean[] {
  const marked = flags.map(() => false);
  let start = 0;
  for (let i = 0; i <= flags.length; i += 1) {
    if (flags[i] === true) continue;
    if (i - start >= length) marked.fill(true, start, i);
    start = i + 1;
  }
  return marked;
}

/** Marks the flagged points of every window of three that has at least two of them. */
function twoOfThree(flags: readonly boolean[]): boolean[] {
  return flags.map(
    (on, i) =>
      on &&
      [i - 2, i - 1, i].some(
        (start) => start >= 0 && start + 3 <= flags.length && flags.slice(start, start + 3).filter(Boolean).length >= 2,
      ),
  );
}

const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
