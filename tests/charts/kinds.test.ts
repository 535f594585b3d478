import { beforeAll, describe, expect, it } from "vitest";
import type { ChartDrawer } from "../../src/charts/draw.ts";
import type { Chart } from "../../src/compose/chart-model.ts";
import type { Fonts } from "../../src/render/fonts.ts";
import { overlappingTexts, testDrawer, testFonts, textsOf, textsOutside } from "./drawing.ts";
import {
  contributionSample,
  donutSample,
  heatMapSample,
  type Language,
  lineSample,
  longWaterfallSample,
  sampleCharts,
  targetBarsSample,
  waterfallSample,
} from "./samples.ts";

const LANGUAGES: Language[] = ["en", "zh-CN"];
let fonts: Fonts;
const drawers = new Map<Language, ChartDrawer>();

beforeAll(async () => {
  fonts = await testFonts();
  for (const language of LANGUAGES) drawers.set(language, await testDrawer(language));
});

const draw = (chart: Chart, language: Language = "en", size = {}) => {
  const drawer = drawers.get(language);
  if (!drawer) throw new Error(language);
  return drawer.draw(chart, size);
};
/** All text of a chart in one string, lines of a wrapped label joined. */
const wordsOf = (svg: string) =>
  textsOf(svg, fonts)
    .map(({ text }) => text)
    .join("");
const flat = (text: string) => text.replaceAll(" ", "");

