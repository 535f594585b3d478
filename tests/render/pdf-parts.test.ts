import { describe, expect, it } from "vitest";
import { parseToUnicode } from "../../src/render/pdf/cmap.ts";
import { openPdf } from "../../src/render/pdf/file.ts";
import { operandEnd, readNumber } from "../../src/render/pdf/scan.ts";
import { pdfDate, stabilise } from "../../src/render/pdf/stable.ts";
import { decodeText, encodeText, parseValue, writeValue } from "../../src/render/pdf/syntax.ts";

const parse = (source: string) => parseValue(source, 0).value;

describe("values of a PDF (ISO 32000-2, 7.3)", () => {
  it.each([
    ["12", 12],
    ["-.5", -0.5],
    ["+4.", 4],
    ["true", true],
    ["null", null],
    ["/A#20B", { name: "A B" }],
    ["12 0 R", { ref: 12 }],
    ["<48 65 6C6C6F7>", { bytes: "Hellop" }],
    ["(a(b)c\\)\\n\\053\\\nz)", { bytes: "a(b)c)\n+z" }],
    ["[1 (a) /B [2 0 R]]", [1, { bytes: "a" }, { name: "B" }, [{ ref: 2 }]]],
    ["<</K[1 2]/D<</E/F>>>>", { dict: { K: [1, 2], D: { dict: { E: { name: "F" } } } } }],
    ["% a comment\n 7", 7],
  ])("%s", (source, value) => {
    expect(parse(source)).toEqual(value);
  });

  it("come back from what is written", () => {
    const source = "<</A [1 (x) /N] /B 3 0 R /C true>>";
    expect(parse(writeValue(parse(source)))).toEqual(parse(source));
  });

  it.each(["plain", "Ω 售后 \u{20bb7}", "()\\"])("hold any text: %s", (text) => {
    const value = parse(encodeText(text));
    expect(decodeText(value as { bytes: string })).toBe(text);
  });

  it("refuse what is none", () => {
    expect(() => parse("~")).toThrow("not a PDF value");
  });
});

describe("operands of a page's content", () => {
  const end = (source: string) => operandEnd(Buffer.from(`${source} Tj`), 0);

  it.each(["/Name", "<0A0B>", "(a \\) (b) c)", "[(a]) <5D> -3 [1]]", "<</A <</B (>>)>> /C <3E>>>"])(
    "end where %s ends",
    (source) => {
      expect(end(source)).toBe(source.length);
    },
  );

  it.each([
    ["12", 12],
    ["-.25", -0.25],
    ["+3.50", 3.5],
    ["0", 0],
    [".1200001", 0.1200001],
  ])("are numbers: %s", (source, value) => {
    expect(readNumber(Buffer.from(source), 0, source.length)).toBeCloseTo(value, 9);
  });
});

it("reads what glyphs mean: single ones, ranges that count up, and ranges that list", () => {
  const glyphs = parseToUnicode(
    "2 beginbfchar\n<0001> <0041>\n<0002> <D842DFB7>\nendbfchar 2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<4E00> <00660069>] endbfrange",
  );
  expect([...glyphs]).toEqual([
    [1, "A"],
    [2, "\u{20bb7}"],
    [16, "a"],
    [17, "b"],
    [18, "c"],
    [32, "一"],
    [33, "fi"],
  ]);
});

describe("a stable print", () => {
  const print = (ids: [number, number, number], date: string) =>
    `%PDF-1.4\n(D:${date}+00'00')\n/ID (node${pad(ids[0])})\n/ID (node${pad(ids[1])})\n/ID (node${pad(ids[2])})\n/Headers [(node${pad(ids[1])})]\n` +
    `<</Limits [(node${pad(Math.min(...ids))}) (node${pad(Math.max(...ids))})]\n/Names [${[...ids.keys()]
      .sort((a, b) => (ids[a] ?? 0) - (ids[b] ?? 0))
      .map((i) => `(node${pad(ids[i] ?? 0)}) ${[7, 15, 203][i]} 0 R`)
      .join(" ")}]>>`;
  const pad = (id: number) => String(id).padStart(8, "0");
  const asOf = new Date("2026-10-31T18:10:00Z");

  it("is the same whatever the counter and the clock were", () => {
    const one = stabilise(Buffer.from(print([12, 13, 14], "20261121204429")), asOf).toString();
    const two = stabilise(Buffer.from(print([90_013, 90_001, 90_020], "20270101000000")), asOf).toString();
    expect(two).toBe(one);
    expect(one).toContain("(D:20261031181000+00'00')");
    expect(one).toContain("/Names [(node00000001) 7 0 R (node00000002) 15 0 R (node00000003) 203 0 R]");
    expect(one).toContain("/Headers [(node00000002)]");
  });

  it("keeps its length", () => {
    const before = print([500, 4, 90], "20261121204429");
    expect(stabilise(Buffer.from(before), asOf)).toHaveLength(before.length);
  });

  it("dates in UTC", () => {
    expect(pdfDate(asOf)).toBe("D:20261031181000+00'00'");
  });
});

it.each([
  ["nothing", ""],
  ["half a file", "%PDF-1.4\n1 0 obj\n<</A"],
  ["another kind", "%PDF-1.5\n1 0 obj\n<</Type /XRef>> stream\nx\nendstream\nendobj\nstartxref\n9\n%%EOF\n"],
])("refuses %s", (_, source) => {
  expect(() => openPdf(Buffer.from(source, "latin1"))).toThrow();
});
