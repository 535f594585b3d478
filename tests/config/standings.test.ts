import { expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { PROJECT, SMALL_CONFIG, withProject } from "../helpers/project.ts";

/** What is wrong with the report's further settings, as `periodical check` says it. */
async function problems(settings: string): Promise<string> {
  const files = { "periodical.yaml": PROJECT, "config/service.yaml": SMALL_CONFIG + settings };
  return withProject(files, (root) =>
    loadConfig(root).then(
      () => "",
      (error: unknown) => {
        const { message, details } = error as { message: string; details?: unknown };
        return `${message}\n${JSON.stringify(details ?? null)}`;
      },
    ),
  );
}

const analysis = (settings: string): string => `    analyses: [{ id: look, title: A look, ${settings} }]\n`;
const comparison = (settings: string): string => analysis(`kind: comparison, ${settings}`);
const MONTHS = "before: { months: [-5, -3] }, after: { months: [-2, 0] }";

it.each([
  ["months", comparison(MONTHS)],
  ["days", comparison("before: { from: 2026-05-01, to: 2026-07-31 }, after: { from: 2026-08-01, to: 2026-10-31 }")],
  ["named ranges", comparison("before: last_year, after: reported")],
  ["groups", comparison(`${MONTHS}, treated: { dimension: team, members: [a] }, comparison_group: others`)],
  ["a ranking by an indicator", analysis("kind: ranking, dimension: team, by: solved")],
  [
    "filters and scopes",
    "    filters: { late: { name: Late, where: { tickets: hours > 2 } } }\n    scopes: { each: team }\n",
  ],
])("%s are valid", async (_, settings) => {
  expect(await problems(settings)).toBe("");
});

it.each([
  ["an unknown indicator", comparison(`${MONTHS}, indicators: [solvd]`), 'There is no indicator \\"solvd\\"'],
  [
    "days that run backwards",
    comparison("before: { from: 2026-07-31, to: 2026-05-01 }, after: { from: 2026-08-01, to: 2026-08-02 }"),
    "ends before it begins",
  ],
  [
    "ranges that overlap",
    comparison("before: { months: [-5, -2] }, after: { months: [-2, 0] }"),
    "does not begin after",
  ],
  [
    "a range that moves against one that does not",
    comparison("before: { from: 2026-05-01, to: 2026-07-31 }, after: { months: [-2, 0] }"),
    "written in different ways",
  ],
  ["the reported period before itself", comparison("before: reported, after: reported"), "does not begin after"],
  ["a month to come", comparison("before: { months: [-2, 0] }, after: { months: [1, 2] }"), "<=0"],
  ["a comparison group without a treated one", comparison(`${MONTHS}, comparison_group: others`), "needs to know whom"],
  [
    "groups of two dimensions",
    comparison(
      `${MONTHS}, treated: { dimension: team, members: [a] }, comparison_group: { dimension: channel, members: [b] }`,
    ),
    "by two dimensions",
  ],
  [
    "a member of both groups",
    comparison(`${MONTHS}, treated: { dimension: team, members: [a] }, comparison_group: { members: [a, b] }`),
    "in both groups",
  ],
  ["a ranking of an unknown dimension", analysis("kind: ranking, dimension: tems"), 'There is no dimension \\"tems\\"'],
  [
    "a ranking by an unknown indicator",
    analysis("kind: ranking, dimension: team, by: solvd"),
    'There is no indicator \\"solvd\\"',
  ],
  [
    "a filter on an unknown dataset",
    "    filters: { late: { name: Late, where: { ticket: hours > 2 } } }\n",
    'There is no dataset \\"ticket\\"',
  ],
  ["a filter that filters nothing", "    filters: { late: { name: Late, where: {} } }\n", "filters nothing"],
  ["editions for an unknown dimension", "    scopes: { each: tems }\n", 'There is no dimension \\"tems\\"'],
])("%s is refused", async (_, settings, message) => {
  expect(await problems(settings)).toContain(message);
});

it("a dimension called as filters are is refused beside filters", async () => {
  const config = SMALL_CONFIG.replace("channel: { name: Channel }", "filter: { name: Filter }").replace(
    "[team, channel]",
    "[team]",
  );
  const files = {
    "periodical.yaml": PROJECT,
    "config/service.yaml": `${config}    filters: { late: { name: Late, where: { tickets: hours > 2 } } }\n`,
  };
  await withProject(files, (root) => expect(loadConfig(root)).rejects.toThrow());
});
