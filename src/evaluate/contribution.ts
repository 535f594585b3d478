import type { Indicator } from "../config/schema/indicator.ts";
import { compareText } from "../text-order.ts";
import { advantage } from "./direction.ts";
import type { Breakdown, Contribution } from "./evaluation.ts";
import { type Parts, partsOf } from "./parts.ts";
import type { Readings } from "./readings.ts";

/** A member's parts in one period. */
export interface MemberParts extends Parts {
  member: string;
  n: number;
}

/** Where to break an indicator down: one dimension, two periods, one target. */
export interface BreakdownRequest {
  id: string;
  indicator: Indicator;
  dimension: string;
  period: string;
  previous: string | null;
  target: number | null;
}

/**
 * Breaks an indicator's shortfall against its target, and its change on the previous period, down by the members of one
 * dimension, into effects that add up exactly to the whole. Null when the indicator is not cut by the dimension.
 */
export function breakdownOf(request: BreakdownRequest, readings: Readings): Breakdown | null {
  const { id, indicator, dimension, period, previous, target } = request;
  const members = readings.members(id, period, dimension);
  if (members.length === 0) return null;
  const rows = members.reduce((sum, { measurement }) => sum + measurement.n, 0);
  const current = wholeAndMembers(request, period, readings);
  const shares = new Map(current.parts?.map(({ member, below }) => [member, below]));
  const whole = current.whole?.below ?? 0;
  const breakdown: Breakdown = {
    dimension,
    members: members.map(({ member, measurement: { n, value } }) => ({
      member,
      n,
      value,
      weight: current.parts === null ? ratioOf(n, rows) : ratioOf(shares.get(member) ?? 0, whole),
    })),
    notDecomposed: current.reason,
    againstTarget: null,
    targetGap: null,
    againstPrevious: null,
    previousGap: null,
  };
  if (indicator.kind === "sum" || indicator.kind === "count")
    return { ...breakdown, ...changeOfTotal(request, readings) };
  if (current.parts === null || current.whole === null) return breakdown;
  const value = current.whole.above / current.whole.below;
  if (target !== null) {
    breakdown.targetGap = value - target;
    breakdown.againstTarget = worstFirst(shortfall(current.parts, target), indicator);
  }
  const before = previous === null ? null : wholeAndMembers(request, previous, readings);
  if (before?.parts && before.whole !== null) {
    breakdown.previousGap = value - before.whole.above / before.whole.below;
    breakdown.againstPrevious = worstFirst(changeEffects(before.parts, current.parts), indicator);
  }
  return breakdown;
}

/**
 * Shortfall against a target: member k adds w(k) × (x(k) − T), and Σ = X − T since the weights sum to 1. All of it is
 * rate; a target says nothing about the mix.
 */
export function shortfall(members: readonly MemberParts[], target: number): Contribution[] {
  const below = total(members, "below");
  const gap = total(members, "above") / below - target;
  return members.map(({ member, n, above, below: own }) => {
    const rate = (above - target * own) / below;
    return {
      member,
      n,
      value: own === 0 ? null : above / own,
      weight: own / below,
      rate,
      mix: 0,
      total: rate,
      share: shareOf(rate, gap),
    };
  });
}

/**
 * Change between two periods (Kitagawa 1955): rate effect = mean weight × change of the value; mix effect = change of
 * weight × (mean value − mean of the two wholes). Kitagawa's mix effects carry no reference value; since the changes of
 * weight sum to 0, taking the whole off leaves the sum as it is and makes each member's part readable: growing hurts
 * only where a member is worse than the whole. A member absent in one period has no change of value: all of it is mix.
 */
export function changeEffects(before: readonly MemberParts[], after: readonly MemberParts[]): Contribution[] {
  const [below0, below1] = [total(before, "below"), total(after, "below")];
  const [whole0, whole1] = [total(before, "above") / below0, total(after, "above") / below1];
  const reference = (whole0 + whole1) / 2;
  const names = [...new Set([...after, ...before].map(({ member }) => member))];
  return names.map((member) => {
    const [old, now] = [find(before, member), find(after, member)];
    const [w0, w1] = [(old?.below ?? 0) / below0, (now?.below ?? 0) / below1];
    const [own0, own1] = [ownValue(old), ownValue(now)];
    const [x0, x1] = [own0 ?? own1 ?? reference, own1 ?? own0 ?? reference];
    const rate = ((w0 + w1) / 2) * (x1 - x0);
    const mix = (w1 - w0) * ((x0 + x1) / 2 - reference);
    const whole = rate + mix;
    return {
      member,
      n: now?.n ?? 0,
      value: own1,
      weight: w1,
      rate,
      mix,
      total: whole,
      share: shareOf(whole, whole1 - whole0),
    };
  });
}

