import type { PdfFile } from "./file.ts";
import { type Font, fontReader } from "./font.ts";
import {
  hexDigit,
  isLetter,
  isNumeric,
  numberEnd,
  operandEnd,
  operatorCode,
  operatorEnd,
  readNumber,
  skipBlank,
} from "./scan.ts";
import { decodeText, isName, isString, type PdfDict, type PdfValue, parseValue } from "./syntax.ts";

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

const OPERATOR = Object.fromEntries(
  ["q", "Q", "cm", "BT", "Tf", "Tm", "Td", "TD", "Tj", "'", "TJ", "BDC", "BMC", "EMC", "Do"].map((name) => [
    name,
    operatorCode(name),
  ]),
);
const PAINT = new Set(["f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh"].map(operatorCode));

/** Streams of one page may end within a line, but not within a token. */
const NEWLINE = Buffer.from("\n");

/** Reads pages in order; fonts are read once for all of them. */
export function pageReader(file: PdfFile): (page: PdfDict["dict"]) => PageText {
  const fontOf = fontReader(file);
  return (page) => {
    const box = file.resolve(page.MediaBox) as number[];
    const reader = new ContentReader(file, fontOf);
    const contents = file.resolve(page.Contents);
    const streams = Array.isArray(contents) ? contents : [page.Contents];
    const content = Buffer.concat(streams.flatMap((stream) => [file.stream(stream), NEWLINE]));
    reader.read(content, file.dict(page.Resources), IDENTITY);
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

  read(bytes: Buffer, resources: PdfDict["dict"], start: Matrix): void {
    const fontRefs = this.#file.dict(resources.Font);
    const stack: Matrix[] = [];
    let matrix = start;
    // The line's matrix; its two last numbers move with every glyph.
    let line = IDENTITY;
    let lineX = 0;
    let lineY = 0;
    let font: Font | null = null;
    const operands: number[] = [];
    const number = (index: number) => readNumber(bytes, operands[index] ?? 0, numberEnd(bytes, operands[index] ?? 0));
    const six = (): Matrix => [number(0), number(1), number(2), number(3), number(4), number(5)];
    const value = (index: number) => {
      const from = operands.at(index) ?? 0;
      return parseValue(bytes.toString("latin1", from, operandEnd(bytes, from)), 0).value;
    };
    const show = (from: number) => {
      const x = lineX * matrix[0] + lineY * matrix[2] + matrix[4];
      const y = lineX * matrix[1] + lineY * matrix[3] + matrix[5];
      if (font) this.#show(bytes, from, font, x, y);
    };

    for (let at = skipBlank(bytes, 0); at < bytes.length; at = skipBlank(bytes, at)) {
      const first = bytes[at] as number;
      if (!isLetter(first)) {
        operands.push(at);
        at = isNumeric(first) ? numberEnd(bytes, at) : operandEnd(bytes, at);
        continue;
      }
      const end = operatorEnd(bytes, at);
      let code = 0;
      for (let i = at; i < end; i += 1) code = code * 256 + (bytes[i] as number);
      at = end;
      if (code === OPERATOR.Td || code === OPERATOR.TD) {
        const x = number(0);
        const y = number(1);
        lineX += x * line[0] + y * line[2];
        lineY += x * line[1] + y * line[3];
      } else if (code === OPERATOR.Tj || code === OPERATOR["'"]) show(operands.at(-1) ?? 0);
      else if (PAINT.has(code)) this.#node().shapes += 1;
      else if (code === OPERATOR.Tm || code === OPERATOR.BT) {
        line = code === OPERATOR.Tm ? six() : IDENTITY;
        lineX = line[4];
        lineY = line[5];
      } else if (code === OPERATOR.q) stack.push(matrix);
      else if (code === OPERATOR.Q) matrix = stack.pop() ?? matrix;
      else if (code === OPERATOR.cm) matrix = multiply(six(), matrix);
      else if (code === OPERATOR.Tf) {
        const name = value(0);
        font = this.#fontOf(isName(name) ? fontRefs[name.name] : undefined);
        this.fonts.add(font);
      } else if (code === OPERATOR.TJ) {
        for (const from of stringsIn(bytes, operands[0] ?? 0)) show(from);
      } else if (code === OPERATOR.BDC) this.#begin(value(1), resources);
      else if (code === OPERATOR.BMC) this.#open({ mcid: null, actualText: false });
      else if (code === OPERATOR.EMC) {
        this.#marked.pop();
        this.#current = null;
      } else if (code === OPERATOR.Do) {
        const name = value(0);
        this.#draw(isName(name) ? this.#file.dict(resources.XObject)[name.name] : undefined, resources, matrix);
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
    const placed = Array.isArray(own) ? multiply(own.map(Number) as unknown as Matrix, matrix) : matrix;
    this.read(this.#file.stream(reference), inner, placed);
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

  /** Shows the string that begins at `from`: glyph numbers, usually hexadecimal. */
  #show(bytes: Buffer, from: number, font: Font, x: number, y: number): void {
    const node = this.#node();
    const replaced = this.#marked.at(-1)?.actualText ?? false;
    for (const glyph of glyphsAt(bytes, from, font.bytesPerGlyph)) {
      const text = font.glyphs.get(glyph);
      if (glyph === 0 || text === undefined || text === "\0" || text === "\ufffd") this.unknownGlyphs += 1;
      if (!replaced) node.text += text ?? "\ufffd";
    }
    const { box } = node;
    if (box === null) {
      node.box = { left: x, right: x, bottom: y, top: y };
      return;
    }
    if (x < box.left) box.left = x;
    if (x > box.right) box.right = x;
    if (y < box.bottom) box.bottom = y;
    if (y > box.top) box.top = y;
  }
}

function glyphsAt(bytes: Buffer, from: number, size: 1 | 2): number[] {
  const glyphs: number[] = [];
  const end = operandEnd(bytes, from);
  if (bytes[from] === 40) {
    const parsed = parseValue(bytes.toString("latin1", from, end), 0).value;
    const codes = isString(parsed) ? Buffer.from(parsed.bytes, "latin1") : Buffer.alloc(0);
    for (let i = 0; i + size <= codes.length; i += size) glyphs.push(codes.readUIntBE(i, size));
    return glyphs;
  }
  let glyph = 0;
  let digits = 0;
  for (let i = from + 1; i < end - 1; i += 1) {
    const byte = bytes[i] as number;
    if (byte <= 32) continue;
    glyph = glyph * 16 + hexDigit(byte);
    digits += 1;
    if (digits < 2 * size) continue;
    glyphs.push(glyph);
    glyph = 0;
    digits = 0;
  }
  return glyphs;
}

/** Where the strings of an array begin. */
function* stringsIn(bytes: Buffer, array: number): Generator<number> {
  const end = operandEnd(bytes, array) - 1;
  for (let at = skipBlank(bytes, array + 1); at < end; at = skipBlank(bytes, at)) {
    const first = bytes[at] as number;
    if (!isNumeric(first)) yield at;
    at = isNumeric(first) ? numberEnd(bytes, at) : operandEnd(bytes, at);
  }
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
