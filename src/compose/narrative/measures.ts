import type { z } from "zod";
import { figureId } from "../../collect/snapshot.ts";
import type { PlaybookRule } from "../../config/schema/playbook.ts";
import type { Recommendation } from "../../evaluate/evaluation.ts";
import { shareOfGap, shareOfRows } from "../cause-figures.ts";
import { emptyCell, figureCell, missingCell, toneOf } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { attentionLine, themeExcess, themeInSentence, themeName, themeShare } from "../feedback-figures.ts";
import { differenceUnit, distance, figureLabel, variance } from "../indicator-figures.ts";
import type { Cell, Figure, MeasureRow, Sentence } from "../model.ts";
import { previousName, specialBasis } from "./change.ts";
import { rowsOf } from "./findings.ts";
import { gapBasis, memberOf } from "./headline.ts";
import { standardText } from "./standard.ts";

export type Measure = z.infer<typeof MeasureRow>;

/** The playbook's rule behind a recommendation. */
export function ruleOf(desk: Desk, recommendation: Recommendation): PlaybookRule {
  const playbook = desk.config.playbooks[desk.report.playbook ?? ""];
  const rule = playbook?.rules.find((candidate) => candidate.id === recommendation.rule);
  if (rule === undefined)
    throw new Error(`the evaluation names a rule "${recommendation.rule}" that is not in the playbook`);
  return rule;
}

/** A measure with everything its row in the plan says. */
export function measureRow(desk: Desk, recommendation: Recommendation): Measure {
  const rule = ruleOf(desk, recommendation);
  const { measure } = rule;
  return {
    title: desk.names.text(measure.title),
    problem: desk.names.text(rule.problem),
    cause: causeText(desk, recommendation),
    reason: reasonWithOthers(desk, recommendation),
    department: desk.names.text(measure.department),
    owner: measure.owner === undefined ? "–" : desk.names.text(measure.owner),
    due: desk.format.period.day(recommendation.dueDate),
    resources: measure.resources === undefined ? "–" : desk.names.text(measure.resources),
    effect: effectCell(desk, recommendation),
    verification: verificationText(desk, recommendation),
  };
}

/** The playbook's likely cause with the member, dimension and indicator put in. */
export function causeText(desk: Desk, recommendation: Recommendation, index = recommendation.weakness): Sentence {
  const rule = ruleOf(desk, recommendation);
  const { subject, cause } = callFor(desk, recommendation, index);
  const concerned = desk.words("members.concerned");
  const values: Record<string, string> = {
    member: cause === null ? concerned : desk.names.member(cause.dimension, cause.member),
    dimension: cause === null ? concerned : desk.names.dimension(cause.dimension),
    indicator:
      desk.config.indicators[subject] === undefined
        ? themeName(desk, subject)
        : desk.names.indicatorInSentence(subject),
  };
  const template = desk.names.text(rule.cause);
  const text = template.replace(/\{(member|dimension|indicator)\}/g, (_, name: string) => values[name] ?? "");
  // The playbook's words are the organisation's own, figures in them included.
  return { text, figures: [], terms: [text] };
}

/** Weakness and cause a recommendation answers; a rule found for one weakness may answer others as well. */
function callFor(desk: Desk, recommendation: Recommendation, index: number) {
  const weakness = desk.evaluation.weaknesses[index];
  const cause = index === recommendation.weakness ? recommendation.cause : (weakness?.cause ?? null);
  return { kind: weakness?.kind ?? "indicator", subject: weakness?.subject ?? "", cause };
}

