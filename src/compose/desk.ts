import type { Period } from "../calendar/period.ts";
import type { Snapshot } from "../collect/snapshot.ts";
import type { Config } from "../config/schema/index.ts";
import type { Report } from "../config/schema/report.ts";
import type { ScorecardVersion } from "../config/schema/scorecard.ts";
import type { Evaluation, IndicatorResult } from "../evaluate/evaluation.ts";
import type { Chart } from "./chart-model.ts";
import { createFigureBook, type FigureBook } from "./figures.ts";
import { createFormat, type Format, type ValueFormat } from "./format.ts";
import type { LocaleBundle } from "./locale.ts";
import { formatMessage, wordingCount } from "./message.ts";
import type { Figure, Sentence, Table } from "./model.ts";
import { createNames, type Names, upperFirst } from "./names.ts";
import { prints } from "./standing-alone.ts";

/** What may stand in a message: a figure, a name or date, or a number that only decides the wording. */
export type Argument = Figure | string | number;
export type Arguments = Readonly<Record<string, Argument>>;

/** A piece of a sentence: as a sentence, but without its capital. */
export type Part = Sentence;

/** Everything a section needs to be written: what is known, how to say it, and where it is entered. */
export interface Desk {
  evaluation: Evaluation;
  snapshot: Snapshot;
  config: Config;
  report: Report;
  rules: ScorecardVersion;
  bundle: LocaleBundle;
  format: Format;
  names: Names;
  figures: FigureBook;
  charts: Map<string, Chart>;
  /** What analyses leave for the end of the chapter on method: scales, lists. */
  appendix: { heading: string; sentences: Sentence[]; table: Table | null }[];
  /** Adds a footnote, once for one text, and returns its id. */
  note(text: string): string;
  footnotes(): { id: string; mark: string; text: string }[];
  /** Words without figures. */
  words(key: string, values?: Readonly<Record<string, string | number>>): string;
  /** A piece of a sentence; its figures are entered into the document. `basis`: figures its words rest on. */
  part(key: string, values?: Arguments, basis?: readonly Figure[]): Part;
  /** A sentence of its own. */
  say(key: string, values?: Arguments, basis?: readonly Figure[]): Sentence;
  /** Pieces joined to one sentence. */
  join(parts: readonly Part[], separator?: string): Sentence;
  result(indicator: string): IndicatorResult | undefined;
  values(indicator: string): ValueFormat;
  period(id: string): Period | undefined;
}

export interface DeskOptions {
  evaluation: Evaluation;
  snapshot: Snapshot;
  config: Config;
  report: Report;
  rules: ScorecardVersion;
  bundle: LocaleBundle;
}

