import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import type { Desk } from "../desk.ts";
import type { Block, Figure, Sentence } from "../model.ts";
import { count, deviationFigures, type Rater, raterName, share } from "./agreement-figures.ts";
import { ratersTable, rolesTable, shortened } from "./agreement-tables.ts";
import type { WrittenAnalysis } from "./written.ts";

type Config = AnalysisOf<"agreement">;
type Result = AnalysisResultOf<"agreement">;

/** Raters named one by one; of more only the number is said. */
const NAMED_AT_MOST = 3;

/** How far the raters agree, what a rating is worth, and who rates leniently or severely. */
export function writeAgreement(desk: Desk, analysis: Config, result: Result): WrittenAnalysis {
  const roles = rolesTable(desk, analysis, result);
  const raters = ratersTable(desk, analysis, result);
  const blocks: Block[] = [
    {
      kind: "sentences",
      sentences: [...agreementSentences(desk, analysis, result), ...leniency(desk, analysis, result)],
    },
    ...(roles === null ? [] : [{ kind: "table" as const, table: roles }]),
    ...(raters === null ? [] : [{ kind: "table" as const, table: raters }]),
  ];
  return {
    heading: heading(desk, analysis, result),
    subtitle: desk.words("agreement.subtitle", { period: desk.format.period.long(desk.evaluation.period) }),
    blocks,
  };
}

const flaggedOf = ({ deviations }: Result): Rater[] =>
  (deviations ?? []).filter(({ verdict }) => verdict === "lenient" || verdict === "severe");
const judgedOf = ({ deviations }: Result): Rater[] => (deviations ?? []).filter(({ verdict }) => verdict !== "too-few");

function heading(desk: Desk, analysis: Config, result: Result): Sentence {
  const first = desk.part(`agreement.heading_${result.reading ?? "unknown"}`, {}, basis(desk, analysis, result));
  const flagged = flaggedOf(result);
  if (flagged.length === 0) return desk.join([first]);
  const verdicts = [...new Set(flagged.map(({ verdict }) => verdict))];
  if (flagged.length > NAMED_AT_MOST || verdicts.length > 1) {
    const figure = count(desk, analysis, "flagged", flagged.length);
    return desk.join([first, desk.part("agreement.heading_deviating", { flagged: figure })]);
  }
  return desk.join([
    first,
    desk.part(`agreement.heading_${verdicts[0] ?? "lenient"}`, {
      raters: desk.format.list(flagged.map((rater) => raterName(desk, analysis, rater))),
      count: flagged.length,
    }),
  ]);
}

function basis(desk: Desk, analysis: Config, { alpha }: Result): Figure[] {
  return alpha?.value === null || alpha === null ? [] : [share(desk, analysis, "alpha", alpha.value)];
}

function agreementSentences(desk: Desk, analysis: Config, { alpha, icc }: Result): Sentence[] {
  if (alpha === null || alpha.value === null) return [desk.say("agreement.alpha_unknown")];
  const values = {
    alpha: share(desk, analysis, "alpha", alpha.value),
    ratings: count(desk, analysis, "ratings", alpha.ratings),
    units: count(desk, analysis, "units", alpha.units),
    reliable: share(desk, analysis, "reliable", analysis.reliable),
    tentative: share(desk, analysis, "tentative", analysis.tentative, 3),
  };
  const first =
    alpha.interval === null
      ? desk.say("agreement.alpha_plain", values)
      : desk.say("agreement.alpha", { ...values, interval: range(desk, analysis, "alpha_interval", alpha.interval) });
  if (icc === null) return [first];
  const reliability = {
    single: share(desk, analysis, "single", icc.single),
    average: share(desk, analysis, "average", icc.average),
    k: share(desk, analysis, "k", icc.k, Number.isInteger(icc.k) ? 0 : 1),
    name_single: `ICC(${icc.model},1)`,
    name_average: `ICC(${icc.model},k)`,
  };
  if (icc.singleInterval === null || icc.averageInterval === null)
    return [first, desk.say("agreement.icc", reliability)];
  return [
    first,
    desk.say("agreement.icc_intervals", {
      ...reliability,
      single_interval: range(desk, analysis, "single_interval", icc.singleInterval),
      average_interval: range(desk, analysis, "average_interval", icc.averageInterval),
    }),
  ];
}

function range(desk: Desk, analysis: Config, aspect: string, { low, high }: { low: number; high: number }): Figure {
  return share(
    desk,
    analysis,
    aspect,
    low,
    2,
    desk.words("agreement.range", {
      low: desk.format.number(low, 2),
      high: desk.format.number(high, 2),
    }),
  );
}

function leniency(desk: Desk, analysis: Config, result: Result): Sentence[] {
  const { deviations } = result;
  if (deviations === null) return [];
  const judged = judgedOf(result);
  const few = deviations.length - judged.length;
  const judgedFigure = count(desk, analysis, "judged", judged.length);
  const minimum = count(desk, analysis, "minimum", analysis.minimum_subjects);
  const flagged = flaggedOf(result);
  const named = flagged.slice(0, 2 * NAMED_AT_MOST).flatMap((rater) => {
    const figures = deviationFigures(desk, analysis, rater);
    if (figures === null || figures.interval === null) return [];
    return [
      desk.say(`agreement.${rater.verdict === "severe" ? "severe" : "lenient"}`, {
        rater: raterName(desk, analysis, rater),
        distance: figures.distance,
        subjects: figures.subjects,
        interval: figures.interval,
      }),
    ];
  });
  return [
    ...named,
    ...(flagged.length === 0 && judged.length > 0
      ? [desk.say("agreement.nobody", { judged: judgedFigure, minimum })]
      : []),
    ...(shortened(judged).length === judged.length
      ? []
      : [desk.say("agreement.shortened", { shown: count(desk, analysis, "shown", shortened(judged).length) })]),
    ...(few === 0 ? [] : [desk.say("agreement.not_judged", { few: count(desk, analysis, "few", few), minimum })]),
    ...(judged.length === 0
      ? []
      : [
          desk.say("agreement.correction", {
            notable: share(desk, analysis, "notable", analysis.notable, 1),
            judged: judgedFigure,
          }),
        ]),
  ];
}
