import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spcOf, specialCauses, xmrLimits } from "../../src/evaluate/spc.ts";

const higher = { direction: "higher_is_better", target: null, unit: "count" } as const;
const lower = { ...higher, direction: "lower_is_better" } as const;

describe("XmR limits", () => {
  it("match the NIST handbook 6.3.2.2 (flow rate): 50.81, 45.816 … 55.804", () => {
    const limits = xmrLimits([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]);
    expect(limits.mean).toBeCloseTo(50.81, 10);
    expect(limits.movingRange).toBeCloseTo(1.8778, 4);
    // NIST divides by d₂ = 1.128; 2.66 is 3 ÷ 1.128 rounded.
    expect(limits.upper).toBeCloseTo(55.8041, 2);
    expect(limits.lower).toBeCloseTo(45.8159, 2);
  });

  it("screens a shock out of the moving ranges once", () => {
    const values = [10, 11, 10, 11, 10, 11, 10, 30, 10, 11, 10, 11, 10, 11];
    // Eleven ranges of 1 and two of 20: mean 51 ÷ 13 = 3.92, screen at 12.8; what remains has mean 1.
    expect(xmrLimits(values).movingRange).toBe(1);
  });

  it("keeps the screened ranges where otherwise nothing but zeros remained", () => {
    expect(xmrLimits([5, 5, 5, 5, 5, 5, 9]).movingRange).toBeCloseTo(4 / 6, 12);
    expect(xmrLimits([5, 5, 5, 5, 5, 5]).movingRange).toBe(0);
  });
});

describe("special causes", () => {
  /** Alternating noise of ±0.5 about 10: moving range 1, limits 7.34 … 12.66, two thirds at 8.2267 and 11.7733. */
  const limits = { mean: 10, movingRange: 1, lower: 7.34, upper: 12.66 };
  const rules = (values: number[]) =>
    specialCauses(values, limits).map((marks) => marks.map(({ rule, side }) => `${side > 0 ? "+" : "-"}${rule}`));

  it("outside: beyond a limit, not on it", () => {
    expect(rules([12.66, 12.67, 7.34, 7.33])).toEqual([
      ["+near-limit"],
      ["+outside", "+near-limit"],
      ["-near-limit"],
      ["-outside", "-near-limit"],
    ]);
  });

  it("shift: seven in a row on one side; six are not enough; a point on the mean ends the run", () => {
    const above = (n: number) => Array.from({ length: n }, (_, i) => 10.2 + 0.1 * (i % 2));
    expect(rules([9.9, ...above(6), 9.9]).flat()).toEqual([]);
    expect(rules([9.9, ...above(7), 9.9]).map((marks) => marks.includes("+shift"))).toEqual([
      false,
      ...Array.from({ length: 7 }, () => true),
      false,
    ]);
    expect(rules([...above(6), 10, ...above(6)]).flat()).toEqual([]);
  });

  it("trend: seven rising points, six steps; an equal neighbour ends it", () => {
    const rising = [9.7, 9.8, 9.9, 10, 10.1, 10.2, 10.3];
    expect(rules(rising).every((marks) => marks.includes("+trend"))).toBe(true);
    expect(rules(rising.slice(1)).flat()).toEqual([]);
    expect(rules([...rising].reverse()).every((marks) => marks.includes("-trend"))).toBe(true);
    expect(rules([9.7, 9.8, 9.9, 9.9, 10, 10.1, 10.2]).flat()).toEqual([]);
  });

  it("near a limit: two of three beyond two thirds on one side", () => {
    expect(rules([10, 11.8, 10, 11.8, 10])).toEqual([[], ["+near-limit"], [], ["+near-limit"], []]);
    expect(rules([10, 11.8, 10, 9.9, 11.8])).toEqual([[], [], [], [], []]);
    expect(rules([10, 11.8, 8.2, 10, 10]).flat()).toEqual([]);
    expect(rules([10, 11.77, 11.77, 10, 10]).flat()).toEqual([]);
  });
});

