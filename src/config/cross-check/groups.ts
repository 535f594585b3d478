import type { AnalysisOf } from "../schema/analyses/index.ts";
import type { Config } from "../schema/index.ts";
import { weightingOf } from "../schema/indicator.ts";
import { didYouMean } from "../validate.ts";

/** Says a problem of one analysis; the path is inside it. */
type SayHere = (path: readonly PropertyKey[], message: string, hint: string) => void;
type Known = Pick<Config, "indicators" | "datasets">;

/** Two groups of a dimension that every indicator is cut by, and a third dimension that is another one. */
export function checkDifference(config: Known, analysis: AnalysisOf<"difference">, say: SayHere): void {
  const { dimension, member, against, control, indicators } = analysis;
  if (member === against) {
    say(["against"], `Group "${member}" is compared with itself.`, "Name another member of the dimension.");
  }
  if (control === dimension) {
    say(["control"], `Within one ${dimension} there are no two groups to compare.`, "Name another dimension.");
  }
  for (const [index, indicator] of indicators.entries()) {
    const at = ["indicators", index];
    checkDimensions(config, indicator, [dimension, ...(control === undefined ? [] : [control])], at, say);
    if (control !== undefined) checkUnweighted(config, indicator, at, say);
  }
}

export function checkGrid(config: Known, { indicator, rows, columns }: AnalysisOf<"grid">, say: SayHere): void {
  if (rows === columns) say(["columns"], `Rows and columns are both "${rows}".`, "Name another dimension.");
  checkDimensions(config, indicator, [rows, columns], ["indicator"], say);
  checkUnweighted(config, indicator, ["indicator"], say);
}

/** The first indicator heads the table: its dataset must have the dimension; others may have dashes. */
export function checkMembers(config: Known, { dimension, indicators }: AnalysisOf<"members">, say: SayHere): void {
  for (const [index, indicator] of indicators.entries()) {
    checkDimensions(config, indicator, index === 0 ? [dimension] : [], ["indicators", index], say);
  }
}

function checkDimensions(
  { indicators, datasets }: Known,
  indicator: string,
  dimensions: readonly string[],
  path: readonly PropertyKey[],
  say: SayHere,
): void {
  const design = indicators[indicator];
  if (design === undefined) {
    say(path, `There is no indicator "${indicator}".`, didYouMean(indicator, Object.keys(indicators)));
    return;
  }
  const known = datasets[design.dataset]?.dimensions;
  for (const dimension of known === undefined ? [] : dimensions) {
    if (Object.hasOwn(known ?? {}, dimension)) continue;
    say(
      path,
      `Dataset "${design.dataset}" of indicator "${indicator}" has no dimension "${dimension}".`,
      didYouMean(dimension, Object.keys(known ?? {})),
    );
  }
}

/** Cells of two dimensions hold too few rows of each stratum to weight. */
function checkUnweighted({ indicators }: Known, indicator: string, path: readonly PropertyKey[], say: SayHere): void {
  const design = indicators[indicator];
  if (design === undefined || weightingOf(design) === null) return;
  say(
    path,
    `Indicator "${indicator}" is weighted; it cannot be read by two dimensions at once.`,
    "Name an unweighted indicator of the same rows.",
  );
}
