import { figureId } from "../../collect/snapshot.ts";
import type { CombinedPart, CombinedScore } from "../../evaluate/evaluation.ts";
import { emptyCell, figureCell, missingCell, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { countFigure, figureLabel } from "../indicator-figures.ts";
import type { Cell, Figure, Sentence, Table } from "../model.ts";
import { roundToSum } from "../number-format.ts";
import { score, scoreOf, shownPoints } from "../score-figures.ts";
import type { WrittenAnalysis } from "./written.ts";

/** How a score was put together from the shorter periods inside; null where the period was scored as one. */
export function writeCombined(desk: Desk): WrittenAnalysis | null {
  const { combined } = desk.evaluation.score;
  if (combined === null) return null;
  return {
    heading: heading(desk, combined),
    subtitle: desk.words("combine.subtitle", unitsOf(desk, combined)),
    blocks: [
      { kind: "sentences", sentences: [...combineRules(desk), ...former(desk), ...pooled(desk, combined)] },
      { kind: "table", table: partsTable(desk, combined) },
    ],
  };
}

/** What the inner periods are called: `quarter`, `quarters`. */
function unitsOf(desk: Desk, { unit }: CombinedScore): { part: string; parts: string } {
  const name = unit.replaceAll("-", "_");
  return { part: desk.words(`periods.unit_one.${name}`), parts: desk.words(`periods.unit_many.${name}`) };
}

const count = (desk: Desk, aspect: "parts" | "parts_scored" | "parts_needed", value: number): Figure =>
  countFigure(
    desk,
    figureId("score", desk.evaluation.period.id, {}, aspect),
    figureLabel(desk, desk.words(`aspects.${aspect}`), desk.evaluation.period.id),
    value,
    { formula: `reports.${desk.evaluation.report}.combine` },
  );

const withScore = ({ parts }: CombinedScore): number => parts.filter(({ score: own }) => own !== null).length;

function heading(desk: Desk, combined: CombinedScore): Sentence {
  const period = desk.format.period.long(desk.evaluation.period);
  const value = score(desk);
  const all = count(desk, "parts", combined.parts.length);
  const present = count(desk, "parts_scored", withScore(combined));
  const units = unitsOf(desk, combined);
  if (value === null) {
    const needed = count(desk, "parts_needed", combined.atLeast);
    return desk.say("combine.heading_none", { period, present, all, needed, ...units });
  }
  if (combined.rule === "latest") {
    const last = combined.parts.findLast(({ effectiveWeight }) => effectiveWeight > 0)?.period ?? "";
    return desk.say("combine.heading_latest", { period, score: value, last: periodName(desk, last) });
  }
  return combined.parts.length === withScore(combined)
    ? desk.say(`combine.heading_${combined.rule}`, { period, score: value, all, ...units })
    : desk.say("combine.heading_some", { period, score: value, present, all, ...units });
}

const periodName = (desk: Desk, id: string): string => {
  const period = desk.period(id);
  return period === undefined ? id : desk.format.period.long(period);
};

/** The rule, for the closer look and the page about method; empty where nothing is combined. */
export function combineRules(desk: Desk): Sentence[] {
  const { combined } = desk.evaluation.score;
  if (combined === null) return [];
  const units = unitsOf(desk, combined);
  const { rule, indicators } = combined;
  return [
    desk.say(
      `combine.rule_${rule}`,
      rule === "weights" ? { ...units, weights: weightsInWords(desk, combined) } : units,
    ),
    desk.say(`combine.indicators_${indicators}`, units),
  ];
}

const weightsInWords = (desk: Desk, { parts }: CombinedScore): string =>
  parts
    .map(({ period, weight }) =>
      desk.words("combine.weight", { period: periodName(desk, period), weight: percent(desk, weight) }),
    )
    .join(desk.words("punctuation.list"));

const percent = (desk: Desk, share: number): string =>
  desk.format.percent(share, Number.isInteger(Math.round(share * 1e6) / 1e4) ? 0 : 1);

/** Points of inner periods with indicators that the rules have dropped since: no row of the scorecard shows them. */
function former(desk: Desk): Sentence[] {
  const { score: result, indicators } = desk.evaluation;
  if (result.value === null) return [];
  const shown = indicators.reduce((sum, { scorePoints }) => sum + (scorePoints ?? 0), 0);
  const points = result.value - shown;
  if (points < 0.05) return [];
  const figure = desk.figures.make({
    id: figureId("score", desk.evaluation.period.id, {}, "points_former"),
    label: figureLabel(desk, desk.words("aspects.points_former"), desk.evaluation.period.id),
    value: points,
    unit: "score_points",
    text: desk.format.number(points, 1),
    formula: "score − Σ points of the indicators in force",
  });
  return [desk.say("combine.former", { points: figure })];
}

function pooled(desk: Desk, combined: CombinedScore): Sentence[] {
  if (combined.pooled === null || desk.evaluation.score.value === null) return [];
  const figure = desk.figures.make({
    id: figureId("score", desk.evaluation.period.id, {}, "pooled"),
    label: figureLabel(desk, desk.words("aspects.pooled"), desk.evaluation.period.id),
    value: combined.pooled,
    unit: "score_points",
    text: desk.format.number(combined.pooled, shownPoints(desk).digits),
    formula: "Σ weight × points ÷ 5",
  });
  return [desk.say("combine.pooled", { pooled: figure, period: desk.format.period.long(desk.evaluation.period) })];
}

function partsTable(desk: Desk, combined: CombinedScore): Table {
  const { parts, rule } = combined;
  const spread = parts.some(({ weight, effectiveWeight }) => Math.abs(weight - effectiveWeight) > 1e-9);
  const unscored = parts.some(({ missingWeight }) => (missingWeight ?? 0) > 0);
  const exact = parts.map((part) => part.effectiveWeight * (part.score ?? 0));
  const { digits } = shownPoints(desk);
  const added = roundToSum(
    exact,
    exact.reduce((sum, value) => sum + value, 0),
    digits,
  );
  const value = score(desk);
  const optional = <T>(wanted: boolean, item: T): T[] => (wanted ? [item] : []);
  const columns: (readonly [string, boolean])[] = [
    [desk.words("combine.column_period"), false],
    [desk.words("combine.column_score"), true],
    [desk.words("combine.column_band"), false],
    ...optional(rule === "weighted_by_rows", [desk.words("combine.column_rows"), true] as const),
    ...optional(unscored, [desk.words("combine.column_missing"), true] as const),
    [desk.words("combine.column_weight"), true],
    ...optional(spread, [desk.words("combine.column_effective"), true] as const),
    [desk.words("combine.column_adds"), true],
  ];
  const rows = parts.map((part, index): Cell[] => {
    const figure = partFigures(desk, part, added[index] ?? 0, digits);
    return [
      textCell(periodName(desk, part.period)),
      part.score === null
        ? missingCell(desk, desk.words("combine.no_score"))
        : figureCell(desk, scoreOf(desk, part.period, part.score)),
      part.band === null ? emptyCell : textCell(desk.words(`bands.${part.band}`)),
      ...optional(rule === "weighted_by_rows", figureCell(desk, figure.rows)),
      ...optional(unscored, part.missingWeight === null ? emptyCell : figureCell(desk, figure.missing)),
      figureCell(desk, figure.weight),
      ...optional(spread, figureCell(desk, figure.effective)),
      part.score === null ? emptyCell : figureCell(desk, figure.adds),
    ];
  });
  const blank = columns.length - 2;
  rows.push([
    textCell(desk.words("combine.row_whole", { period: desk.format.period.long(desk.evaluation.period) })),
    ...Array.from({ length: blank }, () => textCell("")),
    value === null ? missingCell(desk, desk.words("combine.too_few")) : figureCell(desk, value),
  ]);
  return table("combined-parts", null, columns, rows);
}

function partFigures(desk: Desk, part: CombinedPart, added: number, digits: number) {
  const period = desk.period(part.period);
  const name = period === undefined ? part.period : desk.format.period.long(period);
  const made = (aspect: string, value: number, unit: string, text: string, formula: string): Figure =>
    desk.figures.make({
      id: figureId("score", part.period, {}, aspect),
      label: [desk.words("aspects.score"), desk.words(`aspects.${aspect}`), name].join(desk.words("punctuation.list")),
      value,
      unit,
      text,
      formula,
    });
  const rule = `reports.${desk.evaluation.report}.combine`;
  const missing = part.missingWeight ?? 0;
  return {
    rows: made("part_rows", part.rows, "count", desk.format.count(part.rows), "rows behind the score"),
    missing: made(
      "part_missing",
      missing,
      "score_points",
      desk.format.number(missing, Number.isInteger(missing) ? 0 : 1),
      "Σ weight without points",
    ),
    weight: made("part_weight", part.weight, "percent", percent(desk, part.weight), rule),
    effective: made(
      "part_effective",
      part.effectiveWeight,
      "percent",
      percent(desk, part.effectiveWeight),
      `${rule}, spread`,
    ),
    adds: made(
      "part_adds",
      part.effectiveWeight * (part.score ?? 0),
      "score_points",
      desk.format.number(added, digits),
      "share × score",
    ),
  };
}
