import { emptyCell, figureCell, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { type FigureFamily, figureFamilies } from "../figure-families.ts";
import { formulaKey } from "../formula-key.ts";
import { countFigure } from "../indicator-figures.ts";
import type { Figure, SectionOf, Sentence, Table } from "../model.ts";
import { rowsFigure } from "./summary.ts";

type Provenance = SectionOf<"provenance">;

/** First characters of a SHA-256 that are printed; the whole one stands in the attached snapshot. */
const FINGERPRINT = 12;

/** Page 9: where every figure of the document comes from. Written last: it lists what the others printed. */
export function provenanceSection(desk: Desk): Provenance {
  const datasets = datasetTable(desk);
  const files = fileTable(desk);
  const figures = Object.values(desk.figures.used());
  const formulas = numberedFormulas(figures);
  const families = figureFamilies(figures);
  return {
    id: "provenance",
    heading: desk.say("provenance.heading"),
    subtitle: desk.words("provenance.subtitle"),
    datasets,
    queries: queryTable(desk),
    files,
    formulas: formulaTable(desk, formulas),
    figures: figureList(desk, families, formulas),
    attachments: [
      { name: "model.json", text: desk.words("provenance.attachment_model") },
      { name: "snapshot.json", text: desk.words("provenance.attachment_snapshot") },
    ],
    sentences: sentences(desk),
    reading: reading(desk, families),
  };
}

function sentences(desk: Desk): Sentence[] {
  const { snapshot, config } = desk;
  return [
    desk.say("provenance.snapshot", { time: desk.format.period.instant(snapshot.takenAt), server: snapshot.server }),
    desk.say("provenance.configuration", { fingerprint: config.fingerprint.slice(0, FINGERPRINT) }),
    ...dictionarySentence(desk),
  ];
}

/** How an id is read off the list of figures, by an example of this document. */
function reading(desk: Desk, families: readonly FigureFamily[]): Sentence {
  for (const { name, members } of families) {
    for (const [i, { key, figure }] of members.entries()) {
      const next = members[i + 1];
      if (key.includes("#") || next === undefined || !next.key.startsWith("#")) continue;
      const values = { name, key, figure: figure.id, aspect: next.key, second: next.figure.id };
      return desk.say("provenance.reading", values);
    }
  }
  return desk.say("provenance.reading_plain");
}

/** Equal words on another version of the segmenter may be parted elsewhere: both are named. */
function dictionarySentence(desk: Desk): Sentence[] {
  const used = desk.snapshot.feedback?.dictionary ?? null;
  if (used === null) return [];
  return [
    desk.say("dictionary.provenance", {
      name: desk.names.label(desk.config.dictionaries[used.id]?.name ?? used.id),
      fingerprint: used.fingerprint.slice(0, FINGERPRINT),
      segmenter: used.segmenter,
    }),
  ];
}

function datasetTable(desk: Desk): Table {
  const word = (name: string) => desk.words(`provenance.column_${name}`);
  return table(
    "datasets",
    desk.words("provenance.datasets_title"),
    [
      [word("dataset"), false],
      [word("source"), false],
      [word("rows"), true],
      [word("excluded"), true],
      [word("latest"), false],
      [word("query"), false],
    ],
    desk.snapshot.datasets.map((record) => [
      textCell(desk.names.dataset(record.dataset)),
      textCell(record.source),
      record.inScope ? figureCell(desk, rowsFigure(desk, record.dataset)) : emptyCell,
      figureCell(desk, excludedFigure(desk, record.dataset, record.excluded)),
      record.watermark === null ? emptyCell : textCell(desk.format.period.instant(record.watermark)),
      textCell(record.query),
    ]),
  );
}

function excludedFigure(desk: Desk, dataset: string, rows: number): Figure {
  const label = [desk.names.dataset(dataset), desk.words("aspects.excluded")].join(desk.words("punctuation.list"));
  const query = desk.snapshot.datasets.find((record) => record.dataset === dataset)?.query ?? null;
  return countFigure(desk, `excluded/${dataset}@${desk.evaluation.period.id}`, label, rows, { query });
}

function queryTable(desk: Desk): Table {
  return table(
    "queries",
    desk.words("provenance.queries_title"),
    [
      [desk.words("provenance.column_number"), false],
      [desk.words("provenance.column_query"), false],
      [desk.words("provenance.column_fingerprint"), false],
    ],
    desk.snapshot.queries.map((query, index) => [
      textCell(String(index + 1)),
      textCell(query.id),
      textCell(query.fingerprint.slice(0, FINGERPRINT)),
    ]),
  );
}

/** Files the import ledger knows; null when the rows came another way. */
function fileTable(desk: Desk): Table | null {
  const rows = desk.snapshot.datasets.flatMap((record) =>
    record.files.map((file) => [
      textCell(desk.names.label(file.name)),
      textCell(desk.names.dataset(record.dataset)),
      textCell(desk.format.count(file.rows)),
      textCell(desk.format.count(file.rejected)),
      textCell(desk.format.period.instant(file.loadedAt)),
      textCell(file.sha256.slice(0, FINGERPRINT)),
    ]),
  );
  if (rows.length === 0) return null;
  const word = (name: string) => desk.words(`provenance.column_${name}`);
  return table(
    "files",
    desk.words("provenance.files_title"),
    [
      [word("file"), false],
      [word("dataset"), false],
      [word("rows_loaded"), true],
      [word("rejected"), true],
      [word("loaded"), false],
      [word("fingerprint"), false],
    ],
    rows,
  );
}

/** The formulas in use, each once, numbered in the order of the figures: `f1`, `f2` … */
function numberedFormulas(figures: readonly Figure[]): Map<string, string> {
  const numbers = new Map<string, string>();
  for (const figure of figures) {
    if (figure.formula === null) continue;
    const key = formulaKey(figure.formula, figure.id);
    if (!numbers.has(key)) numbers.set(key, `f${numbers.size + 1}`);
  }
  return numbers;
}

/** What the numbers of formulas stand for; null when no figure was derived. */
function formulaTable(desk: Desk, formulas: ReadonlyMap<string, string>): Table | null {
  if (formulas.size === 0) return null;
  return table(
    "formulas",
    desk.words("provenance.formulas_title"),
    [
      [desk.words("provenance.column_number"), false],
      [desk.words("provenance.column_formula"), false],
    ],
    [...formulas].map(([formula, number]) => [textCell(number), textCell(formula)]),
  );
}

/**
 * Every figure of the document: what makes it provable. Statement and formula by their numbers in the tables before it;
 * what a figure is called stands in the attached model.
 */
function figureList(
  desk: Desk,
  families: readonly FigureFamily[],
  formulas: ReadonlyMap<string, string>,
): Provenance["figures"] {
  const statements = new Map(desk.snapshot.queries.map((query, index) => [query.id, String(index + 1)]));
  const originOf = ({ id, query, formula }: Figure): string => {
    const parts = [
      query === null ? null : (statements.get(query) ?? query),
      formula === null ? null : formulas.get(formulaKey(formula, id)),
    ];
    return parts.filter((part) => part !== null && part !== undefined).join(" ") || "–";
  };
  return {
    title: desk.words("provenance.figures_title"),
    families: families.map(({ name, members }) => {
      const usual = mostFrequent(members.map(({ figure }) => originOf(figure)));
      return {
        name,
        origin: usual,
        entries: members.map(({ key, figure }) => {
          const n = figure.n === null ? "" : desk.format.count(figure.n);
          const origin = originOf(figure);
          return {
            key,
            figure: figure.id,
            text: figure.text,
            n: n === figure.text ? "" : n,
            origin: origin === usual ? "" : origin,
          };
        }),
      };
    }),
  };
}

/** The first of those that occur most often. */
function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  let best = "";
  for (const [text, count] of counts) if (count > (counts.get(best) ?? 0)) best = text;
  return best;
}
