import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import { emptyCell, figureCell, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import type { Cell, Table } from "../model.ts";
import { deviationFigures, type Rater, raterName, roleFigures, roleNameOf } from "./agreement-figures.ts";

type Config = AnalysisOf<"agreement">;
type Result = AnalysisResultOf<"agreement">;

/** Rows of the table of raters: the most lenient and the most severe; who deviates is always among them. */
const RATERS_AT_MOST = 24;

/** The roles side by side; null with fewer than two. */
export function rolesTable(desk: Desk, analysis: Config, { roles }: Result): Table | null {
  if (roles.length < 2) return null;
  return table(
    `${analysis.id}-roles`,
    desk.words("agreement.roles_title"),
    [
      [desk.words("agreement.column_role"), false],
      [desk.words("agreement.column_raters"), true],
      ...measureColumns(desk),
    ],
    roles.map((entry) => [
      textCell(roleNameOf(desk, analysis, entry.role)),
      textCell(desk.format.count(entry.raters)),
      ...measureCells(desk, roleFigures(desk, analysis, entry)),
    ]),
  );
}

/** The raters who were judged, most lenient first; null where there are none. */
export function ratersTable(desk: Desk, analysis: Config, { deviations }: Result): Table | null {
  const judged = (deviations ?? []).filter(({ verdict }) => verdict !== "too-few");
  if (judged.length === 0) return null;
  return table(
    `${analysis.id}-raters`,
    desk.words("agreement.raters_title"),
    [
      [desk.words("agreement.column_rater"), false],
      ...measureColumns(desk),
      [desk.words("agreement.column_verdict"), false],
    ],
    shortened(judged).map((rater) => [
      textCell(raterName(desk, analysis, rater)),
      ...measureCells(desk, deviationFigures(desk, analysis, rater)),
      verdictCell(desk, rater),
    ]),
  );
}

/** Raters that the table shows. */
export function shortened(judged: readonly Rater[]): readonly Rater[] {
  if (judged.length <= RATERS_AT_MOST) return judged;
  const furthest = judged.toSorted((a, b) => Math.abs(b.deviation ?? 0) - Math.abs(a.deviation ?? 0));
  const kept = new Set(furthest.slice(0, RATERS_AT_MOST));
  return judged.filter((rater) => kept.has(rater) || rater.verdict !== "ordinary");
}

const measureColumns = (desk: Desk): (readonly [string, boolean])[] =>
  ["ratings", "mean", "subjects", "deviation", "interval"].map(
    (name) => [desk.words(`agreement.column_${name}`), true] as const,
  );

function measureCells(desk: Desk, figures: ReturnType<typeof deviationFigures>): Cell[] {
  if (figures === null) return [emptyCell, emptyCell, emptyCell, emptyCell, emptyCell];
  const { ratings, mean, subjects, deviation, interval } = figures;
  return [
    ...[ratings, mean, subjects, deviation].map((figure) => figureCell(desk, figure)),
    interval === null ? emptyCell : figureCell(desk, interval),
  ];
}

function verdictCell(desk: Desk, { verdict }: Rater): Cell {
  const text = desk.words(`agreement.verdict_${verdict.replaceAll("-", "_")}`);
  return verdict === "ordinary" ? textCell(text) : { text, tone: "caution" };
}
