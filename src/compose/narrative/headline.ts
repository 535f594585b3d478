import type { Cause, Finding, IndicatorResult } from "../../evaluate/evaluation.ts";
import { pointsOf } from "../../evaluate/points.ts";
import type { Desk, Part } from "../desk.ts";
import { themeInSentence, themeShare } from "../feedback-figures.ts";
import { goalsHeadline } from "../goals/sentences.ts";
import { actual, variance } from "../indicator-figures.ts";
import type { Figure, Sentence } from "../model.ts";
import { score, scoreChange, targetCounts } from "../score-figures.ts";
import { previousName, specialBasis } from "./change.ts";

/**
 * The title of page 1: how the score moved, then how many goals are on track, or else what holds the score back and what is the
 * clearest strength. Without a score it says
 * what can be said instead: targets met, or the figures themselves.
 */
export function headline(desk: Desk): Sentence {
  const { score: result, indicators } = desk.evaluation;
  const opening = () => (result.value === null ? withoutScore(desk) : movement(desk));
  // Where there are goals, whether they will be reached says more than what is weak or strong today.
  const goals = goalsHeadline(desk);
  if (goals.length > 0) return desk.join([opening(), ...goals]);
  if (result.value === null && targetCounts(desk).all.value === 0) return unjudgedHeadline(desk);
  const first = desk.join(
    [opening(), heldBack(desk)].filter((part) => part !== null),
    "",
  );
  const strength = indicators.length < 2 ? null : strengthPart(desk);
  return strength === null ? first : desk.join([first, strength]);
}

/** The first strength; without a target or baseline that it meets, all that can be said is that it improves. */
function strengthPart(desk: Desk): Part | null {
  const strength = desk.evaluation.strengths[0];
  const result = strength === undefined ? undefined : desk.result(strength.subject);
  if (strength === undefined || result === undefined) return null;
  const indicator = desk.names.indicatorInSentence(strength.subject);
  const value = actual(desk, result);
  const meets = strength.reasons.some((reason) => reason === "target-met" || reason === "baseline-met");
  return meets
    ? desk.part("headline.strength", { indicator }, value === null ? [] : [value])
    : desk.part("headline.improving", { indicator, ...since(desk, result) }, movementBasis(desk, result));
}

const movementBasis = (desk: Desk, result: IndicatorResult): Figure[] =>
  [...specialBasis(desk, result), variance(desk, result, "previous")].filter((figure) => figure !== null);

/** What the movement is seen against: the previous period where a test shows it, else the indicator's own history. */
const since = (desk: Desk, result: IndicatorResult) => ({
  against: result.change.evidence ? "previous" : "history",
  period: previousName(desk),
});

/** Without targets: the weightiest figures, and what changed with evidence, for the worse before the better. */
function unjudgedHeadline(desk: Desk): Sentence {
  const { weaknesses } = desk.evaluation;
  const worse = weaknesses.find((finding) => finding.kind === "indicator");
  const result = worse === undefined ? undefined : desk.result(worse.subject);
  const opening = withoutScore(desk);
  if (result === undefined) return desk.join([opening, strengthPart(desk)].filter((part) => part !== null));
  const indicator = desk.names.indicatorInSentence(result.indicator);
  const worsening = desk.part("headline.worsening", { indicator, ...since(desk, result) }, movementBasis(desk, result));
  return desk.join([opening, worsening]);
}

function movement(desk: Desk): Part {
  const value = score(desk);
  if (value === null) throw new Error("a score that is null has no movement");
  const change = comparable(desk) ? scoreChange(desk, "previous", "change") : null;
  const way =
    change === null ? "none" : change.effect === "better" ? "rose" : change.effect === "worse" ? "fell" : "held";
  return desk.part("headline.score", { score: value, way }, change === null ? [] : [change]);
}

/** A movement that new rules made and not the service is none: like for like the score went another way. */
function comparable(desk: Desk): boolean {
  const { changeOnPrevious, changeUnderCurrentRules } = desk.evaluation.score;
  return changeUnderCurrentRules === null || Math.sign(changeUnderCurrentRules) === Math.sign(changeOnPrevious ?? 0);
}

