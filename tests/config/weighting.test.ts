import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import type { Problem } from "../../src/config/yaml-file.ts";
import { PeriodicalError } from "../../src/errors.ts";
import { PROJECT, withProject } from "../helpers/project.ts";

/** A project of one weighted indicator in one annual report. */
interface Sketch {
  weighting?: string;
  report?: readonly string[];
}

const config = ({ weighting = "{ dimension: role, weights: { a: 1 } }", report = [] }: Sketch): string =>
  [
    "datasets:",
    "  ratings: { name: ratings, source: { table: r }, time: { column: at }, dimensions: { role: { name: Role }, who: { name: Who, personal: true } } }",
    "  people: { name: people, source: { table: p }, time: { column: at } }",
    "indicators:",
    "  plain: { kind: count, name: N, definition: d, dataset: ratings, unit: count }",
    "  conduct:",
    "    kind: mean",
    "    name: Conduct",
    "    definition: d",
    "    dataset: ratings",
    "    value: v",
    "    unit: score",
    `    weighting: ${weighting}`,
    "scorecards:",
    "  card: { name: C, versions: [{ effective_from: 2020-01-01, dimensions: { d: { name: D, indicators: { conduct: { weight: 100 } } } } }] }",
    "reports:",
    "  annual:",
    "    title: T",
    "    scorecard: card",
    "    cadence: year",
    ...report.map((line) => `    ${line}`),
  ].join("\n");

async function messagesOf(sketch: Sketch): Promise<string[]> {
  return withProject({ "periodical.yaml": PROJECT, "config/all.yaml": config(sketch) }, async (root) => {
    const error = await loadConfig(root).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error === null) return [];
    if (!(error instanceof PeriodicalError)) throw error;
    return (error.details as Problem[]).map(({ message }) => message);
  });
}

const problemOf = async (sketch: Sketch): Promise<string> => (await messagesOf(sketch)).join("; ");

