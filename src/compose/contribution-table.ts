import type { Cut } from "../collect/snapshot.ts";
import type { Finding, IndicatorResult } from "../evaluate/evaluation.ts";
import { explaining, harmLines, memberFigure, memberValue } from "./cause-figures.ts";
import { emptyCell, figureCell, table, textCell } from "./cells.ts";
import { contributionChart, type NamedLine } from "./charts/shortfall-charts.ts";
import type { Desk } from "./desk.ts";
import { differenceUnit, distance } from "./indicator-figures.ts";
import type { Cell, Table } from "./model.ts";

/** Lines of a table; members beyond are one line together. */
const MOST_LINES = 8;

/**
 * What each member adds to the gap, as a chart and a table of the same figures.
 *
 * @returns null where the gap cannot be split by this dimension
 */
export function contributionParts(
  desk: Desk,
  result: IndicatorResult,
  finding: Finding,
  dimension: string,
): { chart: string; table: Table } | null {
  const found = explaining(result, dimension);
  const indicator = desk.config.indicators[result.indicator];
  if (found === null || found.lines.length < 2 || indicator === undefined) return null;
  const scale = indicator.unit === "percent" ? 100 : 1;
  const lines = harmLines(found.lines, found.gap, {
    lowerIsBetter: indicator.direction === "lower_is_better",
    scale,
    digits: indicator.precision,
    most: MOST_LINES,
  });
  const text = (value: number) => {
    const size = desk.values(result.indicator).distance(value / scale);
    return value < 0 && !desk.values(result.indicator).isTiny(value / scale) ? `−${size}` : size;
  };
  const { against } = found;
  const unit = differenceUnit(desk, result.indicator);
  const main = finding.cause?.dimension === dimension ? finding.cause.member : null;
  // Against a target the members' own levels explain everything: there is no second mix to compare with.
  const withMix = lines.some((line) => line.mix !== 0);
  const named = lines.map((line): NamedLine & { cells: Cell[] } => {
    const label =
      line.member === null
        ? desk.words("shortfalls.others", { count: desk.format.count(line.members) })
        : desk.names.member(dimension, line.member);
    const place: MemberPlace =
      line.member === null
        ? { cut: {}, suffix: `:others/${dimension}` }
        : { cut: { [dimension]: line.member }, suffix: "" };
    const figure = (aspect: string, value: number) =>
      memberFigure(desk, result.indicator, place.cut, `${aspect}_${against}`, {
        value: value / scale,
        text: text(value),
        unit,
        n: line.n,
        suffix: place.suffix,
      });
    const total = figure("harm", line.total);
    const own =
      line.member === null ? null : memberValue(desk, result.indicator, dimension, { ...line, member: line.member });
    const tone = line.member !== null && line.member === main ? { tone: "concern" as const } : {};
    const rate = figure("rate_effect", line.rate);
    const mix = figure("mix_effect", line.mix);
    const cells = [
      textCell(label),
      figureCell(desk, memberRows(desk, result, place, line.n)),
      ...(withMix ? [] : [figureCell(desk, rowsShare(desk, result, place, line.weight))]),
      own === null ? emptyCell : figureCell(desk, own),
      ...(withMix ? [figureCell(desk, rate), figureCell(desk, mix)] : []),
      figureCell(desk, total, tone),
    ];
    return { line, label, total, cells };
  });
  const gap = distance(desk, result, against);
  if (gap !== null) desk.figures.use(gap);
  const gapText = gap?.text ?? text(Math.abs(found.gap) * scale);
  const word = (name: string) => desk.words(`shortfalls.column_${name}`);
  return {
    chart: contributionChart(desk, result, { dimension, against, gap: gapText, lines: named, main }),
    table: table(
      `contribution-${result.indicator}`,
      desk.words(`shortfalls.table_title_${against}`, { gap: gapText }),
      [
        [desk.names.dimension(dimension), false],
        [word("rows"), true],
        ...(withMix ? [] : [[word("rows_share"), true] as const]),
        [word("value"), true],
        ...(withMix ? [[word("rate"), true] as const, [word("mix"), true] as const] : []),
        [word(withMix ? "total" : "part"), true],
      ],
      named.map(({ cells }) => cells),
    ),
  };
}

/** Where a figure of the table belongs: to a member, or to the line of all others. */
interface MemberPlace {
  cut: Cut;
  suffix: string;
}

function memberRows(desk: Desk, result: IndicatorResult, { cut, suffix }: MemberPlace, n: number) {
  return memberFigure(desk, result.indicator, cut, "n", {
    value: n,
    text: desk.format.count(n),
    unit: "count",
    n,
    suffix,
  });
}

function rowsShare(desk: Desk, result: IndicatorResult, { cut, suffix }: MemberPlace, weight: number) {
  const text = desk.format.percent(weight);
  return memberFigure(desk, result.indicator, cut, "share_of_rows", { value: weight, text, unit: "percent", suffix });
}

/** Where nothing can be split: the members of the first dimension as they stand; null without any. */
export function membersTable(desk: Desk, result: IndicatorResult): Table | null {
  const breakdown = result.breakdowns.find((found) => found.members.length > 1);
  if (breakdown === undefined) return null;
  const { dimension } = breakdown;
  const name = desk.names.dimension(dimension);
  const rows = breakdown.members.slice(0, MOST_LINES).map((member) => {
    const own = memberValue(desk, result.indicator, dimension, member);
    return [
      textCell(desk.names.member(dimension, member.member)),
      figureCell(desk, memberRows(desk, result, { cut: { [dimension]: member.member }, suffix: "" }, member.n)),
      own === null ? emptyCell : figureCell(desk, own),
    ];
  });
  return table(
    `members-${result.indicator}`,
    desk.words("shortfalls.members_title", { dimension: desk.names.dimensionInSentence(dimension) }),
    [
      [name, false],
      [desk.words("shortfalls.column_rows"), true],
      [desk.words("shortfalls.column_value"), true],
    ],
    rows,
  );
}
