import type { Model } from "../compose/model.ts";
import { PeriodicalError } from "../errors.ts";
import { type ExpectedSection, expectedSections } from "./expected.ts";
import { documentTitle } from "./html.ts";
import type { LayoutReport } from "./layout.ts";
import type { PrintedDocument } from "./pdf/read.ts";

/** One thing wrong with a printed document. */
export interface Fault {
  kind:
    | "figure-missing"
    | "text-missing"
    | "chart-missing"
    | "chart-blank"
    | "unknown-glyph"
    | "overflow"
    | "off-page"
    | "page-one"
    | "structure"
    | "link"
    | "font"
    | "empty-page";
  page: number | null;
  message: string;
}

/**
 * Compares a printed document with the model it was made from.
 *
 * @returns every fault found; an empty list for a document that says all it must
 */
export function findFaults(document: PrintedDocument, model: Model, layout: LayoutReport): Fault[] {
  const sections = expectedSections(model);
  return [
    ...layoutFaults(layout),
    ...structureFaults(document, model, sections),
    ...contentFaults(document, model, sections),
    ...chartFaults(document, model, sections),
    ...pageFaults(document),
  ];
}

/** @throws {PeriodicalError} DOCUMENT_FAULTY listing every fault */
export function assertSound(faults: readonly Fault[], what: string): void {
  if (faults.length === 0) return;
  const lines = faults.slice(0, 20).map(({ page, message }) => `- ${page === null ? "" : `page ${page}: `}${message}`);
  if (faults.length > 20) lines.push(`- and ${faults.length - 20} more`);
  throw new PeriodicalError(
    "DOCUMENT_FAULTY",
    `The printed document did not pass its reading-back, so it was not kept:\n${lines.join("\n")}`,
    {
      where: what,
      hint: "If the template is your own, compare it with templates/report; otherwise please report this with the edition's model (--format json).",
      details: faults,
    },
  );
}

function layoutFaults(layout: LayoutReport): Fault[] {
  const fault = (kind: Fault["kind"], message: string): Fault => ({ kind, page: null, message });
  return [
    ...(layout.summaryOverflow > 0
      ? [
          {
            kind: "page-one" as const,
            page: 1,
            message: `the summary is ${layout.summaryOverflow} px longer than a page`,
          },
        ]
      : []),
    ...layout.overflows.map(({ what, text, by }) => fault("overflow", `${what} reaches ${by} px too far: "${text}"`)),
    ...layout.tooTall.map(({ what, text, by }) =>
      fault("overflow", `${what} is ${by} px taller than a page: "${text}"`),
    ),
    ...layout.brokenLinks.map((name) => fault("link", `a link leads to "${name}", which is not in the document`)),
    ...layout.brokenImages.map((alt) => fault("chart-blank", `a picture could not be shown: "${alt}"`)),
  ];
}

function structureFaults(document: PrintedDocument, model: Model, sections: readonly ExpectedSection[]): Fault[] {
  const faults: Fault[] = [];
  const add = (kind: Fault["kind"], message: string) => faults.push({ kind, page: null, message });
  if (!document.tagged) add("structure", "the document has no structure tags");
  if (document.language !== model.edition.locale) add("structure", `its language is ${document.language ?? "not set"}`);
  if (document.title !== documentTitle(model)) add("structure", `its title is "${document.title ?? ""}"`);
  const entries = new Set(document.outline.map(({ title }) => squeeze(title)));
  for (const { heading } of sections)
    if (!entries.has(squeeze(heading))) add("structure", `the outline lacks "${heading}"`);
  for (const target of new Set(document.links.targets))
    if (!document.destinations.has(target)) add("link", `a link leads to "${target}", which is not in the document`);
  if (document.links.outside > 0) add("link", `${document.links.outside} links lead out of the document`);
  return faults;
}

/** The nodes of each section: from its heading to the next one's. */
function sliceSections(document: PrintedDocument, model: Model, sections: readonly ExpectedSection[]) {
  const texts = document.nodes.map(({ text }) => squeeze(text));
  const starts: number[] = [];
  let from = 0;
  for (const { id, heading } of sections) {
    const wanted = squeeze(heading);
    let at = texts.indexOf(wanted, from);
    // A heading that goes over a page is drawn as two pieces of one node.
    if (at < 0) at = texts.findIndex((text, i) => i >= from && text !== "" && wanted === text + texts[i + 1]);
    // The section's name may stand above its heading.
    const named = at > from && texts[at - 1] === squeeze(model.labels[id] ?? "");
    starts.push(at < 0 ? from : named ? at - 1 : at);
    from = at < 0 ? from : at + 1;
  }
  return sections.map((section, i) => {
    const end = starts[i + 1] ?? texts.length;
    const range = { from: starts[i] ?? 0, to: Math.max(end, starts[i] ?? 0) };
    return { section, texts: texts.slice(range.from, range.to), nodes: document.nodes.slice(range.from, range.to) };
  });
}

