import { describe, expect, it } from "vitest";
import type { Measurement, Snapshot } from "../../src/collect/snapshot.ts";
import type { AnalysisOf } from "../../src/config/schema/analyses/index.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { differenceResult } from "../../src/evaluate/analyses/difference.ts";
import { gridResult } from "../../src/evaluate/analyses/grid.ts";
import type { AnalysisContext } from "../../src/evaluate/analyses/index.ts";
import { membersResult } from "../../src/evaluate/analyses/members.ts";
import { readingsOf } from "../../src/evaluate/readings.ts";

const common = { name: "x", definition: "x", dataset: "contacts", minimum_n: 30, direction: "higher_is_better" };
const config = {
  datasets: {
    contacts: {
      dimensions: { by: { name: "By" }, size: { name: "Size", order: ["small", "large"] }, hour: { name: "Hour" } },
    },
  },
  indicators: {
    solved: { ...common, kind: "ratio", unit: "percent" },
    wait: { ...common, kind: "mean", unit: "seconds", direction: "lower_is_better" },
    median: { ...common, kind: "percentile", unit: "seconds" },
  },
} as unknown as Config;

const share = (by: string, numerator: number, n: number, more = {}): Measurement => ({
  indicator: "solved",
  period: "2026-10",
  cut: { by, ...more },
  value: n === 0 ? null : numerator / n,
  n,
  numerator,
  missing: 0,
});

function context(measurements: readonly Measurement[]): AnalysisContext {
  const snapshot = { period: { id: "2026-10" }, scope: {}, measurements } as unknown as Snapshot;
  return { snapshot, config, readings: readingsOf(snapshot) } as unknown as AnalysisContext;
}

const difference = (change: Partial<AnalysisOf<"difference">> = {}): AnalysisOf<"difference"> => ({
  kind: "difference",
  id: "bots",
  title: "Bots",
  dimension: "by",
  member: "bot",
  against: "person",
  indicators: ["solved"],
  ...change,
});

describe("two groups compared", () => {
  it("gives the difference with Newcombe's interval, its meaning for the business and its test", () => {
    const found = differenceResult(difference(), null, context([share("bot", 48, 80), share("person", 56, 70)]));
    const [row] = found?.rows ?? [];
    expect(row?.difference?.value).toBeCloseTo(-0.2, 12);
    // Newcombe 1998, table II, method 10, with the groups exchanged.
    expect(row?.difference?.interval?.low).toBeCloseTo(-0.3339, 4);
    expect(row?.difference?.interval?.high).toBeCloseTo(-0.0524, 4);
    expect(row?.difference?.effect).toBe("worse");
    expect(row?.test).toMatchObject({ method: "two-proportions", evidence: true });
    expect(row?.controlled).toBeNull();
  });

  it("sees through the make-up of the groups, here to the other side", () => {
    const cells = [
      share("bot", 90, 100, { size: "small" }),
      share("person", 720, 900, { size: "small" }),
      share("bot", 360, 900, { size: "large" }),
      share("person", 30, 100, { size: "large" }),
      share("bot", 5, 5, { size: "(none)" }),
    ];
    const record = { kind: "difference" as const, id: "bots", queries: ["contacts/bots"], cells };
    const wholes = [share("bot", 455, 1005), share("person", 750, 1000)];
    const [row] = differenceResult(difference({ control: "size" }), record, context(wholes))?.rows ?? [];
    expect(row?.difference?.effect).toBe("worse");
    expect(row?.controlled).toMatchObject({ effect: "better", strata: 2 });
    expect(row?.controlled?.value).toBeCloseTo(0.1, 12);
    expect(row?.controlledTest.evidence).toBe(true);
  });

  it("shows but does not judge small groups, and corrects several indicators together", () => {
    const small = differenceResult(difference(), null, context([share("bot", 0, 29), share("person", 500, 500)]));
    expect(small?.rows[0]).toMatchObject({ judged: false, test: { method: "none", evidence: false } });
    expect(small?.rows[0]?.difference?.value).toBe(-1);
    // p = 0.04 alone is evidence; beside an indicator without any difference it is not.
    const mean = (by: string): Measurement => ({
      ...share(by, 0, 100),
      indicator: "wait",
      value: 5,
      sum: 500,
      sumSquares: 3000,
    });
    const edge = [share("bot", 60, 100), share("person", 74, 100)];
    const alone = differenceResult(difference(), null, context(edge));
    const both = differenceResult(
      difference({ indicators: ["solved", "wait"] }),
      null,
      context([...edge, mean("bot"), mean("person")]),
    );
    expect(alone?.rows[0]?.test.evidence).toBe(true);
    expect(both?.rows[0]?.test.evidence).toBe(false);
    expect(both?.rows[1]?.difference).toMatchObject({ value: 0, effect: "same" });
  });

  it("does not test what cannot be tested, and has no difference without a value on both sides", () => {
    const median = (by: string, value: number): Measurement => ({ ...share(by, 0, 50), indicator: "median", value });
    const [row] =
      differenceResult(difference({ indicators: ["median"] }), null, context([median("bot", 3), median("person", 8)]))
        ?.rows ?? [];
    expect(row).toMatchObject({ difference: { value: -5, interval: null }, test: { method: "none" } });
    const half = differenceResult(difference(), null, context([share("bot", 3, 50)]));
    expect(half?.rows[0]).toMatchObject({ difference: null, against: { value: null, n: 0 }, judged: false });
    expect(differenceResult(difference(), null, context([]))).toBeNull();
  });
});

