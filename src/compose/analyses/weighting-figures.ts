import { figureId, measurementQueryId } from "../../collect/snapshot.ts";
import type { WeightingAnalysisResult } from "../../evaluate/analyses/weighting.ts";
import { advantage } from "../../evaluate/direction.ts";
import type { StratumResult } from "../../evaluate/evaluation.ts";
import type { Desk } from "../desk.ts";
import { countFigure, differenceUnit, figureLabel, measured } from "../indicator-figures.ts";
import type { Figure } from "../model.ts";

type Shown = Pick<WeightingAnalysisResult, "indicator" | "value" | "n" | "weighting">;

/** The weighted figure. */
export const weightedValue = (desk: Desk, { indicator, value, n }: Shown): Figure | null =>
  value === null ? null : measured(desk, indicator, desk.evaluation.period.id, { value, n });

const made = (
  desk: Desk,
  indicator: string,
  aspect: string,
  spec: { value: number; unit: string; text: string; measured?: true; formula?: string; effect?: Figure["effect"] },
  stratum: { dimension: string; member: string } | null = null,
): Figure => {
  const period = desk.evaluation.period.id;
  const cut = stratum === null ? {} : { [stratum.dimension]: stratum.member };
  const dataset = desk.config.indicators[indicator]?.dataset;
  const { measured: own, effect, ...rest } = spec;
  return desk.figures.make({
    id: figureId(indicator, period, cut, aspect),
    label: figureLabel(desk, desk.names.indicator(indicator), period, cut, desk.words(`aspects.${aspect}`)),
    ...rest,
    query: own === true && dataset !== undefined ? measurementQueryId(dataset) : null,
    ...(effect === undefined ? {} : { effect }),
  });
};

/** The figure without weights. */
export function rawValue(desk: Desk, { indicator, weighting }: Shown): Figure | null {
  const { raw } = weighting;
  if (raw === null) return null;
  const { unit = "" } = desk.config.indicators[indicator] ?? {};
  return made(desk, indicator, "unweighted", {
    value: raw,
    unit,
    text: desk.values(indicator).value(raw),
    measured: true,
  });
}

/** Weighted less unweighted, signed: `+0.08`. */
export function weightingEffect(desk: Desk, { indicator, weighting }: Shown): Figure | null {
  const { difference } = weighting;
  if (difference === null) return null;
  const id = figureId(indicator, desk.evaluation.period.id);
  return made(desk, indicator, "weighting_effect", {
    value: difference,
    unit: differenceUnit(desk, indicator),
    ...effectText(desk, indicator, difference),
    formula: `${id} − ${id}#unweighted`,
  });
}

/** Less than the last digit shown is nothing: digits that the figures beside it do not have would pretend to be more. */
function effectText(desk: Desk, indicator: string, moved: number): { text: string; effect: Figure["effect"] } {
  const format = desk.values(indicator);
  return format.isTiny(moved)
    ? { text: format.variance(0), effect: "same" }
    : { text: format.variance(moved), effect: effectOf(desk, indicator, moved) };
}

function effectOf(desk: Desk, indicator: string, difference: number): "better" | "worse" | "same" {
  const direction = desk.config.indicators[indicator]?.direction ?? "higher_is_better";
  const gain = advantage(difference, 0, direction);
  return gain === 0 ? "same" : gain > 0 ? "better" : "worse";
}

/** Everything printed of one stratum. */
export function stratumFigures(desk: Desk, shown: Shown, stratum: StratumResult) {
  const { indicator, weighting } = shown;
  const at = { dimension: weighting.dimension, member: stratum.member };
  const share = (aspect: string, value: number, formula: string): Figure =>
    made(desk, indicator, aspect, { value, unit: "percent", text: desk.format.percent(value, 1), formula }, at);
  const effect = effectOnFigure(shown, stratum);
  return {
    weight: share("stratum_weight", stratum.weight, `indicators.${indicator}.weighting`),
    effective: share("stratum_effective", stratum.effectiveWeight, "weight ÷ weight of groups with data"),
    share: share("stratum_share", stratum.shareOfRows, "rows ÷ all rows"),
    rows: countFigure(
      desk,
      figureId(indicator, desk.evaluation.period.id, { [at.dimension]: at.member }, "stratum_rows"),
      figureLabel(
        desk,
        desk.names.indicator(indicator),
        desk.evaluation.period.id,
        { [at.dimension]: at.member },
        desk.words("aspects.stratum_rows"),
      ),
      stratum.n,
      { query: measurementQueryId(desk.config.indicators[indicator]?.dataset ?? "") },
    ),
    population:
      stratum.population === null
        ? null
        : countFigure(
            desk,
            figureId(indicator, desk.evaluation.period.id, { [at.dimension]: at.member }, "stratum_population"),
            figureLabel(
              desk,
              desk.names.indicator(indicator),
              desk.evaluation.period.id,
              { [at.dimension]: at.member },
              desk.words("aspects.stratum_population"),
            ),
            stratum.population,
            { query: weighting.population?.query ?? null },
          ),
    value:
      stratum.value === null
        ? null
        : measured(
            desk,
            indicator,
            desk.evaluation.period.id,
            { value: stratum.value, n: stratum.n },
            { [at.dimension]: at.member },
          ),
    effect:
      effect === null
        ? null
        : made(
            desk,
            indicator,
            "stratum_effect",
            {
              value: effect,
              unit: differenceUnit(desk, indicator),
              ...effectText(desk, indicator, effect),
              formula: "(weight applied − share of rows) × (value − unweighted)",
            },
            at,
          ),
  };
}

/**
 * What one stratum's weight moves: (weight applied − share of the rows) × (its value − the unweighted figure). As weights
 * and shares both sum to 1, the strata sum to the whole difference.
 */
export function effectOnFigure({ value, weighting }: Shown, stratum: StratumResult): number | null {
  if (value === null || stratum.value === null || weighting.raw === null) return null;
  const moved = (stratum.effectiveWeight - stratum.shareOfRows) * (stratum.value - weighting.raw);
  return moved === 0 ? 0 : moved;
}
