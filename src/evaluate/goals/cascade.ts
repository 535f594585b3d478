import type { Period } from "../../calendar/period.ts";
import { type Cut, type Measurement, NO_MEMBER } from "../../collect/snapshot.ts";
import { entryAt } from "../../config/entry.ts";
import type { Goal } from "../../config/schema/goal.ts";
import type { Indicator } from "../../config/schema/indicator.ts";
import { meets } from "../direction.ts";
import type { Readings } from "../readings.ts";
import type { GoalCase } from "./progress.ts";
import { judge } from "./progress.ts";
import type { GoalCascadeResult } from "./result.ts";

/**
 * A goal over the members of a dimension: each judged by its own start and goal, and whether their goals add up to the
 * whole's. They do when `Σ share × goal` reaches it, the shares being those of the latest period and a member without a
 * goal staying where it is (sums and counts: `Σ goal`).
 */
export function cascadeOf(
  cascade: NonNullable<Goal["cascade"]>,
  whole: GoalCase,
  start: { measured: boolean; of: (cut: Cut) => number | null },
  readings: Readings,
): GoalCascadeResult {
  const { dimension } = cascade;
  const latest: Period | undefined = whole.periods.at(-1);
  const present = latest === undefined ? [] : readings.members(whole.indicatorId, latest.id, dimension);
  const total = present.reduce((sum, { measurement }) => sum + weightOf(measurement, whole.indicator), 0);
  const shareOf = (member: string): number | null => {
    const found = present.find((entry) => entry.member === member);
    return found === undefined || total === 0 ? null : weightOf(found.measurement, whole.indicator) / total;
  };
  const members = Object.entries(cascade.members).map(([member, own]) => {
    const cut = { [dimension]: member };
    const given = own.start ?? (start.measured ? "measured" : whole.values.start);
    const values = { start: given === "measured" ? start.of(cut) : given, goal: own.goal };
    const { progress } = judge({ ...whole, cut, values }, readings);
    return { member, weight: shareOf(member), ...progress };
  });
  const without = present.filter(({ member }) => entryAt(cascade.members, member) === undefined);
  return {
    dimension,
    members,
    without: without.map(({ member }) => member).filter((member) => member !== NO_MEMBER),
    together: together(members, without, whole, total),
  };
}

function together(
  members: readonly { goal: number; weight: number | null }[],
  without: readonly { measurement: Measurement }[],
  { indicator, values }: GoalCase,
  total: number,
): GoalCascadeResult["together"] {
  if (indicator.kind === "percentile" || total === 0) return null;
  const additive = indicator.kind === "sum" || indicator.kind === "count";
  const own = members.reduce((sum, { goal, weight }) => sum + (additive ? goal : (weight ?? 0) * goal), 0);
  const rest = without.reduce(
    (sum, { measurement }) =>
      sum + (additive ? 1 : weightOf(measurement, indicator) / total) * (measurement.value ?? 0),
    0,
  );
  return { value: own + rest, reaches: meets(own + rest, values.goal, indicator.direction) };
}

/** What a member's value weighs in the whole: its rows, for a rate its denominator. */
const weightOf = ({ n, denominator }: Measurement, { kind }: Indicator): number =>
  kind === "rate" ? (denominator ?? 0) : n;
