import { createHash } from "node:crypto";
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PDFDocument } from "@cantoo/pdf-lib";
import { describe, expect, it } from "vitest";
import type { Model } from "../../src/compose/model.ts";
import { type Printer, withPrinter } from "../../src/render/browser.ts";
import type { LayoutReport } from "../../src/render/layout.ts";
import { readPdf } from "../../src/render/pdf/read.ts";
import { fixtureModel } from "../helpers/model.ts";
import {
  CACHE,
  openWithPdfjs,
  render,
  renderPdf,
  SNAPSHOT,
  sharedPress,
  TEMPLATES,
  THEME,
  textByPdfjs,
} from "../helpers/printing.ts";

const press = sharedPress();
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("a printed document", () => {
  it.each(["en", "zh-CN"] as const)("says in %s what another reader reads, page by page", async (locale) => {
    const bytes = await renderPdf(press, fixtureModel({ locale, figures: 80 }));
    const ours = readPdf(bytes);
    const theirs = await textByPdfjs(bytes);
    expect(theirs).toHaveLength(ours.pages.length);
    for (const [index, page] of ours.pages.entries()) {
      const text = page.nodes.map((node) => node.text).join("");
      // Both in the order of drawing; the other reader leaves out what we keep of no width, so letters are compared.
      expect(letters(text)).toBe(letters(theirs[index] ?? ""));
    }
  });

  it("names its title, author, subject, language, maker and the date of its data", async () => {
    const document = await openWithPdfjs(await renderPdf(press, fixtureModel({ locale: "zh-CN" })));
    const { info } = (await document.getMetadata()) as unknown as { info: Record<string, unknown> };
    expect(info).toMatchObject({
      Title: "售后服务质量评价 · 2026年10月 · 全部团队",
      Author: "北风售后",
      Subject: "得分降至66分：复杂工单等待二线支持；电话接通是明显优势",
      Language: "zh-CN",
      Creator: "Periodical 0.1.0",
      CreationDate: "D:20261031181000+00'00'",
      ModDate: "D:20261031181000+00'00'",
    });
    expect(info.Producer).toContain("Periodical");
    await document.destroy();
  });

  it("has an outline of all sections without skipped levels, tags, and links that arrive", async () => {
    const read = readPdf(await renderPdf(press, fixtureModel()));
    const tops = read.outline.filter(({ level }) => level === 1).map(({ title }) => title);
    expect(tops).toEqual(fixtureModel().sections.map(({ heading }) => heading.text));
    let before = 0;
    for (const { level, page } of read.outline) {
      expect(level).toBeLessThanOrEqual(before + 1);
      expect(page).not.toBeNull();
      before = level;
    }
    expect(read.tagged).toBe(true);
    expect(read.links.targets).toContain("shortfall-0");
    expect(read.links.targets.filter((target) => !read.destinations.has(target))).toEqual([]);
  });

  it("marks column and row heads as heads, and pictures as figures with their text", async () => {
    const model = fixtureModel();
    const document = await openWithPdfjs(await renderPdf(press, model));
    const roles = new Map<string, number>();
    const alts: string[] = [];
    const visit = (node: { role?: string; alt?: string; children?: unknown[] }) => {
      if (node.role) roles.set(node.role, (roles.get(node.role) ?? 0) + 1);
      if (node.alt) alts.push(node.alt);
      for (const child of node.children ?? []) visit(child as typeof node);
    };
    for (let number = 1; number <= document.numPages; number += 1)
      visit((await (await document.getPage(number)).getStructTree()) as object);
    await document.destroy();
    expect(roles.get("TH")).toBeGreaterThan(20);
    expect(roles.get("H1")).toBe(model.sections.length);
    expect(new Set(alts)).toEqual(new Set(Object.values(model.charts).map(({ alt }) => alt)));
  });

  it("embeds its fonts and no others", async () => {
    const fonts = readPdf(await renderPdf(press, fixtureModel({ locale: "zh-CN" }))).pages.flatMap(
      (page) => page.fonts,
    );
    expect(fonts.every(({ embedded }) => embedded)).toBe(true);
    const families = new Set(fonts.map(({ name }) => name.replace(/^[A-Z]{6}\+/, "").replace(/-.*/, "")));
    expect(families).toEqual(new Set(["SourceSans3", "NotoSansSC"]));
  });

  it("carries the model and the snapshot as files", async () => {
    const model = fixtureModel({ figures: 10 });
    const bytes = await renderPdf(press, model);
    const document = await openWithPdfjs(bytes);
    const files = (await document.getAttachments()) as Record<string, { content: Uint8Array; description: string }>;
    expect(Object.keys(files)).toEqual(["model.json", "snapshot.json"]);
    expect(JSON.parse(Buffer.from(files["model.json"]?.content ?? []).toString())).toEqual(model);
    expect(JSON.parse(Buffer.from(files["snapshot.json"]?.content ?? []).toString())).toEqual(SNAPSHOT);
    expect(files["model.json"]?.description).toBe("This document as data");
    await document.destroy();
    // A second reader, which also checks the places of all objects.
    const again = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
    expect(again.getPageCount()).toBeGreaterThan(5);
    expect(again.getAuthor()).toBe("Northwind After-sales");
  });
});

