import type { GridRecord } from "../../collect/analyses/grid.ts";
import { NO_MEMBER } from "../../collect/snapshot.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { compareText } from "../../text-order.ts";
import type { AnalysisContext } from "./index.ts";

export interface GridCell {
  row: string;
  column: string;
  value: number | null;
  n: number;
}

export interface GridResult {
  kind: "grid";
  id: string;
  /** Members down the side with the whole of each row, and along the top; each in its natural order. */
  rows: readonly { member: string; value: number | null; n: number }[];
  columns: readonly string[];
  cells: readonly GridCell[];
  queries: readonly string[];
}

/** One indicator by two dimensions in the reported period; null without a value. Rows without a member are left out. */
export function gridResult(
  analysis: AnalysisOf<"grid">,
  { cells, queries, id }: GridRecord,
  { config, readings, snapshot }: AnalysisContext,
): GridResult | null {
  const named = cells.flatMap(({ cut, value, n }): GridCell[] => {
    const [row, column] = [cut[analysis.rows] ?? NO_MEMBER, cut[analysis.columns] ?? NO_MEMBER];
    return row === NO_MEMBER || column === NO_MEMBER ? [] : [{ row, column, value, n }];
  });
  if (named.every(({ value }) => value === null)) return null;
  const dimensions = config.datasets[config.indicators[analysis.indicator]?.dataset ?? ""]?.dimensions;
  const rows = inOrder(
    named.map(({ row }) => row),
    dimensions?.[analysis.rows]?.order,
  );
  return {
    kind: "grid",
    id,
    rows: rows.map((member) => {
      // Within its own scope an edition is not cut by it: the only row is the whole.
      const cut = snapshot.scope[analysis.rows] === undefined ? { [analysis.rows]: member } : {};
      const whole = readings.at(analysis.indicator, snapshot.period.id, cut);
      return { member, value: whole?.value ?? null, n: whole?.n ?? 0 };
    }),
    columns: inOrder(
      named.map(({ column }) => column),
      dimensions?.[analysis.columns]?.order,
    ),
    cells: named,
    queries,
  };
}

/** Members in the order the dataset gives them; others behind, numbers by size. */
export function inOrder(members: readonly string[], order: readonly string[] = []): string[] {
  const place = (member: string): number => {
    const found = order.indexOf(member);
    return found < 0 ? order.length : found;
  };
  return [...new Set(members)].sort((a, b) => place(a) - place(b) || compareNatural(a, b));
}

function compareNatural(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (Number.isFinite(x) && Number.isFinite(y) && x !== y) return x - y;
  return compareText(a, b);
}
