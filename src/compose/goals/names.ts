import { entryAt } from "../../config/entry.ts";
import type { Goal } from "../../config/schema/goal.ts";
import type { GoalResult } from "../../evaluate/goals/result.ts";
import type { Desk } from "../desk.ts";
import { lowerFirst } from "../names.ts";

/** The goal as configured. */
export function goalOf(desk: Desk, id: string): Goal {
  const goal = desk.config.goals[id];
  if (goal === undefined) throw new Error(`the evaluation names a goal "${id}" that is not configured`);
  return goal;
}

export const goalName = (desk: Desk, id: string): string => desk.names.label(goalOf(desk, id).name);

export const goalShortName = (desk: Desk, id: string): string =>
  desk.names.label(goalOf(desk, id).short_name ?? goalOf(desk, id).name);

/** `the first response of people`: inside a sentence, with the article its configuration gives it. */
export function goalInSentence(desk: Desk, id: string): string {
  const { phrase } = goalOf(desk, id);
  if (phrase !== undefined) return desk.names.text(phrase);
  const name = goalName(desk, id);
  return desk.bundle.facts.lowercase_names ? lowerFirst(name) : name;
}

/** Name of the period the goal's latest value is of. */
export function goalPeriodName(desk: Desk, { period }: Pick<GoalResult, "period">): string {
  const known = desk.period(period);
  return known === undefined ? period : desk.format.period.long(known);
}

/** Who answers for the goal, in the edition of a cascade's member that member's owner; empty where nobody is named. */
export function ownerOf(desk: Desk, id: string): string {
  const goal = goalOf(desk, id);
  const member = goal.cascade === undefined ? undefined : desk.evaluation.scope[goal.cascade.dimension];
  const owner = (member === undefined ? undefined : entryAt(goal.cascade?.members, member)?.owner) ?? goal.owner;
  return owner === undefined ? "" : desk.names.label(owner);
}
