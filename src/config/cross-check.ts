import { bandProblems } from "../evaluate/bands.ts";
import { checkCycles } from "./cross-check/cycles.ts";
import { checkDelivery, checkDeliverySettings } from "./cross-check/delivery.ts";
import { checkDictionaries, checkFeedback } from "./cross-check/dictionaries.ts";
import { checkGoals } from "./cross-check/goals.ts";
import { checkDifference, checkGrid, checkMembers } from "./cross-check/groups.ts";
import { checkImportance, checkReliability } from "./cross-check/items.ts";
import { checkKpis, checkReportGoals } from "./cross-check/kpis.ts";
import { checkLinearScoring } from "./cross-check/linear.ts";
import { checkAgreement, checkAnchors, checkAnchorsOf, checkListing } from "./cross-check/raters.ts";
import type { Say } from "./cross-check/say.ts";
import { checkSchedule } from "./cross-check/schedules.ts";
import { checkScopes } from "./cross-check/scopes.ts";
import { checkSheetImports } from "./cross-check/spot-checks.ts";
import { checkStandings } from "./cross-check/standings.ts";
import { checkWeightings } from "./cross-check/weighting.ts";
import type { Config } from "./schema/index.ts";
import type { Report } from "./schema/report.ts";
import type { ScorecardVersion } from "./schema/scorecard.ts";
import { didYouMean, sentence } from "./validate.ts";
import type { Locate, Problem } from "./yaml-file.ts";

/** Weights are written by hand with decimals: their sum may be off by rounding, not by more. */
const WEIGHT_TOLERANCE = 1e-6;

/** What no single entry can know: references, sums of weights, bands without gap or overlap, order of versions. */
export function crossCheck(config: Config, locate: Locate): Problem[] {
  const problems: Problem[] = [];
  const sayIn =
    (section: string): Say =>
    (id, path, message, hint) => {
      problems.push({ ...locate(section, id, path), message, hint });
    };
  checkDatasets(config, sayIn("datasets"));
  checkIndicators(config, sayIn("indicators"));
  checkWeightings(config, sayIn("indicators"));
  checkScorecards(config, sayIn("scorecards"));
  checkLinearScoring(config, sayIn("scorecards"));
  checkPlaybooks(config, sayIn("playbooks"));
  for (const [id, report] of Object.entries(config.reports)) checkReport(config, id, report, sayIn("reports"));
  checkGoals(config, sayIn("goals"));
  checkKpis(config, sayIn("kpis"));
  checkImports(config, sayIn("imports"));
  checkDictionaries(config, sayIn("dictionaries"));
  checkSheetImports(config, sayIn("imports"));
  checkDeliverySettings(config, sayIn);
  return problems;
}

function reference(
  say: Say,
  id: string,
  path: readonly PropertyKey[],
  kind: string,
  name: string,
  known: object,
): void {
  if (Object.hasOwn(known, name)) return;
  say(id, path, `There is no ${kind} "${name}".`, didYouMean(name, Object.keys(known)));
}

function checkDatasets(config: Config, say: Say): void {
  for (const [id, dataset] of Object.entries(config.datasets)) {
    for (const [name, dimension] of Object.entries(dataset.dimensions)) {
      if (dimension.column !== undefined && dimension.sql !== undefined) {
        say(id, ["dimensions", name, "sql"], `Dimension "${name}" has both a column and an expression.`, "Keep one.");
      }
    }
    const rules = dataset.quality.map((rule) => rule.id);
    for (const [index, rule] of rules.entries()) {
      if (rules.indexOf(rule) !== index) {
        say(id, ["quality", index, "id"], `Quality rule "${rule}" is there twice.`, "Give each rule its own id.");
      }
    }
  }
}

function checkIndicators(config: Config, say: Say): void {
  for (const [id, indicator] of Object.entries(config.indicators)) {
    reference(say, id, ["dataset"], "dataset", indicator.dataset, config.datasets);
    checkAnchorsOf(id, indicator, say);
    const share = indicator.kind === "ratio" || indicator.kind === "top_box";
    if (share && indicator.unit !== "percent") {
      say(id, ["unit"], `A ${indicator.kind} is a share of rows; its unit must be percent.`, "Write `unit: percent`.");
    }
    if (indicator.kind === "nps" && indicator.unit !== "points") {
      say(
        id,
        ["unit"],
        "A net promoter score runs from -100 to 100; its unit must be points.",
        "Write `unit: points`.",
      );
    }
  }
}

