import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { MemberValue } from "../../evaluate/analyses/members.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import { emptyCell, figureCell, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { actual, measured } from "../indicator-figures.ts";
import type { Cell, Figure, Sentence } from "../model.ts";
import type { WrittenAnalysis } from "./written.ts";

type Settings = AnalysisOf<"members">;

/** The members side by side, the whole as the last line. */
export function writeMembers(desk: Desk, analysis: Settings, result: AnalysisResultOf<"members">): WrittenAnalysis {
  const { dimension, indicators } = analysis;
  const whole = indicators.map((indicator): Cell => {
    const own = desk.result(indicator);
    const figure = own === undefined ? null : actual(desk, own);
    return figure === null ? emptyCell : figureCell(desk, figure);
  });
  const rows = result.rows.map(({ member, values }): Cell[] => [
    textCell(desk.names.member(dimension, member)),
    ...values.map((value) => memberCell(desk, dimension, member, value)),
  ]);
  return {
    heading: heading(desk, analysis, result),
    subtitle: desk.words("lineup.subtitle", {
      dimension: desk.names.dimensionInSentence(dimension),
      period: desk.format.period.long(desk.evaluation.period),
    }),
    blocks: [
      {
        kind: "table",
        table: table(
          `${analysis.id}-members`,
          null,
          [
            [desk.names.dimension(dimension), false],
            ...indicators.map((indicator) => [desk.names.indicatorShort(indicator), true] as const),
          ],
          [
            ...rows,
            ...(whole.every((cell) => cell.figure === undefined)
              ? []
              : [[textCell(desk.words("lineup.whole")), ...whole]]),
          ],
        ),
      },
    ],
  };
}

/** Too few rows: shown, with the reason at the foot. */
function memberCell(desk: Desk, dimension: string, member: string, value: MemberValue): Cell {
  const figure = figureOf(desk, dimension, member, value);
  if (figure === null) return emptyCell;
  const cell = figureCell(desk, figure);
  return value.judged ? cell : { ...cell, note: desk.note(desk.words("missing.small_sample")) };
}

function figureOf(desk: Desk, dimension: string, member: string, { indicator, value, n }: MemberValue): Figure | null {
  const { period } = desk.evaluation;
  return value === null ? null : measured(desk, indicator, period.id, { value, n }, { [dimension]: member });
}

function heading(desk: Desk, analysis: Settings, result: AnalysisResultOf<"members">): Sentence {
  const [indicator] = analysis.indicators;
  const { extremes } = result;
  const at = (name: string) => {
    const row = result.rows.find(({ member }) => member === name);
    const [first] = row?.values ?? [];
    return first === undefined ? null : figureOf(desk, analysis.dimension, name, first);
  };
  const [best, worst] = extremes === null ? [null, null] : [at(extremes.best), at(extremes.worst)];
  if (indicator === undefined || extremes === null || best === null || worst === null) {
    return desk.say("lineup.heading_plain", { title: desk.names.label(analysis.title) });
  }
  return desk.say(extremes.evidence ? "lineup.heading" : "lineup.heading_shown", {
    indicator: desk.names.indicator(indicator),
    best: desk.names.member(analysis.dimension, extremes.best),
    worst: desk.names.member(analysis.dimension, extremes.worst),
    first: best,
    last: worst,
  });
}
