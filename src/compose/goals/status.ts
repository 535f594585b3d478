import type { GoalStatus } from "../../evaluate/goals/result.ts";
import type { Desk } from "../desk.ts";
import type { Cell, Tone } from "../model.ts";
import { lowerFirst } from "../names.ts";

const TONES: Record<GoalStatus, Tone> = {
  reached: "good",
  "on-track": "good",
  "at-risk": "caution",
  "off-track": "concern",
  missed: "concern",
  "not-judged": "neutral",
  "not-started": "neutral",
};

export const toneOfStatus = (status: GoalStatus): Tone => TONES[status];

/** The status in words, coloured as well: never colour alone. */
export const statusCell = (desk: Desk, status: GoalStatus): Cell => ({
  text: statusWord(desk, status),
  tone: TONES[status],
});

export const statusWord = (desk: Desk, status: GoalStatus): string =>
  desk.words(`goals.status_${status.replaceAll("-", "_")}`);

/** The same after a name: `on track`. */
export const statusInSentence = (desk: Desk, status: GoalStatus): string =>
  desk.bundle.facts.lowercase_names ? lowerFirst(statusWord(desk, status)) : statusWord(desk, status);

/** Reached counts as on track: nothing has to be done. */
export const isGood = (status: GoalStatus): boolean => status === "on-track" || status === "reached";
export const isJudgedStatus = (status: GoalStatus): boolean => status !== "not-judged" && status !== "not-started";
