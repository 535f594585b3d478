import type { Measurement } from "../collect/snapshot.ts";
import { type Direction, meets } from "./direction.ts";
import { weightedShare } from "./weighted.ts";

/**
 * Target achievement: actual ÷ target, or target ÷ actual where lower is better; 1 = met, above 1 = surpassed.
 *
 * A quotient says something only between figures on a scale that begins at zero, hence null when the divisor is zero or
 * either figure is negative (an NPS of −5, a target of 0 complaints); `limitMet` still answers there.
 */
export function achievement(actual: number | null, target: number | null, direction: Direction): number | null {
  if (actual === null || target === null || actual < 0 || target < 0) return null;
  const [above, below] = direction === "higher_is_better" ? [actual, target] : [target, actual];
  return below === 0 ? null : above / below;
}

/** Whether a value keeps a limit (the limit itself counts as kept); null without either. */
export function limitMet(actual: number | null, limit: number | null, direction: Direction): boolean | null {
  return actual === null || limit === null ? null : meets(actual, limit, direction);
}

/**
 * Attainment rates (达标率): shares of the items that keep baseline and target, each item by itself; of a weighted figure
 * weighted alike.
 *
 * Null where the kind has no value per item (ratios, sums, counts) or there is no item.
 */
export function withinShares(measurement: Measurement | null): {
  withinBaseline: number | null;
  withinTarget: number | null;
} {
  const weighted = measurement?.weighted;
  if (weighted !== undefined) {
    return {
      withinBaseline: weightedShare(weighted, "withinBaseline"),
      withinTarget: weightedShare(weighted, "withinTarget"),
    };
  }
  const share = (count: number | undefined): number | null =>
    measurement === null || count === undefined || measurement.n === 0 ? null : count / measurement.n;
  return { withinBaseline: share(measurement?.withinBaseline), withinTarget: share(measurement?.withinTarget) };
}
