import type { Period } from "../../calendar/period.ts";
import { dayCount } from "../../calendar/ranges.ts";
import { rangesOf } from "../../collect/analyses/comparison.ts";
import { OTHER_MEMBERS } from "../../collect/compile-cells.ts";
import { type Cut, type Measurement, NO_MEMBER } from "../../collect/snapshot.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { type Indicator, weightingOf } from "../../config/schema/indicator.ts";
import { combine } from "../combine.ts";
import { type Course, differenceInDifferences, type TestedDifference } from "../difference-in-differences.ts";
import { differenceOf } from "../differences.ts";
import { effectOf } from "../direction.ts";
import type { Variance } from "../evaluation.ts";
import { isJudged } from "../indicator-result.ts";
import { compare, correctTogether, NO_TEST } from "../significance.ts";
import { entriesOf } from "../versions.ts";
import type { AnalysisContext } from "./index.ts";

/** A figure of one range. */
export interface Side {
  value: number | null;
  n: number;
}

/** A change with its interval, its test (corrected over the analysis), and what it means for the business. */
export interface Change extends TestedDifference {
  effect: Variance["effect"];
}

export interface ComparisonRow {
  indicator: string;
  /** Of the treated group, or of the whole scope. */
  before: Side;
  after: Side;
  /** After − before; null where it cannot be told (`why`). */
  change: Change | null;
  /** The comparison group, when one is named and the indicator's rows know its dimension. */
  comparison: { before: Side; after: Side; change: number | null } | null;
  /** Change beyond the comparison group's; null without one. */
  net: Change | null;
  /** Why nothing is claimed about the indicator; null when its change (net of the comparison group) is tested. */
  why:
    | null
    | "not-in-scope"
    | "no-data"
    | "no-dimension"
    | "small-sample"
    | "weighted"
    | "not-tested"
    | "unequal-length";
}

/** Before and after: numbers and ids, no text. */
export interface ComparisonResult {
  kind: "comparison";
  id: string;
  before: Period;
  after: Period;
  /** Null when the whole scope is looked at. */
  groups: { dimension: string; treated: readonly string[]; comparison: readonly string[] } | null;
  /** True when a comparison group is configured but has nobody here: the scope fixes its dimension, or no other is measured. */
  withoutComparison: boolean;
  rows: readonly ComparisonRow[];
  /** Indicators whose decisive change (net where there is a comparison group) is proven, in the order of the rows. */
  better: readonly string[];
  worse: readonly string[];
}

/**
 * Compares two ranges indicator by indicator; with a comparison group its change is subtracted. All tests of the analysis
 * (changes of the treated and net changes) are corrected together by Benjamini–Hochberg. Null when the scope covers
 * nobody the change applies to.
 */
export function comparisonResult(
  analysis: AnalysisOf<"comparison">,
  context: AnalysisContext,
): ComparisonResult | null {
  const { snapshot, config, rules } = context;
  const [before, after] = rangesOf(analysis, snapshot.period, snapshot.calendar);
  const fixed = analysis.treated === undefined ? undefined : snapshot.scope[analysis.treated.dimension];
  if (fixed !== undefined && !analysis.treated?.members.includes(fixed)) return null;
  const groups = fixed === undefined ? groupsOf(analysis, [before, after], context) : null;
  const ids = analysis.indicators ?? entriesOf(rules, config.indicators).map(({ id }) => id);
  const rows = ids.flatMap((id) => {
    const indicator = config.indicators[id];
    return indicator === undefined ? [] : [rowOf(id, indicator, [before, after], groups, context)];
  });
  const corrected = correctedRows(rows);
  const proven = (effect: "better" | "worse"): string[] =>
    corrected.filter((row) => isProven(decisive(row), effect)).map(({ indicator }) => indicator);
  return {
    kind: "comparison",
    id: analysis.id,
    before,
    after,
    groups,
    withoutComparison: analysis.comparison_group !== undefined && (groups?.comparison ?? []).length === 0,
    rows: corrected,
    better: proven("better"),
    worse: proven("worse"),
  };
}

/** The change a claim rests on: net of the comparison group where there is one. */
export const decisive = (row: ComparisonRow): Change | null => (row.comparison === null ? row.change : row.net);

const isProven = (change: Change | null, effect: "better" | "worse"): boolean =>
  change?.test.evidence === true && change.effect === effect;

function groupsOf(
  { treated, comparison_group: named, indicators }: AnalysisOf<"comparison">,
  periods: readonly Period[],
  { snapshot, config, rules, readings }: AnalysisContext,
): ComparisonResult["groups"] {
  if (treated === undefined) return null;
  const { dimension } = treated;
  if (named === undefined) return { dimension, treated: treated.members, comparison: [] };
  if (named !== "others") return { dimension, treated: treated.members, comparison: named.members };
  const ids = indicators ?? entriesOf(rules, config.indicators).map(({ id }) => id);
  const measured = new Set(
    periods.flatMap((period) =>
      ids.flatMap((id) => readings.members(id, period.id, dimension).map(({ member }) => member)),
    ),
  );
  const others = (snapshot.members[dimension] ?? []).filter(
    (member) =>
      measured.has(member) && member !== NO_MEMBER && member !== OTHER_MEMBERS && !treated.members.includes(member),
  );
  return { dimension, treated: treated.members, comparison: others };
}

