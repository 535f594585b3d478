import type { CalendarRules, Period } from "../calendar/period.ts";
import { parsePeriod, sameLastYear, shift } from "../calendar/periods.ts";
import type { Dataset } from "../config/schema/dataset.ts";
import { type Indicator, weightingOf } from "../config/schema/indicator.ts";
import type { Weighting } from "../config/schema/weighting.ts";
import type { Cut } from "./snapshot.ts";

/**
 * Dimension whose members are weighted; null for a plain indicator, and in a scope that is one of those members: there
 * is nothing to weight within it.
 */
export function stratumOf(indicator: Indicator, dataset: Dataset | undefined, scope: Cut): string | null {
  const dimension = weightingOf(indicator)?.dimension;
  if (dimension === undefined || Object.hasOwn(scope, dimension)) return null;
  return dataset !== undefined && Object.hasOwn(dataset.dimensions, dimension) ? dimension : null;
}

/** Period whose mix is the standard; null when the weights come from elsewhere. */
export function standardPeriod(weighting: Weighting, reported: Period, calendar: CalendarRules): Period | null {
  if (!("standard" in weighting) || !("period" in weighting.standard)) return null;
  switch (weighting.standard.period) {
    case "reported":
      return reported;
    case "previous":
      return shift(reported, -1, calendar);
    case "last_year":
      return sameLastYear(reported, calendar);
    default:
      return parsePeriod(weighting.standard.period, calendar);
  }
}

/** Datasets that only say what a population is made of. */
export const populationDataset = (indicator: Indicator | undefined): string | null => {
  const weighting = indicator === undefined ? null : weightingOf(indicator);
  return weighting !== null && "population" in weighting ? weighting.population.dataset : null;
};
