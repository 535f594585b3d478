import { NO_MEMBER } from "../collect/snapshot.ts";
import { compareText } from "../text-order.ts";
import { advantage, type Direction } from "./direction.ts";
import type { Breakdown, Counterfactual } from "./evaluation.ts";

/**
 * For each member: what the whole would be if the member had the value of all the others together. With weights that
 * sum to 1 that is simply the others' value. Best effect first. Empty where there is no exact decomposition, for rows
 * without a member, and for a member that is everything.
 *
 * @param value the whole
 * @param scoreEffect change of the overall score if the indicator had the given value
 */
export function counterfactualsOf(
  breakdown: Breakdown,
  value: number,
  direction: Direction,
  scoreEffect: (value: number) => number,
): Counterfactual[] {
  if (breakdown.notDecomposed !== null) return [];
  return breakdown.members
    .flatMap(({ member, value: own, weight }) => {
      if (member === NO_MEMBER || own === null || weight <= 0 || weight >= 1) return [];
      const others = (value - weight * own) / (1 - weight);
      return [
        {
          dimension: breakdown.dimension,
          member,
          memberValue: own,
          othersValue: others,
          value: others,
          effect: others - value,
          scoreEffect: scoreEffect(others),
        },
      ];
    })
    .sort(
      (a, b) =>
        advantage(b.effect, 0, direction) - advantage(a.effect, 0, direction) || compareText(a.member, b.member),
    );
}
