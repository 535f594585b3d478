import { figureId } from "../../collect/snapshot.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { GroupDifference } from "../../evaluate/analyses/difference.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import { emptyCell, figureCell, missingCell, table, textCell, toneOf } from "../cells.ts";
import type { Arguments, Desk } from "../desk.ts";
import { differenceUnit, measured } from "../indicator-figures.ts";
import type { Block, Cell, Figure, Sentence } from "../model.ts";
import { upperFirst } from "../names.ts";
import { isTime } from "../narrative/change.ts";
import { analysisFigure } from "./figures.ts";
import type { WrittenAnalysis } from "./written.ts";

type Settings = AnalysisOf<"difference">;

/** Two groups: what differs beyond chance, what remains of it within a third dimension, and that neither proves a cause. */
export function writeDifference(
  desk: Desk,
  analysis: Settings,
  result: AnalysisResultOf<"difference">,
): WrittenAnalysis {
  const [first, ...others] = result.rows;
  const told = others.filter(({ test }) => test.evidence);
  const few = result.rows.filter(({ judged }) => !judged);
  const sentences = [
    ...told.map((row) => foundSentence(desk, analysis, row, "difference.further")),
    ...alikeSentences(desk, analysis, others),
    ...controlledSentences(desk, analysis, result.rows),
    ...(few.length === 0 ? [] : [desk.say("difference.few", { indicators: namesOf(desk, few) })]),
    ...(analysis.remark === undefined
      ? []
      : [desk.say("difference.remark", { text: desk.names.text(analysis.remark) })]),
    desk.say("difference.no_cause"),
  ];
  const blocks: Block[] = [
    { kind: "table", table: differenceTable(desk, analysis, result.rows) },
    { kind: "sentences", sentences },
  ];
  return {
    heading:
      first === undefined
        ? desk.say("difference.heading_few", titleOf(desk, analysis))
        : heading(desk, analysis, first),
    subtitle: subtitle(desk, analysis, first),
    blocks,
  };
}

/** The groups by the names that sentences give them: a bare label such as `Served` does not say what it is a member of. */
function subtitle(desk: Desk, analysis: Settings, first: GroupDifference | undefined): string {
  const { dimension } = analysis;
  const dataset = first === undefined ? undefined : desk.config.indicators[first.indicator]?.dataset;
  const name = (member: string): string =>
    dataset === undefined
      ? desk.names.member(dimension, member)
      : desk.names.memberInSentence(dimension, member, dataset);
  const text = desk.words("difference.subtitle", {
    member: name(analysis.member),
    against: name(analysis.against),
    period: desk.format.period.long(desk.evaluation.period),
  });
  return desk.bundle.facts.capitalise ? upperFirst(text) : text;
}

const titleOf = (desk: Desk, { title }: Settings) => ({ title: desk.names.label(title) });

function heading(desk: Desk, analysis: Settings, row: GroupDifference): Sentence {
  if (row.test.evidence) return foundSentence(desk, analysis, row, "difference.found");
  if (!row.judged) return desk.say("difference.heading_few", titleOf(desk, analysis));
  if (row.test.method !== "none") return desk.say("difference.heading_none", groupsOf(desk, analysis, row));
  const [member, against] = valuesOf(desk, analysis, row);
  return member === null || against === null
    ? desk.say("difference.heading_few", titleOf(desk, analysis))
    : desk.say("difference.heading_shown", { ...groupsOf(desk, analysis, row), value: member, other: against });
}

/** What the two groups' rows and the indicator are called. */
function groupsOf(desk: Desk, { dimension, member, against }: Settings, { indicator }: GroupDifference): Arguments {
  const dataset = desk.config.indicators[indicator]?.dataset ?? "";
  return {
    indicator: desk.names.indicatorInSentence(indicator),
    member: desk.names.memberInSentence(dimension, member, dataset),
    against: desk.names.memberInSentence(dimension, against, dataset),
  };
}

const namesOf = (desk: Desk, rows: readonly GroupDifference[]): string =>
  desk.format.list(rows.map(({ indicator }) => desk.names.indicatorInSentence(indicator)));

function foundSentence(desk: Desk, analysis: Settings, row: GroupDifference, key: string): Sentence {
  const way = (row.difference?.value ?? 0) > 0 ? "up" : "down";
  const figure = differenceFigure(desk, analysis, row, "distance");
  const time = isTime(desk, row.indicator) ? "yes" : "no";
  const values = { ...groupsOf(desk, analysis, row), way, time };
  return desk.say(key, figure === null ? values : { ...values, distance: figure });
}

