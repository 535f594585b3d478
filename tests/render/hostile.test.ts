import { describe, expect, it } from "vitest";
import type { Model } from "../../src/compose/model.ts";
import { TEMPLATE_LABELS } from "../../src/render/labels.ts";
import { pageCss } from "../../src/render/page-css.ts";
import { readPdf } from "../../src/render/pdf/read.ts";
import { finishPdf } from "../../src/render/pdf.ts";
import { makePrintable } from "../../src/render/printable.ts";
import { loadTemplates } from "../../src/render/templates.ts";
import { fixtureModel } from "../helpers/model.ts";
import { openWithPdfjs, render, renderPdf, sharedPress, TEMPLATES, THEME, textByPdfjs } from "../helpers/printing.ts";

const press = sharedPress();

/** A document in which a name of a user's is everywhere a name can be. */
function named(name: string): Model {
  return fixtureModel({ nameSuffix: ` ${name}`, organisation: name });
}

const HOSTILE: [string, string, string][] = [
  [
    "markup and script",
    '<script>alert(1)</script><img src=x onerror="alert(2)"> & "quotes"',
    "<script>alert(1)</script>",
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a name that tries to be one
  ["template syntax", "{{constructor}} {{> summary}} {{{css}}} ${process.env}", "{{>summary}}"],
  ["style sheet syntax", '"; } @page { size: A0 } </style><h1>big</h1> \\', "@page{size:A0}"],
  ["right-to-left text", "قسم خدمة العملاء العربي", "□"],
  ["direction overrides", "abc\u202egpj.exe\u2066 \u200f", "abcgpj.exe"],
  ["emoji", "Team \u{1f600}\u{1f468}\u200d\u{1f469}\u200d\u{1f467} ✈\ufe0f", "Team□□"],
  ["control characters", "a\u0000b\u0007c\u001b[31md\ud800e", "b"],
  ["combining marks", "Cafe\u0301 Mu\u0308ller", "CaféMüller"],
  ["radicals and compatibility forms", "⼀⽅⽇ 豈 ㎏", "一方日"],
  ["rare scripts", "ไทย हिन्दी 한국어 𠮷", "□"],
];

describe("names of users", () => {
  it.each(HOSTILE)("are printed as text, whatever they hold: %s", async (_, name, shown) => {
    const bytes = await renderPdf(press, named(name));
    const [first = ""] = await textByPdfjs(bytes);
    expect(first.normalize("NFC")).toContain(shown);
    const [page] = readPdf(bytes).pages;
    expect([Math.round(page?.width ?? 0), Math.round(page?.height ?? 0)]).toEqual([595, 842]);
  });

  it.each([
    ["with spaces", "very long name ".repeat(667)],
    ["without", "x".repeat(10_000)],
    ["in Chinese", "售后服务质量".repeat(1667)],
  ])("may be 10,000 characters long: %s", async (_, name) => {
    const read = readPdf(await renderPdf(press, named(name)));
    expect(read.pages.length).toBeLessThan(60);
    expect(read.outline[1]?.page).not.toBe(0);
  });

  it("may make headings of several lines: no page end divides them, and the bookmarks say them once", async () => {
    const [{ css }, model] = [await loadTemplates(`${TEMPLATES}/report`), fixtureModel()];
    const frame = { headLeft: "", headRight: "", headRightFirst: "", footLeft: "", footRight: "", logo: null };
    for (const heading of [
      "售后服务质量与响应速度".repeat(9),
      "Quality of service and speed of response ".repeat(5).trim(),
    ]) {
      for (const above of [190, 215, 222]) {
        const { pdf, layout } = await press.printer.print(`<!doctype html><html lang="en" data-sheet="700 1000">
          <head><meta charset="utf-8"><title>Page</title><style>${pageCss(THEME, frame)}${css}</style></head>
          <body><div style="height:${above}mm"></div><h1>${heading}</h1><div class="keep" style="height:180mm">Below</div></body></html>`);
        const read = readPdf(finishPdf(pdf, model, [], layout.headings));
        expect(read.nodes.map(({ page }) => page)).toEqual([2, 2]);
        expect(read.outline).toEqual([{ title: heading, level: 1, page: 2 }]);
      }
    }
  });

  it("stay as they are in the attached model and in JSON", async () => {
    const model = named("\u{1f600} \u202e <b>");
    const [pdf, json] = await render(press, model, { formats: ["pdf", "json"] });
    expect(JSON.parse(Buffer.from(json?.bytes ?? []).toString())).toEqual(model);
    const document = await openWithPdfjs(pdf?.bytes ?? new Uint8Array());
    const files = (await document.getAttachments()) as Record<string, { content: Uint8Array }>;
    expect(JSON.parse(Buffer.from(files["model.json"]?.content ?? []).toString())).toEqual(model);
    await document.destroy();
  });
});

describe("what cannot be printed", () => {
  it("is replaced by a visible square and named at the end", async () => {
    const text = (await textByPdfjs(await renderPdf(press, named("\u{1f600}")))).join("");
    expect(text).toContain("CharactersthefontsdonothaveareprintedasU+1F600".replace("as", "as□:"));
  });

  it("is shortened when no page could hold it, and repeated at the end", async () => {
    const model = fixtureModel();
    const summary = model.sections[0];
    const tail = "and here the sentence ends.";
    if (summary?.id === "summary")
      summary.notes = [{ text: `${"It goes on and on, ".repeat(60)}${tail}`, figures: [] }];
    const pages = await textByPdfjs(await renderPdf(press, model));
    expect(pages[0]).not.toContain(tail.replaceAll(" ", ""));
    expect(pages.join("")).toContain(tail.replaceAll(" ", ""));
  });

  it("costs nothing where there is none: the model is the same object", () => {
    const model = fixtureModel({ locale: "zh-CN" });
    const printable = makePrintable(model, press.fonts);
    expect(printable.model).toBe(model);
    expect(printable.note).toBeNull();
  });

  it("leaves ids alone, so that everything still refers to the same", () => {
    const model = fixtureModel();
    const { score } = model.charts;
    if (score) model.charts["\u{1f600}"] = { ...score, id: "\u{1f600}", title: "\u{1f600}" };
    const { charts } = makePrintable(model, press.fonts).model;
    expect(charts["\u{1f600}"]).toMatchObject({ id: "\u{1f600}", title: "□" });
  });
});

describe("a summary that is too long", () => {
  it("is cut down to one page, and what was cut stands in its section", async () => {
    const model = fixtureModel({
      measures: 12,
      nameSuffix: " measured over every channel and team including partners abroad",
    });
    const summary = model.sections[0];
    if (summary?.id === "summary") {
      const note = {
        text: "A reader must know a good deal before believing this page, and this says so. ".repeat(3),
        figures: [],
      };
      summary.notes = Array.from({ length: 8 }, () => note);
      summary.heading = { ...summary.heading, text: `${summary.heading.text} ${summary.heading.text}` };
    }
    const pages = await textByPdfjs(await renderPdf(press, model));
    expect(pages[0]).toContain("Whatwerecommend");
    expect(pages[1]).toContain("Fourofsixindicatorsmeettheirtarget");
  });
});

describe("the words of the templates", () => {
  it.each(["en", "zh-CN"])("are there in %s", async (tag) => {
    const { loadLocale } = await import("../../src/compose/locale.ts");
    const { messages } = await loadLocale(tag);
    expect(TEMPLATE_LABELS.filter((label) => messages[`labels.${label}`] === undefined)).toEqual([]);
  });
});