describe("equal input", () => {
  it("gives equal bytes: one after the other, at once, after another document, and from another browser", async () => {
    const model = fixtureModel({ figures: 40 });
    const prints = [await renderPdf(press, model)];
    await renderPdf(press, fixtureModel({ locale: "zh-CN", indicators: 9 }));
    prints.push(...(await Promise.all([renderPdf(press, model), renderPdf(press, model)])));
    await withPrinter({ cacheDir: CACHE, fonts: press.fonts }, async (printer) => {
      prints.push(await renderPdf({ printer, fonts: press.fonts }, model));
      prints.push(await renderPdf({ printer, fonts: press.fonts }, model));
    });
    expect(new Set(prints.map(sha256)).size).toBe(1);
  });

  it("gives other bytes for another figure", async () => {
    const model = fixtureModel();
    const other = structuredClone(model);
    const summary = other.sections[0];
    if (summary?.id === "summary") summary.subtitle = `${summary.subtitle} ·`;
    expect(sha256(await renderPdf(press, model))).not.toBe(sha256(await renderPdf(press, other)));
  });
});

describe("the layout", () => {
  const variants: [string, Model][] = [
    ["a usual month", fixtureModel({ figures: 60 })],
    ["a usual month in Chinese", fixtureModel({ locale: "zh-CN", figures: 60 })],
    ["forty indicators", fixtureModel({ indicators: 40, shortfalls: 6, measures: 8, figures: 200 })],
    [
      "one period without targets",
      fixtureModel({ periods: 2, targets: false, measures: 0, shortfalls: 0, indicators: 1 }),
    ],
    [
      "long names",
      fixtureModel({ nameSuffix: " measured over every channel and team including partners abroad at night" }),
    ],
  ];

  it.each(variants)("keeps the summary on page 1 and leaves no page nearly empty: %s", async (_, model) => {
    const read = readPdf(await renderPdf(press, model));
    expect(read.outline.find(({ title }) => title === model.sections[1]?.heading.text)?.page).toBe(2);
    // The last page, and the first, end where their content ends.
    for (const page of read.pages.slice(1, -1)) expect(filled(page)).toBeGreaterThan(0.4);
  });

  it.each(variants)("foresees how the pages begin: %s", async (_, model) => {
    const { layout, read } = await layoutOf(model);
    expect(layout.starts).toHaveLength(read.pages.length - 1);
    for (const [i, start] of layout.starts.entries()) {
      const begins = read.pages[i + 1]?.nodes.filter(({ mcid }) => mcid !== null).map(({ text }) => text) ?? [];
      const foreseen = squeeze(start).slice(0, 12);
      // A table's head, and a list in columns, come before what goes on.
      expect(squeeze(begins.join("")).slice(0, 400), `page ${i + 2}`).toContain(foreseen);
    }
  });

  it.each([18, 21])("keeps a scorecard of %i indicators on one page", async (indicators) => {
    const model = fixtureModel({ indicators });
    const { read } = await layoutOf(model);
    const section = model.sections.find((candidate) => candidate.id === "scorecard");
    if (section?.id !== "scorecard") throw new Error("there is no scorecard");
    const second = read.pages[1]?.nodes.map(({ text }) => text) ?? [];
    expect(second).toContain(section.heading.text);
    expect(second).toContain(section.total.label);
  });

  it("prints on Letter paper when the theme says so", async () => {
    const [file] = await render(press, fixtureModel(), {
      theme: { ...THEME, page: "Letter" },
    });
    const [page] = readPdf(file?.bytes ?? new Uint8Array()).pages;
    expect([page?.width, page?.height].map((points) => Math.round(points ?? 0))).toEqual([612, 792]);
  });

  it("repeats the head of a table that goes over pages", async () => {
    const model = fixtureModel();
    const section = model.sections.at(-1);
    if (section?.id !== "provenance") throw new Error("the provenance is not the last section");
    const row = (i: number) => ({ group: false, cells: [{ text: `dataset-${i}` }, { text: `${i}` }] });
    section.datasets.rows = Array.from({ length: 200 }, (_, i) => row(i));
    const heads = (await textByPdfjs(await renderPdf(press, model))).filter((text) => text.includes("DatasetRows"));
    expect(heads.length).toBeGreaterThan(2);
  });

  it("lists a thousand figures on a few pages", async () => {
    const model = fixtureModel({ figures: 1000 });
    const read = readPdf(await renderPdf(press, model));
    const start = read.outline.find(({ title }) => title === model.sections.at(-1)?.heading.text)?.page ?? 0;
    expect(read.pages.length - start).toBeLessThanOrEqual(3);
  });
});

async function layoutOf(model: Model) {
  const layouts: LayoutReport[] = [];
  const printer: Printer = {
    ...press.printer,
    async print(...args) {
      const printed = await press.printer.print(...args);
      layouts.push(printed.layout);
      return printed;
    },
  };
  const [file] = await render({ ...press, printer }, model);
  const layout = layouts.at(-1);
  if (layout === undefined || file === undefined) throw new Error("nothing was printed");
  return { layout, read: readPdf(file.bytes) };
}

