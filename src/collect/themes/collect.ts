import { createHash } from "node:crypto";
import type { Dictionary } from "../../config/schema/dictionary.ts";
import { compareText } from "../../text-order.ts";
import type { FeedbackRecord } from "../snapshot.ts";
import { type Classified, classifier } from "./classify.ts";
import { segmenterVersion } from "./words.ts";

/** One text of a period and how often it was written. */
export interface WrittenText {
  period: string;
  text: string;
  n: number;
}

type Counted = Pick<FeedbackRecord, "counts" | "quotes"> & { dictionary: NonNullable<FeedbackRecord["dictionary"]> };

/**
 * Open answers counted by theme. Pure: what the snapshot keeps are counts and a few quotes, not the answers.
 *
 * @param quotes how many texts of the period `reported` are quoted, none shorter or longer than `characters`
 */
export function countThemes(
  id: string,
  dictionary: Dictionary,
  texts: readonly WrittenText[],
  { reported, quotes, characters }: { reported: string; quotes: number; characters: { least: number; most: number } },
): Counted {
  const classify = classifier(dictionary);
  const known = new Map<string, Classified>();
  const counts = new Map<string, Map<string, number>>();
  const answers = new Map<string, { period: string; total: number; classified: number; denied: number }>();
  const quotable = new Map<string, Set<string>>();
  for (const { period, text, n } of texts) {
    const found = known.get(text) ?? classify(text);
    known.set(text, found);
    const all = answers.get(period) ?? { period, total: 0, classified: 0, denied: 0 };
    all.total += n;
    if (found.themes.length > 0) all.classified += n;
    else if (found.denied.length > 0) all.denied += n;
    answers.set(period, all);
    const byTheme = counts.get(period) ?? new Map<string, number>();
    for (const theme of found.themes) byTheme.set(theme, (byTheme.get(theme) ?? 0) + n);
    counts.set(period, byTheme);
    if (period !== reported || text.length < characters.least || text.length > characters.most) continue;
    for (const theme of found.themes) quotable.set(theme, (quotable.get(theme) ?? new Set()).add(text));
  }
  return {
    counts: [...counts].flatMap(([period, byTheme]) =>
      [...byTheme].sort(bySize).map(([theme, n]) => ({ period, theme, n })),
    ),
    quotes: pickQuotes([...(counts.get(reported) ?? new Map<string, number>())].sort(bySize), quotable, quotes),
    dictionary: {
      id,
      fingerprint: fingerprintOf(dictionary),
      segmenter: segmenterVersion(),
      answers: [...answers.values()],
    },
  };
}

/** SHA-256 of the dictionary's content: equal fingerprints classify alike. */
export const fingerprintOf = (dictionary: Dictionary): string =>
  createHash("sha256").update(JSON.stringify(dictionary)).digest("hex");

/** One answer of each of the largest themes, then a second one …; which one is decided by the MD5 of its text. */
function pickQuotes(
  themes: readonly (readonly [theme: string, n: number])[],
  quotable: ReadonlyMap<string, ReadonlySet<string>>,
  most: number,
): { theme: string; text: string }[] {
  const waiting = themes.map(([theme]) => ({
    theme,
    texts: [...(quotable.get(theme) ?? [])].sort((a, b) => compareText(md5(a), md5(b)) || compareText(a, b)),
  }));
  const used = new Set<string>();
  const quotes: { theme: string; text: string }[] = [];
  while (quotes.length < most && waiting.some(({ texts }) => texts.length > 0)) {
    for (const { theme, texts } of waiting) {
      const at = texts.findIndex((text) => !used.has(text));
      const text = at < 0 ? undefined : texts[at];
      texts.splice(0, at < 0 ? texts.length : at + 1);
      if (text === undefined || quotes.length === most) continue;
      used.add(text);
      quotes.push({ theme, text });
    }
  }
  return quotes;
}

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
const bySize = (a: readonly [string, number], b: readonly [string, number]): number =>
  b[1] - a[1] || compareText(a[0], b[0]);
