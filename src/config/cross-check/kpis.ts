import type { Config } from "../schema/index.ts";
import type { Kpi, KpiItem } from "../schema/kpi.ts";
import type { Report } from "../schema/report.ts";
import { didYouMean } from "../validate.ts";
import type { Say } from "./say.ts";

const WEIGHT_TOLERANCE = 1e-6;

/** Bonus schemes: what is paid for can be measured for the subjects, weights sum to 100, steps rise, amounts are clear. */
export function checkKpis(config: Config, say: Say): void {
  for (const [id, kpi] of Object.entries(config.kpis)) {
    const names = kpi.items.map((item) => item.id);
    for (const [index, item] of kpi.items.entries()) {
      const at = ["items", index];
      if (names.indexOf(item.id) !== index)
        say(id, [...at, "id"], `Item "${item.id}" is there twice.`, "Give each item its own id.");
      checkItem(config, kpi, item, (path, message, hint) => say(id, [...at, ...path], message, hint));
    }
    const sum = kpi.items.reduce((total, { weight }) => total + weight, 0);
    if (Math.abs(sum - 100) > WEIGHT_TOLERANCE) {
      say(
        id,
        ["items"],
        `The weights sum to ${Number(sum.toFixed(6))}, not to 100.`,
        "Change the weights so that they sum to 100.",
      );
    }
    for (const [index, step] of kpi.steps.entries()) {
      const before = kpi.steps[index - 1];
      if (before !== undefined && step.from <= before.from)
        say(
          id,
          ["steps", index, "from"],
          "This step does not begin after the one before.",
          "Write the steps in rising order of `from`.",
        );
    }
    if (Object.keys(kpi.awards).length === 0)
      say(
        id,
        ["awards"],
        "Nothing is paid.",
        "Write e.g. `month: { per_subject: 400 }` or `quarter: { pool: 60000 }`.",
      );
    for (const [period, award] of Object.entries(kpi.awards)) {
      if (award !== undefined && (award.pool === undefined) === (award.per_subject === undefined))
        say(
          id,
          ["awards", period],
          "An award is either a pool or an amount per subject.",
          "Keep one of `pool` and `per_subject`.",
        );
    }
  }
}

function checkItem(
  config: Config,
  kpi: Kpi,
  item: KpiItem,
  say: (path: readonly PropertyKey[], message: string, hint: string) => void,
): void {
  if ((item.goal === undefined) === (item.indicator === undefined)) {
    say([], "An item is measured by either a goal or an indicator.", "Keep one of `goal` and `indicator`.");
    return;
  }
  const goal = item.goal === undefined ? undefined : config.goals[item.goal];
  if (item.goal !== undefined && goal === undefined) {
    say(["goal"], `There is no goal "${item.goal}".`, didYouMean(item.goal, Object.keys(config.goals)));
    return;
  }
  if (goal !== undefined && Object.keys(goal.cut).length > 0) {
    say(
      ["goal"],
      `The goal "${item.goal}" is about one member of a dimension already and cannot be told for ${kpi.dimension} as well.`,
      "Use an indicator with the cut in its `where`, and a target.",
    );
  }
  if (goal !== undefined && item.target !== undefined)
    say(["target"], "The goal's plan is the target.", "Leave `target` out, or name an indicator instead of the goal.");
  if (item.indicator !== undefined && item.target === undefined)
    say([], `"${item.id}" has no target to be measured against.`, "Add `target`, in the indicator's unit.");
  const name = item.indicator ?? goal?.indicator ?? "";
  const indicator = config.indicators[name];
  if (indicator === undefined) {
    if (item.indicator !== undefined)
      say(["indicator"], `There is no indicator "${name}".`, didYouMean(name, Object.keys(config.indicators)));
    return;
  }
  if (indicator.unit === "percent" && item.target !== undefined && Math.abs(item.target) > 1.5) {
    const hint = `Write ${item.target / 100} for ${item.target} %.`;
    say(["target"], `${item.target} is no share: percentages are written as fractions.`, hint);
  }
  const dimensions = config.datasets[indicator.dataset]?.dimensions ?? {};
  if (!Object.hasOwn(dimensions, kpi.dimension)) {
    say(
      [],
      `"${item.id}" cannot be told for each member of ${kpi.dimension}: the dataset ${indicator.dataset} has no such dimension.`,
      didYouMean(kpi.dimension, Object.keys(dimensions)),
    );
  }
}

/** What a report names must exist, and a bonus must have an award for the report's cadence. */
export function checkReportGoals(config: Config, id: string, report: Report, say: Say): void {
  for (const section of ["goals", "kpis"] as const) {
    for (const [index, name] of report[section].entries()) {
      const at = [section, index];
      if (report[section].indexOf(name) !== index) say(id, at, `"${name}" is there twice.`, "Name it once.");
      if (!Object.hasOwn(config[section], name)) {
        const kind = section === "goals" ? "goal" : "bonus scheme";
        say(id, at, `There is no ${kind} "${name}".`, didYouMean(name, Object.keys(config[section])));
      }
    }
  }
  for (const [index, name] of report.kpis.entries()) {
    const awards = config.kpis[name]?.awards;
    if (awards === undefined || (report.cadence !== "week" && awards[report.cadence] !== undefined)) continue;
    say(
      id,
      ["kpis", index],
      `"${name}" has no award for a ${report.cadence}.`,
      `Add \`${report.cadence === "week" ? "month" : report.cadence}\` to its \`awards\`, or leave it out of this report.`,
    );
  }
}
