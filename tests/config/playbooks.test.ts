import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import type { Problem } from "../../src/config/yaml-file.ts";
import { PeriodicalError } from "../../src/errors.ts";
import { PROJECT, SMALL_CONFIG, withProject } from "../helpers/project.ts";

const BASE = {
  indicators: {
    book_rate: { kind: "ratio", name: "Rate", definition: "d", dataset: "book_rows", unit: "percent", numerator: "x" },
  },
  datasets: {
    book_rows: {
      name: "rows",
      source: { table: "rows" },
      time: { column: "at" },
      dimensions: { crew: { name: "Crew" } },
    },
    book_others: {
      name: "others",
      source: { table: "others" },
      time: { column: "at" },
      dimensions: { place: { name: "Place" } },
    },
  },
};
const RULE = {
  id: "r",
  when: { indicator: "book_rate" },
  problem: "p",
  cause: "c",
  measure: {
    title: "t",
    department: "d",
    due_in_days: 30,
    verification: { indicator: "book_rate", comparator: ">=", threshold: 0.8 },
  },
};
const withStandard = (verification: object): object => ({ ...RULE, measure: { ...RULE.measure, verification } });

/** Problems of the small project with a playbook of these rules and this report; YAML reads JSON. */
async function problemsOf(rules: readonly object[], more: object = {}): Promise<Pick<Problem, "key" | "message">[]> {
  const file = { ...BASE, playbooks: { book: { name: "Book", rules } }, ...more };
  const files = {
    "periodical.yaml": PROJECT,
    "config/service.yaml": SMALL_CONFIG,
    "config/book.yaml": JSON.stringify(file, null, 1),
  };
  return withProject(files, async (root) => {
    const error = await loadConfig(root).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error === null) return [];
    if (!(error instanceof PeriodicalError)) throw error;
    return (error.details as Problem[]).map(({ key, message }) => ({ key, message }));
  });
}

describe("playbooks", () => {
  it("takes a rule whose standard can be measured", async () => {
    expect(
      await problemsOf([RULE, withStandard({ theme: "slow", comparator: "<", threshold: 0.2 })].slice(0, 1)),
    ).toEqual([]);
    expect(await problemsOf([withStandard({ ...RULE.measure.verification, cut: { crew: "north" } })])).toEqual([]);
  });

  it("refuses two rules of one id", async () => {
    expect(await problemsOf([RULE, RULE])).toEqual([
      { key: "playbooks.book.rules[1].id", message: 'Rule "r" is there twice.' },
    ]);
  });

  it.each([
    ["a percentage", { indicator: "book_rate", comparator: ">=", threshold: 85 }],
    ["a theme's share", { theme: "slow", comparator: "<=", threshold: 20 }],
  ])("refuses %s that is written as a whole number", async (_name, standard) => {
    const [problem, ...others] = await problemsOf([withStandard(standard)]);
    expect(others).toEqual([]);
    expect(problem?.key).toBe("playbooks.book.rules[0].measure.verification.threshold");
    expect(problem?.message).toContain("is no share");
  });

  it("refuses a cut or a condition that the indicator's dataset does not know, though another one does", async () => {
    const standard = { ...RULE.measure.verification, cut: { place: "x" } };
    const rule = { ...withStandard(standard), when: { indicator: "book_rate", dimension: "place" } };
    expect((await problemsOf([rule])).map(({ key }) => key)).toEqual([
      "playbooks.book.rules[0].when.dimension",
      "playbooks.book.rules[0].measure.verification.cut.place",
    ]);
  });
});

describe("reports", () => {
  it.each([
    ["sections", ["summary", "scorecard", "summary"]],
    ["breakdowns", ["shift", "shift"]],
    ["heatmap", ["first_response_time", "first_response_time"]],
    ["formats", ["pdf", "pdf"]],
    ["locales", ["en", "en"]],
  ])("name each of their %s once", async (key, names) => {
    const again = { title: "Again", scorecard: "after-sales", cadence: "month", [key]: names };
    const found = await problemsOf([RULE], { reports: { again } });
    expect(found).toContainEqual({
      key: `reports.again.${key}[${names.length - 1}]`,
      message: `"${names[0]}" is there twice.`,
    });
  });

  it("have a title with words in it", async () => {
    const again = { title: {}, scorecard: "after-sales", cadence: "month" };
    expect(await problemsOf([RULE], { reports: { again } })).toEqual([
      { key: "reports.again.title", message: "A text needs words in at least one language." },
    ]);
  });

  it("say that a text is missing, or that something else stands in its place", async () => {
    const again = { scorecard: "after-sales", cadence: "month" };
    expect(await problemsOf([RULE], { reports: { again } })).toEqual([
      { key: "reports.again.title", message: '"title" is missing.' },
    ]);
    expect(await problemsOf([RULE], { reports: { again: { ...again, title: 7 } } })).toEqual([
      { key: "reports.again.title", message: "This is not what is expected here." },
    ]);
  });
});
