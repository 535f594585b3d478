import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatStandard, parseStandard } from "../../src/actions/standard.ts";
import { readThreshold } from "../../src/actions/threshold.ts";
import { project } from "../collect/project.ts";

const config = project({
  dataset: { dimensions: { shift: { name: "Shift" }, channel: { name: "Channel" } } },
  indicators: {
    wait: { kind: "mean", value: "w", unit: "hours", direction: "lower_is_better" },
    solved: { kind: "ratio", numerator: "s", unit: "percent" },
    rating: { kind: "mean", value: "r", unit: "score" },
    cost: { kind: "sum", value: "c", unit: "currency" },
    days: { kind: "mean", value: "d", unit: "days" },
    nps: { kind: "nps", value: "n", unit: "points" },
  },
});
const context = { indicators: config.indicators, datasets: config.datasets, currency: "CNY" };
const read = (text: string) => parseStandard(text, context);

describe("a verification standard", () => {
  it.each([
    [
      "wait{shift=night} <= 1 h for 2 periods",
      { indicator: "wait", cut: { shift: "night" }, comparator: "<=", threshold: 1, periods: 2 },
    ],
    [
      "wait{channel = phone, shift=night}<45min",
      { indicator: "wait", cut: { channel: "phone", shift: "night" }, comparator: "<", threshold: 0.75, periods: 1 },
    ],
    ["  solved ≥ 80 %  for 1 period ", { indicator: "solved", cut: {}, comparator: ">=", threshold: 0.8, periods: 1 }],
    ["solved > 0.8", { indicator: "solved", cut: {}, comparator: ">", threshold: 0.8, periods: 1 }],
    ["rating >= 4.5", { indicator: "rating", cut: {}, comparator: ">=", threshold: 4.5, periods: 1 }],
    ["theme{slow reply} <= 15%", { theme: "slow reply", cut: {}, comparator: "<=", threshold: 0.15, periods: 1 }],
    ["score >= 75 points for 3 periods", { score: true, cut: {}, comparator: ">=", threshold: 75, periods: 3 }],
    [
      'solved{shift="a, ""b"" {c}"} >= 29 %',
      { indicator: "solved", cut: { shift: 'a, "b" {c}' }, comparator: ">=", threshold: 0.29, periods: 1 },
    ],
    [
      "solved{shift=夜班 22–06} >= 80 %",
      { indicator: "solved", cut: { shift: "夜班 22–06" }, comparator: ">=", threshold: 0.8, periods: 1 },
    ],
    ["cost <= 1200 CNY", { indicator: "cost", cut: {}, comparator: "<=", threshold: 1200, periods: 1 }],
    ["days <= 36 h", { indicator: "days", cut: {}, comparator: "<=", threshold: 1.5, periods: 1 }],
    ["nps >= −5 pts", { indicator: "nps", cut: {}, comparator: ">=", threshold: -5, periods: 1 }],
  ])("%s", (text, standard) => {
    expect(read(text)).toEqual({ standard });
  });

  it.each([
    ["", 0, "an indicator, `theme{…}` or `score` is expected at the end"],
    ["wiat <= 1 h", 0, 'there is no indicator "wiat"'],
    ["wait{shft=night} <= 1", 5, 'the dataset items has no dimension "shft"'],
    ["wait{shift} <= 1", 10, '= and a member are expected behind shift at "} <= 1"'],
    ["wait{shift=} <= 1", 11, "a member is expected"],
    ["wait{shift=night <= 1", 21, ", or } is expected at the end"],
    ["wait{shift=night, shift=day} <= 1", 18, "named twice"],
    ["wait == 1 h", 5, '<=, >=, < or > is expected at "== 1 h"'],
    ["wait <=", 7, "a threshold is expected"],
    ["wait <= soon", 8, '"soon" is not a number'],
    ["wait <= 1 %", 8, '"%" is no unit of a value in hours'],
    ["solved >= 80", 10, "80 is no share"],
    ["solved >= 80 h", 10, '"h" is no unit of a share'],
    ["wait <= 1 h for two periods", 16, "a number of periods from 1 to 60"],
    ["wait <= 1 h for 0 periods", 16, "a number of periods from 1 to 60"],
    ["wait <= 1 h for 2 months", 18, '`periods` is expected at "months"'],
    ["wait <= 1 h for 2 periods or so", 26, "nothing is expected"],
    ["theme <= 15 %", 6, "{ and the theme's name are expected"],
  ])("refuses %j and says where", (text, at, problem) => {
    expect(read(text)).toMatchObject({
      at,
      problem: expect.stringContaining(problem),
      hint: expect.stringMatching(/\S/),
    });
  });

  it("proposes the indicator that was meant", () => {
    expect(read("solvd >= 80 %")).toMatchObject({ hint: 'Did you mean "solved"?' });
  });

  it("is read back from the text that is written for it", () => {
    const member = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.trim() === text && text !== "");
    const comparator = fc.constantFrom("<=", ">=", "<", ">");
    const periods = fc.integer({ min: 1, max: 60 });
    const decimal = (most: number) => fc.integer({ min: -most, max: most }).map((n) => n / 1000);
    const cut = fc.record({ shift: member, channel: member }, { requiredKeys: [] }).map((one) => ({ ...one }));
    const standard = fc.oneof(
      fc.record({ indicator: fc.constant("wait"), cut, comparator, threshold: decimal(1e7), periods }),
      fc.record({ indicator: fc.constant("solved"), cut, comparator, threshold: decimal(1000), periods }),
      fc.record({ theme: member, cut: fc.constant({}), comparator, threshold: decimal(1000), periods }),
      fc.record({
        score: fc.constant(true as const),
        cut: fc.constant({}),
        comparator,
        threshold: decimal(100_000),
        periods,
      }),
    );
    fc.assert(
      fc.property(standard, (given) => {
        expect(read(formatStandard(given, context))).toEqual({ standard: given });
      }),
    );
  });
});

it("a threshold without the noise of binary fractions", () => {
  expect(readThreshold("29 %", "percent", "CNY")).toEqual({ value: 0.29 });
  expect(readThreshold("20 min", "hours", "CNY")).toEqual({ value: 0.33333333333333 });
});
