import { readFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ChartDrawer } from "../../src/charts/draw.ts";
import type { ChartOf } from "../../src/compose/chart-model.ts";
import { PeriodicalError } from "../../src/errors.ts";
import type { Fonts } from "../../src/render/fonts.ts";
import { testDrawer, testFonts, textsOf, textsOutside } from "./drawing.ts";
import { customSample } from "./samples.ts";

let drawer: ChartDrawer;
let fonts: Fonts;
beforeAll(async () => {
  fonts = await testFonts();
  drawer = await testDrawer();
});

const sample = customSample("en");
const own = (spec: Record<string, unknown>, more: Partial<ChartOf<"custom">> = {}): ChartOf<"custom"> => ({
  ...sample,
  ...more,
  spec: { ...sample.spec, ...spec },
});
const refusal = async (chart: ChartOf<"custom">) => {
  const error = await drawer.draw(chart).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PeriodicalError);
  return error as PeriodicalError;
};
const rate = { mark: "line", encoding: sample.spec.encoding };

describe("a report's own chart", () => {
  it("is bound to figures by the name of its data", async () => {
    const small = await drawer.draw(sample);
    const rows = sample.data.rates?.map((row, i) => ({ ...row, period_label: `P${i}`, value: i / 10 }));
    const other = await drawer.draw({ ...sample, data: { rates: rows ?? [] } });
    expect(textsOf(small.svg, fonts).map(({ text }) => text)).toContain("Month 6");
    expect(textsOf(other.svg, fonts).map(({ text }) => text)).toContain("P5");
    expect(small.marks).toBe(6);
    // The first bar of the second one is 0 high and still there.
    expect(other.marks).toBe(6);
  });

  it("takes the only data there is when it names none", async () => {
    const { data: _, ...spec } = sample.spec;
    expect((await drawer.draw({ ...sample, spec })).svg).toBe((await drawer.draw(sample)).svg);
  });

  it("may join several of the report's data", async () => {
    const chart = own(
      {
        transform: [{ lookup: "period_label", from: { data: { name: "goals" }, key: "month", fields: ["goal"] } }],
        encoding: { ...(sample.spec.encoding as object), y: { field: "goal", type: "quantitative" } },
      },
      {
        data: {
          ...sample.data,
          goals: sample.data.rates?.map((row) => ({ month: row.period_label ?? null, goal: 0.95 })) ?? [],
        },
      },
    );
    expect((await drawer.draw(chart)).marks).toBe(6);
  });

  it("reads dates and numbers in the form that the specification says", async () => {
    const chart = own(
      {
        data: { name: "rates", format: { parse: { day: "utc:'%Y-%m-%d'" } } },
        encoding: {
          x: { field: "day", type: "temporal", scale: { type: "utc" }, axis: { format: "%b %Y" } },
          y: { field: "value", type: "quantitative" },
        },
        mark: "line",
      },
      { data: { rates: [1, 2, 3].map((month) => ({ day: `2026-0${month}-01`, value: month })) } },
    );
    const zh = await (await testDrawer("zh-CN")).draw(chart);
    expect(textsOf(zh.svg, fonts).map(({ text }) => text)).toContain("2月 2026");
    expect(textsOf((await drawer.draw(chart)).svg, fonts).map(({ text }) => text)).toContain("Feb 2026");
  });

  it("has the theme's fonts and colours and the width of its place; what it says of them is reported as without effect", async () => {
    const chart = own({
      width: 2000,
      config: { font: "Comic Sans MS", bar: { color: "#ff00ff" } },
      background: "#00ff00",
    });
    const { svg, width, warnings } = await drawer.draw(chart, { width: 500 });
    expect(width).toBeLessThanOrEqual(500);
    expect(width).toBeGreaterThan(480);
    expect(svg).not.toMatch(/Comic|ff00ff|00ff00/);
    expect(svg).toContain("Source Sans 3");
    expect(warnings).toEqual(
      ["config", "background", "width"].map((key) => expect.stringContaining(`"${key}" has no effect`)),
    );
  });

  it.each([
    ["rows", { facet: { row: { field: "period_label", type: "nominal" } }, spec: { height: 30, ...rate } }],
    ["many columns", { facet: { column: { field: "period_label", type: "nominal" } }, spec: { width: 300, ...rate } }],
    [
      "side by side",
      {
        hconcat: [
          { width: 700, ...rate },
          { width: 700, ...rate },
        ],
      },
    ],
  ])("made of several plots (%s) is fitted into the width as a whole", async (_, composition) => {
    const { mark: _mark, encoding: _encoding, ...rest } = sample.spec;
    const drawn = await drawer.draw({ ...sample, spec: { ...rest, height: undefined, ...composition } });
    expect(drawn.width).toBeLessThanOrEqual(680);
    const [, x, y] = drawn.svg.match(/viewBox="0 0 ([\d.]+) ([\d.]+)"/) ?? [];
    expect(Number(x) / Number(y)).toBeCloseTo(drawn.width / drawn.height, 1);
    expect(textsOutside({ ...drawn, width: Number(x), height: Number(y) }, fonts)).toEqual([]);
  });

  it("shows a box for what the fonts lack, in texts of the specification too", async () => {
    const { svg } = await drawer.draw(own({ title: "Rates 😀 \u202eשלום" }));
    expect(textsOf(svg, fonts).map(({ text }) => text)).toContain("Rates □ □□□□");
  });

  it("has no text of a configuration compiled into code", async () => {
    const original = globalThis.Function;
    let compiled = 0;
    globalThis.Function = new Proxy(original, {
      construct(target, args) {
        compiled++;
        return Reflect.construct(target, args);
      },
      apply(target, self, args) {
        compiled++;
        return Reflect.apply(target, self, args);
      },
    });
    try {
      await drawer.draw(own({ transform: [{ calculate: "datum.value * 2 + length(datum.text)", as: "twice" }] }));
      const outbreak = own({
        transform: [{ calculate: "datum.constructor.constructor('return process')()", as: "x" }],
      });
      await drawer.draw(outbreak).catch(() => {});
    } finally {
      globalThis.Function = original;
    }
    expect(compiled).toBe(0);
  });
});

