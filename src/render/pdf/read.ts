import { openPdf, type PdfFile } from "./file.ts";
import { type PageText, pageReader, type TextNode } from "./page-text.ts";
import { decodeText, isDict, isName, isRef, isString, type PdfDict, type PdfValue } from "./syntax.ts";

/** A printed document as read back. */
export interface PrintedDocument {
  pages: PageText[];
  /** Nodes of the structure with their page (from 1), in the order in which they are drawn. */
  nodes: (TextNode & { page: number })[];
  figures: { alt: string; page: number /** Marks and letters drawn. */; drawn: number }[];
  outline: { title: string; level: number; page: number | null }[];
  /** Names that links point to, and the names there are. */
  links: { targets: string[]; outside: number };
  destinations: Set<string>;
  title: string | null;
  language: string | null;
  tagged: boolean;
}

/** @throws {Error} when the bytes are no PDF of the kind the browser writes */
export function readPdf(bytes: Uint8Array): PrintedDocument {
  return readDocument(openPdf(bytes));
}

export function readDocument(file: PdfFile): PrintedDocument {
  const catalog = file.dict(file.trailer.Root);
  const pageRefs = pageReferences(file, catalog.Pages);
  const pageNumber = new Map(pageRefs.map((ref, index) => [ref, index + 1]));
  const read = pageReader(file);
  const pages = pageRefs.map((ref) => read(file.dict({ ref })));
  const nodes = pages.flatMap((page, index) =>
    page.nodes.filter(({ mcid }) => mcid !== null).map((node) => ({ ...node, page: index + 1 })),
  );
  const title = file.dict(file.trailer.Info).Title;
  const language = catalog.Lang;
  return {
    pages,
    nodes,
    figures: readFigures(file, pageNumber, pages),
    outline: [...readOutline(file, file.dict(catalog.Outlines).First, 1, pageNumber)],
    links: readLinks(file, pageRefs),
    destinations: new Set(Object.keys(file.dict(catalog.Dests))),
    title: isString(title) ? decodeText(title) : null,
    language: isString(language) ? decodeText(language) : null,
    tagged: file.dict(catalog.MarkInfo).Marked === true && catalog.StructTreeRoot !== undefined,
  };
}

function pageReferences(file: PdfFile, reference: PdfValue | undefined): number[] {
  const node = file.dict(reference);
  const kids = file.resolve(node.Kids);
  if (Array.isArray(kids)) return kids.flatMap((kid) => pageReferences(file, kid));
  return isRef(reference) ? [reference.ref] : [];
}

function readFigures(
  file: PdfFile,
  pageNumber: ReadonlyMap<number, number>,
  pages: readonly PageText[],
): PrintedDocument["figures"] {
  const figures: PrintedDocument["figures"] = [];
  for (const number of file.numbers()) {
    // Most objects are no figures: their source is looked at before it is parsed.
    if (!/\/S\s*\/Figure\b/.test(file.textAt(number))) continue;
    const dict = file.dict({ ref: number });
    const alt = dict.Alt;
    const page = isRef(dict.Pg) ? (pageNumber.get(dict.Pg.ref) ?? 0) : 0;
    const kids = file.resolve(dict.K);
    const ids = (Array.isArray(kids) ? kids : [kids]).map((kid) => (isDict(kid) ? kid.dict.MCID : kid));
    const drawn = (pages[page - 1]?.nodes ?? [])
      .filter(({ mcid }) => mcid !== null && ids.includes(mcid))
      .reduce((sum, node) => sum + node.shapes + node.text.length, 0);
    figures.push({ alt: isString(alt) ? decodeText(alt) : "", page, drawn });
  }
  return figures;
}

function* readOutline(
  file: PdfFile,
  first: PdfValue | undefined,
  level: number,
  pageNumber: ReadonlyMap<number, number>,
): Generator<PrintedDocument["outline"][number]> {
  for (let item = first; item !== undefined; ) {
    const dict = file.dict(item);
    const title = dict.Title;
    const target = file.resolve(dict.Dest);
    const page = Array.isArray(target) && isRef(target[0]) ? (pageNumber.get(target[0].ref) ?? null) : null;
    yield { title: isString(title) ? decodeText(title) : "", level, page };
    yield* readOutline(file, dict.First, level + 1, pageNumber);
    item = dict.Next;
  }
}

function readLinks(file: PdfFile, pageRefs: readonly number[]): PrintedDocument["links"] {
  const links = { targets: [] as string[], outside: 0 };
  for (const ref of pageRefs) {
    const annotations = file.resolve(file.dict({ ref }).Annots);
    for (const annotation of Array.isArray(annotations) ? annotations : []) {
      const target = linkTarget(file, file.dict(annotation));
      if (target === null) links.outside += 1;
      else if (target !== undefined) links.targets.push(target);
    }
  }
  return links;
}

/** Name of the place a link goes to; null when it leaves the document, undefined when it is no link. */
function linkTarget(file: PdfFile, annotation: PdfDict["dict"]): string | null | undefined {
  const subtype = annotation.Subtype;
  if (!isName(subtype) || subtype.name !== "Link") return undefined;
  const target = annotation.Dest ?? file.dict(annotation.A).D;
  if (isName(target)) return target.name;
  return isString(target) ? decodeText(target) : null;
}
