import { isInvisible } from "./metrics.ts";

/** Stands for a character that neither family has (emoji, Arabic, Hebrew …). */
export const MISSING_CHARACTER = "□";

/**
 * Text as the shipped fonts can print it: line breaks and controls become spaces, characters that print as nothing are
 * removed (among them the bidirectional overrides, which can turn a label round), a character whose glyph belongs to
 * another one is replaced by that (⼀ by 一), compatibility ideographs by their NFKC form, and whatever is still
 * missing by □, one for each character as a reader counts them.
 */
export function createPrintable(
  has: (codePoint: number) => boolean,
  substitutes: ReadonlyMap<number, number>,
): (text: string) => string {
  const cluster = (text: string): string => {
    let out = "";
    for (const character of text) {
      const printed = printCharacter(character, has, substitutes);
      if (printed === null) return MISSING_CHARACTER;
      out += printed;
    }
    return out;
  };
  return (text) => {
    if (PLAIN.test(text)) return text;
    let out = "";
    for (const { segment } of graphemes.segment(text.normalize("NFC"))) out += cluster(segment);
    return out;
  };
}

const PLAIN = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function printCharacter(
  character: string,
  has: (codePoint: number) => boolean,
  substitutes: ReadonlyMap<number, number>,
): string | null {
  const codePoint = character.codePointAt(0) ?? 0;
  if (/\s/u.test(character) && (codePoint < 0x20 || codePoint === 0x85 || (codePoint & ~1) === 0x2028)) return " ";
  if (isInvisible(codePoint)) return "";
  if (has(codePoint)) return character;
  const twin = substitutes.get(codePoint);
  if (twin !== undefined && has(twin)) return String.fromCodePoint(twin);
  const plain = character.normalize("NFKC");
  return plain !== character && [...plain].every((part) => has(part.codePointAt(0) ?? 0)) ? plain : null;
}