function checkScorecards(config: Config, say: Say): void {
  for (const [id, scorecard] of Object.entries(config.scorecards)) {
    const days = scorecard.versions.map((version) => version.effective_from);
    for (const [index, version] of scorecard.versions.entries()) {
      const path = ["versions", index];
      const before = days[index - 1];
      if (before !== undefined && before >= version.effective_from) {
        say(
          id,
          [...path, "effective_from"],
          `This version begins on ${version.effective_from}, not after ${before}.`,
          "Order versions by their first day; one day can begin one version only.",
        );
      }
      checkVersion(config, id, path, version, say);
    }
  }
}

function checkVersion(
  config: Config,
  id: string,
  path: readonly PropertyKey[],
  version: ScorecardVersion,
  say: Say,
): void {
  let sum = 0;
  const seen = new Set<string>();
  for (const [dimension, { indicators }] of Object.entries(version.dimensions)) {
    for (const [name, scored] of Object.entries(indicators)) {
      const at = [...path, "dimensions", dimension, "indicators", name];
      sum += scored.weight;
      reference(say, id, at, "indicator", name, config.indicators);
      if (seen.has(name)) say(id, at, `Indicator "${name}" is scored twice.`, "Keep it in one dimension.");
      seen.add(name);
      const indicator = config.indicators[name];
      if (!indicator) continue;
      const { baseline, target, bands } = scored;
      if (bands) {
        for (const message of bandProblems(bands, indicator.direction)) {
          say(
            id,
            [...at, "bands"],
            sentence(message),
            "Bands must cover every value exactly once, best first; see docs/config.md.",
          );
        }
      }
      if (version.scoring === "linear" && (baseline === undefined || target === undefined) && bands === undefined)
        continue;
      if (baseline !== undefined && target !== undefined) {
        const wrong = indicator.direction === "higher_is_better" ? baseline > target : baseline < target;
        if (wrong) {
          say(
            id,
            [...at, "target"],
            `The target ${target} is worse than the baseline ${baseline}, as ${indicator.direction.replaceAll("_", " ")}.`,
            "Exchange them, or correct the indicator's direction.",
          );
        }
      }
      for (const [name2, value] of [
        ["baseline", baseline],
        ["target", target],
      ] as const) {
        if (indicator.unit === "percent" && value !== undefined && Math.abs(value) > 1.5) {
          say(
            id,
            [...at, name2],
            `${value} is no share: percentages are written as fractions.`,
            `Write ${value / 100} for ${value} %.`,
          );
        }
      }
    }
  }
  if (Math.abs(sum - 100) > WEIGHT_TOLERANCE) {
    say(
      id,
      [...path, "dimensions"],
      `The weights sum to ${Number(sum.toFixed(6))}, not to 100.`,
      "Change the weights so that they sum to 100.",
    );
  }
  const limits = version.score_bands;
  if (limits.some((limit, index) => index > 0 && limit >= (limits[index - 1] ?? 0))) {
    say(
      id,
      [...path, "score_bands"],
      `The limits ${limits.join(", ")} do not fall.`,
      "Write them from best to worst, e.g. [90, 75, 60, 40].",
    );
  }
}

function checkPlaybooks(config: Config, say: Say): void {
  const dimensions = Object.assign({}, ...Object.values(config.datasets).map((dataset) => dataset.dimensions));
  for (const [id, playbook] of Object.entries(config.playbooks)) {
    for (const [index, rule] of playbook.rules.entries()) {
      const { indicator, dimension } = rule.when;
      if (indicator)
        reference(say, id, ["rules", index, "when", "indicator"], "indicator", indicator, config.indicators);
      if (dimension) reference(say, id, ["rules", index, "when", "dimension"], "dimension", dimension, dimensions);
      const { verification } = rule.measure;
      if (verification) {
        const at = ["rules", index, "measure", "verification"];
        if (verification.indicator)
          reference(say, id, [...at, "indicator"], "indicator", verification.indicator, config.indicators);
        for (const cut of Object.keys(verification.cut))
          reference(say, id, [...at, "cut", cut], "dimension", cut, dimensions);
      }
    }
  }
}

