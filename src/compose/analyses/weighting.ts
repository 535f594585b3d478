import { figureId } from "../../collect/snapshot.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { WeightingAnalysisResult } from "../../evaluate/analyses/weighting.ts";
import type { StratumResult } from "../../evaluate/evaluation.ts";
import { emptyCell, figureCell, missingCell, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { countFigure, figureLabel } from "../indicator-figures.ts";
import type { Cell, Sentence, Table } from "../model.ts";
import { upperFirst } from "../names.ts";
import {
  missingWeightFigure,
  populationName,
  strataInSentence,
  unweightedFigures,
} from "../narrative/weighting-notes.ts";
import { effectOnFigure, rawValue, stratumFigures, weightedValue, weightingEffect } from "./weighting-figures.ts";
import type { WrittenAnalysis } from "./written.ts";

type Result = WeightingAnalysisResult;

/** What the weights do to a figure: the groups with weight, rows and value; the unweighted figure beside. */
export function writeWeighting(desk: Desk, analysis: AnalysisOf<"weighting">, result: Result): WrittenAnalysis {
  return {
    heading: heading(desk, result),
    subtitle: desk.words("weighting.subtitle", { title: desk.names.label(analysis.title) }),
    blocks: [
      { kind: "sentences", sentences: sentences(desk, result) },
      { kind: "table", table: strataTable(desk, analysis.id, result) },
    ],
  };
}

const ofDimension = (desk: Desk, { weighting }: Result): string => desk.names.dimensionInSentence(weighting.dimension);

function heading(desk: Desk, result: Result): Sentence {
  const [value, raw] = [weightedValue(desk, result), rawValue(desk, result)];
  const values = { dimension: ofDimension(desk, result), indicator: desk.names.indicatorInSentence(result.indicator) };
  if (value === null || raw === null) return desk.say("weighting.heading_none", values);
  if (value.text === raw.text) return desk.say("weighting.heading_same", { ...values, value });
  const tiny = desk.values(result.indicator).isTiny(result.weighting.difference ?? 0);
  return desk.say(tiny ? "weighting.heading_tiny" : "weighting.heading", { ...values, value, raw });
}

function sentences(desk: Desk, result: Result): Sentence[] {
  const { weighting, indicator, n } = result;
  const dataset = desk.config.indicators[indicator]?.dataset ?? "";
  const rows = desk.names.rows(dataset);
  const said = [...effect(desk, result, rows), rule(desk, result, rows)];
  if (weighting.missing.length > 0 && result.value !== null) {
    said.push(
      desk.say("weighting.missing", {
        members: strataInSentence(desk, indicator, weighting.dimension, weighting.missing),
        weight: missingWeightFigure(desk, indicator, weighting.missingWeight),
      }),
    );
  }
  if (weighting.unweightedRows > 0 && result.value !== null) {
    const [unweighted, all] = unweightedFigures(desk, indicator, weighting.unweightedRows, n);
    const measure = desk.names.measureWord(dataset);
    said.push(desk.say("weighting.unweighted", { rows: unweighted, of: all, dataset: rows, measure }));
  }
  if (weighting.population?.inScope === false) {
    said.push(desk.say("weighting.of_whole", { population: populationName(desk, indicator) }));
  }
  return said;
}

/** By how much, and which group's weight does most of it. */
function effect(desk: Desk, result: Result, rows: string): Sentence[] {
  const [difference, raw] = [weightingEffect(desk, result), rawValue(desk, result)];
  if (difference === null || raw === null) return [];
  const mover = moverOf(result);
  if (mover === null || desk.values(result.indicator).isTiny(difference.value ?? 0)) {
    return [desk.say("weighting.mover_even", { rows })];
  }
  const figures = stratumFigures(desk, result, mover);
  if (figures.value === null) return [];
  return [
    desk.say("weighting.mover", {
      difference,
      member: desk.names.memberInSentence(
        result.weighting.dimension,
        mover.member,
        desk.config.indicators[result.indicator]?.dataset ?? "",
      ),
      weight: figures.effective,
      share: figures.share,
      rows,
      own: figures.value,
      raw,
    }),
  ];
}

/** The group that moves the figure most in the direction in which it moves. */
function moverOf(result: Result): StratumResult | null {
  const sign = Math.sign(result.weighting.difference ?? 0);
  const moved = (stratum: StratumResult): number => (effectOnFigure(result, stratum) ?? 0) * sign;
  const [first] = [...result.weighting.strata].sort((a, b) => moved(b) - moved(a));
  return first === undefined || moved(first) <= 0 ? null : first;
}

function rule(desk: Desk, { weighting, indicator }: Result, rows: string): Sentence {
  const { kind, population, standardPeriod } = weighting;
  if (kind === "fixed") return desk.say("weighting.rule_fixed", { rows });
  if (kind === "population" && population !== null) {
    const name = populationName(desk, indicator);
    if (population.total === 0) return desk.say("weighting.no_population", { population: name });
    const total = countFigure(
      desk,
      figureId(indicator, desk.evaluation.period.id, {}, "population"),
      figureLabel(
        desk,
        desk.names.indicator(indicator),
        desk.evaluation.period.id,
        {},
        desk.words("aspects.population"),
      ),
      population.total,
      { query: population.query },
    );
    return desk.say("weighting.rule_population", { population: name, total });
  }
  const period = standardPeriod === null ? undefined : desk.period(standardPeriod);
  if (period !== undefined && weighting.strata.every(({ weight }) => weight === 0)) {
    return desk.say("weighting.no_standard", { period: desk.format.period.long(period), rows });
  }
  return period === undefined
    ? desk.say("weighting.rule_standard")
    : desk.say("weighting.rule_standard_period", { period: desk.format.period.long(period) });
}

function strataTable(desk: Desk, id: string, result: Result): Table {
  const { weighting } = result;
  const spread = weighting.missing.length > 0;
  const counted = weighting.population !== null;
  const columns: [string, boolean][] = [
    [desk.names.dimension(weighting.dimension), false],
    ...(counted ? [[upperFirst(populationName(desk, result.indicator)), true] as [string, boolean]] : []),
    [desk.words("weighting.column_weight"), true],
    ...(spread ? [[desk.words("weighting.column_effective"), true] as [string, boolean]] : []),
    [desk.words("weighting.column_share"), true],
    [desk.words("weighting.column_rows"), true],
    [desk.words("weighting.column_value"), true],
    [desk.words("weighting.column_effect"), true],
  ];
  const rows = weighting.strata.map((stratum): Cell[] => {
    const figures = stratumFigures(desk, result, stratum);
    return [
      textCell(desk.names.member(weighting.dimension, stratum.member)),
      ...(counted ? [figures.population === null ? emptyCell : figureCell(desk, figures.population)] : []),
      figureCell(desk, figures.weight),
      ...(spread ? [figureCell(desk, figures.effective)] : []),
      figureCell(desk, figures.share),
      figureCell(desk, figures.rows),
      figures.value === null ? missingCell(desk, desk.words("missing.no_data")) : figureCell(desk, figures.value),
      figures.effect === null ? emptyCell : figureCell(desk, figures.effect),
    ];
  });
  const blanks = columns.length - 3;
  const total = (label: string, value: Cell, effectCell: Cell): Cell[] => [
    textCell(label),
    ...Array.from({ length: blanks }, () => textCell("")),
    value,
    effectCell,
  ];
  const [value, raw, difference] = [weightedValue(desk, result), rawValue(desk, result), weightingEffect(desk, result)];
  return table(
    `${id}-strata`,
    desk.words("weighting.table_title", {
      indicator: desk.names.indicator(result.indicator),
      dimension: desk.names.dimensionInSentence(weighting.dimension),
    }),
    columns,
    [
      ...rows,
      total(
        desk.words("weighting.row_weighted"),
        value === null ? missingCell(desk, desk.words("missing.no_weights")) : figureCell(desk, value),
        difference === null ? emptyCell : figureCell(desk, difference),
      ),
      total(desk.words("weighting.row_raw"), raw === null ? emptyCell : figureCell(desk, raw), textCell("")),
    ],
  );
}
