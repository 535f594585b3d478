import type { Action } from "../actions/action.ts";
import { innerPeriods } from "../calendar/inner-periods.ts";
import type { CalendarRules, Period } from "../calendar/period.ts";
import { sameLastYear, shift, subPeriods } from "../calendar/periods.ts";
import type { Dataset } from "../config/schema/dataset.ts";
import type { Config } from "../config/schema/index.ts";
import { type Indicator, weightingOf } from "../config/schema/indicator.ts";
import type { Report } from "../config/schema/report.ts";
import { PeriodicalError } from "../errors.ts";
import { needsOf } from "./analyses/index.ts";
import type { AnalysisNeeds } from "./analyses/tools.ts";
import { checkFilters, withFilters } from "./filters.ts";
import { followUpNeeds } from "./follow-up.ts";
import { goalNeeds } from "./goal-needs.ts";
import { hiddenDimensions } from "./personal.ts";
import { thresholdsOf } from "./plan-thresholds.ts";
import { populationDataset, standardPeriod, stratumOf } from "./plan-weighting.ts";
import type { Cut } from "./snapshot.ts";

/** What is asked of the warehouse for one edition. */
export interface Plan {
  report: string;
  period: Period;
  scope: Cut;
  calendar: CalendarRules;
  /** Oldest first, the reported period last. */
  history: readonly Period[];
  lastYear: Period | null;
  inside: readonly Period[];
  /** Periods that only an analysis asks for. */
  further: readonly Period[];
  datasets: readonly DatasetPlan[];
  /** Periods beyond the history in which adopted measures look at the share of a feedback theme. */
  themePeriods: readonly Period[];
}

/** One dataset: one measurement statement. */
export interface DatasetPlan {
  id: string;
  dataset: Dataset;
  /** False when the dataset lacks a dimension of the scope; then nothing of it is measured. */
  inScope: boolean;
  indicators: readonly IndicatorPlan[];
  /** Dimensions it is cut by, one at a time. */
  cuts: readonly string[];
  /** Cells that adopted measures are verified by, of any number of dimensions; `name` is its key in the statement. */
  cells: readonly { name: string; cut: Cut; indicators: readonly string[] }[];
}

export interface IndicatorPlan {
  id: string;
  indicator: Indicator;
  /** Also by hour and weekday, in the reported period. */
  heatmap: boolean;
  /**
   * Periods in which it is also cut; null = all. Every cut of a percentile needs all its values again, so it is taken
   * where periods are compared (the reported one, the one before, the same last year, those of an analysis), unless a
   * chart asks for more.
   */
  cutIn: readonly string[] | null;
  /** Dimension it is weighted over; null when it is not. */
  stratum: string | null;
  /** Levels in force per period id; periods without rules or level have none. */
  thresholds: Readonly<Record<string, Thresholds>>;
}

export interface Thresholds {
  baseline: number | null;
  target: number | null;
}

/** How a report counts its periods. */
export function calendarOf(config: Pick<Config, "project">, report: Pick<Report, "timezone">): CalendarRules {
  return {
    zone: report.timezone ?? config.project.timezone,
    weekStarts: config.project.week_starts,
    fiscalYearStarts: config.project.fiscal_year_starts,
  };
}

/** Every dataset a report touches, in the order of the configuration; those of its indicators first of all. */
export function datasetsOf(config: Config, report: Report): { scored: string[]; all: string[] } {
  const scored = new Set(indicatorIds(config, report).map((id) => config.indicators[id]?.dataset));
  const beside = new Set([
    report.feedback?.dataset,
    report.survey?.dataset,
    report.survey?.population,
    report.survey?.invitations?.dataset,
    report.spot_checks?.dataset,
    report.spot_checks?.population,
    ...needsOfReport(config, report).flatMap(({ datasets }) => datasets ?? []),
    ...indicatorIds(config, report).flatMap((id) => populationDataset(config.indicators[id]) ?? []),
  ]);
  const known = Object.keys(config.datasets);
  return {
    scored: known.filter((id) => scored.has(id)),
    all: [...known.filter((id) => scored.has(id)), ...known.filter((id) => beside.has(id) && !scored.has(id))],
  };
}

