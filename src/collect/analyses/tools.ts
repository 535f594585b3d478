import type { CalendarRules, Period } from "../../calendar/period.ts";
import type { Config } from "../../config/schema/index.ts";
import type { DatasetTypes } from "../compile-context.ts";
import type { Measured } from "../decode.ts";
import type { Plan } from "../plan.ts";
import type { Recorder } from "../query.ts";
import type { Timed } from "../rows-of-period.ts";
import type { Measurement } from "../snapshot.ts";

/** What an analysis wants measured or looked at beyond the scorecard. */
export interface AnalysisNeeds {
  /** Indicators measured for the history, beside those of the scorecard. */
  indicators?: readonly string[];
  /** Dimensions every indicator whose dataset has them is cut by, beside the report's breakdowns. */
  dimensions?: readonly string[];
  /** Further periods every indicator is measured for, e.g. the two ranges of a comparison; some are counted from the reported one. */
  periods?: (reported: Period, calendar: CalendarRules) => readonly Period[];
  /** Indicators whose cuts are wanted in every period, also of percentiles. */
  cutThroughout?: readonly string[];
  /** Datasets it asks itself. */
  datasets?: readonly string[];
}

/** A dataset as a statement needs to know it. */
export interface TypedDataset extends Timed {
  types: DatasetTypes;
}

/** What an analysis may use to ask the warehouse itself: the edition's transaction, its plan, its record of statements. */
export interface AnalysisTools {
  config: Config;
  plan: Plan;
  run: Recorder;
  /**
   * Weighs what a statement of its own measured, for another plan of the same edition; combined from inner periods where
   * the report says so. `id` sets its statements apart.
   */
  weigh(plan: Plan, measured: ReadonlyMap<string, Measured>, id: string): Promise<Measurement[]>;
  /** The dataset with the types of its time column and its indicators; null when it lacks a dimension of the scope. */
  dataset(id: string): TypedDataset | null;
  /** Dimensions whose members are people that this edition must not tell apart. */
  hidden: ReadonlySet<string>;
}
