import { cutColumns, OTHER_MEMBERS } from "./compile-cells.ts";
import type { CompileContext } from "./compile-context.ts";
import { selectList } from "./compile-context.ts";
import { FOLLOWED_DIMENSION } from "./compile-followed.ts";
import { NO_MEMBER } from "./snapshot.ts";
import { indent, literal, memberText } from "./sql.ts";

/**
 * The parts of each stratum of a weighted indicator: as `rolled`, one level finer. The grain has the stratum beside the
 * cuts already, so that nothing is scanned twice. A cut along the strata themselves has one stratum and is left out.
 */
export function strataCells(context: CompileContext, { dimension, name }: CompileContext["strata"][number]): string {
  const { parts, percentiles } = context;
  const dims = context.dims.filter((entry) => entry.dimension !== dimension);
  const columns = ["rows", ...parts.aggregates.map((aggregate) => aggregate.name)];
  const sums = columns.map((column) => ({ sql: `sum(${column})`, name: column }));
  const members = dims.map((entry) => `${memberText(entry.name, NO_MEMBER)} as ${entry.name}`);
  const sets = ["(period, stratum)", ...dims.map((entry) => `(period, ${entry.name}, stratum)`)];
  const rolled = [
    "select",
    indent(selectList([{ sql: "period" }, ...cutColumns({ ...context, dims }), { sql: "stratum" }, ...sums]), 1),
    "from (",
    `  select ${["atom", ...members, `${memberText(name, NO_MEMBER)} as stratum`, ...columns].join(", ")} from grain`,
    ") as grain join period using (atom)",
    `group by grouping sets (${sets.join(", ")})`,
  ].join("\n");
  const quantiles = percentiles.flatMap(({ values }) =>
    ["value", "low", "high"].map((end) => `null::float8 as ${values}_${end}`),
  );
  const own = [
    "select",
    indent(
      selectList([
        { sql: "period" },
        { sql: "dimension" },
        { sql: `coalesce(kept.member, ${literal(OTHER_MEMBERS)})`, name: "member" },
        ...sums,
        ...quantiles.map((sql) => ({ sql })),
        { sql: literal(dimension), name: "stratum_of" },
        { sql: "stratum" },
      ]),
      1,
    ),
    "from (",
    indent(rolled, 1),
    ") as cut left join kept using (dimension, member)",
    `group by period, dimension, coalesce(kept.member, ${literal(OTHER_MEMBERS)}), stratum`,
  ].join("\n");
  return [own, ...followedStrata(context, { dimension, name }, [...sums.map(aliased), ...quantiles])].join(
    "\nunion all\n",
  );
}

const aliased = ({ sql, name }: { sql: string; name: string }): string => `${sql} as ${name}`;

/** The same for the cells that adopted measures are verified by, but for those that name a stratum themselves. */
function followedStrata(
  { dataset }: CompileContext,
  { dimension, name }: CompileContext["strata"][number],
  columns: readonly string[],
): string[] {
  return dataset.cells
    .filter(({ cut }) => !Object.hasOwn(cut, dimension))
    .map((cell) => {
      const stratum = memberText(name, NO_MEMBER);
      return [
        `select period, ${literal(FOLLOWED_DIMENSION)} as dimension, ${literal(cell.name)} as member,`,
        `  ${[...columns, `${literal(dimension)} as stratum_of`, `${stratum} as stratum`].join(", ")}`,
        `from grain join period using (atom) where ${cell.name} group by period, ${stratum}`,
      ].join("\n");
    });
}
