import type { GoalResult } from "../../evaluate/goals/result.ts";
import type { Desk, Part } from "../desk.ts";
import type { Figure, Sentence } from "../model.ts";
import {
  goalActual,
  goalCount,
  goalDistance,
  goalInterval,
  goalNeeded,
  goalPace,
  goalPlan,
  goalProjection,
  goalStart,
  goalValue,
  type Subject,
} from "./figures.ts";
import { goalInSentence, goalOf, goalPeriodName, ownerOf } from "./names.ts";
import { isGood, isJudgedStatus } from "./status.ts";

/** More names than this are counted, not listed. */
const MOST_NAMES = 3;

/** `five of eight goals are on track; the first response of people will miss its day at the present rate`. */
export function goalsHeadline(desk: Desk): Part[] {
  const { goals } = desk.evaluation.goals;
  const judged = goals.filter(({ status }) => isJudgedStatus(status));
  if (goals.length === 0) return [];
  if (judged.length === 0) return [desk.part("goals.heading_none", {})];
  const good = goalCount(desk, "goals", "good", judged.filter(({ status }) => isGood(status)).length);
  const all = goalCount(desk, "goals", "judged", judged.length);
  const state = judged.every(({ status }) => status === "reached" || status === "missed")
    ? "decided"
    : judged.some(({ status }) => status === "reached")
      ? "mixed"
      : "open";
  const opening = desk.part("goals.heading", { good, all, state });
  const tail = concernPart(desk, judged);
  return tail === null ? [opening] : [opening, tail];
}

/** What will be missed, was missed or is at risk: the first of these, as it is what can still be changed. */
function concernPart(desk: Desk, judged: readonly GoalResult[]): Part | null {
  for (const status of ["off-track", "missed", "at-risk"] as const) {
    const found = judged.filter((goal) => goal.status === status);
    if (found.length === 0) continue;
    // That none is on track says already that all are not.
    if (found.length === judged.length && (status === "missed" || found.length > MOST_NAMES)) return null;
    const projected = found.every(({ by }) => by === "projection");
    const key = status === "off-track" && !projected ? "off_plan" : status.replaceAll("-", "_");
    const names = found.slice(0, MOST_NAMES).map(({ id }) => goalInSentence(desk, id));
    if (found.length > MOST_NAMES) {
      return desk.part(`goals.tail_${key}_many`, { number: goalCount(desk, "goals", key, found.length) });
    }
    return desk.part(`goals.tail_${key}`, { names: desk.format.list(names), count: found.length });
  }
  return null;
}

/** One sentence for page 1 about how many goals stand where. */
export function goalsLine(desk: Desk): Sentence | null {
  const { goals } = desk.evaluation.goals;
  if (goals.length === 0) return null;
  const count = (
    name: "on_track" | "at_risk" | "off_track" | "reached" | "missed",
    ...wanted: GoalResult["status"][]
  ): Figure => goalCount(desk, "goals", name, goals.filter(({ status }) => wanted.includes(status)).length);
  if (goals.every(({ by }) => by === "day")) {
    return desk.say("goals.line_decided", { reached: count("reached", "reached"), missed: count("missed", "missed") });
  }
  return desk.say("goals.line", {
    on: count("on_track", "on-track", "reached"),
    risk: count("at_risk", "at-risk"),
    off: count("off_track", "off-track", "missed"),
  });
}

/** What a goal's chart shows, in a sentence or two. */
export function goalText(desk: Desk, goal: GoalResult): Sentence {
  const subject: Subject = { goal, progress: goal };
  const parts = [statusPart(desk, subject), paceText(desk, subject), restText(desk, goal)];
  return desk.join(
    parts.filter((part) => part !== null),
    desk.words("punctuation.sentence"),
  );
}

function statusPart(desk: Desk, subject: Subject): Sentence {
  const { goal, progress } = subject;
  const day = desk.format.period.day(goal.endDay);
  const period = goalPeriodName(desk, goal);
  const value = goalActual(desk, subject);
  const wanted = goalValue(desk, subject);
  const plan = goalPlan(desk, subject);
  switch (progress.by) {
    case "no-data":
      return desk.say("goals.text_not_judged", { period });
    case "not-started":
      return desk.say("goals.text_not_started", { day: desk.format.period.day(goal.startDay) });
    case "day": {
      const gap = goalDistance(desk, subject);
      return progress.status === "reached"
        ? desk.say("goals.text_reached", { value: value ?? "", day, goal: wanted })
        : desk.say("goals.text_missed", { value: value ?? "", day, goal: wanted, gap: gap ?? "" });
    }
    case "projection": {
      const projection = goalProjection(desk, subject);
      const interval = goalInterval(desk, subject);
      const key = `goals.text_${progress.status.replaceAll("-", "_")}`;
      return desk.say(key, { projection: projection ?? "", interval: interval ?? "", day });
    }
    case "plan": {
      const start = goalStart(desk, subject);
      const key = progress.status === "on-track" ? "keeps" : progress.status === "at-risk" ? "behind" : "lost";
      return desk.say(`goals.text_plan_${key}`, { plan: plan ?? "", period, value: value ?? "", start: start ?? "" });
    }
    case "goal":
      return desk.say("goals.text_goal_alone", { met: progress.status === "on-track" ? "yes" : "no" });
  }
}

/** What it takes from here, against what the trend gives. */
function paceText(desk: Desk, subject: Subject): Sentence | null {
  const needed = goalNeeded(desk, subject);
  const pace = goalPace(desk, subject);
  if (needed === null || subject.progress.status === "on-track") return null;
  return pace === null ? desk.say("goals.needed", { needed }) : desk.say("goals.needed_against", { needed, pace });
}

function restText(desk: Desk, goal: GoalResult): Sentence | null {
  const owner = ownerOf(desk, goal.id);
  const { note } = goalOf(desk, goal.id);
  const pieces = [
    ...(owner === "" ? [] : [desk.say("goals.owner", { owner })]),
    ...(note === undefined ? [] : [desk.say("goals.note", { note: desk.names.text(note) })]),
  ];
  return pieces.length === 0 ? null : desk.join(pieces, desk.words("punctuation.sentence"));
}
