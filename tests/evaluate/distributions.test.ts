import { describe, expect, it } from "vitest";
import {
  chiSquareQuantile,
  chiSquareTail,
  normalCdf,
  normalQuantile,
  normalTwoSided,
  tQuantile,
  tTwoSided,
} from "../../src/evaluate/distributions.ts";

describe("distributions", () => {
  it("gives the t quantiles of the NIST/SEMATECH handbook, table 1.3.6.7.2", () => {
    const table: [df: number, t90: number, t975: number, t995: number][] = [
      [1, 3.078, 12.706, 63.657],
      [2, 1.886, 4.303, 9.925],
      [5, 1.476, 2.571, 4.032],
      [10, 1.372, 2.228, 3.169],
      [30, 1.31, 2.042, 2.75],
      [60, 1.296, 2.0, 2.66],
      [100, 1.29, 1.984, 2.626],
    ];
    for (const [df, t90, t975, t995] of table) {
      expect(tQuantile(0.9, df)).toBeCloseTo(t90, 3);
      expect(tQuantile(0.975, df)).toBeCloseTo(t975, 3);
      expect(tQuantile(0.995, df)).toBeCloseTo(t995, 3);
    }
  });

  it("gives the critical values of the NIST handbook's chi-square table 1.3.6.7.4", () => {
    for (const [df, critical] of [
      [1, 3.841],
      [2, 5.991],
      [3, 7.815],
      [5, 11.07],
      [10, 18.307],
      [100, 124.342],
    ] as const) {
      expect(chiSquareQuantile(0.95, df)).toBeCloseTo(critical, 3);
      expect(chiSquareTail(critical, df)).toBeCloseTo(0.05, 4);
    }
  });

  it("gives the normal distribution to double precision where it matters (R: pnorm, qnorm)", () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalCdf(-1.96)).toBeCloseTo(0.0249978951482204, 14);
    expect(normalCdf(-6) / 9.86587645037698e-10).toBeCloseTo(1, 9);
  });

  it("gives two-sided p-values (R: 2 * pt, 2 * pnorm)", () => {
    expect(tTwoSided(2.228138852, 10)).toBeCloseTo(0.05, 8);
    expect(tTwoSided(-2.228138852, 10)).toBeCloseTo(0.05, 8);
    expect(normalTwoSided(1.959963985)).toBeCloseTo(0.05, 8);
    expect(normalTwoSided(0)).toBe(1);
    expect(tTwoSided(Number.POSITIVE_INFINITY, 4)).toBe(0);
  });

  it("stays a probability far out and at the edge", () => {
    expect(normalTwoSided(80)).toBe(0);
    expect(chiSquareTail(1e6, 2)).toBe(0);
    expect(chiSquareTail(0, 2)).toBe(1);
    expect(chiSquareQuantile(0.025, 0)).toBe(0);
  });
});
