import { describe, expect, it } from "vitest";
import { compose } from "../../src/compose/compose.ts";
import { loadLocale } from "../../src/compose/locale.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { readPdf } from "../../src/render/pdf/read.ts";
import { renderEdition } from "../../src/render/render.ts";
import { render, sharedPress, TEMPLATES } from "../helpers/printing.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";

const press = sharedPress();

describe("an edition from its snapshot to its document", () => {
  it.each([
    ["month", "en"],
    ["month", "zh-CN"],
    ["quarter", "en"],
    ["quarter", "zh-CN"],
  ] as const)("says on paper what it found: %s, %s", async (unit, tag) => {
    const { snapshot, config } = afterSalesFixture({ unit });
    const locale = await loadLocale(tag);
    const model = compose(evaluate(snapshot, config), snapshot, config, { locale, revision: 1, version: "0.1.0" });
    const { theme } = config;
    const [file] = await renderEdition(model, snapshot, { ...press, theme, templatesDir: TEMPLATES, formats: ["pdf"] });
    const read = readPdf(file?.bytes ?? new Uint8Array());
    expect(read.language).toBe(tag);
    expect(read.figures.length).toBeGreaterThan(15);
    expect(read.outline.filter(({ level }) => level === 1)).toHaveLength(model.sections.length);

    const [html] = await render(press, model, { formats: ["html"], theme });
    const page = Buffer.from(html?.bytes ?? []).toString();
    expect((await press.printer.print(page)).layout.brokenWords).toEqual([]);
    const narrow = page.replace("</style>", "#method table { table-layout: fixed; max-width: 20mm }</style>");
    const broken = (await press.printer.print(narrow)).layout.brokenWords;
    if (tag === "en") expect(broken.length).toBeGreaterThan(3);
  });

  it("takes as few pages as it can: the list of figures, no page nearly empty but the last", async () => {
    const { snapshot, config } = afterSalesFixture();
    const model = compose(evaluate(snapshot, config), snapshot, config, {
      locale: await loadLocale("en"),
      revision: 1,
      version: "0.1.0",
    });
    const [file] = await render(press, model, { theme: config.theme });
    const { pages } = readPdf(file?.bytes ?? new Uint8Array());
    expect(pages.length).toBeLessThanOrEqual(14);
    for (const page of pages.slice(0, -1)) {
      const inside = page.nodes.flatMap(({ mcid, box }) => (mcid === null || !box ? [] : [box.bottom]));
      const lowest = Math.min(...inside.filter((bottom) => bottom > 0));
      expect(1 - lowest / page.height).toBeGreaterThan(0.5);
    }
  });
});
