import { FONT_FAMILY } from "../render/fonts/faces.ts";

/**
 * An SVG of Vega without what nobody sees: roles and descriptions of single marks (the chart as a whole has one text
 * alternative), classes, empty paths, hidden texts; coordinates to a thousandth of a pixel. About half the bytes, which
 * every document carries and every browser parses.
 */
export function slim(svg: string): string {
  // Said once for all texts.
  const family = ` font-family="${FONT_FAMILY.replaceAll('"', "&quot;")}"`;
  const plain = svg.replaceAll(family, "").replace("<svg", `<svg${family}`);
  return plain
    .replace(HIDDEN_TEXT, "")
    .replace(TAG, (tag) =>
      tag.replace(ATTRIBUTES, "").replace(DECIMALS, (number) => String(Number(Number(number).toFixed(3)))),
    )
    .replace(EMPTY_PATH, "");
}

/** Labels that would overlap others are made invisible by Vega; what cannot be seen must not be found either. */
const HIDDEN_TEXT = /<text[^<>]* opacity="0"[^<>]*>[^<]*<\/text>/g;
// Text content holds no < or >: whatever matches is a tag, and attributes are changed in tags only.
const TAG = /<[a-z][^<>]*>/g;
const ATTRIBUTES =
  / (?:role|aria-[a-z]+|class|pointer-events|version|xmlns:xlink)="[^"]*"| (?:opacity="1"|stroke-dasharray=""|transform="translate\(0,0\)")(?=[ />])/g;
const DECIMALS = /-?\d+\.\d{4,}(?:e-?\d+)?/g;
const EMPTY_PATH = /<path d=""(?: display="none")?\/>|<path d="M0,0h[\d.]+v[\d.]+h-?[\d.]+Z"\/>/g;

/** Width and height as written on the outer element. */
export function sizeOf(svg: string): { width: number; height: number } {
  const read = (name: string) => Number(svg.match(new RegExp(`^<svg[^>]* ${name}="([\\d.]+)"`))?.[1] ?? Number.NaN);
  return { width: read("width"), height: read("height") };
}

/** The same picture in another size: the view box keeps its own. */
export function resize(svg: string, width: number, height: number): string {
  return svg.replace(/(<svg[^>]*? width=")[\d.]+(" height=")[\d.]+"/, `$1${width}$2${height}"`);
}

/** Every text changed; entities (`&lt;`) are left alone by whatever leaves ASCII alone. */
export function mapTexts(svg: string, change: (text: string) => string): string {
  return svg.replace(/(<text[^<>]*>)([^<]*)/g, (_, tag: string, text: string) => tag + change(text));
}
