import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { itemValue } from "../item-value.ts";
import { rowsOfPeriod } from "../rows-of-period.ts";
import { indent, Parameters } from "../sql.ts";
import type { AnalysisNeeds, AnalysisTools } from "./tools.ts";

export interface ReliabilityRecord {
  kind: "reliability";
  id: string;
  query: string;
  /** Answers of the period and scope, complete or not. */
  answers: number;
  scales: readonly {
    id: string;
    items: readonly string[];
    /** Answers with a value in every item. */
    complete: number;
    /** Of the complete answers (divisor n − 1), items in order; zeros with fewer than two. */
    covariances: readonly (readonly number[])[];
  }[];
}

export const reliabilityNeeds = ({ dataset }: AnalysisOf<"reliability">): AnalysisNeeds => ({ datasets: [dataset] });

/** Covariances of the items of each scale over its complete answers, all scales in one scan. */
export async function collectReliability(
  analysis: AnalysisOf<"reliability">,
  tools: AnalysisTools,
): Promise<ReliabilityRecord | null> {
  const source = tools.dataset(analysis.dataset);
  if (source === null) return null;
  const parameters = new Parameters();
  const items = [...new Set(analysis.scales.flatMap((scale) => scale.items))];
  const columnOf = (item: string): string => `i${items.indexOf(item) + 1}`;
  const values = items.flatMap((item) => {
    const indicator = tools.config.indicators[item];
    return indicator === undefined ? [] : [`${itemValue(indicator)} as ${columnOf(item)}`];
  });
  const id = `${analysis.dataset}/${analysis.id}`;
  const sql = [
    `-- Periodical: covariances of items of dataset ${analysis.dataset} for ${analysis.id} in period ${tools.plan.period.id}`,
    "select",
    indent(
      [
        "count(*)::float8 as answers",
        ...analysis.scales.flatMap((scale, index) => scaleColumns(scale.items.map(columnOf), index)),
      ].join(",\n"),
      1,
    ),
    "from (",
    indent(`select ${values.join(",\n  ")}`, 1),
    indent(rowsOfPeriod(tools.plan, source, parameters), 1),
    ") as item",
  ].join("\n");
  const [row] = await tools.run.run<Record<string, number | null>>({ id, sql, params: parameters.values });
  return {
    kind: "reliability",
    id: analysis.id,
    query: id,
    answers: row?.answers ?? 0,
    scales: analysis.scales.map((scale, index) => ({
      id: scale.id,
      items: scale.items,
      complete: row?.[countName(index)] ?? 0,
      covariances: scale.items.map((_, a) =>
        scale.items.map((_, b) => row?.[covarianceName(index, Math.min(a, b), Math.max(a, b))] ?? 0),
      ),
    })),
  };
}

const countName = (scale: number): string => `n${scale + 1}`;
const covarianceName = (scale: number, a: number, b: number): string => `c${scale + 1}_${a + 1}_${b + 1}`;

/** Exact decimal sums: equal rows give equal covariances in whatever order they are read. */
function scaleColumns(columns: readonly string[], scale: number): string[] {
  const complete = `filter (where num_nulls(${columns.join(", ")}) = 0)`;
  const pairs = columns.flatMap((x, a) => columns.slice(a).map((y, b) => ({ x, y, a, b: a + b })));
  return [
    `(count(*) ${complete})::float8 as ${countName(scale)}`,
    ...pairs.map(
      ({ x, y, a, b }) =>
        `((sum(${x} * ${y}) ${complete} - (sum(${x}) ${complete}) * (sum(${y}) ${complete}) / nullif(count(*) ${complete}, 0)) / nullif(count(*) ${complete} - 1, 0))::float8 as ${covarianceName(scale, a, b)}`,
    ),
  ];
}
