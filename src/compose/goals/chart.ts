import { monthsBetween } from "../../calendar/months.ts";
import { periodOfDay } from "../../calendar/periods.ts";
import type { GoalResult } from "../../evaluate/goals/result.ts";
import type { ChartOf } from "../chart-model.ts";
import type { Desk } from "../desk.ts";
import { measured } from "../indicator-figures.ts";
import { goalActual, goalInterval, goalProjection, goalValue, type Subject } from "./figures.ts";
import { goalInSentence, goalName, goalOf } from "./names.ts";
import { statusInSentence, statusWord, toneOfStatus } from "./status.ts";

/** The goal on its way: plan, course, trend, goal; null where there is nothing measured yet. */
export function goalChart(desk: Desk, goal: GoalResult): string | null {
  if (goal.points.every(({ value }) => value === null)) return null;
  const subject: Subject = { goal, progress: goal };
  const x = (day: string) => monthsBetween(goal.startDay, day);
  const wanted = goalValue(desk, subject);
  const projection = goalProjection(desk, subject);
  desk.figures.use(wanted);
  const chart: ChartOf<"goal-line"> = {
    kind: "goal-line",
    id: `goal-${goal.id}`,
    title: desk.words("goals.chart_title", {
      goal: goalName(desk, goal.id),
      status: statusInSentence(desk, goal.status),
    }),
    // The unit stands with every figure drawn.
    subtitle: "",
    alt: alternative(desk, subject),
    unit: desk.config.indicators[goal.indicator]?.unit ?? "",
    points: measuredPoints(goal).map((point) => {
      const figure =
        point.value === null
          ? null
          : measured(desk, goal.indicator, point.period, { value: point.value, n: point.n }, goal.cut);
      return {
        x: x(point.day),
        value: point.value,
        text: figure?.text ?? "–",
        figure: figure === null ? null : desk.figures.use(figure),
        used: point.used,
      };
    }),
    plan: goal.planLine.map(({ day, value }) => ({ x: x(day), value })),
    planLabel: desk.words("goals.chart_plan"),
    projection: goal.projected.map(({ months, value, low, high }) => ({ x: months, value, low, high })),
    projected:
      projection === null || goal.projection === null
        ? null
        : {
            value: goal.projection.value,
            text: projection.text,
            label: desk.words("goals.chart_trend"),
            tone: toneOfStatus(goal.status),
          },
    goal: { x: x(goal.endDay), value: goal.goal, text: wanted.text, label: desk.words("goals.chart_goal") },
    tone: toneOfStatus(goal.status),
    ticks: ticks(goal).map((day) => ({ x: x(day), label: dayLabel(desk, goal, day) })),
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}

/** From the first value on; gaps between values stay. */
const measuredPoints = ({ points }: GoalResult): GoalResult["points"] =>
  points.slice(
    Math.max(
      0,
      points.findIndex(({ value }) => value !== null),
    ),
  );

/** The goal's day first: it is never left out; then the latest value, the start, and the first value drawn. */
function ticks(goal: GoalResult): string[] {
  const measured = measuredPoints(goal);
  const latest = goal.points.findLast(({ value }) => value !== null)?.day ?? goal.endDay;
  const start = goal.planLine.length > 0 ? [goal.startDay] : [];
  return [...new Set([goal.endDay, latest, ...start, measured[0]?.day ?? goal.endDay])];
}

/** A month by its name where the goal is measured in months or longer; else the day. */
function dayLabel(desk: Desk, goal: GoalResult, day: string): string {
  const { every } = goalOf(desk, goal.id);
  return every === "week"
    ? desk.format.period.day(day)
    : desk.format.period.short(periodOfDay(day, "month", desk.snapshot.calendar));
}

function alternative(desk: Desk, subject: Subject): string {
  const { goal, progress } = subject;
  const value = goalActual(desk, subject);
  const projection = goalProjection(desk, subject);
  return desk.words("goals.chart_alt", {
    goal: goalInSentence(desk, goal.id),
    value: value?.text ?? "–",
    wanted: goalValue(desk, subject).text,
    day: desk.format.period.day(goal.endDay),
    has_trend: projection === null ? "no" : "yes",
    projection: projection?.text ?? "",
    interval: goalInterval(desk, subject)?.text ?? "",
    status: statusWord(desk, progress.status),
  });
}
