import { checkDatasets, checkIndicators } from "./cross-check/datasets.ts";
import { checkDeliverySettings } from "./cross-check/delivery.ts";
import { checkDictionaries } from "./cross-check/dictionaries.ts";
import { checkGoals } from "./cross-check/goals.ts";
import { checkImports } from "./cross-check/imports.ts";
import { checkKpis } from "./cross-check/kpis.ts";
import { checkLinearScoring } from "./cross-check/linear.ts";
import { checkPlaybooks } from "./cross-check/playbooks.ts";
import { checkReport } from "./cross-check/reports.ts";
import type { Say } from "./cross-check/say.ts";
import { checkScorecards } from "./cross-check/scorecards.ts";
import { checkSheetImports } from "./cross-check/spot-checks.ts";
import { checkWeightings } from "./cross-check/weighting.ts";
import type { Config } from "./schema/index.ts";
import type { Locate, Problem } from "./yaml-file.ts";

/** What no single entry can know: references, sums of weights, bands without gap or overlap, order of versions. */
export function crossCheck(config: Config, locate: Locate): Problem[] {
  const problems: Problem[] = [];
  const sayIn =
    (section: string): Say =>
    (id, path, message, hint) => {
      problems.push({ ...locate(section, id, path), message, hint });
    };
  checkDatasets(config, sayIn("datasets"));
  checkIndicators(config, sayIn("indicators"));
  checkWeightings(config, sayIn("indicators"));
  checkScorecards(config, sayIn("scorecards"));
  checkLinearScoring(config, sayIn("scorecards"));
  checkPlaybooks(config, sayIn("playbooks"));
  for (const [id, report] of Object.entries(config.reports)) checkReport(config, id, report, sayIn("reports"));
  checkGoals(config, sayIn("goals"));
  checkKpis(config, sayIn("kpis"));
  checkImports(config, sayIn("imports"));
  checkDictionaries(config, sayIn("dictionaries"));
  checkSheetImports(config, sayIn("imports"));
  checkDeliverySettings(config, sayIn);
  return problems;
}
