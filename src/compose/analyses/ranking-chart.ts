import type { ChartOf } from "../chart-model.ts";
import { limit } from "../indicator-figures.ts";
import { scoreGoal } from "../score-figures.ts";
import { memberName, type RankingView, valueFigure } from "./ranking-figures.ts";

/** More rows than this do not fit a page; the table has all of them. */
const MOST_ROWS = 40;

/** Members in order with their intervals, groups divided by a line; null without two to compare. */
export function rankingChart(view: RankingView): string | null {
  const { desk, analysis, result } = view;
  const { members } = result;
  if (members.length < 2 || members.length > MOST_ROWS) return null;
  if (members.every(({ interval }) => interval === null)) return null;
  const rows = members.map((one): ChartOf<"intervals">["rows"][number] => {
    const figure = valueFigure(view, one.member, one.value, one.n);
    desk.figures.use(figure);
    return {
      label: memberName(view, one.member),
      value: one.value,
      low: one.interval?.low ?? null,
      high: one.interval?.high ?? null,
      text: figure.text,
      tone: "neutral",
      group: result.toldBy === "none" ? null : one.group,
    };
  });
  const [first, last] = [rows[0], rows.at(-1)];
  const by = result.by === "score" ? desk.words("ranking.by_score") : desk.names.indicator(result.by);
  const chart: ChartOf<"intervals"> = {
    kind: "intervals",
    id: `${analysis.id}-ranking`,
    title: desk.words("ranking.chart_title", { by }),
    subtitle: desk.words(result.groups > 1 ? "ranking.chart_subtitle_groups" : "ranking.chart_subtitle"),
    alt: desk.words("ranking.chart_alt", {
      count: rows.length,
      by,
      first: first?.label ?? "",
      first_value: first?.text ?? "",
      last: last?.label ?? "",
      last_value: last?.text ?? "",
    }),
    rows,
    reference: referenceOf(view),
    lowLabel: null,
    highLabel: null,
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}

/** The level aimed at: the score's goal, or the indicator's target. */
function referenceOf({ desk, result }: RankingView): ChartOf<"intervals">["reference"] {
  const own = result.by === "score" ? undefined : desk.result(result.by);
  const figure = result.by === "score" ? scoreGoal(desk) : own === undefined ? null : limit(desk, own, "target");
  if (figure === null || figure.value === null) return null;
  desk.figures.use(figure);
  const label =
    result.by === "score"
      ? desk.words("charts.goal", { goal: figure.text })
      : desk.words("charts.target", { target: figure.text });
  return { value: figure.value, label };
}
