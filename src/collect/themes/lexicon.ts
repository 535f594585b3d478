import { DEFAULT_WINDOW, type Dictionary } from "../../config/schema/dictionary.ts";
import { isUnspaced, normalise, type Word, wordsOf } from "./words.ts";

/** What an entry of the dictionary says where it is found. */
export type Meaning =
  | { kind: "theme"; theme: string; whenNegated: boolean }
  | { kind: "negation"; window: number }
  | { kind: "other"; stops: boolean };

/** An entry found in a text: so many words long. */
export interface Match {
  meaning: Meaning;
  words: number;
}

interface Entry {
  meaning: Meaning;
  /** Characters: the longest match wins. */
  length: number;
  /** Null: matched as characters. */
  words: readonly string[] | null;
  text: string;
}

export interface Lexicon {
  /** The longest entry that begins with this word; null when there is none. */
  at(words: readonly Word[], index: number): Match | null;
  /** Words that the segmenter fused of entries (`太慢`, `不慢`), split. */
  split(words: readonly Word[]): Word[];
}

/** A dictionary made ready for looking up. */
export function lexiconOf(dictionary: Dictionary): Lexicon {
  const entries: Entry[] = [
    ...Object.entries(dictionary.themes).flatMap(([theme, { words, when_negated }]) => [
      ...entriesOf(words, () => ({ kind: "theme", theme, whenNegated: false })),
      ...entriesOf(when_negated, () => ({ kind: "theme", theme, whenNegated: true })),
    ]),
    ...entriesOf(dictionary.negations, (language) => ({
      kind: "negation",
      window: dictionary.window[language] ?? DEFAULT_WINDOW,
    })),
    ...entriesOf(dictionary.not_negations, () => ({ kind: "other", stops: false })),
    ...entriesOf(dictionary.stops, () => ({ kind: "other", stops: true })),
    ...entriesOf(dictionary.intensifiers, () => ({ kind: "other", stops: false })),
  ].sort((a, b) => b.length - a.length);
  const characters = entries.filter(({ words }) => words === null);
  const written = new Set(characters.map(({ text }) => text));
  const byFirst = Map.groupBy(entries, (entry) => firstCharacter(entry));
  const open = byFirst.get("") ?? [];

  const at: Lexicon["at"] = (words, index) => {
    const first = words[index]?.text ?? "";
    const near = byFirst.get(first[0] ?? "") ?? [];
    let best: Match | null = null;
    let length = 0;
    for (const entry of open.length === 0 ? near : [...near, ...open]) {
      if (entry.length <= length) continue;
      const found = entry.words === null ? charactersAt(entry.text, words, index) : phraseAt(entry.words, words, index);
      if (found === 0) continue;
      best = { meaning: entry.meaning, words: found };
      length = entry.length;
    }
    return best;
  };
  const split: Lexicon["split"] = (words) =>
    words.flatMap((word) => {
      const parts = written.has(word.text) ? null : partsOf(word.text, written);
      return parts === null ? [word] : parts.map((text, i) => ({ text, begins: i === 0 && word.begins }));
    });
  return { at, split };
}

/** `*` at an end stands for letters, not for themselves: a literal of equal letters is the longer match. */
const STAR = 0.5;

function entriesOf(
  lists: Readonly<Record<string, readonly string[]>>,
  meaning: (language: string) => Meaning,
): Entry[] {
  return Object.entries(lists).flatMap(([language, list]) =>
    list.map((written): Entry => {
      const text = normalise(written).trim();
      if (isUnspaced(language)) {
        const whole = text.replace(/\s+/g, "");
        return { meaning: meaning(language), length: whole.length, words: null, text: whole };
      }
      const words = text.split(/[\s-]+/).filter((word) => word !== "");
      const stars = words.filter((word) => word.includes("*")).length;
      return {
        meaning: meaning(language),
        length: words.join("").replaceAll("*", "").length - stars * STAR,
        words,
        text,
      };
    }),
  );
}

const firstCharacter = ({ words, text }: Entry): string => {
  const first = (words === null ? text : (words[0] ?? ""))[0] ?? "";
  return first === "*" ? "" : first;
};

/** How many whole words the characters cover, from here on and within one clause; 0 when they do not fit. */
function charactersAt(text: string, words: readonly Word[], index: number): number {
  let covered = "";
  for (let i = index; i < words.length && covered.length < text.length; i++) {
    const word = words[i];
    if (word === undefined || (i > index && word.begins)) return 0;
    covered += word.text;
    if (covered === text) return i - index + 1;
  }
  return 0;
}

function phraseAt(phrase: readonly string[], words: readonly Word[], index: number): number {
  const fits = phrase.every((pattern, i) => {
    const word = words[index + i];
    return word !== undefined && !(i > 0 && word.begins) && wordFits(pattern, word.text);
  });
  return fits ? phrase.length : 0;
}

function wordFits(pattern: string, word: string): boolean {
  if (pattern.endsWith("*")) return word.startsWith(pattern.slice(0, -1));
  return pattern.startsWith("*") ? word.endsWith(pattern.slice(1)) : word === pattern;
}

/** The word as a sequence of entries, the longest first; null when it is none, or only one. */
function partsOf(word: string, written: ReadonlySet<string>): string[] | null {
  if (!/^\p{Script=Han}{2,}$/u.test(word)) return null;
  for (let end = word.length - 1; end > 0; end--) {
    const [head, rest] = [word.slice(0, end), word.slice(end)];
    if (!written.has(head)) continue;
    if (written.has(rest)) return [head, rest];
    const further = partsOf(rest, written);
    if (further !== null) return [head, ...further];
  }
  return null;
}

/** True when an entry could never be found: the words of its text are not those it is compared with. */
export function isUnfindable(language: string, written: string): boolean {
  if (isUnspaced(language)) return /[*\s]/u.test(written.trim());
  const words = normalise(written)
    .split(/[\s-]+/)
    .filter((word) => word !== "");
  return (
    words.length === 0 ||
    words.some((word) => {
      const bare = word.replace(/^\*|\*$/g, "");
      return bare === "" || bare.includes("*") || (!word.includes("*") && wordsOf(word).length !== 1);
    })
  );
}