describe.each(LANGUAGES)("every kind in %s", (language) => {
  it.each(sampleCharts(language).map((chart) => [chart.id, chart] as const))(
    "%s is drawn inside its edges, no text on another",
    async (_, chart) => {
      for (const size of [{}, { width: 240 }, { width: 680 }]) {
        const drawn = await draw(chart, language, chart.kind === "sparkline" ? {} : size);
        expect(drawn.marks).toBeGreaterThan(0);
        expect(drawn.alt).toBe(chart.alt);
        expect(drawn.warnings).toEqual([]);
        expect(textsOutside(drawn, fonts)).toEqual([]);
        expect(overlappingTexts(drawn.svg, fonts)).toEqual([]);
        expect(drawn.svg).toMatch(/^<svg [^>]*viewBox="0 0 /);
        expect(drawn.svg).not.toMatch(/NaN|Infinity|undefined|href|<image|<script/);
      }
    },
  );

  it("line: names first and last period, target, range and change of rules, and the last value in bold", async () => {
    const chart = lineSample(language);
    const { svg, marks } = await draw(chart, language);
    const texts = textsOf(svg, fonts);
    const all = flat(wordsOf(svg));
    for (const words of [chart.points[0]?.label, chart.points[12]?.label, chart.target?.label, chart.limits?.label])
      expect(all).toContain(flat(words ?? "?"));
    expect(all).toContain(flat(chart.marks[0]?.label ?? "?"));
    expect(texts.filter(({ bold }) => bold).map(({ text }) => text)).toEqual(["75.2 %"]);
    expect(marks).toBe(26);
  });

  it("target bars: name, actual, baseline and target of every row, and what the two lines are", async () => {
    const chart = targetBarsSample(language);
    const all = flat(wordsOf((await draw(chart, language)).svg));
    for (const row of chart.rows) {
      expect(all).toContain(flat(row.label));
      expect(all).toContain(flat(row.text));
      expect(all).toContain(flat(`${row.baselineText} → ${row.targetText}`));
    }
    expect(all).toContain(chart.baselineLabel);
    expect(all).toContain(chart.targetLabel);
  });

  it.each([waterfallSample, longWaterfallSample])(
    "waterfall: every step and both totals by name and value",
    async (sample) => {
      const chart = sample(language);
      const { svg, marks } = await draw(chart, language, { width: 420 });
      const all = flat(wordsOf(svg));
      for (const step of [chart.start, ...chart.steps, chart.end]) {
        expect(all).toContain(flat(step.text));
        expect(all).toContain(flat(step.label));
      }
      expect(marks).toBe(6);
    },
  );

  it("donut: every slice by name and share, the one that needs attention in bold", async () => {
    const chart = donutSample(language);
    const { svg, marks } = await draw(chart, language);
    for (const { label, text } of chart.slices) {
      expect(wordsOf(svg)).toContain(label);
      expect(wordsOf(svg)).toContain(text);
    }
    const bold = textsOf(svg, fonts).filter((text) => text.bold);
    expect(bold.map(({ text }) => text)).toEqual([chart.slices[0]?.label, "23 %"]);
    expect(marks).toBe(5);
  });

  it("contribution: every bar by name and signed value", async () => {
    const chart = contributionSample(language);
    const { svg, marks } = await draw(chart, language);
    for (const { label, text } of chart.bars) {
      expect(wordsOf(svg)).toContain(label);
      expect(wordsOf(svg)).toContain(text);
    }
    expect(marks).toBe(4);
  });

  it("heat map: weekdays, hours, the ends of the scale and the worst hour by name", async () => {
    const chart = heatMapSample(language);
    const { svg, marks } = await draw(chart, language);
    const texts = textsOf(svg, fonts).map(({ text }) => text);
    for (const name of [...chart.rows, ...chart.columns, chart.legend]) expect(texts).toContain(name);
    expect(texts).toContain("1.0 h – 5.6 h");
    expect(texts).toContain(`${chart.rows[1]} 03 · 5.6 h`);
    expect(marks).toBe(167);
  });
});

describe("what the eye is told", () => {
  const shapes = (svg: string) => [...svg.matchAll(/<path transform="translate\([^)]*\)" d="([^"]*)" fill="(#\w+)"/g)];

  it("a special cause has a shape of its own that points the way the value went", async () => {
    const chart = lineSample("en");
    const points = chart.points.map((point, i) => ({
      ...point,
      special: i === 4 ? ("good" as const) : i === 12 ? ("concern" as const) : null,
    }));
    const { svg } = await draw({ ...chart, points });
    const coloured = shapes(svg).filter(([, , fill]) => fill === "#1b7f5c" || fill === "#b3372f");
    // Triangles are three straight lines: up ends its first stroke below its start, down above it.
    const [up, down] = coloured.map(([, path = ""]) => path);
    expect(coloured).toHaveLength(2);
    expect(up).toMatch(/^M0,-/);
    expect(down).toMatch(/^M0,\d/);
  });

  it("a gap in the data is a gap in the line", async () => {
    const chart = lineSample("en");
    const points = chart.points.map((point, i) => (i === 5 ? { ...point, value: null, text: "–" } : point));
    const { svg } = await draw({ ...chart, points });
    const line = svg.match(/ d="(M[^"]+)" stroke="#16202a" stroke-width="1.6"/)?.[1] ?? "";
    expect(line.match(/M/g)).toHaveLength(2);
  });

  it("bars start at zero and are as long as their values", async () => {
    const chart = contributionSample("en");
    const { svg } = await draw({
      ...chart,
      bars: chart.bars.map((bar, i) => ({ ...bar, value: [8, 4, 2, -1][i] ?? 0 })),
    });
    const bars = [...svg.matchAll(/<path d="M([\d.]+),[\d.]+h(-?[\d.]+)v[\d.]+h-?[\d.]+Z" fill="#/g)].map(
      ([, x, width]) => ({ from: Math.min(Number(x), Number(x) + Number(width)), width: Math.abs(Number(width)) }),
    );
    const unit = (bars[0]?.width ?? 0) / 8;
    expect(bars.map(({ width }) => Math.round((width / unit) * 1000) / 1000)).toEqual([8, 4, 2, 1]);
    const zero = bars[0]?.from ?? 0;
    expect(bars[1]?.from).toBeCloseTo(zero, 2);
    expect((bars[3]?.from ?? 0) + (bars[3]?.width ?? 0)).toBeCloseTo(zero, 2);
  });

  it("a waterfall's columns join: each begins where the last one ended, and the names decide between columns and rows", async () => {
    const columns = await draw(waterfallSample("en"));
    const rows = await draw(longWaterfallSample("en"));
    expect(columns.height).toBe(210);
    expect(rows.height).toBe(4 + 6 * 31);
    const bars = [...columns.svg.matchAll(/<path d="M[\d.]+,([\d.]+)h[\d.]+v(-?[\d.]+)h-[\d.]+Z" fill="#/g)].map(
      ([, y, height]) => [Number(y), Number(y) + Number(height)].sort((a, b) => a - b) as [number, number],
    );
    for (let i = 1; i + 1 < bars.length; i++) {
      // Losses: the top of a step is the bottom of the one before it (of the first total: its top).
      expect(bars[i]?.[0]).toBeCloseTo((i === 1 ? bars[0]?.[0] : bars[i - 1]?.[1]) ?? Number.NaN, 2);
    }
    expect(bars.at(-1)?.[0]).toBeCloseTo(bars.at(-2)?.[1] ?? Number.NaN, 2);
  });

  it("low values are dark where low is bad", async () => {
    const chart = heatMapSample("en");
    const good = await draw({ ...chart, highIsBad: false });
    expect(textsOf(good.svg, fonts).map(({ text }) => text)).toContain("5.6 h – 1.0 h");
  });

  it("a share beyond the axis is cut and still says its value", async () => {
    const { svg } = await draw(targetBarsSample("en"));
    expect(wordsOf(svg)).toContain("140 %");
    // The two white strokes of the cut.
    expect(svg.match(/<line [^>]*stroke="#ffffff"/g)).toHaveLength(2);
  });
});
