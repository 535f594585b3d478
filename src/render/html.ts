import type { Model, Section } from "../compose/model.ts";
import type { Theme } from "../config/schema/theme.ts";
import { type PageFrame, pageCss, sheetPx } from "./page-css.ts";
import type { Templates } from "./templates.ts";

/** A chart as drawn, ready to be placed. */
export interface Drawing {
  id: string;
  svg: string;
  /** CSS pixels. */
  width: number;
  height: number;
  alt: string;
}

/** What the renderer itself has to say about a document, printed at its end. */
export interface PrintingNote {
  heading: string;
  paragraphs: readonly string[];
}

export interface HtmlInput {
  model: Model;
  drawings: readonly Drawing[];
  theme: Theme;
  templates: Templates;
  /** Data URI. */
  logo: string | null;
  printing: PrintingNote | null;
  /** `@font-face` rules for a document that leaves this machine; empty where the browser has the fonts. */
  fontCss?: string;
}

/** The document as one HTML text that needs nothing beside it. */
export function renderHtml(input: HtmlInput): string {
  const { model, theme, templates, printing } = input;
  const { edition, footnotes } = model;
  const sheet = sheetPx(theme.page);
  const sections = model.sections.map((section) => ({
    ...section,
    footnotes: footnotesOf(section, footnotes),
    printing: section === model.sections.at(-1) ? printing : null,
  }));
  return templates.render(
    {
      edition,
      sections,
      documentTitle: documentTitle(model),
      sheet: `${sheet.width.toFixed(2)} ${sheet.height.toFixed(2)}`,
      css: `${input.fontCss ?? ""}${pageCss(theme, frameOf(model, input.logo))}\n${templates.css}`,
    },
    {
      labels: model.labels,
      charts: model.charts,
      drawn: new Map(input.drawings.map((drawing) => [drawing.id, drawing])),
      footnoteMarks: new Map(footnotes.map(({ id, mark }) => [id, mark])),
      quotes: ["“", "”"],
    },
  );
}

/** Title of the file's window and metadata: `After-sales service review · October 2026`. */
export function documentTitle({ edition }: Model): string {
  return [edition.title, edition.periodText, edition.scopeText].filter((part) => part !== "").join(" · ");
}

function frameOf({ edition, labels }: Model, logo: string | null): PageFrame {
  return {
    headLeft: edition.organisation,
    headRight: `${edition.title} · ${edition.periodText}`,
    headRightFirst: edition.periodText,
    footLeft: [edition.id, labels.revision].filter((part) => part).join(" · "),
    footRight: edition.dataAsOf,
    logo,
  };
}

/** The footnotes a section's cells refer to, in the model's order: they stand at the section's end. */
function footnotesOf(section: Section, footnotes: Model["footnotes"]): Model["footnotes"] {
  if (footnotes.length === 0) return [];
  const used = new Set<string>();
  collectNotes(section, used);
  return footnotes.filter(({ id }) => used.has(id));
}

function collectNotes(value: unknown, into: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectNotes(item, into);
  else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (key === "note" && typeof inner === "string") into.add(inner);
      else collectNotes(inner, into);
    }
  }
}
