import { figureId } from "../../collect/snapshot.ts";
import type { BandBound, Bound, DecisionCondition } from "../../config/schema/decision.ts";
import type { ConditionResult } from "../../evaluate/evaluation.ts";
import type { Desk } from "../desk.ts";
import { actual, countFigure, figureLabel } from "../indicator-figures.ts";
import type { Figure } from "../model.ts";
import { score } from "../score-figures.ts";

/** A condition as it is printed: what it asks of, what it asks, what there is. */
export interface WrittenCondition {
  /** `Overall score`, `Resolution rate, band`. */
  subject: string;
  /** The same inside a sentence. */
  inSentence: string;
  /** `≥ 75`, `acceptable or better`. */
  required: string;
  /** A figure, the words of a band, or null when it is missing. */
  actual: Figure | string | null;
}

/** What a condition says, with the figure it was held against. */
export function writeCondition(desk: Desk, { condition, actual: found }: ConditionResult): WrittenCondition {
  const { subject, inSentence } = subjects(desk, condition);
  return {
    subject,
    inSentence,
    required: requiredBy(desk, condition),
    actual:
      found === null
        ? null
        : typeof found === "string"
          ? desk.words(`bands.${found}`)
          : figureOf(desk, condition, found),
  };
}

function subjects(desk: Desk, condition: DecisionCondition): Pick<WrittenCondition, "subject" | "inSentence"> {
  if ("indicator" in condition) {
    const [name, inside] = [desk.names.indicator, desk.names.indicatorInSentence].map((of) => of(condition.indicator));
    return "band" in condition
      ? {
          subject: desk.words("decision.subject_band", { indicator: name ?? "" }),
          inSentence: desk.words("decision.in_sentence_band", { indicator: inside ?? "" }),
        }
      : { subject: name ?? "", inSentence: inside ?? "" };
  }
  const kind = Object.keys(condition)[0] ?? "";
  return { subject: desk.words(`decision.subject_${kind}`), inSentence: desk.words(`decision.in_sentence_${kind}`) };
}

function requiredBy(desk: Desk, condition: DecisionCondition): string {
  if ("score_band" in condition) return bandBound(desk, condition.score_band);
  if ("indicator" in condition) {
    return "band" in condition
      ? bandBound(desk, condition.band)
      : bound(condition.value, (limit) => desk.values(condition.indicator).limit(limit));
  }
  const plain = (limit: number): string => desk.format.number(limit, Number.isInteger(limit) ? 0 : 1);
  if ("score" in condition) return bound(condition.score, plain);
  return bound("measured_periods" in condition ? condition.measured_periods : condition.missing_weight, plain);
}

function bound(limit: Bound, text: (limit: number) => string): string {
  if ("at_least" in limit) return `≥\u00a0${text(limit.at_least)}`;
  if ("at_most" in limit) return `≤\u00a0${text(limit.at_most)}`;
  return "above" in limit ? `>\u00a0${text(limit.above)}` : `<\u00a0${text(limit.below)}`;
}

const bandBound = (desk: Desk, limit: BandBound): string =>
  "at_least" in limit
    ? desk.words("decision.band_at_least", { band: desk.words(`bands.${limit.at_least}`) })
    : desk.words("decision.band_at_most", { band: desk.words(`bands.${limit.at_most}`) });

function figureOf(desk: Desk, condition: DecisionCondition, found: number): Figure | null {
  const { period } = desk.evaluation;
  if ("score" in condition) return score(desk);
  if ("indicator" in condition) {
    const result = desk.result(condition.indicator);
    return result === undefined ? null : actual(desk, result);
  }
  if ("measured_periods" in condition) {
    const id = figureId("periods_measured", period.id);
    const label = figureLabel(desk, desk.words("decision.subject_measured_periods"), period.id);
    return countFigure(desk, id, label, found, { formula: "inner periods with a score" });
  }
  return desk.figures.make({
    id: figureId("weight/missing", period.id),
    label: figureLabel(desk, desk.words("decision.subject_missing_weight"), period.id),
    value: found,
    unit: "score_points",
    text: desk.format.number(found, Number.isInteger(found) ? 0 : 1),
    formula: `scorecard ${desk.evaluation.scorecard.id}, ${desk.evaluation.scorecard.effectiveFrom}`,
  });
}
