import type { Config } from "../schema/index.ts";
import { weightingOf } from "../schema/indicator.ts";
import type { Report } from "../schema/report.ts";
import { didYouMean } from "../validate.ts";
import type { Say } from "./say.ts";

/** A report's weighted indicators, combined periods and decision rules. */
export function checkCycles(config: Config, id: string, report: Report, say: Say): void {
  checkWeightedParts(config, id, report, say);
  checkCombine(id, report, say);
  checkDecision(config, id, report, say);
}

const isWeighted = (config: Config, indicator: string): boolean => {
  const found = config.indicators[indicator];
  return found !== undefined && weightingOf(found) !== null;
};

function checkWeightedParts(config: Config, id: string, report: Report, say: Say): void {
  for (const [index, indicator] of report.heatmap.entries()) {
    if (!isWeighted(config, indicator)) continue;
    say(
      id,
      ["heatmap", index],
      `Indicator "${indicator}" is weighted; by hour there are too few rows of each group to weight.`,
      "Show an unweighted indicator by hour.",
    );
  }
  for (const [index, analysis] of report.analyses.entries()) {
    if (analysis.kind !== "weighting") continue;
    const at = ["analyses", index, "indicator"];
    const { indicator } = analysis;
    const weighted = Object.keys(config.indicators).filter((name) => isWeighted(config, name));
    if (!Object.hasOwn(config.indicators, indicator)) {
      say(id, at, `There is no indicator "${indicator}".`, didYouMean(indicator, weighted));
    } else if (!isWeighted(config, indicator)) {
      say(id, at, `Indicator "${indicator}" is not weighted.`, didYouMean(indicator, weighted));
    }
  }
}

const MONTHS = { week: 0, month: 1, quarter: 3, "half-year": 6, year: 12 } as const;

function checkCombine(id: string, { cadence, combine }: Report, say: Say): void {
  if (combine === undefined) return;
  const { unit, rule, weights, at_least: least } = combine;
  if (MONTHS[unit] >= MONTHS[cadence]) {
    const message = `A ${cadence} is not made of ${unit === "half-year" ? "half-years" : `${unit}s`}.`;
    say(id, ["combine", "unit"], message, "Name a shorter period than the cadence.");
    return;
  }
  const inner = MONTHS[cadence] / MONTHS[unit];
  if (rule === "weights" && weights === undefined) {
    say(id, ["combine"], "The rule `weights` has no weights.", `Write ${inner} of them, oldest period first.`);
  }
  if (weights !== undefined && rule !== "weights") {
    say(
      id,
      ["combine", "weights"],
      `The rule \`${rule}\` uses no weights.`,
      "Write `rule: weights`, or leave them out.",
    );
  } else if (weights !== undefined && weights.length !== inner) {
    const message = `A ${cadence} has ${inner} inner periods (${unit}), not ${weights.length}.`;
    say(id, ["combine", "weights"], message, "Write one weight for each.");
  } else if (weights?.every((weight) => weight === 0)) {
    say(id, ["combine", "weights"], "No inner period has a weight.", "Give at least one a weight above 0.");
  }
  if (least > inner) {
    say(id, ["combine", "at_least"], `A ${cadence} has only ${inner} inner periods (${unit}).`, "Ask for fewer.");
  }
}

function checkDecision(config: Config, id: string, report: Report, say: Say): void {
  const { decision } = report;
  if (decision === undefined) return;
  const ids = decision.outcomes.map((outcome) => outcome.id);
  const { about } = decision;
  const dimensions = Object.values(config.datasets).flatMap((dataset) => Object.keys(dataset.dimensions));
  if (about !== undefined && !dimensions.includes(about)) {
    say(id, ["decision", "about"], `There is no dimension "${about}".`, didYouMean(about, dimensions));
  }
  const scored = new Set(
    (config.scorecards[report.scorecard]?.versions ?? []).flatMap(({ dimensions }) =>
      Object.values(dimensions).flatMap(({ indicators }) => Object.keys(indicators)),
    ),
  );
  for (const [index, outcome] of decision.outcomes.entries()) {
    const at = ["decision", "outcomes", index];
    if (ids.indexOf(outcome.id) !== index) {
      say(id, [...at, "id"], `Outcome "${outcome.id}" is there twice.`, "Give each outcome its own id.");
    }
    if (outcome.when.length === 0 && index < decision.outcomes.length - 1) {
      say(
        id,
        at,
        `Outcome "${outcome.id}" has no conditions, so that those after it are never reached.`,
        "Put it last, or say when it holds.",
      );
    }
    for (const [k, condition] of outcome.when.entries()) {
      if ("indicator" in condition && !scored.has(condition.indicator)) {
        say(
          id,
          [...at, "when", k, "indicator"],
          `"${condition.indicator}" is no indicator of the scorecard.`,
          didYouMean(condition.indicator, [...scored]),
        );
      }
      if ("measured_periods" in condition && report.combine === undefined && report.inside === undefined) {
        say(
          id,
          [...at, "when", k, "measured_periods"],
          "The report has no inner periods to count.",
          "Add `inside: month` (or `combine`) to the report.",
        );
      }
    }
  }
}
