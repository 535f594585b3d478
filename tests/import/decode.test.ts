import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { decodeText } from "../../src/import/decode.ts";
import { sniffCsv } from "../../src/import/sniff.ts";
import { openSourceFile } from "../../src/import/source-file.ts";
import { mappingOf, withFiles } from "./fixtures.ts";

async function decode(bytes: Uint8Array, encoding: string, chunk = 3): Promise<string> {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunk) yield Buffer.from(bytes.subarray(at, at + chunk));
  }
  let text = "";
  for await (const piece of decodeText(pieces(), encoding, "x.csv", "imports.x.encoding")) text += piece;
  return text;
}

const TEXT = "id,名称\n1,售后服务 € “quoted” 😀\n";

describe("decoding", () => {
  it.each(["utf-8", "utf-16le", "utf-16be", "gb18030"])("%s, cut anywhere", async (encoding) => {
    for (const chunk of [1, 2, 3, 5, 7, 1000]) {
      expect(await decode(iconv.encode(TEXT, encoding), encoding, chunk)).toBe(TEXT);
    }
  });

  it.each([
    ["windows-1252", "Müller 5 € ‘x’"],
    ["big5", "售後服務"],
    ["shift_jis", "カタカナ"],
    ["cp850", "Müller ½"],
    ["iso-8859-15", "5 €"],
  ])("%s", async (encoding, text) => {
    expect(await decode(iconv.encode(text, encoding), encoding, 1)).toBe(text);
  });

  it("takes a byte-order mark off", async () => {
    expect(await decode(iconv.encode(TEXT, "utf-8", { addBOM: true }), "utf-8", 1000)).toBe(TEXT);
    expect(await decode(iconv.encode(TEXT, "utf-16le", { addBOM: true }), "utf-16le", 1000)).toBe(TEXT);
  });

  it.each([1, 4, 1000])("names the line of a byte that does not fit (pieces of %i bytes)", async (chunk) => {
    const bytes = Buffer.from("id,name\n1,ok\n2,M\xfcller\n3,ok\n", "latin1");
    await expect(decode(bytes, "utf-8", chunk)).rejects.toMatchObject({
      code: "IMPORT_REJECTED",
      message: "x.csv is not written in utf-8: a byte in line 3 does not fit.",
      hint: expect.stringContaining("windows-1252"),
    });
  });

  it.each([
    ["a character that breaks off at the end", Buffer.from([0x61, 0xe5, 0x94]), "utf-8"],
    ["an overlong form", Buffer.from([0xc0, 0xaf]), "utf-8"],
    ["half a surrogate pair", Buffer.from([0xed, 0xa0, 0x80]), "utf-8"],
    ["a byte that windows-1252 leaves undefined", Buffer.from([0x61, 0x81]), "windows-1252"],
    ["a lone lead byte", Buffer.from([0x61, 0xff]), "gb18030"],
    ["an odd number of bytes", Buffer.from([0x61, 0x00, 0x62]), "utf-16le"],
  ])("refuses %s", async (_, bytes, encoding) => {
    await expect(decode(bytes, encoding, 1000)).rejects.toMatchObject({ code: "IMPORT_REJECTED" });
  });

  it("says which encoding a byte-order mark names", async () => {
    await expect(decode(iconv.encode(TEXT, "utf-16le", { addBOM: true }), "utf-8", 1000)).rejects.toThrow(
      /not written in utf-8/,
    );
    await expect(decode(iconv.encode(TEXT, "utf-8", { addBOM: true }), "windows-1252", 1000)).rejects.toMatchObject({
      hint: expect.stringContaining("encoding: utf-8"),
    });
  });

  it("refuses an encoding nobody knows", async () => {
    await expect(decode(Buffer.from("a"), "utf-9")).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});

describe("shape of a CSV file", () => {
  const mapping = mappingOf({ columns: { a: { from: "Name, full" }, b: { from: "Amount" } } });

  it.each([
    ['"Name, full",Amount\n', ","],
    ["Name, full;Amount\n", ";"],
    ["Name, full\tAmount\n", "\t"],
    ["Name, full|Amount\n", "|"],
    ["sep=;\nName, full;Amount\n", ";"],
  ])("finds the delimiter of %j", (head, delimiter) => {
    const shape = sniffCsv(head, mapping);
    expect(shape).toMatchObject({ delimiter, headings: ["Name, full", "Amount"] });
    expect(head.slice(shape.bodyOffset)).toBe("");
  });

  it("finds the headings below a preamble, and the line of the first row", () => {
    const head = 'Report of October\n\n"Name, full";"Amount\n"\nx;1\n';
    const shape = sniffCsv(head, { ...mapping, header_row: 3 });
    expect(shape).toMatchObject({ delimiter: ";", headings: ["Name, full", "Amount"], headingLine: 3, bodyLine: 5 });
    expect(head.slice(shape.bodyOffset)).toBe("x;1\n");
  });

  it("keeps to the mapping's delimiter", () => {
    expect(sniffCsv("a,b;c\n", { ...mapping, delimiter: "," }).headings).toEqual(["a", "b;c"]);
  });
});

describe("source files", () => {
  it("are told apart by their name and their first bytes", async () => {
    const zip = Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]);
    const ole = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    const files = {
      "a.csv": "a",
      "b.csv.gz": gzipSync("b"),
      "c.xlsx": zip,
      "d.csv": zip,
      "e.xlsx": ole,
      "f.xlsx": "a,b",
      "g.dat": "a",
    };
    await withFiles(files, async (path) => {
      const format = async (name: string): Promise<string> => (await openSourceFile(path(name), {})).format;
      expect(await format("a.csv")).toBe("csv");
      expect(await format("b.csv.gz")).toBe("csv");
      expect(await format("c.xlsx")).toBe("xlsx");
      await expect(format("d.csv")).rejects.toThrow(/zip archive or a workbook/);
      await expect(format("e.xlsx")).rejects.toThrow(/old .xls workbook or one with a password/);
      await expect(format("f.xlsx")).rejects.toThrow(/not an .xlsx workbook/);
      await expect(format("g.dat")).rejects.toThrow(/not clear/);
      expect((await openSourceFile(path("g.dat"), { format: "csv" })).format).toBe("csv");
      await expect(format("none.csv")).rejects.toMatchObject({
        code: "IMPORT_REJECTED",
        message: expect.stringContaining("no such file"),
      });
      await expect(openSourceFile(path("."), {})).rejects.toThrow(/is not a file/);
    });
  });
});
