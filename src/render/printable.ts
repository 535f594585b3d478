import { shorten } from "../compose/clean.ts";
import type { Model } from "../compose/model.ts";
import type { Fonts } from "./fonts.ts";
import type { PrintingNote } from "./html.ts";
import type { TemplateLabel } from "./labels.ts";

/** A model whose every text can be printed whole, and what had to be changed for that. */
export interface PrintableModel {
  model: Model;
  /** Null when nothing was changed. */
  note: PrintingNote | null;
}

/**
 * Longest texts, in half-width characters. Nothing that people write on purpose is as long; a column filled with the
 * wrong data is, and must neither break a page nor fill fifty.
 */
const LONGEST = { sentence: 900, cell: 320, heading: 240, name: 160, alt: 1500 } as const;

/** How much of each shortened text the last page repeats, and of how many; the attached model has them all. */
const REPEATED = { width: 3000, texts: 25 } as const;

/** Ids, links and specifications are not shown: changing them would break what refers to them. */
const NOT_SHOWN = new Set([
  "id",
  "figure",
  "figures",
  "basis",
  "query",
  "href",
  "anchor",
  "chart",
  "charts",
  "custom",
  "sparkline",
  "scoreChart",
  "note",
  "kind",
  "schema",
  "spec",
  "band",
  "shape",
  "tone",
  "locale",
  "dataAsOfIso",
  "indicator",
  "footnotes",
  "terms",
  "formula",
  "spelled",
]);

/**
 * Replaces what the fonts do not have by a visible □, drops marks that turn the direction of text, and shortens what is
 * longer than any page could hold. The model that is attached to the document stays as it was.
 */
export function makePrintable(model: Model, fonts: Pick<Fonts, "printable">): PrintableModel {
  const replaced = new Map<string, number>();
  const shortened = new Set<string>();

  const text = (value: string, longest: number): string => {
    const printed = fonts.printable(value);
    if (printed !== value) countReplaced(value, fonts, replaced);
    if (printed.length * 2 <= longest) return printed;
    const short = shorten(printed, longest);
    if (short !== printed) shortened.add(printed);
    return short;
  };
  const visit = (value: unknown, key: string, parent: object): unknown => {
    if (typeof value === "string") return text(value, longestOf(key, parent));
    if (Array.isArray(value)) return mapUnlessSame(value, (item) => visit(item, key, parent));
    if (typeof value !== "object" || value === null) return value;
    let copy: Record<string, unknown> | undefined;
    for (const [name, item] of Object.entries(value)) {
      if (NOT_SHOWN.has(name) && !isShown(item)) continue;
      const changed = visit(item, name, value);
      if (changed === item) continue;
      copy ??= { ...value };
      copy[name] = changed;
    }
    return copy ?? value;
  };

  const printable = visit(model, "", {}) as Model;
  return { model: printable, note: noteOf(model.labels, replaced, shortened) };
}

/** `charts` and `figures` are lists of ids in a section, but the things themselves at the top of the model. */
function isShown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => typeof item === "object");
  return typeof value === "object" && value !== null;
}

function longestOf(key: string, parent: object): number {
  if (key === "alt") return LONGEST.alt;
  if (key === "label" || key === "title" || key === "organisation" || key === "theme") return LONGEST.name;
  if (key === "text" && "figures" in parent) return LONGEST.sentence;
  if (key === "heading") return LONGEST.heading;
  return key === "text" && "theme" in parent ? LONGEST.sentence : LONGEST.cell;
}

function mapUnlessSame(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [i, item] of list.entries()) {
    const changed = change(item);
    if (changed === item) continue;
    copy ??= [...list];
    copy[i] = changed;
  }
  return copy ?? list;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function countReplaced(text: string, fonts: Pick<Fonts, "printable">, into: Map<string, number>): void {
  const stand = fonts.printable("\u{10ffff}");
  for (const { segment } of graphemes.segment(text.normalize("NFC")))
    if (segment !== stand && fonts.printable(segment) === stand) into.set(segment, (into.get(segment) ?? 0) + 1);
}

function noteOf(
  labels: Readonly<Record<string, string>>,
  replaced: ReadonlyMap<string, number>,
  shortened: ReadonlySet<string>,
): PrintingNote | null {
  if (replaced.size === 0 && shortened.size === 0) return null;
  const label = (key: TemplateLabel) => labels[key] ?? key;
  const paragraphs: string[] = [];
  if (replaced.size > 0) {
    const codes = [...replaced].slice(0, 40).map(([character, count]) => `${codePoints(character)} × ${count}`);
    paragraphs.push(`${label("replaced")} ${codes.join("; ")}${replaced.size > 40 ? "; …" : ""}`);
  }
  if (shortened.size > 0) {
    paragraphs.push(label("shortened"));
    for (const text of [...shortened].slice(0, REPEATED.texts)) paragraphs.push(shorten(text, REPEATED.width));
    if (shortened.size > REPEATED.texts) paragraphs.push("…");
  }
  return { heading: label("printing"), paragraphs };
}

/** `U+1F600` or, for a joined one, `U+1F468 U+200D U+1F469`. */
function codePoints(character: string): string {
  return [...character]
    .map((part) => `U+${(part.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`)
    .join(" ");
}
