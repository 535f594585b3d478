import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandProblems } from "../../../src/evaluate/bands.ts";
import { moveBands, roundToWorse, type Scale, targetFor } from "../../../src/evaluate/baselines/move.ts";

const share: Scale = { direction: "higher_is_better", unit: "percent", scaleMax: undefined, digits: 3 };
const hours: Scale = { direction: "lower_is_better", unit: "hours", scaleMax: undefined, digits: 2 };
const money: Scale = { direction: "higher_is_better", unit: "currency", scaleMax: undefined, digits: 0 };

describe("roundToWorse", () => {
  it("never promises more than was measured", () => {
    expect(roundToWorse(0.9367, share)).toBe(0.936);
    expect(roundToWorse(1.961, hours)).toBe(1.97);
  });

  it("leaves alone what is whole but for the last digit", () => {
    expect(1.1 + 2.2).toBeGreaterThan(3.3);
    expect(roundToWorse(1.1 + 2.2, hours)).toBe(3.3);
  });
});

describe("targetFor", () => {
  it("keeps its share of what is left to the best there can be", () => {
    // From 90 to 95 of 100 is half of what was left; half of what is left from 94 is 97.
    expect(targetFor({ baseline: 0.9, target: 0.95 }, 0.94, share)).toBe(0.97);
    // From 2 h to 1.5 h: three quarters of the way from zero; of 1.6 h these are 1.2 h.
    expect(targetFor({ baseline: 2, target: 1.5 }, 1.6, hours)).toBe(1.2);
  });

  it("keeps its distance where there is no best", () => {
    expect(targetFor({ baseline: 100, target: 120 }, 110, money)).toBe(130);
  });
});

describe("moveBands", () => {
  it("moves the edges that are baseline and target with them, and the others in proportion", () => {
    const before = { baseline: 0.9, target: 0.95 };
    expect(moveBands([0.97, 0.95, 0.9, 0.85], before, { baseline: 0.94, target: 0.97 }, share)).toEqual([
      0.982, 0.97, 0.94, 0.89,
    ]);
    expect(moveBands([1, 1.5, 2, 3], { baseline: 2, target: 1.5 }, { baseline: 1.6, target: 1.2 }, hours)).toEqual([
      0.8, 1.2, 1.6, 2.6,
    ]);
  });

  it("leaves the better edges where they are when the target stays", () => {
    const before = { baseline: 0.9, target: 0.95 };
    expect(moveBands([0.97, 0.95, 0.9, 0.85], before, { baseline: 0.92, target: 0.95 }, share)).toEqual([
      0.97, 0.95, 0.92, 0.87,
    ]);
  });

  it("moves bands written out with both edges, and those of four names", () => {
    const bands = [
      { band: "excellent" as const, from: 0.95 },
      { band: "acceptable" as const, from: 0.9, to: 0.95 },
      { band: "unacceptable" as const, to: 0.9 },
    ];
    expect(moveBands(bands, { baseline: 0.9, target: 0.95 }, { baseline: 0.93, target: 0.95 }, share)).toEqual([
      { band: "excellent", from: 0.95 },
      { band: "acceptable", from: 0.93, to: 0.95 },
      { band: "unacceptable", to: 0.93 },
    ]);
  });

  it("gives nothing where the edges would meet", () => {
    expect(
      moveBands([0.97, 0.95, 0.9, 0.85], { baseline: 0.9, target: 0.95 }, { baseline: 0.95, target: 0.95 }, share),
    ).toBeNull();
  });

  it("always covers every value once, whatever the levels", () => {
    const step = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(step, step, step, step, fc.integer({ min: 1, max: 300 }), (a, b, c, d, up) => {
        const worst = 0.3;
        const [e4, e3, e2, e1] = [worst, worst + a / 1000, worst + (a + b) / 1000, worst + (a + b + c) / 1000];
        const before = { baseline: e3 ?? 0, target: e2 ?? 0 };
        const baseline = roundToWorse((e3 ?? 0) + up / 1000, share);
        const after = { baseline, target: targetFor(before, baseline, share) };
        fc.pre(after.target > after.baseline && d > 0);
        const moved = moveBands([e1 ?? 0, e2 ?? 0, e3 ?? 0, e4 ?? 0], before, after, share);
        if (moved === null) return;
        expect(bandProblems(moved, "higher_is_better")).toEqual([]);
        expect(moved[1]).toBe(after.target);
        expect(moved[2]).toBe(after.baseline);
        expect(moved[0]).toBeLessThanOrEqual(1);
      }),
    );
  });
});