/**
 * Indicators of every version of the scorecard, then those only wanted by hour, by a chart of the report's own that names
 * them in full (`call_volume@*`), or by an analysis.
 */
export function indicatorIds(config: Config, report: Report): string[] {
  const versions = config.scorecards[report.scorecard]?.versions ?? [];
  const scored = versions.flatMap(({ dimensions }) =>
    Object.values(dimensions).flatMap(({ indicators }) => Object.keys(indicators)),
  );
  const analysed = needsOfReport(config, report).flatMap(({ indicators }) => indicators ?? []);
  return [...new Set([...scored, ...report.heatmap, ...chartedIndicators(report), ...analysed])].filter(
    (id) => config.indicators[id] !== undefined,
  );
}

/** What the report's analyses and goals want beyond the scorecard. */
const needsOfReport = (config: Config, report: Report): AnalysisNeeds[] => [
  ...report.analyses.map((analysis) => needsOf(analysis)),
  ...goalNeeds(config, report),
];

const chartedIndicators = ({ charts }: Report): string[] =>
  charts.flatMap(({ data }) =>
    Object.values(data).flatMap((patterns) => patterns.map((one) => one.split("@")[0] ?? "")),
  );

/**
 * From the request to what is asked of the warehouse.
 *
 * @param earliest first instant of data (ISO UTC) among the datasets of the indicators; null when there is none
 * @param actions adopted measures the edition follows up: what their standards look at is measured, too
 */
export function plan(
  config: Config,
  request: { report: string; period: Period; scope: Cut },
  earliest: string | null,
  actions: readonly Action[] = [],
): Plan {
  const report = reportOf(config, request.report);
  const calendar = calendarOf(config, report);
  checkFilters(request.report, report, request.scope);
  const { history, lastYear, inside, combined } = periodsOf(report, request.period, calendar, earliest);
  const needs = needsOfReport(config, report);
  const asked = [
    ...needs.flatMap(({ periods }) => periods?.(request.period, calendar) ?? []),
    ...combined,
    ...standardPeriods(config, report, request.period, calendar),
  ];
  const followed = followUpNeeds(actions, { period: request.period, calendar });
  const own = new Set([...history, ...(lastYear === null ? [] : [lastYear]), ...inside].map(({ id }) => id));
  const further = distinct([...asked, ...followed.periods]).filter(({ id }) => !own.has(id));
  const periods = periodsMeasured({ history, lastYear, inside, further });
  const hidden = hiddenDimensions(config, request.report, request.scope);
  const dimensions = distinctIds([...report.breakdowns, ...needs.flatMap((need) => need.dimensions ?? [])]).filter(
    (dimension) => !hidden.has(dimension),
  );
  const scorecard = config.scorecards[report.scorecard];
  const compared = distinct([...history.slice(-2), ...(lastYear === null ? [] : [lastYear]), ...further]).map(
    ({ id }) => id,
  );
  const charted = new Set([...chartedIndicators(report), ...needs.flatMap(({ cutThroughout }) => cutThroughout ?? [])]);
  const wanted = distinctIds([...indicatorIds(config, report), ...followed.indicators]);
  const indicators = wanted.flatMap((id): IndicatorPlan[] => {
    const indicator = config.indicators[id];
    if (indicator === undefined) return [];
    const thresholds = scorecard === undefined ? {} : thresholdsOf(scorecard, id, periods);
    const cutIn = indicator.kind === "percentile" && !charted.has(id) ? compared : null;
    const stratum = stratumOf(indicator, config.datasets[indicator.dataset], request.scope);
    return [{ id, indicator, heatmap: report.heatmap.includes(id), cutIn, stratum, thresholds }];
  });
  const followedDatasets = followed.indicators.flatMap((id) => config.indicators[id]?.dataset ?? []);
  const datasets = distinctIds([...datasetsOf(config, report).all, ...followedDatasets]).flatMap(
    (id): DatasetPlan[] => {
      const defined = config.datasets[id];
      if (defined === undefined) return [];
      const dataset = withFilters(id, defined, report, request.scope);
      const measured = indicators.filter(({ indicator }) => indicator.dataset === id);
      const inScope = Object.keys(request.scope).every((dimension) => Object.hasOwn(dataset.dimensions, dimension));
      const cuts = dimensions.filter(
        (dimension) => Object.hasOwn(dataset.dimensions, dimension) && !Object.hasOwn(request.scope, dimension),
      );
      const cells = followed.cells.flatMap(({ cut, indicators: of }, index) => {
        const own = of.filter((indicator) => config.indicators[indicator]?.dataset === id);
        const known = Object.keys(cut).every((dimension) => Object.hasOwn(dataset.dimensions, dimension));
        return own.length > 0 && known ? [{ name: `followed${index + 1}`, cut, indicators: own }] : [];
      });
      return [{ id, dataset, inScope, indicators: measured, cuts: measured.length === 0 ? [] : cuts, cells }];
    },
  );
  return {
    report: request.report,
    period: request.period,
    scope: request.scope,
    calendar,
    history,
    lastYear,
    inside,
    further,
    datasets,
    themePeriods: followed.themePeriods,
  };
}

