import { hexToBytes } from "./syntax.ts";

/** What each glyph of a font is as text (ToUnicode, ISO 32000-2, 9.10.3). */
export type GlyphText = ReadonlyMap<number, string>;

const BLOCK = /begin(bfchar|bfrange)([\s\S]*?)end\1/g;
const PAIR = /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>/g;
const RANGE = /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])/g;

export function parseToUnicode(source: string): GlyphText {
  const texts = new Map<number, string>();
  for (const [, kind, body = ""] of source.matchAll(BLOCK)) {
    if (kind === "bfchar") {
      for (const [, glyph = "", text = ""] of body.matchAll(PAIR)) texts.set(Number.parseInt(glyph, 16), utf16(text));
      continue;
    }
    for (const [, first = "", last = "", text, list] of body.matchAll(RANGE)) {
      const from = Number.parseInt(first, 16);
      const items = list?.match(/<[^>]*>/g)?.map((item) => utf16(item.slice(1, -1)));
      for (let glyph = from, i = 0; glyph <= Number.parseInt(last, 16); glyph += 1, i += 1)
        texts.set(glyph, items?.[i] ?? next(utf16(text ?? ""), i));
    }
  }
  return texts;
}

/** The text `by` code units further: a range counts up its last unit. */
function next(text: string, by: number): string {
  if (by === 0 || text === "") return text;
  return text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + by);
}

function utf16(hex: string): string {
  return Buffer.from(hexToBytes(hex), "latin1").swap16().toString("utf16le");
}
