import { describe, expect, it } from "vitest";
import { targetSteps, targetsOf } from "../../src/charts/target-steps.ts";

const yOf = (value: number): number => 100 - value;
const steps = (target: number | null, targets?: (number | null)[]) =>
  targetSteps({ target: target === null ? null : { value: target }, targets }, [0, 10, 20, 30], 30, yOf);

describe("targetSteps", () => {
  it("is one flat piece where the target never changed, and nothing without one", () => {
    expect(steps(40)).toEqual([{ x: 0, x2: 30, y: 60, y2: 60 }]);
    expect(steps(null)).toEqual([]);
    expect(steps(40, [40, 40, 40, 40])).toEqual([{ x: 0, x2: 30, y: 60, y2: 60 }]);
  });

  it("rises half-way between the two periods", () => {
    expect(steps(50, [40, 40, 50, 50])).toEqual([
      { x: 0, x2: 15, y: 60, y2: 60 },
      { x: 15, x2: 15, y: 60, y2: 50 },
      { x: 15, x2: 30, y: 50, y2: 50 },
    ]);
  });

  it("leaves periods without a target empty, without a riser", () => {
    expect(steps(50, [null, null, 50, 50])).toEqual([{ x: 15, x2: 30, y: 50, y2: 50 }]);
    expect(steps(null, [40, null, null, null])).toEqual([{ x: 0, x2: 5, y: 60, y2: 60 }]);
  });

  it("counts each target once", () => {
    expect(targetsOf({ target: { value: 50 }, targets: [40, 40, null, 50] })).toEqual([40, 50]);
    expect(targetsOf({ target: { value: 50 } })).toEqual([50]);
  });
});
