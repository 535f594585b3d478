import { create, type Font } from "fontkit";
import subsetFont from "subset-font";
import { type AdvanceRun, runsOf } from "./metrics.ts";

export interface CleanedFont {
  bytes: Buffer;
  unitsPerEm: number;
  /** Width of every character that was kept. */
  runs: AdvanceRun[];
  /** Dropped character → the one that shares its glyph and was kept. */
  substitutes: [dropped: number, kept: number][];
}

/**
 * A copy of a font in which what is printed can be copied and searched.
 *
 * Chromium names a glyph in the PDF by the lowest of its code points, so that 方 U+65B9 would be copied as the Kangxi
 * radical ⽅ U+2F45; and a glyph that only a substitution reaches (ligatures, local digit forms) has no code point at
 * all. So of the code points that share a glyph the unwanted ones are dropped, and the subset is made without closure
 * over substitutions, which removes the glyphs that have no code point. Figures of both families are tabular and
 * lining by default, hence nothing of use is lost.
 */
export async function cleanFont(source: Buffer): Promise<CleanedFont> {
  const font = create(source) as Font;
  const substitutes = unwantedCodePoints(font);
  const dropped = new Set(substitutes.map(([codePoint]) => codePoint));
  const kept = font.characterSet.filter((codePoint) => !dropped.has(codePoint) && !isLatinLigature(codePoint));
  const bytes = await subsetFont(source, kept.map((codePoint) => String.fromCodePoint(codePoint)).join(""), {
    targetFormat: "sfnt",
    noLayoutClosure: true,
    // Beside the names kept by default: licence and its address (OFL), typographic family (600 belongs to "Source Sans 3").
    preserveNameIds: [13, 14, 16, 17],
  });
  const runs = runsOf(kept, (codePoint) => font.glyphForCodePoint(codePoint).advanceWidth);
  return { bytes, unitsPerEm: font.unitsPerEm, runs, substitutes };
}

/** For each glyph with several code points: those to drop, with the one to keep. */
function unwantedCodePoints(font: Font): [number, number][] {
  const byGlyph = new Map<number, number[]>();
  for (const codePoint of font.characterSet) {
    const glyph = font.glyphForCodePoint(codePoint).id;
    const shared = byGlyph.get(glyph);
    if (shared) shared.push(codePoint);
    else byGlyph.set(glyph, [codePoint]);
  }
  const pairs: [number, number][] = [];
  for (const shared of byGlyph.values()) {
    const wanted = shared.filter((codePoint) => !isUnwanted(codePoint));
    const keep = wanted.find(isCommonHan) ?? wanted[0];
    if (keep === undefined) continue;
    for (const codePoint of shared) {
      if (isUnwanted(codePoint) || (codePoint < keep && isCommonHan(keep))) pairs.push([codePoint, keep]);
    }
  }
  return pairs;
}

/** Radicals, compatibility ideographs, and punctuation whose glyph belongs to a full-width or CJK character. */
function isUnwanted(codePoint: number): boolean {
  return (
    (codePoint >= 0x2e80 && codePoint <= 0x2fdf) ||
    (codePoint >= 0xf900 && codePoint <= 0xfaff) ||
    (codePoint >= 0x2f800 && codePoint <= 0x2fa1f) ||
    LOOK_ALIKES.has(codePoint)
  );
}

/** em space (ideographic space), wave dash (～), reversed prime (｀), division slash (／), angle brackets (〈 〉). */
const LOOK_ALIKES = new Set([0x2003, 0x301c, 0x2035, 0x2215, 0x2329, 0x232a]);

/** Unified ideographs of daily use, preferred to those of the extensions: 胶 U+80F6 to 㬵 U+3B35. */
function isCommonHan(codePoint: number): boolean {
  return codePoint >= 0x4e00 && codePoint <= 0x9fff;
}

/** ﬀ … ﬆ: without them "first" is set, and copied, as five letters. */
function isLatinLigature(codePoint: number): boolean {
  return codePoint >= 0xfb00 && codePoint <= 0xfb06;
}
