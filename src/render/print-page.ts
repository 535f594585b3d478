import type { Browser } from "puppeteer-core";
import { type LayoutReport, layoutScript } from "./layout.ts";

/** A printed document, raw as the browser made it, and what was seen of its layout before. */
export interface Printed {
  pdf: Uint8Array;
  layout: LayoutReport;
  /** Time of each step in milliseconds. */
  timing: { load: number; layout: number; print: number };
}

export interface PrintPage {
  browser: Browser;
  print: (html: string) => Promise<Printed>;
  /** Prints what is shown once more. */
  again: () => Promise<Uint8Array>;
  close: () => Promise<void>;
}

/**
 * Options of every print. Not waiting for fonts is safe where the document has none of its own, and spares a hang that
 * `document.fonts.ready` is known for in pages that are not in front.
 */
const PDF_OPTIONS = {
  preferCSSPageSize: true,
  printBackground: true,
  tagged: true,
  outline: true,
  timeout: 0,
} as const;

/** Opens a page that can show documents but neither run their scripts nor reach anything. */
export async function openPage(browser: Browser): Promise<PrintPage> {
  const page = await browser.newPage();
  await Promise.all([
    page.setJavaScriptEnabled(false),
    page.setOfflineMode(true),
    page.emulateMediaType("print"),
    // At a factor of 1 every glyph's advance is rounded to whole pixels.
    page.setViewport({ width: 1240, height: 1754, deviceScaleFactor: 2 }),
  ]);
  const script = await layoutScript();
  let hasFonts = false;
  const pdf = () => page.pdf({ ...PDF_OPTIONS, waitForFonts: hasFonts });
  return {
    browser,
    async print(html) {
      const start = performance.now();
      hasFonts = html.includes("@font-face");
      await page.setContent(html, { waitUntil: "load", timeout: 0 });
      const loaded = performance.now();
      // Layout before the fonts are there would be the layout of others.
      if (hasFonts) await page.evaluate("document.fonts.ready.then(() => true)");
      const layout = (await page.evaluate(script)) as LayoutReport;
      const settled = performance.now();
      const printed = await pdf();
      const timing = { load: loaded - start, layout: settled - loaded, print: performance.now() - settled };
      return { pdf: printed, layout, timing };
    },
    again: pdf,
    close: () => page.close(),
  };
}
