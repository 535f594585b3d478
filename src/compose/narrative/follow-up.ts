import { Temporal } from "temporal-polyfill";
import { parsePeriod } from "../../calendar/periods.ts";
import type { Verification } from "../../config/schema/playbook.ts";
import type { FollowedPoint } from "../../evaluate/evaluation.ts";
import type { Arguments, Desk, Part } from "../desk.ts";
import {
  actionCount,
  changeFigure,
  type Followed,
  followedOf,
  followedValue,
  gapFigure,
  isTiny,
  rangeFigure,
  runFigure,
} from "../follow-up-figures.ts";
import type { Sentence } from "../model.ts";
import { boundText, standardSubject, unitWords } from "./standard.ts";

/** How many adopted measures stand where. */
function countsOf(desk: Desk) {
  const all = followedOf(desk);
  const of = (...statuses: string[]) => all.filter(({ result }) => statuses.includes(result.status)).length;
  const ended = of("closed", "cancelled");
  return {
    all: actionCount(desk, "under_way", all.length - ended),
    verified: actionCount(desk, "verified", of("verified")),
    overdue: actionCount(desk, "overdue", of("overdue")),
    lapsed: actionCount(desk, "lapsed", of("lapsed")),
    ended: actionCount(desk, "ended", ended),
  };
}

/** `Two of five earlier measures are verified; two are overdue and need adjusting`. */
export function followUpHeading(desk: Desk): Sentence {
  const { all, verified, overdue, lapsed, ended } = countsOf(desk);
  if (all.value === 0) return desk.say("follow_up.heading_ended", { ended });
  const one = oneStanding(desk);
  if (one !== null) return one;
  const whole = verified.value === all.value && (all.value ?? 0) > 1;
  return desk.join([
    whole ? desk.part("follow_up.heading_all", { all }) : desk.part("follow_up.heading_verified", { all, verified }),
    ...(overdue.value === 0 ? [] : [desk.part("follow_up.heading_overdue", { overdue })]),
    ...(lapsed.value === 0 ? [] : [desk.part("follow_up.heading_lapsed", { lapsed })]),
  ]);
}

/** Where one measure is under way, and it is overdue or has lapsed: one clause says it all. */
function oneStanding(desk: Desk): Sentence | null {
  const { all, overdue, lapsed } = countsOf(desk);
  if (all.value !== 1 || (overdue.value === 0 && lapsed.value === 0)) return null;
  const standing = overdue.value === 1 ? "overdue" : "lapsed";
  return desk.say("follow_up.heading_one", { standing }, [all, standing === "overdue" ? overdue : lapsed]);
}

/** The one line of page 1; null where no adopted measure is under way. */
export function followUpLine(desk: Desk): Sentence | null {
  if ((desk.evaluation.followUp ?? []).length === 0 || !desk.report.sections.includes("follow_up")) return null;
  const { all, verified, overdue } = countsOf(desk);
  if (all.value === 0) return null;
  const one = oneStanding(desk);
  return one === null
    ? desk.say("follow_up.summary", { all, verified, overdue })
    : { ...one, text: `${one.text}${desk.words("punctuation.stop")}` };
}

/** What was measured of an adopted measure, what it says, and what is to be done. */
export function followUpText(desk: Desk, followed: Followed): Sentence {
  const parts = [...measuredParts(desk, followed), ...adviceParts(desk, followed)];
  return desk.join(parts, desk.words("punctuation.sentence"));
}

/** Values that every message about an action may use: the words for its own periods. */
const wordsOf = (desk: Desk, { action }: Followed) =>
  unitWords(desk, parsePeriod(action.period, desk.snapshot.calendar).unit);

const periodName = (desk: Desk, point: FollowedPoint | null): string => {
  const period = desk.period(point?.period ?? "");
  return period === undefined ? (point?.period ?? "") : desk.format.period.inSentence(period, desk.evaluation.period);
};

function measuredParts(desk: Desk, followed: Followed): Part[] {
  const { action, result } = followed;
  const { standard } = action;
  if (standard === null || result.status === "not-measurable" || (result.now?.value ?? null) === null) return [];
  const parts = [movedPart(desk, followed, standard)];
  if (result.status === "closed" || result.status === "cancelled") return parts;
  if (result.now?.holds != null) parts.push(standingPart(desk, followed, standard));
  return [...parts, ...othersParts(desk, followed, standard)];
}

