import type { Action } from "../actions/action.ts";
import type { CalendarRules, Period } from "../calendar/period.ts";
import type { AnalysisRecord } from "./analyses/record.ts";
import type { Labels } from "./labels.ts";

/** A member of each named dimension; `{}` is the whole scope. Heat maps use `{ weekday: "1", hour: "13" }` (Monday = 1). */
export type Cut = Readonly<Record<string, string>>;

/** Member under which rows without a value in a dimension are counted. */
export const NO_MEMBER = "(none)";

/**
 * One indicator, one period, one cut. Parts are additive (they sum over members and over adjacent periods) except `value`
 * of a percentile.
 *
 * Which parts are present depends on the indicator's kind:
 * - ratio, top_box: `numerator` of `n`; value = numerator / n
 * - mean: `sum`, `sumSquares` of `n`; value = sum / n
 * - nps: as mean over items of -100, 0 and 100, `promoters` and `detractors` beside
 * - percentile: `value` exact, `low` and `high` = order statistics of the 95 % interval
 * - sum, count: value = sum (count: = n)
 * - rate: `numerator`, `denominator`; value = multiplier × numerator / denominator
 */
export interface Measurement {
  indicator: string;
  period: string;
  cut: Cut;
  /** In the indicator's unit, fractions for percent; null = no data (n is 0 or the denominator is 0). */
  value: number | null;
  /** Rows the value rests on. */
  n: number;
  numerator?: number;
  denominator?: number;
  sum?: number;
  sumSquares?: number;
  promoters?: number;
  detractors?: number;
  low?: number | null;
  high?: number | null;
  /** Items within the baseline / the target in force in the period, of `n`; kinds with a value per item only. */
  withinBaseline?: number;
  withinTarget?: number;
  /** Rows of the indicator without a value, treated by its null rule. */
  missing: number;
  /** Only where the indicator is weighted; `value` is then the weighted one, the other parts are of all rows. */
  weighted?: WeightedParts;
}

/** The parts of one stratum of a weighted measurement; additive as a measurement's own. */
export type StratumParts = Pick<
  Measurement,
  | "value"
  | "n"
  | "numerator"
  | "sum"
  | "sumSquares"
  | "promoters"
  | "detractors"
  | "withinBaseline"
  | "withinTarget"
  | "missing"
> & {
  member: string;
  /** Share of the weight the stratum should have, 0 … 1; all strata sum to 1. 0 = it does not count. */
  weight: number;
};

/** How a weighted value was made: value = Σ weight × value of the stratum ÷ Σ weight, over strata with a value. */
export interface WeightedParts {
  dimension: string;
  /** The same figure without weights. */
  raw: number | null;
  /** Share of the weight whose strata have no value: it is spread over the others. 1 = nothing could be weighted. */
  missingWeight: number;
  /** Every stratum with rows or weight, heaviest first. */
  strata: readonly StratumParts[];
  /** Of a figure combined from inner periods, where those are the strata: how it is weighted within each, if it is. */
  within?: WeightedParts;
}

/** What a weighted indicator was weighted to. */
export interface WeightingRecord {
  indicator: string;
  dimension: string;
  kind: "fixed" | "population" | "standard";
  /** Period whose mix is the standard; null otherwise, and for a standard written out. */
  standardPeriod: string | null;
  /** Members of the population per period; null unless weighted to one. */
  population: null | {
    dataset: string;
    query: string;
    /** False when the population lacks a dimension of the scope: the shares are those of the whole. */
    inScope: boolean;
    counts: readonly { period: string; member: string; n: number }[];
  };
}

/** What one statement was, so that any figure can be traced and run again. */
export interface QueryRecord {
  id: string;
  sql: string;
  params: readonly unknown[];
  /** SHA-256 of sql and params. */
  fingerprint: string;
}

/** A day of a dataset, as far as it shows whether the day's rows can be right. */
export interface DayFacts {
  day: string;
  /** Earliest and latest time of day in the report's zone, `HH:MM:SS`; null for dates without a time. */
  first: string | null;
  last: string | null;
  /** Sum of all times of day (ms): days with equal rows and equal sums look like copies. */
  clockSum: number | null;
  /** Rows without a member, by dimension that is a plain column. */
  unknown: Readonly<Record<string, number>>;
  /** Value of the day by indicator whose values can be compared from day to day, the rows it rests on, and those without one. */
  values: Readonly<Record<string, { value: number | null; n: number; missing: number }>>;
}

