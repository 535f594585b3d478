import { emptyCell, figureCell, missingCell, table, textCell } from "../cells.ts";
import { measured } from "../indicator-figures.ts";
import type { Cell, Table } from "../model.ts";
import { intervalFigure, memberName, placeFigure, type RankingView, valueFigure } from "./ranking-figures.ts";

type Columns = (readonly [label: string, numeric: boolean])[];

/** Place by place: value, interval, rows, group, earlier place, award. */
export function placesTable(view: RankingView): Table {
  const { desk, analysis, result } = view;
  const word = (name: string) => desk.words(`ranking.column_${name}`);
  const withPast = analysis.against !== undefined;
  const withAward = analysis.awards !== undefined;
  const columns: Columns = [
    [word("place"), true],
    [desk.names.dimension(result.dimension), false],
    [result.by === "score" ? word("score") : desk.names.indicatorShort(result.by), true],
    [word("interval"), true],
    [word(result.by === "score" ? "fewest_rows" : "rows"), true],
    ...(result.toldBy === "none" ? [] : ([[word("group"), true]] as Columns)),
    ...(withPast ? ([[word("previous"), true]] as Columns) : []),
    ...(withAward ? ([[word("award"), false]] as Columns) : []),
  ];
  const rows = result.members.map((member): Cell[] => {
    const interval = intervalFigure(view, member);
    return [
      figureCell(desk, placeFigure(view, member)),
      textCell(memberName(view, member.member)),
      figureCell(desk, valueFigure(view, member.member, member.value, member.n)),
      interval === null ? emptyCell : figureCell(desk, interval),
      textCell(desk.format.count(member.n)),
      ...(result.toldBy === "none" ? [] : [textCell(desk.format.count(member.group))]),
      ...(withPast
        ? [member.previousRank === null ? emptyCell : textCell(desk.format.count(member.previousRank))]
        : []),
      ...(withAward ? [textCell(member.awarded ? desk.names.label(analysis.awards?.title ?? "") : "")] : []),
    ];
  });
  return table(`${analysis.id}-places`, null, columns, rows);
}

/** Most indicators that fit beside a name. */
const MOST_COLUMNS = 7;

/** The figures behind the scores, member by member; null for a ranking by one indicator. */
export function figuresTable(view: RankingView): Table | null {
  const { desk, analysis, result } = view;
  if (result.by !== "score" || result.members.length === 0) return null;
  const period = desk.evaluation.period.id;
  const indicators = desk.evaluation.indicators
    .map(({ indicator }) => indicator)
    .filter((id) => !result.notCounted.includes(id))
    .slice(0, MOST_COLUMNS);
  const found = new Map(
    desk.snapshot.measurements
      .filter((one) => one.period === period && Object.keys(one.cut).length === 1)
      .map((one) => [`${one.indicator}/${one.cut[result.dimension] ?? ""}`, one]),
  );
  return table(
    `${analysis.id}-figures`,
    desk.words("ranking.table_figures"),
    [
      [desk.names.dimension(result.dimension), false],
      ...indicators.map((id) => [desk.names.indicatorShort(id), true] as const),
    ],
    result.members.map(({ member }) => [
      textCell(memberName(view, member)),
      ...indicators.map((id) => {
        const one = found.get(`${id}/${member}`);
        return one === undefined || one.value === null
          ? missingCell(desk, desk.words("missing.no_data"))
          : figureCell(
              desk,
              measured(desk, id, period, { value: one.value, n: one.n }, { [result.dimension]: member }),
            );
      }),
    ]),
  );
}

/** Members with too few rows: shown, not ranked. */
export function unrankedTable(view: RankingView): Table {
  const { desk, analysis, result } = view;
  return table(
    `${analysis.id}-unranked`,
    desk.words("ranking.table_unranked"),
    [
      [desk.names.dimension(result.dimension), false],
      [desk.words(`ranking.column_${result.by === "score" ? "fewest_rows" : "rows"}`), true],
    ],
    result.unranked.map(({ member, n }) => [textCell(memberName(view, member)), textCell(desk.format.count(n))]),
  );
}
