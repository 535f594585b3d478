import type { Measurement } from "../../collect/snapshot.ts";
import type { Indicator } from "../../config/schema/indicator.ts";
import { type Course, differenceInDifferences } from "../difference-in-differences.ts";
import { differenceOf } from "../differences.ts";
import { type Direction, effectOf } from "../direction.ts";
import type { FollowedChange, Interval } from "../evaluation.ts";

/** Change from before to now: Newcombe's interval for shares, Welch's for means; null where a figure is missing. */
export function changeOf(
  before: Measurement | null,
  now: Measurement | null,
  kind: Indicator["kind"],
  direction: Direction,
): FollowedChange | null {
  const difference = differenceOf(now, before, kind);
  return difference === null ? null : changed(difference.value, difference.interval, direction);
}

/** What a group changed beyond all others in the same time: the difference of the two changes, with its interval. */
export function beyondOthers(
  own: Course,
  others: Course,
  kind: Indicator["kind"],
  direction: Direction,
): FollowedChange | null {
  const difference = differenceInDifferences(own, others, kind);
  return difference === null ? null : changed(difference.value, difference.interval, direction);
}

const changed = (value: number, interval: Interval | null, direction: Direction): FollowedChange => ({
  value,
  interval,
  effect: effectOf(value, 0, direction),
  evidence: interval === null ? null : interval.low > 0 || interval.high < 0,
});
