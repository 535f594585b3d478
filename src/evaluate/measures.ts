import { Temporal } from "temporal-polyfill";
import type { Period } from "../calendar/period.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import type { Playbook, PlaybookRule } from "../config/schema/playbook.ts";
import type { Cause, Finding, IndicatorResult, Recommendation } from "./evaluation.ts";

/** What matching needs to know beside the weaknesses. */
export interface MeasureContext {
  period: Pick<Period, "lastDay">;
  results: ReadonlyMap<string, IndicatorResult>;
  indicators: Readonly<Record<string, Indicator>>;
  /** Every member that stands out for a weak indicator, most telling first. */
  causes: ReadonlyMap<string, readonly Cause[]>;
  /** Whether there is an overall score that a measure could raise. */
  scored: boolean;
  /** Share above which a feedback theme needs attention. */
  attentionShare: number;
}

/**
 * Measures the weaknesses call for: for each, in rank order, the first rule of the playbook that fits. A rule that fits
 * several weaknesses is recommended once, for the first, and names the others (`alsoFor`).
 */
export function measuresFor(
  weaknesses: readonly Finding[],
  playbook: Playbook | null,
  context: MeasureContext,
): Recommendation[] {
  const measures: (Recommendation & { alsoFor: number[] })[] = [];
  for (const [index, weakness] of weaknesses.entries()) {
    const match = playbook === null ? null : matchRule(weakness, playbook.rules, context);
    if (match === null) continue;
    const same = measures.find(({ rule }) => rule === match.rule.id);
    if (same !== undefined) same.alsoFor.push(index);
    else measures.push(recommend(match.rule, match.cause, weakness, index, context));
  }
  return measures;
}

/** Whether a rule is the general entry: it asks for nothing in particular. */
export const isGeneral = ({ when }: PlaybookRule): boolean =>
  when.indicator === undefined && when.dimension === undefined && when.member === undefined && when.theme === undefined;

interface Match {
  rule: PlaybookRule;
  cause: Cause | null;
}

function matchRule(weakness: Finding, rules: readonly PlaybookRule[], context: MeasureContext): Match | null {
  const causes = weakness.kind === "indicator" ? (context.causes.get(weakness.subject) ?? []) : [];
  for (const rule of rules) {
    if (isGeneral(rule)) return { rule, cause: causes[0] ?? null };
    const match = weakness.kind === "theme" ? matchTheme(rule, weakness) : matchIndicator(rule, weakness, causes);
    if (match !== null) return match;
  }
  return null;
}

const matchTheme = (rule: PlaybookRule, weakness: Finding): Match | null =>
  rule.when.theme === weakness.subject ? { rule, cause: null } : null;

/** A rule about a cut fits when a member that stands out fits and explains at least the share the rule asks for. */
function matchIndicator(rule: PlaybookRule, weakness: Finding, causes: readonly Cause[]): Match | null {
  const { indicator, dimension, member, theme, share_at_least } = rule.when;
  if (theme !== undefined || (indicator !== undefined && indicator !== weakness.subject)) return null;
  if (dimension === undefined && member === undefined) return { rule, cause: causes[0] ?? null };
  const cause = causes.find(
    (entry) =>
      (dimension === undefined || entry.dimension === dimension) &&
      (member === undefined || entry.member === member) &&
      entry.shareOfGap >= share_at_least,
  );
  return cause === undefined ? null : { rule, cause };
}

function recommend(
  rule: PlaybookRule,
  cause: Cause | null,
  weakness: Finding,
  index: number,
  context: MeasureContext,
): Recommendation & { alsoFor: number[] } {
  return {
    rule: rule.id,
    weakness: index,
    alsoFor: [],
    general: isGeneral(rule),
    dueDate: dueDate(context.period.lastDay, rule.measure.due_in_days),
    expectedEffect: cause?.counterfactual?.effect ?? null,
    expectedScoreEffect: context.scored ? (cause?.counterfactual?.scoreEffect ?? null) : null,
    cause,
    verification: rule.measure.verification ?? reachesTarget(weakness, context),
  };
}

const FRIDAY = 5;
const MONDAY_AFTER = 8;

/** So many days after the period; nobody hands anything in on a Saturday or Sunday, so these become the Monday after. */
function dueDate(lastDay: string, days: number): string {
  const day = Temporal.PlainDate.from(lastDay).add({ days });
  return day.add({ days: day.dayOfWeek > FRIDAY ? MONDAY_AFTER - day.dayOfWeek : 0 }).toString();
}

/** The standard where a rule names none: the weak indicator reaches its target, the theme falls to its line, once. */
function reachesTarget(weakness: Finding, context: MeasureContext): Recommendation["verification"] {
  if (weakness.kind === "theme")
    return { theme: weakness.subject, cut: {}, comparator: "<=", threshold: context.attentionShare, periods: 1 };
  const threshold = context.results.get(weakness.subject)?.target ?? null;
  const direction = context.indicators[weakness.subject]?.direction;
  if (threshold === null || direction === undefined) return null;
  const comparator = direction === "higher_is_better" ? ">=" : "<=";
  return { indicator: weakness.subject, cut: {}, comparator, threshold, periods: 1 };
}
