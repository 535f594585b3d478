import { subPeriods } from "../../calendar/periods.ts";
import { OTHER_MEMBERS } from "../../collect/compile-cells.ts";
import { hiddenDimensions } from "../../collect/personal.ts";
import { type Cut, NO_MEMBER } from "../../collect/snapshot.ts";
import { entryAt } from "../../config/entry.ts";
import type { Goal } from "../../config/schema/goal.ts";
import type { Kpi, KpiItem } from "../../config/schema/kpi.ts";
import type { Report } from "../../config/schema/report.ts";
import { compareText } from "../../text-order.ts";
import { achievement, limitMet } from "../attainment.ts";
import { isJudged } from "../indicator-result.ts";
import { roundToSum, withoutNoise } from "../rounding.ts";
import type { GoalContext } from "./goals.ts";
import type { KpiItemResult, KpiResult, KpiSubject } from "./kpi-result.ts";
import { planAt } from "./plan-line.ts";
import { goalDays, startPeriod } from "./timeline.ts";

/** The bonus schemes a report names, each for the award of its period. */
export function kpisOf(report: Pick<Report, "kpis" | "cadence">, context: GoalContext): KpiResult[] {
  return report.kpis.flatMap((id) => {
    const kpi = context.config.kpis[id];
    return kpi === undefined ? [] : (kpiResult(id, kpi, report.cadence, context) ?? []);
  });
}

/** Null where the scheme has no award for the period, or its subjects cannot or must not be told apart in the scope. */
function kpiResult(id: string, kpi: Kpi, cadence: Report["cadence"], context: GoalContext): KpiResult | null {
  const award = cadence === "week" ? undefined : kpi.awards[cadence];
  const { scope } = context.snapshot;
  const ownScope = scope[kpi.dimension];
  if (award === undefined || (Object.keys(scope).length > 0 && ownScope === undefined)) return null;
  if (ownScope === undefined && hiddenDimensions(context.config, context.snapshot.report, scope).has(kpi.dimension))
    return null;
  if (
    ownScope !== undefined &&
    kpi.items.some((item) => needsWhole(item, kpi.dimension, ownScope, context.config.goals))
  )
    return null;
  const members = subjectsOf(kpi, context).filter((member) => ownScope === undefined || member === ownScope);
  const subjects = members.map((member) => subjectOf(kpi, member, context));
  const pays =
    award.pool === undefined
      ? perSubject(subjects, award.per_subject ?? 0)
      : ownScope === undefined
        ? shareOut(subjects, award.pool)
        : subjects.map(() => null);
  const paid = subjects.map((subject, i): KpiSubject => ({ ...subject, payout: pays[i] ?? null }));
  return {
    id,
    dimension: kpi.dimension,
    award:
      award.pool === undefined
        ? { kind: "per-subject", amount: award.per_subject ?? 0 }
        : { kind: "pool", amount: award.pool },
    digits: digitsOf(award.pool ?? award.per_subject ?? 0),
    subjects: paid,
    paid: paid.some(({ payout }) => payout !== null) ? sum(paid.map(({ payout }) => payout ?? 0)) : null,
  };
}

/**
 * Whether an item's plan begins at the measured value of the whole, which an edition of one member does not have: with the
 * member's own instead, two editions would pay differently for the same month.
 */
function needsWhole(item: KpiItem, dimension: string, member: string, goals: GoalContext["config"]["goals"]): boolean {
  const goal = item.goal === undefined ? undefined : goals[item.goal];
  if (goal === undefined) return false;
  const own = goal.cascade?.dimension === dimension && entryAt(goal.cascade.members, member) !== undefined;
  return goal.start.value === "measured" && !own;
}

function subjectsOf(kpi: Kpi, { snapshot, config, readings }: GoalContext): string[] {
  if (kpi.subjects !== undefined) return Object.keys(kpi.subjects);
  const own = snapshot.scope[kpi.dimension];
  if (own !== undefined) return [own];
  const indicators = kpi.items.flatMap((item) => indicatorOf(item, config.goals) ?? []);
  const found = indicators.flatMap((indicator) =>
    readings.members(indicator, snapshot.period.id, kpi.dimension).map(({ member }) => member),
  );
  return [...new Set(found)].filter((member) => member !== NO_MEMBER && member !== OTHER_MEMBERS).sort(compareText);
}

export const indicatorOf = (item: KpiItem, goals: Readonly<Record<string, Goal>>): string | null =>
  item.indicator ?? (item.goal === undefined ? null : (goals[item.goal]?.indicator ?? null));

/**
 * What a subject has earned: `rate = Σ weight × payout of the achieved step`, the weights after the missing rule.
 * With nothing measured at all there is no rate, whatever the rule.
 */
