import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createChartDrawer } from "../../src/charts/draw.ts";
import type { Model } from "../../src/compose/model.ts";
import { chartSize } from "../../src/render/chart-sizes.ts";
import { type Drawing, renderHtml } from "../../src/render/html.ts";
import { readPdf } from "../../src/render/pdf/read.ts";
import { finishPdf } from "../../src/render/pdf.ts";
import { loadTemplates } from "../../src/render/templates.ts";
import { assertSound, type Fault, findFaults } from "../../src/render/verify.ts";
import { fixtureModel } from "../helpers/model.ts";
import { render, sharedPress, TEMPLATES, THEME } from "../helpers/printing.ts";

const press = sharedPress();
const model = fixtureModel();
let sound: string;
let drawings: Drawing[];

beforeAll(async () => {
  const drawer = createChartDrawer({ theme: THEME, fonts: press.fonts, locale: "en" });
  drawings = [];
  for (const chart of Object.values(model.charts)) drawings.push(await drawer.draw(chart, chartSize(chart, "A4")));
  sound = await html(drawings);
});

async function html(charts: readonly Drawing[], of: Model = model): Promise<string> {
  const templates = await loadTemplates(join(TEMPLATES, "report"));
  return renderHtml({ model: of, drawings: charts, theme: THEME, templates, logo: null, printing: null });
}

/** Prints a document as it is and says what its reading-back finds. */
async function faultsOf(document: string, of: Model = model): Promise<Fault[]> {
  const { pdf, layout } = await press.printer.print(document);
  return findFaults(readPdf(finishPdf(pdf, of, [], layout.headings)), of, layout);
}

