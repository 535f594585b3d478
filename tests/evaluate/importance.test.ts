import { describe, expect, it } from "vitest";
import type { ImportanceRecord } from "../../src/collect/analyses/importance.ts";
import type { AnalysisResultOf } from "../../src/evaluate/analyses/result.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { edition, mean, share } from "../helpers/edition.ts";

const RATING = { kind: "mean", value: "v", unit: "score", scale_max: 5 };
/** A record whose items correlate with the outcome by `r` over `n` pairs. */
const record = (items: Record<string, readonly [r: number, n: number]>): ImportanceRecord => ({
  kind: "importance",
  id: "drivers",
  query: "q",
  items: Object.entries(items).map(([indicator, [r, n]]) => ({ indicator, n, xx: 1, yy: 1, xy: r })),
});

function matrix(
  items: Record<string, { r: number; n?: number; value: number; unit?: "percent"; lower?: true }>,
  settings: object = {},
): AnalysisResultOf<"importance"> | undefined {
  const ids = Object.keys(items);
  const { snapshot, config } = edition({
    indicators: {
      overall: { kind: "top_box", value: "o", at_least: 4 },
      ...Object.fromEntries(
        Object.entries(items).map(([id, { unit, lower }]) => [
          id,
          {
            ...(unit === undefined ? RATING : { kind: "ratio", numerator: "x" }),
            ...(lower ? { direction: "lower_is_better" } : {}),
          },
        ]),
      ),
    },
    scored: { overall: { weight: 100 } },
    series: {
      overall: [share(700, 1000)],
      ...Object.fromEntries(
        Object.entries(items).map(([id, { value, unit }]) => [
          id,
          [unit === undefined ? mean(value, 400, 0.9) : share(value * 400, 400)],
        ]),
      ),
    },
    report: {
      analyses: [
        {
          kind: "importance",
          id: "drivers",
          title: "D",
          dataset: "tickets",
          outcome: "overall",
          items: ids,
          ...settings,
        },
      ],
    },
    snapshot: {
      analyses: [
        record(Object.fromEntries(Object.entries(items).map(([id, { r, n }]) => [id, [r, n ?? 400] as const]))),
      ],
    },
  });
  const found = evaluate(snapshot, config).analyses[0];
  return found?.kind === "importance" ? found : undefined;
}

describe("importance–performance matrix", () => {
  it("splits both axes at the means of the items (Martilla & James 1977)", () => {
    const result = matrix({
      informed: { r: 0.7, value: 3.2 },
      quick: { r: 0.6, value: 4.4 },
      parking: { r: 0.1, value: 3.4 },
      polite: { r: 0.2, value: 4.6 },
    });
    expect(result?.split.importance).toBeCloseTo(0.4, 12);
    expect(result?.split.performance).toBeCloseTo(3.9, 12);
    expect(result?.items.map(({ indicator, quadrant, clear }) => [indicator, quadrant, clear])).toEqual([
      ["informed", "concentrate", true],
      ["quick", "keep-up", true],
      ["polite", "overkill", true],
      ["parking", "low-priority", true],
    ]);
  });

  it("an item whose interval reaches over a line is not said to be in its field", () => {
    const result = matrix({ a: { r: 0.42, value: 3.2 }, b: { r: 0.38, value: 4.6 }, c: { r: 0.4, value: 3.9 } });
    expect(result?.items.map(({ clear }) => clear)).toEqual([false, false, false]);
  });

  it("ratings and shares stand side by side as positions on their scales", () => {
    const result = matrix(
      {
        rating: { r: 0.5, value: 4 },
        once: { r: 0.3, value: 0.6, unit: "percent" },
        repeat: { r: 0.3, value: 0.1, unit: "percent", lower: true },
      },
      { rating_scale: [1, 5] },
    );
    const at = Object.fromEntries(result?.items.map(({ indicator, performance }) => [indicator, performance]) ?? []);
    expect(at.rating).toBeCloseTo(0.75, 12);
    expect(at.once).toBeCloseTo(0.6, 12);
    // Fewer is better: one in ten is as good as nine in ten of the others.
    expect(at.repeat).toBeCloseTo(0.9, 12);
    for (const item of result?.items ?? []) {
      expect(item.performanceInterval?.low).toBeLessThan(item.performance);
      expect(item.performanceInterval?.high).toBeGreaterThan(item.performance);
    }
  });

  it("names what it leaves out, and needs two items", () => {
    const result = matrix({ a: { r: 0.5, value: 4 }, b: { r: 0.3, value: 3.5 }, few: { r: 0.9, n: 12, value: 2 } });
    expect(result?.left).toEqual([{ indicator: "few", n: 12, reason: "too-few" }]);
    expect(result?.items).toHaveLength(2);
    expect(matrix({ a: { r: 0.5, value: 4 }, few: { r: 0.9, n: 12, value: 2 } })).toBeUndefined();
  });
});
