import { hiddenDimensions } from "../collect/personal.ts";
import type { Snapshot } from "../collect/snapshot.ts";
import type { Config } from "../config/schema/index.ts";
import type { Report } from "../config/schema/report.ts";
import type { Scorecard, ScorecardVersion } from "../config/schema/scorecard.ts";
import { PeriodicalError } from "../errors.ts";
import { analysesOf } from "./analyses/index.ts";
import { scoreBand } from "./bands.ts";
import { causesOf } from "./causes.ts";
import { combinedScore, cycleOf, measuredPeriods, scoreWhole } from "./cycles.ts";
import { decide, isDecided } from "./decision.ts";
import type { Cause, DimensionResult, Evaluation, IndicatorResult, SamplingResult, ScoreResult } from "./evaluation.ts";
import { feedbackOf } from "./feedback.ts";
import { strengthsOf, weaknessesOf } from "./findings.ts";
import { followUpOf } from "./follow-up/follow-up.ts";
import { goalsOf } from "./goals/goals.ts";
import { kpisOf } from "./goals/kpi.ts";
import { heatMapOf } from "./heatmap.ts";
import { type ScoringContext, scoreHistory, scoreMovement } from "./history.ts";
import { indicatorResult } from "./indicator-result.ts";
import { measuresFor } from "./measures.ts";
import { notesOf } from "./notes.ts";
import { readingsOf } from "./readings.ts";
import { withoutNoise } from "./rounding.ts";
import { ruleChanges } from "./rule-changes.ts";
import { spotChecksOf, surveyOf } from "./sampling.ts";
import type { ScoredSet } from "./score.ts";
import { correctTogether } from "./significance.ts";
import { entriesOf, rulesOf } from "./versions.ts";

/**
 * Applies a scorecard to a snapshot. Pure: same input, same output; no clock, no I/O, no text.
 *
 * ```
 * snapshot ─► readings ─► points, score ─► each indicator: limits, past, members ─► change tests corrected together
 *                                                     │
 *   feedback, sampling, heat maps                     ├─► causes ─► weaknesses, strengths ─► measures
 *                                                     └─► notes about the data
 * ```
 * Formulas and their sources: `docs/evaluation-rules.md`.
 *
 * @throws PeriodicalError NOT_FOUND when the configuration lacks the snapshot's report or its scorecard;
 *   CONFIG_INVALID when the scorecard has no rules for the period
 */
export function evaluate(snapshot: Snapshot, config: Config): Evaluation {
  const { report, scorecard, id } = definitionOf(snapshot, config);
  const rules = rulesOf(scorecard, id, snapshot.period);
  const readings = readingsOf(snapshot);
  const scoring: ScoringContext = {
    readings,
    indicators: config.indicators,
    outOfScope: new Set(snapshot.datasets.filter(({ inScope }) => !inScope).map(({ dataset }) => dataset)),
  };
  const period = snapshot.period.id;
  const previous = snapshot.history.at(-2) ?? null;
  const entries = entriesOf(rules, config.indicators);
  const cycle = cycleOf(report.combine, scorecard, snapshot.calendar);
  const set = scoreWhole(snapshot.period, rules, "own", scoring, cycle);
  const combined = cycle === null ? null : combinedScore(snapshot.period, rules, scoring, cycle);
  const history = scoreHistory(scorecard, rules, snapshot.history, scoring, cycle);

  // Cut along its own scope, an edition has one member.
  const hidden = hiddenDimensions(config, snapshot.report, snapshot.scope);
  const breakdowns = report.breakdowns.filter(
    (dimension) => snapshot.scope[dimension] === undefined && !hidden.has(dimension),
  );
  const context = { snapshot, readings, rules, breakdowns, hasScore: set.score !== null && cycle === null };
  const indicators = withCorrectedTests(
    entries.flatMap(({ id: indicator, scored, indicator: design }) => {
      const weighted = set.indicators.find((entry) => entry.indicator === indicator);
      return weighted === undefined ? [] : [indicatorResult(weighted, scored, design, context)];
    }),
  );

  const attentionShare = report.feedback?.attention_share ?? 1;
  const feedback =
    snapshot.feedback === null ? null : feedbackOf(snapshot.feedback, period, previous?.id ?? null, attentionShare);
  const results = new Map(indicators.map((result) => [result.indicator, result]));
  const causes = new Map<string, readonly Cause[]>(
    entries.flatMap(({ id: indicator, indicator: design }) => {
      const result = results.get(indicator);
      return result === undefined ? [] : [[indicator, causesOf(result, design, period, readings)]];
    }),
  );
  const mainCause = ({ indicator }: IndicatorResult): Cause | null => causes.get(indicator)?.[0] ?? null;
  const weaknesses = weaknessesOf(indicators, feedback, attentionShare, mainCause);
  const score = scoreResult(set, rules, history, indicators, combined);
  const playbook = report.playbook === undefined ? null : (config.playbooks[report.playbook] ?? null);

  return {
    report: snapshot.report,
    period: snapshot.period,
    previous,
    lastYear: snapshot.lastYear,
    scope: snapshot.scope,
    scorecard: {
      id,
      effectiveFrom: rules.effective_from,
      changes: ruleChanges(scorecard, snapshot.history),
    },
    score,
    dimensions: dimensionResults(rules, indicators, set),
    indicators,
    strengths: strengthsOf(indicators),
    weaknesses,
    measures: measuresFor(weaknesses, playbook, {
      period: snapshot.period,
      results,
      indicators: config.indicators,
      causes,
      scored: set.score !== null && cycle === null,
      attentionShare,
    }),
    followUp: followUpOf({ snapshot, config, readings, scores: history }),
    heatMaps: report.heatmap.flatMap((indicator) => heatMapOf(indicator, period, readings) ?? []),
    feedback,
    sampling: samplingResult(snapshot, report),
    decision:
      report.decision === undefined || !isDecided(report.decision, snapshot.scope)
        ? null
        : decide(report.decision, {
            score,
            results,
            measuredPeriods: measuredPeriods(snapshot, report, scorecard, scoring),
          }),
    goals: goalsOf(report, { snapshot, config, readings }),
    kpis: kpisOf(report, { snapshot, config, readings }),
    analyses: analysesOf(report.analyses, { snapshot, config, readings, rules, results }),
    notes: notesOf(snapshot, config, report, rules, entries, results, { history, combined }),
  };
}

