import { describe, expect, it } from "vitest";
import { compose } from "../../src/compose/compose.ts";
import { loadLocale } from "../../src/compose/locale.ts";
import type { Model, Section, SectionOf } from "../../src/compose/model.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";

async function quarter(history: number, locale: string): Promise<Model> {
  const { snapshot, config } = afterSalesFixture({ unit: "quarter" });
  const kept = snapshot.history.slice(-history);
  // As planned for so short a history: only the months inside it.
  const inside = snapshot.inside.filter((month) => month.start >= (kept[0]?.start ?? ""));
  const short = { ...snapshot, history: kept, inside, lastYear: null };
  return compose(evaluate(short, config), short, config, {
    locale: await loadLocale(locale),
    revision: 1,
    version: "0",
  });
}

function section<Id extends Section["id"]>(model: Model, id: Id): SectionOf<Id> {
  const found = model.sections.find((one): one is SectionOf<Id> => one.id === id);
  if (!found) throw new Error(`no section ${id}`);
  return found;
}

describe("trends of a first quarter", () => {
  it.each([
    ["en", "Monthly values", "Jul 26"],
    ["zh-CN", "按月列示", "26年7月"],
  ])("%s: the months inside are drawn, and their table stands beside them once", async (locale, subtitle, label) => {
    const model = await quarter(1, locale);
    const trends = section(model, "trends");
    expect(trends.subtitle).toContain(subtitle);
    expect(trends.table.id).toBe("inside");
    expect(section(model, "scorecard").inside).toBeNull();
    const chart = model.charts["trend-call_answer_rate"];
    if (chart?.kind !== "line") throw new Error("the answer rate is not drawn");
    expect(chart.points.map((point) => point.period)).toEqual(["2026-07", "2026-08", "2026-09"]);
    expect(chart.points[0]?.label).toBe(label);
    expect(
      chart.points.every((point) => point.figure !== null && model.figures[point.figure]?.text === point.text),
    ).toBe(true);
    // A single quarter has no course for a line in the scorecard.
    expect(model.charts["spark-call_answer_rate"]).toBeUndefined();
  });

  it("draws quarters as soon as there are two", async () => {
    const model = await quarter(2, "en");
    expect(section(model, "trends").subtitle).toContain("Quarterly");
    expect(section(model, "scorecard").inside).not.toBeNull();
    expect(model.charts["trend-call_answer_rate"]).toMatchObject({
      points: [{ period: "2026-Q2" }, { period: "2026-Q3" }],
    });
  });
});