/** Why the rule fired: the figures that called for it. */
export function reasonText(desk: Desk, recommendation: Recommendation, index = recommendation.weakness): Sentence {
  const { kind, subject, cause } = callFor(desk, recommendation, index);
  if (kind === "theme") {
    const theme = desk.evaluation.feedback?.themes.find((candidate) => candidate.theme === subject);
    if (theme === undefined) throw new Error(`the evaluation names a theme "${subject}" that was not counted`);
    const values = { theme: themeInSentence(desk, subject), share: themeShare(desk, theme), line: attentionLine(desk) };
    return desk.say("reason.theme", values, [themeExcess(desk, theme)]);
  }
  const indicator = desk.names.indicatorInSentence(subject);
  const { when } = ruleOf(desk, recommendation);
  if (cause !== null && (when.dimension !== undefined || when.member !== undefined)) {
    const basis = gapBasis(desk, subject, cause);
    const share = shareOfGap(desk, subject, cause);
    const values = {
      member: memberOf(desk, subject, cause),
      indicator,
      part: shareOfRows(desk, subject, cause),
      rows: rowsOf(desk, subject),
      against: cause.against,
    };
    return cause.shareOfGap > 1
      ? desk.say("reason.member_whole", values, [share, ...basis])
      : desk.say("reason.member", { ...values, share }, basis);
  }
  const result = desk.result(subject);
  const gap = result === undefined ? null : distance(desk, result, "target");
  if (gap !== null && result?.meetsTarget === false) {
    return desk.say(recommendation.general ? "reason.general" : "reason.indicator", { indicator, gap });
  }
  if (result?.change.evidence && result.variances.previous?.effect === "worse") {
    const fall = variance(desk, result, "previous");
    return desk.say("reason.worsening", { indicator, period: previousName(desk) }, fall === null ? [] : [fall]);
  }
  return desk.say("reason.signal", { indicator }, result === undefined ? [] : specialBasis(desk, result));
}

/**
 * Below a measure on the page of shortfalls, where the figures that called for it have just been given: who carries it out
 * and until when. A measure called for by another group than the page names says why.
 */
export function measureText(desk: Desk, recommendation: Recommendation, index: number): Sentence {
  const { kind, cause } = callFor(desk, recommendation, index);
  const named = desk.evaluation.weaknesses[index]?.cause ?? null;
  const alike =
    kind === "theme" || cause === null || (cause.dimension === named?.dimension && cause.member === named.member);
  if (!alike || recommendation.general) return reasonText(desk, recommendation, index);
  const { department } = ruleOf(desk, recommendation).measure;
  return desk.say("shortfalls.measure_by", {
    department: desk.names.text(department),
    day: desk.format.period.day(recommendation.dueDate),
  });
}

/** The reason in the plan, with the other weaknesses that the same measure answers. */
function reasonWithOthers(desk: Desk, recommendation: Recommendation): Sentence {
  const reason = reasonText(desk, recommendation);
  const others = recommendation.alsoFor.flatMap((index) => {
    const { kind, subject } = callFor(desk, recommendation, index);
    return [kind === "theme" ? themeInSentence(desk, subject) : desk.names.indicatorInSentence(subject)];
  });
  if (others.length === 0) return reason;
  return desk.join(
    [reason, desk.say("reason.also", { subjects: desk.format.list(others) })],
    desk.words("punctuation.sentence"),
  );
}

/** Expected effect on the weak indicator: `Resolution rate +6.9 pts`. */
function effectCell(desk: Desk, recommendation: Recommendation): Cell {
  const weakness = desk.evaluation.weaknesses[recommendation.weakness];
  const { expectedEffect } = recommendation;
  if (weakness === undefined || expectedEffect === null || weakness.kind === "theme") {
    return missingCell(desk, desk.words("missing.effect"));
  }
  const figure = effectFigure(desk, recommendation, weakness.subject, expectedEffect);
  const text = desk.words("plan.effect", { indicator: desk.names.indicator(weakness.subject), effect: figure.text });
  return figureCell(desk, figure, { text, tone: toneOf(figure.effect) });
}

function effectFigure(desk: Desk, { rule, cause }: Recommendation, indicator: string, value: number): Figure {
  const { period } = desk.evaluation;
  const lower = desk.config.indicators[indicator]?.direction === "lower_is_better";
  const cut = cause === null ? {} : { [cause.dimension]: cause.member };
  return desk.figures.make({
    id: figureId(`measure/${rule}`, period.id, {}, "effect"),
    label: figureLabel(desk, desk.names.indicator(indicator), period.id, cut, desk.words("aspects.expected_effect")),
    value,
    unit: differenceUnit(desk, indicator),
    text: desk.values(indicator).variance(value),
    formula: `${figureId(indicator, period.id, cut)}: overall value if the member were like the others − overall value`,
    effect: value === 0 ? "same" : value < 0 === lower ? "better" : "worse",
  });
}

/** `Resolution rate for complex tickets ≥ 80% for two months running`. */
export const verificationText = (desk: Desk, { verification }: Recommendation): string =>
  verification === null ? emptyCell.text : standardText(desk, verification);