function contentFaults(document: PrintedDocument, model: Model, sections: readonly ExpectedSection[]): Fault[] {
  const faults: Fault[] = [];
  for (const { section, texts, nodes } of sliceSections(document, model, sections)) {
    const page = nodes[0]?.page ?? null;
    const whole = texts.join("");
    const counts = countOf(texts);
    for (const [text, wanted] of countOf(section.cells.map(squeeze))) {
      const found = counts.get(text) ?? 0;
      // A cell that goes over a page is in two pieces; a long one can be looked for in the whole text instead.
      if (found < wanted && !(text.length > 12 && whole.includes(text)))
        faults.push({
          kind: "figure-missing",
          page,
          message: `${section.id}: "${text}" is there ${found} times instead of ${wanted}`,
        });
    }
    for (const text of new Set(section.texts.map(squeeze)))
      if (!whole.includes(text))
        faults.push({ kind: "text-missing", page, message: `${section.id}: "${text}" is missing` });
    if (section.id === "summary") faults.push(...pageOneFaults(nodes));
  }
  const all = new Set(document.nodes.map(({ text }) => squeeze(text)));
  const everything = [...all].join("\n");
  for (const { id, text } of printedFigures(model)) {
    const wanted = squeeze(text);
    if (!all.has(wanted) && !everything.includes(wanted))
      faults.push({ kind: "figure-missing", page: null, message: `the figure ${id} ("${text}") is not on any page` });
  }
  return faults;
}

/** Figures that must be on paper: all of them where the provenance is printed, else those the sections name. */
function printedFigures(model: Model): { id: string; text: string }[] {
  if (model.sections.some(({ id }) => id === "provenance")) return Object.values(model.figures);
  const named = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === "object" && value !== null) {
      const { figure } = value as { figure?: unknown };
      if (typeof figure === "string") named.add(figure);
      for (const inner of Object.values(value)) visit(inner);
    }
  };
  visit(model.sections);
  return Object.values(model.figures).filter(({ id }) => named.has(id));
}

function pageOneFaults(nodes: PrintedDocument["nodes"]): Fault[] {
  const beyond = nodes.filter(({ page, text }) => page !== 1 && text.trim() !== "");
  return beyond.length === 0
    ? []
    : [{ kind: "page-one", page: 1, message: `the summary goes on on page ${beyond.at(-1)?.page}` }];
}

function chartFaults(document: PrintedDocument, model: Model, sections: readonly ExpectedSection[]): Fault[] {
  const faults: Fault[] = [];
  const placed = sections.flatMap(({ charts }) => charts);
  const expected = countOf(placed.map((id) => squeeze(model.charts[id]?.alt ?? `(no chart ${id})`)));
  const found = countOf(document.figures.map(({ alt }) => squeeze(alt)));
  for (const [alt, wanted] of expected) {
    const there = found.get(alt) ?? 0;
    if (there < wanted)
      faults.push({ kind: "chart-missing", page: null, message: `${wanted - there} × the chart "${alt}" is missing` });
  }
  for (const id of Object.keys(model.charts))
    if (!placed.includes(id))
      faults.push({ kind: "chart-missing", page: null, message: `no section shows the chart ${id}` });
  for (const { alt, page, drawn } of document.figures)
    if (drawn === 0) faults.push({ kind: "chart-blank", page, message: `the chart "${alt}" shows nothing` });
  return faults;
}

function pageFaults(document: PrintedDocument): Fault[] {
  const faults: Fault[] = [];
  for (const [index, page] of document.pages.entries()) {
    const number = index + 1;
    if (page.unknownGlyphs > 0)
      faults.push({ kind: "unknown-glyph", page: number, message: `${page.unknownGlyphs} characters without a glyph` });
    if (!page.nodes.some(({ mcid, text, shapes }) => mcid !== null && (text.trim() !== "" || shapes > 0)))
      faults.push({ kind: "empty-page", page: number, message: "the page is empty" });
    for (const { text, box } of page.nodes) {
      if (!box || (box.left >= 0 && box.bottom >= 0 && box.right <= page.width && box.top <= page.height)) continue;
      faults.push({ kind: "off-page", page: number, message: `"${text.slice(0, 60)}" lies outside the paper` });
    }
    for (const { name, embedded } of page.fonts)
      if (!embedded) faults.push({ kind: "font", page: number, message: `the font ${name} is not embedded` });
  }
  return faults;
}

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Lines may break anywhere a space stood, and spaces at their ends are not drawn. */
function squeeze(text: string): string {
  return text.replace(/\s+/gu, "");
}
