import { NO_MEMBER, type SurveyRecord } from "../collect/snapshot.ts";
import { CONFIDENCE, chiSquareTail } from "./distributions.ts";
import type { ResponseRate, SamplingResult } from "./evaluation.ts";
import { wilsonInterval } from "./intervals.ts";

type Response = NonNullable<NonNullable<SamplingResult["survey"]>["response"]>;
interface Counted {
  invited: number;
  answered: number;
}

/** Cramér's V from which groups that answer differently are worth a word. */
const SMALL_EFFECT = 0.1;
/** Below this expected count the chi-square approximation is poor (Cochran 1954). */
const LEAST_EXPECTED = 5;

/** Response rate of all invitations; null where there are none. */
export function responseOf(invitations: SurveyRecord["invitations"]): Response | null {
  const groups = invitations?.groups ?? [];
  const all = rateOf({
    invited: groups.reduce((sum, { invited }) => sum + invited, 0),
    answered: groups.reduce((sum, { answered }) => sum + answered, 0),
  });
  if (all === null) return null;
  return { ...all, byGroup: homogeneity(groups.filter(({ group }) => group !== NO_MEMBER)) };
}

/** Response rate of one group, or of all. */
export function rateOf({ invited, answered }: Counted): ResponseRate | null {
  const interval = wilsonInterval(answered, invited);
  return interval === null ? null : { invited, answered, rate: answered / invited, interval };
}

/**
 * Pearson's chi-square of answered and unanswered invitations by group (homogeneity). They differ = p below 5 % and Cramér's V, which is
 * √(χ² ÷ n) with two outcomes, at least 0.1.
 */
export function homogeneity(groups: readonly Counted[]): Response["byGroup"] {
  const invited = groups.reduce((sum, group) => sum + group.invited, 0);
  const answered = groups.reduce((sum, group) => sum + group.answered, 0);
  const cells = groups.flatMap((group) => [
    { seen: group.answered, expected: (group.invited * answered) / invited },
    { seen: group.invited - group.answered, expected: (group.invited * (invited - answered)) / invited },
  ]);
  if (groups.length < 2 || invited === 0 || cells.some(({ expected }) => expected < LEAST_EXPECTED)) return null;
  const chiSquare = cells.reduce((sum, { seen, expected }) => sum + (seen - expected) ** 2 / expected, 0);
  const df = groups.length - 1;
  const pValue = chiSquareTail(chiSquare, df);
  const differ = pValue < 1 - CONFIDENCE && Math.sqrt(chiSquare / invited) >= SMALL_EFFECT;
  return { chiSquare, df, pValue, differ };
}
