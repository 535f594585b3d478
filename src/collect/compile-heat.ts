import { type CompileContext, rowSource, selectList } from "./compile-context.ts";
import type { IndicatorParts } from "./parts.ts";
import { indent, literal } from "./sql.ts";
import { wallClock, within } from "./time-column.ts";

/** Value of the result's column `dimension` for cells of the heat map; their member is `weekday/hour`. */
export const HEAT_DIMENSION = "weekday/hour";

const WEEKDAY = "date_part('isodow', clock)";
const HOUR = "date_part('hour', clock)";

/** The part of a dataset's statement that measures by weekday (Monday = 1) and hour of the report's zone, or null. */
export function heatCells(context: CompileContext): string | null {
  const { plan, types, parameters, parts, percentiles } = context;
  const wanted = parts.indicators.filter((entry) => entry.plan.heatmap);
  const clock = wanted.length === 0 ? null : wallClock(types.time, plan.calendar.zone, parameters);
  if (clock === null) return null;
  const used = new Set(wanted.flatMap(columnsOf));
  const condition = within(types.time, plan.period.start, plan.period.end, parameters);
  return [
    "select",
    indent(
      selectList([
        { sql: parameters.bind(plan.period.id, "text"), name: "period" },
        { sql: literal(HEAT_DIMENSION), name: "dimension" },
        { sql: `${WEEKDAY}::int || '/' || ${HOUR}::int`, name: "member" },
        { sql: "count(*)", name: "rows" },
        ...parts.aggregates.map(({ name, sql, of }) => ({ sql: used.has(name) ? sql : "null::float8", name, of })),
        ...percentiles.flatMap((entry) => quantileColumns(entry, entry.plan.heatmap)),
      ]),
      1,
    ),
    "from (",
    indent(rowSource(context, [{ sql: clock, name: "clock" }], condition), 1),
    ") as item",
    `group by ${WEEKDAY}, ${HOUR}`,
  ].join("\n");
}

/** A cell has a percentile's value, no interval: it is shown, not judged. Null where the percentile is not wanted. */
export function quantileColumns(
  { plan, values, value }: IndicatorParts,
  wanted: boolean,
): { sql: string; name: string }[] {
  const { indicator } = plan;
  const sql =
    wanted && indicator.kind === "percentile" && value !== undefined
      ? `percentile_cont(${indicator.percentile}) within group (order by ${value.sql})${value.filter}`
      : "null::float8";
  return [
    { sql, name: `${values}_value` },
    { sql: "null::float8", name: `${values}_low` },
    { sql: "null::float8", name: `${values}_high` },
  ];
}

function columnsOf(entry: IndicatorParts): string[] {
  const { of, known, numerator, denominator, sum, sumSquares, promoters, detractors } = entry;
  return [of, known, numerator, denominator, sum, sumSquares, promoters, detractors].filter(
    (name) => name !== undefined,
  );
}
