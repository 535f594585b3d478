/** A value of a PDF file. Text is kept as latin1, one character per byte. */
export type PdfValue = number | boolean | null | PdfName | PdfString | PdfRef | PdfValue[] | PdfDict;
export interface PdfName {
  name: string;
}
export interface PdfString {
  bytes: string;
}
export interface PdfRef {
  ref: number;
}
export interface PdfDict {
  dict: Record<string, PdfValue>;
}

const SPACE = /(?:[\0\t\n\f\r ]+|%[^\r\n]*)*/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)/y;
const REFERENCE = /(\d+)[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R(?![A-Za-z])/y;
const NAME = /\/([^\0\t\n\f\r ()<>[\]{}/%]*)/y;
const HEX = /<([0-9A-Fa-f\0\t\n\f\r ]*)>/y;
const WORD = /[A-Za-z'"*]+/y;

/** Reads the value at `position`; `end` is just behind it. */
export function parseValue(source: string, position: number): { value: PdfValue; end: number } {
  const at = skipSpace(source, position);
  const first = source[at];
  switch (first) {
    case "/": {
      const [whole, name = ""] = match(NAME, source, at);
      return { value: { name: name.replace(/#([0-9A-Fa-f]{2})/g, (_, hex) => byte(hex)) }, end: at + whole.length };
    }
    case "(":
      return parseLiteral(source, at);
    case "[":
      return parseArray(source, at);
    case "<":
      return source[at + 1] === "<" ? parseDict(source, at) : parseHex(source, at);
    default: {
      const reference = tryMatch(REFERENCE, source, at);
      if (reference) return { value: { ref: Number(reference[1]) }, end: at + reference[0].length };
      const number = tryMatch(NUMBER, source, at);
      if (number) return { value: Number(number[0]), end: at + number[0].length };
      const [word] = match(WORD, source, at);
      return { value: word === "true" ? true : word === "false" ? false : null, end: at + word.length };
    }
  }
}

export function skipSpace(source: string, position: number): number {
  SPACE.lastIndex = position;
  SPACE.exec(source);
  return SPACE.lastIndex;
}

function parseArray(source: string, start: number): { value: PdfValue; end: number } {
  const items: PdfValue[] = [];
  let at = skipSpace(source, start + 1);
  while (source[at] !== "]") {
    const { value, end } = parseValue(source, at);
    items.push(value);
    at = skipSpace(source, end);
  }
  return { value: items, end: at + 1 };
}

function parseDict(source: string, start: number): { value: PdfDict; end: number } {
  const dict: Record<string, PdfValue> = {};
  let at = skipSpace(source, start + 2);
  while (!source.startsWith(">>", at)) {
    const [whole, key = ""] = match(NAME, source, at);
    const { value, end } = parseValue(source, at + whole.length);
    dict[key] = value;
    at = skipSpace(source, end);
  }
  return { value: { dict }, end: at + 2 };
}

function parseHex(source: string, start: number): { value: PdfString; end: number } {
  const [whole, digits = ""] = match(HEX, source, start);
  return { value: { bytes: hexToBytes(digits) }, end: start + whole.length };
}

const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function parseLiteral(source: string, start: number): { value: PdfString; end: number } {
  let bytes = "";
  let depth = 1;
  let at = start + 1;
  for (; at < source.length; at += 1) {
    const character = source[at] ?? "";
    if (character === "\\") {
      const octal = /^[0-7]{1,3}/.exec(source.slice(at + 1, at + 4))?.[0];
      const next = source[at + 1] ?? "";
      if (octal !== undefined) bytes += String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      else if (next !== "\n" && next !== "\r") bytes += ESCAPES[next] ?? next;
      at += octal?.length ?? (next === "\r" && source[at + 2] === "\n" ? 2 : 1);
      continue;
    }
    if (character === "(") depth += 1;
    if (character === ")" && --depth === 0) break;
    bytes += character;
  }
  return { value: { bytes }, end: at + 1 };
}

export function hexToBytes(digits: string): string {
  const clean = digits.replace(/[^0-9A-Fa-f]/g, "");
  let bytes = "";
  for (let i = 0; i < clean.length; i += 2) bytes += byte(clean.slice(i, i + 2).padEnd(2, "0"));
  return bytes;
}

const byte = (hex: string) => String.fromCharCode(Number.parseInt(hex, 16));

function tryMatch(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray {
  const found = tryMatch(pattern, source, at);
  if (!found) throw new Error(`not a PDF value at byte ${at}`);
  return found;
}

export const isDict = (value: PdfValue | undefined): value is PdfDict => hasKey(value, "dict");
export const isRef = (value: PdfValue | undefined): value is PdfRef => hasKey(value, "ref");
export const isName = (value: PdfValue | undefined): value is PdfName => hasKey(value, "name");
export const isString = (value: PdfValue | undefined): value is PdfString => hasKey(value, "bytes");

function hasKey(value: PdfValue | undefined, key: string): boolean {
  return typeof value === "object" && value !== null && key in value;
}

/** A text string of the file: UTF-16 with its mark, UTF-8 with its mark, else PDFDocEncoding taken as latin1. */
export function decodeText({ bytes }: PdfString): string {
  const buffer = Buffer.from(bytes, "latin1");
  if (bytes.startsWith("\xfe\xff")) return buffer.subarray(2).swap16().toString("utf16le");
  if (bytes.startsWith("\xef\xbb\xbf")) return buffer.subarray(3).toString("utf8");
  return bytes;
}

/** A text as a PDF writes it: hexadecimal UTF-16, which holds any text and needs no escapes. */
export function encodeText(text: string): string {
  return `<FEFF${Buffer.from(text, "utf16le").swap16().toString("hex").toUpperCase()}>`;
}

/** A value as a PDF writes it. */
export function writeValue(value: PdfValue): string {
  if (Array.isArray(value)) return `[${value.map(writeValue).join(" ")}]`;
  if (isDict(value)) {
    const entries = Object.entries(value.dict).map(([key, item]) => `/${key} ${writeValue(item)}`);
    return `<<${entries.join("\n")}>>`;
  }
  if (isRef(value)) return `${value.ref} 0 R`;
  if (isName(value)) return `/${value.name}`;
  if (isString(value)) return `<${Buffer.from(value.bytes, "latin1").toString("hex").toUpperCase()}>`;
  return String(value);
}
