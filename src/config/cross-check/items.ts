import { ITEM_KINDS } from "../../collect/item-value.ts";
import type { AnalysisOf } from "../schema/analyses/index.ts";
import type { Config } from "../schema/index.ts";
import type { Indicator } from "../schema/indicator.ts";
import { didYouMean } from "../validate.ts";

type Say = (path: readonly PropertyKey[], message: string, hint: string) => void;

/** Items of scales must be answers of the dataset on one scale each. */
export function checkReliability(config: Config, analysis: AnalysisOf<"reliability">, say: Say): void {
  const ids = analysis.scales.map(({ id }) => id);
  for (const [index, scale] of analysis.scales.entries()) {
    const at = ["scales", index];
    if (ids.indexOf(scale.id) !== index)
      say([...at, "id"], `Scale "${scale.id}" is there twice.`, "Give each scale its own id.");
    const items = checkItems(config, analysis.dataset, scale.items, [...at, "items"], say);
    if (!scale.standardised && new Set(items.flatMap(answeredOn)).size > 1) {
      say(
        [...at, "items"],
        `The items of "${scale.id}" are answered on different scales.`,
        "Add `standardised: true`, or keep items of one scale.",
      );
    }
  }
}

/** Items and outcome must be answers of the dataset; unlike ones need a scale to be laid out on. */
export function checkImportance(config: Config, analysis: AnalysisOf<"importance">, say: Say): void {
  checkItems(config, analysis.dataset, [analysis.outcome], ["outcome"], say);
  const items = checkItems(config, analysis.dataset, analysis.items, ["items"], say);
  if (analysis.items.includes(analysis.outcome)) {
    say(["items"], `"${analysis.outcome}" is also the outcome.`, "It goes with itself perfectly: leave it out.");
  }
  const { rating_scale: scale } = analysis;
  if (scale !== undefined && scale[0] === scale[1])
    say(["rating_scale"], "The ends of the rating scale are equal.", "Write worst and best, e.g. [1, 5].");
  if (scale === undefined && new Set(items.map(({ unit, scale_max: top }) => `${unit}/${top ?? ""}`)).size > 1) {
    say(
      ["items"],
      "The items have different units, so they cannot stand on one axis.",
      "Add `rating_scale: [worst, best]`: performance is then the position on each scale.",
    );
  }
  const odd = scale === undefined ? [] : items.filter(({ unit }) => unit !== "score" && unit !== "percent");
  if (odd.length > 0) {
    say(
      ["items"],
      "With a rating scale, items are ratings or shares (`unit: score` or `percent`).",
      "Leave out others.",
    );
  }
}

function checkItems(
  config: Config,
  dataset: string,
  items: readonly string[],
  at: readonly PropertyKey[],
  say: Say,
): Indicator[] {
  const path = (index: number) => (items.length === 1 ? at : [...at, index]);
  return items.flatMap((item, index) => {
    const indicator = config.indicators[item];
    if (items.indexOf(item) !== index) say(path(index), `"${item}" is there twice.`, "Name each item once.");
    if (indicator === undefined) {
      say(path(index), `There is no indicator "${item}".`, didYouMean(item, Object.keys(config.indicators)));
      return [];
    }
    if (indicator.dataset !== dataset) {
      const hint = `It is computed from ${indicator.dataset}; items come from the analysis's own dataset.`;
      say(path(index), `Indicator "${item}" is not computed from ${dataset}.`, hint);
      return [];
    }
    if (!ITEM_KINDS.includes(indicator.kind)) {
      const hint = "Items are of kind mean, top_box, nps, percentile or ratio.";
      say(path(index), `A ${indicator.kind} has no value of its own in each answer.`, hint);
      return [];
    }
    return [indicator];
  });
}

/** The scale of the answers behind an indicator; a top box does not say how far its scale reaches. */
const answeredOn = ({ kind, unit, scale_max: top }: Indicator): string[] =>
  kind === "top_box" ? [] : [kind === "ratio" ? "yes or no" : kind === "nps" ? "0 to 10" : `${unit}/${top ?? ""}`];
