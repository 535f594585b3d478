/**
 * What must not reach a document: control characters other than line ends (Cc), and format characters (Cf), among them the
 * marks that reorder text on the page (bidirectional overrides and isolates). U+200C and U+200D, which some scripts and
 * emoji are written with, stay.
 */
const UNPRINTABLE = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

/** CJK radicals and compatibility ideographs look like ordinary ones but are other characters: searching would miss them. */
const COMPATIBILITY = /[\u2e80-\u2fdf\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;

/** Halves of a surrogate pair without the other half: no text at all. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text of a user or a customer as one printable line. Markup stays as it is: the templates escape it. */
export function cleanText(text: string): string {
  return text
    .replace(LONE_SURROGATE, "\ufffd")
    .replace(UNPRINTABLE, "")
    .replace(COMPATIBILITY, (character) => character.normalize("NFKC"))
    .replace(/\s+/g, " ")
    .trim();
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;

/**
 * Text cut to a width, with `…` where something is left out; at a word boundary where one is near.
 *
 * @param width in half-width characters: a Chinese character counts two
 */
export function shorten(text: string, width: number): string {
  // No text is wider than two for each of its code units.
  if (text.length * 2 <= width) return text;
  let used = 0;
  let fits = "";
  for (const { segment } of graphemes.segment(text.slice(0, width * 8))) {
    used += WIDE.test(segment) ? 2 : 1;
    if (used > width - 1 && fits.length + segment.length < text.length) return `${atWord(fits)}…`;
    fits += segment;
  }
  return fits.length < text.length ? `${atWord(fits)}…` : text;
}

function atWord(text: string): string {
  const space = text.lastIndexOf(" ");
  return (space > text.length / 2 ? text.slice(0, space) : text).replace(/[\s,;:、，；：(（]+$/u, "");
}
