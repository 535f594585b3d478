import type { Config } from "../schema/index.ts";
import type { Say } from "./say.ts";

/** Linear scoring divides by the way from baseline to target. */
export function checkLinearScoring(config: Config, say: Say): void {
  for (const [id, { versions }] of Object.entries(config.scorecards)) {
    for (const [index, version] of versions.entries()) {
      if (version.scoring !== "linear") continue;
      for (const [dimension, { indicators }] of Object.entries(version.dimensions)) {
        for (const [name, { baseline, target }] of Object.entries(indicators)) {
          if (baseline === undefined || baseline !== target) continue;
          say(
            id,
            ["versions", index, "dimensions", dimension, "indicators", name, "target"],
            `Baseline and target are both ${target}: linear scoring has nothing to divide points over.`,
            "Set a target better than the baseline, or score this version by bands.",
          );
        }
      }
    }
  }
}