describe("a report's own chart is refused", () => {
  it.each([
    ["values of its own", own({ data: { values: [{ value: 1 }] } }), "data.values"],
    ["an address", own({ data: { url: "https://example.com/x.csv" } }), "data.url"],
    ["a file", own({ data: { url: "file:///etc/passwd" } }), "data.url"],
    ["a generated sequence", own({ data: { sequence: { start: 0, stop: 9 } } }), "data.sequence"],
    ["data sets of its own", own({ datasets: { rates: [{ value: 1 }] } }), "datasets"],
    ["an image", own({ mark: "image" }), "mark"],
    ["an image in a layer", own({ layer: [{ mark: { type: "image", url: "x.png" } }] }), "layer[0].mark"],
    ["links", own({ encoding: { href: { value: "https://example.com" } } }), "encoding.href"],
    [
      "foreign data in a lookup",
      own({ transform: [{ lookup: "x", from: { data: { url: "x.json" }, key: "x", fields: ["y"] } }] }),
      "transform[0].from.data.url",
    ],
  ])("%s", async (_, chart, place) => {
    const error = await refusal(chart);
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain(place);
    expect(error.where).toContain(chart.id);
  });

  it("for a name that the report does not know, with those it does", async () => {
    const error = await refusal(own({ data: { name: "rate" } }));
    expect(error).toMatchObject({ code: "CONFIG_INVALID", message: expect.stringMatching(/data\.name .*: rates/) });
  });

  it.each([
    ["no mark", own({ mark: undefined })],
    ["an unknown mark", own({ mark: "pie-chart" })],
    ["an expression that cannot be read", own({ transform: [{ calculate: "datum.value +* 2", as: "x" }] })],
    ["an unknown function", own({ transform: [{ calculate: "fetch('https://example.com')", as: "x" }] })],
  ])("as not drawable: %s", async (_, chart) => {
    const error = await refusal(chart);
    expect(error).toMatchObject({
      code: "RENDER_FAILED",
      where: chart.id,
      hint: expect.stringContaining("docs/charts.md"),
    });
  });

  it("when an address only comes out of its data", async () => {
    const chart = own({
      layer: [
        {
          mark: { type: "text", href: { expr: "'https://example.com/' + datum.text" } },
          encoding: sample.spec.encoding,
        },
      ],
      mark: undefined,
      encoding: undefined,
    });
    expect((await refusal(chart)).message).toContain("href");
  });
});

describe("docs/charts.md", () => {
  it("shows an own chart that can be drawn", async () => {
    const page = await readFile(path.join(import.meta.dirname, "../../docs/charts.md"), "utf8");
    const spec = JSON.parse(page.match(/```json\n([\s\S]*?)```/)?.[1] ?? "");
    const rows = Array.from({ length: 13 }, (_, i) => ({
      period_label: `M${i}`,
      value: 0.9 + i / 200,
      text: `${90 + i / 2} %`,
    }));
    const drawn = await drawer.draw({ ...sample, spec, data: { rates: rows } });
    expect(drawn.warnings).toEqual([]);
    expect(drawn.marks).toBeGreaterThan(12);
    expect(textsOutside(drawn, fonts)).toEqual([]);
  });
});
