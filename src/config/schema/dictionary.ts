import { z } from "zod";
import { Id, Locale, LocalText } from "./text.ts";

const WordLists = z
  .record(Locale, z.array(z.string().min(1)))
  .describe(
    "Language → words or phrases. In languages written with spaces `slow*` stands for every word that begins so, `*n't` for every one that ends so.",
  );

export const DictionaryTheme = z.strictObject({
  name: LocalText.describe("Name in reports."),
  words: WordLists.default({}).describe("Stand for the theme, unless a negation stands before them."),
  when_negated: WordLists.default({}).describe(
    "Stand for the theme only with a negation before them: `solved`, `解决`.",
  ),
});
export type DictionaryTheme = z.infer<typeof DictionaryTheme>;

export const Dictionary = z
  .strictObject({
    name: LocalText,
    themes: z.record(Id, DictionaryTheme).describe("What an answer can be about; one answer can name several."),
    negations: WordLists.default({}).describe("Words that turn the next ones round: `not`, `no`, `不`, `没有`."),
    window: z
      .record(Locale, z.int().min(1).max(10))
      .default({})
      .describe("How many words before a term are searched for a negation, per language of the negation; default 3."),
    not_negations: WordLists.default({}).describe("Look like a negation and are none: `not only`, `不但`."),
    stops: WordLists.default({}).describe(
      "Words beyond which no negation reaches: `but`, `但是`. Punctuation stops it too.",
    ),
    intensifiers: WordLists.default({}).describe(
      "Small words that languages without spaces fuse with a term (`太慢`); they are split off.",
    ),
  })
  .describe("Themes of open answers by words: the longest match wins, negations are heeded.");
export type Dictionary = z.infer<typeof Dictionary>;

/** Words before a term that are searched for a negation, where the dictionary does not say. */
export const DEFAULT_WINDOW = 3;
