import { figureId, measurementQueryId } from "../../collect/snapshot.ts";
import { weightingOf } from "../../config/schema/indicator.ts";
import type { DataNote } from "../../evaluate/evaluation.ts";
import type { Desk } from "../desk.ts";
import { countFigure, figureLabel } from "../indicator-figures.ts";
import type { Figure, Sentence } from "../model.ts";

type NoteOf<Kind extends DataNote["kind"]> = Extract<DataNote, { kind: Kind }>;

/** Share of the weight whose strata have no rows: `30%`. */
export function missingWeightFigure(desk: Desk, indicator: string, weight: number): Figure {
  const period = desk.evaluation.period.id;
  return desk.figures.make({
    id: figureId(indicator, period, {}, "stratum_missing"),
    label: figureLabel(desk, desk.names.indicator(indicator), period, {}, desk.words("aspects.stratum_missing")),
    value: weight,
    unit: "percent",
    text: desk.format.percent(weight),
    formula: `indicators.${indicator}.weighting`,
  });
}

/** Rows that count for nothing, and all rows. */
export function unweightedFigures(desk: Desk, indicator: string, rows: number, of: number): [Figure, Figure] {
  const period = desk.evaluation.period.id;
  const query = measurementQueryId(desk.config.indicators[indicator]?.dataset ?? "");
  const made = (aspect: string, value: number): Figure =>
    countFigure(
      desk,
      figureId(indicator, period, {}, aspect),
      figureLabel(desk, desk.names.indicator(indicator), period, {}, desk.words(`aspects.${aspect}`)),
      value,
      { query },
    );
  return [made("unweighted_rows", rows), made("stratum_rows", of)];
}

/** `ratings by supervisors and ratings by peers`: rows of strata inside a sentence. */
export function strataInSentence(desk: Desk, indicator: string, dimension: string, members: readonly string[]): string {
  const dataset = desk.config.indicators[indicator]?.dataset ?? "";
  return desk.format.list(members.map((member) => desk.names.memberInSentence(dimension, member, dataset)));
}

/** What a population is called inside a sentence: `customers`. */
export function populationName(desk: Desk, indicator: string): string {
  const design = desk.config.indicators[indicator];
  const weighting = design === undefined ? null : weightingOf(design);
  if (weighting === null || !("population" in weighting)) return "";
  const { name, dataset } = weighting.population;
  return name === undefined ? desk.names.rows(dataset) : desk.names.text(name);
}

/** Raters, groups or kinds of case without data, whose weight the others bear; on page 1 as on the data page. */
export function strataMissing(desk: Desk, note: NoteOf<"strata-missing">, where: "note" | "summary"): Sentence {
  const { indicator, weight, dimension, members } = note;
  const values = {
    indicator: desk.names.indicatorInSentence(indicator),
    members: strataInSentence(desk, indicator, dimension, members),
    weight: missingWeightFigure(desk, indicator, weight),
  };
  return desk.say(where === "summary" ? "weighting.summary_missing" : "weighting.note_missing", values);
}

/** Rows of no stratum with weight. */
export function strataUnweighted(desk: Desk, { indicator, rows, of }: NoteOf<"strata-unweighted">): Sentence {
  const dataset = desk.config.indicators[indicator]?.dataset ?? "";
  const [unweighted, all] = unweightedFigures(desk, indicator, rows, of);
  return desk.say("weighting.note_unweighted", {
    rows: unweighted,
    of: all,
    indicator: desk.names.indicatorInSentence(indicator),
    dataset: desk.names.rows(dataset),
    measure: desk.names.measureWord(dataset),
  });
}

/** The population does not know the scope. */
export function populationOfWhole(desk: Desk, { indicator }: NoteOf<"population-of-whole">): Sentence {
  return desk.say("weighting.note_of_whole", {
    indicator: desk.names.indicatorInSentence(indicator),
    population: populationName(desk, indicator),
  });
}