function checkReport(config: Config, id: string, report: Report, say: Say): void {
  reference(say, id, ["scorecard"], "scorecard", report.scorecard, config.scorecards);
  if (report.playbook) reference(say, id, ["playbook"], "playbook", report.playbook, config.playbooks);
  const scored = (config.scorecards[report.scorecard]?.versions ?? []).flatMap((version) =>
    Object.values(version.dimensions).flatMap((dimension) => Object.keys(dimension.indicators)),
  );
  const used = new Set(scored.map((name) => config.indicators[name]?.dataset));
  const cuts = Object.assign({}, ...[...used].map((name) => (name ? config.datasets[name]?.dimensions : {})));
  for (const [index, name] of report.breakdowns.entries()) {
    reference(say, id, ["breakdowns", index], "dimension (in the datasets of the scorecard)", name, cuts);
  }
  for (const [index, name] of report.heatmap.entries()) {
    reference(
      say,
      id,
      ["heatmap", index],
      "indicator in the scorecard",
      name,
      Object.fromEntries(scored.map((one) => [one, 1])),
    );
  }
  if (report.feedback) {
    reference(say, id, ["feedback", "dataset"], "dataset", report.feedback.dataset, config.datasets);
    const known = config.datasets[report.feedback.dataset]?.dimensions;
    if (known && report.feedback.theme !== undefined)
      reference(say, id, ["feedback", "theme"], "dimension", report.feedback.theme, known);
    checkFeedback(config, report.feedback, (path, message, hint) => say(id, ["feedback", ...path], message, hint));
  }
  for (const key of ["survey", "spot_checks"] as const) {
    const sampling = report[key];
    if (!sampling) continue;
    reference(say, id, [key, "dataset"], "dataset", sampling.dataset, config.datasets);
    reference(say, id, [key, "population"], "dataset", sampling.population, config.datasets);
  }
  const invitations = report.survey?.invitations;
  if (invitations)
    reference(say, id, ["survey", "invitations", "dataset"], "dataset", invitations.dataset, config.datasets);
  if (report.survey?.group) {
    for (const name of [report.survey.dataset, report.survey.population, report.survey.invitations?.dataset ?? ""]) {
      const known = config.datasets[name]?.dimensions;
      if (known) reference(say, id, ["survey", "group"], `dimension of dataset ${name}`, report.survey.group, known);
    }
  }
  checkAnalyses(config, id, report, say);
  checkReportGoals(config, id, report, say);
  checkScopes(config, id, report, say);
  checkStandings(config, id, report, say);
  checkCycles(config, id, report, say);
  checkSchedule(config, id, report, say);
  checkDelivery(config, id, report, say);
  for (const [index, name] of (report.follow_up ?? []).entries())
    reference(say, id, ["follow_up", index], "report", name, config.reports);
  const rank = ["week", "month", "quarter", "half-year", "year"];
  if (report.inside && rank.indexOf(report.inside) >= rank.indexOf(report.cadence)) {
    say(
      id,
      ["inside"],
      `A ${report.inside} does not lie inside a ${report.cadence}.`,
      "Name a shorter period, or leave `inside` out.",
    );
  }
}

function checkAnalyses(config: Config, id: string, report: Report, say: Say): void {
  const ids = report.analyses.map((analysis) => analysis.id);
  for (const [index, analysis] of report.analyses.entries()) {
    const at = ["analyses", index];
    if (ids.indexOf(analysis.id) !== index)
      say(id, [...at, "id"], `Analysis "${analysis.id}" is there twice.`, "Give each analysis its own id.");
    if (Object.hasOwn(config.indicators, analysis.id)) {
      say(
        id,
        [...at, "id"],
        `"${analysis.id}" is also the id of an indicator.`,
        "Figures are named after both: choose another.",
      );
    }
    if ("dataset" in analysis) reference(say, id, [...at, "dataset"], "dataset", analysis.dataset, config.datasets);
    const sayHere = (path: readonly PropertyKey[], message: string, hint: string) =>
      say(id, [...at, ...path], message, hint);
    if (analysis.kind === "agreement") checkAgreement(config, analysis, sayHere);
    if (analysis.kind === "anchors") checkAnchors(config, analysis, sayHere);
    if (analysis.kind === "listing") checkListing(config, analysis, sayHere);
    if (analysis.kind === "reliability") checkReliability(config, analysis, sayHere);
    if (analysis.kind === "importance") checkImportance(config, analysis, sayHere);
    if (analysis.kind === "difference") checkDifference(config, analysis, sayHere);
    if (analysis.kind === "grid") checkGrid(config, analysis, sayHere);
    if (analysis.kind === "members") checkMembers(config, analysis, sayHere);
  }
}

function checkImports(config: Config, say: Say): void {
  for (const [id, mapping] of Object.entries(config.imports)) {
    reference(say, id, ["dataset"], "dataset", mapping.dataset, config.datasets);
    const source = config.datasets[mapping.dataset]?.source;
    if (source && !("table" in source)) {
      say(
        id,
        ["dataset"],
        `Dataset "${mapping.dataset}" is a query; rows cannot be imported into it.`,
        "Import into a dataset whose source is a table.",
      );
    }
    for (const [index, column] of mapping.key.entries())
      reference(say, id, ["key", index], "column", column, mapping.columns);
    if (mapping.mode === "upsert" && mapping.key.length === 0) {
      say(id, ["mode"], "Mode upsert needs to know which columns identify a row.", "Add `key: [column, …]`.");
    }
  }
}
