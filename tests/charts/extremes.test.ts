import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { ChartDrawer } from "../../src/charts/draw.ts";
import type { Chart, ChartOf } from "../../src/compose/chart-model.ts";
import type { Fonts } from "../../src/render/fonts.ts";
import { overlappingTexts, testDrawer, testFonts, textsOf, textsOutside } from "./drawing.ts";
import {
  contributionSample,
  donutSample,
  heatMapSample,
  lineSample,
  sparkSample,
  targetBarsSample,
  waterfallSample,
} from "./samples.ts";

const LONG = "A very long indicator name that goes on and on until it has some eighty characters";
const CHINESE = "一个非常非常长的中文指标名称一直写一直写直到超过八十个字符为止这样才能检验图表是否会被截断或者重叠";
const HOSTILE = `<b onclick="x">&amp;"'</b> ]]> 😀👨‍👩‍👧 שלום \u202e abc ﬁ ⼀ \u0000 ${"w".repeat(300)}`;
const NAMES = [LONG, CHINESE, HOSTILE];

let fonts: Fonts;
let drawer: ChartDrawer;
beforeAll(async () => {
  fonts = await testFonts();
  drawer = await testDrawer();
});

/** Draws and checks what holds for every chart. */
async function drawn(chart: Chart, size = {}) {
  const result = await drawer.draw(chart, size);
  expect(textsOutside(result, fonts)).toEqual([]);
  expect(overlappingTexts(result.svg, fonts)).toEqual([]);
  expect(result.svg).not.toMatch(/NaN|Infinity|undefined|null/);
  // Everything between tags is text: no markup came out of a name.
  expect(result.svg.replaceAll(/<\/?(svg|g|path|text|line|rect|defs|clipPath)\b[^<>]*>/g, "")).not.toMatch(/[<>]/);
  return result;
}

const line = lineSample("en");
const withPoints = (change: (point: ChartOf<"line">["points"][number], i: number) => object, more = {}) =>
  ({ ...line, points: line.points.map((point, i) => ({ ...point, ...change(point, i) })), ...more }) as ChartOf<"line">;

describe("line", () => {
  it.each<[string, ChartOf<"line">]>([
    ["one point", { ...line, points: line.points.slice(12) }],
    ["two points", { ...line, points: line.points.slice(11), target: null, limits: null }],
    [
      "a flat line on its target",
      withPoints(() => ({ value: 0.8, text: "80 %" }), { target: { value: 0.8, label: "target" } }),
    ],
    ["a flat line at zero", withPoints(() => ({ value: 0, text: "0" }), { target: null, limits: null })],
    ["every second value missing", withPoints((point, i) => ({ value: i % 2 ? point.value : null }))],
    ["the last values missing", withPoints((point, i) => (i > 10 ? { value: null, text: "–" } : point))],
    [
      "huge values of both signs",
      withPoints((_, i) => ({ value: (i % 2 ? -1 : 1) * 1e15, text: `${i % 2 ? "−" : ""}1,000,000,000,000,000 CNY` })),
    ],
    ["tiny differences", withPoints((_, i) => ({ value: 1 + i * 1e-12, text: "1.0" }), { target: null, limits: null })],
    ["a range that is wanted", { ...line, domain: [0, 1] }],
    [
      "sixty weeks",
      {
        ...line,
        limits: null,
        points: Array.from({ length: 60 }, (_, i) => ({
          period: `w${i}`,
          label: `W${i + 1}`,
          value: Math.sin(i / 5),
          text: Math.sin(i / 5).toFixed(2),
          figure: null,
          special: null,
          recent: i > 56,
        })),
      },
    ],
    ...NAMES.map((name): [string, ChartOf<"line">] => [
      `names like ${name.slice(0, 12)}`,
      withPoints((_, i) => ({ label: `${name}${i}`, text: name }), {
        target: { value: 0.85, label: name },
        limits: { lower: 0.76, mean: 0.78, upper: 0.8, label: name },
        marks: [2, 5, 6, 11].map((i) => ({ period: `2026-p${i}`, label: name })),
      }),
    ]),
  ])("%s", async (_, chart) => {
    await drawn(chart);
    await drawn(chart, { width: 680, height: 96 });
  });

  it("does not cut a figure that has room", async () => {
    const { svg } = await drawn(withPoints(() => ({ text: "−123,456,789,012.5 CNY" })));
    expect(textsOf(svg, fonts).find(({ bold }) => bold)?.text).toBe("−123,456,789,012.5 CNY");
  });

  it("keeps every text inside and apart, whatever the values and names", async () => {
    const number = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(0, 1, 100));
    const word = fc.string({ unit: fc.constantFrom(..."aWi1 9.%−中文（），—"), maxLength: 30 });
    const point = fc.record({ value: fc.option(number), label: word, text: word, recent: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(point, { minLength: 1, maxLength: 20 }),
        fc.option(fc.record({ value: number, label: word })),
        fc.constantFrom(260, 324, 680),
        async (points, target, width) => {
          fc.pre(points.some(({ value }) => value !== null));
          const made = points.map((item, i) => ({ ...item, period: `p${i}`, figure: null, special: null }));
          await drawn({ ...line, points: made, target, limits: null, marks: [] }, { width });
        },
      ),
      { numRuns: 60, seed: 20261101 },
    );
  });
});

