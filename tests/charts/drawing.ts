import path from "node:path";
import { type ChartDrawer, createChartDrawer } from "../../src/charts/draw.ts";
import { createTextLayout } from "../../src/charts/text.ts";
import { Theme } from "../../src/config/schema/theme.ts";
import { type Fonts, prepareFonts } from "../../src/render/fonts.ts";

/** Fonts are made once for all test files, in the folder that the product itself uses in a checkout. */
export function testFonts(): Promise<Fonts> {
  return prepareFonts(path.join(import.meta.dirname, "../../.periodical/cache"));
}

export async function testDrawer(locale = "en"): Promise<ChartDrawer> {
  return createChartDrawer({ theme: Theme.parse({}), fonts: await testFonts(), locale });
}

export interface DrawnText {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
  bold: boolean;
}

/** Where each text of an SVG lies: transforms of the groups around it added up, widths by the fonts' metrics. */
export function textsOf(svg: string, fonts: Fonts): DrawnText[] {
  const layout = createTextLayout(fonts, "en");
  const offsets: { x: number; y: number; turned: boolean }[] = [{ x: 0, y: 0, turned: false }];
  const texts: DrawnText[] = [];
  for (const [, closing, tag = "", attributes = "", content = ""] of svg.matchAll(
    /<(\/?)(svg|g|text)\b([^>]*)>([^<]*)/g,
  )) {
    if (closing) {
      if (tag !== "text") offsets.pop();
      continue;
    }
    const outer = offsets.at(-1) ?? { x: 0, y: 0, turned: false };
    const [, dx = "0", dy = "0"] = attributes.match(/transform="translate\(([-\d.e]+),([-\d.e]+)\)/) ?? [];
    const at = {
      x: outer.x + Number(dx),
      y: outer.y + Number(dy),
      turned: outer.turned || attributes.includes("rotate("),
    };
    if (tag !== "text") {
      if (!attributes.endsWith("/")) offsets.push(at);
      continue;
    }
    const size = Number(attributes.match(/font-size="([\d.]+)px"/)?.[1]);
    const bold = /font-weight="(bold|[67]00)"/.test(attributes);
    const text = unescapeXml(content);
    const width = layout.width(text, size, bold);
    const anchor = attributes.match(/text-anchor="(\w+)"/)?.[1] ?? "start";
    const left = at.x - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
    // Ascender and descender of the letters used here, as shares of the size; y is the baseline.
    // The shift along the turned text's own vertical.
    const shift = Number(attributes.match(/rotate\([^)]*\) translate\(0,([-\d.e]+)\)/)?.[1] ?? 0);
    const box = { left, right: left + width, top: at.y - 0.75 * size, bottom: at.y + 0.22 * size };
    texts.push({ text, bold, ...(at.turned ? turned({ ...at, x: at.x + shift }, width, size) : box) });
  }
  return texts;
}

/** A text turned by a quarter to the left around its middle, as axis titles are. */
function turned(at: { x: number; y: number }, width: number, size: number) {
  return { left: at.x - 0.75 * size, right: at.x + 0.22 * size, top: at.y - width / 2, bottom: at.y + width / 2 };
}

function unescapeXml(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

/** Texts that reach over an edge of the chart by more than a tenth of a pixel. */
export function textsOutside(drawn: { svg: string; width: number; height: number }, fonts: Fonts): DrawnText[] {
  return textsOf(drawn.svg, fonts).filter(
    ({ left, right, top, bottom }) =>
      left < -0.1 || right > drawn.width + 0.1 || top < -0.1 || bottom > drawn.height + 0.1,
  );
}

/** Pairs of texts that lie on each other. */
export function overlappingTexts(svg: string, fonts: Fonts): [string, string][] {
  const texts = textsOf(svg, fonts);
  return texts.flatMap((a, i) =>
    texts
      .slice(i + 1)
      .filter((b) => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top + 2 < b.bottom && b.top + 2 < a.bottom)
      .map((b): [string, string] => [a.text, b.text]),
  );
}
