import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitLine, predict } from "../../../src/evaluate/goals/regression.ts";

/**
 * Speed (mph) and stopping distance (ft) of cars in the 1920s: Ezekiel, *Methods of Correlation Analysis* (1930), as R's
 * `cars`.
 */
const SPEED = [
  4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16, 17, 17, 17,
  18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25,
];
const DISTANCE = [
  2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26, 54, 32, 40, 32, 40,
  50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85,
];
const points = (x: readonly number[], y: readonly number[]) =>
  x.map((value, i) => ({ x: value, y: y[i] ?? Number.NaN }));

describe("the line through points", () => {
  it("R: summary(lm(dist ~ speed, cars)) prints -17.5791, 3.9324 and a residual standard error of 15.38 on 48 df", () => {
    const line = fitLine(points(SPEED, DISTANCE));
    expect(line?.intercept).toBeCloseTo(-17.5791, 4);
    expect(line?.slope).toBeCloseTo(3.9324, 4);
    expect(line?.residualDeviation).toBeCloseTo(15.38, 2);
    expect((line?.n ?? 0) - 2).toBe(48);
  });

  it.each([
    [12, 29.60981, -1.749529, 60.96915],
    [19, 57.13667, 25.761756, 88.51159],
    [24, 76.79872, 44.752478, 108.84495],
  ])('R: predict(lm(dist ~ speed, cars), speed = %i, interval = "prediction")', (speed, fit, lower, upper) => {
    const line = fitLine(points(SPEED, DISTANCE));
    if (line === null) throw new Error("no line");
    const found = predict(line, speed);
    expect(found.value).toBeCloseTo(fit, 4);
    expect(found.low).toBeCloseTo(lower, 4);
    expect(found.high).toBeCloseTo(upper, 4);
  });

  it("Anscombe (1973), first set: 3.0001 + 0.5001 x with a residual standard error of 1.237", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const line = fitLine(points(x, y));
    expect(line?.intercept).toBeCloseTo(3.0001, 4);
    expect(line?.slope).toBeCloseTo(0.5001, 4);
    expect(line?.residualDeviation).toBeCloseTo(1.237, 3);
  });

  it("needs three points at more than one place", () => {
    expect(fitLine([])).toBeNull();
    expect(fitLine(points([1, 2], [3, 4]))).toBeNull();
    expect(fitLine(points([2, 2, 2], [3, 4, 5]))).toBeNull();
  });

  it("through points on a line has no scatter and an interval without width", () => {
    const line = fitLine(points([1, 2, 3, 4], [0.1, 0.2, 0.3, 0.4]));
    if (line === null) throw new Error("no line");
    expect(line.residualDeviation).toBe(0);
    const found = predict(line, 9);
    expect(found.value).toBeCloseTo(0.9, 12);
    expect([found.low, found.high]).toEqual([found.value, found.value]);
  });

  it("moves with its points, and its interval is narrowest at their mean", () => {
    const course = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 4, maxLength: 20 });
    fc.assert(
      fc.property(course, fc.double({ min: -50, max: 50, noNaN: true }), (values, shift) => {
        const x = values.map((_, i) => i + 1);
        const line = fitLine(points(x, values));
        const moved = fitLine(
          points(
            x,
            values.map((value) => value + shift),
          ),
        );
        if (line === null || moved === null) return false;
        const at = (of: typeof line, place: number) => predict(of, place);
        const width = ({ low, high }: { low: number; high: number }) => high - low;
        expect(at(moved, 30).value).toBeCloseTo(at(line, 30).value + shift, 6);
        expect(width(at(line, line.meanX))).toBeLessThanOrEqual(width(at(line, line.meanX + 3)) + 1e-9);
        expect(at(line, 5).low).toBeLessThanOrEqual(at(line, 5).high);
        return true;
      }),
    );
  });
});
