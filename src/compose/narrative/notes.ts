import { figureId, measurementQueryId } from "../../collect/snapshot.ts";
import type { DataNote } from "../../evaluate/evaluation.ts";
import type { Desk } from "../desk.ts";
import { countFigure, figureLabel } from "../indicator-figures.ts";
import type { Figure, Sentence } from "../model.ts";
import { likeForLike } from "../rules-figures.ts";
import { daySentence } from "./day-sentences.ts";
import { populationOfWhole, strataMissing, strataUnweighted } from "./weighting-notes.ts";

/** What a reader must know before believing page 1. */
export function summaryNotes(desk: Desk): Sentence[] {
  const { notes, score } = desk.evaluation;
  const listed = (kind: DataNote["kind"]) =>
    notes.flatMap((note) =>
      note.kind === kind && "indicator" in note ? [desk.names.indicatorInSentence(note.indicator)] : [],
    );
  const sentences: Sentence[] = [];
  const add = (key: string, names: readonly string[]) => {
    if (names.length > 0) sentences.push(desk.say(key, { indicators: desk.format.list(names), count: names.length }));
  };
  add("notes.summary_no_data", listed("no-data"));
  add("notes.summary_no_weights", listed("no-weights"));
  add("notes.summary_not_in_scope", listed("not-in-scope"));
  add("notes.summary_small_sample", listed("small-sample"));
  if (score.value === null && score.missingRule === "withhold" && score.missingWeight > 0)
    sentences.push(desk.say("notes.summary_withheld"));
  for (const note of notes) {
    if (note.kind === "strata-missing") sentences.push(strataMissing(desk, note, "summary"));
    if (note.kind === "parts-missing") sentences.push(partsMissing(desk, note));
  }
  const alike = likeForLike(desk);
  if (alike !== null) sentences.push(alike);
  const targetless = listed("no-target");
  if (targetless.length === desk.evaluation.indicators.length) sentences.push(desk.say("notes.summary_no_targets"));
  else add("notes.summary_some_targets", targetless);
  return sentences;
}

/** Every note about the data, in a sentence each, for the page about method and data. */
export function dataNotes(desk: Desk): Sentence[] {
  const { score } = desk.evaluation;
  // Where nothing is scored there is nothing to spread the weight over.
  const notes = desk.evaluation.notes.filter(
    (note) => note.kind !== "weight-spread" || score.value !== null || note.rule === "withhold",
  );
  const said = new Set<string>();
  return notes.flatMap((note) => {
    if (!isListed(note)) return [noteSentence(desk, note)];
    if (said.has(note.kind)) return [];
    said.add(note.kind);
    const alike = notes.filter(isListed).filter((other) => other.kind === note.kind);
    const names = alike.map((other) => desk.names.indicatorInSentence(other.indicator));
    const key = `notes.${note.kind.replaceAll("-", "_")}`;
    if (names.length > 1 && names.length === desk.evaluation.indicators.length) return [desk.say(`${key}_all`)];
    return [desk.say(key, { indicators: desk.format.list(names), count: names.length })];
  });
}

const LISTED = ["no-data", "no-weights", "not-in-scope", "no-target", "not-scored"] as const;
type ListedNote = Extract<DataNote, { kind: (typeof LISTED)[number] }>;

/** Notes that say the same of several indicators: one sentence names them all. */
const isListed = (note: DataNote): note is ListedNote => LISTED.some((kind) => kind === note.kind);

/** A count that a note prints: what of, where from. */
function counted(
  desk: Desk,
  id: string,
  label: readonly string[],
  value: number,
  origin: { query?: string | null; formula?: string },
): Figure {
  const period = desk.evaluation.period.id;
  const name = label.join(desk.words("punctuation.list"));
  return countFigure(desk, figureId(id, period), figureLabel(desk, name, period), value, origin);
}

const datasetQuery = (desk: Desk, dataset: string): string | null =>
  desk.snapshot.datasets.find((record) => record.dataset === dataset)?.query ?? null;

function qualityNote(desk: Desk, { dataset, rule: id, rows, of }: Extract<DataNote, { kind: "quality" }>): Sentence {
  const rule = desk.config.datasets[dataset]?.quality.find((candidate) => candidate.id === id);
  const query = datasetQuery(desk, dataset);
  const name = desk.names.dataset(dataset);
  return desk.say("notes.quality", {
    rows: counted(
      desk,
      `quality/${dataset}/${id}`,
      [desk.words("aspects.quality", { dataset: name, rule: id })],
      rows,
      { query },
    ),
    of: counted(desk, `rows/${dataset}`, [name, desk.words("aspects.rows")], of, { query }),
    dataset: desk.names.rows(dataset),
    measure: desk.names.measureWord(dataset),
    message: rule === undefined ? id : desk.names.text(rule.message),
  });
}

