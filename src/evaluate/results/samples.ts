import type { ChangeTest, Interval } from "./statistics.ts";

export interface FeedbackResult {
  /** Classified comments: what the shares are of. */
  total: number;
  /** Comments without a theme, left out of the shares. */
  unclassified: number;
  themes: readonly {
    theme: string;
    n: number;
    share: number;
    interval: Interval;
    previousShare: number | null;
    change: ChangeTest;
    needsAttention: boolean;
  }[];
  quotes: readonly { theme: string; text: string }[];
  /**
   * Null where comments are classified in the warehouse. By a dictionary, an answer may name several themes, so that shares can add
   * up to more than 1; `total` are the answers that name any.
   */
  dictionary: null | {
    id: string;
    fingerprint: string;
    /** Answers with a text. */
    answers: number;
    /** Without a theme (`unclassified`) ÷ answers. */
    unclassifiedShare: number;
    interval: Interval;
    /** Of those without a theme: answers that name one only to deny it. */
    denied: number;
  };
}

/** Answered ÷ invited with its Wilson interval. */
export interface ResponseRate {
  invited: number;
  answered: number;
  rate: number;
  interval: Interval;
}

export interface SamplingResult {
  survey: null | {
    customers: number;
    respondents: number;
    share: number | null;
    minimumShare: number;
    complainantShare: number | null;
    minimumComplainantShare: number;
    adequate: boolean;
    groups: readonly {
      group: string;
      customers: number;
      respondents: number;
      populationShare: number;
      sampleShare: number;
      covered: boolean;
      /** Null where the report names no invitations. */
      response: ResponseRate | null;
    }[];
    /** Invitations answered ÷ invitations sent in the period; null where the report names none, or none was sent. */
    response:
      | null
      | (ResponseRate & {
          /** Chi-square of answered against unanswered by group; null with fewer than two groups or an expected count below 5. */
          byGroup: null | { chiSquare: number; df: number; pValue: number; differ: boolean };
        });
    /** Chi-square of respondents against the customers' distribution; null when a group has an expected count below 1. */
    representativeness: null | { chiSquare: number; df: number; pValue: number; effectSize: number; biased: boolean };
  };
  spotChecks: null | {
    population: number;
    checked: number;
    share: number | null;
    minimumShare: number;
    maximumShare: number;
    adequate: boolean;
    agreement: null | {
      n: number;
      observed: number;
      /** Null when both inspectors gave one and the same verdict throughout: chance alone would agree as much. */
      kappa: number | null;
      reading: "poor" | "slight" | "fair" | "moderate" | "substantial" | "almost-perfect" | null;
      /** Weighted by steps of the scale; null without a scale of more than two verdicts. */
      weighted: number | null;
    };
  };
}

export interface HeatMap {
  indicator: string;
  /** weekday 1 … 7 (Monday = 1), hour 0 … 23. */
  cells: readonly { weekday: number; hour: number; value: number | null; n: number }[];
}
