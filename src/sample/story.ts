/**
 * The story the sample tells, month by month, counted back from its end so that it holds for any last month.
 *
 * - Night tickets wait until the early shift comes; their share grows, so first response slips again after a good year.
 * - Complex tickets wait ever longer for second-line support and are rarely resolved at first contact: the resolution rate
 *   leaves its usual range in the last month.
 * - The hotline was staffed up: the call answer rate climbs all the time; satisfaction follows and meets its target.
 * - Customers write more and more often that they had to come back with the same matter.
 */
export interface Levels {
  /** Mean first response time, hours. */
  firstResponseHours: number;
  /** Share of tickets created from 22:00 to 06:00. */
  nightShare: number;
  callAnswerRate: number;
  classificationAccuracy: number;
  /** Resolved at first contact and confirmed by the customer ÷ tickets. */
  resolutionRate: number;
  complexShare: number;
  /** Mean hours an escalated ticket waits for second-line support. */
  secondLineWaitHours: number;
  /** Mean rating, 1 – 5. */
  satisfaction: number;
  serviceCompliance: number;
  /** Share of comments about repeat contacts, and about slow replies. */
  repeatContactShare: number;
  slowReplyShare: number;
}

/** Oldest first; the last entry is the last month. Months before the first entry are like it. */
const LEVELS = {
  firstResponseHours: [2.04, 1.96, 1.93, 1.79, 1.83, 1.72, 1.74, 1.61, 1.55, 1.63, 1.48, 1.59, 1.56, 1.69, 1.88],
  nightShare: [0.13, 0.128, 0.131, 0.129, 0.13, 0.127, 0.129, 0.128, 0.124, 0.13, 0.132, 0.137, 0.141, 0.149, 0.163],
  callAnswerRate: [
    0.925, 0.928, 0.931, 0.937, 0.935, 0.942, 0.948, 0.951, 0.955, 0.958, 0.963, 0.966, 0.971, 0.976, 0.981,
  ],
  classificationAccuracy: [
    0.893, 0.896, 0.89, 0.898, 0.904, 0.902, 0.897, 0.909, 0.905, 0.912, 0.907, 0.903, 0.913, 0.909, 0.906,
  ],
  resolutionRate: [
    0.806, 0.811, 0.804, 0.812, 0.796, 0.809, 0.817, 0.805, 0.812, 0.796, 0.808, 0.811, 0.804, 0.777, 0.739,
  ],
  complexShare: [0.138, 0.14, 0.139, 0.141, 0.14, 0.142, 0.141, 0.143, 0.145, 0.147, 0.15, 0.153, 0.157, 0.163, 0.172],
  secondLineWaitHours: [8.5, 8.8, 8.4, 9.1, 8.7, 9.3, 9.6, 9.4, 10.2, 10.8, 11.9, 13.4, 16.1, 21.5, 33.8],
  satisfaction: [4.33, 4.36, 4.34, 4.39, 4.36, 4.42, 4.4, 4.45, 4.42, 4.46, 4.44, 4.515, 4.535, 4.52, 4.54],
  serviceCompliance: [
    0.947, 0.953, 0.944, 0.955, 0.948, 0.957, 0.946, 0.954, 0.951, 0.958, 0.947, 0.949, 0.956, 0.953, 0.957,
  ],
  repeatContactShare: [0.1, 0.105, 0.1, 0.11, 0.105, 0.115, 0.11, 0.12, 0.125, 0.13, 0.138, 0.146, 0.155, 0.166, 0.236],
  slowReplyShare: [0.19, 0.185, 0.188, 0.18, 0.176, 0.174, 0.17, 0.172, 0.165, 0.17, 0.168, 0.171, 0.173, 0.176, 0.182],
} satisfies Record<keyof Levels, readonly number[]>;

export function levelsAt(beforeEnd: number): Levels {
  const at = (series: readonly number[]): number => {
    const value = series[Math.max(0, series.length - 1 - beforeEnd)];
    if (value === undefined) throw new RangeError(`no level ${beforeEnd} months before the end`);
    return value;
  };
  return {
    firstResponseHours: at(LEVELS.firstResponseHours),
    nightShare: at(LEVELS.nightShare),
    callAnswerRate: at(LEVELS.callAnswerRate),
    classificationAccuracy: at(LEVELS.classificationAccuracy),
    resolutionRate: at(LEVELS.resolutionRate),
    complexShare: at(LEVELS.complexShare),
    secondLineWaitHours: at(LEVELS.secondLineWaitHours),
    satisfaction: at(LEVELS.satisfaction),
    serviceCompliance: at(LEVELS.serviceCompliance),
    repeatContactShare: at(LEVELS.repeatContactShare),
    slowReplyShare: at(LEVELS.slowReplyShare),
  };
}

/** An ordinary month has about so many tickets and calls. */
export const TICKETS_PER_DAY = 157;
export const CALLS_PER_DAY = 106;
