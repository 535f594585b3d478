import type { AnalysisOf } from "../schema/analyses/index.ts";
import type { Config } from "../schema/index.ts";
import type { Report } from "../schema/report.ts";
import { didYouMean } from "../validate.ts";
import { reference } from "./reference.ts";
import type { Say } from "./say.ts";

/** Comparisons of two ranges and rankings: what they refer to, and that their ranges and groups can be compared. */
export function checkStandings(config: Config, id: string, report: Report, say: Say): void {
  for (const [index, analysis] of report.analyses.entries()) {
    const at = ["analyses", index];
    if (analysis.kind === "comparison") checkComparison(config, id, at, analysis, say);
    if (analysis.kind === "ranking") checkRanking(config, id, at, analysis, say);
  }
}

function dimensionsOf(config: Config): object {
  return Object.assign({}, ...Object.values(config.datasets).map((dataset) => dataset.dimensions));
}

function checkComparison(
  config: Config,
  id: string,
  at: readonly PropertyKey[],
  analysis: AnalysisOf<"comparison">,
  say: Say,
): void {
  const { before, after, treated, comparison_group: group, indicators } = analysis;
  for (const [index, name] of (indicators ?? []).entries()) {
    reference(say, id, [...at, "indicators", index], "indicator", name, config.indicators);
  }
  for (const [key, range] of [
    ["before", before],
    ["after", after],
  ] as const) {
    if (typeof range === "string") continue;
    const [first, last] = "from" in range ? [range.from, range.to] : range.months;
    if (first > last) say(id, [...at, key], "The range ends before it begins.", "Write the earlier end first.");
  }
  if (wayOf(before) !== wayOf(after)) {
    const hint = "Write both as days, both as months, or `reported` after `previous` or `last_year`.";
    say(id, [...at, "after"], "The two ranges are written in different ways, so one may move and not the other.", hint);
  } else if (!isLater(before, after)) {
    const hint = "Ranges that overlap cannot be compared.";
    say(id, [...at, "after"], "The range after does not begin after the range before has ended.", hint);
  }
  if (treated !== undefined) {
    reference(say, id, [...at, "treated", "dimension"], "dimension", treated.dimension, dimensionsOf(config));
  }
  if (group === undefined) return;
  if (treated === undefined) {
    say(
      id,
      [...at, "comparison_group"],
      "A comparison group needs to know whom it is compared with.",
      "Add `treated`.",
    );
    return;
  }
  if (group === "others") return;
  if (group.dimension !== undefined && group.dimension !== treated.dimension) {
    const message = `The groups are told apart by two dimensions (${treated.dimension}, ${group.dimension}): a row could be in both.`;
    say(id, [...at, "comparison_group", "dimension"], message, `Name members of ${treated.dimension}.`);
  }
  const both = group.members.find((member) => treated.members.includes(member));
  if (both !== undefined) {
    const message = `"${both}" is in both groups.`;
    say(id, [...at, "comparison_group", "members"], message, "Keep it in one of them.");
  }
}

type Range = AnalysisOf<"comparison">["before"];

const wayOf = (range: Range): string => (typeof range === "string" ? "named" : "from" in range ? "days" : "months");

function isLater(before: Range, after: Range): boolean {
  if (typeof before === "string" || typeof after === "string") return before !== "reported" && after === "reported";
  if ("from" in before && "from" in after) return before.to < after.from;
  return "months" in before && "months" in after && before.months[1] < after.months[0];
}

function checkRanking(
  config: Config,
  id: string,
  at: readonly PropertyKey[],
  { dimension, by }: AnalysisOf<"ranking">,
  say: Say,
): void {
  reference(say, id, [...at, "dimension"], "dimension", dimension, dimensionsOf(config));
  if (by === "score") return;
  reference(say, id, [...at, "by"], "indicator", by, { score: 1, ...config.indicators });
  const dataset = config.indicators[by]?.dataset;
  if (dataset !== undefined && !Object.hasOwn(config.datasets[dataset]?.dimensions ?? {}, dimension)) {
    const having = Object.keys(config.datasets[dataset]?.dimensions ?? {});
    say(id, [...at, "by"], `The rows of ${by} do not know the dimension ${dimension}.`, didYouMean(dimension, having));
  }
}
