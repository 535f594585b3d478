import type { IndicatorResult } from "../../evaluate/evaluation.ts";
import { cellOrDash, emptyCell, figureCell, missingCell, standing, textCell, whyMissing } from "../cells.ts";
import { sparkline, targetBars } from "../charts/indicator-charts.ts";
import { waterfall } from "../charts/waterfall-chart.ts";
import type { Desk } from "../desk.ts";
import { actual, attainment, interval, limit } from "../indicator-figures.ts";
import { insideTable, past } from "../inside-table.ts";
import type { Cell, SectionOf, Sentence } from "../model.ts";
import { assuranceMark, variationMark } from "../narrative/marks.ts";
import { drawsInside, trendPlace } from "../places.ts";
import { rulesSentences, rulesTable } from "../rules-table.ts";
import { dimensionPoints, pointsOf, score, targetCounts, weightOf } from "../score-figures.ts";

type Scorecard = SectionOf<"scorecard">;
type Row = Scorecard["groups"][number]["rows"][number];

/** Page 2: every indicator with all that it is judged by, and sums that add up. */
export function scorecardSection(desk: Desk): Scorecard {
  const { evaluation } = desk;
  const total = score(desk);
  const kept = columnsKept(desk);
  return {
    id: "scorecard",
    heading: heading(desk),
    subtitle: desk.words(total === null ? "scorecard.subtitle_unscored" : `scorecard.subtitle_${desk.rules.scoring}`),
    columns: columns(desk, kept),
    groups: evaluation.dimensions.map((dimension) => {
      const { points, possible } = dimensionPoints(desk, dimension);
      return {
        label: desk.names.label(desk.rules.dimensions[dimension.dimension]?.name ?? dimension.dimension),
        rows: evaluation.indicators
          .filter((result) => result.dimension === dimension.dimension)
          .map((result) => row(desk, result, kept)),
        points: !kept.points ? ABSENT : points === null || total === null ? emptyCell : figureCell(desk, points),
        weight: !kept.weight ? ABSENT : dimension.possible === 0 ? emptyCell : figureCell(desk, possible),
      };
    }),
    total: {
      label: kept.points || kept.weight ? desk.words("scorecard.total") : "",
      weight: kept.weight ? textCell(desk.format.number(100, 0)) : ABSENT,
      points: kept.points ? cellOrDash(desk, total, desk.words("missing.score_none")) : ABSENT,
    },
    charts: [targetBars(desk), waterfall(desk)].filter((id) => id !== null),
    notes: [...rulesSentences(desk), ...notes(desk)],
    changes: rulesTable(desk),
    // Where the trends are those inside the period, the table stands beside them.
    inside: drawsInside(desk) && desk.report.sections.includes("trends") ? null : insideTable(desk),
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

/** A cell of a column that is left out. */
const ABSENT: Cell = { text: "" };
const NO_MARK: Row["variation"] = { shape: "none", tone: "neutral", text: "" };

type Kept = Record<"previous" | "baseline" | "target" | "sparkline" | "marks" | "badge" | "weight" | "points", boolean>;

/** Columns with anything in them; the others have no heading and are left out: six dashes in a row say nothing. */
function columnsKept(desk: Desk): Kept {
  const { indicators, previous, lastYear, score: overall } = desk.evaluation;
  const any = (has: (result: IndicatorResult) => boolean) => indicators.some(has);
  return {
    previous: previous !== null || lastYear !== null,
    baseline: any((result) => result.baseline !== null),
    target: any((result) => result.target !== null),
    sparkline: any((result) => sparkline(desk, result) !== null),
    marks: any((result) => result.spc !== null),
    badge: any((result) => result.band !== null),
    weight: any((result) => result.effectiveWeight !== 0),
    points: overall.value !== null || any((result) => result.points !== null),
  };
}

function columns(desk: Desk, kept: Kept): Record<string, string> {
  const { previous, lastYear } = desk.evaluation;
  const word = (name: string) => desk.words(`scorecard.column_${name}`);
  const keep = (column: keyof Kept, name: string) => (kept[column] ? word(name) : "");
  return {
    indicator: word("indicator"),
    actual: word("actual"),
    interval: word("interval"),
    previous: previous === null ? keep("previous", "previous") : desk.format.period.short(previous),
    lastYear: lastYear === null ? "" : desk.format.period.short(lastYear),
    baseline: keep("baseline", "baseline"),
    target: keep("target", "target"),
    attainment: keep("target", "attainment"),
    sparkline: kept.sparkline
      ? desk.words("scorecard.column_sparkline", { periods: desk.snapshot.history.length })
      : "",
    variation: keep("marks", "variation"),
    assurance: keep("marks", "assurance"),
    badge: keep("badge", "band"),
    weight: keep("weight", "weight"),
    points: keep("points", "points"),
  };
}

function row(desk: Desk, result: IndicatorResult, kept: Kept): Row {
  const { previous, lastYear } = desk.evaluation;
  const why = whyMissing(desk, result);
  const range = interval(desk, result);
  const format = desk.values(result.indicator);
  const bound = (kind: "baseline" | "target"): Cell => {
    if (!kept[kind]) return ABSENT;
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
    previous: kept.previous ? past(desk, result, previous) : ABSENT,
    lastYear: lastYear === null ? { text: "" } : past(desk, result, lastYear),
    baseline: bound("baseline"),
    target: bound("target"),
    attainment: kept.target ? attainmentCell(desk, result, why) : ABSENT,
    sparkline: sparkline(desk, result),
    variation: kept.marks ? variationMark(desk, result) : NO_MARK,
    assurance: kept.marks ? assuranceMark(desk, result) : NO_MARK,
    badge:
      result.band === null ? { band: null, text: "" } : { band: result.band, text: desk.words(`bands.${result.band}`) },
    weight: !kept.weight ? ABSENT : result.effectiveWeight === 0 ? emptyCell : figureCell(desk, weightOf(desk, result)),
    points: kept.points ? pointsCell(desk, result, why) : ABSENT,
    href: trendPlace(desk, result.indicator),
  };
}

function actualCell(desk: Desk, result: IndicatorResult, why: string): Cell {
  const figure = actual(desk, result);
  if (figure === null) return missingCell(desk, why);
  const cell = figureCell(desk, figure, { tone: standing(result) });
  return result.judged ? cell : { ...cell, note: desk.note(desk.words("missing.small_sample")) };
}

function attainmentCell(desk: Desk, result: IndicatorResult, why: string): Cell {
  if (result.target === null) return missingCell(desk, desk.words("missing.no_target"));
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
