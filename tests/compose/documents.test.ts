import { describe, expect, it } from "vitest";
import { figureIds } from "../../src/compose/figure-families.ts";
import { lintModel } from "../../src/compose/lint.ts";
import { Model } from "../../src/compose/model.ts";
import { bundle, CASES, LOCALES, modelOf, section, sentencesOf } from "./variants.ts";

const combinations = Object.keys(CASES).flatMap((name) => LOCALES.map((locale) => [name, locale] as const));

describe.each(combinations)("%s, %s", (name, locale) => {
  const make = () => {
    const known = CASES[name];
    if (known === undefined) throw new Error(`no case ${name}`);
    return known();
  };

  it("is a valid model whose sentences agree with its figures", async () => {
    const model = await modelOf(make(), locale);
    expect(Model.parse(model)).toEqual(model);
    expect(lintModel(model, await bundle(locale))).toEqual([]);
  });

  it("lists every figure with its text, rows and origin on the last page, and none twice", async () => {
    const model = await modelOf(make(), locale);
    const { figures } = section(model, "provenance");
    const entries = figures.families.flatMap((family) => family.entries.map((entry) => ({ family, entry })));
    expect(entries.map(({ entry }) => entry.figure).sort()).toEqual(Object.keys(model.figures).sort());
    for (const { entry } of entries) expect(entry.text, entry.figure).toBe(model.figures[entry.figure]?.text);
    for (const { name, entries: own } of figures.families)
      expect(
        figureIds(
          name,
          own.map(({ key }) => key),
        ),
      ).toEqual(own.map(({ figure }) => figure));
    for (const figure of Object.values(model.figures)) {
      expect(figure.query ?? figure.formula ?? "", `${figure.id} says where it comes from`).not.toBe("");
    }
    const { queries, formulas } = section(model, "provenance");
    const numbers = [...queries.rows, ...(formulas?.rows ?? [])].map((row) => row.cells[0]?.text);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const { family, entry } of entries)
      for (const number of (entry.origin || family.origin).split(" ")) expect(numbers, entry.figure).toContain(number);
  });

  it("refers only to charts, footnotes and places that exist, and uses all of them", async () => {
    const model = await modelOf(make(), locale);
    const text = JSON.stringify(model.sections);
    for (const id of Object.keys(model.charts)) expect(text).toContain(`"${id}"`);
    const notes = new Set([...text.matchAll(/"note":"([^"]+)"/g)].map((match) => match[1]));
    expect([...notes].sort()).toEqual(model.footnotes.map(({ id }) => id).sort());
    const anchors = new Set([...text.matchAll(/"anchor":"([^"]+)"/g)].map((match) => match[1]));
    const sections = new Set<string>(model.sections.map(({ id }) => id));
    for (const [, target = ""] of text.matchAll(/"href":"#([^"]*)"/g)) {
      expect(anchors.has(target) || sections.has(target), `#${target}`).toBe(true);
    }
  });

  it("leaves no sentence empty and no message unfilled", async () => {
    const model = await modelOf(make(), locale);
    for (const { where, sentence } of sentencesOf(model)) {
      expect(sentence.text.trim(), where).not.toBe("");
      expect(sentence.text, where).not.toMatch(/undefined|NaN|\[object|\{\w+\}|Infinity/);
    }
  });

  it("prints a dash with a footnote, never a zero, where there is nothing", async () => {
    const model = await modelOf(make(), locale);
    const { columns, groups } = section(model, "scorecard");
    for (const group of groups) {
      for (const row of group.rows) {
        for (const name of ["actual", "previous", "target", "points"] as const) {
          const cell = row[name];
          // A column without a heading is left out as a whole.
          if (columns[name] === "") expect(cell).toEqual({ text: "" });
          else if (cell.figure === undefined)
            expect(cell).toMatchObject({ text: "–", note: expect.stringMatching(/^note-/) });
        }
        for (const cell of [row.lastYear, row.attainment, row.weight]) {
          if (cell.figure === undefined) expect(["–", ""]).toContain(cell.text);
        }
      }
    }
  });
});

it("says the same every time and changes nothing it was given", async () => {
  const given = CASES.month?.();
  if (given === undefined) throw new Error("no case month");
  const before = JSON.stringify(given);
  const [first, second] = [await modelOf(given, "en"), await modelOf(given, "en")];
  expect(JSON.stringify(first)).toBe(JSON.stringify(second));
  expect(JSON.stringify(given)).toBe(before);
});

describe("approved sentences", () => {
  const approved = ["month", "quarter", "no targets, bands or baselines", "first period", "an indicator without data"];
  const files = approved.flatMap((name) => LOCALES.map((locale) => [name, locale] as const));
  it.each(files)("%s, %s", async (name, locale) => {
    const known = CASES[name];
    if (known === undefined) throw new Error(`no case ${name}`);
    const model = await modelOf(known(), locale);
    const lines = sentencesOf(model).map(({ where, sentence }) => `${where}\n    ${sentence.text}`);
    const subtitles = model.sections.map((part) => `${part.id}.subtitle\n    ${part.subtitle}`);
    const charts = Object.values(model.charts).map(
      (chart) => `chart ${chart.id}\n    ${chart.title} | ${chart.subtitle}\n    ${chart.alt}`,
    );
    const text = [model.edition.dataAsOf, ...subtitles, ...lines, ...charts].join("\n");
    const folder = name.replaceAll(/\W+/g, "-");
    await expect(`${text}\n`).toMatchFileSnapshot(`../golden/sentences/${folder}.${locale}.txt`);
  });
});
