import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GoalStatus } from "../../../src/evaluate/goals/result.ts";
import { STATUS_ORDER, type Standing, verdictOf } from "../../../src/evaluate/goals/status.ts";

const BASE: Standing = {
  direction: "higher_is_better",
  decided: false,
  actual: 0.86,
  start: 0.8,
  goal: 0.9,
  plan: 0.87,
  projection: { value: 0.91, low: 0.88, high: 0.94 },
};
const status = (change: Partial<Standing>): GoalStatus => verdictOf({ ...BASE, ...change }).status;

const ORDER: readonly string[] = STATUS_ORDER;

describe("the status of a goal", () => {
  it("is on track when the trend reaches it and the value keeps the plan", () => {
    expect(status({ actual: 0.87 })).toBe("on-track");
    expect(status({ actual: 0.86 })).toBe("at-risk");
  });

  it("is on track behind the plan too, when even the unfavourable edge reaches the goal", () => {
    expect(status({ projection: { value: 0.93, low: 0.9, high: 0.96 } })).toBe("on-track");
  });

  it("is at risk when the trend misses the goal but its interval holds it", () => {
    expect(status({ actual: 0.89, projection: { value: 0.89, low: 0.87, high: 0.9 } })).toBe("at-risk");
  });

  it("is off track when even the favourable edge misses it", () => {
    expect(status({ actual: 0.89, projection: { value: 0.88, low: 0.86, high: 0.899 } })).toBe("off-track");
  });

  it("turns round where lower is better", () => {
    const lower = { direction: "lower_is_better", start: 7, goal: 5, plan: 5.4 } as const;
    expect(status({ ...lower, actual: 5.3, projection: { value: 4.9, low: 4.5, high: 5.3 } })).toBe("on-track");
    expect(status({ ...lower, actual: 5.6, projection: { value: 4.9, low: 4.5, high: 5.3 } })).toBe("at-risk");
    expect(status({ ...lower, actual: 6.7, projection: { value: 6.5, low: 6.1, high: 6.9 } })).toBe("off-track");
  });

  it("is decided by the value once the day has come, whatever the trend", () => {
    expect(verdictOf({ ...BASE, decided: true, actual: 0.9 })).toEqual({ status: "reached", by: "day" });
    expect(verdictOf({ ...BASE, decided: true, actual: 0.8999 })).toEqual({ status: "missed", by: "day" });
  });

  it("rests on the plan alone without a trend, and says so", () => {
    const short = (change: Partial<Standing>) => verdictOf({ ...BASE, projection: null, ...change });
    expect(short({ actual: 0.87 })).toEqual({ status: "on-track", by: "plan" });
    expect(short({ actual: 0.86 })).toEqual({ status: "at-risk", by: "plan" });
    expect(short({ actual: 0.8 })).toEqual({ status: "at-risk", by: "plan" });
    expect(short({ actual: 0.79 })).toEqual({ status: "off-track", by: "plan" });
    expect(short({ plan: null, start: null })).toEqual({ status: "at-risk", by: "goal" });
    expect(short({ plan: null, start: null, actual: 0.9 })).toEqual({ status: "on-track", by: "goal" });
  });

  it("is not judged without a value", () => {
    expect(verdictOf({ ...BASE, actual: null })).toEqual({ status: "not-judged", by: "no-data" });
    expect(verdictOf({ ...BASE, actual: null, decided: true })).toEqual({ status: "not-judged", by: "no-data" });
  });

  it("never gets worse as value and projection get better", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const standing = fc.record({
      direction: fc.constantFrom("higher_is_better" as const, "lower_is_better" as const),
      decided: fc.boolean(),
      actual: share,
      start: fc.option(share),
      goal: share,
      plan: fc.option(share),
      projection: fc.option(
        fc.tuple(share, share, share).map(([a, b, c]) => {
          const [low = 0, value = 0, high = 0] = [a, b, c].sort((x, y) => x - y);
          return { low, value, high };
        }),
      ),
    });
    fc.assert(
      fc.property(standing, share, (given, step) => {
        const gain = given.direction === "higher_is_better" ? step : -step;
        const moved = (value: number) => value + gain;
        const { projection } = given;
        const better: Standing = {
          ...given,
          actual: moved(given.actual),
          projection: projection && {
            low: moved(projection.low),
            value: moved(projection.value),
            high: moved(projection.high),
          },
        };
        const rank = (of: Standing) => ORDER.indexOf(verdictOf(of).status);
        expect(rank(given)).toBeGreaterThanOrEqual(0);
        expect(rank(better)).toBeLessThanOrEqual(rank(given));
      }),
      { numRuns: 500 },
    );
  });
});