function subjectOf(kpi: Kpi, member: string, context: GoalContext): Omit<KpiSubject, "payout"> {
  const measured = kpi.items.map((item) => itemOf(kpi, item, member, context));
  const known = sum(measured.map(({ pays, weight }) => (pays === null ? 0 : weight)));
  const missing = measured.some(({ pays }) => pays === null);
  const withheld = known === 0 || (kpi.missing === "withhold" && missing);
  const factor = kpi.missing === "spread" && known > 0 ? 100 / known : 1;
  const items = measured.map((item): KpiItemResult => {
    const effectiveWeight = item.pays === null && kpi.missing === "spread" ? 0 : withoutNoise(item.weight * factor);
    return { ...item, effectiveWeight, part: withoutNoise((effectiveWeight * (item.pays ?? 0)) / 100) };
  });
  return {
    member,
    people: entryAt(kpi.subjects, member)?.people ?? 1,
    items,
    rate: withheld ? null : withoutNoise(sum(items.map(({ part }) => part))),
  };
}

function itemOf(
  kpi: Kpi,
  item: KpiItem,
  member: string,
  { snapshot, config, readings }: GoalContext,
): Omit<KpiItemResult, "effectiveWeight" | "part"> {
  const id = indicatorOf(item, config.goals) ?? "";
  const indicator = config.indicators[id];
  if (indicator === undefined) throw new Error(`the bonus item ${item.id} measures nothing that is defined`);
  const cut: Cut = snapshot.scope[kpi.dimension] === member ? {} : { [kpi.dimension]: member };
  const measurement = readings.at(id, snapshot.period.id, cut);
  const judged = isJudged(measurement, indicator) ? measurement.value : null;
  const target =
    item.goal === undefined
      ? (item.target ?? null)
      : planOf(item.goal, kpi.dimension, member, cut, { snapshot, config, readings });
  const reached = asPrinted(achievement(judged, target, indicator.direction));
  const met = limitMet(judged, target, indicator.direction);
  return {
    item: item.id,
    indicator: id,
    cut,
    actual: measurement?.value ?? null,
    n: measurement?.n ?? 0,
    target,
    achievement: reached,
    met,
    // No quotient, as with 0 complaints: what meets its target then counts as the highest step.
    pays: met === null ? null : stepOf(kpi, reached ?? (met ? Number.POSITIVE_INFINITY : 0)),
    weight: item.weight,
  };
}

/** To a tenth of a per cent, as it is printed: who is paid by it must be able to check it on the page. */
const asPrinted = (reached: number | null): number | null =>
  reached === null ? null : Math.round(Number((reached * 1000).toPrecision(12))) / 1000;

/** The highest step reached. */
export const stepOf = ({ steps }: Pick<Kpi, "steps">, reached: number): number =>
  steps.findLast(({ from }) => reached >= from - 1e-9)?.pays ?? 0;

/** The plan of a period that may be longer than the goal's own: the mean of the plan at the ends of those inside. */
function planOf(
  id: string,
  dimension: string,
  member: string,
  cut: Cut,
  { snapshot, config, readings }: GoalContext,
): number | null {
  const goal = config.goals[id];
  if (goal === undefined) return null;
  const { calendar, period } = snapshot;
  const days = goalDays(goal, period, calendar);
  const own = goal.cascade?.dimension === dimension ? entryAt(goal.cascade.members, member) : undefined;
  const given = own?.start ?? goal.start.value;
  const startCut = own === undefined ? {} : cut;
  const start =
    given === "measured"
      ? (readings.at(goal.indicator, startPeriod(goal, days, calendar).id, startCut)?.value ?? null)
      : given;
  const inside = subPeriods(period, goal.every, calendar).filter(({ lastDay }) => lastDay <= period.lastDay);
  const ends = inside.length === 0 ? [period.lastDay] : inside.map(({ lastDay }) => lastDay);
  const plans = ends
    .filter((day) => day > days.start)
    .flatMap((day) => planAt(day, days, { start, goal: own?.goal ?? goal.goal.value }) ?? []);
  return plans.length === 0 ? null : sum(plans) / plans.length;
}

const perSubject = (subjects: readonly Omit<KpiSubject, "payout">[], amount: number): (number | null)[] =>
  subjects.map(({ rate, people }) => (rate === null ? null : round(rate * people * amount, digitsOf(amount))));

/** A pool in proportion to rate × people, whole units of money that add up to it; nothing where nobody has earned any. */
export function shareOut(
  subjects: readonly { rate: number | null; people: number }[],
  pool: number,
): (number | null)[] {
  const claims = subjects.map(({ rate, people }) => (rate ?? 0) * people);
  const all = sum(claims);
  const parts = claims.map((claim) => (all === 0 ? 0 : (pool * claim) / all));
  const rounded = roundToSum(parts, all === 0 ? 0 : pool, digitsOf(pool));
  return subjects.map(({ rate }, i) => (rate === null ? null : (rounded[i] ?? 0)));
}

/** Payouts are in whole units of the currency, unless the amount itself is not. */
const digitsOf = (amount: number): number => (Number.isInteger(amount) ? 0 : 2);
const round = (value: number, digits: number): number => Math.round(value * 10 ** digits + 1e-9) / 10 ** digits;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
