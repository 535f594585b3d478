import { describe, expect, it } from "vitest";
import { afterSalesFixture } from "../helpers/snapshot.ts";
import { LOCALES, modelOf, section, threeVersions } from "./variants.ts";

describe.each(LOCALES)("a history across three versions of the rules, %s", (locale) => {
  const make = () => modelOf(threeVersions(afterSalesFixture()), locale);

  it("shows the score both ways: by the rules of its time, and by today's", async () => {
    const model = await make();
    const chart = model.charts.score;
    if (chart?.kind !== "line") throw new Error("no line of the score");
    expect(chart.marks.map(({ period }) => period)).toEqual(["2026-05", "2026-10"]);
    expect(chart.other?.values).toHaveLength(chart.points.length);
    const differs = chart.points.some(({ value }, at) => {
      const other = chart.other?.values[at] ?? null;
      return other !== null && value !== null && Math.abs(other - value) > 1e-9;
    });
    expect(differs).toBe(true);
    const columns = section(model, "trends").table.columns.map(({ label }) => label);
    expect(columns).toContain(locale === "en" ? "Score by today's rules" : "按现行规则得分");
  });

  it("steps the target where it changed, and marks only the indicator it changed for", async () => {
    const model = await make();
    const [calls, speed] = [model.charts["trend-call_answer_rate"], model.charts["trend-first_response_time"]];
    if (calls?.kind !== "line" || speed?.kind !== "line") throw new Error("no trend charts");
    expect(calls.targets?.slice(-2)).toEqual([0.95, 0.97]);
    expect(calls.marks.map(({ period }) => period)).toEqual(["2026-10"]);
    expect(speed.targets).toBeUndefined();
    expect(speed.marks).toEqual([]);
    const spark = model.charts["spark-call_answer_rate"];
    expect(spark?.kind === "sparkline" ? spark.targets?.slice(-2) : null).toEqual([0.95, 0.97]);
  });

  it("says on the scorecard which rules hold and what they changed", async () => {
    const { changes, notes } = section(await make(), "scorecard");
    const rows = changes?.rows.map(({ cells, group }) => [group, ...cells.map(({ text }) => text)]) ?? [];
    expect(rows.filter(([group]) => group === true)).toHaveLength(2);
    expect(rows).toContainEqual([
      false,
      locale === "en" ? "Call answer rate" : "电话接通率",
      "15",
      "90% → 94%",
      "95% → 97%",
      locale === "en" ? "moved" : "已调整",
    ]);
    expect(rows.some((row) => row.includes("25 → 30"))).toBe(true);
    expect(notes[0]?.text).toContain(locale === "en" ? "1 Oct 2026" : "2026年10月1日");
    expect(notes[1]?.text).toContain(locale === "en" ? "Calls are held to more." : "提高电话接通率要求。");
  });

  it("tells page 1 how the score moved like for like", async () => {
    const model = await make();
    const figure = model.figures["score@2026-10#change_current_rules"];
    const before = model.figures["score@2026-09#current_rules"];
    const now = model.figures["score@2026-10"];
    expect(figure?.value).toBeCloseTo((now?.value ?? 0) - (before?.value ?? 0), 9);
    const notes = section(model, "summary").notes.map(({ text }) => text);
    expect(notes.some((text) => text.includes(before?.text ?? "?"))).toBe(true);
  });
});

describe("one version throughout", () => {
  it("has one line, one target and no table of changes", async () => {
    const model = await modelOf(afterSalesFixture(), "en");
    expect(section(model, "scorecard").changes).toBeNull();
    const chart = model.charts.score;
    expect(chart?.kind === "line" ? chart.other : null).toBeUndefined();
    expect(section(model, "scorecard").notes[0]?.text).toContain("which apply to the whole history shown");
    expect(JSON.stringify(model.figures)).not.toContain("current_rules");
  });
});
