import type { AnalysisOf } from "../schema/analyses/index.ts";
import type { Config } from "../schema/index.ts";
import { didYouMean } from "../validate.ts";

type SayHere = (path: readonly PropertyKey[], message: string, hint: string) => void;

/** Subject, rater and role are dimensions of the dataset of ratings, and the limits of alpha stand in order. */
export function checkAgreement(config: Config, analysis: AnalysisOf<"agreement">, say: SayHere): void {
  const known = Object.keys(config.datasets[analysis.dataset]?.dimensions ?? {});
  for (const key of ["subject", "rater", "role"] as const) {
    const name = analysis[key];
    if (name === undefined || known.includes(name)) continue;
    say([key], `Dataset "${analysis.dataset}" has no dimension "${name}".`, didYouMean(name, known));
  }
  if (analysis.tentative > analysis.reliable) {
    say(
      ["tentative"],
      `Ratings would be reliable from ${analysis.reliable} on, but tentative only from ${analysis.tentative}.`,
      "Write the lower limit under `tentative`.",
    );
  }
}

/** Indicators looked at have anchors, and anchors belong to ratings. */
export function checkAnchors(config: Config, analysis: AnalysisOf<"anchors">, say: SayHere): void {
  const anchored = Object.keys(config.indicators).filter((id) => config.indicators[id]?.anchors !== undefined);
  for (const [index, id] of (analysis.indicators ?? []).entries()) {
    if (anchored.includes(id)) continue;
    const message = Object.hasOwn(config.indicators, id)
      ? `Indicator "${id}" has no anchors.`
      : `There is no indicator "${id}".`;
    say(["indicators", index], message, didYouMean(id, anchored));
  }
}

/** Members of a listing are shown with the labels of a dimension there is. */
export function checkListing(config: Config, analysis: AnalysisOf<"listing">, say: SayHere): void {
  const known = Object.keys(config.datasets[analysis.dataset]?.dimensions ?? {});
  for (const [index, { as, dimension }] of analysis.columns.entries()) {
    const at = ["columns", index, "dimension"];
    if (dimension !== undefined && !known.includes(dimension)) {
      say(at, `Dataset "${analysis.dataset}" has no dimension "${dimension}".`, didYouMean(dimension, known));
    } else if (dimension === undefined && as === "member") {
      say(at, "A member is shown with the labels of a dimension, and none is named.", "Add `dimension: …`.");
    }
  }
}

/** Anchors are levels of a rating scale, at least two, within it; and nothing else can be anchored. */
export function checkAnchorsOf(
  id: string,
  indicator: Config["indicators"][string],
  say: (id: string, path: readonly PropertyKey[], message: string, hint: string) => void,
): void {
  const { anchors, unit, scale_max: top } = indicator;
  if (anchors === undefined) return;
  if (unit !== "score" || indicator.kind !== "mean") {
    say(id, ["anchors"], "Only a mean rating (`kind: mean`, `unit: score`) can have anchors.", "Leave them out.");
  }
  const levels = Object.keys(anchors).map(Number);
  if (levels.length < 2) say(id, ["anchors"], "A scale has at least two levels.", "Describe each level.");
  const beyond = levels.find((level) => top !== undefined && level > top);
  if (beyond !== undefined) {
    say(
      id,
      ["anchors", String(beyond)],
      `Level ${beyond} lies beyond the scale's ${top}.`,
      "Correct it or `scale_max`.",
    );
  }
}
