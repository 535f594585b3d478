import { textMetrics } from "vega";
import { beforeAll, describe, expect, it } from "vitest";
import { domainOf, fitBars, layRows } from "../../src/charts/bars.ts";
import { contrast, mix, ramp } from "../../src/charts/colour.ts";
import { vegaLocale } from "../../src/charts/locale.ts";
import { useTextLayout } from "../../src/charts/metrics.ts";
import { crosses, pickLabels, spread } from "../../src/charts/place.ts";
import { createTextLayout, type TextLayout } from "../../src/charts/text.ts";
import { Theme } from "../../src/config/schema/theme.ts";
import { testFonts } from "./drawing.ts";

let text: TextLayout;
beforeAll(async () => {
  text = createTextLayout(await testFonts(), "zh-CN");
});

describe("text", () => {
  // Advances of the published fonts: Source Sans 3 has figures of 0.497 em (bold 0.528) and a comma of 0.249 (0.300);
  // ideographs are 1 em wide.
  it("is as wide as its letters", () => {
    expect(text.width("1,600", 100)).toBeCloseTo(4 * 49.7 + 24.9, 6);
    expect(text.width("1,600", 100, true)).toBeCloseTo(4 * 52.8 + 30, 6);
    expect(text.width("华东大区", 10)).toBeCloseTo(40, 6);
  });

  it("tells Vega its width, and no more than a limit", () => {
    useTextLayout(text);
    expect(textMetrics.width({ fontSize: 100 }, "华东")).toBeCloseTo(200, 6);
    expect(textMetrics.width({ fontSize: 100, fontWeight: "bold" }, " 0 ")).toBeCloseTo(52.8, 6);
    expect(textMetrics.width({ fontSize: 100, fontWeight: 600 }, 0)).toBeCloseTo(52.8, 6);
    expect(textMetrics.width({ fontSize: 100, limit: 120 }, "华东")).toBe(120);
    expect(textMetrics.width({ fontSize: 100, limit: 0 }, null)).toBe(0);
  });

  it("is shortened to a width, between letters as a reader counts them", () => {
    expect(text.shorten("Resolution", 10, 100)).toBe("Resolution");
    const short = text.shorten("Resolution rate", 10, 40);
    expect(short).toMatch(/^Res.*…$/);
    expect(text.width(short, 10)).toBeLessThanOrEqual(40);
    expect(text.shorten("e\u0301e\u0301e\u0301", 10, 14.5)).toBe("e\u0301…");
  });

  it.each([
    ["First response time", 50, 3, ["First", "response", "time"]],
    ["首次响应时长", 45, 3, ["首次响应", "时长"]],
    ["expected 76.5–80.5 %", 60, 3, ["expected", "76.5–80.5 %"]],
    ["target ≥ 85 %", 40, 2, ["target", "≥ 85 %"]],
    ["满意（是）。", 45, 3, ["满意", "（是）。"]],
    ["Incomprehensibility", 50, 2, ["Incompreh", "ensibility"]],
    ["", 50, 2, []],
  ])("%s is broken into lines where a reader would", (words, width, most, lines) => {
    expect(text.wrap(words, 10, width, most)).toEqual(lines);
  });

  it("fits only without broken words, in even lines", () => {
    expect(text.fit("Resolution", 10, 40, 3)).toBeNull();
    expect(text.fit("one two three four", 10, 30, 2)).toBeNull();
    expect(text.fit("分类准确率", 10, 42, 3)).toEqual(["分类", "准确率"]);
  });
});

describe("rows of bars", () => {
  const lay = (labels: string[]) =>
    layRows(
      labels.map((label) => ({ text: label, bold: false })),
      { text, size: 10, width: 90, height: undefined, rowHeight: 36 },
    );

  it("stand closer when there are many, and give a long name the lines it needs", () => {
    const names = Array.from({ length: 21 }, (_, i) => (i === 3 ? "Keeping the customer informed" : "Politeness"));
    const { rows, height } = lay(names);
    expect(rows[3]?.lines).toEqual(["Keeping the", "customer informed"]);
    expect(rows.map(({ top }) => top).slice(1)).toEqual(rows.map(({ bottom }) => bottom).slice(0, -1));
    expect(rows.filter(({ top, bottom }) => bottom - top > 20)).toHaveLength(1);
    expect(height).toBe(rows.at(-1)?.bottom);
    expect(height).toBeLessThan(21 * 20);
  });

  it("are of equal height when there are few", () => {
    const { rows } = lay(["Politeness", "Keeping the customer informed"]);
    expect(new Set(rows.map(({ top, bottom }) => bottom - top)).size).toBe(1);
  });
});