/** Periods whose mix is the standard of an indicator. */
const standardPeriods = (config: Config, report: Report, reported: Period, calendar: CalendarRules): Period[] =>
  indicatorIds(config, report).flatMap((id) => {
    const indicator = config.indicators[id];
    const weighting = indicator === undefined ? null : weightingOf(indicator);
    return weighting === null ? [] : (standardPeriod(weighting, reported, calendar) ?? []);
  });

/** Every period that is measured, each once: history, last year, inside, and those of analyses. */
export const periodsMeasured = ({
  history,
  lastYear,
  inside,
  further,
}: Pick<Plan, "history" | "lastYear" | "inside" | "further">): Period[] =>
  distinct([...history, ...(lastYear === null ? [] : [lastYear]), ...inside, ...further]);

/** @throws {PeriodicalError} NOT_FOUND */
export function reportOf(config: Config, id: string): Report {
  const report = config.reports[id];
  if (report !== undefined) return report;
  throw new PeriodicalError("NOT_FOUND", `There is no report "${id}".`, {
    hint: `Reports of this project: ${Object.keys(config.reports).join(", ") || "none"}.`,
  });
}

/**
 * Share of a period that may have passed before the first row of all: the days off a year begins with are no gap, but two
 * months are no quarter to compare with.
 */
const LATE_START = 0.1;

function periodsOf(
  report: Report,
  period: Period,
  calendar: CalendarRules,
  earliest: string | null,
): Pick<Plan, "history" | "lastYear" | "inside"> & { combined: Period[] } {
  const first = earliest === null ? Number.POSITIVE_INFINITY : Date.parse(earliest);
  const hasData = (each: Period): boolean => first <= Date.parse(each.start) + LATE_START * lengthOf(each);
  const back = Array.from({ length: report.history }, (_, index) =>
    shift(period, index - report.history + 1, calendar),
  );
  const history = [...back.slice(0, -1).filter(hasData), period];
  const yearAgo = sameLastYear(period, calendar);
  const unit = report.inside;
  const parts = unit === undefined ? [] : distinct(history.flatMap((each) => subPeriods(each, unit, calendar)));
  // A week that begins inside the reported period but ends after it is not over yet.
  const inside = parts.filter((part) => hasData(part) && Date.parse(part.end) <= Date.parse(period.end));
  const ids = new Set(history.map(({ id }) => id));
  // The score of every period is made of those inside it.
  const { combine } = report;
  const combined =
    combine === undefined
      ? []
      : [...history, ...(hasData(yearAgo) ? [yearAgo] : [])]
          .flatMap((each) => innerPeriods(each, combine.unit, calendar))
          .filter(hasData);
  return {
    history,
    lastYear: hasData(yearAgo) ? yearAgo : null,
    inside: inside.filter(({ id }) => !ids.has(id)),
    combined,
  };
}

const lengthOf = ({ start, end }: Period): number => Date.parse(end) - Date.parse(start);

const distinctIds = (ids: readonly string[]): string[] => [...new Set(ids)];

function distinct(periods: readonly Period[]): Period[] {
  return [...new Map(periods.map((period) => [period.id, period])).values()];
}
