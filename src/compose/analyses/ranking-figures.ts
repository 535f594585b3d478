import { figureId } from "../../collect/snapshot.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { RankedMember } from "../../evaluate/analyses/ranking.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import type { Desk } from "../desk.ts";
import { measured } from "../indicator-figures.ts";
import type { Figure } from "../model.ts";
import { analysisFigure } from "./figures.ts";

/** What the figures of a ranking are made from. */
export interface RankingView {
  desk: Desk;
  analysis: AnalysisOf<"ranking">;
  result: AnalysisResultOf<"ranking">;
}

export const memberName = ({ desk, result }: RankingView, member: string): string =>
  desk.names.member(result.dimension, member);

/** A number that belongs to the ranking as a whole. */
export function rankingCount({ desk, analysis }: RankingView, aspect: string, value: number): Figure {
  return analysisFigure(desk, analysis, aspect, {
    value,
    unit: "count",
    text: desk.format.count(value),
    formula: `ranking ${analysis.id}`,
    spelled: desk.format.spelled(value),
    name: desk.words(`ranking.aspect_${aspect}`),
  });
}

/** A score or a value of the indicator, as it is printed. */
export function valueText({ desk, result }: RankingView, value: number): string {
  return result.by === "score" ? desk.format.number(value, 1) : desk.values(result.by).value(value);
}

const unitOf = ({ desk, result }: RankingView): string =>
  result.by === "score" ? "score_points" : (desk.config.indicators[result.by]?.unit ?? "");

/** What a member is ranked by; a measured value where it is one. */
export function valueFigure(view: RankingView, member: string, value: number, n: number): Figure {
  const { desk, analysis, result } = view;
  if (result.by !== "score" && result.own === null) {
    return measured(desk, result.by, desk.evaluation.period.id, { value, n }, { [result.dimension]: member });
  }
  return analysisFigure(desk, analysis, aspectOf(view, member, "value"), {
    value,
    unit: unitOf(view),
    text: valueText(view, value),
    n,
    formula: result.by === "score" ? "Σ weight × points ÷ 5" : figureId(result.by, desk.evaluation.period.id),
    name: nameOf(view, member, "value"),
  });
}

export function placeFigure(view: RankingView, { member, rank }: RankedMember): Figure {
  const { desk, analysis } = view;
  return analysisFigure(desk, analysis, aspectOf(view, member, "place"), {
    value: rank,
    unit: "count",
    text: desk.format.count(rank),
    formula: `ranking ${analysis.id}`,
    name: nameOf(view, member, "place"),
  });
}

export function intervalFigure(view: RankingView, { member, value, interval }: RankedMember): Figure | null {
  if (interval === null) return null;
  const { desk, analysis, result } = view;
  const range =
    result.by === "score"
      ? desk.words("ranking.range", {
          low: desk.format.number(interval.low, 1),
          high: desk.format.number(interval.high, 1),
        })
      : desk.values(result.by).range(interval.low, interval.high);
  return analysisFigure(desk, analysis, aspectOf(view, member, "interval"), {
    value,
    unit: unitOf(view),
    text: range,
    formula: `95 %, ${interval.method}`,
    name: nameOf(view, member, "interval"),
  });
}

/** A quartile of all that are ranked, in an edition that names nobody else. */
export function quartileFigure(view: RankingView, name: "lower" | "median" | "upper", value: number): Figure {
  const { desk, analysis } = view;
  return analysisFigure(desk, analysis, `quartile_${name}`, {
    value,
    unit: unitOf(view),
    text: valueText(view, value),
    formula: "mean of the three members around it",
    name: desk.words(`ranking.quartile_${name}`),
  });
}

const aspectOf = ({ result }: RankingView, member: string, what: string): string =>
  result.own === null ? `${what}:${encodeURIComponent(member)}` : what;

const nameOf = (view: RankingView, member: string, what: string): string =>
  [memberName(view, member), view.desk.words(`ranking.aspect_${what}`)].join(view.desk.words("punctuation.list"));
