import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { figureId } from "../../src/collect/snapshot.ts";
import { createFigureBook } from "../../src/compose/figures.ts";
import { digitsNeeded, formatNumber, roundToSum } from "../../src/compose/number-format.ts";

describe("roundToSum", () => {
  it("gives thirds that add up", () => {
    expect(roundToSum([33.333, 33.333, 33.333], 100, 1)).toEqual([33.4, 33.3, 33.3]);
    expect(roundToSum([10, 0, 5], 15, 0)).toEqual([10, 0, 5]);
    expect(roundToSum([], 0, 1)).toEqual([]);
    expect(roundToSum([0.704, -0.151, -0.183], 0.37, 2)).toEqual([0.7, -0.15, -0.18]);
  });

  it("adds up to the rounded total and moves no value by a whole digit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 3 }),
        (values, digits) => {
          const total = values.reduce((sum, value) => sum + value, 0);
          const rounded = roundToSum(values, total, digits);
          const unit = 10 ** -digits;
          expect(
            Math.abs(rounded.reduce((sum, value) => sum + value, 0) - Math.round(total / unit) * unit),
          ).toBeLessThan(1e-6);
          for (const [index, value] of rounded.entries())
            expect(Math.abs(value - (values[index] ?? 0))).toBeLessThan(unit + 1e-6);
        },
      ),
    );
  });
});

it.each([
  [1.5, 1],
  [2, 0],
  [95.5, 1],
  [0.1 + 0.2, 1],
  [1 / 3, 6],
])("%f needs %i digits", (value, digits) => {
  expect(digitsNeeded(value)).toBe(digits);
});

describe("the book of figures", () => {
  const spec = { id: "a@1", label: "A", value: 1, unit: "count", text: "1" };

  it("holds only what was printed, sorted by id", () => {
    const book = createFigureBook();
    book.use(book.make({ ...spec, id: "b@1" }));
    book.use(book.make(spec));
    book.make({ ...spec, id: "c@1" });
    expect(Object.keys(book.used())).toEqual(["a@1", "b@1"]);
  });

  it("lets no id stand for two texts", () => {
    const book = createFigureBook();
    book.make(spec);
    expect(book.make(spec).text).toBe("1");
    expect(() => book.make({ ...spec, text: "1.0" })).toThrow(/a@1 would be printed as "1" and as "1.0"/);
  });
});

it("members that look alike keep ids of their own", () => {
  const ids = ["a b", "a_b", "a+b", "a%20b", "a/b", "*"].map((member) => figureId("x", "2026", { team: member }));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toBe("x@2026/team=a+b");
});

describe("numbers wider than a column", () => {
  const money = { digits: 2, style: "currency", currency: "CNY" } as const;

  it.each([
    [999_999_999.99, money, "¥999,999,999.99", "¥999,999,999.99"],
    [1_803_750_000, money, "¥1.80375bn", "¥18.0375亿"],
    [-1_803_750_000, { ...money, signed: true }, "−¥1.80375bn", "−¥18.0375亿"],
    [9_999_999_999, { digits: 0 }, "9,999,999,999", "9,999,999,999"],
    [10_000_000_000, { digits: 0 }, "10bn", "100亿"],
    [1.234_567_8e15, { digits: 1 }, "1234.57tn", "1234.57万亿"],
    [1.234_567_8e18, { digits: 1 }, "1.23457E18", "1.23457E18"],
  ])("%d", (value, style, english, chinese) => {
    expect(formatNumber("en-GB", value, style)).toBe(english);
    expect(formatNumber("zh-CN", value, style)).toBe(chinese);
  });
});
