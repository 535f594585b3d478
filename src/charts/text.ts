import type { Fonts } from "../render/fonts.ts";

/** Measures and breaks text in the fonts in which it will be printed. Sizes and widths in CSS pixels. */
export interface TextLayout {
  width(text: string, size: number, bold?: boolean): number;
  /** One line no wider than `maxWidth`; `…` stands for what is left out. */
  shorten(text: string, size: number, maxWidth: number, bold?: boolean): string;
  /** At most `maxLines` lines no wider than `maxWidth`, the last one shortened when there is more. */
  wrap(text: string, size: number, maxWidth: number, maxLines: number, bold?: boolean): string[];
  /** The whole text in at most `maxLines` lines without a broken word, or null when that is not possible. */
  fit(text: string, size: number, maxWidth: number, maxLines: number, bold?: boolean): string[] | null;
}

export function createTextLayout(fonts: Pick<Fonts, "advance">, locale: string): TextLayout {
  const words = new Intl.Segmenter(locale, { granularity: "word" });
  const graphemes = new Intl.Segmenter(locale, { granularity: "grapheme" });

  const width = (text: string, size: number, bold = false): number => {
    let em = 0;
    for (const character of text) em += fonts.advance(character.codePointAt(0) ?? 0, bold);
    return em * size;
  };

  const shorten = (text: string, size: number, maxWidth: number, bold = false): string => {
    if (width(text, size, bold) <= maxWidth) return text;
    const room = maxWidth - width("…", size, bold);
    let fits = "";
    let used = 0;
    for (const { segment } of graphemes.segment(text)) {
      used += width(segment, size, bold);
      if (used > room) break;
      fits += segment;
    }
    return `${fits.trimEnd()}…`;
  };

  const fit = (text: string, size: number, maxWidth: number, maxLines: number, bold = false): string[] | null => {
    const parts = pieces(text, words);
    if (parts.some((piece) => width(piece.trim(), size, bold) > maxWidth)) return null;
    const lines = wrap(text, size, maxWidth, parts.length, bold);
    if (lines.length > maxLines) return null;
    // As even as the number of lines allows: 分类准 / 确率 rather than 分类准确 / 率.
    const narrowest = Math.max(0, ...parts.map((piece) => width(piece.trim(), size, bold)));
    for (let even = width(text, size, bold) / lines.length; even < maxWidth; even += size / 4) {
      const balanced = even < narrowest ? lines : wrap(text, size, even, parts.length, bold);
      if (even >= narrowest && balanced.length === lines.length) return balanced;
    }
    return lines;
  };

  const wrap = (text: string, size: number, maxWidth: number, maxLines: number, bold = false): string[] => {
    const lines: string[] = [];
    let rest = pieces(text, words);
    while (rest.length > 0 && lines.length < maxLines - 1) {
      let line = "";
      let taken = 0;
      for (const piece of rest) {
        if (taken > 0 && width((line + piece).trimEnd(), size, bold) > maxWidth) break;
        line += piece;
        taken++;
      }
      // A word wider than the line is broken inside, and what is left of it comes first on the next one.
      const [head, tail] = split(line.trim(), size, maxWidth, bold);
      lines.push(head);
      rest = rest.slice(taken);
      if (tail !== "") rest.unshift(tail);
    }
    const last = rest.join("").trim();
    if (last !== "") lines.push(shorten(last, size, maxWidth, bold));
    return lines;
  };

  const split = (text: string, size: number, maxWidth: number, bold: boolean): [string, string] => {
    let used = 0;
    let head = "";
    for (const { segment } of graphemes.segment(text)) {
      used += width(segment, size, bold);
      // Summed letter by letter, a line that fits exactly may come out wider by its last bit.
      if (used > maxWidth + 1e-6 && head !== "") break;
      head += segment;
    }
    return [head, text.slice(head.length)];
  };

  return { width, shorten, wrap, fit };
}

/** Pieces between which a line may end: words with the space and closing punctuation behind and the opening before them. */
function pieces(text: string, words: Intl.Segmenter): string[] {
  const out: string[] = [];
  let opening = "";
  for (const { segment } of words.segment(text.replace(/\s+/g, " ").trim())) {
    const last = out.length - 1;
    if (OPENING.test(segment)) opening += segment;
    else if (opening === "" && last >= 0 && !isWord(segment) && segment !== "-") out[last] += segment;
    else if (opening === "" && last >= 0 && STICKS.test(out[last] ?? "")) out[last] += segment;
    else {
      out.push(opening + segment);
      opening = "";
    }
  }
  if (opening !== "") out.push(opening);
  return out;
}

const OPENING = /^[([{“‘「『（《〈【$¥€£]$/u;
/** No break between an operator and its number, nor inside a range of numbers. */
const STICKS = /[−+±≤≥<>=]\s?$|\d[–~～-]$/u;

function isWord(segment: string): boolean {
  return /[\p{L}\p{N}−+±≤≥<>=]/u.test(segment);
}
