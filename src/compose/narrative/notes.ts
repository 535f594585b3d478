import { figureId } from "../../collect/snapshot.ts";
import type { DataNote } from "../../evaluate/evaluation.ts";
import type { Desk } from "../desk.ts";
import { countFigure, figureLabel } from "../indicator-figures.ts";
import type { Figure, Sentence } from "../model.ts";

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
  add("notes.summary_not_in_scope", listed("not-in-scope"));
  add("notes.summary_small_sample", listed("small-sample"));
  if (score.value === null && score.missingRule === "withhold" && score.missingWeight > 0)
    sentences.push(desk.say("notes.summary_withheld"));
  const targetless = listed("no-target");
  if (targetless.length === desk.evaluation.indicators.length) sentences.push(desk.say("notes.summary_no_targets"));
  else add("notes.summary_some_targets", targetless);
  return sentences;
}

/** Every note about the data, in a sentence each, for the page about method and data. */
export function dataNotes(desk: Desk): Sentence[] {
  const { notes } = desk.evaluation;
  const said = new Set<string>();
  return notes.flatMap((note) => {
    if (!isListed(note)) return noteSentence(desk, note) ?? [];
    if (said.has(note.kind)) return [];
    said.add(note.kind);
    const alike = notes.filter(isListed).filter((other) => other.kind === note.kind);
    const names = alike.map((other) => desk.names.indicatorInSentence(other.indicator));
    return [
      desk.say(`notes.${note.kind.replaceAll("-", "_")}`, { indicators: desk.format.list(names), count: names.length }),
    ];
  });
}

const LISTED = ["no-data", "not-in-scope", "no-target", "not-scored"] as const;
type ListedNote = Extract<DataNote, { kind: (typeof LISTED)[number] }>;

/** Notes that say the same of several indicators: one sentence names them all. */
const isListed = (note: DataNote): note is ListedNote => LISTED.some((kind) => kind === note.kind);

function noteSentence(desk: Desk, note: Exclude<DataNote, ListedNote>): Sentence | null {
  const count = (name: string, label: string, value: number, query: string | null = null): Figure => {
    const period = desk.evaluation.period.id;
    return countFigure(desk, figureId(name, period), figureLabel(desk, label, period), value, { query });
  };
  const indicator = "indicator" in note ? desk.names.indicatorInSentence(note.indicator) : "";
  switch (note.kind) {
    case "quality": {
      const rule = desk.config.datasets[note.dataset]?.quality.find((candidate) => candidate.id === note.rule);
      const query = desk.snapshot.datasets.find((record) => record.dataset === note.dataset)?.query ?? null;
      const label = desk.words("aspects.quality", { dataset: desk.names.dataset(note.dataset), rule: note.rule });
      return desk.say("notes.quality", {
        rows: count(`quality/${note.dataset}/${note.rule}`, label, note.rows, query),
        of: count(
          `rows/${note.dataset}`,
          [desk.names.dataset(note.dataset), desk.words("aspects.rows")].join(desk.words("punctuation.list")),
          note.of,
          query,
        ),
        dataset: desk.names.rows(note.dataset),
        message: rule === undefined ? note.rule : desk.names.text(rule.message),
      });
    }
    case "excluded":
      return desk.say("notes.excluded", {
        rows: count(
          `excluded/${note.dataset}`,
          [desk.names.dataset(note.dataset), desk.words("aspects.excluded")].join(desk.words("punctuation.list")),
          note.rows,
        ),
        dataset: desk.names.rows(note.dataset),
      });
    case "missing-values": {
      const rule = desk.config.indicators[note.indicator]?.null_rule ?? "exclude";
      const name = desk.names.indicator(note.indicator);
      return desk.say("notes.missing_values", {
        rows: count(
          `${note.indicator}/missing`,
          [name, desk.words("aspects.missing")].join(desk.words("punctuation.list")),
          note.rows,
        ),
        of: count(
          `${note.indicator}/eligible`,
          [name, desk.words("aspects.eligible")].join(desk.words("punctuation.list")),
          note.of,
        ),
        indicator,
        rule,
      });
    }
    case "small-sample": {
      const name = desk.names.indicator(note.indicator);
      return desk.say("notes.small_sample", {
        n: count(
          `${note.indicator}/rows`,
          [name, desk.words("aspects.n")].join(desk.words("punctuation.list")),
          note.n,
        ),
        minimum: count(
          `${note.indicator}/minimum`,
          [name, desk.words("aspects.minimum")].join(desk.words("punctuation.list")),
          note.minimum,
        ),
        indicator,
      });
    }
    case "short-history":
      return desk.say("notes.short_history", {
        periods: count("history/available", desk.words("aspects.history"), note.periods),
        wanted: count("history/wanted", desk.words("aspects.history_wanted"), note.wanted),
      });
    case "stale-benchmark":
      return desk.say("notes.stale_benchmark", { indicator, day: desk.format.period.day(note.asOf) });
    case "rules-changed": {
      const period = desk.period(note.period);
      return desk.say("notes.rules_changed", {
        period: period === undefined ? note.period : desk.format.period.long(period),
        day: desk.format.period.day(note.rules),
      });
    }
    case "gap-days":
    case "outlier-days":
      return desk.say(note.kind === "gap-days" ? "notes.gap_days" : "notes.outlier_days", {
        dataset: desk.names.rows(note.dataset),
        days: dayList(desk, note.days),
        count: note.days.length,
      });
    case "weight-spread":
      return desk.say(`notes.weight_${note.rule}`, {
        weight: desk.figures.make({
          id: figureId(`weight/${note.rule}`, desk.evaluation.period.id),
          label: desk.words("aspects.missing_weight"),
          value: note.weight,
          unit: "score_points",
          text: desk.format.number(note.weight, Number.isInteger(note.weight) ? 0 : 1),
        }),
      });
    case "no-survey":
      return desk.say("notes.no_survey");
    case "no-spot-checks":
      return desk.say("notes.no_spot_checks");
    case "no-feedback":
      return desk.say("notes.no_feedback");
  }
}

const MOST_DAYS = 5;

function dayList(desk: Desk, days: readonly string[]): string {
  const shown = days.slice(0, MOST_DAYS).map((day) => desk.format.period.day(day));
  return days.length > MOST_DAYS
    ? desk.words("notes.days_and_more", { days: shown.join(desk.words("punctuation.list")) })
    : desk.format.list(shown);
}
