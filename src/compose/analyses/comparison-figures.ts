import { type Cut, figureId, measurementQueryId } from "../../collect/snapshot.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { Change, ComparisonRow, Side } from "../../evaluate/analyses/comparison.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import { effectOf } from "../../evaluate/direction.ts";
import type { Desk } from "../desk.ts";
import { differenceUnit, measured } from "../indicator-figures.ts";
import type { Figure } from "../model.ts";
import { analysisFigure } from "./figures.ts";

/** What the figures of a comparison are made from. */
export interface ComparisonView {
  desk: Desk;
  analysis: AnalysisOf<"comparison">;
  result: AnalysisResultOf<"comparison">;
}

export type Group = "own" | "others";
export type When = "before" | "after";

const labelOf = (desk: Desk, ...parts: readonly string[]): string => parts.join(desk.words("punctuation.list"));

function membersOf({ result }: ComparisonView, group: Group): readonly string[] | null {
  if (result.groups === null) return null;
  return group === "own" ? result.groups.treated : result.groups.comparison;
}

/** The cut a group's figure is measured in; null for several members together, which is no cut. */
function cutOf(view: ComparisonView, group: Group): Cut | null {
  const members = membersOf(view, group);
  const dimension = view.result.groups?.dimension;
  if (members === null || dimension === undefined) return {};
  const [only] = members;
  return members.length === 1 && only !== undefined ? { [dimension]: only } : null;
}

function idOf(view: ComparisonView, indicator: string, group: Group, when: When): string {
  const cut = cutOf(view, group);
  const { analysis, desk, result } = view;
  return cut === null
    ? figureId(analysis.id, desk.evaluation.period.id, {}, `${indicator}:${group}_${when}`)
    : figureId(indicator, result[when].id, cut);
}

/** Value of a group in a range; null without data. */
export function sideFigure(view: ComparisonView, row: ComparisonRow, group: Group, when: When): Figure | null {
  const { desk, analysis, result } = view;
  const side: Side | undefined = group === "own" ? row[when] : row.comparison?.[when];
  if (side === undefined || side.value === null) return null;
  const cut = cutOf(view, group);
  const value = { value: side.value, n: side.n };
  if (cut !== null) return measured(desk, row.indicator, result[when].id, value, cut);
  const indicator = desk.config.indicators[row.indicator];
  return analysisFigure(desk, analysis, `${row.indicator}:${group}_${when}`, {
    value: side.value,
    unit: indicator?.unit ?? "",
    text: desk.values(row.indicator).value(side.value),
    n: side.n,
    query: indicator === undefined ? null : measurementQueryId(indicator.dataset),
    formula: `Σ ${(membersOf(view, group) ?? []).join(" + ")}`,
    name: labelOf(
      desk,
      desk.names.indicator(row.indicator),
      desk.words(`comparison.group_${group}`),
      desk.words(`comparison.column_${when}`),
    ),
  });
}

export type ChangeName = "own" | "others" | "net";

/** A change, signed. The comparison group's is shown without a claim: it is no finding of its own. */
export function changeFigure(view: ComparisonView, row: ComparisonRow, which: ChangeName): Figure | null {
  const { desk, analysis } = view;
  const value = which === "others" ? (row.comparison?.change ?? null) : (changeOf(row, which)?.value ?? null);
  if (value === null) return null;
  const direction = desk.config.indicators[row.indicator]?.direction ?? "higher_is_better";
  const id = (group: Group, when: When) => idOf(view, row.indicator, group, when);
  const of = (group: Group) => `${id(group, "after")} − ${id(group, "before")}`;
  return analysisFigure(desk, analysis, `${row.indicator}:change_${which}`, {
    value,
    unit: differenceUnit(desk, row.indicator),
    text: desk.values(row.indicator).variance(value),
    formula: which === "net" ? `(${of("own")}) − (${of("others")})` : of(which),
    effect: effectOf(value, 0, direction),
    name: labelOf(desk, desk.names.indicator(row.indicator), desk.words(`comparison.change_${which}`)),
  });
}

export const changeOf = (row: ComparisonRow, which: Exclude<ChangeName, "others">): Change | null =>
  which === "net" ? row.net : row.change;

/** `+0.3 pts to +3.9 pts`; null where the kind of indicator tells nothing about chance. */
export function rangeFigure(
  view: ComparisonView,
  row: ComparisonRow,
  which: Exclude<ChangeName, "others">,
): Figure | null {
  const { desk, analysis } = view;
  const change = changeOf(row, which);
  if (change === null || change.interval === null) return null;
  const { low, high, method } = change.interval;
  const format = desk.values(row.indicator);
  return analysisFigure(desk, analysis, `${row.indicator}:interval_${which}`, {
    value: change.value,
    unit: differenceUnit(desk, row.indicator),
    text: desk.words("comparison.range", { low: format.variance(low), high: format.variance(high) }),
    formula: `95 %, ${method}`,
    name: labelOf(
      desk,
      desk.names.indicator(row.indicator),
      desk.words(`comparison.change_${which}`),
      desk.words("aspects.interval"),
    ),
  });
}

const SMALLEST_P = 0.001;

/** p after the correction; null where nothing was tested. */
export function pFigure(view: ComparisonView, row: ComparisonRow, which: Exclude<ChangeName, "others">): Figure | null {
  const { desk, analysis } = view;
  const test = changeOf(row, which)?.test;
  if (test === undefined || test.adjustedPValue === null) return null;
  const p = test.adjustedPValue;
  const number = (value: number) => desk.format.number(value, 3);
  return analysisFigure(desk, analysis, `${row.indicator}:p_${which}`, {
    value: p,
    unit: "probability",
    text: p < SMALLEST_P ? desk.words("comparison.p_below", { limit: number(SMALLEST_P) }) : number(p),
    formula: `${test.method}, Benjamini–Hochberg`,
    name: labelOf(desk, desk.names.indicator(row.indicator), desk.words(`comparison.change_${which}`), "p"),
  });
}
