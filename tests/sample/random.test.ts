import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/sample/random.ts";
import { spread, steadyChoice, steadyCoin } from "../../src/sample/steady.ts";
import { mean } from "./measure.ts";

describe("randomStream", () => {
  it("gives equal streams for equal seed and label, others for others", () => {
    const draw = (seed: number, label: string): number[] => {
      const random = randomStream(seed, label);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw(7, "tickets")).toEqual(draw(7, "tickets"));
    expect(draw(7, "tickets")).not.toEqual(draw(8, "tickets"));
    expect(draw(7, "tickets")).not.toEqual(draw(7, "calls"));
  });

  it("draws uniform, normal, exponential and log-normal numbers with the moments they should have", () => {
    const random = randomStream(1, "moments");
    const many = <T>(draw: () => T): T[] => Array.from({ length: 40_000 }, draw);
    const uniform = many(() => random.next());
    // Standard errors at n = 40,000: uniform mean 0.0014, normal mean 0.005, the others about 0.005.
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    expect(mean(uniform.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    const normal = many(() => random.normal());
    expect(Math.abs(mean(normal))).toBeLessThan(0.02);
    expect(mean(normal.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(Math.abs(mean(many(() => random.exponential(3))) - 3)).toBeLessThan(0.08);
    expect(Math.abs(mean(many(() => random.unitLogNormal(0.7))) - 1)).toBeLessThan(0.03);
  });

  it("picks in proportion to weights", () => {
    const random = randomStream(2, "weights");
    const picks = Array.from({ length: 20_000 }, () =>
      random.weighted([
        ["a", 3],
        ["b", 1],
        ["never", 0],
      ] as const),
    );
    expect(mean(picks.map((pick) => (pick === "a" ? 1 : 0)))).toBeCloseTo(0.75, 1);
    expect(picks).not.toContain("never");
    expect(() => random.pick([])).toThrow(RangeError);
  });
});

describe("steady draws", () => {
  it("keep the number of heads close to the sum of the probabilities, whatever they are", () => {
    const random = randomStream(3, "coin");
    const coin = steadyCoin(random);
    let owed = 0;
    for (let i = 0; i < 5000; i++) {
      const probability = [0.02, 0.9, 0.4][i % 3] ?? 0;
      owed += probability - (coin(probability) ? 1 : 0);
      expect(Math.abs(owed)).toBeLessThan(6);
    }
  });

  it("keep the shares of a choice", () => {
    const choice = steadyChoice<"a" | "b" | "c">(randomStream(4, "choice"));
    const chosen = Array.from({ length: 500 }, () =>
      choice([
        ["a", 0.7],
        ["b", 0.25],
        ["c", 0.05],
      ]),
    );
    expect(chosen.filter((one) => one === "a").length / 500).toBeCloseTo(0.7, 2);
    expect(chosen.filter((one) => one === "c").length / 500).toBeCloseTo(0.05, 2);
  });

  it("spread a mean over risks in proportion, up to the cap", () => {
    expect(spread([1, 2, 3], 0.2)).toEqual([0.1, 0.2, 0.3].map((value) => expect.closeTo(value, 9)));
    const capped = spread([1, 1, 1, 97], 0.4);
    expect(capped[3]).toBe(0.95);
    expect(mean(capped)).toBeCloseTo(0.4, 6);
  });
});
