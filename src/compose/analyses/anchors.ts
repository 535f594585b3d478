import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { levelsOf } from "../../evaluate/analyses/anchors.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import { emptyCell, figureCell, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { measured } from "../indicator-figures.ts";
import type { Cell, Figure, Sentence, Table } from "../model.ts";
import { digitsNeeded } from "../number-format.ts";
import { analysisFigure } from "./figures.ts";
import type { WrittenAnalysis } from "./written.ts";

type Config = AnalysisOf<"anchors">;
type Entry = AnalysisResultOf<"anchors">["indicators"][number];

/** The level each rating has reached in words, and the next one; the whole scale stands in the appendix. */
export function writeAnchors(
  desk: Desk,
  analysis: Config,
  result: AnalysisResultOf<"anchors">,
): WrittenAnalysis | null {
  const { indicators } = result;
  // What was not measured at all is said where the data are described.
  if (indicators.length === 0) return null;
  const scale = { kind: "table" as const, table: scaleTable(desk, analysis, indicators) };
  const appended = desk.report.sections.includes("method");
  if (appended) desk.appendix.push({ heading: desk.words("anchors.appendix"), sentences: [], table: scale.table });
  return {
    heading: heading(desk, analysis, indicators),
    subtitle: desk.words("anchors.subtitle", { period: desk.format.period.long(desk.evaluation.period) }),
    blocks: [
      { kind: "table", table: reachedTable(desk, analysis, indicators) },
      { kind: "sentences", sentences: sentences(desk, analysis, result) },
      ...(appended ? [] : [scale]),
    ],
  };
}

function heading(desk: Desk, analysis: Config, indicators: readonly Entry[]): Sentence {
  const known = indicators.filter(({ reached }) => reached !== null);
  const lowest = known.toSorted((a, b) => (a.reached ?? 0) - (b.reached ?? 0) || a.value - b.value)[0];
  const highest = known.toSorted((a, b) => (b.reached ?? 0) - (a.reached ?? 0))[0];
  if (lowest === undefined || highest === undefined) return desk.say("anchors.heading_below");
  const low = levelFigure(desk, analysis, "low", lowest.reached ?? 0);
  const indicator = desk.names.indicatorInSentence(lowest.indicator);
  if (lowest.reached !== highest.reached) {
    return desk.say("anchors.heading_range", {
      low,
      high: levelFigure(desk, analysis, "high", highest.reached ?? 0),
      indicator,
    });
  }
  const count = analysisFigure(desk, analysis, "count", {
    value: known.length,
    unit: "count",
    text: desk.format.count(known.length),
    spelled: desk.format.spelled(known.length),
    name: desk.words("anchors.aspect_count"),
  });
  return desk.say("anchors.heading_same", { low, count, indicator });
}

const levelFigure = (desk: Desk, analysis: Config, name: "low" | "high", level: number): Figure =>
  analysisFigure(desk, analysis, name, {
    value: level,
    unit: "level",
    text: levelText(desk, level),
    name: desk.words(`anchors.aspect_${name}`),
  });

const levelText = (desk: Desk, level: number): string => desk.format.number(level, digitsNeeded(level));

function reachedTable(desk: Desk, analysis: Config, indicators: readonly Entry[]): Table {
  return table(
    `${analysis.id}-reached`,
    null,
    [
      [desk.words("anchors.column_indicator"), false],
      [desk.words("anchors.column_value"), true],
      [desk.words("anchors.column_n"), true],
      [desk.words("anchors.column_reached"), false],
      [desk.words("anchors.column_next"), false],
      [desk.words("anchors.column_distance"), true],
    ],
    indicators.map((entry): Cell[] => {
      const { indicator, value, n } = entry;
      const figure = measured(desk, indicator, desk.evaluation.period.id, { value, n });
      const distance = distanceFigure(desk, analysis, entry);
      return [
        textCell(desk.names.indicatorShort(indicator)),
        figureCell(desk, figure),
        textCell(desk.format.count(n)),
        entry.reached === null
          ? textCell(desk.words("anchors.below"))
          : levelCell(desk, analysis, entry, "reached", entry.reached),
        entry.next === null
          ? textCell(desk.words("anchors.at_top"))
          : levelCell(desk, analysis, entry, "next", entry.next.level),
        distance === null ? emptyCell : figureCell(desk, distance),
      ];
    }),
  );
}

