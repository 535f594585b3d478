import { type Cut, figureId, measurementQueryId } from "../collect/snapshot.ts";
import type { Breakdown, Cause, Contribution, Counterfactual, IndicatorResult } from "../evaluate/evaluation.ts";
import type { Desk } from "./desk.ts";
import { figureLabel, measured } from "./indicator-figures.ts";
import type { Figure } from "./model.ts";
import { roundToSum } from "./number-format.ts";

interface MemberSpec {
  value: number;
  text: string;
  unit: string;
  n?: number;
  formula?: string;
  effect?: "better" | "worse" | "same";
  /** Set apart from a member's figure of the same name: the line of all other members. */
  suffix?: string;
}

/** A figure about one member of a breakdown in the reported period. */
export function memberFigure(desk: Desk, indicator: string, cut: Cut, aspect: string, spec: MemberSpec): Figure {
  const { period } = desk.evaluation;
  const { suffix = "", ...parts } = spec;
  return desk.figures.make({
    id: figureId(indicator, period.id, cut, `${aspect}${suffix}`),
    label: figureLabel(desk, desk.names.indicator(indicator), period.id, cut, desk.words(`aspects.${aspect}`)),
    ...parts,
    query: measurementQueryId(desk.config.indicators[indicator]?.dataset ?? ""),
  });
}

/** The member's own value. */
export function memberValue(
  desk: Desk,
  indicator: string,
  dimension: string,
  member: { member: string; value: number | null; n: number },
): Figure | null {
  if (member.value === null) return null;
  return measured(
    desk,
    indicator,
    desk.evaluation.period.id,
    { value: member.value, n: member.n },
    { [dimension]: member.member },
  );
}

/** Share of the shortfall (or of the change) that the member explains: `71%`. */
export function shareOfGap(desk: Desk, indicator: string, cause: Cause): Figure {
  const cut = { [cause.dimension]: cause.member };
  return memberFigure(desk, indicator, cut, `share_of_gap_${cause.against}`, {
    value: cause.shareOfGap,
    text: desk.format.percent(cause.shareOfGap),
    unit: "percent",
    formula: `${figureId(indicator, desk.evaluation.period.id, cut)}: (rate + mix effect) ÷ difference`,
  });
}

/** Share of all rows that the member has. */
export function shareOfRows(desk: Desk, indicator: string, cause: Cause): Figure {
  const cut = { [cause.dimension]: cause.member };
  return memberFigure(desk, indicator, cut, "share_of_rows", {
    value: cause.shareOfRows,
    text: desk.format.percent(cause.shareOfRows),
    unit: "percent",
    n: cause.contribution.n,
  });
}

/** Figures of "if the Night shift were like the others …". */
export function counterfactualFigures(desk: Desk, result: IndicatorResult, found: Counterfactual) {
  const { indicator } = result;
  const cut = { [found.dimension]: found.member };
  const format = desk.values(indicator);
  const unit = desk.config.indicators[indicator]?.unit ?? "";
  const base = figureId(indicator, desk.evaluation.period.id, cut);
  const lower = desk.config.indicators[indicator]?.direction === "lower_is_better";
  const effect = found.effect === 0 ? "same" : found.effect < 0 === lower ? "better" : "worse";
  return {
    others: memberFigure(desk, indicator, cut, "others", {
      value: found.othersValue,
      text: format.value(found.othersValue),
      unit,
      formula: `all rows but ${base}`,
    }),
    value: memberFigure(desk, indicator, cut, "counterfactual", {
      value: found.value,
      text: format.value(found.value),
      unit,
      formula: `overall value if ${base} were ${base}#others`,
    }),
    scoreEffect:
      Math.abs(found.scoreEffect) < 0.05
        ? null
        : memberFigure(desk, indicator, cut, "counterfactual_score", {
            value: found.scoreEffect,
            text: desk.format.number(Math.abs(found.scoreEffect), Number.isInteger(found.scoreEffect) ? 0 : 1),
            unit: "score_points",
            formula: `score with ${base}#counterfactual − score`,
            effect: found.scoreEffect > 0 ? "better" : "worse",
          }),
    effect: memberFigure(desk, indicator, cut, "counterfactual_effect", {
      value: found.effect,
      text: format.variance(found.effect),
      unit,
      formula: `${base}#counterfactual − ${figureId(indicator, desk.evaluation.period.id)}`,
      effect,
    }),
  };
}

/** One line of a contribution table: what the member adds to the harm, so that the lines add up to the gap. */
export interface HarmLine {
  member: string | null;
  /** Members behind the line; more than one only in the last line ("others"). */
  members: number;
  n: number;
  value: number | null;
  weight: number;
  /** Positive = adds to the shortfall (or to the worsening), as printed. */
  rate: number;
  mix: number;
  total: number;
}

/**
 * Contributions turned so that harm is positive, largest first, at most `most` lines (the rest in one), rounded so that
 * each line and the column add up as printed.
 */
export function harmLines(
  contributions: readonly Contribution[],
  gap: number,
  options: { lowerIsBetter: boolean; scale: number; digits: number; most: number },
): HarmLine[] {
  const turn = options.lowerIsBetter ? options.scale : -options.scale;
  const sorted = [...contributions].sort(
    (a, b) => (b.total - a.total) * Math.sign(turn) || (a.member < b.member ? -1 : 1),
  );
  const shown = sorted.length > options.most ? sorted.slice(0, options.most - 1) : sorted;
  const rest = sorted.slice(shown.length);
  const lines = shown.map((line) => ({ ...line, member: line.member as string | null, members: 1 }));
  if (rest.length > 0) {
    const add = (pick: (line: Contribution) => number) => rest.reduce((sum, line) => sum + pick(line), 0);
    lines.push({
      member: null,
      members: rest.length,
      n: add((line) => line.n),
      value: null,
      weight: add((line) => line.weight),
      rate: add((line) => line.rate),
      mix: add((line) => line.mix),
      total: add((line) => line.total),
      share: null,
    });
  }
  const totals = roundToSum(
    lines.map((line) => line.total * turn),
    gap * turn,
    options.digits,
  );
  const round = (value: number) => Number(value.toFixed(options.digits));
  return lines.map((line, index) => {
    const total = totals[index] ?? 0;
    const rate = round(line.rate * turn);
    return {
      member: line.member,
      members: line.members,
      n: line.n,
      value: line.value,
      weight: line.weight,
      rate,
      mix: round(total - rate),
      total,
    };
  });
}

/** The breakdown a shortfall is explained with, and against what. */
export function explaining(
  result: IndicatorResult,
  dimension: string,
): { breakdown: Breakdown; against: "target" | "previous"; lines: readonly Contribution[]; gap: number } | null {
  const breakdown = result.breakdowns.find((candidate) => candidate.dimension === dimension);
  if (breakdown === undefined) return null;
  if (breakdown.againstTarget !== null && breakdown.targetGap !== null && result.meetsTarget === false) {
    return { breakdown, against: "target", lines: breakdown.againstTarget, gap: breakdown.targetGap };
  }
  if (breakdown.againstPrevious !== null && breakdown.previousGap !== null) {
    return { breakdown, against: "previous", lines: breakdown.againstPrevious, gap: breakdown.previousGap };
  }
  return null;
}
