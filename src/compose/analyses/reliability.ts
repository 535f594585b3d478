import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { ReliabilityItem, ReliabilityScaleResult } from "../../evaluate/analyses/reliability.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import type { Interval } from "../../evaluate/evaluation.ts";
import { cellOrDash, figureCell, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import type { Cell, Figure, Sentence, Table, Tone } from "../model.ts";
import { lowerFirst } from "../names.ts";
import { analysisFigure } from "./figures.ts";
import type { WrittenAnalysis } from "./written.ts";

type Settings = AnalysisOf<"reliability">;
type Result = AnalysisResultOf<"reliability">;

/** Which scales hold together, why those do not, and what each question adds. */
export function writeReliability(desk: Desk, analysis: Settings, result: Result): WrittenAnalysis {
  return {
    heading: heading(desk, analysis, result),
    subtitle: desk.words("reliability.subtitle", { period: desk.format.period.long(desk.evaluation.period) }),
    blocks: [
      { kind: "sentences", sentences: sentences(desk, analysis, result) },
      { kind: "table", table: scaleTable(desk, analysis, result) },
      { kind: "table", table: itemTable(desk, analysis, result) },
    ],
  };
}

function heading(desk: Desk, analysis: Settings, { scales }: Result): Sentence {
  const judged = scales.filter(({ verdict }) => verdict !== null);
  const count = (aspect: "reliable" | "all", value: number): Figure =>
    analysisFigure(desk, analysis, aspect, {
      value,
      unit: "count",
      text: desk.format.count(value),
      spelled: desk.format.spelled(value),
      name: desk.words(`reliability.aspect_${aspect}`),
    });
  if (judged.length === 0) return desk.say("reliability.heading_none");
  const named = (some: readonly ReliabilityScaleResult[]): string =>
    desk.format.list(some.map(({ id }) => scaleInSentence(desk, analysis, id)));
  const reliable = judged.filter(({ verdict }) => verdict === "reliable");
  const broken = judged.filter(({ verdict }) => verdict === "unreliable");
  const values = { reliable: count("reliable", reliable.length), all: count("all", judged.length) };
  if (broken.length > 0) {
    return desk.say("reliability.heading_some", { ...values, names: named(broken), count: broken.length });
  }
  return reliable.length === judged.length
    ? desk.say("reliability.heading_all", { all: values.all, names: named(reliable) })
    : desk.say("reliability.heading_uncertain", values);
}

function sentences(desk: Desk, analysis: Settings, { scales }: Result): Sentence[] {
  const acceptable = number(desk, analysis, "acceptable", analysis.acceptable, {
    formula: `report ${desk.evaluation.report}`,
  });
  return [
    desk.say("reliability.method", { acceptable }),
    ...(analysis.scales.some(({ standardised }) => standardised) ? [desk.say("reliability.standardised")] : []),
    ...scales.flatMap((scale) => {
      const { alpha, interval } = figuresOf(desk, analysis, scale);
      if (alpha === null || interval === null) return [];
      const values = { scale: scaleName(desk, analysis, scale.id), alpha, interval };
      const said: Sentence[] = [];
      if (scale.verdict === "unreliable") said.push(desk.say("reliability.unreliable", values));
      if (scale.verdict === "uncertain") said.push(desk.say("reliability.uncertain", { ...values, acceptable }));
      for (const item of scale.items.filter(({ raises }) => raises)) {
        const left = withoutFigure(desk, analysis, scale, item);
        if (left === null) continue;
        said.push(
          desk.say("reliability.leave_out", {
            scale: values.scale,
            alpha,
            left,
            item: desk.names.indicator(item.indicator),
          }),
        );
      }
      return said;
    }),
  ];
}

function scaleTable(desk: Desk, analysis: Settings, result: Result): Table {
  const word = (name: string) => desk.words(`reliability.column_${name}`);
  return table(
    `${analysis.id}-scales`,
    null,
    [
      [word("scale"), false],
      [word("items"), true],
      [word("complete"), true],
      [word("alpha"), true],
      [word("interval"), true],
      [word("verdict"), false],
    ],
    result.scales.map((scale): Cell[] => {
      const { alpha, interval } = figuresOf(desk, analysis, scale);
      const why = desk.words("reliability.missing_alpha");
      const tone = TONES[scale.verdict ?? "none"];
      return [
        textCell(scaleName(desk, analysis, scale.id)),
        figureCell(desk, count(desk, analysis, `items:${scale.id}`, scale.items.length)),
        figureCell(desk, count(desk, analysis, `complete:${scale.id}`, scale.n, result.query)),
        cellOrDash(desk, alpha, why, { tone }),
        cellOrDash(desk, interval, why),
        { text: desk.words(`reliability.verdict_${scale.verdict ?? "none"}`), tone },
      ];
    }),
  );
}

const TONES: Record<"reliable" | "uncertain" | "unreliable" | "none", Tone> = {
  reliable: "good",
  uncertain: "caution",
  unreliable: "concern",
  none: "neutral",
};

function itemTable(desk: Desk, analysis: Settings, result: Result): Table {
  const word = (name: string) => desk.words(`reliability.column_${name}`);
  const plainTable = table(
    `${analysis.id}-items`,
    desk.words("reliability.items_title"),
    [
      [word("item"), false],
      [word("rest"), true],
      [word("without"), true],
    ],
    [],
  );
  const rows = result.scales.flatMap((scale) => [
    { group: true, cells: [textCell(scaleName(desk, analysis, scale.id))] },
    ...scale.items.map((item) => ({
      group: false,
      cells: [
        textCell(desk.names.indicator(item.indicator)),
        cellOrDash(desk, restFigure(desk, analysis, scale, item), desk.words("reliability.missing_rest")),
        cellOrDash(
          desk,
          withoutFigure(desk, analysis, scale, item),
          desk.words(scale.alpha === null ? "reliability.missing_alpha" : "reliability.missing_without"),
          item.raises ? { tone: "concern" } : {},
        ),
      ],
    })),
  ]);
  return { ...plainTable, rows };
}

function figuresOf(
  desk: Desk,
  analysis: Settings,
  { id, alpha, interval, n }: ReliabilityScaleResult,
): { alpha: Figure | null; interval: Figure | null } {
  if (alpha === null || interval === null) return { alpha: null, interval: null };
  const standardised = analysis.scales.find((scale) => scale.id === id)?.standardised === true;
  return {
    alpha: number(desk, analysis, `alpha:${id}`, alpha, {
      n,
      formula: desk.words(standardised ? "reliability.formula_standardised" : "reliability.formula_alpha"),
    }),
    interval: analysisFigure(desk, analysis, `interval:${id}`, {
      value: alpha,
      unit: "number",
      text: rangeText(desk, interval, 2),
      n,
      formula: desk.words("reliability.formula_interval"),
      name: aspectName(desk, analysis, "interval", id),
    }),
  };
}

const restFigure = (
  desk: Desk,
  analysis: Settings,
  scale: ReliabilityScaleResult,
  item: ReliabilityItem,
): Figure | null =>
  item.rest === null
    ? null
    : number(desk, analysis, `rest:${scale.id}:${item.indicator}`, item.rest, {
        n: scale.n,
        formula: desk.words("reliability.formula_rest"),
      });

const withoutFigure = (
  desk: Desk,
  analysis: Settings,
  scale: ReliabilityScaleResult,
  item: ReliabilityItem,
): Figure | null =>
  item.alphaWithout === null
    ? null
    : number(desk, analysis, `without:${scale.id}:${item.indicator}`, item.alphaWithout, {
        n: scale.n,
        formula: desk.words("reliability.formula_without"),
      });

/** A figure with two digits, named after the first part of its aspect and what it is about. */
function number(
  desk: Desk,
  analysis: Settings,
  aspect: string,
  value: number,
  more: { n?: number; formula: string },
): Figure {
  const [kind = "", scale, item] = aspect.split(":");
  return analysisFigure(desk, analysis, aspect, {
    value,
    unit: "number",
    text: desk.format.number(value, 2),
    ...more,
    name: aspectName(desk, analysis, kind, scale, item),
  });
}

function count(desk: Desk, analysis: Settings, aspect: string, value: number, query: string | null = null): Figure {
  const [kind = "", scale] = aspect.split(":");
  return analysisFigure(desk, analysis, aspect, {
    value,
    unit: "count",
    text: desk.format.count(value),
    query,
    name: aspectName(desk, analysis, kind, scale),
  });
}

function aspectName(desk: Desk, analysis: Settings, kind: string, scale?: string, item?: string): string {
  const parts = [
    ...(scale === undefined ? [] : [scaleName(desk, analysis, scale)]),
    ...(item === undefined ? [] : [desk.names.indicator(item)]),
    desk.words(`reliability.aspect_${kind}`),
  ];
  return parts.join(desk.words("punctuation.list"));
}

function scaleName(desk: Desk, analysis: Settings, id: string): string {
  const scale = analysis.scales.find((candidate) => candidate.id === id);
  return desk.names.label(scale?.name ?? id);
}

/** With a small initial where names lose it inside a sentence. */
function scaleInSentence(desk: Desk, analysis: Settings, id: string): string {
  const name = scaleName(desk, analysis, id);
  return desk.bundle.facts.lowercase_names ? lowerFirst(name) : name;
}

/** `0.74–0.86`, with its sign in words where it begins below zero. */
export function rangeText(desk: Desk, { low, high }: Interval, digits: number): string {
  const [from, to] = [desk.format.number(low, digits), desk.format.number(high, digits)];
  return desk.words("units.range", {
    kind: "other",
    negative: low < 0 ? "yes" : "no",
    low: from,
    low_whole: from,
    high: to,
  });
}
