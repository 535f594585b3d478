import type { GoalResult } from "../../evaluate/goals/result.ts";
import type { Desk } from "../desk.ts";
import { cascadeItem } from "../goals/cascade.ts";
import { goalChart } from "../goals/chart.ts";
import { kpiItem } from "../goals/kpi.ts";
import { goalInSentence, goalPeriodName } from "../goals/names.ts";
import { overviewTable, sharedDay } from "../goals/overview.ts";
import { goalsHeadline, goalText } from "../goals/sentences.ts";
import type { SectionOf, Sentence } from "../model.ts";

/** Goals: where each stands against its plan, where its trend leads, who of the members keeps up, what is paid for it. */
export function goalsSection(desk: Desk): SectionOf<"goals"> | null {
  const { goals, notInScope } = desk.evaluation.goals;
  const { kpis } = desk.evaluation;
  if (goals.length === 0 && kpis.length === 0 && notInScope.length === 0) return null;
  const headline = goalsHeadline(desk);
  return {
    id: "goals",
    heading:
      headline.length === 0
        ? desk.say(kpis.length > 0 ? "goals.heading_kpis" : "goals.heading_not_set")
        : desk.join(headline),
    subtitle: subtitle(desk),
    lead: lead(desk),
    overview: overviewTable(desk),
    charts: goals.flatMap((goal) => {
      const chart = goalChart(desk, goal);
      return chart === null ? [] : [{ chart, anchor: `goal-${goal.id}`, text: goalText(desk, goal) }];
    }),
    items: [
      ...goals.flatMap((goal) => (goal.cascade === null ? [] : [cascadeItem(desk, goal, goal.cascade)])),
      ...kpis.map((kpi) => kpiItem(desk, kpi)),
    ],
    notes: goals.length === 0 ? [] : method(desk, goals),
  };
}

/** `Latest values: October 2026. All goals are due on 31 Dec 2026.` */
function subtitle(desk: Desk): string {
  const { goals } = desk.evaluation.goals;
  if (goals.length === 0) return desk.words("goals.subtitle_kpis");
  const periods = [...new Set(goals.map((goal) => goalPeriodName(desk, goal)))];
  const day = sharedDay(goals);
  return desk.words("goals.subtitle", {
    period: desk.format.list(periods),
    one_day: day === null ? "no" : "yes",
    day: day === null ? "" : desk.format.period.day(day),
  });
}

function lead(desk: Desk): Sentence[] {
  const { goals, kpis } = desk.evaluation;
  const names = goals.notInScope.map((id) => goalInSentence(desk, id));
  const absent = desk.report.kpis.filter((id) => !kpis.some((kpi) => kpi.id === id));
  const schemes = absent.map((id) => desk.names.label(desk.config.kpis[id]?.name ?? id));
  return [
    ...(names.length === 0 ? [] : [desk.say("goals.not_in_scope", { names: desk.format.list(names) })]),
    ...(schemes.length === 0 ? [] : [desk.say("goals.kpi_not_here", { names: desk.format.list(schemes) })]),
  ];
}

function method(desk: Desk, goals: readonly GoalResult[]): Sentence[] {
  const all = goals.flatMap((goal) => [goal, ...(goal.cascade?.members ?? [])]);
  const has = (test: (progress: (typeof all)[number]) => boolean) => all.some(test);
  return [
    desk.say("goals.method_plan"),
    ...(has(({ projection }) => projection !== null)
      ? [desk.say("goals.method_trend"), desk.say("goals.method_status")]
      : []),
    ...(has(({ by }) => by === "plan" || by === "goal") ? [desk.say("goals.method_short")] : []),
    ...(has(({ projection }) => projection?.clipped === true) ? [desk.say("goals.method_clipped")] : []),
  ];
}
