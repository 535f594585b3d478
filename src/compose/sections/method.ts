import { BAND_IDS } from "../../config/schema/scorecard.ts";
import { BAND_POINTS, normaliseBands } from "../../evaluate/bands.ts";
import { isScorable } from "../../evaluate/points.ts";
import { combineRules } from "../analyses/combined.ts";
import { emptyCell, figureCell, plain, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { aspect, countFigure, figureLabel, limit } from "../indicator-figures.ts";
import type { Cell, SectionOf, Sentence, Table } from "../model.ts";
import { dataNotes } from "../narrative/notes.ts";
import { sampleBlocks } from "../narrative/samples.ts";
import { weightingSentences } from "../narrative/weighting-method.ts";
import { rowsFigure } from "./summary.ts";

type Method = SectionOf<"method">;
export type Block = Method["blocks"][number];

/** Page 8: what the figures mean, how they were judged, and how good the data are. */
export function methodSection(desk: Desk): Method {
  const notes = dataNotes(desk);
  return {
    id: "method",
    heading:
      notes.length === 0
        ? desk.say("method.heading_clean")
        : desk.say("method.heading", { count: remarks(desk, notes.length) }),
    subtitle: desk.words("method.subtitle"),
    blocks: [
      { heading: desk.words("method.frame"), sentences: frame(desk), table: taskGroup(desk) },
      { heading: desk.words("method.indicators"), sentences: [], table: indicatorTable(desk) },
      { heading: desk.words("method.scoring"), sentences: scoring(desk), table: bandTable(desk) },
      ...combineBlock(desk),
      ...weightingBlock(desk),
      { heading: desk.words("method.reading"), sentences: reading(desk), table: null },
      ...sampleBlocks(desk),
      {
        heading: desk.words("method.data"),
        sentences: notes.length === 0 ? [desk.say("method.data_clean")] : notes,
        table: rowsTable(desk),
      },
      ...desk.appendix,
      ...fullNames(desk),
    ],
  };
}

const remarks = (desk: Desk, count: number) =>
  countFigure(
    desk,
    `remarks@${desk.evaluation.period.id}#n`,
    figureLabel(desk, desk.words("aspects.remarks"), desk.evaluation.period.id),
    count,
    { formula: "remarks below" },
  );

function frame(desk: Desk): Sentence[] {
  const { period, scope } = desk.evaluation;
  return [
    desk.say("method.period", {
      period: desk.format.period.long(period),
      from: desk.format.period.day(period.firstDay),
      to: desk.format.period.day(period.lastDay),
      zone: desk.snapshot.calendar.zone,
    }),
    desk.say("method.scope", { scope: desk.names.scope(scope) }),
  ];
}

function taskGroup(desk: Desk): Table | null {
  if (desk.report.task_group.length === 0) return null;
  return table(
    "task-group",
    desk.words("method.task_group"),
    [
      [desk.words("method.column_name"), false],
      [desk.words("method.column_role"), false],
    ],
    desk.report.task_group.map(({ name, role }) => [textCell(desk.names.label(name)), textCell(desk.names.text(role))]),
  );
}

function indicatorTable(desk: Desk): Table {
  const rows = desk.evaluation.indicators.map((result): Cell[] => {
    const indicator = desk.config.indicators[result.indicator];
    const weight = aspect(desk, result, "configured_weight", {
      value: result.weight,
      text: desk.format.number(result.weight, Number.isInteger(result.weight) ? 0 : 1),
      unit: "score_points",
      formula: `scorecard ${desk.evaluation.scorecard.id}, ${desk.evaluation.scorecard.effectiveFrom}`,
    });
    return [
      textCell(desk.names.indicator(result.indicator)),
      textCell(indicator === undefined ? "" : desk.names.text(indicator.definition)),
      textCell(desk.words(`method.${indicator?.direction ?? "higher_is_better"}`)),
      textCell(indicator === undefined ? "" : desk.names.dataset(indicator.dataset)),
      figureCell(desk, weight),
    ];
  });
  return table(
    "definitions",
    null,
    [
      [desk.words("method.column_indicator"), false],
      [desk.words("method.column_definition"), false],
      [desk.words("method.column_better"), false],
      [desk.words("method.column_source"), false],
      [desk.words("method.column_weight"), true],
    ],
    rows,
  );
}

function scoring(desk: Desk): Sentence[] {
  const { scorecard } = desk.evaluation;
  const card = desk.config.scorecards[scorecard.id];
  const sentences = [
    desk.say("method.version", {
      scorecard: card === undefined ? scorecard.id : desk.names.text(card.name),
      day: desk.format.period.day(scorecard.effectiveFrom),
    }),
    ...(isScored(desk) ? scoreRules(desk) : []),
    desk.say("method.rounding"),
  ];
  if (desk.rules.note !== undefined) sentences.push(ownWords(desk.names.text(desk.rules.note)));
  const benchmarks = desk.evaluation.indicators.flatMap((result) => {
    const figure = limit(desk, result, "benchmark");
    const source = desk.rules.dimensions[result.dimension]?.indicators[result.indicator]?.benchmark?.source;
    if (figure === null || source === undefined || result.benchmark === null) return [];
    return [
      desk.say("method.benchmark", {
        indicator: desk.names.indicatorInSentence(result.indicator),
        value: figure,
        source: desk.names.text(source),
        day: desk.format.period.day(result.benchmark.asOf),
      }),
    ];
  });
  return [...sentences, ...benchmarks];
}

/** How the score is made of those of shorter periods; nothing where it is not. */
function combineBlock(desk: Desk): Block[] {
  const sentences = combineRules(desk);
  return sentences.length === 0 ? [] : [{ heading: desk.words("combine.method_heading"), sentences, table: null }];
}

/** How weighted figures are weighted; nothing where none is. */
function weightingBlock(desk: Desk): Block[] {
  const sentences = weightingSentences(desk);
  return sentences.length === 0 ? [] : [{ heading: desk.words("weighting.method_heading"), sentences, table: null }];
}

/** Whether the rules give points to anything: bands, or baseline and target with linear scoring. */
const isScored = (desk: Desk): boolean =>
  Object.values(desk.rules.dimensions).some(({ indicators }) =>
    Object.values(indicators).some((scored) => isScorable(scored, desk.rules.scoring)),
  );

function scoreRules(desk: Desk): Sentence[] {
  const limits = desk.rules.score_bands.map((from, index) =>
    desk.words("method.score_band", {
      band: desk.words(`bands.${BAND_IDS[index] ?? "unacceptable"}`),
      from: desk.format.number(from, Number.isInteger(from) ? 0 : 1),
    }),
  );
  return [
    desk.say(`method.scoring_${desk.rules.scoring}`),
    desk.say(`method.missing_${desk.rules.missing}`),
    desk.say("method.score_bands", { limits: limits.join(desk.words("punctuation.list")) }),
  ];
}

/** Words of the organisation, numbers in them included. */
const ownWords = (text: string): Sentence => ({ ...plain(text), terms: [text] });

/** Limits of the bands, indicator by indicator; null when nothing has bands. */
function bandTable(desk: Desk): Table | null {
  const rows = desk.evaluation.indicators.flatMap((result) => {
    const scored = desk.rules.dimensions[result.dimension]?.indicators[result.indicator];
    const indicator = desk.config.indicators[result.indicator];
    if (scored?.bands === undefined || indicator === undefined) return [];
    const bands = normaliseBands(scored.bands, indicator.direction);
    const format = desk.format.values(
      indicator,
      bands.flatMap(({ limit: edge }) => (edge === null ? [] : [edge])),
    );
    const cells = BAND_IDS.map((id): Cell => {
      const band = bands.find((candidate) => candidate.band === id);
      if (band === undefined) return emptyCell;
      return textCell(band.limit === null ? desk.words("method.worse_than_that") : format.bound(band.limit));
    });
    return [[textCell(desk.names.indicator(result.indicator)), ...cells]];
  });
  if (rows.length === 0) return null;
  return table(
    "bands",
    desk.words("method.bands_title"),
    [
      [desk.words("method.column_indicator"), false],
      ...BAND_IDS.map(
        (id) =>
          [
            desk.words("method.band_points", { band: desk.words(`bands.${id}`), points: BAND_POINTS[id] }),
            true,
          ] as const,
      ),
    ],
    rows,
  );
}

const READING = ["interval", "change", "variation", "assurance", "contribution"] as const;

const reading = (desk: Desk): Sentence[] => [
  ...READING.map((name) => desk.say(`method.reading_${name}`)),
  ...followUpNotes(desk),
];

/** How adopted measures are measured again; where the warehouse keeps none, that. */
function followUpNotes(desk: Desk): Sentence[] {
  if (!desk.report.sections.includes("follow_up")) return [];
  const { followUp } = desk.evaluation;
  if (followUp === null) return [desk.say("follow_up.method_none")];
  return followUp.length === 0 ? [] : [desk.say("follow_up.method")];
}

/** Rows of each dataset per period inside the history: where data are thin or missing is seen at once. */
function rowsTable(desk: Desk): Table {
  return table(
    "dataset-rows",
    desk.words("method.rows_title"),
    [
      [desk.words("method.column_dataset"), false],
      [desk.words("method.column_rows"), true],
      [desk.words("method.column_from"), false],
      [desk.words("method.column_latest"), false],
    ],
    desk.snapshot.datasets.map((record) => [
      textCell(desk.names.dataset(record.dataset)),
      record.inScope ? figureCell(desk, rowsFigure(desk, record.dataset)) : emptyCell,
      record.earliest === null ? emptyCell : textCell(desk.format.period.instant(record.earliest)),
      record.watermark === null ? emptyCell : textCell(desk.format.period.instant(record.watermark)),
    ]),
  );
}

/** Names that had to be shortened elsewhere. */
function fullNames(desk: Desk): Block[] {
  const shortened = desk.names.shortened();
  if (shortened.length === 0) return [];
  return [
    {
      heading: desk.words("method.full_names"),
      sentences: [],
      table: table(
        "full-names",
        null,
        [
          [desk.words("method.column_short"), false],
          [desk.words("method.column_full"), false],
        ],
        shortened.map(({ label, full }) => [textCell(label), textCell(full)]),
      ),
    },
  ];
}
