import { type GlyphText, parseToUnicode } from "./cmap.ts";
import type { PdfFile } from "./file.ts";
import { isName, isRef, isString, type PdfDict, type PdfValue, parseValue, skipSpace } from "./syntax.ts";

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
  /** Open marked-content sequences: id, and the text that replaces what is drawn inside, if any. */
  readonly #marked: { mcid: number | null; actualText: boolean }[] = [];

  constructor(file: PdfFile, fontOf: (reference: PdfValue | undefined) => Font) {
    this.#file = file;
    this.#fontOf = fontOf;
  }

  read(source: string, resources: PdfDict["dict"], start: Matrix): void {
    const fontRefs = this.#file.dict(resources.Font);
    const stack: Matrix[] = [];
    let matrix = start;
    let line = IDENTITY;
    let font: Font | null = null;
    const operands: PdfValue[] = [];
    let at = skipSpace(source, 0);
    while (at < source.length) {
      const code = source.charCodeAt(at);
      // Operators begin with a letter or a quote; true, false and null do not occur here.
      if (!((code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 39 || code === 34)) {
        const { value, end } = parseValue(source, at);
        operands.push(value);
        at = skipSpace(source, end);
        continue;
      }
      const operator = readOperator(source, at);
      at = skipSpace(source, at + operator.length);
      switch (operator) {
        case "q":
          stack.push(matrix);
          break;
        case "Q":
          matrix = stack.pop() ?? matrix;
          break;
        case "cm":
          matrix = multiply(asMatrix(operands), matrix);
          break;
        case "BT":
          line = IDENTITY;
          break;
        case "Tf": {
          const name = operands[0];
          font = this.#fontOf(isName(name) ? fontRefs[name.name] : undefined);
          this.fonts.add(font);
          break;
        }
        case "Tm":
          line = asMatrix(operands);
          break;
        case "Td":
        case "TD":
          line = multiply([1, 0, 0, 1, Number(operands[0]), Number(operands[1])], line);
          break;
        case "Tj":
        case "'":
          this.#show(operands.at(-1), font, multiply(line, matrix));
          break;
        case "TJ":
          for (const item of (operands[0] as PdfValue[]) ?? []) this.#show(item, font, multiply(line, matrix));
          break;
        case "BDC":
          this.#begin(operands[1], resources);
          break;
        case "BMC":
          this.#marked.push({ mcid: null, actualText: false });
          break;
        case "EMC":
          this.#marked.pop();
          break;
        case "Do": {
          const name = operands[0];
          this.#draw(isName(name) ? this.#file.dict(resources.XObject)[name.name] : undefined, resources, matrix);
          break;
        }
        default:
          if (PAINT.has(operator)) this.#node().shapes += 1;
      }
      operands.length = 0;
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
    this.read(
      this.#file.stream(reference).toString("latin1"),
      inner,
      Array.isArray(own) ? multiply(asMatrix(own), matrix) : matrix,
    );
  }

  #begin(properties: PdfValue | undefined, resources: PdfDict["dict"]): void {
    const named = isName(properties) ? this.#file.dict(resources.Properties)[properties.name] : properties;
    const dict = this.#file.dict(named);
    const mcid = typeof dict.MCID === "number" ? dict.MCID : (this.#marked.at(-1)?.mcid ?? null);
    const actual = dict.ActualText;
    this.#marked.push({ mcid, actualText: isString(actual) || (this.#marked.at(-1)?.actualText ?? false) });
    if (isString(actual)) this.#node().text += decodeActual(actual.bytes);
  }

  #node(): TextNode {
    const mcid = this.#marked.at(-1)?.mcid ?? null;
    let node = this.nodes.get(mcid);
    if (!node) {
      node = { mcid, text: "", shapes: 0, box: null };
      this.nodes.set(mcid, node);
    }
    return node;
  }

  #show(value: PdfValue | undefined, font: Font | null, matrix: Matrix): void {
    if (!isString(value) || font === null) return;
    const node = this.#node();
    const replaced = this.#marked.at(-1)?.actualText ?? false;
    const { bytes } = value;
    for (let i = 0; i + 1 < bytes.length; i += 2) {
      const glyph = bytes.charCodeAt(i) * 256 + bytes.charCodeAt(i + 1);
      const text = font.glyphs.get(glyph);
      if (glyph === 0 || text === undefined || text.includes("\0") || text.includes("\ufffd")) this.unknownGlyphs += 1;
      if (!replaced) node.text += text ?? "\ufffd";
    }
    const [, , , , x, y] = matrix;
    const box = node.box;
    node.box = box
      ? {
          left: Math.min(box.left, x),
          right: Math.max(box.right, x),
          bottom: Math.min(box.bottom, y),
          top: Math.max(box.top, y),
        }
      : { left: x, right: x, bottom: y, top: y };
  }
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

function readOperator(source: string, at: number): string {
  let end = at + 1;
  for (; end < source.length; end += 1) {
    const code = source.charCodeAt(end);
    if (!((code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 42 || (code >= 48 && code <= 57)))
      break;
  }
  return source.slice(at, end);
}

function asMatrix([a, b, c, d, e, f]: readonly PdfValue[]): Matrix {
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

function decodeActual(bytes: string): string {
  return bytes.startsWith("\xfe\xff") ? Buffer.from(bytes, "latin1").subarray(2).swap16().toString("utf16le") : bytes;
}