describe("a weighting", () => {
  it.each([
    "{ dimension: role, weights: { supervisor: 50, self: 0 } }",
    "{ dimension: role, standard: { period: last_year } }",
    "{ dimension: role, standard: { period: 2025-Q3 } }",
    "{ dimension: role, standard: { weights: { a: 0.3, b: 0.7 } } }",
    "{ dimension: role, population: { dataset: ratings, distinct: person, name: people }, strata: [a] }",
  ])("may be %s", async (weighting) => {
    expect(await messagesOf({ weighting })).toEqual([]);
  });

  it.each([
    ["{ dimension: rol, weights: { a: 1 } }", 'Dataset "ratings" has no dimension "rol" to weight by.'],
    ["{ dimension: who, weights: { a: 1 } }", 'The members of "who" are people; weighting prints every stratum.'],
    ["{ dimension: role, weights: {} }", "No member has a weight."],
    ["{ dimension: role, standard: { weights: { a: 0 } } }", "No member has a weight."],
    ["{ dimension: role, standard: { period: 2025-13 } }", '"2025-13" is not a period.'],
    ["{ dimension: role, population: { dataset: peple } }", 'There is no dataset "peple".'],
    ["{ dimension: role, population: { dataset: people } }", 'Dataset "people" has no dimension "role" to weight by.'],
    [
      "{ dimension: role, population: { dataset: ratings, distinct: person } }",
      'Different values of "person" are counted, but the report does not know what they are called.',
    ],
  ])("is refused when it is %s", async (weighting, message) => {
    expect(await problemOf({ weighting })).toBe(message);
  });

  it("is refused with a negative weight, and on kinds that cannot be weighted", async () => {
    expect(await problemOf({ weighting: "{ dimension: role, weights: { a: -1 } }" })).not.toBe("");
    const median = config({}).replace("kind: mean", "kind: percentile");
    await withProject({ "periodical.yaml": PROJECT, "config/all.yaml": median }, async (root) => {
      await expect(loadConfig(root)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    });
  });

  it("goes with no heat map, and its analysis with a weighted indicator only", async () => {
    expect(await problemOf({ report: ["heatmap: [conduct]"] })).toContain('Indicator "conduct" is weighted');
    const look = (indicator: string) => [`analyses: [{ kind: weighting, id: w, title: W, indicator: ${indicator} }]`];
    expect(await messagesOf({ report: look("conduct") })).toEqual([]);
    const grid = "analyses: [{ kind: grid, id: g, title: G, indicator: conduct, rows: role, columns: who }]";
    expect(await problemOf({ report: [grid] })).toContain('Indicator "conduct" is weighted');
    expect(await problemOf({ report: look("plain") })).toBe('Indicator "plain" is not weighted.');
    expect(await problemOf({ report: look("conduc") })).toBe('There is no indicator "conduc".');
  });
});

describe("combined periods", () => {
  it.each([
    ["{ unit: quarter, rule: mean }", ""],
    ["{ unit: half-year, rule: weights, weights: [1, 2] }", ""],
    ["{ unit: quarter, rule: weights }", "The rule `weights` has no weights."],
    ["{ unit: quarter, rule: weights, weights: [1, 2] }", "A year has 4 inner periods (quarter), not 2."],
    ["{ unit: quarter, rule: weights, weights: [0, 0, 0, 0] }", "No inner period has a weight."],
    ["{ unit: quarter, rule: mean, weights: [1, 1, 1, 1] }", "The rule `mean` uses no weights."],
    ["{ unit: quarter, rule: mean, at_least: 5 }", "A year has only 4 inner periods (quarter)."],
  ])("%s: %s", async (combine, message) => {
    expect(await problemOf({ report: [`combine: ${combine}`] })).toBe(message);
  });

  it("are shorter than the period", async () => {
    const report = ["combine: { unit: quarter, rule: mean }"];
    const quarterly = config({ report }).replace("cadence: year", "cadence: quarter");
    await withProject({ "periodical.yaml": PROJECT, "config/all.yaml": quarterly }, async (root) => {
      await expect(loadConfig(root)).rejects.toMatchObject({
        details: [expect.objectContaining({ message: "A quarter is not made of quarters." })],
      });
    });
  });
});

describe("a decision", () => {
  const decision = (...outcomes: string[]) => [
    "decision:",
    "  outcomes:",
    ...outcomes.map((outcome) => `    - ${outcome}`),
  ];
  const pass = (condition: string) => `{ id: pass, name: Passed, when: [${condition}] }`;
  const fail = "{ id: fail, name: Failed }";

  it.each([
    ["{ score: { at_least: 75 } }", ""],
    ["{ indicator: conduct, band: { at_least: good } }", ""],
    ["{ indicator: conduc, value: { at_least: 3 } }", '"conduc" is no indicator of the scorecard.'],
    ["{ indicator: plain, value: { at_least: 3 } }", '"plain" is no indicator of the scorecard.'],
    ["{ measured_periods: { at_least: 3 } }", "The report has no inner periods to count."],
  ])("that asks %s: %s", async (condition, message) => {
    expect(await problemOf({ report: decision(pass(condition), fail) })).toBe(message);
  });

  it("counts the periods of `inside` or `combine`", async () => {
    const report = [...decision(pass("{ measured_periods: { at_least: 3 } }"), fail), "inside: month"];
    expect(await messagesOf({ report })).toEqual([]);
  });

  it("has outcomes of different names, and only the last without conditions", async () => {
    expect(await problemOf({ report: [...decision(pass("{ score: { above: 1 } }"), fail), "  about: wizards"] })).toBe(
      'There is no dimension "wizards".',
    );
    const twice = decision(pass("{ score: { above: 1 } }"), pass("{ score: { above: 2 } }"));
    expect(await problemOf({ report: twice })).toBe('Outcome "pass" is there twice.');
    expect(await problemOf({ report: decision(fail, pass("{ score: { above: 1 } }")) })).toBe(
      'Outcome "fail" has no conditions, so that those after it are never reached.',
    );
  });

  it("has one limit for a condition", async () => {
    expect(await problemOf({ report: decision(pass("{ score: { at_least: 1, below: 2 } }"), fail) })).not.toBe("");
  });
});
