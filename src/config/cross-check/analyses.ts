import type { Config } from "../schema/index.ts";
import type { Report } from "../schema/report.ts";
import { checkDifference, checkGrid, checkMembers } from "./groups.ts";
import { checkImportance, checkReliability } from "./items.ts";
import { checkAgreement, checkAnchors, checkListing } from "./raters.ts";
import { reference } from "./reference.ts";
import type { Say } from "./say.ts";

/** Ids of analyses, and what each kind names. */
export function checkAnalyses(config: Config, id: string, report: Report, say: Say): void {
  const ids = report.analyses.map((analysis) => analysis.id);
  for (const [index, analysis] of report.analyses.entries()) {
    const at = ["analyses", index];
    if (ids.indexOf(analysis.id) !== index)
      say(id, [...at, "id"], `Analysis "${analysis.id}" is there twice.`, "Give each analysis its own id.");
    if (Object.hasOwn(config.indicators, analysis.id)) {
      say(
        id,
        [...at, "id"],
        `"${analysis.id}" is also the id of an indicator.`,
        "Figures are named after both: choose another.",
      );
    }
    if ("dataset" in analysis) reference(say, id, [...at, "dataset"], "dataset", analysis.dataset, config.datasets);
    const sayHere = (path: readonly PropertyKey[], message: string, hint: string) =>
      say(id, [...at, ...path], message, hint);
    if (analysis.kind === "agreement") checkAgreement(config, analysis, sayHere);
    if (analysis.kind === "anchors") checkAnchors(config, analysis, sayHere);
    if (analysis.kind === "listing") checkListing(config, analysis, sayHere);
    if (analysis.kind === "reliability") checkReliability(config, analysis, sayHere);
    if (analysis.kind === "importance") checkImportance(config, analysis, sayHere);
    if (analysis.kind === "difference") checkDifference(config, analysis, sayHere);
    if (analysis.kind === "grid") checkGrid(config, analysis, sayHere);
    if (analysis.kind === "members") checkMembers(config, analysis, sayHere);
  }
}
