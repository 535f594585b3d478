import type { CompileContext } from "./compile-context.ts";
import { selectList } from "./compile-context.ts";
import { followedSums } from "./compile-followed.ts";
import { NO_MEMBER } from "./snapshot.ts";
import { indent, literal, memberText } from "./sql.ts";

/** A dimension keeps its largest members; what is left is counted together under OTHER_MEMBERS. */
export const MEMBERS_AT_MOST = 200;
export const OTHER_MEMBERS = "(other)";
/** Members as text; done here and not row by row. */
export function namedGrain({ dims }: CompileContext, columns: readonly string[]): string {
  const members = dims.map(({ name }) => `${memberText(name, NO_MEMBER)} as ${name}`);
  return `(select ${["atom", ...members, ...columns].join(", ")} from grain) as grain`;
}

/** The grain summed for each period, and for each member of each dimension in it. */
export function rolled(context: CompileContext): string {
  const { parts, dims } = context;
  const columns = ["rows", ...parts.aggregates.map(({ name }) => name)];
  return [
    "select",
    indent(
      selectList([
        { sql: "period" },
        ...cutColumns(context),
        ...columns.map((name) => ({ sql: `sum(${name})`, name })),
      ]),
      1,
    ),
    `from ${namedGrain(context, columns)}`,
    "join period using (atom)",
    `group by ${groupingSets(dims, "all")}`,
  ].join("\n");
}

/** Which cut a row of the grouping sets is: both empty for the whole scope. */
export function cutColumns({ dims }: CompileContext): { sql: string; name: string }[] {
  if (dims.length === 0) {
    return [
      { sql: "''", name: "dimension" },
      { sql: "''", name: "member" },
    ];
  }
  const cases = dims.map(({ dimension, name }) => `when grouping(${name}) = 0 then ${literal(dimension)}`);
  return [
    { sql: `case ${cases.join(" ")} else '' end`, name: "dimension" },
    { sql: `coalesce(${[...dims.map(({ name }) => name), "''"].join(", ")})`, name: "member" },
  ];
}

export function groupingSets(dims: CompileContext["dims"], which: "all" | "members"): string {
  const members = dims.map(({ name }) => `(period, ${name})`);
  return `grouping sets (${[...(which === "all" ? ["(period)"] : []), ...members].join(", ")})`;
}

/** The largest members of each dimension; rows without a member always stand apart. */
export function kept(): string {
  const order = `(member = ${literal(NO_MEMBER)}) desc, sum(rows) desc, member collate "C"`;
  return [
    "select dimension, member",
    "from (",
    `  select dimension, member, row_number() over (partition by dimension order by ${order}) as place`,
    "  from rolled group by dimension, member",
    ") as ranked",
    `where place <= ${MEMBERS_AT_MOST}`,
  ].join("\n");
}

/** The result: members beyond the largest together, cells of adopted measures, percentiles beside. */
export function cells(context: CompileContext): string {
  const { parts, percentiles } = context;
  const columns = ["rows", ...parts.aggregates.map(({ name }) => name)];
  const lumped = [
    `select period, dimension, coalesce(kept.member, ${literal(OTHER_MEMBERS)}) as member,`,
    `  ${columns.map((name) => `sum(${name}) as ${name}`).join(", ")}`,
    "from rolled left join kept using (dimension, member)",
    "group by 1, 2, 3",
    ...followedSums(context).map((sums) => `union all\n${sums}`),
  ].join("\n");
  if (percentiles.length === 0) return lumped;
  const quantiles = percentiles.flatMap(({ values }) =>
    ["value", "low", "high"].map((end) => `${values}_cell.${end} as ${values}_${end}`),
  );
  return [
    `select summed.*, ${quantiles.join(", ")}`,
    "from (",
    indent(lumped, 1),
    ") as summed",
    ...percentiles.map(({ values }) => `left join ${values}_cell using (period, dimension, member)`),
  ].join("\n");
}
