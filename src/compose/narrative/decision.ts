import type { DecisionConfig, DecisionOutcome } from "../../config/schema/decision.ts";
import type { ConditionResult, DecisionResult } from "../../evaluate/evaluation.ts";
import { writeCondition } from "../analyses/decision-conditions.ts";
import type { Desk, Part } from "../desk.ts";
import type { SectionOf, Sentence, Tone } from "../model.ts";

type Shown = NonNullable<SectionOf<"summary">["decision"]>;

/** The decision of the edition with its configuration; null for a report without one. */
export function decisionOf(desk: Desk): { config: DecisionConfig; result: DecisionResult } | null {
  const { decision: config } = desk.report;
  const { decision: result } = desk.evaluation;
  return config === undefined || result === null ? null : { config, result };
}

/** What is decided about: `Probation`, or `Decision`. */
export const decisionTitle = (desk: Desk, { title }: DecisionConfig): string =>
  title === undefined ? desk.words("decision.title") : desk.names.label(title);

/** The outcome's name and colour; undecidable has none. */
export function outcomeOf(desk: Desk): { outcome: DecisionOutcome | null; text: string; tone: Tone } | null {
  const found = decisionOf(desk);
  if (found === null) return null;
  const outcome = found.config.outcomes.find(({ id }) => id === found.result.outcome) ?? null;
  return outcome === null
    ? { outcome, text: desk.words("decision.undecidable"), tone: "neutral" }
    : { outcome, text: desk.names.label(outcome.name), tone: outcome.tone };
}

/** The decision as page 1 has it: outcome, the figures it rests on, what follows. */
export function decisionSummary(desk: Desk): Shown | null {
  const found = decisionOf(desk);
  const chosen = outcomeOf(desk);
  if (found === null || chosen === null) return null;
  const consequence = chosen.outcome?.consequence;
  return {
    label: decisionTitle(desk, found.config),
    outcome: { text: chosen.text, tone: chosen.tone },
    sentences: [
      reason(desk, found.result),
      ...(consequence === undefined ? [] : [ownWords(desk.names.text(consequence))]),
    ],
  };
}

const ownWords = (text: string): Sentence => ({ text, figures: [], terms: [text] });

/** Why: the conditions met; those that kept an earlier outcome from being reached; or the figures that are missing. */
function reason(desk: Desk, { outcomes, undecidable }: DecisionResult): Sentence {
  const chosen = outcomes.find(({ state }) => state === "chosen");
  if (chosen !== undefined && chosen.conditions.length > 0) {
    return desk.join([desk.part("decision.because"), facts(desk, chosen.conditions)], "");
  }
  if (undecidable === "missing-figure") {
    const looked = outcomes.filter(({ state }) => state !== "not-reached");
    const open = looked.flatMap(({ conditions }) => conditions.filter(({ met }) => met === null));
    const subjects = [...new Set(open.map((condition) => writeCondition(desk, condition).inSentence))];
    return desk.say("decision.missing", { subjects: desk.format.list(subjects), count: subjects.length });
  }
  const failed = outcomes.flatMap(({ state, conditions }) =>
    state === "not-met" ? conditions.filter(({ met }) => met === false) : [],
  );
  const key = undecidable === "no-outcome" ? "decision.no_outcome" : "decision.otherwise";
  return failed.length === 0
    ? desk.say("decision.always")
    : desk.join([desk.part(key), facts(desk, distinct(failed))], "");
}

/** The strictest outcome comes first: of conditions on one figure only the first is said. */
function distinct(conditions: readonly ConditionResult[]): ConditionResult[] {
  const seen = new Map(conditions.toReversed().map((one) => [subjectKey(one), one]));
  return conditions.filter((one) => seen.get(subjectKey(one)) === one);
}

const subjectKey = ({ condition }: ConditionResult): string =>
  "indicator" in condition ? `${condition.indicator} ${"band" in condition}` : (Object.keys(condition)[0] ?? "");

/** `overall score 82 (≥ 75), resolution rate 81.2% (≥ 80%)`. */
function facts(desk: Desk, conditions: readonly ConditionResult[]): Part {
  const parts = conditions.map((condition) => {
    const { inSentence: subject, required, actual } = writeCondition(desk, condition);
    return desk.part("decision.fact", { subject, required, actual: actual ?? desk.words("decision.no_figure") });
  });
  const joined = desk.join(parts, desk.words("punctuation.list"));
  // Joining capitalises; here it goes on inside a sentence.
  return {
    ...joined,
    text: `${parts.map(({ text }) => text).join(desk.words("punctuation.list"))}${desk.words("punctuation.stop")}`,
  };
}
