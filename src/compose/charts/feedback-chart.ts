import type { FeedbackResult } from "../../evaluate/evaluation.ts";
import type { Chart } from "../chart-model.ts";
import type { Desk } from "../desk.ts";
import { feedbackTotal, type Theme, themeName, themeShare } from "../feedback-figures.ts";

/** Slices that can still be told apart; the rest is drawn as one. */
const MOST_SLICES = 7;

/** Shares of the feedback themes. */
export function feedbackDonut(desk: Desk, feedback: FeedbackResult): string {
  const themes = feedback.themes.filter((theme) => theme.n > 0);
  const shown = themes.length > MOST_SLICES ? themes.slice(0, MOST_SLICES - 1) : themes;
  const rest = themes.slice(shown.length);
  const slices = shown.map((theme) => slice(desk, theme));
  if (rest.length > 0) {
    const share = rest.reduce((sum, theme) => sum + theme.share, 0);
    slices.push({
      label: desk.words("charts.other_themes"),
      share,
      text: desk.format.percent(share, 1),
      attention: false,
    });
  }
  const total = feedbackTotal(desk, feedback.total);
  desk.figures.use(total);
  const chart: Chart = {
    kind: "donut",
    id: "feedback",
    title: desk.words("charts.donut_title"),
    subtitle: desk.words("charts.donut_subtitle", { total: total.text, total_n: feedback.total }),
    alt: desk.words("charts.donut_alt", {
      total: total.text,
      slices: desk.format.list(slices.map(({ label, text }) => desk.words("charts.slice", { label, share: text }))),
    }),
    slices,
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}

function slice(desk: Desk, theme: Theme) {
  const figure = themeShare(desk, theme);
  desk.figures.use(figure);
  return {
    label: themeName(desk, theme.theme),
    share: theme.share,
    text: figure.text,
    attention: theme.needsAttention,
  };
}