function definitionOf(snapshot: Snapshot, config: Config): { report: Report; scorecard: Scorecard; id: string } {
  const report = config.reports[snapshot.report];
  const scorecard = report === undefined ? undefined : config.scorecards[report.scorecard];
  if (report !== undefined && scorecard !== undefined) return { report, scorecard, id: report.scorecard };
  throw new PeriodicalError(
    "NOT_FOUND",
    report === undefined
      ? `The configuration has no report ${snapshot.report}, which this snapshot was taken for.`
      : `The configuration has no scorecard ${report.scorecard}, which the report ${snapshot.report} names.`,
    {
      where: `reports.${snapshot.report}`,
      hint: "Restore it under config/, or use the configuration the snapshot was taken with.",
    },
  );
}

/** Several comparisons are made at once: the change tests of all indicators are one family. */
function withCorrectedTests(results: readonly IndicatorResult[]): IndicatorResult[] {
  const corrected = correctTogether(results.map(({ change }) => change));
  return results.map((result, i) => ({ ...result, change: corrected[i] ?? result.change }));
}

function scoreResult(
  set: ScoredSet,
  rules: ScorecardVersion,
  history: ScoreResult["history"],
  indicators: readonly IndicatorResult[],
  combined: ScoreResult["combined"],
): ScoreResult {
  const count = (test: (result: IndicatorResult) => boolean): number => indicators.filter(test).length;
  return {
    value: set.score,
    band: set.score === null ? null : scoreBand(set.score, rules.score_bands),
    goal: rules.score_goal ?? null,
    ...scoreMovement(history),
    history,
    combined,
    missingWeight: set.missingWeight,
    missingRule: rules.missing,
    targetsMet: count(({ meetsTarget }) => meetsTarget === true),
    targetsMissed: count(({ meetsTarget }) => meetsTarget === false),
    baselinesMissed: count(({ meetsBaseline }) => meetsBaseline === false),
  };
}

/** Points of a dimension are the sum of its indicators'; null when none has points, or when the score is withheld. */
function dimensionResults(
  rules: ScorecardVersion,
  indicators: readonly IndicatorResult[],
  set: ScoredSet,
): DimensionResult[] {
  return Object.keys(rules.dimensions).map((dimension) => {
    const own = indicators.filter((result) => result.dimension === dimension);
    // Combined from inner periods, a dimension has earned points with indicators that have left the rules since.
    const scored = set.indicators.filter((entry) => entry.dimension === dimension);
    const points = scored.flatMap(({ scorePoints }) => (scorePoints === null ? [] : [scorePoints]));
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    return {
      dimension,
      weight: sum(own.map(({ weight }) => weight)),
      points: set.score === null || points.length === 0 ? null : withoutNoise(sum(points)),
      possible: withoutNoise(sum(scored.map(({ effectiveWeight }) => effectiveWeight))),
    };
  });
}

function samplingResult({ survey, spotChecks }: Snapshot, report: Report): SamplingResult {
  return {
    survey: survey === null || report.survey === undefined ? null : surveyOf(survey, report.survey),
    spotChecks:
      spotChecks === null || report.spot_checks === undefined ? null : spotChecksOf(spotChecks, report.spot_checks),
  };
}
