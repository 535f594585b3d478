import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { type ComparisonRow, decisive } from "../../evaluate/analyses/comparison.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import { emptyCell, figureCell, missingCell, table, textCell, toneOf } from "../cells.ts";
import type { Desk } from "../desk.ts";
import type { Block, Cell, Figure, Sentence, Table } from "../model.ts";
import { comparisonChart } from "./comparison-chart.ts";
import {
  type ChangeName,
  type ComparisonView,
  changeFigure,
  changeOf,
  pFigure,
  rangeFigure,
  sideFigure,
} from "./comparison-figures.ts";
import type { WrittenAnalysis } from "./written.ts";

/** Before and after: what is proven heads it, then each proof, then what is not proven and what was not tested. */
export function writeComparison(
  desk: Desk,
  analysis: AnalysisOf<"comparison">,
  result: AnalysisResultOf<"comparison">,
): WrittenAnalysis {
  const view: ComparisonView = { desk, analysis, result };
  const chart = comparisonChart(view);
  const blocks: Block[] = [
    { kind: "sentences", sentences: sentences(view) },
    ...(chart === null ? [] : [{ kind: "charts" as const, charts: [chart] }]),
    { kind: "table", table: changeTable(view) },
    ...(grouped(view) ? [{ kind: "table" as const, table: netTable(view) }] : []),
  ];
  return { heading: heading(view), subtitle: subtitle(view), blocks };
}

const grouped = ({ result }: ComparisonView): boolean => (result.groups?.comparison.length ?? 0) > 0;

const netOrOwn = (view: ComparisonView): "net" | "own" => (grouped(view) ? "net" : "own");

/** The method is said once, at the first comparison that uses it. */
const isFirst = ({ desk, analysis }: ComparisonView): boolean =>
  desk.report.analyses.find(
    (other) =>
      other.kind === "comparison" &&
      (other.comparison_group === undefined) === (analysis.comparison_group === undefined),
  )?.id === analysis.id;

const namesOf = ({ desk }: ComparisonView, ids: readonly string[]): string =>
  desk.format.list(ids.map((id) => desk.names.indicatorInSentence(id)));

function heading(view: ComparisonView): Sentence {
  const { desk, analysis, result } = view;
  const { better, worse, rows } = result;
  const title = desk.names.label(analysis.title);
  const basis = rows.flatMap((row) =>
    better.includes(row.indicator) || worse.includes(row.indicator)
      ? (changeFigure(view, row, netOrOwn(view)) ?? [])
      : [],
  );
  const beyond = grouped(view) ? "yes" : "no";
  const parts = { title, beyond, better: namesOf(view, better), better_count: better.length };
  if (better.length > 0 && worse.length > 0) {
    return desk.say(
      "comparison.heading_both",
      { ...parts, worse: namesOf(view, worse), worse_count: worse.length },
      basis,
    );
  }
  if (better.length > 0) return desk.say("comparison.heading_better", parts, basis);
  if (worse.length > 0) {
    return desk.say(
      "comparison.heading_worse",
      { title, beyond, worse: namesOf(view, worse), worse_count: worse.length },
      basis,
    );
  }
  const tested = rows.some(({ why }) => why === null);
  return desk.say(tested ? "comparison.heading_none" : "comparison.heading_unknown", { title, beyond });
}

function subtitle({ desk, result }: ComparisonView): string {
  const { before, after, groups } = result;
  const ranges = desk.words("comparison.subtitle", {
    before: desk.format.period.long(before),
    after: desk.format.period.long(after),
  });
  if (groups === null) return [ranges, desk.names.scope(desk.evaluation.scope)].join(desk.words("punctuation.dot"));
  const names = (members: readonly string[]): string =>
    desk.format.list(members.map((member) => desk.names.member(groups.dimension, member)));
  const who =
    groups.comparison.length === 0
      ? desk.words("comparison.subtitle_treated", { treated: names(groups.treated) })
      : desk.words("comparison.subtitle_groups", { treated: names(groups.treated), others: names(groups.comparison) });
  return [who, ranges].join(desk.words("punctuation.dot"));
}

function sentences(view: ComparisonView): Sentence[] {
  const { desk, result } = view;
  const { rows } = result;
  const proven = rows.filter((row) => decisive(row)?.test.evidence === true && decisive(row)?.effect !== "same");
  const shared = grouped(view)
    ? rows.filter((row) => row.why === null && !proven.includes(row) && row.change?.test.evidence === true)
    : [];
  const open = rows.filter((row) => row.why === null && !proven.includes(row) && !shared.includes(row));
  const list = (key: string, of: readonly ComparisonRow[]): Sentence[] =>
    of.length === 0
      ? []
      : [
          desk.say(key, {
            indicators: namesOf(
              view,
              of.map(({ indicator }) => indicator),
            ),
            count: of.length,
          }),
        ];
  const why = (reason: ComparisonRow["why"]): ComparisonRow[] => rows.filter((row) => row.why === reason);
  return [
    ...proven.flatMap((row) => provenSentence(view, row) ?? []),
    ...list("comparison.shared", shared),
    ...list("comparison.open", open),
    ...list("comparison.small_sample", why("small-sample")),
    ...list("comparison.no_data", why("no-data")),
    ...list("comparison.not_in_scope", why("not-in-scope")),
    ...list("comparison.no_dimension", why("no-dimension")),
    ...list("comparison.weighted", why("weighted")),
    ...list("comparison.not_tested", why("not-tested")),
    ...list("comparison.unequal_length", why("unequal-length")),
    ...(result.withoutComparison ? [desk.say("comparison.without_comparison")] : []),
    ...(isFirst(view) ? [desk.say(grouped(view) ? "comparison.method_net" : "comparison.method")] : []),
  ];
}

