import type { ReliabilityRecord } from "../../collect/analyses/reliability.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { Interval } from "../evaluation.ts";
import { alphaWithout, correlations, cronbachAlpha, feldtInterval, itemRestCorrelation } from "../reliability.ts";

export interface ReliabilityItem {
  indicator: string;
  /** Corrected item–total correlation; null where something does not vary. */
  rest: number | null;
  /** Alpha of the others; null with two items. */
  alphaWithout: number | null;
  /** True when the scale is clearly better without it: alpha rises by at least 0.02. */
  raises: boolean;
}

export interface ReliabilityScaleResult {
  id: string;
  /** Complete answers. */
  n: number;
  alpha: number | null;
  interval: Interval | null;
  /**
   * Against the acceptable alpha: `reliable` and `unreliable` when the whole interval lies on that side, `uncertain` when it
   * does not; null when there is no alpha or too few complete answers.
   */
  verdict: "reliable" | "uncertain" | "unreliable" | null;
  items: readonly ReliabilityItem[];
}

export interface ReliabilityResult {
  kind: "reliability";
  id: string;
  answers: number;
  query: string;
  scales: readonly ReliabilityScaleResult[];
}

/** A smaller gain is within what leaving out any item may do. */
const WORTH_LEAVING_OUT = 0.02;

/** Alpha per scale with its interval, and what each item adds to it. */
export function reliabilityResult(
  analysis: AnalysisOf<"reliability">,
  record: ReliabilityRecord,
): ReliabilityResult | null {
  if (record.answers === 0) return null;
  const settings = new Map(analysis.scales.map((scale) => [scale.id, scale]));
  return {
    kind: "reliability",
    id: record.id,
    answers: record.answers,
    query: record.query,
    scales: record.scales.map((scale) => {
      const matrix = settings.get(scale.id)?.standardised ? correlations(scale.covariances) : scale.covariances;
      return scaleResult(scale, matrix ?? [], analysis);
    }),
  };
}

function scaleResult(
  { id, items, complete }: ReliabilityRecord["scales"][number],
  matrix: readonly (readonly number[])[],
  { acceptable, minimum_n }: Pick<AnalysisOf<"reliability">, "acceptable" | "minimum_n">,
): ReliabilityScaleResult {
  const alpha = complete < 2 ? null : cronbachAlpha(matrix);
  const interval = alpha === null ? null : feldtInterval(alpha, complete, items.length);
  const judged = interval !== null && complete >= minimum_n;
  return {
    id,
    n: complete,
    alpha,
    interval,
    verdict: !judged
      ? null
      : interval.low >= acceptable
        ? "reliable"
        : interval.high < acceptable
          ? "unreliable"
          : "uncertain",
    items: items.map((indicator, index) => {
      const left = alpha === null ? null : alphaWithout(matrix, index);
      return {
        indicator,
        rest: alpha === null ? null : itemRestCorrelation(matrix, index),
        alphaWithout: left,
        raises: judged && left !== null && alpha !== null && left - alpha >= WORTH_LEAVING_OUT,
      };
    }),
  };
}
