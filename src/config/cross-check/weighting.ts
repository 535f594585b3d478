import { parsePeriod } from "../../calendar/periods.ts";
import { PeriodicalError } from "../../errors.ts";
import type { Config } from "../schema/index.ts";
import { weightingOf } from "../schema/indicator.ts";
import type { PopulationWeighting, Weighting } from "../schema/weighting.ts";
import { didYouMean } from "../validate.ts";
import type { Say } from "./say.ts";

/** Weighted indicators: the dimension and the population exist, there is a weight, a standard's period is one. */
export function checkWeightings(config: Config, say: Say): void {
  for (const [id, indicator] of Object.entries(config.indicators)) {
    const weighting = weightingOf(indicator);
    if (weighting === null) continue;
    const own = config.datasets[indicator.dataset];
    if (own?.dimensions[weighting.dimension]?.personal === true) {
      say(
        id,
        ["weighting", "dimension"],
        `The members of "${weighting.dimension}" are people; weighting prints every stratum.`,
        "Weight by a role or a group of people instead.",
      );
    }
    if (own !== undefined) checkDimension(id, weighting.dimension, indicator.dataset, own.dimensions, say);
    checkKind(config, id, weighting, say);
  }
}

function checkDimension(id: string, dimension: string, dataset: string, known: object, say: Say): void {
  if (Object.hasOwn(known, dimension)) return;
  say(
    id,
    ["weighting", "dimension"],
    `Dataset "${dataset}" has no dimension "${dimension}" to weight by.`,
    didYouMean(dimension, Object.keys(known)),
  );
}

function checkKind(config: Config, id: string, weighting: Weighting, say: Say): void {
  if ("population" in weighting) checkPopulation(config, id, weighting, say);
  else if ("weights" in weighting) checkWeights(id, ["weighting", "weights"], weighting.weights, say);
  else if ("weights" in weighting.standard)
    checkWeights(id, ["weighting", "standard", "weights"], weighting.standard.weights, say);
  else checkPeriod(config, id, weighting.standard.period, say);
}

function checkPopulation(config: Config, id: string, { dimension, population }: PopulationWeighting, say: Say): void {
  const { dataset, distinct, name } = population;
  if (distinct !== undefined && name === undefined) {
    say(
      id,
      ["weighting", "population", "distinct"],
      `Different values of "${distinct}" are counted, but the report does not know what they are called.`,
      "Say it: `name: { en: customers, zh-CN: 客户 }`.",
    );
  }
  const found = config.datasets[dataset];
  if (found !== undefined) checkDimension(id, dimension, dataset, found.dimensions, say);
  else {
    const hint = didYouMean(dataset, Object.keys(config.datasets));
    say(id, ["weighting", "population", "dataset"], `There is no dataset "${dataset}".`, hint);
  }
}

function checkWeights(
  id: string,
  path: readonly PropertyKey[],
  weights: Readonly<Record<string, number>>,
  say: Say,
): void {
  if (Object.values(weights).some((weight) => weight > 0)) return;
  say(id, path, "No member has a weight.", "Give at least one member a weight above 0.");
}

const WORDS = new Set(["reported", "previous", "last_year"]);

function checkPeriod({ project }: Config, id: string, period: string, say: Say): void {
  if (WORDS.has(period)) return;
  const { timezone: zone, week_starts: weekStarts, fiscal_year_starts: fiscalYearStarts } = project;
  try {
    parsePeriod(period, { zone, weekStarts, fiscalYearStarts });
  } catch (error) {
    if (!(error instanceof PeriodicalError)) throw error;
    say(id, ["weighting", "standard", "period"], error.message, error.hint);
  }
}
