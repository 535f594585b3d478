import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { HIDDEN_NAME } from "../personal.ts";
import { rowsOfPeriod } from "../rows-of-period.ts";
import { group, indent, Parameters } from "../sql.ts";
import type { AnalysisNeeds, AnalysisTools } from "./tools.ts";

export interface ListingRecord {
  kind: "listing";
  id: string;
  query: string;
  /** Rows of the period and scope that qualify, listed or not. */
  total: number;
  /** One text per column, as the database writes it; null = not recorded. */
  rows: readonly (readonly (string | null)[])[];
}

export const listingNeeds = ({ dataset }: AnalysisOf<"listing">): AnalysisNeeds => ({ datasets: [dataset] });

/** The rows themselves, a limited number of them, in a stated order that no plan of the database can change. */
export async function collectListing(
  analysis: AnalysisOf<"listing">,
  tools: AnalysisTools,
): Promise<ListingRecord | null> {
  const source = tools.dataset(analysis.dataset);
  if (source === null) return null;
  const parameters = new Parameters();
  const names = analysis.columns.map((_, index) => `c${index + 1}`);
  const order = analysis.order === undefined ? source.time.column : analysis.order;
  const id = `${analysis.dataset}/${analysis.id}`;
  const sql = [
    `-- Periodical: rows of dataset ${analysis.dataset} for ${analysis.id} in period ${tools.plan.period.id}`,
    `select ${names.join(", ")}, count(*) over () as total`,
    "from (",
    "  select",
    ...analysis.columns.map(({ sql, as }, index) => {
      const text = as === "day" ? `(${localDay(sql, tools, parameters)})::text` : `(${group(sql)})::text`;
      return `    ${text} as c${index + 1},`;
    }),
    `    ${group(order)} as periodical_order`,
    indent(rowsOfPeriod(tools.plan, source, parameters, analysis.where), 1),
    ") as item",
    `order by periodical_order desc nulls last, ${names.map((name) => `${name} collate "C"`).join(", ")}`,
    `limit ${parameters.bind(analysis.limit, "int")}`,
  ].join("\n");
  const rows = await tools.run.run<{ total: number; [column: string]: string | number | null }>({
    id,
    sql,
    params: parameters.values,
  });
  return {
    kind: "listing",
    id: analysis.id,
    query: id,
    total: rows[0]?.total ?? 0,
    rows: rows.map((row) =>
      names.map((name, index) => {
        const text = row[name] ?? null;
        if (text === null) return null;
        const of = analysis.columns[index]?.dimension;
        return of !== undefined && tools.hidden.has(of) && tools.plan.scope[of] !== text ? HIDDEN_NAME : String(text);
      }),
    ),
  };
}

/** The calendar day of an instant in the report's zone; of a date, the date itself. */
function localDay(sql: string, { plan }: AnalysisTools, parameters: Parameters): string {
  const zone = parameters.bind(plan.calendar.zone, "text");
  return `case when pg_typeof(${group(sql)}) = 'timestamptz'::regtype then (${group(sql)}::timestamptz at time zone ${zone})::date else ${group(sql)}::date end`;
}
