import { type GlyphText, parseToUnicode } from "./cmap.ts";
import type { PdfFile } from "./file.ts";
import { decodeText, isName, isRef, isString, type PdfDict, type PdfValue, parseValue } from "./syntax.ts";

/** Text of one node of the document's structure (or of none: head, foot), as far as it stands on one page. */
export interface TextNode {
  /** Marked-content id; null outside the structure. */
  mcid: number | null;
  text: string;
  /** Marks drawn that are no text: lines, areas, pictures. */
  shapes: number;
  /** Box of the glyphs' origins in points, from the page's lower left corner; empty nodes have none. */
  box: { left: number; right: number; bottom: number; top: number } | null;
}

export interface PageText {
  width: number;
  height: number;
  nodes: TextNode[];
  /** Glyphs that stand for no character: `.notdef`, or mapped to nothing. */
  unknownGlyphs: number;
  fonts: { name: string; embedded: boolean }[];
}

type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
const PAINT = new Set(["f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh"]);

interface Font {
  name: string;
  embedded: boolean;
  glyphs: GlyphText;
}

/** Reads pages in order; fonts are read once for all of them. */
export function pageReader(file: PdfFile): (page: PdfDict["dict"]) => PageText {
  const fonts = new Map<number, Font>();
  const fontOf = (reference: PdfValue | undefined): Font => {
    const key = isRef(reference) ? reference.ref : -1;
    let font = fonts.get(key);
    if (!font) {
      font = readFont(file, reference);
      if (key >= 0) fonts.set(key, font);
    }
    return font;
  };
  return (page) => {
    const box = file.resolve(page.MediaBox) as number[];
    const reader = new ContentReader(file, fontOf);
    const contents = file.resolve(page.Contents);
    const streams = Array.isArray(contents) ? contents : [page.Contents];
    const source = streams.map((stream) => file.stream(stream).toString("latin1")).join("\n");
    reader.read(source, file.dict(page.Resources), IDENTITY);
    return {
      width: (box[2] ?? 0) - (box[0] ?? 0),
      height: (box[3] ?? 0) - (box[1] ?? 0),
      nodes: [...reader.nodes.values()],
      unknownGlyphs: reader.unknownGlyphs,
      fonts: [...reader.fonts].map(({ name, embedded }) => ({ name, embedded })),
    };
  };
}

class ContentReader {
  readonly nodes = new Map<number | null, TextNode>();
  readonly fonts = new Set<Font>();
  unknownGlyphs = 0;
  readonly #file: PdfFile;
  readonly #fontOf: (reference: PdfValue | undefined) => Font;
  /** Open marked-content sequences: id, and whether a text stands for what is drawn inside. */
  readonly #marked: { mcid: number | null; actualText: boolean }[] = [];
  /** Node of the innermost sequence; null until something is drawn in it. */
  #current: TextNode | null = null;

  constructor(file: PdfFile, fontOf: (reference: PdfValue | undefined) => Font) {
    this.#file = file;
    this.#fontOf = fontOf;
  }

  /** Pages hold some ten thousand operators: operands are only located, and read where an operator needs them. */
  read(source: string, resources: PdfDict["dict"], start: Matrix): void {
    const fontRefs = this.#file.dict(resources.Font);
    const stack: Matrix[] = [];
    let matrix = start;
    let line = IDENTITY;
    let font: Font | null = null;
    let operands: number[] = [];
    const operand = (index: number) => parseValue(source, operands.at(index) ?? 0).value;
    const numbers = () => asMatrix(source.slice(operands[0], at).split(/\s+/));
    let at = 0;
    for (;;) {
      at = skipBlank(source, at);
      if (at >= source.length) break;
      if (!isLetter(source.charCodeAt(at))) {
        operands.push(at);
        at = operandEnd(source, at);
        continue;
      }
      const end = operatorEnd(source, at);
      const operator = source.slice(at, end);
      switch (operator) {
        case "q":
          stack.push(matrix);
          break;
        case "Q":
          matrix = stack.pop() ?? matrix;
          break;
        case "cm":
          matrix = multiply(numbers(), matrix);
          break;
        case "BT":
          line = IDENTITY;
          break;
        case "Tf": {
          const name = operand(0);
          font = this.#fontOf(isName(name) ? fontRefs[name.name] : undefined);
          this.fonts.add(font);
          break;
        }
        case "Tm":
          line = numbers();
          break;
        case "Td":
        case "TD": {
          const [x, y] = numbers();
          line = [
            line[0],
            line[1],
            line[2],
            line[3],
            x * line[0] + y * line[2] + line[4],
            x * line[1] + y * line[3] + line[5],
          ];
          break;
        }
        case "Tj":
        case "'":
          this.#show(operand(-1), font, line, matrix);
          break;
        case "TJ":
          for (const item of operand(0) as PdfValue[]) this.#show(item, font, line, matrix);
          break;
        case "BDC":
          this.#begin(operand(1), resources);
          break;
        case "BMC":
          this.#open({ mcid: null, actualText: false });
          break;
        case "EMC":
          this.#marked.pop();
          this.#current = null;
          break;
        case "Do": {
          const name = operand(0);
          this.#draw(isName(name) ? this.#file.dict(resources.XObject)[name.name] : undefined, resources, matrix);
          break;
        }
        default:
          if (PAINT.has(operator)) this.#node().shapes += 1;
      }
      if (operands.length > 0) operands = [];
      at = end;
    }
  }

