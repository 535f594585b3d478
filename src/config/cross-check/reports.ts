import type { Config } from "../schema/index.ts";
import type { Report } from "../schema/report.ts";
import { checkAnalyses } from "./analyses.ts";
import { checkCycles } from "./cycles.ts";
import { checkDelivery } from "./delivery.ts";
import { checkFeedback } from "./dictionaries.ts";
import { checkReportGoals } from "./kpis.ts";
import { reference } from "./reference.ts";
import { checkRepeats } from "./repeats.ts";
import type { Say } from "./say.ts";
import { checkSchedule } from "./schedules.ts";
import { checkScopes } from "./scopes.ts";
import { checkStandings } from "./standings.ts";

/** What a report names: scorecard, playbook, dimensions, datasets, shorter periods. */
export function checkReport(config: Config, id: string, report: Report, say: Say): void {
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
  checkRepeats(id, report, say);
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