function missingNote(desk: Desk, { indicator, rows, of }: Extract<DataNote, { kind: "missing-values" }>): Sentence {
  const design = desk.config.indicators[indicator];
  const name = desk.names.indicator(indicator);
  const query = measurementQueryId(design?.dataset ?? "");
  return desk.say("notes.missing_values", {
    rows: counted(desk, `${indicator}/missing`, [name, desk.words("aspects.missing")], rows, { query }),
    of: counted(desk, `${indicator}/eligible`, [name, desk.words("aspects.eligible")], of, { query }),
    indicator: desk.names.indicatorInSentence(indicator),
    dataset: desk.names.rows(design?.dataset ?? ""),
    measure: desk.names.measureWord(design?.dataset ?? ""),
    rule: design?.null_rule ?? "exclude",
  });
}

function smallSampleNote(desk: Desk, { indicator, n, minimum }: Extract<DataNote, { kind: "small-sample" }>): Sentence {
  const name = desk.names.indicator(indicator);
  const dataset = desk.config.indicators[indicator]?.dataset ?? "";
  const query = measurementQueryId(dataset);
  return desk.say("notes.small_sample", {
    dataset: desk.names.rows(dataset),
    measure: desk.names.measureWord(dataset),
    n: counted(desk, `${indicator}/rows`, [name, desk.words("aspects.n")], n, { query }),
    minimum: counted(desk, `${indicator}/minimum`, [name, desk.words("aspects.minimum")], minimum, {
      formula: `indicators.${indicator}.minimum_n`,
    }),
    indicator: desk.names.indicatorInSentence(indicator),
  });
}

function weightNote(desk: Desk, { weight, rule }: Extract<DataNote, { kind: "weight-spread" }>): Sentence {
  const { scorecard, period } = desk.evaluation;
  const figure = desk.figures.make({
    id: figureId(`weight/${rule}`, period.id),
    label: desk.words("aspects.missing_weight"),
    value: weight,
    unit: "score_points",
    text: desk.format.number(weight, Number.isInteger(weight) ? 0 : 1),
    formula: `scorecard ${scorecard.id}, ${scorecard.effectiveFrom}`,
  });
  return desk.say(`notes.weight_${rule}`, { weight: figure });
}

function noteSentence(desk: Desk, note: Exclude<DataNote, ListedNote>): Sentence {
  switch (note.kind) {
    case "quality":
      return qualityNote(desk, note);
    case "missing-values":
      return missingNote(desk, note);
    case "small-sample":
      return smallSampleNote(desk, note);
    case "weight-spread":
      return weightNote(desk, note);
    case "strata-missing":
      return strataMissing(desk, note, "note");
    case "strata-unweighted":
      return strataUnweighted(desk, note);
    case "population-of-whole":
      return populationOfWhole(desk, note);
    case "parts-missing":
      return partsMissing(desk, note);
    case "excluded": {
      const label = [desk.names.dataset(note.dataset), desk.words("aspects.excluded")];
      const query = datasetQuery(desk, note.dataset);
      const why = desk.config.datasets[note.dataset]?.where_note;
      return desk.say(why === undefined ? "notes.excluded" : "notes.excluded_why", {
        ...(why === undefined ? {} : { why: desk.names.text(why) }),
        rows: counted(desk, `excluded/${note.dataset}`, label, note.rows, { query }),
        dataset: desk.names.rows(note.dataset),
        measure: desk.names.measureWord(note.dataset),
      });
    }
    case "short-history":
      return desk.say("notes.short_history", {
        periods: counted(desk, "history/available", [desk.words("aspects.history")], note.periods, {
          formula: "periods since the first data",
        }),
        wanted: counted(desk, "history/wanted", [desk.words("aspects.history_wanted")], note.wanted, {
          formula: `reports.${desk.evaluation.report}.history`,
        }),
      });
    case "stale-benchmark":
      return desk.say("notes.stale_benchmark", {
        indicator: desk.names.indicatorInSentence(note.indicator),
        day: desk.format.period.day(note.asOf),
      });
    case "rules-changed": {
      const period = desk.period(note.period);
      return desk.say("notes.rules_changed", {
        period: period === undefined ? note.period : desk.format.period.long(period),
        day: desk.format.period.day(note.rules),
      });
    }
    case "gap-days":
    case "outlier-days":
    case "jump-days":
    case "repeated-days":
    case "missing-weekdays":
    case "one-time-days":
    case "no-times":
    case "unknown-days":
    case "missing-days":
    case "value-jumps":
      return daySentence(desk, note);
    case "no-survey":
      return desk.say("notes.no_survey");
    case "no-spot-checks":
      return desk.say("notes.no_spot_checks");
    case "no-feedback":
      return desk.say("notes.no_feedback");
  }
}

/** Inner periods without a score, whose weight the others bear. */
const partsMissing = (desk: Desk, { periods, rule }: Extract<DataNote, { kind: "parts-missing" }>): Sentence =>
  desk.say("combine.note_missing", {
    periods: desk.format.list(periods.map((id) => periodName(desk, id))),
    count: periods.length,
    rule,
  });

function periodName(desk: Desk, id: string): string {
  const period = desk.period(id);
  return period === undefined ? id : desk.format.period.long(period);
}
