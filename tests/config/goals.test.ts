import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import type { Problem } from "../../src/config/yaml-file.ts";
import { PeriodicalError } from "../../src/errors.ts";
import { PROJECT, SMALL_CONFIG, withProject } from "../helpers/project.ts";

const BASE = {
  indicators: {
    goal_rate: { kind: "ratio", name: "Rate", definition: "d", dataset: "goal_rows", unit: "percent", numerator: "x" },
    goal_time: {
      kind: "mean",
      name: "Time",
      definition: "d",
      dataset: "goal_rows",
      unit: "minutes",
      value: "m",
      direction: "lower_is_better",
    },
  },
  datasets: {
    goal_rows: {
      name: "rows",
      source: { table: "rows" },
      time: { column: "at" },
      dimensions: { team: { name: "Team" }, handler: { name: "Handler" } },
    },
  },
};
const GOAL = {
  name: "G",
  indicator: "goal_rate",
  start: { period: "year_start", value: 0.8 },
  goal: { period: "year_end", value: 0.9 },
};
const KPI = {
  name: "K",
  dimension: "team",
  items: [{ id: "a", goal: "g", weight: 100 }],
  steps: [{ from: 1, pays: 1 }],
  awards: { month: { pool: 100 } },
};

/** Problems of the small project with these goals and schemes; YAML reads JSON. */
async function problemsOf(goal: object, kpi: object = {}, more: object = {}): Promise<Problem[]> {
  const file = { ...BASE, goals: { g: { ...GOAL, ...goal } }, kpis: { k: { ...KPI, ...kpi } }, ...more };
  const files = {
    "periodical.yaml": PROJECT,
    "config/service.yaml": SMALL_CONFIG,
    "config/goals.yaml": JSON.stringify(file, null, 1),
  };
  return withProject(files, async (root) => {
    const error = await loadConfig(root).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error === null) return [];
    if (!(error instanceof PeriodicalError)) throw error;
    return error.details as Problem[];
  });
}
const said = async (...given: Parameters<typeof problemsOf>) =>
  (await problemsOf(...given)).map(({ key, message }) => `${key}: ${message}`);

describe("goals in the configuration", () => {
  it("sound ones are taken as they are", async () => {
    expect(await said({})).toEqual([]);
    expect(
      await said({
        plan: {
          steps: [
            { months: 3, value: 0.84 },
            { months: 6, value: 0.88 },
          ],
        },
        cascade: { dimension: "team", members: { north: { goal: 0.92 }, south: { start: "measured", goal: 0.85 } } },
      }),
    ).toEqual([]);
  });

  it.each([
    [{ indicator: "goal_rat" }, 'goals.g.indicator: There is no indicator "goal_rat".'],
    [{ start: { value: 0.8 } }, "goals.g.start: The start needs either a date or a period."],
    [
      { goal: { date: "2026-12-31", period: "year_end", value: 0.9 } },
      "goals.g.goal: The goal needs either a date or a period.",
    ],
    [
      { start: { date: "2026-06-30", value: 0.8 }, goal: { date: "2026-06-30", value: 0.9 } },
      "goals.g.goal.date: The goal is due on 2026-06-30, not after its start on 2026-06-30.",
    ],
    [{ start: { period: "year_end", value: 0.8 } }, "goals.g.start.period: A goal cannot start at year_end."],
    [{ goal: { period: "year_start", value: 0.9 } }, "goals.g.goal.period: A goal cannot be due when the year starts."],
    [
      { goal: { period: "year_end", value: 90 } },
      "goals.g.goal.value: 90 is no share: percentages are written as fractions.",
    ],
    [
      { start: { period: "year_start", value: 0.95 } },
      "goals.g.goal.value: The goal 0.9 is worse than the start 0.95, as higher is better.",
    ],
    [
      { indicator: "goal_time", start: { period: "year_start", value: 4 }, goal: { period: "year_end", value: 5 } },
      "goals.g.goal.value: The goal 5 is worse than the start 4, as lower is better.",
    ],
    [{ cut: { handlr: "bot" } }, 'goals.g.cut.handlr: There is no dimension "handlr" in the dataset of goal_rate.'],
    [
      {
        plan: {
          steps: [
            { months: 6, value: 0.85 },
            { months: 3, value: 0.88 },
          ],
        },
      },
      "goals.g.plan.steps[1]: This step does not come after the one before.",
    ],
    [
      {
        plan: {
          steps: [
            { months: 6, value: 0.85 },
            { date: "2026-09-01", value: 0.88 },
          ],
        },
      },
      "goals.g.plan.steps[1]: Steps by date and steps by months are mixed.",
    ],
    [
      { plan: { steps: [{ value: 0.85 }] } },
      "goals.g.plan.steps[0]: A step needs either a date or a number of months.",
    ],
    [
      { cascade: { dimension: "team", members: { north: { start: 0.95, goal: 0.92 } } } },
      "goals.g.cascade.members.north.goal: The goal 0.92 is worse than the start 0.95, as higher is better.",
    ],
    [{ cascade: { dimension: "team", members: {} } }, "goals.g.cascade.members: No member has a goal."],
  ])("%j", async (goal, message) => {
    const apart = { items: [{ id: "a", indicator: "goal_rate", target: 0.9, weight: 100 }] };
    expect(await said(goal, apart)).toEqual([message]);
  });

  it("one that is about a member cannot be broken down, nor paid for by another dimension", async () => {
    const cascade = { dimension: "team", members: { north: { goal: 0.9 } } };
    expect(await said({ cut: { handler: "bot" }, cascade })).toEqual([
      "goals.g.cascade: A goal that is about one member already cannot be broken down over another dimension.",
      'kpis.k.items[0].goal: The goal "g" is about one member of a dimension already and cannot be told for team as well.',
    ]);
  });
});

