import { describe, expect, it } from "vitest";
import { compose } from "../../src/compose/compose.ts";
import { loadLocale } from "../../src/compose/locale.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { readPdf } from "../../src/render/pdf/read.ts";
import { renderEdition } from "../../src/render/render.ts";
import { sharedPress, TEMPLATES } from "../helpers/printing.ts";
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
  });
});
