import { beforeAll, describe, expect, it } from "vitest";
import type { ChartDrawer } from "../../src/charts/draw.ts";
import type { Fonts } from "../../src/render/fonts.ts";
import { testDrawer, testFonts, textsOf } from "./drawing.ts";
import { intervalsSample, rankingSample } from "./samples.ts";

let fonts: Fonts;
let drawer: ChartDrawer;
beforeAll(async () => {
  fonts = await testFonts();
  drawer = await testDrawer("en");
});

/** Horizontal lines of an SVG: where they begin and end, groups around them left aside. */
const lines = (svg: string): { length: number; color: string }[] =>
  [...svg.matchAll(/<line [^>]*x2="([-\d.]+)" y2="([-\d.]+)"[^>]*stroke="([^"]+)"/g)]
    .filter(([, , y2]) => Number(y2) === 0)
    .map(([, x2, , color = ""]) => ({ length: Math.abs(Number(x2)), color }));

describe("intervals", () => {
  it("draw one dot a row, a whisker where an interval is known, and what is proven in its colour", async () => {
    const chart = intervalsSample("en");
    const { svg, marks } = await drawer.draw(chart, { width: 640 });
    expect(marks).toBe(chart.rows.length);
    const whiskers = lines(svg).filter(({ length }) => length > 20);
    expect(whiskers).toHaveLength(2);
    const [first, second] = whiskers;
    // Both are one unit wide.
    expect(first?.length).toBeCloseTo(second?.length ?? 0, 3);
    expect(first?.color).not.toBe(second?.color);
    const bold = textsOf(svg, fonts).filter((text) => text.bold);
    expect(bold.map(({ text }) => text)).toContain("+3.9 pts");
    expect(bold.map(({ text }) => text)).toContain("Service compliance, both inspectors");
  });

  it("name the reference and its sides, these only where there is room", async () => {
    const words = async (width: number) =>
      textsOf((await drawer.draw(intervalsSample("en"), { width })).svg, fonts).map(({ text }) => text);
    expect(await words(640)).toEqual(expect.arrayContaining(["no change", "← worse", "better →"]));
    expect(await words(240)).toContain("no change");
  });

  it("divide groups by a line over the whole width", async () => {
    const { svg } = await drawer.draw(rankingSample("en"), { width: 640 });
    expect(lines(svg).filter(({ length }) => length > 600)).toHaveLength(1);
  });

  it("are drawn where all values are one and the same", async () => {
    const chart = rankingSample("en");
    const rows = chart.rows.map((row) => ({ ...row, value: 5, low: 5, high: 5 }));
    const drawn = await drawer.draw({ ...chart, rows, reference: null });
    expect(drawn.marks).toBe(4);
    expect(drawn.svg).not.toContain("NaN");
  });
});
