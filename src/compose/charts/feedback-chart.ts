import type { FeedbackResult } from "../../evaluate/evaluation.ts";
import type { Chart } from "../chart-model.ts";
import type { Desk } from "../desk.ts";
import { feedbackTotal, type Theme, themeName, themeShare } from "../feedback-figures.ts";

/** Slices that can still be told apart; the rest is drawn as one. */
const MOST_SLICES = 7;

/** The themes' shares: a ring of parts of one whole, or bars where an answer may name several themes. */
export function feedbackChart(desk: Desk, feedback: FeedbackResult): string {
  return feedback.dictionary === null ? feedbackDonut(desk, feedback) : feedbackBars(desk, feedback);
}

function feedbackBars(desk: Desk, feedback: FeedbackResult): string {
  const total = feedbackTotal(desk, feedback.total);
  desk.figures.use(total);
  const bars = feedback.themes.filter(({ n }) => n > 0).map((theme) => slice(desk, theme));
  const chart: Chart = {
    kind: "contribution",
    id: "feedback",
    title: desk.words("dictionary.bars_title"),
    subtitle: desk.words("dictionary.bars_subtitle", { total: total.text }),
    alt: desk.words("dictionary.bars_alt", {
      total: total.text,
      bars: desk.format.list(bars.map(({ label, text }) => desk.words("charts.slice", { label, share: text }))),
    }),
    bars: bars.map(({ label, share, text, attention }) => ({
      label,
      value: share,
      text,
      tone: attention ? "concern" : "neutral",
      main: attention,
    })),
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}

/** Shares of the feedback themes. */
function feedbackDonut(desk: Desk, feedback: FeedbackResult): string {
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
