import { type Measurement, NO_MEMBER, type Snapshot } from "../../collect/snapshot.ts";
import type { Config } from "../../config/schema/index.ts";
import type { Indicator } from "../../config/schema/indicator.ts";
import type { Verification } from "../../config/schema/playbook.ts";
import type { NotMeasurable, ScorePoint } from "../evaluation.ts";
import { MINIMUM_COMMENTS } from "../feedback.ts";
import type { Readings } from "../readings.ts";

/** What adopted measures are evaluated with. */
export interface FollowUpContext {
  snapshot: Snapshot;
  config: Pick<Config, "indicators" | "datasets">;
  readings: Readings;
  /** The overall score of each period of the history. */
  scores: readonly ScorePoint[];
}

/** What a standard sees in one period. */
export interface Looked {
  period: string;
  /** Null where there is nothing, for the reason given. A share of comments and the score are measurements here, too. */
  measurement: Measurement | null;
  missing: NotMeasurable | null;
  /** Decides which intervals there are. */
  kind: Indicator["kind"];
  /** Enough rows to be judged. */
  judged: boolean;
}

/** The figure a standard is about, in one period. */
export function lookAt(standard: Verification, period: string, context: FollowUpContext): Looked {
  if (standard.theme !== undefined) return shareOfTheme(standard.theme, period, context);
  if (standard.score === true) return scoreOf(period, context);
  const id = standard.indicator ?? "";
  const indicator = context.config.indicators[id];
  const found = context.readings.at(id, period, standard.cut);
  const measurement = found === null || found.value === null ? null : found;
  return {
    period,
    measurement,
    missing: measurement === null ? "no-data" : null,
    kind: indicator?.kind ?? "count",
    judged: measurement !== null && measurement.n >= (indicator?.minimum_n ?? 1),
  };
}

/** A theme's share of all classified comments; one that nobody wrote about has a share of 0. */
function shareOfTheme(theme: string, period: string, { snapshot }: FollowUpContext): Looked {
  const counts = (snapshot.feedback?.counts ?? []).filter(
    (entry) => entry.period === period && entry.theme !== NO_MEMBER,
  );
  const total = counts.reduce((sum, { n }) => sum + n, 0);
  const numerator = counts.find((entry) => entry.theme === theme)?.n ?? 0;
  const parts = { indicator: `theme/${theme}`, period, cut: {}, missing: 0 };
  return {
    period,
    measurement: total === 0 ? null : { ...parts, value: numerator / total, n: total, numerator },
    missing: total === 0 ? "no-feedback" : null,
    kind: "ratio",
    judged: total >= MINIMUM_COMMENTS,
  };
}

/** The overall score under the rules of its own period. */
function scoreOf(period: string, { scores }: FollowUpContext): Looked {
  const value = scores.find((point) => point.period === period)?.score ?? null;
  return {
    period,
    measurement: value === null ? null : { indicator: "score", period, cut: {}, value, n: 0, missing: 0 },
    missing: value === null ? "no-score" : null,
    kind: "sum",
    judged: value !== null,
  };
}
