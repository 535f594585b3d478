import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { PeriodicalError } from "../errors.ts";

interface Decoder {
  /** @throws when a byte does not fit */
  decode(bytes: Uint8Array, last: boolean): string;
  /** Line breaks can be found in the bytes: every encoding but UTF-16. */
  bytewise: boolean;
  /** Same decoder from the start, to find the line of an error. */
  fresh(): Decoder;
}

/**
 * Decodes a file's bytes. Nothing is ever replaced by U+FFFD: a byte that does not fit ends the import and the error
 * names its line. A byte-order mark of the encoding is taken off.
 *
 * @param file name for errors
 * @param where key of the configuration that names the encoding
 */
export async function* decodeText(
  chunks: AsyncIterable<Buffer>,
  encoding: string,
  file: string,
  where: string,
): AsyncGenerator<string> {
  const decoder = createDecoder(encoding, where);
  const failure = (line: number | null, hint: string, cause?: unknown): PeriodicalError =>
    new PeriodicalError(
      "IMPORT_REJECTED",
      `${file} is not written in ${encoding}: ${line === null ? "it holds bytes that do not fit" : `a byte in line ${line} does not fit`}.`,
      { where: line === null ? file : `${file}:${line}`, hint, cause },
    );
  let line = 1;
  let first = true;
  for await (const chunk of chunks) {
    if (first) {
      const marked = markedEncoding(chunk);
      if (marked !== null && marked !== normalLabel(encoding)) {
        throw failure(1, `Its byte-order mark says ${marked}: write \`encoding: ${marked}\` in ${where}.`);
      }
      first = false;
    }
    let text: string;
    try {
      text = decoder.decode(chunk, false);
    } catch (cause) {
      const at = decoder.bytewise ? line + badLine(chunk, decoder) : null;
      throw failure(at, encodingHint(encoding, where), cause);
    }
    yield text;
    if (decoder.bytewise) line += countLineFeeds(chunk);
  }
  try {
    const rest = decoder.decode(new Uint8Array(0), true);
    if (rest !== "") yield rest;
  } catch (cause) {
    throw failure(decoder.bytewise ? line : null, encodingHint(encoding, where), cause);
  }
}

/** Encoding named by a byte-order mark. */
function markedEncoding(chunk: Buffer): string | null {
  if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) return "utf-8";
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return "utf-16le";
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return "utf-16be";
  return null;
}

function normalLabel(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return label.toLowerCase();
  }
}

function createDecoder(encoding: string, where: string): Decoder {
  const name = normalLabel(encoding);
  if (name === "utf-8") return createUtf8Decoder();
  if (isKnownToTextDecoder(encoding)) {
    const decoder = new TextDecoder(encoding, { fatal: true });
    // WHATWG decoders give control characters for the five bytes that windows-1252 and its kin leave undefined.
    const undefinedBytes = name.startsWith("windows-") ? /[\u0080-\u009f]/ : null;
    return {
      decode(bytes, last) {
        const text = decoder.decode(bytes, { stream: !last });
        if (undefinedBytes?.test(text)) throw new RangeError("undefined byte");
        return text;
      },
      bytewise: !name.startsWith("utf-16"),
      fresh: () => createDecoder(encoding, where),
    };
  }
  if (!iconv.encodingExists(encoding)) {
    throw new PeriodicalError("CONFIG_INVALID", `The encoding "${encoding}" is not known.`, {
      where,
      hint: "Use a name such as utf-8, utf-16le, gb18030, big5, shift_jis, windows-1252 or cp850.",
    });
  }
  const decoder = iconv.getDecoder(encoding);
  return {
    decode(bytes, last) {
      const text = (last ? decoder.end() : decoder.write(Buffer.from(bytes))) ?? "";
      if (text.includes("\ufffd")) throw new RangeError("undefined byte");
      return text;
    },
    bytewise: true,
    fresh: () => createDecoder(encoding, where),
  };
}

/**
 * Strict UTF-8, three times as fast as a streaming TextDecoder: that one gives two-byte strings even for plain ASCII,
 * which slows down everything that reads them.
 */
function createUtf8Decoder(): Decoder {
  let rest: Buffer | null = null;
  let start = true;
  return {
    decode(bytes, last) {
      let buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (rest !== null) buffer = Buffer.concat([rest, buffer]);
      if (start && buffer.length >= 3) {
        if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) buffer = buffer.subarray(3);
        start = false;
      }
      const end = last ? buffer.length : completeLength(buffer);
      rest = end < buffer.length ? Buffer.from(buffer.subarray(end)) : null;
      const whole = buffer.subarray(0, end);
      if (!isUtf8(whole)) throw new RangeError("not UTF-8");
      return whole.toString("utf8");
    },
    bytewise: true,
    fresh: createUtf8Decoder,
  };
}

/** How many bytes of a piece are whole characters: all but up to three of one that goes on in the next piece. */
function completeLength(buffer: Buffer): number {
  for (let back = 1; back <= Math.min(3, buffer.length); back += 1) {
    const byte = buffer[buffer.length - back] as number;
    if (byte < 0x80) return buffer.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? buffer.length - back : buffer.length;
    }
  }
  return buffer.length;
}

function isKnownToTextDecoder(label: string): boolean {
  try {
    const decoder = new TextDecoder(label);
    // Some releases of Node read windows-1252 as Latin-1, which turns quotes and the euro sign into control characters.
    return decoder.encoding !== "windows-1252" || decoder.decode(Uint8Array.of(0x92)) === "\u2019";
  } catch {
    return false;
  }
}

/** Which line of a piece holds the first byte that does not fit, counted from 0. */
function badLine(chunk: Buffer, decoder: Decoder): number {
  let line = 0;
  for (let start = 0; start < chunk.length; line += 1) {
    const feed = chunk.indexOf(10, start);
    const end = feed < 0 ? chunk.length : feed + 1;
    try {
      decoder.fresh().decode(chunk.subarray(start, end), end < chunk.length);
    } catch {
      return line;
    }
    start = end;
  }
  return Math.max(0, line - 1);
}

function countLineFeeds(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
}

function encodingHint(encoding: string, where: string): string {
  const others = ["utf-8", "windows-1252", "gb18030"].filter((name) => name !== normalLabel(encoding));
  return `Set ${where} to the file's encoding, e.g. ${others.join(" or ")}; nothing was loaded.`;
}
