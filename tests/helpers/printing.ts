import path from "node:path";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll } from "vitest";
import type { Snapshot } from "../../src/collect/snapshot.ts";
import type { Model } from "../../src/compose/model.ts";
import { Theme } from "../../src/config/schema/theme.ts";
import { type Printer, type PrinterOptions, withPrinter } from "../../src/render/browser.ts";
import { type Fonts, prepareFonts } from "../../src/render/fonts.ts";
import { type Format, type RenderedFile, renderEdition } from "../../src/render/render.ts";

/** Browser and fonts are unpacked once for all tests. */
export const CACHE = path.join(import.meta.dirname, "../../.periodical/cache");
export const TEMPLATES = path.join(import.meta.dirname, "../../templates");
export const THEME = Theme.parse({});

export interface Press {
  printer: Printer;
  fonts: Fonts;
}

/** One browser for all tests of a file. */
export function sharedPress(options: Partial<PrinterOptions> = {}): Press {
  const press = {} as Press;
  let release: () => void = () => {};
  let ended: Promise<void> = Promise.resolve();
  beforeAll(async () => {
    press.fonts = await prepareFonts(CACHE);
    await new Promise<void>((ready, failed) => {
      ended = withPrinter({ cacheDir: CACHE, fonts: press.fonts, ...options }, async (printer) => {
        press.printer = printer;
        ready();
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      });
      ended.catch(failed);
    });
  });
  afterAll(async () => {
    release();
    await ended;
  });
  return press;
}

/** What a test does not look at may be nearly empty. */
export const SNAPSHOT = { schema: "periodical/snapshot@1", takenAt: "2026-11-01T02:10:00Z" } as Snapshot;

export async function render(
  { printer, fonts }: Press,
  model: Model,
  { formats = ["pdf"], ...others }: Partial<Parameters<typeof renderEdition>[2]> & { formats?: Format[] } = {},
): Promise<RenderedFile[]> {
  return renderEdition(model, SNAPSHOT, { theme: THEME, fonts, printer, templatesDir: TEMPLATES, formats, ...others });
}

export async function renderPdf(press: Press, model: Model): Promise<Uint8Array> {
  const [file] = await render(press, model);
  if (!file) throw new Error("no file");
  return file.bytes;
}

/** The document in a reader that is not ours. */
export async function openWithPdfjs(bytes: Uint8Array) {
  return getDocument({ data: Uint8Array.from(bytes), disableFontFace: true, verbosity: 0 }).promise;
}

/** The whole text as that reader sees it, without white space. */
export async function textByPdfjs(bytes: Uint8Array): Promise<string[]> {
  const document = await openWithPdfjs(bytes);
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ("str" in item ? item.str : "")).join(""));
  }
  await document.destroy();
  return pages.map((text) => text.replace(/\s+/gu, ""));
}