function withoutScore(desk: Desk): Part {
  const counts = targetCounts(desk);
  const { missingRule, missingWeight } = desk.evaluation.score;
  if (counts.measured.value === 0) {
    return desk.part("headline.nothing_measured", { period: desk.format.period.long(desk.evaluation.period) });
  }
  if (missingRule === "withhold" && missingWeight > 0) return desk.part("headline.withheld", {});
  if (counts.all.value !== 0) return desk.part("scorecard.heading_some", { met: counts.met, all: counts.all });
  return valuesPart(desk);
}

/** `call answer rate is 81.1% and resolution rate 72.9%`: the weightiest indicators, unjudged. */
function valuesPart(desk: Desk): Part {
  const measured = desk.evaluation.indicators
    .flatMap((result) => {
      const figure = actual(desk, result);
      return figure === null ? [] : [{ result, figure }];
    })
    .sort((a, b) => b.result.weight - a.result.weight)
    .slice(0, 2);
  const [first, second] = measured;
  if (first === undefined)
    return desk.part("headline.nothing_measured", { period: desk.format.period.long(desk.evaluation.period) });
  const name = (index: number) => desk.names.indicatorInSentence(measured[index]?.result.indicator ?? "");
  if (second === undefined) return desk.part("headline.one_value", { indicator: name(0), value: first.figure });
  return desk.part("headline.two_values", {
    first: name(0),
    first_value: first.figure,
    second: name(1),
    second_value: second.figure,
  });
}

/** The main weakness, as a clause that follows the opening. */
function heldBack(desk: Desk): Part | null {
  const weakness: Finding | undefined = desk.evaluation.weaknesses[0];
  if (weakness === undefined) return null;
  if (weakness.kind === "theme") {
    const theme = desk.evaluation.feedback?.themes.find((candidate) => candidate.theme === weakness.subject);
    const basis: Figure[] = theme === undefined ? [] : [themeShare(desk, theme)];
    return desk.part("headline.with_theme", { theme: themeInSentence(desk, weakness.subject) }, basis);
  }
  const result = desk.result(weakness.subject);
  if (result === undefined) return null;
  const indicator = desk.names.indicatorInSentence(weakness.subject);
  const previous = variance(desk, result, "previous");
  const worsened = weakness.reasons.includes("worsening") && previous !== null;
  const pulledDown = (desk.evaluation.score.changeOnPrevious ?? 0) < 0 && comparable(desk) && pointsFell(desk, result);
  if (weakness.cause !== null) {
    const { against } = weakness.cause;
    const member = memberOf(desk, weakness.subject, weakness.cause);
    return worsened && pulledDown
      ? desk.part("headline.as_member_worsened", { indicator, member, against }, [previous])
      : desk.part("headline.with_member", { indicator, member });
  }
  if (worsened && pulledDown) return desk.part("headline.as_worsened", { indicator }, [previous]);
  return desk.part(result.meetsTarget === false ? "headline.with_gap" : "headline.with_concern", { indicator });
}

/** Whether the indicator itself earns less than in the previous period: only then may the score have fallen because of it. */
function pointsFell(desk: Desk, result: IndicatorResult): boolean {
  const scored = desk.rules.dimensions[result.dimension]?.indicators[result.indicator];
  const before = result.series.find((point) => point.period === desk.evaluation.previous?.id)?.value ?? null;
  if (scored === undefined || before === null || result.points === null) return false;
  const direction = desk.config.indicators[result.indicator]?.direction ?? "higher_is_better";
  const earned = pointsOf(before, scored, direction, desk.rules).points;
  return earned !== null && result.points < earned;
}

/** The difference that a cause explains: what words such as "shortfall" and "worsening" rest on. */
export function gapBasis(desk: Desk, indicator: string, cause: Pick<Cause, "against">): Figure[] {
  const result = desk.result(indicator);
  const gap = result === undefined ? null : variance(desk, result, cause.against);
  return gap === null ? [] : [gap];
}

/** The rows of the member that a cause names, inside a sentence. */
export function memberOf(desk: Desk, indicator: string, cause: { dimension: string; member: string }): string {
  const dataset = desk.config.indicators[indicator]?.dataset ?? "";
  return desk.names.memberInSentence(cause.dimension, cause.member, dataset);
}
