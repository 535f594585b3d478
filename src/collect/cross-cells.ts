import type { AnalysisTools } from "./analyses/tools.ts";
import type { MeasurementRow } from "./compile.ts";
import { rowSource, selectList } from "./compile-context.ts";
import { quantileColumns } from "./compile-heat.ts";
import { measure } from "./decode.ts";
import { partsOf } from "./parts.ts";
import { hiddenDimensions } from "./personal.ts";
import { type Measurement, NO_MEMBER } from "./snapshot.ts";
import { dimensionSql, indent, memberText, Parameters } from "./sql.ts";
import { within } from "./time-column.ts";

/** Measurements of the reported period, each cut by two dimensions at once. */
export interface CrossCells {
  queries: readonly string[];
  cells: readonly Measurement[];
}

/**
 * Measures indicators for every pair of members of two dimensions: one statement for each dataset, made of the same parts
 * as all measurements. A dataset that is not in the scope or lacks one of the dimensions adds nothing;
 * neither does a dimension of people that the edition must not tell apart.
 *
 * @param id of the analysis, part of the statements' ids
 */
export async function collectCrossCells(
  tools: AnalysisTools,
  id: string,
  indicators: readonly string[],
  dimensions: readonly [string, string],
): Promise<CrossCells> {
  const hidden = hiddenDimensions(tools.config, tools.plan.report, tools.plan.scope);
  if (dimensions.some((name) => hidden.has(name))) return { queries: [], cells: [] };
  const datasets = new Set(indicators.flatMap((one) => tools.config.indicators[one]?.dataset ?? []));
  const queries: string[] = [];
  const cells: Measurement[] = [];
  for (const dataset of datasets) {
    const source = tools.dataset(dataset);
    if (source === null || !dimensions.every((name) => Object.hasOwn(source.plan.dataset.dimensions, name))) continue;
    const wanted = source.plan.indicators.filter((one) => indicators.includes(one.id));
    const parameters = new Parameters();
    const parts = partsOf(wanted, source.types.valueOf, parameters);
    const keys = dimensions.map((name, index) => ({
      sql: dimensionSql(source.plan.dataset, name),
      name: `d${index + 1}`,
      of: name,
    }));
    const { period } = tools.plan;
    const condition = within(source.time, period.start, period.end, parameters);
    const context = { dataset: source.plan, parameters, plan: tools.plan, parts };
    const numbers = [
      { sql: "count(*)::float8", name: "rows" },
      ...parts.aggregates.map(({ name, sql, of }) => ({ sql: `(${sql})::float8`, name, of })),
      ...parts.indicators.flatMap((entry) => (entry.values === undefined ? [] : quantileColumns(entry, true))),
    ];
    const query = `${dataset}/${id}`;
    const grouped = [
      "select",
      indent(selectList([...keys.map(({ name }) => ({ sql: memberText(name, NO_MEMBER), name })), ...numbers]), 1),
      "from (",
      indent(rowSource(context, keys, condition), 1),
      ") as item",
      "group by 1, 2",
    ].join("\n");
    const sql = [
      `-- Periodical: dataset ${dataset} for ${id} in period ${period.id}: by ${dimensions.join(" and ")}`,
      "select *",
      "from (",
      indent(grouped, 1),
      ") as cell",
      'order by d1 collate "C", d2 collate "C"',
    ].join("\n");
    const rows = await tools.run.run<MeasurementRow & { d1: string; d2: string }>({
      id: query,
      sql,
      params: parameters.values,
    });
    queries.push(query);
    for (const row of rows) {
      const cut = { [dimensions[0]]: row.d1, [dimensions[1]]: row.d2 };
      for (const entry of parts.indicators) cells.push(measure(entry, { ...row, period: period.id }, cut));
    }
  }
  return { queries, cells };
}
