/**
 * What the shop's goal plan looks like from month to month, counted back from the sample's end so that it holds for any last
 * month; months before the first entry are like it.
 *
 * - Satisfaction climbs steadily and will reach its goal, though one team, livestream, lags behind.
 * - Bots answer ever faster; people have stood still since summer, so their first response misses its date.
 * - Complaints fall, but too slowly to be sure; churn falls enough.
 * - Training has been given more room and comes close to its hours; conversion is ahead; repurchase moves little.
 */
export interface GoalLevels {
  /** Share of ratings of 4 or 5. */
  satisfied: number;
  /** Mean first response of bots and of people, minutes. */
  botMinutes: number;
  personMinutes: number;
  /** Share of contacts that bots take. */
  botShare: number;
  complaintRate: number;
  /** Consultations before a purchase that end in an order. */
  conversionRate: number;
  /** Mean hours of training per agent. */
  trainingHours: number;
  /** Customers served who bought again within ninety days. */
  repurchaseRate: number;
  /** Customers who have stopped buying. */
  churnRate: number;
}

const LEVELS = {
  satisfied: [
    0.836, 0.834, 0.839, 0.842, 0.841, 0.847, 0.85, 0.854, 0.856, 0.862, 0.865, 0.869, 0.875, 0.878, 0.884, 0.888,
    0.893,
  ],
  botMinutes: [0.52, 0.51, 0.5, 0.49, 0.47, 0.47, 0.44, 0.43, 0.41, 0.4, 0.37, 0.36, 0.34, 0.32, 0.31, 0.29, 0.28],
  personMinutes: [8.1, 8.0, 7.9, 7.7, 7.6, 7.3, 7.2, 6.9, 6.8, 6.6, 6.7, 6.5, 6.6, 6.7, 6.5, 6.6, 6.7],
  botShare: [0.36, 0.37, 0.37, 0.38, 0.39, 0.4, 0.4, 0.41, 0.42, 0.43, 0.44, 0.45, 0.46, 0.46, 0.47, 0.48, 0.49],
  complaintRate: [
    0.0335, 0.0328, 0.0331, 0.0319, 0.0312, 0.0315, 0.0302, 0.0296, 0.0291, 0.0277, 0.0281, 0.0262, 0.0265, 0.0243,
    0.0246, 0.0224, 0.0227,
  ],
  conversionRate: [
    0.171, 0.173, 0.172, 0.177, 0.176, 0.181, 0.184, 0.186, 0.191, 0.193, 0.199, 0.2, 0.206, 0.209, 0.214, 0.217, 0.221,
  ],
  trainingHours: [5.1, 5.4, 5.2, 5.5, 5.7, 5.9, 5.8, 6.3, 6.2, 6.6, 6.7, 6.9, 7.0, 7.3, 7.4, 7.6, 7.8],
  repurchaseRate: [
    0.251, 0.254, 0.25, 0.256, 0.253, 0.258, 0.255, 0.26, 0.257, 0.262, 0.258, 0.263, 0.26, 0.264, 0.262, 0.266, 0.263,
  ],
  churnRate: [
    0.071, 0.07, 0.071, 0.068, 0.068, 0.066, 0.065, 0.064, 0.062, 0.062, 0.06, 0.059, 0.057, 0.056, 0.054, 0.053, 0.051,
  ],
} satisfies Record<keyof GoalLevels, readonly number[]>;

export function goalLevelsAt(beforeEnd: number): GoalLevels {
  const at = (name: keyof GoalLevels): number => {
    const series: readonly number[] = LEVELS[name];
    return series[Math.max(0, series.length - 1 - beforeEnd)] ?? Number.NaN;
  };
  return {
    satisfied: at("satisfied"),
    botMinutes: at("botMinutes"),
    personMinutes: at("personMinutes"),
    botShare: at("botShare"),
    complaintRate: at("complaintRate"),
    conversionRate: at("conversionRate"),
    trainingHours: at("trainingHours"),
    repurchaseRate: at("repurchaseRate"),
    churnRate: at("churnRate"),
  };
}

/** Teams of the shop: share of contacts, agents, and how they stand to the level of the month. */
export const TEAMS = [
  { id: "pre_sales", share: 0.34, agents: 18, discontent: 0.88, wait: 0.94, complaints: 0.85, training: 1.02 },
  { id: "order_care", share: 0.38, agents: 22, discontent: 0.95, wait: 0.98, complaints: 0.95, training: 1.04 },
  { id: "members", share: 0.12, agents: 8, discontent: 0.72, wait: 0.8, complaints: 0.65, training: 1.08 },
  { id: "livestream", share: 0.16, agents: 10, discontent: 1.58, wait: 1.32, complaints: 1.7, training: 0.81 },
] as const;
export type Team = (typeof TEAMS)[number];

/** An ordinary day brings so many contacts. */
export const CONTACTS_PER_DAY = 48;
/** Customers of the monthly review of buying habits, per team and month, in proportion to its share. */
export const REVIEWED_CUSTOMERS = 1200;