/** Indicators that do not differ, nor do so within the controlling dimension where they were looked at there. */
function alikeSentences(desk: Desk, analysis: Settings, rows: readonly GroupDifference[]): Sentence[] {
  const alike = rows.filter(({ judged, test }) => judged && test.method !== "none" && !test.evidence);
  const within = alike.filter((row) => outcomeOf(row) === "none");
  const plain = alike.filter((row) => outcomeOf(row) !== "none");
  const control = analysis.control === undefined ? "" : desk.names.dimensionInSentence(analysis.control);
  return [
    ...(plain.length === 0 ? [] : [desk.say("difference.alike", { indicators: namesOf(desk, plain) })]),
    ...(within.length === 0
      ? []
      : [desk.say("difference.alike_within", { indicators: namesOf(desk, within), control })]),
  ];
}

/** What remains within the members of the controlling dimension, against the plain differences. */
function controlledSentences(desk: Desk, analysis: Settings, rows: readonly GroupDifference[]): Sentence[] {
  const { control } = analysis;
  if (control === undefined) return [];
  const by = desk.names.dimensionInSentence(control);
  const remaining = rows.filter((row) => outcomeOf(row) === "same");
  const changed = rows.flatMap((row) => {
    const outcome = outcomeOf(row);
    const [figure, range, plain] = [
      controlledFigure(desk, analysis, row),
      intervalFigure(desk, analysis, row, "controlled"),
      differenceFigure(desk, analysis, row, "difference"),
    ];
    const single = outcome === "same" && remaining.length === 1;
    if ((outcome === "same" && !single) || outcome === "none" || outcome === null) return [];
    if (figure === null || range === null || plain === null) return [];
    const indicator = desk.names.indicatorInSentence(row.indicator);
    return [desk.say(`difference.controlled_${outcome}`, { indicator, control: by, figure, range, plain })];
  });
  if (remaining.length < 2) return changed;
  return [
    desk.say("difference.controlled_remaining", { indicators: namesOf(desk, remaining), control: by }),
    ...changed,
  ];
}

/** Below this share of the plain difference, the mix of the groups is said to explain part of it. */
const SMALLER = 0.8;

/** What the control did to a difference; null where there is none, or nothing to judge. */
function outcomeOf({
  controlled,
  controlledTest,
  difference,
  test,
  judged,
}: GroupDifference): "gone" | "appears" | "turned" | "smaller" | "same" | "none" | null {
  if (controlled === null || difference === null || !judged) return null;
  if (!controlledTest.evidence) return test.evidence ? "gone" : "none";
  if (!test.evidence) return "appears";
  if (controlled.value * difference.value < 0) return "turned";
  return Math.abs(controlled.value) < SMALLER * Math.abs(difference.value) ? "smaller" : "same";
}

function differenceTable(desk: Desk, analysis: Settings, rows: readonly GroupDifference[]) {
  const { dimension, member, against, control } = analysis;
  const word = (name: string, values = {}) => desk.words(`difference.column_${name}`, values);
  const controlled = control !== undefined && rows.some((row) => row.controlled !== null);
  const columns: (readonly [string, boolean])[] = [
    [word("indicator"), false],
    [desk.names.member(dimension, member), true],
    [word("rows"), true],
    [desk.names.member(dimension, against), true],
    [word("rows"), true],
    [word("difference"), true],
    [word("interval"), true],
    ...(controlled
      ? ([
          [word("controlled", { control: desk.names.dimensionInSentence(control) }), true],
          [word("interval"), true],
        ] as const)
      : []),
  ];
  const cells = rows.map((row): Cell[] => {
    const [first, second] = valuesOf(desk, analysis, row);
    const tone = (evidence: boolean, effect: "better" | "worse" | "same" | undefined) => ({
      tone: evidence ? toneOf(effect) : ("neutral" as const),
    });
    const cell = (figure: Figure | null, evidence: boolean, effect?: "better" | "worse" | "same"): Cell =>
      figure === null ? emptyCell : figureCell(desk, figure, tone(evidence, effect));
    return [
      textCell(desk.names.indicatorShort(row.indicator)),
      valueCell(desk, first),
      figureCell(desk, rowsFigure(desk, analysis, row, "member")),
      valueCell(desk, second),
      figureCell(desk, rowsFigure(desk, analysis, row, "against")),
      cell(differenceFigure(desk, analysis, row, "difference"), row.test.evidence, row.difference?.effect),
      cell(intervalFigure(desk, analysis, row, "difference"), false),
      ...(controlled
        ? [
            cell(controlledFigure(desk, analysis, row), row.controlledTest.evidence, row.controlled?.effect),
            cell(intervalFigure(desk, analysis, row, "controlled"), false),
          ]
        : []),
    ];
  });
  return table(`${analysis.id}-groups`, null, columns, cells);
}

