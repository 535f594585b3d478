import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { ChartDrawer } from "../../src/charts/draw.ts";
import { overlaps } from "../../src/charts/place.ts";
import { placeLabels } from "../../src/charts/scatter-labels.ts";
import type { Fonts } from "../../src/render/fonts.ts";
import { overlappingTexts, testDrawer, testFonts, textsOf, textsOutside } from "./drawing.ts";
import { type Language, scatterSample } from "./samples.ts";

const LANGUAGES: Language[] = ["en", "zh-CN"];

describe("labels of a cloud of points", () => {
  const sizes = (wide: number) => [
    { width: wide, height: 13 },
    { width: 10, height: 13 },
  ];

  it("never lie on another, on an obstacle or outside, wherever the points are", () => {
    const plot = { width: 600, height: 360 };
    const obstacle = { left: 0, right: 120, top: 0, bottom: 18 };
    const point = fc.record({
      x: fc.integer({ min: 5, max: 595 }),
      y: fc.integer({ min: 20, max: 340 }),
      wide: fc.integer({ min: 20, max: 150 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), (points) => {
        const places = placeLabels(
          points.map(({ x, y, wide }) => ({ x, y, sizes: sizes(wide) })),
          plot,
          [obstacle],
        );
        const boxes = places.flatMap((place) => (place === null ? [] : [place.box]));
        for (const [i, box] of boxes.entries()) {
          expect(box.left >= 0 && box.right <= 600 && box.top >= 0 && box.bottom <= 360).toBe(true);
          expect(overlaps(box, obstacle)).toBe(false);
          for (const other of boxes.slice(i + 1)) expect(overlaps(box, other)).toBe(false);
        }
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it("stand beside a point that is alone, with a line where they had to go further", () => {
    const plot = { width: 300, height: 200 };
    const alone = placeLabels([{ x: 100, y: 100, sizes: sizes(60) }], plot, []);
    expect(alone[0]).toMatchObject({ size: 0, leader: null });
    expect(alone[0]?.box.left).toBeGreaterThan(100);
    const walled = placeLabels([{ x: 100, y: 100, sizes: sizes(60) }], plot, [
      { left: 20, right: 180, top: 75, bottom: 125 },
    ]);
    expect(walled[0]?.size).toBe(0);
    expect(walled[0]?.leader).not.toBeNull();
  });

  it("give way to their short form, and are left out when there is no room at all", () => {
    const narrow = placeLabels([{ x: 20, y: 20, sizes: sizes(200) }], { width: 60, height: 60 }, []);
    expect(narrow[0]).toMatchObject({ size: 1 });
    expect(placeLabels([{ x: 5, y: 5, sizes: sizes(200) }], { width: 9, height: 9 }, [])).toEqual([null]);
  });
});

describe.each(LANGUAGES)("the matrix in %s", (language) => {
  let drawer: ChartDrawer;
  let fonts: Fonts;
  beforeAll(async () => {
    fonts = await testFonts();
    drawer = await testDrawer(language);
  });

  it("names all of twenty items, most of them in a crowd, and its four fields", async () => {
    const chart = scatterSample(language);
    const drawn = await drawer.draw(chart, { width: 680 });
    expect(drawn.marks).toBe(20);
    expect(overlappingTexts(drawn.svg, fonts)).toEqual([]);
    expect(textsOutside(drawn, fonts)).toEqual([]);
    const texts = textsOf(drawn.svg, fonts).map(({ text }) => text);
    for (const { label } of chart.points) expect(texts).toContain(label);
    for (const field of Object.values(chart.fields)) expect(texts).toContain(field);
    expect(texts).toContain(chart.x.splitText);
    expect(texts).toContain(chart.y.splitText);
    const bold = textsOf(drawn.svg, fonts).flatMap((one) => (one.bold ? [one.text] : []));
    expect(bold).toContain(chart.points[2]?.label);
  });

  it("of equal points is drawn, too", async () => {
    const chart = scatterSample(language);
    const equal = { ...chart, points: chart.points.slice(0, 3).map((point) => ({ ...point, x: 4, y: 0.5 })) };
    const drawn = await drawer.draw({ ...equal, x: { ...chart.x, split: 4 }, y: { ...chart.y, split: 0.5 } });
    expect(drawn.marks).toBe(3);
    expect(drawn.svg).not.toMatch(/NaN|Infinity/);
    expect(overlappingTexts(drawn.svg, fonts)).toEqual([]);
  });
});