describe("bonus schemes in the configuration", () => {
  const item = (change: object) => ({ items: [{ id: "a", weight: 100, ...change }] });
  it.each([
    [item({ goal: "h" }), 'kpis.k.items[0].goal: There is no goal "h".'],
    [item({}), "kpis.k.items[0]: An item is measured by either a goal or an indicator."],
    [item({ indicator: "goal_rate" }), 'kpis.k.items[0]: "a" has no target to be measured against.'],
    [item({ indicator: "goal_rat", target: 1 }), 'kpis.k.items[0].indicator: There is no indicator "goal_rat".'],
    [
      item({ indicator: "goal_rate", target: 90 }),
      "kpis.k.items[0].target: 90 is no share: percentages are written as fractions.",
    ],
    [item({ goal: "g", target: 0.9 }), "kpis.k.items[0].target: The goal's plan is the target."],
    [item({ goal: "g", weight: 90 }), "kpis.k.items: The weights sum to 90, not to 100."],
    [
      { items: [50, 50].map((weight) => ({ id: "a", goal: "g", weight })) },
      'kpis.k.items[1].id: Item "a" is there twice.',
    ],
    [
      {
        steps: [
          { from: 1, pays: 1 },
          { from: 0.9, pays: 0.5 },
        ],
      },
      "kpis.k.steps[1].from: This step does not begin after the one before.",
    ],
    [{ awards: {} }, "kpis.k.awards: Nothing is paid."],
    [
      { awards: { month: { pool: 1, per_subject: 1 } } },
      "kpis.k.awards.month: An award is either a pool or an amount per subject.",
    ],
    [
      { dimension: "squad" },
      'kpis.k.items[0]: "a" cannot be told for each member of squad: the dataset goal_rows has no such dimension.',
    ],
  ])("%j", async (kpi, message) => {
    expect(await said({}, kpi)).toEqual([message]);
  });

  it("a report names goals and schemes that exist, once, with an award for its cadence", async () => {
    const report = (change: object) => ({
      scorecards: {
        goal_card: {
          name: "C",
          versions: [
            {
              effective_from: "2020-01-01",
              dimensions: { all: { name: "A", indicators: { goal_rate: { weight: 100 } } } },
            },
          ],
        },
      },
      reports: { goal_report: { title: "R", scorecard: "goal_card", cadence: "quarter", ...change } },
    });
    expect(await said({}, {}, report({ goals: ["g", "g", "x"], kpis: ["k", "y"] }))).toEqual([
      'reports.goal_report.goals[1]: "g" is there twice.',
      'reports.goal_report.goals[2]: There is no goal "x".',
      'reports.goal_report.kpis[0]: "k" has no award for a quarter.',
      'reports.goal_report.kpis[1]: There is no bonus scheme "y".',
    ]);
    expect(await said({}, {}, report({ cadence: "month", goals: ["g"], kpis: ["k"] }))).toEqual([]);
  });
});
