import { readFile } from "node:fs/promises";
import Handlebars from "handlebars";
import { describe, expect, it } from "vitest";
import type { Chart } from "../../src/compose/chart-model.ts";
import { anchorName, HELPERS, type RenderContext } from "../../src/render/helpers.ts";
import { cssString, pageCss, sheetPx } from "../../src/render/page-css.ts";
import { THEME } from "../helpers/printing.ts";

const docs = await readFile(new URL("../../docs/templates.md", import.meta.url), "utf8");
const chart = (kind: string, title: string) => ({ kind, title, alt: `${title}.` }) as Chart;
const context: RenderContext = {
  labels: { strengths: "Strengths" },
  charts: {
    line: chart("line", "Calls answered"),
    heat: chart("heatmap", "By hour"),
    bars: chart("target-bars", "Targets"),
    parts: chart("contribution", "By team"),
  },
  drawn: new Map([["line", { svg: "<svg/>", width: 425, height: 96, alt: 'Calls "answered" <98%>' }]]),
  footnoteMarks: new Map([["f1", "a"]]),
  quotes: ["“", "”"],
};

function fill(template: string, data: object = {}): string {
  const handlebars = Handlebars.create();
  handlebars.registerHelper(HELPERS as Record<string, Handlebars.HelperDelegate>);
  return handlebars.compile(template)(data, { data: { context } });
}

const examples = [...docs.matchAll(/^\| `(.*\{\{.*\}\}.*)` \| (?:`(.*)`)? ?\| `(.*)` \|$/gm)].map(
  ([, template = "", data = "{}", result = ""]) => [template, data, result] as const,
);

describe("the helpers", () => {
  it.each(examples)("%s", (template, data, result) => {
    expect(fill(template, JSON.parse(data) as object)).toBe(result);
  });

  it("are all documented", () => {
    const documented = new Set(
      examples.flatMap(([template]) => [...template.matchAll(/[{(](\w+)/g)].map(([, name]) => name)),
    );
    documented.add("chart");
    expect(Object.keys(HELPERS).filter((name) => !documented.has(name))).toEqual([]);
  });

  it("place a chart with its text escaped", () => {
    expect(fill('{{chart "line"}}')).toBe(
      '<img alt="Calls &quot;answered&quot; &lt;98%&gt;" width="425" height="96" src="data:image/svg+xml;base64,PHN2Zy8+">',
    );
  });

  it("stop at what the model does not have", () => {
    expect(() => fill('{{t "strenghts"}}')).toThrow('no label "strenghts"');
    expect(() => fill('{{chart "x"}}')).toThrow("no drawing");
    expect(() => fill('{{chartOf "x"}}')).toThrow("no chart");
    expect(() => fill('{{footnote "x"}}')).toThrow("no footnote");
  });

  it("give different ids different anchors", () => {
    const ids = ["a@b", "a#b", "a-b", "a.b", "a b", "客服", "a.40.b"];
    expect(new Set(ids.map(anchorName)).size).toBe(ids.length);
  });
});

describe("the page", () => {
  it("leaves the same room that the layout is checked against", () => {
    expect(sheetPx("A4")).toEqual({ width: expect.closeTo(676.5, 1), height: expect.closeTo(941.1, 1) });
    expect(sheetPx("Letter").width).toBeCloseTo(698.8, 1);
  });

  it("keeps names from ending a CSS string or the style element", () => {
    expect(cssString('a"; } </style> \\ &\n')).toBe('"a\\22 ; } \\3c /style\\3e  \\5c  \\26 \\a "');
    const frame = { headLeft: "</style>", headRight: "", headRightFirst: "", footLeft: "", footRight: "", logo: null };
    const css = pageCss(THEME, frame);
    expect(css).not.toContain("</style>");
  });
});
