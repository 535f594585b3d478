import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { locateColumns } from "../../src/import/headings.ts";
import { createKeySet } from "../../src/import/key-set.ts";
import { createRejects, csvCell } from "../../src/import/rejects.ts";
import { mappingOf, withFiles } from "./fixtures.ts";

describe("headings", () => {
  const mapping = mappingOf({ columns: { a: { from: "Call Id" }, b: { from: ["Date", "Time"] } } });
  const file = { name: "x.csv", headingLine: 1, mappingId: "calls" };

  it("are found whatever blanks and invisible marks surround them", () => {
    const found = locateColumns(mapping, ["Time ", "\ufeffCall  Id", "\u200bDate", "Other"], file);
    expect([...found]).toEqual([
      ["a", [1]],
      ["b", [2, 0]],
    ]);
  });

  it("are all named when they are missing or there twice", () => {
    expect(() => locateColumns(mapping, ["call id", "Date", "Date"], file)).toThrow(
      /no column "Call Id"; did you mean "call id"\?\n- there is no column "Time".*\n- the column "Date" is there more than once/s,
    );
  });
});

describe("keys seen", () => {
  it("remembers the first line of each of many keys", () => {
    const keys = createKeySet(16);
    for (let line = 1; line <= 50_000; line += 1) expect(keys.seen(`T-${line}`, line)).toBe(0);
    for (let line = 1; line <= 50_000; line += 997) expect(keys.seen(`T-${line}`, 99_999)).toBe(line);
    expect(keys.seen("t-1", 60_000)).toBe(0);
  });
});

describe("rejects file", () => {
  it("holds line, column, reason and row, neutralised for spreadsheets, and counts by reason", async () => {
    await withFiles({}, async (path) => {
      const rejects = createRejects(path("deep/er/x.csv"));
      rejects.add({ line: 3, column: "rating", reason: "above 5", raw: '=cmd|"/c calc"!A1,9' });
      rejects.add({ line: 9, reason: "1 field instead of 2", detail: "odd", raw: "a\nb" });
      await rejects.flush();
      rejects.add({ line: 12, column: "rating", reason: "above 5", raw: "x,8" });
      expect(await rejects.finish()).toBe(path("deep/er/x.csv"));
      expect(await readFile(path("deep/er/x.csv"), "utf8")).toBe(
        '\ufeffline,column,reason,row\r\n3,rating,above 5,"\'=cmd|""/c calc""!A1,9"\r\n9,,1 field instead of 2 (odd),"a\nb"\r\n12,rating,above 5,"x,8"\r\n',
      );
      expect(rejects.reasons()).toEqual([
        { column: "rating", reason: "above 5", rows: 2, firstLine: 3 },
        { column: null, reason: "1 field instead of 2", rows: 1, firstLine: 9 },
      ]);
    });
  });

  it.each(["=1+1", "+1", "-1", "@x", "\tx", "\rx"])("neutralises %j", (text) => {
    expect(csvCell(text).replace(/^"/, "").startsWith("'")).toBe(true);
  });

  it("is not left over from an earlier try when there is nothing to reject", async () => {
    await withFiles({ "x.csv": "old" }, async (path) => {
      expect(await createRejects(path("x.csv")).finish()).toBeNull();
      await expect(readFile(path("x.csv"))).rejects.toThrow();
    });
  });

  it("says that it cannot be written", async () => {
    await withFiles({ file: "" }, async (path) => {
      const rejects = createRejects(path("file/x.csv"));
      rejects.add({ line: 1, reason: "bad", raw: "" });
      await expect(rejects.flush()).rejects.toMatchObject({
        code: "OUTPUT_UNWRITABLE",
        hint: expect.stringContaining("--rejects"),
      });
      await rejects.discard();
      await writeFile(path("file"), "still a file");
    });
  });
});