/** `Service compliance went from 95.1% to 97.6% (+2.5 pts); net of the comparison group that is +3.2 pts (…).` */
function provenSentence(view: ComparisonView, row: ComparisonRow): Sentence | null {
  const [before, after] = [sideFigure(view, row, "own", "before"), sideFigure(view, row, "own", "after")];
  const [own, range] = [changeFigure(view, row, "own"), rangeFigure(view, row, netOrOwn(view))];
  if (before === null || after === null || own === null || range === null) return null;
  const { desk } = view;
  const values = { indicator: desk.names.indicatorInSentence(row.indicator), before, after, own, range };
  if (!grouped(view)) return desk.say("comparison.proven", values);
  const [others, net] = [changeFigure(view, row, "others"), changeFigure(view, row, "net")];
  return others === null || net === null ? null : desk.say("comparison.proven_net", { ...values, others, net });
}

function changeTable(view: ComparisonView): Table {
  const { desk, analysis, result } = view;
  const word = (name: string) => desk.words(`comparison.column_${name}`);
  return table(
    `${analysis.id}-change`,
    grouped(view) ? desk.words("comparison.table_own") : null,
    [
      [word("indicator"), false],
      [word("before"), true],
      [word("rows"), true],
      [word("after"), true],
      [word("rows"), true],
      [word("change"), true],
      [word("interval"), true],
      [word("p"), true],
      [word("reading"), false],
    ],
    result.rows.map((row) => [
      textCell(desk.names.indicatorShort(row.indicator)),
      valueCell(desk, row, sideFigure(view, row, "own", "before")),
      rowsCell(desk, row.before.n),
      valueCell(desk, row, sideFigure(view, row, "own", "after")),
      rowsCell(desk, row.after.n),
      ...changeCells(view, row, "own"),
    ]),
  );
}

function netTable(view: ComparisonView): Table {
  const { desk, analysis, result } = view;
  const word = (name: string) => desk.words(`comparison.column_${name}`);
  return table(
    `${analysis.id}-net`,
    desk.words("comparison.table_net"),
    [
      [word("indicator"), false],
      [word("own"), true],
      [word("others"), true],
      [word("net"), true],
      [word("interval"), true],
      [word("p"), true],
      [word("reading"), false],
    ],
    result.rows.map((row) => [
      textCell(desk.names.indicatorShort(row.indicator)),
      cellOf(changeFigure(view, row, "own"), desk),
      cellOf(changeFigure(view, row, "others"), desk),
      ...changeCells(view, row, "net"),
    ]),
  );
}

/** Change, interval, p, and what follows in a word. */
function changeCells(view: ComparisonView, row: ComparisonRow, which: Exclude<ChangeName, "others">): Cell[] {
  const { desk } = view;
  const change = changeOf(row, which);
  const tone = change?.test.evidence === true ? toneOf(change.effect) : ("neutral" as const);
  const figure = changeFigure(view, row, which);
  return [
    figure === null ? emptyCell : figureCell(desk, figure, { tone }),
    cellOf(rangeFigure(view, row, which), desk),
    cellOf(pFigure(view, row, which), desk),
    { ...textCell(desk.words(`comparison.reading_${readingOf(row, which)}`)), tone },
  ];
}

function readingOf(row: ComparisonRow, which: Exclude<ChangeName, "others">): string {
  const change = changeOf(row, which);
  if (change !== null && change.test.method !== "none") {
    return change.test.evidence && change.effect !== "same" ? change.effect : "none";
  }
  if (row.why !== null) return row.why.replaceAll("-", "_");
  return "not_tested";
}

const cellOf = (figure: Figure | null, desk: Desk): Cell => (figure === null ? emptyCell : figureCell(desk, figure));

/** What the scope does not measure is no gap in the data: the last column says so. */
function valueCell(desk: Desk, row: ComparisonRow, figure: Figure | null): Cell {
  if (figure !== null) return figureCell(desk, figure);
  return row.why === "not-in-scope" ? emptyCell : missingCell(desk, desk.words("missing.no_data"));
}

const rowsCell = (desk: Desk, n: number): Cell => textCell(desk.format.count(n));
