import type { Snapshot } from "../collect/snapshot.ts";
import type { Config } from "../config/schema/index.ts";
import { PeriodicalError } from "../errors.ts";
import type { Evaluation } from "../evaluate/evaluation.ts";
import { rulesOf } from "../evaluate/versions.ts";
import { customChart } from "./charts/custom-chart.ts";
import { dataAsOf } from "./data-as-of.ts";
import { createDesk, type Desk } from "./desk.ts";
import type { LocaleBundle } from "./locale.ts";
import type { Model, Section } from "./model.ts";
import { analysesSection } from "./sections/analyses.ts";
import { feedbackSection } from "./sections/feedback.ts";
import { followUpSection } from "./sections/follow-up.ts";
import { goalsSection } from "./sections/goals.ts";
import { methodSection } from "./sections/method.ts";
import { planSection } from "./sections/plan.ts";
import { provenanceSection } from "./sections/provenance.ts";
import { type Restatement, restatementSection } from "./sections/restatement.ts";
import { scorecardSection } from "./sections/scorecard.ts";
import { shortfallsSection } from "./sections/shortfalls.ts";
import { summarySection } from "./sections/summary.ts";
import { trendsSection } from "./sections/trends.ts";

export interface ComposeOptions {
  locale: LocaleBundle;
  revision: number;
  /** Of Periodical. */
  version: string;
  /** How the figures differ from those of the revision before; printed behind the summary. */
  restatement?: Restatement;
  /** Vega-Lite specifications of the report's own charts by their id, as read from its files. */
  customSpecs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The document as data, in one language. Pure: same input, same output; no clock, no I/O, nothing judged anew.
 *
 * ```
 * evaluation + snapshot + config ─► desk (formats, names, figures) ─► summary … method ─► own charts ─► provenance
 *                                                                                            (lists what was printed)
 * ```
 *
 * @throws PeriodicalError NOT_FOUND when the configuration lacks the report or its scorecard; CONFIG_INVALID when a message
 *   of the language is missing or a chart of the report names no figure
 */
export function compose(evaluation: Evaluation, snapshot: Snapshot, config: Config, options: ComposeOptions): Model {
  const desk = openDesk(evaluation, snapshot, config, options.locale);
  const sections = writeSections(desk, options);
  const { report } = desk;
  const asOf = dataAsOf(snapshot);
  return {
    schema: "periodical/model@1",
    edition: {
      id: [evaluation.report, evaluation.period.id, scopeId(evaluation.scope)].join("/"),
      report: evaluation.report,
      period: evaluation.period.id,
      scope: scopeId(evaluation.scope),
      revision: options.revision,
      locale: options.locale.locale,
      title: desk.names.text(report.title),
      periodText: desk.format.period.long(evaluation.period),
      scopeText: desk.names.scope(evaluation.scope),
      organisation: desk.names.label(config.project.organisation),
      dataAsOf: asOf.whole
        ? desk.words("edition.data_as_of_day", {
            day: desk.format.period.day(evaluation.period.lastDay),
            zone: snapshot.calendar.zone,
          })
        : asOf.instant === null
          ? desk.words("edition.no_data")
          : desk.words("edition.data_as_of", { time: desk.format.period.instant(asOf.instant) }),
      dataAsOfIso: asOf.instant ?? evaluation.period.start,
      periodical: options.version,
    },
    labels: labels(desk, options.revision),
    figures: desk.figures.used(),
    charts: Object.fromEntries(desk.charts),
    footnotes: desk.footnotes(),
    sections,
  };
}

function openDesk(evaluation: Evaluation, snapshot: Snapshot, config: Config, bundle: LocaleBundle): Desk {
  const report = config.reports[evaluation.report];
  const scorecard = config.scorecards[evaluation.scorecard.id];
  if (report === undefined || scorecard === undefined) {
    throw new PeriodicalError(
      "NOT_FOUND",
      `The configuration lacks the report ${evaluation.report} or its scorecard.`,
      {
        where: `reports.${evaluation.report}`,
        hint: "Restore it under config/, or use the configuration the snapshot was taken with.",
      },
    );
  }
  const rules = rulesOf(scorecard, evaluation.scorecard.id, evaluation.period);
  return createDesk({ evaluation, snapshot, config, report, rules, bundle });
}

/** The report's sections in its order; those that need what others printed are written after them. */
function writeSections(desk: Desk, { customSpecs: specs = {}, restatement }: ComposeOptions): Section[] {
  const { report } = desk;
  const wanted = report.sections;
  const written = new Map<Section["id"], Section>();
  const write = (id: (typeof wanted)[number], section: () => Section | null) => {
    const made = wanted.includes(id) ? section() : null;
    if (made !== null) written.set(id, made);
  };
  write("summary", () => summarySection(desk));
  write("scorecard", () => scorecardSection(desk));
  write("goals", () => goalsSection(desk));
  write("trends", () => trendsSection(desk));
  write("analyses", () => analysesSection(desk));
  write("feedback", () => feedbackSection(desk));
  write("shortfalls", () => shortfallsSection(desk));
  write("plan", () => planSection(desk));
  write("follow_up", () => followUpSection(desk));
  for (const chart of report.charts) {
    const home = written.get(chart.section) ?? written.get("trends") ?? written.get("scorecard");
    if (home === undefined) continue;
    const id = customChart(desk, chart, specs[chart.id]);
    if (home.id === "scorecard") home.charts.push(id);
    else if (home.id === "trends") home.custom.push(id);
    else if (home.id === "feedback" || home.id === "shortfalls") home.custom = [...(home.custom ?? []), id];
  }
  write("method", () => methodSection(desk));
  const restated = restatement === undefined ? [] : [restatementSection(desk, restatement)];
  write("provenance", () => provenanceSection(desk));
  const [first, ...rest] = wanted.flatMap((id) => written.get(id) ?? []);
  return first === undefined
    ? restated
    : first.id === "summary"
      ? [first, ...restated, ...rest]
      : [...restated, first, ...rest];
}

/** `all`, or `team=north,channel=phone`. */
export function scopeId(scope: Evaluation["scope"]): string {
  const parts = Object.keys(scope)
    .sort()
    .map((dimension) => `${dimension}=${encodeURIComponent(scope[dimension] ?? "")}`);
  return parts.length === 0 ? "all" : parts.join(",");
}

/** The words templates ask for: every message of the section `labels`. */
function labels(desk: Desk, revision: number): Record<string, string> {
  const keys = Object.keys(desk.bundle.messages).filter((key) => key.startsWith("labels."));
  return Object.fromEntries(
    keys.map((key) => [key.slice("labels.".length), desk.words(key, { revision: String(revision) })]),
  );
}