function levelCell(desk: Desk, analysis: Config, { indicator }: Entry, name: "reached" | "next", level: number): Cell {
  const figure = analysisFigure(desk, analysis, `${indicator}_${name}`, {
    value: level,
    unit: "level",
    text: levelText(desk, level),
    name: `${desk.names.indicator(indicator)} ${desk.words(`anchors.aspect_${name}`)}`,
  });
  return figureCell(desk, figure, {
    text: desk.words("anchors.level_text", { level: figure.text, text: anchor(desk, indicator, level) }),
  });
}

function anchor(desk: Desk, indicator: string, level: number): string {
  const anchors = desk.config.indicators[indicator]?.anchors ?? {};
  const text = Object.entries(anchors).find(([key]) => Number(key) === level)?.[1];
  return text === undefined ? "" : desk.names.text(text);
}

function distanceFigure(desk: Desk, analysis: Config, { indicator, next }: Entry): Figure | null {
  if (next === null) return null;
  const period = desk.evaluation.period.id;
  return analysisFigure(desk, analysis, `${indicator}_distance`, {
    value: next.distance,
    unit: "score",
    text: desk.values(indicator).distance(next.distance),
    formula: `${analysis.id}@${period}#${indicator}_next − ${indicator}@${period}`,
    name: `${desk.names.indicator(indicator)} ${desk.words("anchors.aspect_distance")}`,
  });
}

function sentences(desk: Desk, analysis: Config, { indicators, missing }: AnalysisResultOf<"anchors">): Sentence[] {
  const names = (ids: readonly string[]) => ({
    indicators: desk.format.list(ids.map((id) => desk.names.indicatorInSentence(id))),
    count: ids.length,
  });
  const top = indicators.filter(({ next }) => next === null).map(({ indicator }) => indicator);
  const small = indicators
    .filter(({ indicator, n }) => n < (desk.config.indicators[indicator]?.minimum_n ?? 1))
    .map(({ indicator }) => indicator);
  const nearest = indicators
    .filter(({ next }) => next !== null)
    .toSorted((a, b) => (a.next?.distance ?? 0) - (b.next?.distance ?? 0))[0];
  const distance = nearest === undefined ? null : distanceFigure(desk, analysis, nearest);
  return [
    ...(nearest === undefined || distance === null || indicators.length < 2
      ? []
      : [desk.say("anchors.nearest", { indicator: desk.names.indicatorInSentence(nearest.indicator), distance })]),
    ...(top.length === 0 ? [] : [desk.say("anchors.top", names(top))]),
    ...(small.length === 0 ? [] : [desk.say("anchors.small", names(small))]),
    ...(missing.length === 0 ? [] : [desk.say("anchors.missing", names(missing))]),
    desk.say("anchors.rule"),
  ];
}

/** Every level of every scale, highest first. */
function scaleTable(desk: Desk, analysis: Config, indicators: readonly Entry[]): Table {
  const plain = table(
    `${analysis.id}-scale`,
    null,
    [
      [desk.words("anchors.column_level"), true],
      [desk.words("anchors.column_text"), false],
    ],
    [],
  );
  const rows = indicators.flatMap(({ indicator }) => [
    { cells: [textCell(desk.names.indicator(indicator))], group: true },
    ...levelsOf(desk.config.indicators[indicator]?.anchors)
      .reverse()
      .map((level) => ({
        cells: [textCell(levelText(desk, level)), textCell(anchor(desk, indicator, level))],
        group: false,
      })),
  ]);
  return { ...plain, rows };
}