/** The document with one thing broken; the thing must be there. */
function broken(from: string | RegExp, to: string, document = sound): string {
  expect(document).toMatch(from instanceof RegExp ? from : new RegExp(from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  return document.replace(from, () => to);
}

const kinds = (faults: readonly Fault[]) => [...new Set(faults.map(({ kind }) => kind))];

describe("reading back", () => {
  it("finds nothing wrong with a sound document", async () => {
    expect(await faultsOf(sound)).toEqual([]);
  });

  it("finds a figure that is missing", async () => {
    const faults = await faultsOf(broken('<span class="figure concern">75.2%</span>', ""));
    expect(faults).toEqual([
      expect.objectContaining({ kind: "figure-missing", message: expect.stringContaining("75.2%") }),
    ]);
  });

  it("finds a figure that was changed, even by a digit", async () => {
    const faults = await faultsOf(
      broken('<span class="figure concern">75.2%</span>', '<span class="figure">75.3%</span>'),
    );
    expect(kinds(faults)).toEqual(["figure-missing"]);
  });

  it("finds a figure that is hidden", async () => {
    const hidden = broken('<span class="figure concern">75.2%</span>', '<span class="figure" hidden>75.2%</span>');
    expect(kinds(await faultsOf(hidden))).toEqual(["figure-missing"]);
  });

  it("finds a sentence that is missing", async () => {
    const faults = await faultsOf(broken("Resolution rate alone costs 16 of the 34 lost points.", ""));
    expect(faults).toEqual([expect.objectContaining({ kind: "text-missing", page: 1 })]);
  });

  it("finds a chart that was left out", async () => {
    const faults = await faultsOf(broken(/<img alt="Donut[^>]*>/, ""));
    expect(faults).toEqual([
      expect.objectContaining({ kind: "chart-missing", message: expect.stringContaining("Donut") }),
    ]);
  });

  it("finds a chart that shows nothing", async () => {
    const blank = drawings.map((drawing) =>
      drawing.id === "themes"
        ? { ...drawing, svg: '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="150"></svg>' }
        : drawing,
    );
    expect(kinds(await faultsOf(await html(blank)))).toEqual(["chart-missing"]);
  });

  it("finds a picture that is broken", async () => {
    const torn = drawings.map((drawing) => (drawing.id === "themes" ? { ...drawing, svg: "<svg" } : drawing));
    expect(kinds(await faultsOf(await html(torn)))).toContain("chart-blank");
  });

  it("finds text that runs out of its column, over the margin, or is cut off", async () => {
    const wide = broken("Service compliance</a>", `<span style="white-space:nowrap">${"wide ".repeat(60)}</span></a>`);
    expect(kinds(await faultsOf(wide))).toContain("overflow");
    const cut = broken(
      '<p class="subtitle">1,204 classified comments, October 2026</p>',
      '<p class="subtitle" style="height:6px;overflow:hidden">1,204 classified comments, October 2026</p>',
    );
    expect(kinds(await faultsOf(cut))).toContain("overflow");
  });

  it("finds text outside the paper", async () => {
    const away = broken(
      '<p class="subtitle">1,204 classified comments, October 2026</p>',
      '<p class="subtitle" style="position:relative;left:-70px">1,204 classified comments, October 2026</p>',
    );
    expect(kinds(await faultsOf(away))).toEqual(["overflow", "text-missing"]);
    // The browser cuts such text off; a reader of the PDF must find it all the same, should one not.
    const { pdf, layout } = await press.printer.print(sound);
    const document = readPdf(finishPdf(pdf, model, [], []));
    const node = document.pages[1]?.nodes.find(({ text }) => text === "75.2%");
    if (node) node.box = { left: -4, right: 20, bottom: 300, top: 300 };
    expect(kinds(findFaults(document, model, layout))).toEqual(["off-page"]);
  });

  it("finds a character without a glyph", async () => {
    const faults = await faultsOf(broken("Points are rounded", "\u{1f600} Points are rounded"));
    expect(kinds(faults)).toContain("unknown-glyph");
  });

  it("finds a summary that is longer than a page", async () => {
    const long = broken('<div class="recommended">', '<div style="height:700px"></div><div class="recommended">');
    const faults = await faultsOf(long);
    expect(kinds(faults)).toEqual(["page-one"]);
    expect(faults.map(({ message }) => message).join()).toContain("goes on on page 2");
  });

  it("finds a box that is taller than a page", async () => {
    const tall = broken('<div class="measure keep">', '<div class="measure keep" style="height:1200px">');
    expect(kinds(await faultsOf(tall))).toContain("overflow");
  });

  it("finds an empty page", async () => {
    const gap = broken(
      '<section class="chapter" id="plan">',
      '<div style="height:1px;break-after:page;break-before:page"></div><section class="chapter" id="plan">',
    );
    expect(kinds(await faultsOf(gap))).toContain("empty-page");
  });

  it("finds links that lead nowhere or out of the document", async () => {
    expect(kinds(await faultsOf(broken('href="#shortfall-0"', 'href="#nowhere"')))).toContain("link");
    expect(kinds(await faultsOf(broken('href="#shortfall-0"', 'href="https://example.com/"')))).toContain("link");
  });

  it("finds a wrong title, a wrong language and a section missing from the outline", async () => {
    expect(kinds(await faultsOf(broken('<html lang="en"', '<html lang="de"')))).toEqual(["structure"]);
    expect(
      kinds(await faultsOf(broken(/<h1>Four of six[^<]*<\/h1>/, "<p>Four of six indicators meet their target</p>"))),
    ).toEqual(["structure"]);
  });

  it("finds a chart of the model that no section shows", async () => {
    const orphan = structuredClone(model);
    const score = orphan.charts.score;
    if (score) orphan.charts.second = { ...score, id: "second", alt: "Second." };
    expect(kinds(await faultsOf(sound, orphan))).toEqual(["chart-missing"]);
  });

  it("stops the run with every fault in one error", () => {
    const fault: Fault = { kind: "figure-missing", page: 3, message: 'scorecard: "75.2%" is missing' };
    expect(() => assertSound([], "x")).not.toThrow();
    expect(() => assertSound([fault, { ...fault, page: null }], "after-sales-monthly/2026-10/all en")).toThrow(
      expect.objectContaining({
        code: "DOCUMENT_FAULTY",
        exitCode: 11,
        where: "after-sales-monthly/2026-10/all en",
        message: expect.stringMatching(/page 3: scorecard.*\n- scorecard/),
      }),
    );
  });

  it("fails an edition whose template loses a figure", async () => {
    const { cp, mkdtemp, readFile, rm, writeFile } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const folder = await mkdtemp(join(tmpdir(), "periodical-templates-"));
    try {
      await cp(join(TEMPLATES, "report"), join(folder, "report"), { recursive: true });
      const partial = join(folder, "report/partials/scorecard.hbs");
      await writeFile(partial, (await readFile(partial, "utf8")).replace("{{> cell previous}}", ""));
      await expect(render(press, model, { templatesDir: folder })).rejects.toMatchObject({
        code: "DOCUMENT_FAULTY",
        message: expect.stringContaining("97.6%"),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
