import type { Action } from "../../actions/action.ts";
import { periodsOfAction } from "../../collect/follow-up.ts";
import type { Verification } from "../../config/schema/playbook.ts";
import type { Course } from "../difference-in-differences.ts";
import { advantage, type Direction } from "../direction.ts";
import type { FollowedPoint, FollowUp, FollowUpStatus, NotMeasurable } from "../evaluation.ts";
import { intervalOf } from "../intervals.ts";
import { beyondOthers, changeOf } from "./change.ts";
import { type FollowUpContext, type Looked, lookAt } from "./look.ts";
import { othersThan } from "./others.ts";

/**
 * Measures every adopted measure of the snapshot again, by the standard that was agreed on; null where the warehouse keeps
 * no actions.
 *
 * The period an action was adopted from is "before": only later periods count towards the standard. A period without
 * data, or with too few rows to be judged, ends a run: what was not measured was not verified.
 */
export function followUpOf(context: FollowUpContext): FollowUp[] | null {
  const { actions } = context.snapshot;
  return actions === null ? null : actions.map((action) => followUp(action, context));
}

function followUp(action: Action, context: FollowUpContext): FollowUp {
  const { snapshot, config } = context;
  const { standard } = action;
  const due = action.due <= snapshot.period.lastDay;
  const problem = standard === null ? "no-standard" : problemOf(standard, context);
  if (standard === null || problem !== null) return unmeasured(action, problem ?? "no-standard", due);

  const periods = periodsOfAction(action, snapshot.period, snapshot.calendar);
  const [start, ...since] = periods.map(({ id }) => lookAt(standard, id, context));
  const latest = since.at(-1);
  if (start === undefined || latest === undefined) return unmeasured(action, "no-period", due);
  const [before, ...points] = [start, ...since].map((looked) => pointOf(looked, standard));
  const now = points.at(-1);
  const run = runOf(points);
  const judged = now !== undefined && now.holds !== null;
  const status = statusOf(action, { run, due, judged });

  const direction = directionOf(standard, context);
  const { kind } = latest;
  const own = courseOf(start.measurement, latest.measurement);
  const indicator = config.indicators[standard.indicator ?? ""];
  const isCut = Object.keys(standard.cut).length > 0;
  const rest = (looked: Looked) =>
    indicator === undefined || !isCut
      ? null
      : othersThan(looked.measurement, context.readings.at(standard.indicator ?? "", looked.period), indicator);
  const others = courseOf(rest(start), rest(latest));
  return {
    action: action.id,
    status,
    notMeasurable: status === "not-measurable" ? (latest.missing ?? "small-sample") : null,
    due,
    run,
    before: before ?? null,
    now: now ?? null,
    change: own === null ? null : changeOf(own.before, own.after, kind, direction),
    others: others === null ? null : changeOf(others.before, others.after, kind, direction),
    beyond: own === null || others === null ? null : beyondOthers(own, others, kind, direction),
    progress: progressOf(before, now, standard),
    series: before === undefined ? points : [before, ...points],
  };
}

/** Somebody's decision counts first; after that what was measured. */
function statusOf(
  { status, standard }: Action,
  { run, due, judged }: { run: number; due: boolean; judged: boolean },
): FollowUpStatus {
  if (status === "closed" || status === "cancelled") return status;
  if (run >= (standard?.periods ?? 1)) return "verified";
  if (!judged) return "not-measurable";
  // Verified once, it stays so as long as it holds.
  if (status === "verified") return run > 0 ? "verified" : "lapsed";
  return due ? "overdue" : "not-yet";
}

/** Latest periods in a row in which the standard held. */
function runOf(points: readonly FollowedPoint[]): number {
  return points.length - 1 - points.findLastIndex(({ holds: held }) => held !== true);
}

/** Whether a value keeps a standard's threshold; as everywhere, the last digit of a sum is forgiven. */
export function holds(
  value: number,
  { comparator, threshold }: Pick<Verification, "comparator" | "threshold">,
): boolean {
  const gain = advantage(value, threshold, comparator.startsWith("<") ? "lower_is_better" : "higher_is_better");
  return comparator.length === 2 ? gain >= 0 : gain > 0;
}

function pointOf({ period, measurement, kind, judged }: Looked, standard: Verification): FollowedPoint {
  const value = measurement?.value ?? null;
  return {
    period,
    value,
    n: standard.score === true ? null : (measurement?.n ?? null),
    interval: intervalOf(measurement, kind),
    holds: value === null || !judged ? null : holds(value, standard),
  };
}

/** Way gone from before (0) to the threshold (1); null where it was reached before anything was done. */
function progressOf(
  before: FollowedPoint | undefined,
  now: FollowedPoint | undefined,
  standard: Verification,
): number | null {
  const [from, to] = [before?.value ?? null, now?.value ?? null];
  if (from === null || to === null || holds(from, standard)) return null;
  const way = standard.threshold - from;
  return way === 0 ? null : (to - from) / way;
}

/** Which way is better: the indicator's own, else the way the comparator points. */
function directionOf(standard: Verification, { config }: FollowUpContext): Direction {
  const own = config.indicators[standard.indicator ?? ""]?.direction;
  return own ?? (standard.comparator.startsWith("<") ? "lower_is_better" : "higher_is_better");
}

/** What keeps a standard from being measured at all, whatever the period. */
function problemOf(standard: Verification, { config, snapshot }: FollowUpContext): NotMeasurable | null {
  if (standard.theme !== undefined) return snapshot.feedback === null ? "no-feedback" : null;
  if (standard.score === true) return null;
  const indicator = config.indicators[standard.indicator ?? ""];
  if (indicator === undefined) return "no-indicator";
  const dimensions = config.datasets[indicator.dataset]?.dimensions ?? {};
  if (!Object.keys(standard.cut).every((dimension) => Object.hasOwn(dimensions, dimension))) return "no-dimension";
  const record = snapshot.datasets.find(({ dataset }) => dataset === indicator.dataset);
  return record !== undefined && !record.inScope ? "not-in-scope" : null;
}

const courseOf = (before: Course["before"] | null, after: Course["after"] | null): Course | null =>
  before === null || after === null ? null : { before, after };

function unmeasured({ id, status }: Action, why: NotMeasurable, due: boolean): FollowUp {
  const ended = status === "closed" || status === "cancelled";
  return {
    action: id,
    status: ended ? status : "not-measurable",
    notMeasurable: ended ? null : why,
    due,
    run: 0,
    before: null,
    now: null,
    change: null,
    others: null,
    beyond: null,
    progress: null,
    series: [],
  };
}
