import { memberInId } from "../collect/snapshot.ts";
import type { FeedbackResult } from "../evaluate/evaluation.ts";
import type { Desk } from "./desk.ts";
import { countFigure, figureLabel } from "./indicator-figures.ts";
import type { Figure } from "./model.ts";

export type Theme = FeedbackResult["themes"][number];

/** `theme/slow_reply@2026-10#n`. */
export function themeId(theme: string, period: string, aspect?: string): string {
  const id = `theme/${memberInId(theme)}@${period}`;
  return aspect === undefined ? id : `${id}#${aspect}`;
}

/** The theme's name as the dataset labels it. */
export function themeName(desk: Desk, theme: string): string {
  const { feedback } = desk.report;
  const known = feedback?.dictionary === undefined ? undefined : desk.config.dictionaries[feedback.dictionary];
  if (known !== undefined) return desk.names.label(known.themes[theme]?.name ?? theme);
  return desk.names.member(feedback?.theme ?? "", theme);
}

/** The theme's name inside a sentence, in quotation marks. */
export const themeInSentence = (desk: Desk, theme: string): string =>
  desk.words("members.theme", { theme: themeName(desk, theme) });

function themeFigure(
  desk: Desk,
  theme: string,
  aspect: string | undefined,
  spec: {
    value: number;
    text: string;
    unit: string;
    n?: number | null;
    formula?: string;
    effect?: "better" | "worse" | "same";
  },
  period = desk.evaluation.period.id,
): Figure {
  return desk.figures.make({
    id: themeId(theme, period, aspect),
    label: figureLabel(
      desk,
      themeName(desk, theme),
      period,
      {},
      desk.words(aspect === undefined ? "aspects.share_of_feedback" : `aspects.${aspect}`),
    ),
    ...spec,
    query: desk.snapshot.feedback?.query ?? null,
  });
}

/** Share of the classified comments: `23%`. */
export function themeShare(desk: Desk, theme: Theme): Figure {
  return themeFigure(desk, theme.theme, undefined, {
    value: theme.share,
    text: desk.format.percent(theme.share, 1),
    unit: "percent",
    n: theme.n,
  });
}

/** The share of a theme in any period; the id is the one it has everywhere. */
export function themeShareIn(desk: Desk, theme: string, period: string, share: number): Figure {
  const text = desk.format.percent(share, 1);
  return themeFigure(desk, theme, undefined, { value: share, text, unit: "percent" }, period);
}

export function themeCount(desk: Desk, theme: Theme): Figure {
  return themeFigure(desk, theme.theme, "n", { value: theme.n, text: desk.format.count(theme.n), unit: "count" });
}

export function themePrevious(desk: Desk, theme: Theme): Figure | null {
  const { previous } = desk.evaluation;
  if (theme.previousShare === null || previous === null) return null;
  return themeFigure(
    desk,
    theme.theme,
    undefined,
    {
      value: theme.previousShare,
      text: desk.format.percent(theme.previousShare, 1),
      unit: "percent",
    },
    previous.id,
  );
}

/** Change on the previous period in percentage points; more of a complaint is worse. */
export function themeChange(desk: Desk, theme: Theme, form: "variance" | "distance"): Figure | null {
  if (theme.previousShare === null) return null;
  const value = theme.share - theme.previousShare;
  const points =
    form === "variance" ? desk.format.signed(value * 100, 1) : desk.format.number(Math.abs(value * 100), 1);
  return themeFigure(desk, theme.theme, `${form}_previous`, {
    value,
    text: desk.words("units.percentage_points", { value: points, value_n: 2 }),
    unit: "percentage_points",
    formula: `${themeId(theme.theme, desk.evaluation.period.id)} − ${themeId(theme.theme, desk.evaluation.previous?.id ?? "")}`,
    effect: value > 0 ? "worse" : value < 0 ? "better" : "same",
  });
}

export function themeInterval(desk: Desk, theme: Theme): Figure {
  const { low, high, method } = theme.interval;
  return themeFigure(desk, theme.theme, "interval", {
    value: theme.share,
    text: desk.words("units.range", {
      kind: "percent",
      negative: "no",
      low: desk.format.number(low * 100, 1),
      low_whole: desk.format.percent(low, 1),
      high: desk.format.percent(high, 1),
    }),
    unit: "percent",
    n: theme.n,
    formula: `95 %, ${method}`,
  });
}

/** Share above which a theme needs attention: `20%`. */
export function attentionLine(desk: Desk): Figure {
  const value = desk.report.feedback?.attention_share ?? 0.2;
  const period = desk.evaluation.period.id;
  return desk.figures.make({
    id: `feedback@${period}#attention_share`,
    label: figureLabel(desk, desk.words("aspects.feedback"), period, {}, desk.words("aspects.attention_share")),
    value,
    unit: "percent",
    text: desk.format.percent(value),
    formula: `report ${desk.evaluation.report}`,
  });
}

/** Classified comments in all. */
export function feedbackTotal(desk: Desk, total: number): Figure {
  const period = desk.evaluation.period.id;
  return countFigure(
    desk,
    `feedback@${period}#n`,
    figureLabel(desk, desk.words("aspects.feedback"), period, {}, desk.words("aspects.n")),
    total,
    {
      query: desk.snapshot.feedback?.query ?? null,
    },
  );
}

/** Share less the line: what "above the line" rests on. */
export function themeExcess(desk: Desk, theme: Theme): Figure {
  const line = desk.report.feedback?.attention_share ?? 0.2;
  const value = theme.share - line;
  return themeFigure(desk, theme.theme, "variance_attention", {
    value,
    text: desk.words("units.percentage_points", { value: desk.format.signed(value * 100, 1), value_n: 2 }),
    unit: "percentage_points",
    formula: `${themeId(theme.theme, desk.evaluation.period.id)} − feedback@${desk.evaluation.period.id}#attention_share`,
    effect: value > 0 ? "worse" : value < 0 ? "better" : "same",
  });
}
