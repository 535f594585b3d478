/** A word of a text, in small letters, and whether a clause ends before it. */
export interface Word {
  text: string;
  begins: boolean;
}

/** Languages written without spaces: their words are found by the segmenter, their phrases are matched as characters. */
const UNSPACED = new Set(["zh", "ja", "th", "lo", "km", "my"]);

export const isUnspaced = (language: string): boolean => UNSPACED.has(language.split("-")[0] ?? language);

/** Signs after which a new clause begins; quotation marks, hyphens and blanks do not end one. */
const CLAUSE_END = /[.,;:!?。，、；：！？…()（）[\]\n—–]/u;

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** Equal words are written alike: compatibility forms, small letters, straight apostrophes. */
export const normalise = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‘’ʼ`´]/gu, "'");

/** Which dictionary of words the segmenter has: another version may part Chinese text elsewhere. */
export const segmenterVersion = (): string => `ICU ${process.versions.icu ?? "?"}`;

/** The words of a text by Unicode's rules, Chinese ones by ICU's dictionary (Intl.Segmenter). */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let begins = true;
  for (const { segment, isWordLike } of segmenter.segment(normalise(text))) {
    if (isWordLike === true) {
      words.push({ text: segment, begins });
      begins = false;
    } else if (CLAUSE_END.test(segment)) begins = true;
  }
  return words;
}