describe("sparkline", () => {
  it.each([[[3]], [[null, null, 4, null, null]], [[1e9, -1e9, 1e9]], [[0, 0, 0]]])(
    "of %j shows something",
    async (values) => {
      const { marks } = await drawn({ ...sparkSample(), values });
      expect(marks).toBeGreaterThan(0);
    },
  );
});

describe("bars", () => {
  const bars = contributionSample("en");
  const bar = (label: string, value: number, i: number) =>
    ({ label, value, text: `${value.toFixed(1)} pts`, tone: "concern", main: i === 0 }) as const;

  it.each<[string, ChartOf<"contribution">]>([
    ["one", { ...bars, bars: [bar("Only", 3, 0)] }],
    ["all negative", { ...bars, bars: NAMES.map((name, i) => bar(name, -i - 1, i)) }],
    ["all zero", { ...bars, bars: NAMES.map((name, i) => bar(name, 0, i)) }],
    ["huge and tiny", { ...bars, bars: [1e12, 1e-9, -1e-9].map((value, i) => bar("x", value, i)) }],
    ["long values", { ...bars, bars: NAMES.map((name, i) => ({ ...bar(name, i - 1, i), text: name })) }],
    ["forty", { ...bars, bars: Array.from({ length: 40 }, (_, i) => bar(i % 4 ? `Member ${i}` : LONG, 20 - i, i)) }],
  ])("%s", async (_, chart) => {
    const { marks, height } = await drawn(chart);
    expect(marks).toBe(chart.bars.length);
    expect(height).toBeLessThan(950);
  });

  it("to targets: far beyond both ends, missing, with names of any length", async () => {
    const chart = targetBarsSample("en");
    const rows = chart.rows.map((row, i) => ({
      ...row,
      label: NAMES[i % 3] ?? "",
      actual: [-40, 400, null, 0, 1][i] ?? null,
    }));
    await drawn({ ...chart, rows });
    await drawn({
      ...chart,
      rows: rows.map((row) => ({ ...row, baselineText: LONG, text: CHINESE })),
      baselineLabel: LONG,
      targetLabel: CHINESE,
    });
    await drawn({
      ...chart,
      rows: Array.from(
        { length: 40 },
        (_, i) => ({ ...(chart.rows[i % 5] ?? rows[0]), label: `Indicator ${i}` }) as never,
      ),
    });
  });
});

describe("waterfall", () => {
  const chart = waterfallSample("en");
  it.each<[string, ChartOf<"waterfall">]>([
    [
      "through zero",
      {
        ...chart,
        start: { label: "Start", value: -5, text: "−5" },
        steps: [
          { label: "up", value: 10, text: "+10" },
          { label: "down", value: -2, text: "−2" },
        ],
        end: { label: "End", value: 3, text: "3" },
      },
    ],
    ["without steps", { ...chart, steps: [] }],
    [
      "of nothing lost",
      {
        ...chart,
        steps: chart.steps.map((step) => ({ ...step, value: 0, text: "0" })),
        end: { label: "End", value: 100, text: "100" },
      },
    ],
    [
      "with twenty steps",
      {
        ...chart,
        steps: Array.from({ length: 20 }, (_, i) => ({ label: NAMES[i % 3] ?? "", value: -1.7, text: "−1.7" })),
      },
    ],
    [
      "all zero",
      { ...chart, start: { label: "a", value: 0, text: "0" }, steps: [], end: { label: "b", value: 0, text: "0" } },
    ],
  ])("%s", async (_, given) => {
    await drawn(given);
  });
});

describe("donut", () => {
  const chart = donutSample("en");
  const slice = (label: string, share: number, attention = false) => ({
    label,
    share,
    text: `${Math.round(share * 100)} %`,
    attention,
  });
  it.each<[string, ChartOf<"donut">["slices"]]>([
    ["one slice", [slice("All", 1, true)]],
    ["shares that leave a rest", [slice("a", 0.2), slice("b", 0.3, true)]],
    ["some empty slices", [slice("a", 0.5), slice("b", 0), slice("c", 0.5, true)]],
    ["twenty slices", Array.from({ length: 20 }, (_, i) => slice(`Theme ${i}`, 0.05, i === 3))],
    ["names of any length", NAMES.map((name, i) => slice(name, 0.3, i === 1))],
  ])("of %s", async (_, slices) => {
    const { marks } = await drawn({ ...chart, slices });
    expect(marks).toBe(slices.filter(({ share }) => share > 0).length);
  });
});

describe("heat map", () => {
  const chart = heatMapSample("en");
  it("of equal values, of one value, without display texts, with long names", async () => {
    await drawn({ ...chart, cells: chart.cells.map((cell) => ({ ...cell, value: 1 })) });
    await drawn({ ...chart, cells: chart.cells.map((cell, i) => ({ ...cell, value: i === 7 ? 3 : null })) });
    await drawn({ ...chart, legend: LONG + CHINESE, cells: chart.cells.map(({ text: _, ...cell }) => cell) });
    const rows = chart.rows.map((row) => `${row} ${LONG}`);
    const columns = chart.columns.map((column) => `${column}:00`);
    const cells = chart.cells.map((cell, i) => ({
      ...cell,
      row: rows[Math.floor(i / 24)] ?? "",
      column: columns[i % 24] ?? "",
    }));
    await drawn({ ...chart, rows, columns, cells });
  });
});
