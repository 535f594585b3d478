import type { RankingRecord } from "../../collect/analyses/ranking.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { cycleOf } from "../cycles.ts";
import type { Interval } from "../evaluation.ts";
import { type Order, orderOf, type TooFew } from "../ranking/rank.ts";
import type { AnalysisContext } from "./index.ts";

/** A member with its place. */
export interface RankedMember {
  member: string;
  /** 1 = best; equal values share a place. */
  rank: number;
  shared: boolean;
  value: number;
  /** Rows it rests on; for a score the fewest of any indicator in it. */
  n: number;
  interval: Interval | null;
  /** Members of one group cannot be told from its first one; 1 = the best group. */
  group: number;
  awarded: boolean;
  /** Place in the period before; null when not asked for, or not ranked then. */
  previousRank: number | null;
}

/** What an edition of one member tells: its own place among all, and nobody else's name or figure. */
export interface OwnPlace {
  member: string;
  /** Null with too few rows to be ranked. */
  place: RankedMember | null;
  n: number;
  /** Others that cannot be told from the member's group. */
  alike: number;
  /** Of all ranked; null with fewer than eight. */
  quartiles: { lower: number; median: number; upper: number } | null;
}

/** Members in order: numbers and ids, no text. */
export interface RankingResult {
  kind: "ranking";
  id: string;
  dimension: string;
  /** `score` or an indicator. */
  by: string;
  /** In order of rank; empty in an edition of one member. */
  members: readonly RankedMember[];
  /** Members with too few rows, by name; empty in an edition of one member. */
  unranked: readonly TooFew[];
  own: OwnPlace | null;
  /** How many are ranked, how many are not, and into how many groups the ranked fall. */
  ranked: number;
  tooFew: number;
  groups: number;
  minimumN: number;
  /** Indicators of the score that count for nobody here, since their rows do not know the dimension. */
  notCounted: readonly string[];
  toldBy: Order["toldBy"];
}

/** Null where there is nobody to rank. */
export function rankingResult(
  analysis: AnalysisOf<"ranking">,
  record: RankingRecord | undefined,
  { snapshot, config, readings, rules }: AnalysisContext,
): RankingResult | null {
  const member = snapshot.scope[analysis.dimension];
  if (member !== undefined) return record === undefined ? null : ownResult(record, member);
  const outOfScope = new Set(snapshot.datasets.filter(({ inScope }) => !inScope).map(({ dataset }) => dataset));
  const report = config.reports[snapshot.report];
  const scorecard = report === undefined ? undefined : config.scorecards[report.scorecard];
  const cycle = scorecard === undefined ? null : cycleOf(report?.combine, scorecard, snapshot.calendar);
  const context = { readings, config, rules, outOfScope, cycle };
  const order = orderOf(analysis, snapshot.period, context);
  const previous = snapshot.history.at(-2);
  const before = analysis.against === undefined || previous === undefined ? null : orderOf(analysis, previous, context);
  if (order.placed.length + order.tooFew.length === 0) return null;
  return {
    ...outline(analysis, order),
    members: rankedMembers(analysis, order, before),
    unranked: order.tooFew,
    own: null,
  };
}

/** The name is the scope's: what was collected about a ranking holds none. */
function ownResult({ query: _, own, ...rest }: RankingRecord, member: string): RankingResult {
  return {
    ...rest,
    own: own && { ...own, member, place: own.place && { ...own.place, member } },
    members: [],
    unranked: [],
  };
}

/** Members in order with their awards and the place they had. */
export function rankedMembers(analysis: AnalysisOf<"ranking">, order: Order, before: Order | null): RankedMember[] {
  const past = new Map(before?.placed.map(({ contender, rank }) => [contender.member, rank]));
  return order.placed.map(({ contender, rank, shared, group }) => ({
    member: contender.member,
    rank,
    shared,
    value: contender.value,
    n: contender.n,
    interval: contender.interval,
    group,
    awarded: rank <= (analysis.awards?.places ?? 0),
    previousRank: past.get(contender.member) ?? null,
  }));
}

/** What may be said of a ranking to anybody. */
export function outline(
  { id, dimension, by, minimum_n }: AnalysisOf<"ranking">,
  { placed, tooFew, toldBy, notCounted }: Order,
): Omit<RankingResult, "members" | "unranked" | "own"> {
  return {
    kind: "ranking",
    id,
    dimension,
    by,
    ranked: placed.length,
    tooFew: tooFew.length,
    groups: placed.at(-1)?.group ?? 0,
    minimumN: minimum_n,
    notCounted,
    toldBy,
  };
}
