import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import fc from "fast-check";
import { from as copyFrom } from "pg-copy-streams";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { Value } from "../../src/import/converters.ts";
import { createBinaryWriter, daysFromEpoch } from "../../src/import/copy-binary.ts";
import { createTextWriter } from "../../src/import/copy-text.ts";
import type { CopyWriter } from "../../src/import/copy-writer.ts";
import { emptyWallTime, type WallTime } from "../../src/import/wall-time.ts";
import { withTestDatabase } from "../helpers/postgres.ts";

const KINDS = ["text", "integer", "number", "boolean", "date", "timestamp", "duration"] as const;

const wall = (parts: Partial<WallTime>): WallTime => ({ ...emptyWallTime(), year: 2026, ...parts });

const ROWS: Value[][] = [
  [
    "plain",
    "12",
    "1.5",
    "t",
    wall({ month: 10, day: 1 }),
    wall({ month: 10, day: 1, hour: 8, offset: "+02:00" }),
    "143",
  ],
  [
    "客户 😀 é",
    "-9007199254740991",
    "-0.25",
    "f",
    wall({ year: 1, day: 1 }),
    wall({ year: 1, offset: "+00:00" }),
    "-10.5",
  ],
  [
    "a\tb\\c\nd\re",
    "9007199254740991",
    "1e-300",
    "t",
    wall({ year: 9999, month: 12, day: 31 }),
    wall({ year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59, microsecond: 999_999, offset: "-12:00" }),
    "0",
  ],
  [
    "\\N",
    "0",
    "1.7976931348623157e+308",
    "f",
    wall({ year: 1999, month: 12, day: 31 }),
    wall({ year: 1999, month: 12, day: 31, hour: 23, minute: 59, second: 59, microsecond: 1, offset: "+00:00" }),
    "360000",
  ],
  [
    "",
    "-1",
    "1e21",
    "t",
    wall({ year: 2000, month: 2, day: 29 }),
    wall({ year: 1883, month: 11, day: 18, hour: 12, offset: "-04:56:02" }),
    "1e-7",
  ],
  [null, null, null, null, null, null, null],
  [
    "x".repeat(70_000),
    "1",
    "2",
    "t",
    wall({ year: 2100, month: 3, day: 1 }),
    wall({ year: 1600, month: 2, day: 29, microsecond: 5, offset: "+05:45" }),
    "3",
  ],
];

function bytesOf(writer: CopyWriter, rows: readonly Value[][]): Buffer[] {
  const bytes: Buffer[] = [];
  for (const row of rows) {
    for (const [index, value] of row.entries()) writer.field(KINDS[index] ?? "text", value);
    writer.endRow();
    if (bytes.length === 0) bytes.push(writer.take());
  }
  return [...bytes, writer.take(), writer.end()].filter(({ length }) => length > 0);
}

describe("writers for COPY", () => {
  it("store the same values in text and in binary, to the last bit", async () => {
    await withTestDatabase(({ warehouse }) =>
      warehouse.write(async (client) => {
        const columns = "s text, i bigint, n double precision, b boolean, d date, t timestamptz, u double precision";
        for (const [table, writer] of [
          ["as_text", createTextWriter()],
          ["as_binary", createBinaryWriter()],
        ] as const) {
          await client.query(`CREATE TEMP TABLE ${table} (${columns})`);
          const copy = client.query(copyFrom(`COPY ${table} FROM STDIN (FORMAT ${writer.format})`));
          await pipeline(Readable.from(bytesOf(writer, ROWS)), copy);
          expect(copy.rowCount).toBe(ROWS.length);
        }
        const { rows } = await client.query("SELECT * FROM as_text EXCEPT ALL SELECT * FROM as_binary");
        expect(rows).toEqual([]);
        const stored = await client.query("SELECT s, i::text, n, b, d::text, t::text FROM as_binary WHERE s LIKE 'a%'");
        expect(stored.rows).toEqual([
          {
            s: "a\tb\\c\nd\re",
            i: "9007199254740991",
            n: 1e-300,
            b: true,
            d: "9999-12-31",
            t: "10000-01-01 11:59:59.999999+00",
          },
        ]);
      }),
    );
  });

  it.each([createTextWriter, createBinaryWriter])("take back a row that turns out bad (%o)", (create) => {
    const clean = create();
    const dirty = create();
    for (const writer of [clean, dirty]) {
      writer.field("text", "first");
      writer.endRow();
    }
    expect(dirty.field("text", "begun")).toBe(true);
    expect(dirty.field("text", "é\0")).toBe(false);
    dirty.dropRow();
    expect(dirty.field("text", "a\0b")).toBe(false);
    dirty.dropRow();
    for (const writer of [clean, dirty]) {
      writer.field("text", "second");
      writer.endRow();
    }
    expect(dirty.take()).toEqual(clean.take());
  });

  it("end a binary copy without rows as PostgreSQL wants it", async () => {
    await withTestDatabase(({ warehouse }) =>
      warehouse.write(async (client) => {
        await client.query("CREATE TEMP TABLE nothing (a text)");
        const copy = client.query(copyFrom("COPY nothing FROM STDIN (FORMAT binary)"));
        await pipeline(Readable.from(bytesOf(createBinaryWriter(), [])), copy);
        expect(copy.rowCount).toBe(0);
      }),
    );
  });

  it("count days as the calendar does", () => {
    const epoch = Temporal.PlainDate.from("2000-01-01");
    fc.assert(
      fc.property(fc.integer({ min: -730_119, max: 2_921_939 }), (days) => {
        const { year, month, day } = epoch.add({ days });
        expect(daysFromEpoch({ year, month, day })).toBe(days);
      }),
      { numRuns: 500, seed: 4 },
    );
  });
});
