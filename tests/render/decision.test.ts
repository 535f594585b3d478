import { describe, expect, it } from "vitest";
import { compose } from "../../src/compose/compose.ts";
import { loadLocale } from "../../src/compose/locale.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { readPdf } from "../../src/render/pdf/read.ts";
import { renderEdition } from "../../src/render/render.ts";
import { assessment, DECISION } from "../helpers/assessment.ts";
import { sharedPress, TEMPLATES } from "../helpers/printing.ts";

const press = sharedPress();

describe("an assessment with a decision", () => {
  it.each(["en", "zh-CN"])(
    "keeps to one first page however long the decision is, and prints its evidence: %s",
    async (tag) => {
      const [first, ...others] = DECISION.outcomes;
      const long = {
        en: "The reasons are explained to the agent in person. ".repeat(9).trim(),
        "zh-CN": "由直接上级当面向本人说明理由，并记录双方意见。".repeat(12),
      };
      const decision = {
        ...DECISION,
        outcomes: [first, ...others.map((outcome) => ({ ...outcome, consequence: long }))],
      };
      const { snapshot, config } = assessment({ unrated: ["2025-Q2"], report: { decision } });
      const locale = await loadLocale(tag);
      const model = compose(evaluate(snapshot, config), snapshot, config, { locale, revision: 1, version: "0.1.0" });
      // Reading back finds every text of the model on paper, and refuses a first page that is none.
      const [file] = await renderEdition(model, snapshot, {
        ...press,
        theme: config.theme,
        templatesDir: TEMPLATES,
        formats: ["pdf"],
      });
      const { outline } = readPdf(file?.bytes ?? new Uint8Array());
      expect(outline.filter(({ level }) => level === 1)).toHaveLength(model.sections.length);
      const summary = model.sections.find((section) => section.id === "summary");
      expect(summary?.id === "summary" ? summary.decision?.sentences : []).toHaveLength(2);
    },
  );
});
