import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { krippendorffAlpha, type RatedUnit } from "../../../src/evaluate/raters/alpha.ts";

/** A column of raters per unit; null = not rated. Every unit is a subject of its own. */
const unitsOf = (columns: readonly (readonly (number | null)[])[]): RatedUnit[] =>
  columns.map((column, subject) => ({ subject, values: column.filter((value) => value !== null) }));

/** Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", example C: four observers, twelve units, gaps. */
const EXAMPLE_C = unitsOf([
  [1, 1, null, 1],
  [2, 2, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3],
  [2, 2, 2, 2],
  [1, 2, 3, 4],
  [4, 4, 4, 4],
  [1, 1, 2, 1],
  [2, 2, 2, 2],
  [null, 5, 5, 5],
  [null, null, 1, 1],
  [null, null, 3, null],
]);

const value = (units: readonly RatedUnit[], level: "nominal" | "ordinal" | "interval") =>
  krippendorffAlpha(units, level)?.value;

describe("Krippendorff's alpha", () => {
  it("matches example C of Krippendorff 2011 at three levels (R irr, kripp.alpha, prints the same)", () => {
    expect(value(EXAMPLE_C, "nominal")).toBeCloseTo(0.743, 3);
    expect(value(EXAMPLE_C, "ordinal")).toBeCloseTo(0.815, 3);
    expect(value(EXAMPLE_C, "interval")).toBeCloseTo(0.849, 3);
  });

  it("pairs 40 ratings of 11 units there, and leaves the unit with one rating out", () => {
    expect(krippendorffAlpha(EXAMPLE_C, "nominal")).toMatchObject({ units: 11, ratings: 40, subjects: 11 });
  });

  it("matches example A of Krippendorff 2011: two observers, binary, no gaps", () => {
    const first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
    const second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
    const units = unitsOf(first.map((one, at) => [one, second[at] ?? 0]));
    expect(value(units, "nominal")).toBeCloseTo(0.095, 3);
  });

  it("matches example B of Krippendorff 2011: two observers, five categories, no gaps", () => {
    const [a, b, c, d, e] = [1, 2, 3, 4, 5];
    const first = [a, a, b, b, d, c, c, c, e, d, d, a];
    const second = [b, a, b, b, b, c, c, c, e, d, d, d];
    const units = unitsOf(first.map((one, at) => [one, second[at] ?? 0]));
    expect(value(units, "nominal")).toBeCloseTo(0.692, 3);
  });

  it("is 1 with complete agreement, and nothing where everybody says the same throughout", () => {
    expect(
      value(
        unitsOf([
          [1, 1],
          [4, 4, 4],
          [2, 2],
        ]),
        "interval",
      ),
    ).toBe(1);
    expect(
      krippendorffAlpha(
        unitsOf([
          [3, 3],
          [3, 3],
        ]),
        "ordinal",
      ),
    ).toMatchObject({ value: null, interval: null });
  });

  it("needs a unit with two ratings", () => {
    expect(krippendorffAlpha([], "nominal")).toBeNull();
    expect(krippendorffAlpha(unitsOf([[1], [2]]), "nominal")).toBeNull();
  });

  it("gives an interval from eight subjects on, the same on every run, around the value", () => {
    const first = krippendorffAlpha(EXAMPLE_C, "interval");
    expect(krippendorffAlpha(EXAMPLE_C, "interval")).toEqual(first);
    expect(first?.interval?.low).toBeLessThan(first?.value ?? 0);
    expect(first?.interval?.high).toBeGreaterThan(first?.value ?? 1);
    expect(first?.interval?.high).toBeLessThanOrEqual(1);
    expect(krippendorffAlpha(EXAMPLE_C.slice(0, 7), "interval")?.interval).toBeNull();
  });

  it("takes ratings of one subject together when it resamples: twelve units of one person say less", () => {
    const one = EXAMPLE_C.map(({ values }, at) => ({ subject: at < 6 ? 0 : 1, values }));
    expect(krippendorffAlpha(one, "interval")).toMatchObject({ subjects: 2, interval: null });
    expect(value(one, "interval")).toBe(value(EXAMPLE_C, "interval"));
  });

  const ratings = fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }), {
    minLength: 2,
    maxLength: 7,
  });

  it("never exceeds 1, whatever the order of units and raters", () => {
    fc.assert(
      fc.property(ratings, fc.constantFrom("nominal", "ordinal", "interval"), (columns, level) => {
        const alpha = value(unitsOf(columns), level) ?? null;
        const turned = value(unitsOf([...columns].reverse().map((column) => [...column].reverse())), level) ?? null;
        expect(turned === null).toBe(alpha === null);
        if (alpha === null || turned === null) return;
        expect(alpha).toBeLessThanOrEqual(1 + 1e-12);
        expect(turned).toBeCloseTo(alpha, 9);
      }),
    );
  });

  it("at interval level does not change when the scale is moved and stretched", () => {
    fc.assert(
      fc.property(ratings, fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 9 }), (columns, by, times) => {
        const alpha = value(unitsOf(columns), "interval") ?? null;
        const moved =
          value(unitsOf(columns.map((column) => column.map((one) => by + times * one))), "interval") ?? null;
        expect(moved === null).toBe(alpha === null);
        if (alpha !== null && moved !== null) expect(moved).toBeCloseTo(alpha, 9);
      }),
    );
  });
});
