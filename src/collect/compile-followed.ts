import type { CompileContext } from "./compile-context.ts";
import { NO_MEMBER } from "./snapshot.ts";
import { dimensionSql, literal, memberText } from "./sql.ts";

/** Value of the result's column `dimension` for cells of adopted measures; their member is the cell's name. */
export const FOLLOWED_DIMENSION = "cell/followed";

/**
 * Membership of each row in the cells that adopted measures are verified by: a key of the grain each. A cell names its
 * members, so any number of dimensions costs at most a doubling of the groups it cuts through, and none where the grain
 * has its dimensions anyway.
 */
export const followedKeys = ({ dataset, parameters }: Pick<CompileContext, "dataset" | "parameters">) =>
  dataset.cells.map(({ name, cut }) => ({
    name,
    sql: Object.keys(cut)
      .sort()
      .map((dimension) => {
        const member = parameters.bind(cut[dimension], "text");
        return `${memberText(dimensionSql(dataset.dataset, dimension), NO_MEMBER)} = ${member}`;
      })
      .join(" and "),
    of: Object.keys(cut).sort().join(", "),
  }));

/** The grain summed for each period over the rows of each cell. */
export function followedSums({ dataset, parts }: CompileContext): string[] {
  const columns = ["rows", ...parts.aggregates.map(({ name }) => name)];
  return dataset.cells.map(({ name }) =>
    [
      `select period, ${literal(FOLLOWED_DIMENSION)} as dimension, ${literal(name)} as member,`,
      `  ${columns.map((column) => `sum(${column}) as ${column}`).join(", ")}`,
      `from grain join period using (atom) where ${name} group by period`,
    ].join("\n"),
  );
}

/** All values of a percentile in each cell it is wanted for. */
export const followedValues = ({ dataset }: CompileContext, indicator: string, values: string): string[] =>
  dataset.cells
    .filter(({ indicators }) => indicators.includes(indicator))
    .map(({ name }) =>
      [
        `select period, ${literal(FOLLOWED_DIMENSION)} as dimension, ${literal(name)} as member, array_agg(v) as vs`,
        `from grain join period using (atom) cross join lateral unnest(grain.${values}) as v where ${name} group by period`,
      ].join("\n"),
    );