const squeeze = (text: string) => text.replace(/\s+/gu, "");

describe("what surrounds a document", () => {
  it("takes the project's own templates and logo when it has some", async () => {
    const root = await mkdtemp(path.join(tmpdir(), "periodical-project-"));
    try {
      await cp(path.join(TEMPLATES, "report"), path.join(root, "templates/report"), { recursive: true });
      const sheet = path.join(root, "templates/report/report.css");
      await writeFile(sheet, `${await readFile(sheet, "utf8")}\n.kicker::before { content: "Ours: "; }`);
      await writeFile(
        path.join(root, "logo.svg"),
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20" fill="#1d5b8f"/></svg>',
      );
      const [file] = await render(press, fixtureModel(), { root, theme: { ...THEME, logo: "logo.svg" } });
      const [first = "", second = ""] = await textByPdfjs(file?.bytes ?? new Uint8Array());
      expect(second).toContain("Ours:Scorecard");
      expect(first).not.toContain("NorthwindAfter-salesAfter-salesservicereview");
      await expect(
        render(press, fixtureModel(), { root, theme: { ...THEME, logo: "none.png" } }),
      ).rejects.toMatchObject({
        code: "CONFIG_INVALID",
        where: path.join(root, "none.png"),
      });
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it("names the template that cannot be read or is none", async () => {
    const templatesDir = await mkdtemp(path.join(tmpdir(), "periodical-templates-"));
    try {
      await expect(render(press, fixtureModel(), { templatesDir })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
      await cp(path.join(TEMPLATES, "report"), path.join(templatesDir, "report"), { recursive: true });
      const partial = path.join(templatesDir, "report/partials/plan.hbs");
      await writeFile(partial, "{{#each measures}}");
      await expect(render(press, fixtureModel(), { templatesDir })).rejects.toMatchObject({ where: partial });
      await writeFile(partial, '{{t "nothing"}}');
      await expect(render(press, fixtureModel(), { templatesDir })).rejects.toMatchObject({
        code: "RENDER_FAILED",
        message: expect.stringContaining('no label "nothing"'),
      });
    } finally {
      await rm(templatesDir, { recursive: true });
    }
  });

  it("may be a browser that knows none of our fonts: then the document brings them", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "periodical-fonts-"));
    try {
      await copyFile(path.join(press.fonts.dir, "NotoSansSC-400.ttf"), path.join(folder, "other.ttf"));
      const confFile = path.join(folder, "fonts.conf");
      await writeFile(
        confFile,
        `<?xml version="1.0"?><fontconfig><dir>${folder}</dir><cachedir>${folder}/cache</cachedir></fontconfig>`,
      );
      await withPrinter({ cacheDir: CACHE, fonts: { confFile } }, async (printer) => {
        const bytes = await renderPdf(
          { printer: { ...printer, bringFonts: true }, fonts: press.fonts },
          fixtureModel(),
        );
        const names = new Set(readPdf(bytes).pages.flatMap((page) => page.fonts.map(({ name }) => name.slice(7))));
        expect(names).toContain("SourceSans3-SemiBold");
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("other formats", () => {
  it("gives the model as JSON, and HTML that needs nothing beside it", async () => {
    const model = fixtureModel({ locale: "zh-CN" });
    const files = await render(press, model, { formats: ["html", "json"] });
    expect(files.map(({ name, mediaType }) => [name, mediaType])).toEqual([
      ["after-sales-monthly_2026-10_zh-CN.html", "text/html; charset=utf-8"],
      ["after-sales-monthly_2026-10_zh-CN.json", "application/json"],
    ]);
    const [html = "", json = ""] = files.map(({ bytes }) => Buffer.from(bytes).toString("utf8"));
    expect(JSON.parse(json)).toEqual(model);
    expect(html).toContain('<html lang="zh-CN"');
    expect(html).not.toMatch(/(src|href)="(?!data:|#)/);
    expect(html.match(/@font-face/g)).toHaveLength(press.fonts.files.length);
    expect(html.length).toBeLessThan(1_500_000);
  });

  it("needs no browser for JSON alone", async () => {
    const printer = { print: () => Promise.reject(new Error("no")) } as unknown as typeof press.printer;
    const [file] = await render({ printer, fonts: press.fonts }, fixtureModel(), { formats: ["json"] });
    expect(file?.extension).toBe("json");
  });
});

/** How far down a page its content goes, as a share of the room between the margins. */
function filled(page: ReturnType<typeof readPdf>["pages"][number]): number {
  const lowest = Math.min(
    ...page.nodes.filter(({ mcid }) => mcid !== null).map(({ box }) => box?.bottom ?? Number.POSITIVE_INFINITY),
  );
  return (page.height - 75 - lowest) / (page.height - 135);
}

const letters = (text: string) => [...text.replace(/[^\p{L}\p{N}%]/gu, "")].sort().join("");
