import type { Config } from "../schema/index.ts";
import { checkAnchorsOf } from "./raters.ts";
import { reference } from "./reference.ts";
import type { Say } from "./say.ts";

/** A dimension is a column or an expression; quality rules have ids of their own. */
export function checkDatasets(config: Config, say: Say): void {
  for (const [id, dataset] of Object.entries(config.datasets)) {
    for (const [name, dimension] of Object.entries(dataset.dimensions)) {
      if (dimension.column !== undefined && dimension.sql !== undefined) {
        say(id, ["dimensions", name, "sql"], `Dimension "${name}" has both a column and an expression.`, "Keep one.");
      }
    }
    const rules = dataset.quality.map((rule) => rule.id);
    for (const [index, rule] of rules.entries()) {
      if (rules.indexOf(rule) !== index) {
        say(id, ["quality", index, "id"], `Quality rule "${rule}" is there twice.`, "Give each rule its own id.");
      }
    }
  }
}

/** Indicators name datasets there are, in units that fit their kind. */
export function checkIndicators(config: Config, say: Say): void {
  for (const [id, indicator] of Object.entries(config.indicators)) {
    reference(say, id, ["dataset"], "dataset", indicator.dataset, config.datasets);
    checkAnchorsOf(id, indicator, say);
    const share = indicator.kind === "ratio" || indicator.kind === "top_box";
    if (share && indicator.unit !== "percent") {
      say(id, ["unit"], `A ${indicator.kind} is a share of rows; its unit must be percent.`, "Write `unit: percent`.");
    }
    if (indicator.kind === "nps" && indicator.unit !== "points") {
      say(
        id,
        ["unit"],
        "A net promoter score runs from -100 to 100; its unit must be points.",
        "Write `unit: points`.",
      );
    }
  }
}
