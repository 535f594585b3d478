import { compareText } from "../../text-order.ts";

/** A member with what it is ranked by. */
export interface Contender {
  member: string;
  value: number;
}

export interface Placed<Member extends Contender> {
  contender: Member;
  /** Competition ranking: equal values share a place, and the places they take up stay empty (1, 2, 2, 4). */
  rank: number;
  shared: boolean;
  /** Group of members that cannot be told from its first one, counted from 1. */
  group: number;
}

/**
 * Puts members in order and into groups that cannot be told apart: going down the order, a member begins a new group when
 * its difference from the first of the present group (from any of those who share that place) is proven.
 *
 * @param ahead how much better the first is than the second; 0 = equal
 * @param apart whether the difference of two members is proven
 */
export function placesOf<Member extends Contender>(
  contenders: readonly Member[],
  ahead: (a: number, b: number) => number,
  apart: (a: Member, b: Member) => boolean,
): Placed<Member>[] {
  const ordered = [...contenders].sort((a, b) => ahead(b.value, a.value) || compareText(a.member, b.member));
  const placed: Placed<Member>[] = [];
  let heads = ordered.slice(0, 1);
  let group = 1;
  for (const [index, contender] of ordered.entries()) {
    const before = placed.at(-1);
    const equal = before !== undefined && ahead(before.contender.value, contender.value) === 0;
    if (equal) before.shared = true;
    if (equal && heads.includes(before.contender)) {
      heads.push(contender);
    } else if (!equal && heads.some((head) => head !== contender && apart(head, contender))) {
      heads = [contender];
      group += 1;
    }
    placed.push({ contender, rank: equal ? before.rank : index + 1, shared: equal, group });
  }
  return placed;
}

/** Fewest members of whom a quartile is told. */
export const QUARTILES_FROM = 8;

/**
 * Lower quartile, median and upper quartile of a ranking, each the mean of the three members around it, so that none of
 * them is one member's figure; null with fewer than eight members.
 */
export function quartilesOf(values: readonly number[]): { lower: number; median: number; upper: number } | null {
  if (values.length < QUARTILES_FROM) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const around = (share: number): number => {
    const middle = Math.round((sorted.length - 1) * share);
    const three = sorted.slice(middle - 1, middle + 2);
    return three.reduce((sum, value) => sum + value, 0) / three.length;
  };
  return { lower: around(0.25), median: around(0.5), upper: around(0.75) };
}
