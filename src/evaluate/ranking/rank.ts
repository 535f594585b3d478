import type { Period } from "../../calendar/period.ts";
import { OTHER_MEMBERS } from "../../collect/compile-cells.ts";
import { type Measurement, NO_MEMBER } from "../../collect/snapshot.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { Config } from "../../config/schema/index.ts";
import type { Indicator } from "../../config/schema/indicator.ts";
import type { ScorecardVersion } from "../../config/schema/scorecard.ts";
import { compareText } from "../../text-order.ts";
import { type Cycle, type ScoredPart, scoredParts } from "../cycles.ts";
import { advantage } from "../direction.ts";
import { CONFIDENCE } from "../distributions.ts";
import type { Interval } from "../evaluation.ts";
import { intervalOf } from "../intervals.ts";
import { FULL_POINTS, pointsOf } from "../points.ts";
import type { Readings } from "../readings.ts";
import { benjaminiHochberg, compare } from "../significance.ts";
import { entriesOf } from "../versions.ts";
import { type Placed, placesOf } from "./place.ts";
import {
  differsBy,
  type ScoreDistribution,
  type ScorePart,
  scoreDistribution,
  scoreInterval,
} from "./score-distribution.ts";

/** A member as it stands before it is ranked. */
export interface Standing {
  member: string;
  value: number;
  /** Rows it rests on; for a score the fewest of any indicator in it. */
  n: number;
  interval: Interval | null;
  /** What two members are told apart by. */
  measurement: Measurement | null;
  distribution: ScoreDistribution | null;
}

export interface TooFew {
  member: string;
  value: number | null;
  n: number;
}

export interface Order {
  placed: readonly Placed<Standing>[];
  tooFew: readonly TooFew[];
  /** Indicators of the score whose rows do not know the dimension. */
  notCounted: readonly string[];
  /** How members are told apart: tests corrected together, intervals that do not overlap, or not at all. */
  toldBy: "tests" | "intervals" | "none";
}

export interface RankingContext {
  readings: Readings;
  config: Pick<Config, "indicators" | "datasets">;
  rules: ScorecardVersion;
  /** Datasets that lack a dimension of the scope. */
  outOfScope: ReadonlySet<string>;
  /** How a score is put together from shorter periods; null where it is not. */
  cycle: Cycle | null;
}

/** Indicators whose figures decide the order: the one named, or those of the score whose rows know the dimension. */
export function decidingIndicators(
  { by, dimension }: Pick<AnalysisOf<"ranking">, "by" | "dimension">,
  { config, rules }: Pick<RankingContext, "config" | "rules">,
): string[] {
  const knows = (indicator: Indicator | undefined): boolean =>
    indicator !== undefined && Object.hasOwn(config.datasets[indicator.dataset]?.dimensions ?? {}, dimension);
  const wanted = by === "score" ? entriesOf(rules, config.indicators).map(({ id }) => id) : [by];
  return wanted.filter((id) => knows(config.indicators[id]));
}

/**
 * Ranks the members of a dimension in one period. Rows without a member, and members lumped together for their number, are
 * nobody's and take no place.
 */
export function orderOf(analysis: AnalysisOf<"ranking">, period: Period, context: RankingContext): Order {
  const { readings, config } = context;
  const { dimension, by } = analysis;
  const ids = decidingIndicators(analysis, context);
  const members = new Set(ids.flatMap((id) => readings.members(id, period.id, dimension).map(({ member }) => member)));
  for (const nobody of [NO_MEMBER, OTHER_MEMBERS]) members.delete(nobody);
  const enough: Standing[] = [];
  const tooFew: TooFew[] = [];
  for (const member of [...members].sort(compareText)) {
    const standing =
      by === "score" ? scored(member, ids, analysis, period, context) : measured(member, analysis, period.id, context);
    if (isStanding(standing)) enough.push(standing);
    else tooFew.push(standing);
  }
  const indicator = by === "score" ? null : (config.indicators[by] ?? null);
  const { apart, toldBy } = separation(enough, indicator);
  const ahead = (a: number, b: number): number => advantage(a, b, indicator?.direction ?? "higher_is_better");
  const wanted = by === "score" ? entriesOf(context.rules, config.indicators).map(({ id }) => id) : [by];
  const notCounted = wanted.filter((id) => !ids.includes(id));
  return { placed: placesOf(enough, ahead, apart), tooFew, notCounted, toldBy };
}

const isStanding = (one: Standing | TooFew): one is Standing => "distribution" in one;

