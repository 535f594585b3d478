import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Measurement } from "../../src/collect/snapshot.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";

/** Every number anywhere in a value. */
function* numbersIn(value: unknown): Generator<number> {
  if (typeof value === "number") yield value;
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) yield* numbersIn(part);
}

const empty = ({ indicator, period, cut }: Measurement): Measurement => ({
  indicator,
  period,
  cut,
  value: null,
  n: 0,
  missing: 0,
});
const damages: Record<string, (measurement: Measurement) => Measurement[]> = {
  gone: () => [],
  empty: (measurement) => [empty(measurement)],
  "all null": (measurement) => [{ ...empty(measurement), missing: measurement.n }],
  "one row": ({ indicator, period, cut }) => [
    { indicator, period, cut, value: 1, n: 1, numerator: 1, sum: 1, sumSquares: 1, missing: 0 },
  ],
  "no parts": ({ indicator, period, cut, value, n }) => [{ indicator, period, cut, value, n, missing: 0 }],
  negative: (measurement) => [{ ...measurement, value: -5, sum: -5 * measurement.n, numerator: 0 }],
};

describe("a damaged snapshot", () => {
  it("never gives a number that is none, a score outside 0 … 100, or a finding about what is not judged", () => {
    const { snapshot, config } = afterSalesFixture();
    const plan = fc.record({
      damage: fc.constantFrom(...Object.keys(damages)),
      indicators: fc.subarray(Object.keys(config.indicators), { minLength: 1 }),
      every: fc.integer({ min: 1, max: 7 }),
      periods: fc.integer({ min: 1, max: 13 }),
    });
    fc.assert(
      fc.property(plan, ({ damage, indicators, every, periods }) => {
        const measurements = snapshot.measurements.flatMap((measurement, i) =>
          indicators.includes(measurement.indicator) && i % every === 0
            ? (damages[damage]?.(measurement) ?? [])
            : [measurement],
        );
        const history = snapshot.history.slice(-periods);
        const evaluation = evaluate({ ...snapshot, measurements, history }, config);
        for (const number of numbersIn(evaluation)) expect(Number.isFinite(number)).toBe(true);
        const { value } = evaluation.score;
        if (value !== null) expect(value).toBeGreaterThanOrEqual(0);
        if (value !== null) expect(value).toBeLessThanOrEqual(100);
        const judged = new Set(
          evaluation.indicators.filter((result) => result.judged).map(({ indicator }) => indicator),
        );
        for (const { kind, subject } of [...evaluation.strengths, ...evaluation.weaknesses]) {
          if (kind === "indicator") expect(judged.has(subject)).toBe(true);
        }
        for (const measure of evaluation.measures) {
          for (const index of [measure.weakness, ...measure.alsoFor]) {
            expect(evaluation.weaknesses[index]).toBeDefined();
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
