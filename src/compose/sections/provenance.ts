import { emptyCell, figureCell, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
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
  return {
    id: "provenance",
    heading: desk.say("provenance.heading"),
    subtitle: desk.words("provenance.subtitle"),
    datasets,
    queries: queryTable(desk),
    files,
    figures: figureTable(desk),
    attachments: [
      { name: "model.json", text: desk.words("provenance.attachment_model") },
      { name: "snapshot.json", text: desk.words("provenance.attachment_snapshot") },
    ],
    sentences: sentences(desk),
  };
}

function sentences(desk: Desk): Sentence[] {
  const { snapshot, config } = desk;
  return [
    desk.say("provenance.snapshot", { time: desk.format.period.instant(snapshot.takenAt), server: snapshot.server }),
    desk.say("provenance.configuration", { fingerprint: config.fingerprint.slice(0, FINGERPRINT) }),
    desk.say("provenance.reading"),
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
      [desk.words("provenance.column_query"), false],
      [desk.words("provenance.column_fingerprint"), false],
    ],
    desk.snapshot.queries.map((query) => [textCell(query.id), textCell(query.fingerprint.slice(0, FINGERPRINT))]),
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

/** Every figure of the document: what makes it provable. */
function figureTable(desk: Desk): Table {
  const word = (name: string) => desk.words(`provenance.column_${name}`);
  return table(
    "figures",
    desk.words("provenance.figures_title"),
    [
      [word("figure"), false],
      [word("label"), false],
      [word("text"), true],
      [word("n"), true],
      [word("origin"), false],
    ],
    Object.values(desk.figures.used()).map((figure) => [
      textCell(figure.id),
      textCell(figure.label),
      { text: figure.text, figure: figure.id },
      figure.n === null ? emptyCell : textCell(desk.format.count(figure.n)),
      textCell(figure.query ?? figure.formula ?? "–"),
    ]),
  );
}
