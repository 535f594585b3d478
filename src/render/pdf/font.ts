import { type GlyphText, parseToUnicode } from "./cmap.ts";
import type { PdfFile } from "./file.ts";
import { isName, isRef, type PdfValue } from "./syntax.ts";

/** What must be known of a font to read text set in it. */
export interface Font {
  name: string;
  embedded: boolean;
  bytesPerGlyph: 1 | 2;
  glyphs: GlyphText;
}

/** Reads each font once. */
export function fontReader(file: PdfFile): (reference: PdfValue | undefined) => Font {
  const fonts = new Map<number, Font>();
  return (reference) => {
    const key = isRef(reference) ? reference.ref : -1;
    const known = fonts.get(key);
    if (known) return known;
    const font = readFont(file, reference);
    if (key >= 0) fonts.set(key, font);
    return font;
  };
}

function readFont(file: PdfFile, reference: PdfValue | undefined): Font {
  const dict = file.dict(reference);
  const { BaseFont: base, Subtype: subtype, ToUnicode: toUnicode } = dict;
  const descendants = file.resolve(dict.DescendantFonts);
  const inner = Array.isArray(descendants) ? file.dict(descendants[0]) : dict;
  const descriptor = file.dict(inner.FontDescriptor);
  // A Type 3 font has no file: its glyphs are drawings inside the document.
  const kind = isName(subtype) ? subtype.name : "";
  const embedded =
    kind === "Type3" || ["FontFile", "FontFile2", "FontFile3"].some((key) => descriptor[key] !== undefined);
  return {
    name: isName(base) ? base.name : kind,
    embedded,
    bytesPerGlyph: kind === "Type0" ? 2 : 1,
    glyphs: toUnicode === undefined ? new Map() : parseToUnicode(file.stream(toUnicode).toString("latin1")),
  };
}