describe("variation and assurance", () => {
  const steady = [10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10];

  it("reads a special cause by the direction of the indicator", () => {
    const values = [...steady, 20];
    expect(spcOf(values, higher).spc?.variation).toBe("improvement");
    expect(spcOf(values, lower).spc?.variation).toBe("concern");
    expect(spcOf(values, lower).special.at(-1)).toBe("worse");
    expect(spcOf(values, higher).spc?.rules).toContain("outside");
    expect(spcOf(steady, higher).spc?.variation).toBe("ordinary");
  });

  it("judges the last point only: an old shock does not make the present special", () => {
    const { spc, special } = spcOf([8, 13, 8, 13, 8, 13, 40, 8, 13, 8, 13, 8], higher);
    expect(special[6]).toBe("better");
    expect(spc?.variation).toBe("ordinary");
    expect(spc?.rules).toEqual([]);
  });

  it("passes, fails, or hits and misses by where the target lies", () => {
    // Limits of `steady`: 10.45 ± 2.66.
    const assurance = (target: number, options: typeof higher | typeof lower = higher) =>
      spcOf(steady, { ...options, target }).spc?.assurance;
    expect(assurance(5)).toBe("passes");
    expect(assurance(11)).toBe("hit-or-miss");
    expect(assurance(15)).toBe("fails");
    expect(assurance(5, lower)).toBe("fails");
    expect(assurance(15, lower)).toBe("passes");
    expect(spcOf(steady, higher).spc?.assurance).toBeNull();
  });

  it("promises nothing that the last value refutes", () => {
    expect(spcOf([...steady, 20], { ...higher, target: 16 }).spc?.assurance).toBe("hit-or-miss");
    expect(spcOf([...steady, 3], { ...higher, target: 4 }).spc?.assurance).toBe("hit-or-miss");
  });

  it("takes a constant series as ordinary, its assurance from the value itself", () => {
    const constant = Array.from({ length: 13 }, () => 0.9);
    const { spc, special } = spcOf(constant, { direction: "higher_is_better", target: 0.9, unit: "percent" });
    expect(spc).toMatchObject({ variation: "ordinary", assurance: "passes", points: 13 });
    expect(spc?.lower).toBeCloseTo(0.9, 12);
    expect(special.every((mark) => mark === null)).toBe(true);
    expect(spcOf(constant, { direction: "higher_is_better", target: 0.91, unit: "percent" }).spc?.assurance).toBe(
      "fails",
    );
  });

  it("needs six points and a last one; missing periods are skipped", () => {
    expect(spcOf([1, 2, 1, 2, 1], higher).spc).toBeNull();
    expect(spcOf([1, 2, 1, 2, 1, 2], higher).spc?.points).toBe(6);
    expect(spcOf([1, 2, null, 1, 2, null, 1, 2], higher).spc?.points).toBe(6);
    expect(spcOf([1, 2, 1, 2, 1, 2, null], higher).spc).toBeNull();
    expect(spcOf([], higher)).toEqual({ spc: null, special: [] });
    expect(spcOf([1, 2, null, 1, 2, 1, 40], higher).special[2]).toBeNull();
  });

  it("shows limits within what the unit can be, unless the data goes beyond", () => {
    const shares = [0.99, 0.96, 0.99, 0.97, 0.99, 0.96, 0.99];
    const shown = spcOf(shares, { ...higher, unit: "percent" }).spc;
    expect(shown?.upper).toBe(1);
    expect(xmrLimits(shares).upper).toBeGreaterThan(1);
    const hours = [0.1, 0.5, 0.1, 0.6, 0.1, 0.5];
    expect(spcOf(hours, { ...lower, unit: "hours" }).spc?.lower).toBe(0);
    expect(spcOf([-5, 5, -5, 5, -5, 5], { ...higher, unit: "count" }).spc?.lower).toBeLessThan(-5);
    expect(spcOf([4.8, 4.2, 4.8, 4.3, 4.9, 4.2], { ...higher, unit: "score", scaleMax: 5 }).spc?.upper).toBe(5);
  });

  it("is the mirror image of itself when values and direction are turned round", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 6, maxLength: 20 }), (values) => {
        const options = { direction: "higher_is_better", target: 7, unit: "currency" } as const;
        const mirrored = { direction: "lower_is_better", target: -7, unit: "currency" } as const;
        const a = spcOf(values, options);
        const b = spcOf(
          values.map((value) => -value),
          mirrored,
        );
        expect(b.special).toEqual(a.special);
        expect(b.spc?.variation).toBe(a.spc?.variation);
        expect(b.spc?.assurance).toBe(a.spc?.assurance);
      }),
    );
  });
});
