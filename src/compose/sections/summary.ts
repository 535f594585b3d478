import type { Period } from "../../calendar/period.ts";
import { figureId } from "../../collect/snapshot.ts";
import { cellOrDash, emptyCell, figureCell, plain, table, textCell, whyMissing } from "../cells.ts";
import { scoreChart } from "../charts/score-chart.ts";
import type { Desk } from "../desk.ts";
import { goalsLine } from "../goals/sentences.ts";
import { actual, countFigure, figureLabel } from "../indicator-figures.ts";
import { past } from "../inside-table.ts";
import type { Figure, SectionOf, Sentence, Table } from "../model.ts";
import { previousName } from "../narrative/change.ts";
import { decisionSummary } from "../narrative/decision.ts";
import { strengthEntry, weaknessEntry } from "../narrative/findings.ts";
import { followUpLine } from "../narrative/follow-up.ts";
import { headline } from "../narrative/headline.ts";
import { measureRow } from "../narrative/measures.ts";
import { summaryNotes } from "../narrative/notes.ts";
import {
  dimensionPoints,
  lostBy,
  lostInAll,
  type ScoreChange,
  score,
  scoreChange,
  targetCounts,
} from "../score-figures.ts";

type Summary = SectionOf<"summary">;

/** Page 1 keeps to this many of each, so that it stays one page. */
const MOST = 3;

/** Page 1: the finding, the score, where the points went, strengths, weaknesses, measures. */
export function summarySection(desk: Desk): Summary {
  const { evaluation } = desk;
  const value = score(desk);
  return {
    id: "summary",
    heading: headline(desk),
    subtitle: subtitle(desk),
    score: {
      cell: value === null ? { ...emptyCell, note: desk.note(desk.words(whyNoScore(desk))) } : figureCell(desk, value),
      outOf: value === null ? "" : desk.words("summary.out_of"),
      badge:
        evaluation.score.band === null
          ? { band: null, text: "" }
          : { band: evaluation.score.band, text: desk.words(`bands.${evaluation.score.band}`) },
      changes: (["previous", "recent_mean"] as const).flatMap((against) => changeOf(desk, against) ?? []),
      lines: countLines(desk),
    },
    decision: decisionSummary(desk),
    points: {
      heading: desk.words(value === null ? "summary.key_heading" : "summary.points_heading"),
      subtitle: pointsSubtitle(desk),
      rows:
        value === null
          ? []
          : evaluation.dimensions.flatMap((dimension) => {
              const { points, possible } = dimensionPoints(desk, dimension);
              if (points === null) return [];
              desk.figures.use(possible);
              return [
                {
                  label: desk.names.label(desk.rules.dimensions[dimension.dimension]?.name ?? dimension.dimension),
                  share: dimension.possible === 0 ? 0 : (dimension.points ?? 0) / dimension.possible,
                  points: figureCell(desk, points),
                  of: desk.words("summary.of", { possible: possible.text }),
                },
              ];
            }),
    },
    keyFigures: value === null ? keyFigures(desk) : null,
    scoreChart: scoreChart(desk),
    strengths: evaluation.strengths.slice(0, MOST).flatMap((finding) => strengthEntry(desk, finding) ?? []),
    strengthsEmpty: desk.words(hasJudged(desk) ? "summary.strengths_none" : "summary.nothing_judged"),
    weaknesses: evaluation.weaknesses
      .slice(0, MOST)
      .flatMap((finding, index) => weaknessEntry(desk, finding, index) ?? []),
    weaknessesEmpty: desk.words(hasJudged(desk) ? "summary.weaknesses_none" : "summary.nothing_judged"),
    measures: evaluation.measures.slice(0, MOST).map((measure) => measureRow(desk, measure)),
    measuresEmpty: desk.words(desk.report.playbook === undefined ? "summary.no_playbook" : "summary.measures_none"),
    followUp: followUpLine(desk),
    notes: summaryNotes(desk),
  };
}

/** What there is to say where nothing is scored. */
function keyFigures(desk: Desk): Table {
  const { indicators, previous } = desk.evaluation;
  return table(
    "key-figures",
    null,
    [
      [desk.words("scorecard.column_indicator"), false],
      [desk.words("scorecard.column_actual"), true],
      ...(previous === null ? [] : [[desk.format.period.short(previous), true] as const]),
    ],
    indicators.map((result) => [
      textCell(desk.names.indicator(result.indicator)),
      cellOrDash(desk, actual(desk, result), whyMissing(desk, result)),
      ...(previous === null ? [] : [past(desk, result, previous)]),
    ]),
  );
}

/** Whether anything could be judged at all: without targets, bands or enough rows "no weakness" would be a claim. */
function hasJudged(desk: Desk): boolean {
  return desk.evaluation.indicators.some(
    (result) =>
      result.judged && (result.meetsTarget !== null || result.meetsBaseline !== null || result.points !== null),
  );
}