  #draw(reference: PdfValue | undefined, resources: PdfDict["dict"], matrix: Matrix): void {
    const dict = this.#file.dict(reference);
    const subtype = dict.Subtype;
    if (!isName(subtype) || subtype.name !== "Form") {
      this.#node().shapes += 1;
      return;
    }
    const own = this.#file.resolve(dict.Matrix);
    const inner = dict.Resources === undefined ? resources : this.#file.dict(dict.Resources);
    const placed = Array.isArray(own) ? multiply(asMatrix(own), matrix) : matrix;
    this.read(this.#file.stream(reference).toString("latin1"), inner, placed);
  }

  #begin(properties: PdfValue | undefined, resources: PdfDict["dict"]): void {
    const named = isName(properties) ? this.#file.dict(resources.Properties)[properties.name] : properties;
    const dict = this.#file.dict(named);
    const outer = this.#marked.at(-1);
    const mcid = typeof dict.MCID === "number" ? dict.MCID : (outer?.mcid ?? null);
    const actual = dict.ActualText;
    this.#open({ mcid, actualText: isString(actual) || (outer?.actualText ?? false) });
    if (isString(actual)) this.#node().text += decodeText(actual);
  }

  #open(sequence: { mcid: number | null; actualText: boolean }): void {
    this.#marked.push(sequence);
    this.#current = null;
  }

  #node(): TextNode {
    if (this.#current) return this.#current;
    const mcid = this.#marked.at(-1)?.mcid ?? null;
    let node = this.nodes.get(mcid);
    if (!node) {
      node = { mcid, text: "", shapes: 0, box: null };
      this.nodes.set(mcid, node);
    }
    this.#current = node;
    return node;
  }

  #show(value: PdfValue | undefined, font: Font | null, line: Matrix, matrix: Matrix): void {
    if (!isString(value) || font === null) return;
    const node = this.#node();
    const replaced = this.#marked.at(-1)?.actualText ?? false;
    const { bytes } = value;
    for (let i = 0; i + 1 < bytes.length; i += 2) {
      const glyph = bytes.charCodeAt(i) * 256 + bytes.charCodeAt(i + 1);
      const text = font.glyphs.get(glyph);
      if (glyph === 0 || text === undefined || text === "\0" || text === "\ufffd") this.unknownGlyphs += 1;
      if (!replaced) node.text += text ?? "\ufffd";
    }
    const x = line[4] * matrix[0] + line[5] * matrix[2] + matrix[4];
    const y = line[4] * matrix[1] + line[5] * matrix[3] + matrix[5];
    const { box } = node;
    if (box === null) node.box = { left: x, right: x, bottom: y, top: y };
    else {
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.bottom = Math.min(box.bottom, y);
      box.top = Math.max(box.top, y);
    }
  }
}

const isLetter = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 39 || code === 34;

function skipBlank(source: string, position: number): number {
  let at = position;
  while (at < source.length && source.charCodeAt(at) <= 32) at += 1;
  return at;
}

function operandEnd(source: string, at: number): number {
  const first = source.charCodeAt(at);
  if (first === 60 && source.charCodeAt(at + 1) !== 60) return source.indexOf(">", at) + 1;
  // Arrays, dictionaries and literal strings may hold anything: they are parsed.
  if (first === 91 || first === 60 || first === 40) return parseValue(source, at).end;
  let end = at + 1;
  for (; end < source.length; end += 1) {
    const code = source.charCodeAt(end);
    if (code <= 32 || code === 47 || code === 60 || code === 62 || code === 91 || code === 40) break;
  }
  return end;
}

function operatorEnd(source: string, at: number): number {
  let end = at + 1;
  for (; end < source.length; end += 1) {
    const code = source.charCodeAt(end);
    if (!isLetter(code) && code !== 42 && !(code >= 48 && code <= 57)) break;
  }
  return end;
}

function readFont(file: PdfFile, reference: PdfValue | undefined): Font {
  const dict = file.dict(reference);
  const base = dict.BaseFont;
  const descendants = file.resolve(dict.DescendantFonts);
  const inner = Array.isArray(descendants) ? file.dict(descendants[0]) : dict;
  const descriptor = file.dict(inner.FontDescriptor);
  const embedded = ["FontFile", "FontFile2", "FontFile3"].some((key) => descriptor[key] !== undefined);
  const toUnicode = dict.ToUnicode;
  return {
    name: isName(base) ? base.name : "",
    embedded,
    glyphs: toUnicode === undefined ? new Map() : parseToUnicode(file.stream(toUnicode).toString("latin1")),
  };
}

/** Six numbers; those that are not given are NaN. */
function asMatrix([a, b, c, d, e, f]: readonly (PdfValue | undefined)[] | readonly string[]): Matrix {
  return [Number(a), Number(b), Number(c), Number(d), Number(e), Number(f)];
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[1] * b[2],
    a[0] * b[1] + a[1] * b[3],
    a[2] * b[0] + a[3] * b[2],
    a[2] * b[1] + a[3] * b[3],
    a[4] * b[0] + a[5] * b[2] + b[4],
    a[4] * b[1] + a[5] * b[3] + b[5],
  ];
}