/** A dataset as it stood when the snapshot was taken. */
export interface DatasetRecord {
  dataset: string;
  /** `schema.table` or `sql`. */
  source: string;
  /** Rows per period id, after the row filter and the scope. */
  rows: Readonly<Record<string, number>>;
  /** Rows of the reported period that the dataset's `where` leaves out. */
  excluded: number;
  /** Latest time found in the whole dataset, ISO UTC; null when it is empty. */
  watermark: string | null;
  /** First time found, ISO UTC. */
  earliest: string | null;
  /** Rows per calendar day of the reported period, in the report's zone. */
  rowsPerDay: readonly { day: string; rows: number }[];
  /** What else is known of each day of the reported period that has rows. */
  days: readonly DayFacts[];
  /** Known data problems: rows of the reported period with each. */
  quality: readonly { id: string; rows: number }[];
  /** Files the import ledger knows for the dataset. */
  files: readonly { name: string; sha256: string; rows: number; rejected: number; loadedAt: string }[];
  /** Query of this record itself. */
  query: string;
  /** False when the scope's dimension does not exist in the dataset: its indicators are not measured for the scope. */
  inScope: boolean;
}

export interface FeedbackRecord {
  dataset: string;
  query: string;
  /** Classified comments per period and theme. */
  counts: readonly { period: string; theme: string; n: number }[];
  /**
   * Null where comments are classified in the warehouse. Else which dictionary (SHA-256 of its content, version of the segmenter) found
   * the themes in the answers with a text: `counts` are then answers that name a theme, and one may name several.
   */
  dictionary: null | {
    id: string;
    fingerprint: string;
    segmenter: string;
    /** Answers with a text; those that name a theme; those that name one only to deny it. */
    answers: readonly { period: string; total: number; classified: number; denied: number }[];
  };
  /** A few of the reported period, raw as stored (composing masks them), chosen deterministically. */
  quotes: readonly { theme: string; text: string }[];
}

export interface SurveyRecord {
  query: string;
  /** Distinct customers in the reported period. */
  customers: number;
  respondents: number;
  complainants: number | null;
  respondingComplainants: number | null;
  /** Distinct customers and respondents per group. */
  groups: readonly { group: string; customers: number; respondents: number }[];
  /** Invitations sent in the period and those of them answered, per group; null where the report names none. */
  invitations: null | { query: string; groups: readonly { group: string; invited: number; answered: number }[] };
}

export interface SpotCheckRecord {
  query: string;
  population: number;
  checked: number;
  /** Pairs of verdicts of the two inspectors; rows with both verdicts only. */
  agreement: readonly { first: string; second: string; n: number }[];
}

/**
 * Everything one edition needs from the warehouse, taken in one repeatable-read transaction: the only thing that ever
 * came from it. Pure JSON.
 */
export interface Snapshot {
  schema: "periodical/snapshot@1";
  report: string;
  /** Reported period. */
  period: Period;
  /** `{}` = all. */
  scope: Cut;
  calendar: CalendarRules;
  /** History at the report's cadence, oldest first, the reported one last. Leading periods before the first data are left out. */
  history: readonly Period[];
  /** Same period last year, when it is not part of the history already or is; null when before the data. */
  lastYear: Period | null;
  /** Shorter periods inside the reported one and its history (`inside` of the report), oldest first; may be empty. */
  inside: readonly Period[];
  /** Periods only an analysis asked for, e.g. the two ranges of a comparison. */
  further: readonly Period[];
  /** When it was taken, ISO UTC. */
  takenAt: string;
  server: string;
  datasets: readonly DatasetRecord[];
  queries: readonly QueryRecord[];
  /** Dimensions measured, with their members in order of size. */
  members: Readonly<Record<string, readonly string[]>>;
  /** Names of members that the warehouse keeps, of those that occur in this edition. */
  labels: Labels;
  measurements: readonly Measurement[];
  /** What weighted indicators were weighted to. */
  weightings: readonly WeightingRecord[];
  feedback: FeedbackRecord | null;
  survey: SurveyRecord | null;
  spotChecks: SpotCheckRecord | null;
  /** Adopted measures the edition follows up, as they were then; null where the warehouse keeps none. */
  actions: readonly Action[] | null;
  /** What the report's analyses need beyond measurements, in their order; one that needs no more has no record. */
  analyses: readonly AnalysisRecord[];
}

/** Which query a measurement came from: one statement per dataset, named `<dataset>/measurements`. */
export const measurementQueryId = (dataset: string): string => `${dataset}/measurements`;

/** A member as part of an id: percent-encoded, a blank as `+`, so that different members stay different. */
export const memberInId = (member: string): string => encodeURIComponent(member).replaceAll("%20", "+");

/** `first_response_time@2026-10/channel=phone`; cut members in order of dimension, encoded where needed. */
export function figureId(indicator: string, period: string, cut: Cut = {}, aspect?: string): string {
  const parts = Object.keys(cut)
    .sort()
    .map((dimension) => `/${dimension}=${memberInId(cut[dimension] ?? "")}`);
  return `${indicator}@${period}${parts.join("")}${aspect === undefined ? "" : `#${aspect}`}`;
}