/** Change of a sum or count: each member's own difference. There is no value per row, hence no mix and no target per member. */
function changeOfTotal(request: BreakdownRequest, readings: Readings): Partial<Breakdown> {
  const { id, indicator, dimension, period, previous } = request;
  const [now, before] = [readings.at(id, period)?.value, previous === null ? null : readings.at(id, previous)?.value];
  if (now === null || now === undefined) return { notDecomposed: "no-data" };
  if (before === null || before === undefined || previous === null) return { notDecomposed: null };
  const gap = now - before;
  const [after, earlier] = [readings.members(id, period, dimension), readings.members(id, previous, dimension)];
  const rows = after.reduce((sum, { measurement }) => sum + measurement.n, 0);
  const names = [...new Set([...after, ...earlier].map(({ member }) => member))];
  const parts = names.map((member): Contribution => {
    const measured = after.find((entry) => entry.member === member)?.measurement;
    const old = earlier.find((entry) => entry.member === member)?.measurement;
    const change = (measured?.value ?? 0) - (old?.value ?? 0);
    const n = measured?.n ?? 0;
    const value = measured?.value ?? null;
    return {
      member,
      n,
      value,
      weight: ratioOf(n, rows),
      rate: change,
      mix: 0,
      total: change,
      share: shareOf(change, gap),
    };
  });
  if (
    !nearly(
      parts.reduce((sum, part) => sum + part.total, 0),
      gap,
    )
  )
    return { notDecomposed: "incomplete" };
  return { notDecomposed: null, againstPrevious: worstFirst(parts, indicator), previousGap: gap };
}

/** Parts of the members of one period, if they add up to the whole, else why they cannot be used. */
function wholeAndMembers(
  { id, indicator, dimension }: BreakdownRequest,
  period: string,
  readings: Readings,
): { whole: Parts | null; parts: MemberParts[] | null; reason: Breakdown["notDecomposed"] } {
  const measured = readings.at(id, period);
  const whole = partsOf(measured, indicator);
  if (indicator.kind === "percentile") return { whole, parts: null, reason: "percentile" };
  if (whole === null || whole.below === 0) return { whole, parts: null, reason: "no-data" };
  // Each member is weighted over its own strata: their values do not average to the whole's.
  if (measured?.weighted !== undefined) return { whole, parts: null, reason: "weighted" };
  const parts = readings.members(id, period, dimension).flatMap(({ member, measurement }) => {
    const own = partsOf(measurement, indicator);
    return own === null ? [] : [{ member, n: measurement.n, ...own }];
  });
  const complete = (["above", "below"] as const).every((part) => nearly(total(parts, part), whole[part]));
  return complete ? { whole, parts, reason: null } : { whole, parts: null, reason: "incomplete" };
}

/** Largest harm first: most to the worse, then by name. */
function worstFirst(contributions: readonly Contribution[], { direction }: Indicator): Contribution[] {
  return contributions
    .map((part) => ({ ...part, rate: unsigned(part.rate), mix: unsigned(part.mix), total: unsigned(part.total) }))
    .sort(
      (a, b) => advantage(a.total, 0, direction) - advantage(b.total, 0, direction) || compareText(a.member, b.member),
    );
}

const total = (members: readonly Parts[], part: keyof Parts): number =>
  members.reduce((sum, parts) => sum + parts[part], 0);
const find = (members: readonly MemberParts[], name: string): MemberParts | undefined =>
  members.find(({ member }) => member === name);
const ownValue = (parts: Parts | undefined): number | null =>
  parts === undefined || parts.below === 0 ? null : parts.above / parts.below;
const nearly = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
/** Nothing has no sign: −0 would be printed as one. */
const unsigned = (value: number): number => (value === 0 ? 0 : value);
const ratioOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
/** A gap that is only rounding noise has no shares. */
const shareOf = (part: number, gap: number): number | null => (Math.abs(gap) < 1e-12 ? null : unsigned(part / gap));
