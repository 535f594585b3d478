import { type FeedbackRecord, NO_MEMBER } from "../collect/snapshot.ts";
import { compareText } from "../text-order.ts";
import type { FeedbackResult } from "./evaluation.ts";
import { wilsonInterval } from "./intervals.ts";
import { correctTogether, NO_TEST, twoProportions, untested } from "./significance.ts";

/** With fewer classified comments no theme calls for attention: one comment of three would be a third. */
export const MINIMUM_COMMENTS = 30;

/**
 * Feedback by theme: share of all classified comments with its Wilson interval, change on the previous period (two
 * proportions, corrected over the themes), and whether it needs attention: share above the attention share.
 *
 * Themes by size; one that is gone stays with 0 if it was there in the previous period.
 */
export function feedbackOf(
  record: FeedbackRecord,
  period: string,
  previous: string | null,
  attentionShare: number,
): FeedbackResult {
  const [now, before] = [countsOf(record, period), countsOf(record, previous)];
  const [total, totalBefore] = [totalOf(record, now, period), totalOf(record, before, previous)];
  const dictionary = dictionaryResult(record, period);
  const names = [...new Set([...now.keys(), ...before.keys()])].filter((theme) => theme !== NO_MEMBER);
  const tests = names.map((theme) => {
    const result = twoProportions(now.get(theme) ?? 0, total, before.get(theme) ?? 0, totalBefore);
    return result === null ? NO_TEST : untested("two-proportions", result.pValue);
  });
  const changes = correctTogether(tests);
  const themes = names.flatMap((theme, i) => {
    const n = now.get(theme) ?? 0;
    const interval = wilsonInterval(n, total);
    if (interval === null) return [];
    const share = n / total;
    const previousShare = totalBefore === 0 ? null : (before.get(theme) ?? 0) / totalBefore;
    const needsAttention = total >= MINIMUM_COMMENTS && share > attentionShare + 1e-12;
    return [{ theme, n, share, interval, previousShare, change: changes[i] ?? NO_TEST, needsAttention }];
  });
  return {
    total,
    unclassified: dictionary === null ? (now.get(NO_MEMBER) ?? 0) : dictionary.answers - total,
    themes: themes.sort((a, b) => b.n - a.n || compareText(a.theme, b.theme)),
    quotes: record.quotes,
    dictionary,
  };
}

/** How much the dictionary leaves open, with a Wilson interval; null without a dictionary or an answer. */
function dictionaryResult({ dictionary }: FeedbackRecord, period: string): FeedbackResult["dictionary"] {
  const found = dictionary?.answers.find((entry) => entry.period === period);
  if (dictionary === null || found === undefined) return null;
  const { total, classified, denied } = found;
  const interval = wilsonInterval(total - classified, total);
  if (interval === null) return null;
  const { id, fingerprint } = dictionary;
  return { id, fingerprint, answers: total, unclassifiedShare: (total - classified) / total, interval, denied };
}

function countsOf(record: FeedbackRecord, period: string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entry of record.counts) {
    if (entry.period === period) counts.set(entry.theme, (counts.get(entry.theme) ?? 0) + entry.n);
  }
  return counts;
}

/** What the shares are of: comments with a theme; by a dictionary, answers that name any, each counted once. */
function totalOf({ dictionary }: FeedbackRecord, counts: ReadonlyMap<string, number>, period: string | null): number {
  if (dictionary !== null) return dictionary.answers.find((entry) => entry.period === period)?.classified ?? 0;
  return [...counts].reduce((sum, [theme, n]) => (theme === NO_MEMBER ? sum : sum + n), 0);
}