function measured(
  member: string,
  { by, dimension, minimum_n }: AnalysisOf<"ranking">,
  period: string,
  { readings, config }: RankingContext,
): Standing | TooFew {
  const indicator = config.indicators[by];
  const measurement = readings.at(by, period, { [dimension]: member });
  const { value, n } = measurement ?? { value: null, n: 0 };
  if (indicator === undefined || value === null || n < Math.max(minimum_n, indicator.minimum_n)) {
    return { member, value, n };
  }
  return { member, value, n, interval: intervalOf(measurement, indicator.kind), measurement, distribution: null };
}

/** The member's score by the scorecard's rules, from its own figures; indicators that do not know the dimension stay apart. */
function scored(
  member: string,
  ids: readonly string[],
  { dimension, minimum_n }: AnalysisOf<"ranking">,
  period: Period,
  { readings, config, rules, outOfScope, cycle }: RankingContext,
): Standing | TooFew {
  const own: Readings = { ...readings, at: (id, at, cut = {}) => readings.at(id, at, { ...cut, [dimension]: member }) };
  const apart = new Set(outOfScope);
  for (const [id, { dimensions }] of Object.entries(config.datasets)) {
    if (!Object.hasOwn(dimensions, dimension)) apart.add(id);
  }
  const scoring = { readings: own, indicators: config.indicators, outOfScope: apart };
  const { set, parts: periods } = scoredParts(period, rules, scoring, cycle);
  const counted = set.indicators.filter(({ indicator, state }) => state !== "apart" && ids.includes(indicator));
  const rows = counted.map(({ indicator }) => own.at(indicator, period.id)?.n ?? 0);
  const n = rows.length === 0 ? 0 : Math.min(...rows);
  const complete = counted.every(({ state }) => state === "scored") && n >= minimum_n;
  if (set.score === null || !complete) return { member, value: null, n };
  const distribution = scoreDistribution(periods.flatMap((part) => partsOf(part, own, config.indicators)));
  return { member, value: set.score, n, interval: scoreInterval(distribution), measurement: null, distribution };
}

/** What chance may do to each figure of one period, in points of the whole score. */
function partsOf(
  { period, share, rules, set }: ScoredPart,
  readings: Readings,
  indicators: Readonly<Record<string, Indicator>>,
): ScorePart[] {
  const levels = new Map(entriesOf(rules, indicators).map((entry) => [entry.id, entry]));
  return set.indicators.flatMap(({ indicator: id, state, effectiveWeight }) => {
    const [entry, measurement] = [levels.get(id), readings.at(id, period)];
    if (state !== "scored" || entry === undefined || measurement === null) return [];
    const { scored: level, indicator } = entry;
    const most = share * effectiveWeight;
    const worth = (value: number): number =>
      (most * (pointsOf(value, level, indicator.direction, rules).points ?? 0)) / FULL_POINTS;
    return [{ measurement, kind: indicator.kind, pointsOf: worth, most }];
  });
}

/**
 * Whether two members can be told apart. Scores, shares, means and NPS: a test of every pair, all pairs corrected together
 * by Benjamini–Hochberg, since a ranking invites every comparison (Goldstein & Spiegelhalter, JRSS A 159, 1996). Other
 * kinds with intervals: these do not overlap, which is stricter (Schenker & Gentleman, American Statistician 55, 2001).
 */
function separation(
  standings: readonly Standing[],
  indicator: Indicator | null,
): { apart: (a: Standing, b: Standing) => boolean; toldBy: Order["toldBy"] } {
  const pairs = standings.flatMap((a, i) => standings.slice(i + 1).map((b) => [a, b] as const));
  const pValues = pairs.map(([a, b]) => pairTest(a, b, indicator));
  if (pValues.some((p) => p !== null)) {
    const adjusted = benjaminiHochberg(pValues);
    const proven = new Set(pairs.flatMap(([a, b], i) => ((adjusted[i] ?? 1) < 1 - CONFIDENCE ? [pairKey(a, b)] : [])));
    return { apart: (a, b) => proven.has(pairKey(a, b)), toldBy: "tests" };
  }
  if (standings.some(({ interval }) => interval !== null)) {
    const apart = ({ interval: a }: Standing, { interval: b }: Standing): boolean =>
      a !== null && b !== null && (a.low > b.high || b.low > a.high);
    return { apart, toldBy: "intervals" };
  }
  return { apart: () => false, toldBy: "none" };
}

function pairTest(a: Standing, b: Standing, indicator: Indicator | null): number | null {
  if (a.distribution !== null && b.distribution !== null) return differsBy(a.distribution, b.distribution);
  return indicator === null ? null : compare(a.measurement, b.measurement, indicator.kind).pValue;
}

const pairKey = (a: Standing, b: Standing): string => [a.member, b.member].sort(compareText).join("\u0000");
