import { FILTER } from "../../collect/filters.ts";
import type { Config } from "../schema/index.ts";
import type { Report } from "../schema/report.ts";
import { didYouMean } from "../validate.ts";
import type { Say } from "./say.ts";

/** Filters of a report, and the dimension along which it makes an edition for each member. */
export function checkScopes(config: Config, id: string, report: Report, say: Say): void {
  for (const [name, filter] of Object.entries(report.filters)) {
    for (const dataset of Object.keys(filter.where)) {
      if (Object.hasOwn(config.datasets, dataset)) continue;
      const hint = didYouMean(dataset, Object.keys(config.datasets));
      say(id, ["filters", name, "where", dataset], `There is no dataset "${dataset}".`, hint);
    }
    if (Object.keys(filter.where).length === 0) {
      say(id, ["filters", name, "where"], `Filter "${name}" filters nothing.`, "Name a dataset and a condition on it.");
    }
  }
  if (Object.keys(report.filters).length > 0) {
    const taken = Object.keys(config.datasets).find((dataset) =>
      Object.hasOwn(config.datasets[dataset]?.dimensions ?? {}, FILTER),
    );
    if (taken !== undefined) {
      const message = `Dataset "${taken}" has a dimension "${FILTER}", the word by which a scope names its filters.`;
      say(id, ["filters"], message, "Call the dimension otherwise.");
    }
  }
  const each = report.scopes?.each;
  const dimensions = Object.assign({}, ...Object.values(config.datasets).map((dataset) => dataset.dimensions));
  if (each !== undefined && !Object.hasOwn(dimensions, each)) {
    say(id, ["scopes", "each"], `There is no dimension "${each}".`, didYouMean(each, Object.keys(dimensions)));
  }
}
