import { inflateSync } from "node:zlib";
import { isDict, isName, isRef, type PdfDict, type PdfValue, parseValue, skipSpace } from "./syntax.ts";

/**
 * A PDF as the browser writes it: a plain cross-reference table, no object streams, no encryption. Reading exactly this
 * kind takes a tenth of the time of a general reader; the tests compare what it reads with one.
 */
export interface PdfFile {
  /** The bytes as latin1. */
  source: string;
  trailer: PdfDict["dict"];
  startXref: number;
  /** Numbers of all objects in use. */
  numbers: () => number[];
  /** Source text of an object, from behind `obj`. */
  textAt: (number: number) => string;
  /** The value, references followed. */
  resolve: (value: PdfValue | undefined) => PdfValue | undefined;
  /** The dictionary behind a value; empty when it is none. */
  dict: (value: PdfValue | undefined) => PdfDict["dict"];
  /** Unpacked content of a stream. */
  stream: (value: PdfValue | undefined) => Buffer;
}

/** @throws {Error} when the bytes are not such a PDF */
export function openPdf(bytes: Uint8Array): PdfFile {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const source = buffer.toString("latin1");
  const startXref = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(source.slice(-64))?.[1]);
  if (!source.startsWith("%PDF-") || !Number.isInteger(startXref)) throw new Error("not a whole PDF");
  const { offsets, trailer } = readXref(source, startXref);
  const values = new Map<number, PdfValue>();

  const bodyStart = (number: number): number => {
    const offset = offsets.get(number);
    if (offset === undefined) throw new Error(`object ${number} is missing`);
    const at = source.indexOf("obj", offset);
    if (!source.startsWith(`${number} `, offset) || at < 0) throw new Error(`object ${number} is not at its place`);
    return at + 3;
  };
  const object = (number: number): PdfValue => {
    let value = values.get(number);
    if (value === undefined) {
      value = parseValue(source, bodyStart(number)).value;
      values.set(number, value);
    }
    return value;
  };
  const resolve = (value: PdfValue | undefined): PdfValue | undefined => {
    let found = value;
    while (isRef(found)) found = object(found.ref);
    return found;
  };
  const dict = (value: PdfValue | undefined): PdfDict["dict"] => {
    const found = resolve(value);
    return isDict(found) ? found.dict : {};
  };

  return {
    source,
    trailer,
    startXref,
    numbers: () => [...offsets.keys()].sort((a, b) => a - b),
    textAt: (number) => {
      const start = bodyStart(number);
      return source.slice(start, source.indexOf("endobj", start));
    },
    resolve,
    dict,
    stream(value) {
      if (!isRef(value)) throw new Error("a stream is always an object of its own");
      const { value: head, end } = parseValue(source, bodyStart(value.ref));
      if (!isDict(head)) throw new Error(`object ${value.ref} is no stream`);
      const keyword = skipSpace(source, end);
      const start = keyword + (source.startsWith("stream\r\n", keyword) ? 8 : 7);
      const length = resolve(head.dict.Length);
      const packed = buffer.subarray(start, start + Number(length));
      const filter = resolve(head.dict.Filter);
      if (filter === undefined) return packed;
      if (isName(filter) && filter.name === "FlateDecode") return inflateSync(packed);
      throw new Error(`object ${value.ref} is packed in an unknown way`);
    },
  };
}

function readXref(source: string, startXref: number): { offsets: Map<number, number>; trailer: PdfDict["dict"] } {
  const offsets = new Map<number, number>();
  let trailer: PdfDict["dict"] | undefined;
  let at: number | undefined = startXref;
  while (at !== undefined) {
    if (!source.startsWith("xref", at)) throw new Error("no plain cross-reference table");
    let position = skipSpace(source, at + 4);
    for (;;) {
      const head = /^(\d+) (\d+)\s*/.exec(source.slice(position, position + 40));
      if (!head) break;
      const [whole, first, count] = head;
      position += whole.length;
      for (let i = 0; i < Number(count); i += 1, position += 20) {
        const number = Number(first) + i;
        // Later tables come first: what they say stands.
        if (source[position + 17] === "n" && !offsets.has(number))
          offsets.set(number, Number(source.slice(position, position + 10)));
      }
    }
    const found = parseValue(source, position + "trailer".length).value;
    if (!isDict(found)) throw new Error("no trailer");
    trailer ??= found.dict;
    const previous: PdfValue | undefined = found.dict.Prev;
    at = typeof previous === "number" ? previous : undefined;
  }
  return { offsets, trailer: trailer ?? {} };
}
