import type { BeforeAfter } from "../../evaluate/rule-changes.ts";
import type { Chart } from "../chart-model.ts";
import type { Desk } from "../desk.ts";
import type { Figure } from "../model.ts";
import { score, scoreGoal, scoreOf } from "../score-figures.ts";

/** Line of the overall score over the history; null when there is nothing to draw a line with. */
export function scoreChart(desk: Desk): string | null {
  const { history, goal } = desk.evaluation.score;
  const scored = history.filter((point) => point.score !== null);
  if (scored.length < 2) return null;
  const figures = new Map<string, Figure>();
  for (const { period, score: value } of history) if (value !== null) figures.set(period, scoreOf(desk, period, value));
  const goalFigure = scoreGoal(desk);
  const other = underCurrentRules(desk);
  const { format } = desk;
  const chart: Chart = {
    kind: "line",
    id: "score",
    title: desk.words("charts.score_title"),
    subtitle: desk.words(other === null ? "charts.score_subtitle" : "charts.score_subtitle_both"),
    alt: [scoreAlt(desk, figures), ...(other === null ? [] : [desk.words("charts.score_alt_both")])].join(
      desk.words("punctuation.sentence"),
    ),
    unit: "score",
    points: history.map(({ period, score: value }, index) => {
      const figure = figures.get(period);
      const known = desk.period(period);
      return {
        period,
        label: known === undefined ? period : format.period.short(known),
        value,
        text: figure?.text ?? "–",
        figure: figure === undefined ? null : desk.figures.use(figure),
        special: null,
        recent: index >= history.length - 3,
      };
    }),
    target:
      goal === null || goalFigure === null
        ? null
        : { value: goal, label: desk.words("charts.goal", { goal: goalText(desk, goalFigure) }) },
    limits: null,
    marks: rulesChanges(desk),
    domain: null,
    ...(other === null ? {} : { other: { values: other, label: desk.words("charts.other_rules") } }),
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}

/** The same scores by the rules of the reported period; null where the rules never changed, or made no difference. */
function underCurrentRules(desk: Desk): (number | null)[] | null {
  const { history } = desk.evaluation.score;
  if (!rulesMatter(desk)) return null;
  // Where old and new rules agree the lines meet: the last point before is drawn, so that the line does not end in the air.
  const last = history.findLastIndex(({ score: own, underCurrentRules: now }) => own !== now && now !== null);
  return history.map(({ underCurrentRules: now }, at) => (at <= last + 1 ? now : null));
}

/** Whether a period of the history would have another score by the rules of the reported one. */
export const rulesMatter = (desk: Desk): boolean =>
  desk.evaluation.score.history.some(
    ({ score: own, underCurrentRules: now }) => own !== null && now !== null && Math.abs(own - now) > 1e-9,
  );

function goalText(desk: Desk, figure: Figure): string {
  desk.figures.use(figure);
  return figure.text;
}

/** Where the scorecard's rules changed, so that the line is not read across it unawares. */
export function rulesChanges(desk: Desk): { period: string; label: string }[] {
  return desk.evaluation.notes.flatMap((note) =>
    note.kind === "rules-changed" ? [{ period: note.period, label: desk.words("charts.rules_changed") }] : [],
  );
}

/** Where the levels that an indicator is held to changed: its own course goes on, the yardstick beside it is another. */
export function levelChanges(desk: Desk, indicator: string): { period: string; label: string }[] {
  const moved = ({ before, after }: BeforeAfter) => before !== after;
  return desk.evaluation.scorecard.changes.flatMap(({ period, indicators }) =>
    indicators.some((change) => change.indicator === indicator && (moved(change.baseline) || moved(change.target)))
      ? [{ period, label: desk.words("charts.rules_changed") }]
      : [],
  );
}

function scoreAlt(desk: Desk, figures: ReadonlyMap<string, Figure>): string {
  const periods = [...figures.keys()];
  const [first, last] = [periods[0] ?? "", periods.at(-1) ?? ""];
  const label = (id: string) => {
    const period = desk.period(id);
    return period === undefined ? id : desk.format.period.long(period);
  };
  return desk.words("charts.score_alt", {
    from: label(first),
    to: label(last),
    first: figures.get(first)?.text ?? "",
    last: score(desk)?.text ?? figures.get(last)?.text ?? "",
  });
}
