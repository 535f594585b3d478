import type { Dictionary } from "../../config/schema/dictionary.ts";
import { type Lexicon, lexiconOf } from "./lexicon.ts";
import { type Word, wordsOf } from "./words.ts";

/** What an open answer names. */
export interface Classified {
  /** Themes it is about, in order of the dictionary. */
  themes: readonly string[];
  /** Themes it names only to deny them (“not slow at all”). */
  denied: readonly string[];
}

/**
 * Classifies open answers by a dictionary. Pure: equal text and dictionary give equal themes (on one version of the
 * segmenter's own dictionary).
 *
 * - Words are found by Intl.Segmenter; from left to right the longest entry that begins at a word wins, and what it covers is used up.
 * - A term is negated when an odd number of negations stands before it, in the same clause and each at most its language's
 *   window away, counted in words. Windows of negation: Chapman et al. 2001 (NegEx), whose pseudo-negations and terminating words
 *   are `not_negations` and `stops`.
 * - Every theme that is named counts, once for an answer: which of two complaints comes first says nothing about its weight.
 *
 * Only what is named is told; whether the writer is pleased or angry is not guessed.
 */
export function classifier(dictionary: Dictionary): (text: string) => Classified {
  const lexicon = lexiconOf(dictionary);
  const order = Object.keys(dictionary.themes);
  return (text) => {
    const named = new Set<string>();
    const denied = new Set<string>();
    for (const { theme, whenNegated, negated } of hitsIn(lexicon.split(wordsOf(text)), lexicon)) {
      if (negated === whenNegated) named.add(theme);
      else if (negated) denied.add(theme);
    }
    return {
      themes: order.filter((theme) => named.has(theme)),
      denied: order.filter((theme) => denied.has(theme) && !named.has(theme)),
    };
  };
}

interface Hit {
  theme: string;
  whenNegated: boolean;
  negated: boolean;
}

function hitsIn(words: readonly Word[], lexicon: Lexicon): Hit[] {
  const hits: Hit[] = [];
  // Negations of the clause at hand: where each ends, and how far it reaches.
  let negations: { end: number; window: number }[] = [];
  let index = 0;
  while (index < words.length) {
    if (words[index]?.begins === true) negations = [];
    const start = index;
    const match = lexicon.at(words, index);
    index += match?.words ?? 1;
    if (match === null) continue;
    const { meaning } = match;
    if (meaning.kind === "negation") negations.push({ end: index, window: meaning.window });
    else if (meaning.kind === "other") negations = meaning.stops ? [] : negations;
    else {
      const before = negations.filter(({ end, window }) => start - end < window);
      hits.push({ ...meaning, negated: before.length % 2 === 1 });
    }
  }
  return hits;
}
