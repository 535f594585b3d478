import { bandProblems } from "../../evaluate/bands.ts";
import type { Config } from "../schema/index.ts";
import type { ScorecardVersion } from "../schema/scorecard.ts";
import { sentence } from "../validate.ts";
import { reference } from "./reference.ts";
import type { Say } from "./say.ts";

/** Weights are written by hand with decimals: their sum may be off by rounding, not by more. */
const WEIGHT_TOLERANCE = 1e-6;

/** Versions in order; weights that sum to 100; bands without gap or overlap; targets better than baselines. */
export function checkScorecards(config: Config, say: Say): void {
  for (const [id, scorecard] of Object.entries(config.scorecards)) {
    const days = scorecard.versions.map((version) => version.effective_from);
    for (const [index, version] of scorecard.versions.entries()) {
      const path = ["versions", index];
      const before = days[index - 1];
      if (before !== undefined && before >= version.effective_from) {
        say(
          id,
          [...path, "effective_from"],
          `This version begins on ${version.effective_from}, not after ${before}.`,
          "Order versions by their first day; one day can begin one version only.",
        );
      }
      checkVersion(config, id, path, version, say);
    }
  }
}

function checkVersion(
  config: Config,
  id: string,
  path: readonly PropertyKey[],
  version: ScorecardVersion,
  say: Say,
): void {
  let sum = 0;
  const seen = new Set<string>();
  for (const [dimension, { indicators }] of Object.entries(version.dimensions)) {
    for (const [name, scored] of Object.entries(indicators)) {
      const at = [...path, "dimensions", dimension, "indicators", name];
      sum += scored.weight;
      reference(say, id, at, "indicator", name, config.indicators);
      if (seen.has(name)) say(id, at, `Indicator "${name}" is scored twice.`, "Keep it in one dimension.");
      seen.add(name);
      const indicator = config.indicators[name];
      if (!indicator) continue;
      const { baseline, target, bands } = scored;
      if (bands) {
        for (const message of bandProblems(bands, indicator.direction)) {
          say(
            id,
            [...at, "bands"],
            sentence(message),
            "Bands must cover every value exactly once, best first; see docs/config.md.",
          );
        }
      }
      if (version.scoring === "linear" && (baseline === undefined || target === undefined) && bands === undefined)
        continue;
      if (baseline !== undefined && target !== undefined) {
        const wrong = indicator.direction === "higher_is_better" ? baseline > target : baseline < target;
        if (wrong) {
          say(
            id,
            [...at, "target"],
            `The target ${target} is worse than the baseline ${baseline}, as ${indicator.direction.replaceAll("_", " ")}.`,
            "Exchange them, or correct the indicator's direction.",
          );
        }
      }
      for (const [name2, value] of [
        ["baseline", baseline],
        ["target", target],
      ] as const) {
        if (indicator.unit === "percent" && value !== undefined && Math.abs(value) > 1.5) {
          say(
            id,
            [...at, name2],
            `${value} is no share: percentages are written as fractions.`,
            `Write ${value / 100} for ${value} %.`,
          );
        }
      }
    }
  }
  if (Math.abs(sum - 100) > WEIGHT_TOLERANCE) {
    say(
      id,
      [...path, "dimensions"],
      `The weights sum to ${Number(sum.toFixed(6))}, not to 100.`,
      "Change the weights so that they sum to 100.",
    );
  }
  const limits = version.score_bands;
  if (limits.some((limit, index) => index > 0 && limit >= (limits[index - 1] ?? 0))) {
    say(
      id,
      [...path, "score_bands"],
      `The limits ${limits.join(", ")} do not fall.`,
      "Write them from best to worst, e.g. [90, 75, 60, 40].",
    );
  }
}
