import type { Group, Occasion, Rating, ServiceChannel, SurveyDimension } from "./rows.ts";

/**
 * The story the survey tells, month by month, counted back from its end so that it holds for any last month.
 *
 * - Customers with a complaint are no longer kept informed: a year ago they were nearly as content with it as the others. It is
 *   the one thing that moves overall satisfaction most.
 * - Staff are polite and know their trade: the clear strengths.
 * - App and website became stable.
 * - High-value customers answer three times as often as new ones and are more content: the raw figures flatter.
 * - The items on convenience have little in common: they are no scale.
 */
const KEPT_INFORMED_AFTER_COMPLAINT = [
  3.5, 3.46, 3.48, 3.4, 3.36, 3.3, 3.24, 3.18, 3.05, 2.96, 2.8, 2.66, 2.48, 2.26, 2.02,
];

/** Level of an ordinary customer, before effects of group, occasion and channel; from the first month to the last. */
const LEVELS: Record<Rating, readonly [from: number, to: number]> = {
  first_response: [3.95, 4.25],
  resolution_cycle: [3.95, 3.9],
  kept_informed: [3.75, 3.7],
  knowledge: [4.5, 4.6],
  diagnosis: [4.25, 4.3],
  solution_works: [4.15, 4.2],
  information_right: [4.3, 4.35],
  politeness: [4.75, 4.85],
  empathy: [4.35, 4.4],
  clarity: [4.4, 4.4],
  proactive: [3.8, 3.85],
  solution_content: [4.15, 4.15],
  root_cause: [4.0, 4.05],
  follow_up: [3.65, 3.7],
  channels_easy: [4.35, 4.4],
  steps_simple: [4.0, 4.05],
  premises: [4.3, 4.35],
  online_stable: [3.7, 4.35],
};

const GROUP_EFFECT: Record<Group, number> = { new: -0.3, existing: -0.05, high_value: 0.4 };
const OCCASION_EFFECT: Record<Occasion, number> = { interaction: 0.08, order: 0.1, complaint: -0.45 };
const CHANNEL_EFFECT: Record<ServiceChannel, number> = { phone: 0.05, chat: 0, app: -0.05, store: 0.1 };

/** Months of the story; those before its beginning are like the first. */
const MONTHS = KEPT_INFORMED_AFTER_COMPLAINT.length;

export function levelOf(
  rating: Rating,
  beforeEnd: number,
  at: { group: Group; occasion: Occasion; channel: ServiceChannel },
): number {
  const index = Math.max(0, MONTHS - 1 - beforeEnd);
  const [from, to] = LEVELS[rating];
  const usual = from + ((to - from) * index) / (MONTHS - 1);
  const planted = rating === "kept_informed" && at.occasion === "complaint";
  const level = planted ? (KEPT_INFORMED_AFTER_COMPLAINT[index] ?? usual) : usual + OCCASION_EFFECT[at.occasion];
  return level + GROUP_EFFECT[at.group] + CHANNEL_EFFECT[at.channel];
}

/**
 * What an answer has in common: with every other of the same customer, and with those of the same dimension. Two items of a
 * dimension correlate by about the sum of both, which gives an alpha near 0.8; the items on convenience hang together loosely.
 */
export const COMMON: Record<SurveyDimension, { general: number; own: number }> = {
  response: { general: 0.36, own: 0.28 },
  expertise: { general: 0.34, own: 0.24 },
  attitude: { general: 0.32, own: 0.26 },
  resolution: { general: 0.38, own: 0.26 },
  convenience: { general: 0.08, own: 0.03 },
};

/** What moves the overall judgement, in units of each item's scatter; the rest is the customer's general mood and chance. */
export const DRIVERS: Partial<Record<Rating, number>> = {
  kept_informed: 0.5,
  solution_content: 0.3,
  resolution_cycle: 0.14,
  root_cause: 0.12,
  solution_works: 0.12,
};

export const OCCASIONS_PER_DAY = 74;

/** Shares of an ordinary month. */
export const OCCASION_SHARES: readonly (readonly [Occasion, number])[] = [
  ["interaction", 0.47],
  ["order", 0.29],
  ["complaint", 0.24],
];
export const CHANNEL_SHARES: readonly (readonly [ServiceChannel, number])[] = [
  ["phone", 0.33],
  ["chat", 0.27],
  ["app", 0.25],
  ["store", 0.15],
];
export const GROUP_SHARES: readonly (readonly [Group, number])[] = [
  ["new", 0.24],
  ["existing", 0.61],
  ["high_value", 0.15],
];

/** Share of the invited who answer: the survey hears those who are close to the house. */
export const ANSWERING: Record<Group, number> = { new: 0.2, existing: 0.34, high_value: 0.6 };
/** Share of served customers who are invited. */
export const INVITED = 0.8;
