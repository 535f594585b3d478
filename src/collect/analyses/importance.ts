import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { itemValue } from "../item-value.ts";
import { rowsOfPeriod } from "../rows-of-period.ts";
import { indent, literal, Parameters } from "../sql.ts";
import type { AnalysisNeeds, AnalysisTools } from "./tools.ts";

export interface ImportanceRecord {
  kind: "importance";
  id: string;
  query: string;
  /** Pairs of item and outcome over the answers that have both: sums of squares and products about the means. */
  items: readonly { indicator: string; n: number; xx: number; yy: number; xy: number }[];
}

export const importanceNeeds = ({ dataset, outcome, items }: AnalysisOf<"importance">): AnalysisNeeds => ({
  datasets: [dataset],
  indicators: [outcome, ...items],
});

/** How each item goes with the outcome, every item over its own pairs; ranks are average ranks of those pairs. */
export async function collectImportance(
  analysis: AnalysisOf<"importance">,
  tools: AnalysisTools,
): Promise<ImportanceRecord | null> {
  const source = tools.dataset(analysis.dataset);
  const outcome = tools.config.indicators[analysis.outcome];
  if (source === null || outcome === undefined) return null;
  const parameters = new Parameters();
  const items = analysis.items.flatMap((item, index) => {
    const indicator = tools.config.indicators[item];
    return indicator === undefined ? [] : [{ item, column: `i${index + 1}`, sql: itemValue(indicator) }];
  });
  const columns = [...items.map(({ sql, column }) => `${sql} as ${column}`), `${itemValue(outcome)} as y`];
  const sides = items.map(({ item, column }) => `(${literal(item)}, answer.${column})`);
  const pairs = [
    "select pair.item, pair.x, answer.y",
    "from (",
    indent(`select ${columns.join(",\n  ")}`, 1),
    indent(rowsOfPeriod(tools.plan, source, parameters), 1),
    ") as answer",
    `cross join lateral (values ${sides.join(", ")}) as pair (item, x)`,
    "where pair.x is not null and answer.y is not null",
  ].join("\n");
  const id = `${analysis.dataset}/${analysis.id}`;
  const sql = [
    `-- Periodical: items of dataset ${analysis.dataset} against ${analysis.outcome} for ${analysis.id} in period ${tools.plan.period.id}`,
    "select item, count(*)::float8 as n,",
    `  ${about("x", "x")}::float8 as xx,`,
    `  ${about("y", "y")}::float8 as yy,`,
    `  ${about("x", "y")}::float8 as xy`,
    "from (",
    indent(analysis.method === "spearman" ? ranked(pairs) : pairs, 1),
    ") as pair",
    "group by item",
    'order by item collate "C"',
  ].join("\n");
  const rows = await tools.run.run<{ item: string; n: number; xx: number; yy: number; xy: number }>({
    id,
    sql,
    params: parameters.values,
  });
  const found = new Map(rows.map(({ item, ...sums }) => [item, sums]));
  return {
    kind: "importance",
    id: analysis.id,
    query: id,
    items: analysis.items.map((indicator) => ({
      indicator,
      ...(found.get(indicator) ?? { n: 0, xx: 0, yy: 0, xy: 0 }),
    })),
  };
}

const about = (a: string, b: string): string => `(sum(${a} * ${b}) - sum(${a}) * sum(${b}) / count(*))`;

/** Ties share the mean of their ranks. */
function ranked(pairs: string): string {
  const rank = (of: string): string =>
    `(rank() over (partition by item order by ${of}) + (count(*) over (partition by item, ${of}) - 1) / 2.0)::numeric as ${of}`;
  return [`select item, ${rank("x")}, ${rank("y")}`, "from (", indent(pairs, 1), ") as value"].join("\n");
}
