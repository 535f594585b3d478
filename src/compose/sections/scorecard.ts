import type { IndicatorResult } from "../../evaluate/evaluation.ts";
import { cellOrDash, emptyCell, figureCell, missingCell, standing, textCell, whyMissing } from "../cells.ts";
import { sparkline, targetBars } from "../charts/indicator-charts.ts";
import { waterfall } from "../charts/waterfall-chart.ts";
import type { Desk } from "../desk.ts";
import { actual, attainment, interval, limit } from "../indicator-figures.ts";
import { insideTable, past } from "../inside-table.ts";
import type { Cell, SectionOf, Sentence } from "../model.ts";
import { assuranceMark, variationMark } from "../narrative/marks.ts";
import { trendPlace } from "../places.ts";
import { dimensionPoints, pointsOf, score, targetCounts, weightOf } from "../score-figures.ts";

type Scorecard = SectionOf<"scorecard">;
type Row = Scorecard["groups"][number]["rows"][number];

/** Page 2: every indicator with all that it is judged by, and sums that add up. */
export function scorecardSection(desk: Desk): Scorecard {
  const { evaluation } = desk;
  const total = score(desk);
  return {
    id: "scorecard",
    heading: heading(desk),
    subtitle: desk.words(total === null ? "scorecard.subtitle_unscored" : `scorecard.subtitle_${desk.rules.scoring}`),
    columns: columns(desk),
    groups: evaluation.dimensions.map((dimension) => {
      const { points, possible } = dimensionPoints(desk, dimension);
      return {
        label: desk.names.label(desk.rules.dimensions[dimension.dimension]?.name ?? dimension.dimension),
        rows: evaluation.indicators
          .filter((result) => result.dimension === dimension.dimension)
          .map((result) => row(desk, result)),
        points: points === null || total === null ? emptyCell : figureCell(desk, points),
        weight: dimension.possible === 0 ? emptyCell : figureCell(desk, possible),
      };
    }),
    total: {
      label: desk.words("scorecard.total"),
      weight: evaluation.indicators.every((result) => result.effectiveWeight === 0)
        ? emptyCell
        : textCell(desk.format.number(100, 0)),
      points:
        total === null ? { ...emptyCell, note: desk.note(desk.words("missing.score_none")) } : figureCell(desk, total),
    },
    charts: [targetBars(desk), waterfall(desk)].filter((id) => id !== null),
    notes: notes(desk),
    inside: insideTable(desk),
  };
}

function heading(desk: Desk): Sentence {
  const counts = targetCounts(desk);
  const [met, all] = [counts.met.value ?? 0, counts.all.value ?? 0];
  if ((counts.measured.value ?? 0) === 0) return desk.say("scorecard.heading_nothing");
  if (all === 0) return desk.say("scorecard.heading_untargeted", { measured: counts.measured });
  if (met === all) return desk.say("scorecard.heading_all", { all: counts.all });
  if (met === 0) return desk.say("scorecard.heading_none", { all: counts.all });
  return desk.say("scorecard.heading_some", { met: counts.met, all: counts.all });
}

function columns(desk: Desk): Record<string, string> {
  const { previous, lastYear } = desk.evaluation;
  const word = (name: string) => desk.words(`scorecard.column_${name}`);
  return {
    indicator: word("indicator"),
    actual: word("actual"),
    interval: word("interval"),
    previous: previous === null ? word("previous") : desk.format.period.short(previous),
    lastYear: lastYear === null ? "" : desk.format.period.short(lastYear),
    baseline: word("baseline"),
    target: word("target"),
    attainment: hasTargets(desk) ? word("attainment") : "",
    sparkline: desk.words("scorecard.column_sparkline", { periods: desk.snapshot.history.length }),
    variation: word("variation"),
    assurance: word("assurance"),
    badge: word("band"),
    weight: word("weight"),
    points: word("points"),
  };
}

function row(desk: Desk, result: IndicatorResult): Row {
  const { previous, lastYear } = desk.evaluation;
  const why = whyMissing(desk, result);
  const range = interval(desk, result);
  const format = desk.values(result.indicator);
  const bound = (kind: "baseline" | "target"): Cell => {
    const figure = limit(desk, result, kind);
    const value = result[kind];
    return figure === null || value === null
      ? missingCell(desk, desk.words(`missing.no_${kind}`))
      : figureCell(desk, figure, { text: format.bound(value) });
  };
  return {
    indicator: result.indicator,
    label: desk.names.indicator(result.indicator),
    unit: format.unitLabel,
    actual: actualCell(desk, result, why),
    interval: range === null ? null : figureCell(desk, range),
    previous: past(desk, result, previous),
    lastYear: lastYear === null ? { text: "" } : past(desk, result, lastYear),
    baseline: bound("baseline"),
    target: bound("target"),
    attainment: attainmentCell(desk, result, why),
    sparkline: sparkline(desk, result),
    variation: variationMark(desk, result),
    assurance: assuranceMark(desk, result),
    badge:
      result.band === null ? { band: null, text: "" } : { band: result.band, text: desk.words(`bands.${result.band}`) },
    weight: result.effectiveWeight === 0 ? emptyCell : figureCell(desk, weightOf(desk, result)),
    points: pointsCell(desk, result, why),
    href: trendPlace(desk, result.indicator),
  };
}

/** Whether any indicator has a target: without one there is no attainment to speak of. */
const hasTargets = (desk: Desk): boolean => desk.evaluation.indicators.some((result) => result.target !== null);

function actualCell(desk: Desk, result: IndicatorResult, why: string): Cell {
  const figure = actual(desk, result);
  if (figure === null) return missingCell(desk, why);
  const cell = figureCell(desk, figure, { tone: standing(result) });
  return result.judged ? cell : { ...cell, note: desk.note(desk.words("missing.small_sample")) };
}

function attainmentCell(desk: Desk, result: IndicatorResult, why: string): Cell {
  if (result.target === null)
    return hasTargets(desk) ? missingCell(desk, desk.words("missing.no_target")) : { text: "" };
  return cellOrDash(desk, attainment(desk, result), result.value === null ? why : desk.words("missing.no_attainment"));
}

function pointsCell(desk: Desk, result: IndicatorResult, why: string): Cell {
  const points = pointsOf(desk, result);
  if (points !== null) return figureCell(desk, points);
  if (result.value === null) return missingCell(desk, why);
  return missingCell(desk, desk.words(result.judged ? "missing.not_scored" : "missing.small_sample"));
}

function notes(desk: Desk): Sentence[] {
  const { indicators } = desk.evaluation;
  const lines: Sentence[] = [];
  if (indicators.some((result) => result.target !== null && result.value !== null))
    lines.push(desk.say("scorecard.note_attainment"));
  if (indicators.some((result) => result.spc !== null)) lines.push(desk.say("scorecard.note_marks"));
  if (indicators.some((result) => result.interval !== null)) lines.push(desk.say("scorecard.note_interval"));
  return lines;
}