function movedPart(desk: Desk, followed: Followed, standard: Verification): Part {
  const { before, now, change } = followed.result;
  const [first, last] = [followedValue(desk, standard, before), followedValue(desk, standard, now)];
  const subject = standardSubject(desk, standard);
  const values: Arguments = { subject, from: periodName(desk, before), to: periodName(desk, now) };
  if (last === null) throw new Error(`action ${followed.action.id} has no value to speak of`);
  if (first === null || change === null) return desk.say("follow_up.now_only", { ...values, now: last });
  const difference = changeFigure(desk, followed, standard, "change");
  if (difference === null || first.text === last.text)
    return desk.say("follow_up.still", { ...values, before: first }, [last]);
  const both = { ...values, before: first, now: last };
  // Two figures that differ in the last digit printed may lie closer than that.
  if (isTiny(desk, standard, change)) return desk.say("follow_up.hardly", both);
  return change.evidence === false
    ? desk.say("follow_up.moved_chance", both)
    : desk.say("follow_up.moved", { ...both, change: difference });
}

/** Whether the standard holds, and for how long. */
function standingPart(desk: Desk, followed: Followed, standard: Verification): Part {
  const { result } = followed;
  const values: Arguments = { ...wordsOf(desk, followed), bound: boundText(desk, standard) };
  const run = runFigure(desk, followed);
  if (result.status === "verified" && result.run >= standard.periods)
    return result.run === 1
      ? desk.say("follow_up.met", values, [run])
      : desk.say("follow_up.met_run", { ...values, run });
  if (result.run > 0) {
    const wanted = desk.format.spelled(standard.periods) ?? desk.format.count(standard.periods);
    return desk.say("follow_up.partly", { ...values, run, wanted });
  }
  const gap = gapFigure(desk, followed, standard);
  return gap === null ? desk.say("follow_up.exact", values) : desk.say("follow_up.short", { ...values, gap });
}

/** Its change held against what all others did in the same time. */
function othersParts(desk: Desk, followed: Followed, standard: Verification): Part[] {
  const { beyond: left } = followed.result;
  const others = changeFigure(desk, followed, standard, "others");
  const beyond = changeFigure(desk, followed, standard, "beyond");
  if (left === null || others === null || beyond === null) return [];
  const range = rangeFigure(desk, followed, standard, "beyond");
  if (range === null || left.evidence === null) return [desk.say("follow_up.beyond_plain", { others, beyond })];
  const key = !left.evidence || left.effect === "same" ? "none" : left.effect;
  return [desk.say(`follow_up.beyond_${key}`, { others, beyond, range })];
}

function adviceParts(desk: Desk, followed: Followed): Part[] {
  const { action, result } = followed;
  const day = desk.format.period.day(action.due);
  switch (result.status) {
    case "verified":
      return action.status === "closed" ? [] : [desk.say("follow_up.propose_closing")];
    case "lapsed":
      return [desk.say("follow_up.reopen")];
    case "not-yet":
      return [desk.say("follow_up.due", { day })];
    case "overdue":
      return [overduePart(desk, followed, day)];
    case "not-measurable":
      return [whyPart(desk, followed), ...(result.due ? [desk.say("follow_up.overdue_unmeasured", { day })] : [])];
    case "closed":
    case "cancelled": {
      const ended = action.closedAt === null ? action.due : localDay(action.closedAt, desk.snapshot.calendar.zone);
      return [desk.say(`follow_up.${result.status}`, { day: desk.format.period.day(ended) })];
    }
  }
}

const localDay = (instant: string, zone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();

/** What an overdue measure calls for: by what it did beyond all others where that is known, else by its change. */
function overduePart(desk: Desk, followed: Followed, day: string): Part {
  const { result, action } = followed;
  const { standard } = action;
  if (result.run > 0) return desk.say("follow_up.adjust_wait", { day, ...wordsOf(desk, followed) });
  const kind = result.beyond?.evidence == null ? "change" : "beyond";
  const decisive = result[kind];
  if (standard === null || decisive?.evidence !== true || decisive.effect === "same")
    return desk.say("follow_up.adjust_effect", { day });
  const figure = changeFigure(desk, followed, standard, kind);
  const key = decisive.effect === "better" ? "adjust_pace" : "adjust_replace";
  return desk.say(`follow_up.${key}`, { day }, figure === null ? [] : [figure]);
}

function whyPart(desk: Desk, followed: Followed): Part {
  const { action, result } = followed;
  const { standard } = action;
  const why = (result.notMeasurable ?? "no-data").replaceAll("-", "_");
  const now = standard === null ? null : followedValue(desk, standard, result.now);
  const subject = standard === null || result.now === null ? "" : standardSubject(desk, standard);
  return desk.say(`follow_up.why_${why}`, {
    to: periodName(desk, result.now),
    subject,
    ...(now === null ? {} : { now }),
  });
}