function whyNoScore(desk: Desk): string {
  const { missingRule, missingWeight, combined } = desk.evaluation.score;
  if (combined?.parts.some(({ score }) => score !== null)) return "combine.too_few";
  return missingRule === "withhold" && missingWeight > 0 ? "missing.score_withheld" : "missing.score_none";
}

/** `October 2026 · everything · 41,280 tickets, 28,904 calls`. */
function subtitle(desk: Desk): string {
  const { period, scope } = desk.evaluation;
  return [desk.format.period.long(period), desk.names.scope(scope), rowCounts(desk)]
    .filter((text) => text !== "")
    .join(desk.words("punctuation.dot"));
}

/** Rows behind the figures, dataset by dataset; the figures stand on the page about the data as well. */
function rowCounts(desk: Desk): string {
  return desk.snapshot.datasets
    .filter((record) => record.inScope && (record.rows[desk.evaluation.period.id] ?? 0) > 0)
    .slice(0, 4)
    .map((record) => {
      const figure = rowsFigure(desk, record.dataset);
      desk.figures.use(figure);
      return desk.words("summary.rows", {
        count: figure.text,
        rows: desk.names.rows(record.dataset),
        measure: desk.names.measureWord(record.dataset),
      });
    })
    .join(desk.words("punctuation.list"));
}

/** Rows of a dataset in the reported period. */
export function rowsFigure(desk: Desk, dataset: string): Figure {
  const { period } = desk.evaluation;
  const record = desk.snapshot.datasets.find((candidate) => candidate.dataset === dataset);
  const rows = record?.rows[period.id] ?? 0;
  return countFigure(
    desk,
    figureId(`rows/${dataset}`, period.id),
    figureLabel(desk, desk.names.dataset(dataset), period.id, {}, desk.words("aspects.rows")),
    rows,
    {
      query: record?.query ?? null,
    },
  );
}

function changeOf(desk: Desk, against: ScoreChange): Summary["score"]["changes"][number] | null {
  const figure = scoreChange(desk, against, "change");
  if (figure === null || figure.value === null) return null;
  // The three periods before the reported one, which the mean is taken of.
  const [from, , to] = desk.snapshot.history.slice(-4, -1);
  if (against === "recent_mean" && (from === undefined || to === undefined)) return null;
  const yearOf = (period: Period) => period.id.slice(0, 4);
  const sameYear = from !== undefined && yearOf(from) === yearOf(desk.evaluation.period);
  const form = sameYear ? desk.format.period.bare : desk.format.period.short;
  const name = (period: Period | undefined) => (period === undefined ? "" : form(period));
  const text = desk.words(`summary.change_${against}`, {
    change: figure.text,
    change_n: Math.abs(figure.value),
    period: previousName(desk),
    from: name(from),
    to: name(to),
  });
  return {
    shape: figure.value > 0 ? "up" : figure.value < 0 ? "down" : "dot",
    tone: figure.value > 0 ? "good" : figure.value < 0 ? "concern" : "neutral",
    text,
    figure: desk.figures.use(figure),
  };
}

function countLines(desk: Desk): Sentence[] {
  const counts = targetCounts(desk);
  const lines: Sentence[] = [];
  if ((counts.all.value ?? 0) > 0) {
    lines.push(
      desk.say("summary.targets", { missed: counts.missed, all: counts.all, baselines: counts.baselinesMissed }),
    );
  } else {
    const targets = desk.evaluation.indicators.some((result) => result.target !== null);
    lines.push(desk.say(targets ? "summary.none_judged" : "summary.no_targets", { measured: counts.measured }));
  }
  const goals = goalsLine(desk);
  return goals === null ? lines : [...lines, goals];
}

/** `Resolution rate alone costs 16 of the 34 lost points.` */
function pointsSubtitle(desk: Desk): Sentence {
  const all = lostInAll(desk);
  if (all === null) return desk.say("summary.points_none");
  const losses = desk.evaluation.indicators
    .flatMap((result) => {
      const figure = lostBy(desk, result);
      return figure === null || (figure.value ?? 0) <= 1e-9 ? [] : [{ result, figure }];
    })
    .sort((a, b) => (b.figure.value ?? 0) - (a.figure.value ?? 0));
  const [first, second] = losses;
  if (first === undefined) return plain(desk.words("summary.points_full"));
  const name = desk.names.indicatorInSentence(first.result.indicator);
  if (second !== undefined && (second.figure.value ?? 0) > (first.figure.value ?? 0) * 0.8) {
    return desk.say("summary.points_two", {
      first: name,
      first_lost: first.figure,
      second: desk.names.indicatorInSentence(second.result.indicator),
      second_lost: second.figure,
      all,
    });
  }
  return desk.say(losses.length === 1 ? "summary.points_only" : "summary.points_first", {
    indicator: name,
    lost: first.figure,
    all,
  });
}
