import type { IndicatorResult, WeightingResult } from "../../evaluate/evaluation.ts";
import type { Desk } from "../desk.ts";
import type { Sentence } from "../model.ts";
import { populationName } from "./weighting-notes.ts";

/** How each weighted indicator is weighted, and how its interval is made; empty where none is. */
export function weightingSentences(desk: Desk): Sentence[] {
  const sentences = desk.evaluation.indicators.flatMap((result) =>
    result.weighting === null ? [] : [sentenceOf(desk, result, result.weighting)],
  );
  return sentences.length === 0 ? [] : [...sentences, desk.say("weighting.method_interval")];
}

function sentenceOf(desk: Desk, result: IndicatorResult, weighting: WeightingResult): Sentence {
  const { kind, population, standardPeriod } = weighting;
  const values = {
    indicator: desk.names.indicatorInSentence(result.indicator),
    dimension: desk.names.dimensionInSentence(weighting.dimension),
  };
  if (kind === "population" && population !== null) {
    return desk.say("weighting.method_population", { ...values, population: populationName(desk, result.indicator) });
  }
  if (kind === "standard" && standardPeriod !== null) {
    const period = desk.period(standardPeriod);
    const name = period === undefined ? standardPeriod : desk.format.period.long(period);
    return desk.say("weighting.method_standard_period", { ...values, period: name });
  }
  const weights = weightsInWords(desk, weighting);
  if (kind === "standard") return desk.say("weighting.method_standard", { ...values, weights });
  const rows = desk.names.rows(desk.config.indicators[result.indicator]?.dataset ?? "");
  return desk.say("weighting.method_fixed", { ...values, weights, rows });
}

/** `supervisor 50%, customer 25%, …`: weights that were written down. */
function weightsInWords(desk: Desk, { strata, dimension }: WeightingResult): string {
  return strata
    .filter(({ weight }) => weight > 0)
    .map(({ member, weight }) =>
      desk.words("weighting.method_weight", {
        member: desk.names.member(dimension, member),
        weight: desk.format.percent(weight, Number.isInteger(Math.round(weight * 1e6) / 1e4) ? 0 : 1),
      }),
    )
    .join(desk.words("punctuation.list"));
}
