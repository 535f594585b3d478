import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { ImportColumn } from "../../src/config/schema/import.ts";
import type { Cell } from "../../src/import/cell.ts";
import type { NumberStyle } from "../../src/import/numbers.ts";
import { compileRow, type RowReader } from "../../src/import/row-reader.ts";
import { mappingOf } from "./fixtures.ts";

interface Style {
  numbers?: Partial<NumberStyle>;
  dateSystem?: 1900 | 1904;
  missing?: string[];
}

/** The row as COPY gets it, or the reason it is refused. */
function shown(reader: RowReader, fields: readonly Cell[]): string {
  const problem = reader.read(fields);
  if (problem === null) reader.out.endRow();
  else reader.out.dropRow();
  return problem === null ? reader.out.take().toString().replace(/\n$/, "") : `! ${problem.reason}`;
}

/** What a column makes of a field: COPY's text, or the reason it is refused. */
function read(
  spec: z.input<typeof ImportColumn>,
  field: Cell,
  { numbers, dateSystem = 1900, missing }: Style = {},
): string {
  const mapping = mappingOf({
    columns: { value: ImportColumn.parse(spec) },
    ...numbers,
    ...(missing ? { missing } : {}),
  });
  const reader = compileRow(mapping, "x", new Map([["value", [0]]]), { projectZone: "Europe/Berlin", dateSystem });
  return shown(reader, [field]);
}
const as = (type: z.input<typeof ImportColumn>["type"], field: Cell, style?: Style): string =>
  read({ from: "v", type }, field, style);

describe("numbers", () => {
  it.each([
    ["12", "12"],
    ["-12", "-12"],
    ["+0012", "12"],
    ["0", "0"],
    ["-0", "0"],
    ["12.0", "12"],
    [" 7 ", "7"],
    ["9007199254740991", "9007199254740991"],
    ["9007199254740993", "! too large for a number (read ids as `type: text`)"],
    ["12.5", "! not a whole number"],
    ["1,234", "! not a whole number"],
    ["1e3", "1000"],
    ["twelve", "! not a whole number"],
  ])("integer %s → %s", (text, expected) => {
    expect(as("integer", text)).toBe(expected);
  });

  it.each([
    ["3.50", "3.5"],
    ["0.25", "0.25"],
    [".5", "0.5"],
    ["1e-7", "1e-7"],
    ["1,5", "! not a number"],
    ["NaN", "! not a number"],
    ["Infinity", "! not a number"],
    ["1e999", "! not a number"],
    ["0x10", "! not a number"],
    ["1 000", "! not a number"],
    ["１２", "! not a number"],
  ])("number %s → %s", (text, expected) => {
    expect(as("number", text)).toBe(expected);
  });

  it.each([
    ["1234,5", "1234.5"],
    ["-0,25", "-0.25"],
    ["7", "7"],
    ["1234.5", "! not a number with a decimal comma"],
    ["1.234,5", "! not a number with a decimal comma"],
  ])("decimal comma: %s → %s", (text, expected) => {
    expect(as("number", text, { numbers: { decimal: "," } })).toBe(expected);
  });

  it("takes thousands apart only where the mapping says by what, and only in threes", () => {
    const german = { numbers: { decimal: ",", grouping: "." } } as const;
    expect(as("number", "1.234.567,5", german)).toBe("1234567.5");
    expect(as("number", "1.234", german)).toBe("1234");
    expect(as("number", "1.23", german)).toMatch(/^!/);
    expect(as("number", "1234,5", german)).toBe("1234.5");
    const english = { numbers: { grouping: "," } } as const;
    expect(as("number", "-1,234.50", english)).toBe("-1234.5");
    expect(as("integer", "12,34", english)).toMatch(/^!/);
    expect(as("number", "1\u202f234,5", { numbers: { decimal: ",", grouping: " " } })).toBe("1234.5");
  });

  it("keeps within min and max, both allowed themselves", () => {
    const rating = { from: "v", type: "integer", min: 1, max: 5 } as const;
    expect(["1", "5", "0", "6", "5.0"].map((text) => read(rating, text))).toEqual([
      "1",
      "5",
      "! below 1",
      "! above 5",
      "5",
    ]);
  });
});

describe("truth values", () => {
  it.each(["true", "T", "Yes", "y", "1"])("%s is true", (text) => expect(as("boolean", text)).toBe("t"));
  it.each(["FALSE", "f", "no", "N", "0"])("%s is false", (text) => expect(as("boolean", text)).toBe("f"));
  it("does not guess other words", () => expect(as("boolean", "ja")).toMatch(/^! neither/));
});

describe("values, markers and required columns", () => {
  it("replaces listed values before they are read", () => {
    const spec = { from: "v", type: "boolean", values: { ONTIME: true, OVERDUE: false }, only_listed: true } as const;
    expect(read(spec, "ONTIME")).toBe("t");
    expect(read(spec, " OVERDUE ")).toBe("f");
    expect(read(spec, "LATE")).toBe("! a value that `values` does not list");
    expect(read(spec, "")).toBe("\\N");
    expect(read({ from: "v", values: { a: "A\tB" } }, "a")).toBe("A\\tB");
    expect(read({ from: "v", values: { "": "none" } }, "")).toBe("none");
  });

  it("reads the mapping's and the column's markers as no value; an empty field always is", () => {
    expect(read({ from: "v", type: "integer", missing: ["N/A"] }, "N/A")).toBe("\\N");
    expect(as("integer", "?", { missing: ["?"] })).toBe("\\N");
    expect(as("text", "", { missing: ["?"] })).toBe("\\N");
    expect(as("text", "   ")).toBe("\\N");
    expect(read({ from: "v", required: true }, "?")).toBe("?");
    expect(read({ from: "v", required: true, missing: ["?"] }, "?")).toBe("! no value");
    expect(read({ from: "v", type: "number", missing: ["-1"] }, -1)).toBe("\\N");
  });
});