describe("labels along an axis", () => {
  const months = (count: number, width: number) => Array.from({ length: count }, (_, i) => ({ at: i * 20, width }));
  it.each([
    ["as many as fit", 13, 15, 13, [0, 2, 4, 6, 8, 10, 12]],
    ["no more than wanted, in even steps to the first", 13, 15, 6, [0, 3, 6, 9, 12]],
    ["in uneven steps where no even ones lead there", 12, 15, 6, [0, 3, 5, 7, 9, 11]],
    ["the last alone where the first does not fit", 2, 15, 6, [1]],
    ["only one", 1, 15, 6, [0]],
    ["none", 0, 15, 6, []],
  ])("%s", (_, count, width, most, expected) => {
    expect(pickLabels(months(count, width), 10, most)).toEqual(expected);
  });
});

describe("labels in a column", () => {
  it("stay where they are while they do not touch", () => {
    const items = [10, 50, 90].map((at) => ({ at, height: 10, weight: 1 }));
    expect(spread(items, 0, 100)).toEqual([10, 50, 90]);
  });

  it("move apart by as little as possible, the heavier one less, and stay inside", () => {
    const [heavy = 0, light = 0] = spread(
      [
        { at: 50, height: 10, weight: 4 },
        { at: 52, height: 10, weight: 1 },
      ],
      0,
      100,
    );
    expect(light - heavy).toBeCloseTo(10, 9);
    expect(Math.abs(heavy - 50)).toBeLessThan(Math.abs(light - 52));
    const pushed = spread(
      [98, 99, 100].map((at) => ({ at, height: 10, weight: 1 })),
      0,
      100,
    );
    expect(pushed).toEqual([75, 85, 95]);
  });

  it("a line is seen to run through a box between two of its points", () => {
    const line = [{ x: 0, y: 0 }, { x: 100, y: 100 }, null, { x: 150, y: 50 }];
    expect(crosses(line, { left: 40, right: 60, top: 45, bottom: 55 })).toBe(true);
    expect(crosses(line, { left: 40, right: 60, top: 70, bottom: 90 })).toBe(false);
    expect(crosses(line, { left: 145, right: 155, top: 45, bottom: 55 })).toBe(true);
    expect(crosses(line, { left: 120, right: 130, top: 40, bottom: 80 })).toBe(false);
  });
});

describe("bars side by side", () => {
  it("fill the room with the longest bar and its text", () => {
    const { perUnit, zero } = fitBars(
      [
        { value: 7, textWidth: 30 },
        { value: 1, textWidth: 40 },
      ],
      200,
    );
    expect(zero).toBe(0);
    expect(7 * perUnit + 30).toBeCloseTo(200, 6);
  });

  it("leave room for texts on both sides of zero", () => {
    const { perUnit, zero } = fitBars(
      [
        { value: 7, textWidth: 30 },
        { value: -3, textWidth: 40 },
      ],
      270,
    );
    expect(zero).toBeCloseTo(3 * perUnit + 40, 6);
    expect(zero + 7 * perUnit + 30).toBeCloseTo(270, 6);
    expect(domainOf({ perUnit: 20, zero: 100 }, 270)).toEqual({ low: -5, high: 8.5 });
  });
});

describe("colours", () => {
  it("are mixed in OKLab as CSS color-mix does", () => {
    // CSS Color 5: color-mix(in oklab, white, black) is rgb(99, 99, 99).
    expect(mix("#ffffff", "#000000", 0.5)).toBe("#636363");
    expect(mix("#b3372f", "#1d5b8f", 0)).toBe("#b3372f");
    expect(ramp(["#ffffff", "#b3372f", "#000000"], 0.5)).toBe("#b3372f");
  });

  it("have the contrast of WCAG 2.2", () => {
    // The known pairs: black on white 21, #767676 on white 4.54.
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 6);
    expect(contrast("#ffffff", "#767676")).toBeCloseTo(4.54, 2);
  });

  it("of texts in charts can be read on white and on the grey band", () => {
    const { colours } = Theme.parse({});
    for (const name of ["ink", "secondary", "target", "good", "concern", "caution"] as const) {
      expect(contrast(colours[name], "#ffffff"), name).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colours.secondary, colours.surface)).toBeGreaterThanOrEqual(4.5);
  });
});

describe("locale", () => {
  it("comes from Intl, for any language", () => {
    const zh = vegaLocale("zh-CN") as { time: { months: string[]; shortDays: string[]; periods: string[] } };
    expect(zh.time.months[9]).toBe("十月");
    expect(zh.time.shortDays[0]).toBe("周日");
    expect(zh.time.periods).toEqual(["上午", "下午"]);
    const de = vegaLocale("de") as { number: { decimal: string; thousands: string }; time: { days: string[] } };
    expect(de.number).toMatchObject({ decimal: ",", thousands: "." });
    expect(de.time.days[1]).toBe("Montag");
  });
});
