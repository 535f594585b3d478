import type { CalendarRules, Period } from "../../calendar/period.ts";
import { rangeOf } from "../../calendar/ranges.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { AnalysisNeeds } from "./tools.ts";

/** The two ranges, before first. */
export const rangesOf = (
  { before, after }: Pick<AnalysisOf<"comparison">, "before" | "after">,
  reported: Period,
  calendar: CalendarRules,
): [before: Period, after: Period] => [rangeOf(before, reported, calendar), rangeOf(after, reported, calendar)];

/** Measurements say it all: both ranges, cut by the dimension of the groups. */
export const comparisonNeeds = (analysis: AnalysisOf<"comparison">): AnalysisNeeds => ({
  ...(analysis.indicators === undefined ? {} : { indicators: analysis.indicators }),
  ...(analysis.treated === undefined ? {} : { dimensions: [analysis.treated.dimension] }),
  periods: (reported, calendar) => rangesOf(analysis, reported, calendar),
});