export function createDesk(options: DeskOptions): Desk {
  const { evaluation, snapshot, config, bundle } = options;
  const format = createFormat(bundle, {
    currency: config.project.currency,
    calendar: snapshot.calendar,
    reported: snapshot.period,
  });
  const names = createNames(config, bundle, snapshot.labels, options.report.filters);
  const figures = createFigureBook();
  const results = new Map(evaluation.indicators.map((result) => [result.indicator, result]));
  const periods = new Map(
    [
      ...snapshot.further,
      ...snapshot.inside,
      ...snapshot.history,
      ...(snapshot.lastYear === null ? [] : [snapshot.lastYear]),
      snapshot.period,
    ].map((period) => [period.id, period]),
  );
  const valueFormats = new Map<string, ValueFormat>();
  const notes = new Map<string, string>();
  const turns = new Map<string, number>();

  const constants = constantsOf(bundle);
  const ambient = { ...constants, ...unitWords(bundle, evaluation.period.unit) };

  /** The wordings of a message take turns, so that a list does not say the same thing in the same way three times. */
  function nextVariant(key: string): number {
    const turn = turns.get(key) ?? 0;
    if (wordingCount(bundle, key) > 1) turns.set(key, turn + 1);
    return turn;
  }

  function part(key: string, values: Arguments = {}, basis: readonly Figure[] = []): Part {
    const text = formatMessage(bundle, key, { ...ambient, ...messageValues(values) }, nextVariant(key));
    const given = [...Object.values(values), ...Object.values(constants)];
    const named = given.filter((value) => typeof value === "object");
    const printed = named.filter((figure) => prints(text, figure));
    const silent = [...new Set([...named.filter((figure) => !prints(text, figure)), ...basis])];
    const terms = given
      .filter((value) => typeof value === "string")
      .filter((term) => term !== "" && text.includes(term));
    return {
      text,
      figures: unique(printed.map((figure) => figures.use(figure))),
      ...(silent.length === 0 ? {} : { basis: unique(silent.map((figure) => figures.use(figure))) }),
      ...(terms.length === 0 ? {} : { terms: unique(terms) }),
    };
  }

  const sentence = (piece: Part): Sentence =>
    bundle.facts.capitalise ? { ...piece, text: upperFirst(piece.text) } : piece;

  return {
    ...options,
    format,
    names,
    figures,
    charts: new Map(),
    appendix: [],
    note(text) {
      const known = notes.get(text);
      if (known !== undefined) return known;
      const id = `note-${notes.size + 1}`;
      notes.set(text, id);
      return id;
    },
    footnotes: () => [...notes].map(([text, id], index) => ({ id, mark: letters(index), text })),
    words: (key, values = {}) => formatMessage(bundle, key, { ...ambient, ...values }),
    part,
    say: (key, values, basis) => sentence(part(key, values, basis)),
    join: (parts, separator = formatMessage(bundle, "punctuation.clause")) => sentence(joinParts(parts, separator)),
    result: (indicator) => results.get(indicator),
    values(id) {
      const known = valueFormats.get(id);
      if (known !== undefined) return known;
      const indicator = config.indicators[id];
      if (indicator === undefined) throw new Error(`the evaluation names an indicator "${id}" that is not configured`);
      const result = results.get(id);
      const limits = [result?.baseline, result?.target].filter((limit) => limit !== null && limit !== undefined);
      const made = format.values(indicator, limits);
      valueFormats.set(id, made);
      return made;
    },
    period: (id) => periods.get(id),
  };

  function messageValues(values: Arguments): Record<string, string | number> {
    const plain: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(values)) {
      if (typeof value !== "object") {
        plain[name] = value;
        continue;
      }
      plain[name] = value.text;
      plain[`${name}_n`] = value.value ?? 0;
      plain[`${name}_word`] = value.spelled ?? value.text;
    }
    return plain;
  }
}

/** Constants of the method (`95%`, `2.66`) that every message may name. */
function constantsOf(bundle: LocaleBundle): Record<string, string> {
  const keys = Object.keys(bundle.messages).filter((key) => key.startsWith("constants."));
  return Object.fromEntries(keys.map((key) => [key.slice("constants.".length), formatMessage(bundle, key)]));
}

/** What the report's periods are called: `month`, `months`. */
function unitWords(bundle: LocaleBundle, periodUnit: string): Record<string, string> {
  const unit = periodUnit.replaceAll("-", "_");
  return {
    unit,
    unit_one: formatMessage(bundle, `periods.unit_one.${unit}`),
    unit_many: formatMessage(bundle, `periods.unit_many.${unit}`),
  };
}

function joinParts(parts: readonly Part[], separator: string): Part {
  const basis = unique(parts.flatMap((piece) => piece.basis ?? []));
  const terms = unique(parts.flatMap((piece) => piece.terms ?? []));
  return {
    text: parts.map((piece) => piece.text).join(separator),
    figures: unique(parts.flatMap((piece) => piece.figures)),
    ...(basis.length === 0 ? {} : { basis }),
    ...(terms.length === 0 ? {} : { terms }),
  };
}

const unique = (items: readonly string[]): string[] => [...new Set(items)];

/** a … z, aa, ab …: letters cannot be read as part of a number. */
function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}