describe("texts", () => {
  it("escapes what COPY would misread and keeps every other character", () => {
    expect(as("text", "a\\b\tc\nd\re")).toBe("a\\\\b\\tc\\nd\\re");
    expect(as("text", "\\N")).toBe("\\\\N");
    expect(as("text", "客户 😀 <script> ‮")).toBe("客户 😀 <script> ‮");
    expect(as("text", "a\u0000b")).toMatch(/^! holds a NUL/);
  });

  it("refuses a text longer than the limit, counted in bytes", () => {
    const reader = compileRow(
      mappingOf({ columns: { value: { from: "v" } }, max_field_bytes: 30 }),
      "x",
      new Map([["value", [0]]]),
      {
        projectZone: "UTC",
        dateSystem: 1900,
      },
    );
    expect(shown(reader, ["客".repeat(10)])).toBe("客".repeat(10));
    expect(reader.read(["客".repeat(11)])).toMatchObject({ reason: "longer than 30 bytes" });
  });
});

describe("times", () => {
  it("writes wall-clock times with the offset of the day", () => {
    expect(as("timestamp", "2026-01-01 08:00:00")).toBe("2026-01-01 08:00:00+01:00");
    expect(as("timestamp", "2026-07-01T08:00")).toBe("2026-07-01 08:00:00+02:00");
    expect(as("timestamp", "2026-07-01T08:00:00Z")).toBe("2026-07-01 08:00:00+00:00");
    expect(
      read({ from: "v", type: "timestamp", zone: "Asia/Shanghai", format: "d.M.yyyy H:mm" }, "1.7.2026 8:00"),
    ).toBe("2026-07-01 08:00:00+08:00");
    expect(as("timestamp", "01.07.2026")).toBe("! not a time written as yyyy-MM-dd HH:mm:ss");
    expect(as("date", "2026-02-30")).toBe("! not a day written as yyyy-MM-dd");
  });

  it("joins a day and a time of two columns", () => {
    const mapping = mappingOf({ columns: { at: { from: ["d", "t"], type: "timestamp" } }, missing: ["", "-"] });
    const reader = compileRow(mapping, "x", new Map([["at", [1, 0]]]), {
      projectZone: "Europe/Berlin",
      dateSystem: 1900,
    });
    expect(shown(reader, ["09:12:58", "2021-01-01"])).toBe("2021-01-01 09:12:58+01:00");
    expect(shown(reader, [new Date("1899-12-30T09:12:58Z"), "2021-01-01"])).toBe("2021-01-01 09:12:58+01:00");
    expect(shown(reader, [new Date("1899-12-30T09:12:58Z"), new Date("2021-01-01T00:00:00Z")])).toBe(
      "2021-01-01 09:12:58+01:00",
    );
    expect(shown(reader, ["-", ""])).toBe("\\N");
    expect(reader.read(["", "2021-01-01"])).toMatchObject({ column: "at" });
  });

  it("reads durations as seconds", () => {
    expect(as("duration", "00:02:59")).toBe("179");
    expect(as("duration", "100:00:00.5")).toBe("360000.5");
    expect(as("duration", "-00:00:10")).toBe("-10");
    expect(as("duration", "02:59")).toMatch(/^! not a duration/);
    expect(as("duration", "00:60:00")).toMatch(/^! not a duration/);
  });

  it("reads a workbook's real dates, times and plain serial numbers", () => {
    expect(as("timestamp", new Date("2021-01-01T09:12:58Z"))).toBe("2021-01-01 09:12:58+01:00");
    expect(as("timestamp", 44197.384_004_629_63)).toBe("2021-01-01 09:12:58+01:00");
    expect(as("date", 44197)).toBe("2021-01-01");
    expect(as("date", 44197.5)).toBe("! a time of day where a day is expected");
    expect(as("timestamp", 0.5)).toBe("! a time of day without a day");
    expect(as("date", 42735, { dateSystem: 1904 })).toBe("2021-01-01");
    expect(as("duration", 0.001_655_092_592_592_592_6)).toBe("143");
    expect(as("duration", new Date("1899-12-31T01:00:00Z"))).toBe("90000");
    expect(as("duration", new Date("1904-01-01T00:02:23Z"), { dateSystem: 1904 })).toBe("143");
    expect(as("text", new Date("2021-01-01T09:12:58Z"))).toBe("2021-01-01 09:12:58");
    expect(as("text", 12)).toBe("12");
    expect(as("integer", 3)).toBe("3");
    expect(as("integer", true)).toBe("! not a whole number");
    expect(as("boolean", true)).toBe("t");
    expect(as("boolean", 0)).toBe("f");
    expect(as("timestamp", new Date(Number.NaN))).toMatch(/^! not a time/);
    expect(as("timestamp", null)).toBe("\\N");
  });
});