function rowOf(
  id: string,
  indicator: Indicator,
  periods: readonly [Period, Period],
  groups: ComparisonResult["groups"],
  { snapshot, config, readings }: AnalysisContext,
): ComparisonRow {
  const knows =
    groups === null || Object.hasOwn(config.datasets[indicator.dataset]?.dimensions ?? {}, groups.dimension);
  const at = (period: Period, members: readonly string[] | null): Measurement | null => {
    if (members === null || groups === null) return readings.at(id, period.id);
    const cuts = members.map((member): Cut => ({ [groups.dimension]: member }));
    return combine(
      cuts.flatMap((cut) => readings.at(id, period.id, cut) ?? []),
      indicator,
    );
  };
  const course = (members: readonly string[] | null): { before: Measurement | null; after: Measurement | null } =>
    knows ? { before: at(periods[0], members), after: at(periods[1], members) } : { before: null, after: null };
  const own = course(groups?.treated ?? null);
  const others = groups === null || groups.comparison.length === 0 ? null : course(groups.comparison);
  // Totals of ranges of unlike length differ for that alone.
  const unequal =
    (indicator.kind === "sum" || indicator.kind === "count") && dayCount(periods[0]) !== dayCount(periods[1]);
  const change = unequal ? null : changeOf(own, indicator);
  const net = unequal || others === null ? null : netOf(own, others, indicator);
  const base = {
    indicator: id,
    before: sideOf(own.before),
    after: sideOf(own.after),
    change,
    comparison:
      others === null || !knows
        ? null
        : {
            before: sideOf(others.before),
            after: sideOf(others.after),
            change: unequal ? null : (differenceOf(others.after, others.before, indicator.kind)?.value ?? null),
          },
    net,
  };
  const inScope = !snapshot.datasets.some((record) => record.dataset === indicator.dataset && !record.inScope);
  const claim = others === null ? change : net;
  const sides = others === null ? [own.before, own.after] : [own.before, own.after, others.before, others.after];
  // A weighted figure of several members is not the sum of theirs.
  const several = groups !== null && (groups.treated.length > 1 || groups.comparison.length > 1);
  const lumped = several && weightingOf(indicator) !== null;
  return { ...base, why: inScope ? whyNot(claim, sides, { knows, unequal, lumped, indicator }) : "not-in-scope" };
}

function whyNot(
  claim: Change | null,
  sides: readonly (Measurement | null)[],
  { knows, unequal, lumped, indicator }: { knows: boolean; unequal: boolean; lumped: boolean; indicator: Indicator },
): ComparisonRow["why"] {
  if (!knows) return "no-dimension";
  if (lumped) return "weighted";
  if (sides.some((side) => side === null || side.value === null)) return "no-data";
  if (unequal) return "unequal-length";
  if (sides.some((side) => !isJudged(side, indicator))) return "small-sample";
  return claim === null || claim.test.method === "none" ? "not-tested" : null;
}

interface Sides {
  before: Measurement | null;
  after: Measurement | null;
}

/** Below the indicator's minimum of rows a change is shown with its interval, and not tested. */
function changeOf({ before, after }: Sides, indicator: Indicator): Change | null {
  const difference = differenceOf(after, before, indicator.kind);
  if (difference === null) return null;
  const judged = isJudged(before, indicator) && isJudged(after, indicator);
  const test = judged ? compare(after, before, indicator.kind) : NO_TEST;
  return { ...difference, test, effect: effectOf(after?.value ?? 0, before?.value ?? 0, indicator.direction) };
}

function netOf(own: Sides, others: Sides, indicator: Indicator): Change | null {
  const complete = (sides: Sides): Course | null =>
    sides.before === null || sides.after === null ? null : { before: sides.before, after: sides.after };
  const [treated, comparison] = [complete(own), complete(others)];
  const found =
    treated === null || comparison === null ? null : differenceInDifferences(treated, comparison, indicator.kind);
  if (found === null) return null;
  const judged = [own.before, own.after, others.before, others.after].every((side) => isJudged(side, indicator));
  return { ...found, test: judged ? found.test : NO_TEST, effect: effectOf(found.value, 0, indicator.direction) };
}

function correctedRows(rows: readonly ComparisonRow[]): ComparisonRow[] {
  const changes = rows.flatMap(({ change, net }) => [change, net]);
  const corrected = correctTogether(changes.map((change) => change?.test ?? NO_TEST));
  const tested = (change: Change | null, index: number): Change | null =>
    change === null ? null : { ...change, test: corrected[index] ?? change.test };
  return rows.map((row, i) => ({ ...row, change: tested(row.change, 2 * i), net: tested(row.net, 2 * i + 1) }));
}

const sideOf = (measurement: Measurement | null): Side => ({
  value: measurement?.value ?? null,
  n: measurement?.n ?? 0,
});
