import { isUnfindable } from "../../collect/themes/lexicon.ts";
import { normalise } from "../../collect/themes/words.ts";
import type { Dictionary } from "../schema/dictionary.ts";
import type { Config } from "../schema/index.ts";
import type { FeedbackConfig } from "../schema/report.ts";
import { didYouMean } from "../validate.ts";
import type { Say } from "./say.ts";

/** Themes stand in the warehouse or are found by a dictionary, never both. */
export function checkFeedback(
  config: Config,
  { theme, dictionary, text }: FeedbackConfig,
  say: (path: readonly PropertyKey[], message: string, hint: string) => void,
): void {
  if ((theme === undefined) === (dictionary === undefined)) {
    const message = "Feedback needs either a dimension with the theme or a dictionary.";
    say([], message, theme === undefined ? "Add `theme` or `dictionary`." : "Keep one of `theme` and `dictionary`.");
  }
  if (dictionary === undefined) return;
  if (!Object.hasOwn(config.dictionaries, dictionary)) {
    const hint = didYouMean(dictionary, Object.keys(config.dictionaries));
    say(["dictionary"], `There is no dictionary "${dictionary}".`, hint);
  }
  if (text === undefined)
    say(["text"], "A dictionary needs the customer's words.", "Name their column: `text: comment`.");
}

/** Every entry must be findable and mean one thing. */
export function checkDictionaries(config: Config, say: Say): void {
  for (const [id, dictionary] of Object.entries(config.dictionaries)) {
    const seen = new Map<string, string>();
    for (const { path, language, word } of entriesOf(dictionary)) {
      if (isUnfindable(language, word)) {
        const hint =
          "Write words with blanks between, `*` only at the end or beginning of one; no `*` or blank in Chinese.";
        say(id, path, `"${word}" can never be found.`, hint);
      }
      const key = normalise(word).trim();
      const before = seen.get(key);
      if (before !== undefined)
        say(id, path, `"${word}" is there twice: also under ${before}.`, "One entry means one thing: keep it once.");
      seen.set(key, path.slice(0, -1).join("."));
    }
  }
}

function entriesOf(dictionary: Dictionary): { path: readonly PropertyKey[]; language: string; word: string }[] {
  const { themes, negations, not_negations, stops, intensifiers } = dictionary;
  const lists: (readonly [readonly PropertyKey[], Readonly<Record<string, readonly string[]>>])[] = [
    ...Object.entries(themes).flatMap(([theme, { words, when_negated }]) => [
      [["themes", theme, "words"], words] as const,
      [["themes", theme, "when_negated"], when_negated] as const,
    ]),
    [["negations"], negations],
    [["not_negations"], not_negations],
    [["stops"], stops],
    [["intensifiers"], intensifiers],
  ];
  return lists.flatMap(([path, byLanguage]) =>
    Object.entries(byLanguage).flatMap(([language, words]) =>
      words.map((word, index) => ({ path: [...path, language, index], language, word })),
    ),
  );
}