const valueCell = (desk: Desk, figure: Figure | null): Cell =>
  figure === null ? missingCell(desk, desk.words("missing.no_data")) : figureCell(desk, figure);

function valuesOf(desk: Desk, { dimension, member, against }: Settings, row: GroupDifference) {
  const { period } = desk.evaluation;
  const figure = (name: string, { value, n }: GroupDifference["member"]): Figure | null =>
    value === null ? null : measured(desk, row.indicator, period.id, { value, n }, { [dimension]: name });
  return [figure(member, row.member), figure(against, row.against)] as const;
}

function rowsFigure(desk: Desk, analysis: Settings, row: GroupDifference, side: "member" | "against"): Figure {
  const { n } = row[side];
  return analysisFigure(desk, analysis, `rows:${row.indicator}/${side}`, {
    value: n,
    unit: "count",
    text: desk.format.count(n),
    n,
    name: labelOf(desk, row, side === "member" ? analysis.member : analysis.against, analysis.dimension),
  });
}

const labelOf = (desk: Desk, { indicator }: GroupDifference, member: string, dimension: string): string =>
  [desk.names.indicator(indicator), desk.names.member(dimension, member), desk.words("aspects.rows")].join(
    desk.words("punctuation.list"),
  );

/** The plain difference: signed for a table, without its sign for a sentence that says which way. */
function differenceFigure(
  desk: Desk,
  analysis: Settings,
  row: GroupDifference,
  aspect: "difference" | "distance",
): Figure | null {
  const { difference, indicator } = row;
  if (difference === null) return null;
  const format = desk.values(indicator);
  const { dimension, member, against } = analysis;
  const id = (name: string) => figureId(indicator, desk.evaluation.period.id, { [dimension]: name });
  return analysisFigure(desk, analysis, `${aspect}:${indicator}`, {
    value: difference.value,
    unit: differenceUnit(desk, indicator),
    text: aspect === "difference" ? format.variance(difference.value) : format.distance(difference.value),
    formula: `${id(member)} − ${id(against)}`,
    effect: difference.effect,
    name: nameOf(desk, indicator, aspect),
  });
}

function controlledFigure(desk: Desk, analysis: Settings, row: GroupDifference): Figure | null {
  const { controlled, indicator } = row;
  if (controlled === null) return null;
  return analysisFigure(desk, analysis, `controlled:${indicator}`, {
    value: controlled.value,
    unit: differenceUnit(desk, indicator),
    text: desk.values(indicator).variance(controlled.value),
    query: `${desk.config.indicators[indicator]?.dataset ?? ""}/${analysis.id}`,
    formula: `${controlled.interval.method} by ${analysis.control ?? ""}`,
    effect: controlled.effect,
    name: nameOf(desk, indicator, "controlled"),
  });
}

/** `+0.3 to +3.9 pts`; null where the kind of indicator tells nothing about chance. */
function intervalFigure(
  desk: Desk,
  analysis: Settings,
  row: GroupDifference,
  which: "difference" | "controlled",
): Figure | null {
  const found = row[which];
  if (found === null || found.interval === null) return null;
  const { low, high, method } = found.interval;
  const format = desk.values(row.indicator);
  return analysisFigure(desk, analysis, `${which}_interval:${row.indicator}`, {
    value: found.value,
    unit: differenceUnit(desk, row.indicator),
    text: format.differenceRange(low, high),
    formula: `95 %, ${method}`,
    name: nameOf(desk, row.indicator, `${which}_interval`),
  });
}

const nameOf = (desk: Desk, indicator: string, aspect: string): string =>
  [desk.names.indicator(indicator), desk.words(`difference.aspect_${aspect}`)].join(desk.words("punctuation.list"));
