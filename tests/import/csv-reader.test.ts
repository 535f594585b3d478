import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCsvReader } from "../../src/import/csv-reader.ts";
import type { BrokenRecord, RowRules } from "../../src/import/records.ts";

/** First column a number, second a text: what a typed mapping looks like. */
const RULES: RowRules = {
  allowsNewline: (index) => index > 0,
  looksLikeRow: ([first]) => /^\d+$/.test(first ?? ""),
};

interface Read {
  rows: string[][];
  lines: number[];
  raws: string[];
  broken: BrokenRecord[];
}

function read(
  text: string,
  options: { width: number; chunk?: number; delimiter?: string; newline?: "\n" | "\r"; max?: number; rules?: RowRules },
): Read {
  const { width, chunk = 1_000_000, delimiter = ",", newline = "\n", max = 65_536, rules = RULES } = options;
  const reader = createCsvReader({ delimiter, newline, width, firstLine: 2, maxFieldBytes: max, rules });
  const result: Read = { rows: [], lines: [], raws: [], broken: [] };
  for (let at = 0; at <= text.length; at += chunk) {
    const batch = reader.push(text.slice(at, at + chunk), at + chunk > text.length);
    result.broken.push(...batch.broken);
    for (const [index, row] of batch.rows.entries()) {
      result.rows.push(row as string[]);
      result.lines.push(batch.lines[index] ?? -1);
      result.raws.push(batch.raw(index));
    }
  }
  return result;
}

describe("CSV records", () => {
  it("reads quotes, doubled quotes and line breaks within them, and knows each record's line", () => {
    const text = '1,"a, ""b"""\r\n2,"two\nlines"\r\n\r\n3,5" pipe\r\n';
    const { rows, lines, raws, broken } = read(text, { width: 2 });
    expect(rows).toEqual([
      ["1", 'a, "b"'],
      ["2", "two\nlines"],
      ["3", '5" pipe'],
    ]);
    expect(lines).toEqual([2, 3, 6]);
    expect(raws[1]).toBe('2,"two\nlines"');
    expect(broken).toEqual([]);
  });

  it("skips blank lines and lines of delimiters only, and needs no last line break", () => {
    const { rows, lines } = read("1,a\n\n,\n  \n2,b", { width: 2 });
    expect([rows.length, lines]).toEqual([2, [2, 6]]);
  });

  it("rejects records with too few or too many fields and shifts nothing", () => {
    const { rows, broken } = read("1,a\n2\n3,c,d\n4,e\n", { width: 2 });
    expect(rows.map(([id]) => id)).toEqual(["1", "4"]);
    expect(broken).toEqual([
      { line: 3, reason: "1 field instead of 2", raw: "2" },
      { line: 4, reason: "3 fields instead of 2", raw: "3,c,d" },
    ]);
  });

  it("reads lines that end in a bare carriage return", () => {
    expect(read("1,a\r2,b\r", { width: 2, newline: "\r" }).rows).toEqual([
      ["1", "a"],
      ["2", "b"],
    ]);
  });

  it("gives the same records however the text is cut", () => {
    const text = '1,"a\nb"\n2,"x"\n3,"open\n4,d\n5,"q""q"\n6,f\n\n7,"客户"\n';
    const whole = read(text, { width: 2 });
    for (let chunk = 1; chunk < 20; chunk += 1) expect(read(text, { width: 2, chunk })).toEqual(whole);
  });

  it("returns what was written, for any texts", () => {
    const field = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", ";", " ", "客", "\r\n"), maxLength: 8 });
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), field), { maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        (records, chunk) => {
          const text = records.map(([id, value]) => `${id},${quote(value)}\n`).join("");
          const rules = { ...RULES, looksLikeRow: () => false };
          const { rows, broken } = read(text, { width: 2, chunk, rules });
          expect(broken).toEqual([]);
          expect(rows).toEqual(
            records.map(([id, value]) => [String(id), value.endsWith("\r") ? value.slice(0, -1) : value]),
          );
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe("an open quote swallows no rows", () => {
  it("rejects the line that opens it and reads the next ones", () => {
    const { rows, broken } = read('1,a\n2,"open\n3,c\n4,d\n', { width: 2 });
    expect(rows).toEqual([
      ["1", "a"],
      ["3", "c"],
      ["4", "d"],
    ]);
    expect(broken).toEqual([{ line: 3, reason: expect.stringContaining("quote is not closed"), raw: '2,"open' }]);
  });

  it("notices one that a later stray quote seems to close", () => {
    const { rows, broken } = read('1,"open\n2,b\n3,c"\n4,d\n', { width: 2 });
    expect(rows.map(([id]) => id)).toEqual(["2", "3", "4"]);
    expect(broken.map(({ line, reason }) => [line, reason])).toEqual([
      [2, "a quote is not closed: the next lines are rows of their own"],
    ]);
  });

  it("notices one that ends in the middle of a quoted field further down", () => {
    const { rows, broken } = read('1,"open\n2,b\n3,"good"\n4,"also good"\n', { width: 2 });
    expect(rows).toEqual([
      ["2", "b"],
      ["3", "good"],
      ["4", "also good"],
    ]);
    expect(broken.map(({ line }) => line)).toEqual([2]);
  });

  it("refuses a line break where the column cannot hold one", () => {
    const { rows, broken } = read('"1\n",a\n2,b\n', { width: 2 });
    expect(rows).toEqual([["2", "b"]]);
    expect(broken.map(({ line }) => line)).toEqual([2, 3]);
  });

  it("gives up on a quote after the length limit and on a long field at once", () => {
    const filler = Array.from({ length: 500 }, (_, index) => `${index + 10},row ${index}\n`).join("");
    const text = `1,"open\n${filler}`;
    for (const chunk of [64, 1000, 100_000]) {
      const { rows, broken } = read(text, { width: 2, max: 300, chunk });
      expect(broken.map(({ line }) => line)).toEqual([2]);
      expect(rows).toHaveLength(500);
    }
    const long = read(`1,"${"x".repeat(400)}\ny"\n2,b\n`, { width: 2, max: 300 });
    expect(long.rows).toEqual([["2", "b"]]);
  });

  it("rejects a quote inside a quoted field", () => {
    const { rows, broken } = read('1,"a"b"\n2,c\n', { width: 2 });
    expect(rows).toEqual([["2", "c"]]);
    expect(broken[0]).toMatchObject({ line: 2, raw: '1,"a"b"' });
  });

  it("keeps a comment of several lines that happen to hold delimiters", () => {
    const text = '1,"Dear all,\nthe first, the second,\nyours"\n2,b\n';
    const { rows, broken } = read(text, { width: 2 });
    expect(broken).toEqual([]);
    expect(rows[0]?.[1]).toBe("Dear all,\nthe first, the second,\nyours");
  });

  it("survives a quote on every line without losing count", () => {
    const text = Array.from({ length: 60_000 }, (_, index) => `${index},"text ${index}\n`).join("");
    const { rows, broken } = read(text, { width: 2, chunk: 262_144 });
    expect(rows.length + broken.length).toBe(60_000);
    expect(new Set(broken.map(({ line }) => line)).size).toBe(broken.length);
  });
});
