import { access } from "node:fs/promises";
import { join } from "node:path";
import { createChartDrawer } from "../charts/draw.ts";
import type { Snapshot } from "../collect/snapshot.ts";
import type { Model } from "../compose/model.ts";
import type { Theme } from "../config/schema/theme.ts";
import type { Printer } from "./browser.ts";
import { chartSize } from "./chart-sizes.ts";
import { FIT_STEPS, fitSummary } from "./fit.ts";
import { fontCss } from "./font-css.ts";
import type { Fonts } from "./fonts.ts";
import { type Drawing, type HtmlInput, renderHtml } from "./html.ts";
import { readLogo } from "./logo.ts";
import type { Attachment } from "./pdf/append.ts";
import { readPdf } from "./pdf/read.ts";
import { finishPdf, packJson } from "./pdf.ts";
import type { Printed } from "./print-page.ts";
import { makePrintable } from "./printable.ts";
import { loadTemplates } from "./templates.ts";
import { assertSound, findFaults } from "./verify.ts";

export type Format = "pdf" | "html" | "json";

export interface RenderedFile {
  /** `after-sales-monthly_2026-10_en.pdf`. */
  name: string;
  extension: Format;
  mediaType: string;
  bytes: Uint8Array;
}

export interface RenderOptions {
  theme: Theme;
  /** The project's folder: where the theme's logo is, and its own templates if it has some. */
  root?: string;
  fonts: Fonts;
  printer: Printer;
  /** Shipped templates: holds `report/`. */
  templatesDir: string;
  formats: readonly Format[];
  signal?: AbortSignal;
  /** Hears how long each step took, in milliseconds. */
  onTiming?: (step: string, ms: number) => void;
}

const MEDIA_TYPES: Record<Format, string> = {
  pdf: "application/pdf",
  html: "text/html; charset=utf-8",
  json: "application/json",
};

/**
 * One edition in one language as files. The PDF is read back and compared with the model before it is returned.
 *
 * @throws {PeriodicalError} RENDER_FAILED when a chart cannot be drawn or the browser fails, DOCUMENT_FAULTY when the
 * printed document does not say what the model says
 */
export async function renderEdition(model: Model, snapshot: Snapshot, options: RenderOptions): Promise<RenderedFile[]> {
  const { formats } = options;
  const parts = formats.some((format) => format !== "json") ? await prepareParts(model, options) : null;
  const files: RenderedFile[] = [];
  for (const extension of formats) {
    const bytes =
      parts === null || extension === "json"
        ? Buffer.from(`${JSON.stringify(model, null, 1)}\n`)
        : extension === "html"
          ? Buffer.from(await portableHtml(parts, options))
          : await soundPdf(parts, model, snapshot, options);
    files.push({ name: `${fileStem(model)}.${extension}`, extension, mediaType: MEDIA_TYPES[extension], bytes });
  }
  return files;
}

/** All that a document is put together from. */
async function prepareParts(model: Model, options: RenderOptions): Promise<HtmlInput> {
  const { theme, fonts, templatesDir, root } = options;
  const lap = stopwatch(options);
  const { model: printable, note } = makePrintable(model, fonts);
  lap("printable");
  const [templates, logo] = await Promise.all([
    loadTemplates(await reportTemplates(templatesDir, root)),
    readLogo(theme, root),
  ]);
  const drawings = await drawCharts(printable, options);
  lap("charts");
  return { model: printable, drawings, theme, templates, logo, printing: note };
}

/** The project's own templates where it has some, else the shipped ones. */
async function reportTemplates(templatesDir: string, root: string | undefined): Promise<string> {
  const own = root === undefined ? null : join(root, "templates", "report");
  const exists =
    own !== null &&
    (await access(join(own, "report.hbs")).then(
      () => true,
      () => false,
    ));
  return exists ? own : join(templatesDir, "report");
}

async function drawCharts(model: Model, { theme, fonts, signal }: RenderOptions): Promise<Drawing[]> {
  const drawer = createChartDrawer({ theme, fonts, locale: model.edition.locale });
  const drawings: Drawing[] = [];
  for (const chart of Object.values(model.charts)) {
    signal?.throwIfAborted();
    drawings.push(await drawer.draw(chart, chartSize(chart, theme.page)));
  }
  return drawings;
}

/** Prints, finishes and reads back; page 1 is cut down step by step until it is one page. */
async function soundPdf(
  parts: HtmlInput,
  model: Model,
  snapshot: Snapshot,
  options: RenderOptions,
): Promise<Uint8Array> {
  const { printer, signal } = options;
  const lap = stopwatch(options);
  const attachments = packAttachments(model, snapshot);
  // Awaited below; a failed print must not leave its rejection unheard.
  attachments.catch(() => {});
  const job = signal ? { signal } : {};
  let shown = parts;
  const html = await printedHtml(shown, options);
  lap("html");
  let printed: Printed = await printer.print(html, job);
  for (const step of FIT_STEPS) {
    if (printed.layout.summaryOverflow === 0) break;
    shown = { ...parts, model: fitSummary(parts.model, step) };
    printed = await printer.print(await printedHtml(shown, options), job);
  }
  lap("print");
  for (const [step, ms] of Object.entries(printed.timing)) options.onTiming?.(`print: ${step}`, ms);
  const pdf = finishPdf(printed.pdf, shown.model, await attachments, printed.layout.headings);
  lap("finish");
  assertSound(findFaults(readPdf(pdf), shown.model, printed.layout), `${model.edition.id} ${model.edition.locale}`);
  lap("read back");
  return pdf;
}

/** Reports the time since its last call, or since it was made. */
function stopwatch({ onTiming }: RenderOptions): (step: string) => void {
  let last = performance.now();
  return (step) => {
    const now = performance.now();
    onTiming?.(step, now - last);
    last = now;
  };
}

function packAttachments(model: Model, snapshot: Snapshot): Promise<Attachment[]> {
  const described = new Map(
    model.sections.flatMap((section) =>
      section.id === "provenance" ? section.attachments.map(({ name, text }) => [name, text] as const) : [],
    ),
  );
  return Promise.all([
    packJson("model.json", model, described.get("model.json") ?? "", "Data"),
    packJson("snapshot.json", snapshot, described.get("snapshot.json") ?? "", "Source"),
  ]);
}

function printedHtml(parts: HtmlInput, options: RenderOptions): Promise<string> | string {
  return options.printer.bringFonts ? portableHtml(parts, options) : renderHtml(parts);
}

/** The document for a reader's own browser: it brings the letters it uses. */
async function portableHtml(parts: HtmlInput, { fonts }: RenderOptions): Promise<string> {
  return renderHtml({ ...parts, fontCss: await fontCss(renderHtml(parts), fonts) });
}

function fileStem({ edition }: Model): string {
  return [edition.report, edition.period, ...(edition.scope === "all" ? [] : [edition.scope]), edition.locale]
    .join("_")
    .replace(/[^\p{L}\p{N}._=,-]+/gu, "-");
}