describe("one indicator by two dimensions", () => {
  const grid: AnalysisOf<"grid"> = {
    kind: "grid",
    id: "map",
    title: "Map",
    indicator: "solved",
    rows: "size",
    columns: "hour",
  };
  const cell = (size: string, hour: string, numerator: number, n: number): Measurement => ({
    ...share("", numerator, n),
    cut: { size, hour },
  });

  it("keeps rows in the dataset's order, numbers by size, and leaves out rows without a member", () => {
    const cells = [
      cell("large", "10", 1, 2),
      cell("small", "9", 2, 2),
      cell("(none)", "9", 1, 1),
      cell("large", "9", 0, 4),
    ];
    const whole = { ...share("", 3, 8), cut: { size: "large" } };
    const found = gridResult(grid, { kind: "grid", id: "map", queries: ["q"], cells }, context([whole]));
    expect(found?.rows).toEqual([
      { member: "small", value: null, n: 0 },
      { member: "large", value: 3 / 8, n: 8 },
    ]);
    expect(found?.columns).toEqual(["9", "10"]);
    expect(found?.cells).toHaveLength(3);
  });

  it("is nothing without a value", () => {
    const empty = { kind: "grid" as const, id: "map", queries: [], cells: [cell("small", "9", 0, 0)] };
    expect(gridResult(grid, empty, context([]))).toBeNull();
  });
});

describe("members side by side", () => {
  const members: AnalysisOf<"members"> = {
    kind: "members",
    id: "sizes",
    title: "Sizes",
    dimension: "by",
    indicators: ["solved", "wait"],
  };

  it("names the best and the worst of the first indicator among those with enough rows", () => {
    const found = membersResult(
      members,
      context([share("a", 90, 100), share("b", 50, 100), share("c", 1, 5), share("(none)", 0, 100)]),
    );
    expect(found?.rows.map(({ member }) => member)).toEqual(["a", "b", "c"]);
    expect(found?.extremes).toEqual({ best: "a", worst: "b", evidence: true });
    expect(found?.rows[2]?.values[0]).toMatchObject({ judged: false, n: 5 });
    expect(found?.rows[0]?.values[1]).toMatchObject({ indicator: "wait", value: null, n: 0 });
  });

  it("claims no difference that chance explains, and none between equals", () => {
    expect(membersResult(members, context([share("a", 52, 100), share("b", 50, 100)]))?.extremes?.evidence).toBe(false);
    expect(membersResult(members, context([share("a", 50, 100), share("b", 50, 100)]))?.extremes).toBeNull();
    expect(membersResult(members, context([]))).toBeNull();
  });
});
