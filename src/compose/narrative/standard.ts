import type { Period } from "../../calendar/period.ts";
import type { Verification } from "../../config/schema/playbook.ts";
import type { Desk } from "../desk.ts";
import { themeInSentence } from "../feedback-figures.ts";
import { digitsNeeded } from "../number-format.ts";

const SIGNS = { "<=": "≤", ">=": "≥", "<": "<", ">": ">" } as const;

/**
 * A verification standard as a reader sees it: `First response time for night tickets ≤ 1 h for two months running`.
 *
 * @param unit of the periods it counts, where they are not the report's
 */
export function standardText(desk: Desk, standard: Verification, unit?: Period["unit"]): string {
  const { comparator, periods } = standard;
  return desk.words("plan.verification", {
    subject: standardSubject(desk, standard),
    sign: SIGNS[comparator],
    threshold: thresholdText(desk, standard),
    periods,
    periods_word: desk.format.spelled(periods) ?? desk.format.count(periods),
    ...(unit === undefined ? {} : unitWords(desk, unit)),
  });
}

/** What a standard looks at, as a name: `First response time for night tickets`. */
export function standardSubject(desk: Desk, standard: Verification): string {
  const { theme, score, indicator = "", cut } = standard;
  if (theme !== undefined) return desk.words("follow_up.subject_theme", { theme: themeInSentence(desk, theme) });
  if (score === true) return desk.words("aspects.score");
  const name = desk.names.indicator(indicator);
  const [dimension, ...others] = Object.keys(cut);
  if (dimension === undefined) return name;
  // Several members of different dimensions make no phrase: they are listed as a scope is.
  if (others.length > 0) return desk.words("follow_up.subject_cell", { indicator: name, cell: desk.names.scope(cut) });
  const dataset = desk.config.indicators[indicator]?.dataset ?? "";
  const members = desk.names.memberInSentence(dimension, cut[dimension] ?? "", dataset);
  return desk.words("plan.subject", { indicator: name, members });
}

export function thresholdText(desk: Desk, { theme, score, indicator = "", threshold }: Verification): string {
  if (theme !== undefined) return desk.format.percent(threshold, digitsNeeded(threshold * 100));
  if (score === true) return desk.format.number(threshold, digitsNeeded(threshold));
  return desk.values(indicator).limit(threshold);
}

/** `≤ 1 h` */
export const boundText = (desk: Desk, standard: Verification): string =>
  `${SIGNS[standard.comparator]}\u00a0${thresholdText(desk, standard)}`;

/** What periods of a unit are called: values for messages that say `{unit_many}`. */
export function unitWords(desk: Desk, unit: Period["unit"]): { unit: string; unit_one: string; unit_many: string } {
  const key = unit.replaceAll("-", "_");
  return {
    unit: key,
    unit_one: desk.words(`periods.unit_one.${key}`),
    unit_many: desk.words(`periods.unit_many.${key}`),
  };
}
