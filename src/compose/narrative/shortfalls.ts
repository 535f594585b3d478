import type { Cause, Finding, IndicatorResult } from "../../evaluate/evaluation.ts";
import { counterfactualFigures, memberValue, shareOfGap, shareOfRows } from "../cause-figures.ts";
import type { Desk } from "../desk.ts";
import { themeInSentence } from "../feedback-figures.ts";
import { distance } from "../indicator-figures.ts";
import type { Figure, Sentence } from "../model.ts";
import { changePart, specialBasis } from "./change.ts";
import { limitPart, rowsOf } from "./findings.ts";
import { gapBasis, memberOf } from "./headline.ts";

/** A group that explains at least this share of a gap explains most of it. */
const MOST = 0.5;

/** Title of the page: the groups that stand out, or the subjects when none does. */
export function shortfallsHeading(desk: Desk): Sentence {
  const { weaknesses, indicators } = desk.evaluation;
  if (weaknesses.length === 0) {
    const judged = indicators.some((result) => result.judged && result.meetsTarget !== null);
    return desk.say(judged ? "shortfalls.heading_none" : "shortfalls.heading_unjudged");
  }
  const causes = weaknesses
    .flatMap((finding) => (finding.cause === null ? [] : [{ subject: finding.subject, cause: finding.cause }]))
    .slice(0, 2);
  // Tickets and the answers about them are one group: it is named once, as the first weakness names it.
  const groups = new Map(
    causes
      .toReversed()
      .map(({ subject, cause }) => [`${cause.dimension}=${cause.member}`, memberOf(desk, subject, cause)]),
  );
  const members = [...new Set([...groups.values()].toReversed())];
  if (members.length > 0) {
    const basis = causes.flatMap(({ subject, cause }) => [
      shareOfGap(desk, subject, cause),
      ...gapBasis(desk, subject, cause),
    ]);
    const key = causes.every(({ cause }) => cause.shareOfGap >= MOST) ? "heading_most" : "heading_members";
    const against = causes.every(({ cause }) => cause.against === "previous") ? "previous" : "target";
    const values = { members: desk.format.list(members), count: members.length, against };
    return desk.say(`shortfalls.${key}`, values, basis);
  }
  const subjects = weaknesses
    .slice(0, 2)
    .map((finding) =>
      finding.kind === "theme"
        ? themeInSentence(desk, finding.subject)
        : desk.names.indicatorInSentence(finding.subject),
    );
  return desk.say("shortfalls.heading_subjects", { subjects: desk.format.list(subjects), count: subjects.length });
}

/** Title of one weakness: who explains how much of it. */
export function shortfallHeading(desk: Desk, result: IndicatorResult, { cause }: Finding): Sentence {
  const indicator = desk.names.indicatorInSentence(result.indicator);
  if (cause !== null) {
    const values = { member: memberOf(desk, result.indicator, cause), indicator, against: cause.against };
    return sayShare(desk, "shortfalls.item_member", result, cause, values);
  }
  const gap = distance(desk, result, "target");
  if (gap === null || result.meetsTarget !== false) return desk.say("shortfalls.item_signal", { indicator });
  return desk.say(isSplit(result) ? "shortfalls.item_gap_even" : "shortfalls.item_gap", { indicator, gap });
}

/** A sentence about a share of the gap; a share above the whole is said in words, since others offset part of it. */
function sayShare(
  desk: Desk,
  key: string,
  { indicator }: IndicatorResult,
  cause: Cause,
  values: Readonly<Record<string, string | Figure>>,
): Sentence {
  const share = shareOfGap(desk, indicator, cause);
  const basis = gapBasis(desk, indicator, cause);
  return cause.shareOfGap > 1
    ? desk.say(`${key}_whole`, values, [share, ...basis])
    : desk.say(key, { ...values, share }, basis);
}

/** How far off, and whether it changed. */
export function standingSentences(desk: Desk, result: IndicatorResult): Sentence[] {
  const parts = [limitPart(desk, result), changePart(desk, result)].filter((part) => part !== null);
  if (parts.length === 0) return [];
  const sentence = desk.join(parts);
  return [{ ...sentence, text: `${sentence.text}${desk.words("punctuation.stop")}` }];
}

const isSplit = (result: IndicatorResult): boolean => result.breakdowns.some((found) => found.againstTarget !== null);

/** Where it comes from and what it would be otherwise; without a cause, why none is named. */
export function causeSentences(desk: Desk, result: IndicatorResult, { cause }: Finding): Sentence[] {
  const { indicator } = result;
  const name = desk.names.indicatorInSentence(indicator);
  if (cause === null) {
    if (result.breakdowns.length === 0) return [desk.say("shortfalls.no_breakdown", { indicator: name })];
    if (result.breakdowns.some((found) => found.notDecomposed === "percentile"))
      return [desk.say("shortfalls.percentile", { indicator: name })];
    if (result.breakdowns.some((found) => found.notDecomposed === "weighted"))
      return [desk.say("weighting.decomposed", { indicator: name })];
    if (result.meetsTarget === false && isSplit(result))
      return [desk.say("shortfalls.no_cause", { indicator: name, rows: rowsOf(desk, indicator) })];
    return result.spc?.variation === "concern"
      ? [desk.say("shortfalls.signal", { indicator: name }, specialBasis(desk, result))]
      : [];
  }
  const member = memberOf(desk, indicator, cause);
  const lines = [
    sayShare(desk, "shortfalls.share", result, cause, {
      member,
      part: shareOfRows(desk, indicator, cause),
      rows: rowsOf(desk, indicator),
      against: cause.against,
    }),
  ];
  const otherwise = counterfactualSentence(desk, result, cause, member);
  return otherwise === null ? lines : [...lines, otherwise];
}

/** "If night tickets (5.90 h) came up to the level of all others, the first response time would be 1.05 h." */
function counterfactualSentence(desk: Desk, result: IndicatorResult, cause: Cause, member: string): Sentence | null {
  const own = memberValue(desk, result.indicator, cause.dimension, cause.contribution);
  if (cause.counterfactual === null || own === null) return null;
  const { others, value, scoreEffect, effect } = counterfactualFigures(desk, result, cause.counterfactual);
  const values = { member, own, value, indicator: desk.names.indicatorInSentence(result.indicator) };
  return scoreEffect === null || scoreEffect.effect !== "better"
    ? desk.say("shortfalls.counterfactual", values, [others, effect])
    : desk.say("shortfalls.counterfactual_score", { ...values, points: scoreEffect }, [others, effect]);
}
