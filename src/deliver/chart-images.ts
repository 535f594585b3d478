import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderAsync } from "@resvg/resvg-js";
import subsetFont from "subset-font";
import { createChartDrawer } from "../charts/draw.ts";
import type { Theme } from "../config/schema/theme.ts";
import type { Fonts } from "../render/fonts.ts";
import type { Content } from "./content.ts";

/** A picture inside of a mail: most mail programs show neither SVG nor data addresses. */
export interface ChartImage {
  id: string;
  title: string;
  subtitle: string;
  alt: string;
  png: Uint8Array;
  /** CSS pixels it is shown in at most; the picture itself is finer, for sharp screens. */
  width: number;
}

/** Drawn narrow and shown wider: so its letters can still be read on a phone. */
const DRAWN = 430;
const SHOWN = 560;
const SCALE = (2 * SHOWN) / DRAWN;

/**
 * The charts of a message as PNG. Only the letters they use are given to the renderer: loading a whole Chinese font for
 * each picture costs ten times as much as drawing it.
 *
 * @param cacheDir where the reduced fonts lie while they are needed
 */
export async function drawImages(
  content: Pick<Content, "charts" | "locale">,
  look: { theme: Theme; fonts: Fonts },
  cacheDir: string,
): Promise<ChartImage[]> {
  const { theme, fonts } = look;
  const drawer = createChartDrawer({ theme, fonts, locale: content.locale });
  const drawn = [];
  for (const chart of content.charts) {
    const size = chart.kind === "line" ? { width: DRAWN, height: 130 } : { width: DRAWN };
    drawn.push({ chart, drawing: await drawer.draw(chart, size) });
  }
  const folder = join(cacheDir, `mail-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  try {
    const fontFiles = await reducedFonts(folder, fonts, drawn.map(({ drawing }) => drawing.svg).join(""));
    const images: ChartImage[] = [];
    for (const { chart, drawing } of drawn) {
      const image = await renderAsync(byScript(drawing.svg), {
        fitTo: { mode: "zoom", value: SCALE },
        background: "#ffffff",
        font: { loadSystemFonts: false, fontFiles, defaultFontFamily: "Source Sans 3" },
      });
      const { id, title, subtitle, alt } = chart;
      images.push({ id, title, subtitle, alt, png: image.asPng(), width: Math.round((drawing.width * SHOWN) / DRAWN) });
    }
    return images;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const CHINESE = /[\u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\uff00-\uffef]/;

/**
 * Sets a text with Chinese in it wholly in the Chinese font. A browser takes each character from the first font that has
 * it; resvg would take the whole text from any font that has them all, in any weight.
 */
function byScript(svg: string): string {
  return svg.replaceAll(/>([^<>]+)</g, (asIs: string, text: string) =>
    CHINESE.test(text) ? `><tspan font-family="Noto Sans SC">${text}</tspan><` : asIs,
  );
}

async function reducedFonts(folder: string, fonts: Pick<Fonts, "dir" | "files">, text: string): Promise<string[]> {
  const letters = [...new Set(text)].sort().join("");
  const files: string[] = [];
  for (const { name } of fonts.files) {
    const file = join(folder, name);
    await writeFile(file, await subsetFont(await readFile(join(fonts.dir, name)), letters, { targetFormat: "sfnt" }));
    files.push(file);
  }
  return files;
}
