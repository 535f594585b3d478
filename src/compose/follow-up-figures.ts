import type { Action } from "../actions/action.ts";
import { figureId } from "../collect/snapshot.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import type { Verification } from "../config/schema/playbook.ts";
import type { FollowedChange, FollowedPoint, FollowUp } from "../evaluate/evaluation.ts";
import type { Desk } from "./desk.ts";
import { themeShareIn } from "./feedback-figures.ts";
import type { ValueFormat } from "./format.ts";
import { countFigure, differenceUnit, figureLabel, measured } from "./indicator-figures.ts";
import type { Figure } from "./model.ts";
import { scoreOf, shownPoints } from "./score-figures.ts";

/** An adopted measure with what was measured of it. */
export interface Followed {
  action: Action;
  result: FollowUp;
}

/** Adopted measures of the edition with their results, in the order of their ids. */
export function followedOf(desk: Desk): Followed[] {
  const results = new Map((desk.evaluation.followUp ?? []).map((result) => [result.action, result]));
  return (desk.snapshot.actions ?? []).flatMap((action) => {
    const result = results.get(action.id);
    return result === undefined ? [] : [{ action, result }];
  });
}

/** How values of a standard are written: as its indicator's, a theme's share in per cent, the score as a number. */
function formatOf(desk: Desk, standard: Verification): ValueFormat {
  if (standard.indicator !== undefined) return desk.values(standard.indicator);
  const score = { ...SCORE, precision: shownPoints(desk).digits };
  return desk.format.values(standard.score === true ? score : SHARE, [standard.threshold]);
}

const BASE = { name: "", definition: "", dataset: "none", null_rule: "exclude", minimum_n: 1 } as const;
const SHARE: Indicator = {
  ...BASE,
  kind: "ratio",
  unit: "percent",
  precision: 1,
  direction: "lower_is_better",
  numerator: "true",
};
const SCORE: Indicator = {
  ...BASE,
  kind: "mean",
  unit: "score",
  precision: 0,
  direction: "higher_is_better",
  value: "0",
};

/** The value a standard sees in a period, under the id that it has everywhere; null without one. */
export function followedValue(desk: Desk, standard: Verification, point: FollowedPoint | null): Figure | null {
  if (point === null || point.value === null) return null;
  const { period, value } = point;
  if (standard.theme !== undefined) return themeShareIn(desk, standard.theme, period, value);
  if (standard.score === true) return scoreOf(desk, period, value);
  return measured(desk, standard.indicator ?? "", period, { value, n: point.n ?? 0 }, standard.cut);
}

type ChangeKind = "change" | "others" | "beyond";

/** A change of an adopted measure, signed: its own, that of all others, or what is left of the first less the second. */
export function changeFigure(
  desk: Desk,
  { action, result }: Followed,
  standard: Verification,
  kind: ChangeKind,
): Figure | null {
  const change = result[kind];
  if (change === null) return null;
  return figure(desk, action, kind, {
    value: change.value,
    text: formatOf(desk, standard).variance(change.value),
    unit: unitOf(desk, standard),
    formula: formulaOf(desk, action, standard, kind, result),
    effect: change.effect,
  });
}

function formulaOf(
  desk: Desk,
  action: Action,
  standard: Verification,
  kind: ChangeKind,
  { before, now }: FollowUp,
): string {
  if (kind === "beyond") return `${idOf(desk, action, "change")} − ${idOf(desk, action, "others")}`;
  const id = (period: string | undefined) =>
    followedId(standard, period ?? "") + (kind === "others" ? " of all others" : "");
  return `${id(now?.period)} − ${id(before?.period)}`;
}

const followedId = ({ indicator, theme, cut }: Verification, period: string): string =>
  figureId(indicator ?? (theme === undefined ? "score" : `theme/${theme}`), period, cut);

/** 95 % interval of a change; null where its kind has none. */
export function rangeFigure(
  desk: Desk,
  { action, result }: Followed,
  standard: Verification,
  kind: ChangeKind,
): Figure | null {
  const change: FollowedChange | null = result[kind];
  if (change === null || change.interval === null) return null;
  const { low, high, method } = change.interval;
  const format = formatOf(desk, standard);
  return figure(desk, action, `${kind}_interval`, {
    value: change.value,
    text: desk.words("follow_up.range", { low: format.variance(low), high: format.variance(high) }),
    unit: unitOf(desk, standard),
    formula: `95 %, ${method}`,
  });
}

/** What is missing to the threshold, without a sign; null where nothing is. */
export function gapFigure(desk: Desk, { action, result }: Followed, standard: Verification): Figure | null {
  const value = result.now?.value ?? null;
  if (value === null || value === standard.threshold) return null;
  return figure(desk, action, "gap", {
    value: value - standard.threshold,
    text: formatOf(desk, standard).distance(value - standard.threshold),
    unit: unitOf(desk, standard),
    formula: `${followedId(standard, result.now?.period ?? "")} − threshold`,
  });
}

/** Whether a change is smaller than the last digit printed. */
export const isTiny = (desk: Desk, standard: Verification, change: FollowedChange): boolean =>
  formatOf(desk, standard).isTiny(change.value);

/** Periods in a row in which the standard held. */
export function runFigure(desk: Desk, { action, result }: Followed): Figure {
  return figure(desk, action, "run", {
    value: result.run,
    text: desk.format.count(result.run),
    unit: "count",
    formula: "consecutive periods in which the standard held",
    spelled: desk.format.spelled(result.run),
  });
}

/** A number of adopted measures: all that are under way, or those of one status. */
export function actionCount(
  desk: Desk,
  aspect: "under_way" | "verified" | "overdue" | "lapsed" | "ended",
  value: number,
): Figure {
  const { period } = desk.evaluation;
  return countFigure(
    desk,
    figureId("actions", period.id, {}, aspect),
    figureLabel(desk, desk.words("aspects.actions"), period.id, {}, desk.words(`aspects.actions_${aspect}`)),
    value,
    { formula: "adopted measures, by status" },
  );
}

const unitOf = (desk: Desk, { indicator, score }: Verification): string =>
  indicator === undefined ? (score === true ? "score_points" : "percentage_points") : differenceUnit(desk, indicator);

const idOf = (desk: Desk, { id }: Action, aspect: string): string =>
  figureId(`action/${id}`, desk.evaluation.period.id, {}, aspect);

function figure(
  desk: Desk,
  action: Action,
  aspect: string,
  spec: {
    value: number;
    text: string;
    unit: string;
    formula: string;
    effect?: FollowedChange["effect"];
    spelled?: string | undefined;
  },
): Figure {
  const { id } = desk.evaluation.period;
  const name = desk.words(`aspects.action_${aspect}`);
  return desk.figures.make({
    id: idOf(desk, action, aspect),
    label: figureLabel(desk, `${action.id} ${desk.names.label(action.measure)}`, id, {}, name),
    ...spec,
  });
}
