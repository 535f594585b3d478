import { beforeAll, describe, expect, it } from "vitest";
import { lintModel } from "../../src/compose/lint.ts";
import { Model } from "../../src/compose/model.ts";
import { expectedSections } from "../../src/render/expected.ts";
import { goalsCase } from "../helpers/goals.ts";
import { bundle, LOCALES, modelOf, section, sentencesOf } from "./variants.ts";

const models = new Map<string, Model>();
beforeAll(async () => {
  for (const locale of LOCALES) models.set(locale, await modelOf(goalsCase(), locale));
});
const model = (locale: string): Model => {
  const made = models.get(locale);
  if (made === undefined) throw new Error(locale);
  return made;
};

describe.each(LOCALES)("the chapter of goals in %s", (locale) => {
  it("is valid, agrees with its figures, and every figure says where it comes from", async () => {
    expect(Model.parse(model(locale))).toEqual(model(locale));
    expect(lintModel(model(locale), await bundle(locale))).toEqual([]);
    for (const figure of Object.values(model(locale).figures))
      expect(figure.query ?? figure.formula ?? "", figure.id).not.toBe("");
  });

  it("leaves no message unfilled and refers to every chart once", () => {
    for (const { where, sentence } of sentencesOf(model(locale)))
      expect(sentence.text, where).not.toMatch(/undefined|NaN|\[object|\{\w+\}|Infinity/);
    const charts = section(model(locale), "goals").charts.map(({ chart }) => chart);
    expect(new Set(charts).size).toBe(8);
    expect(expectedSections(model(locale)).find(({ id }) => id === "goals")?.charts).toEqual(charts);
  });

  it("says what was approved", async () => {
    const { lead, overview, charts, items, notes, heading, subtitle } = section(model(locale), "goals");
    const summary = section(model(locale), "summary");
    const rows = (table: typeof overview) =>
      [table.columns.map(({ label }) => label), ...table.rows.map(({ cells }) => cells.map(({ text }) => text))]
        .map((cells) => `    ${cells.join(" | ")}`)
        .join("\n");
    const text = [
      `page 1: ${summary.heading.text}`,
      ...summary.score.lines.map((line) => `  ${line.text}`),
      `${heading.text} | ${subtitle}`,
      ...lead.map((sentence) => sentence.text),
      rows(overview),
      ...charts.map(({ chart, text: caption }) => {
        const drawn = model(locale).charts[chart];
        return `chart ${drawn?.title}\n    ${caption.text}\n    ${drawn?.alt}`;
      }),
      ...items.flatMap((item) => [
        `${item.heading.text} | ${item.subtitle}`,
        ...item.blocks.flatMap((block) => [
          ...("sentences" in block ? block.sentences.map((sentence) => `  ${sentence.text}`) : []),
          ...("table" in block ? [rows(block.table)] : []),
        ]),
      ]),
      ...notes.map((note) => note.text),
    ].join("\n");
    await expect(`${text}\n`).toMatchFileSnapshot(`../golden/sentences/goals.${locale}.txt`);
  });
});

describe("what is printed about goals", () => {
  const goals = () => section(model("en"), "goals");

  it("page 1 carries them in its title and under the score", () => {
    const { heading, score } = section(model("en"), "summary");
    expect(heading.text).toContain("; two of six goals are reached or on track; ");
    expect(score.lines.at(-1)?.text).toBe("Goals: 2 on track, 2 at risk, 2 off track");
  });

  it("points of the chart are the figures of the report", () => {
    const chart = model("en").charts["goal-off-track"];
    if (chart?.kind !== "goal-line") throw new Error("no chart");
    expect(chart.points).toHaveLength(11);
    for (const point of chart.points) expect(model("en").figures[point.figure ?? ""]?.text).toBe(point.text);
    expect(chart.plan).toEqual([
      { x: 0, value: 7.2 },
      { x: 12, value: 5 },
    ]);
    expect(chart.goal).toMatchObject({ x: 12, value: 5 });
    expect(chart.projection[0]?.x).toBeCloseTo(10, 9);
  });

  it("a status is a word, never a colour alone", () => {
    expect(goals().overview.rows.map(({ cells }) => [cells.at(-1)?.text, cells.at(-1)?.tone])).toEqual([
      ["On track", "good"],
      ["At risk", "caution"],
      ["Off track", "concern"],
      ["Reached", "good"],
      ["Missed", "concern"],
      ["At risk", "caution"],
      ["Not judged", "neutral"],
      ["Not begun", "neutral"],
    ]);
  });

  it("the bonus adds up as printed: items to rates, weights to the whole, payouts to the pool", () => {
    const bonus = goals().items.find(({ anchor }) => anchor === "kpi-bonus");
    const tables = (bonus?.blocks ?? []).flatMap((block) => ("table" in block ? [block.table] : []));
    const number = (text: string | undefined) => Number((text ?? "").replace(/[^\d.]/g, ""));
    const [summary, ...details] = tables;
    const payouts = (summary?.rows ?? []).map(({ cells }) => number(cells.at(-1)?.text));
    expect(payouts.slice(0, -1).reduce((sum, value) => sum + value, 0)).toBe(payouts.at(-1));
    expect(payouts.at(-1)).toBe(1000);
    expect(details).toHaveLength(2);
    for (const [i, { rows }] of details.entries()) {
      const sum = (column: number) =>
        rows.slice(0, -1).reduce((total, row) => total + number(row.cells[column]?.text), 0);
      expect(sum(6)).toBeCloseTo(number(rows.at(-1)?.cells[6]?.text), 9);
      expect(sum(5)).toBeCloseTo(100, 9);
      expect(rows.at(-1)?.cells[6]?.text).toBe(summary?.rows[i]?.cells.at(-3)?.text);
    }
  });

  it("an edition of one team has that team's goal, its owner and its line of a bonus alone", async () => {
    const { snapshot, config } = goalsCase();
    const measurements = snapshot.measurements.flatMap((row) =>
      row.cut.team === "north" ? [{ ...row, cut: {} }] : [],
    );
    const north = await modelOf({ config, snapshot: { ...snapshot, scope: { team: "north" }, measurements } }, "en");
    const { charts, lead, items } = section(north, "goals");
    expect(charts).toHaveLength(1);
    expect(charts[0]?.text.text).toContain("Owner: Team leader north.");
    expect(lead[0]?.text).toContain("Set for the whole organisation, not for this scope");
    expect(items.map(({ anchor }) => anchor)).toEqual(["kpi-bonus"]);
    expect(JSON.stringify(items)).not.toContain("south");
    expect(lintModel(north, await bundle("en"))).toEqual([]);
  });

  it("a report without goals has no such chapter", async () => {
    const { snapshot, config } = goalsCase({ report: { goals: [], kpis: [] } });
    const plain = await modelOf({ snapshot, config }, "en");
    expect(plain.sections.map(({ id }) => id)).not.toContain("goals");
    expect(section(plain, "summary").heading.text).not.toContain("goal");
  });
});
