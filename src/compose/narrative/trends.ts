import { figureId } from "../../collect/snapshot.ts";
import type { IndicatorResult } from "../../evaluate/evaluation.ts";
import type { Desk, Part } from "../desk.ts";
import { aspect, limit } from "../indicator-figures.ts";
import type { Figure, Sentence } from "../model.ts";
import { changePart, specialBasis } from "./change.ts";

/** Title of the trends page: what left its expected range, for the worse first, then for the better. */
export function trendsHeading(desk: Desk): Sentence {
  const results = desk.evaluation.indicators.filter((result) => result.spc !== null);
  if (results.length === 0) return desk.say("trends.heading_short");
  const pick = (variation: "concern" | "improvement") =>
    results.filter((result) => result.spc?.variation === variation).sort((a, b) => b.weight - a.weight);
  const [concern, improvement] = [pick("concern"), pick("improvement")];
  const parts = [headingPart(desk, concern[0], "worse"), headingPart(desk, improvement[0], "better")].filter(
    (part) => part !== null,
  );
  if (parts.length === 0) return desk.say("trends.heading_ordinary");
  return desk.join(parts);
}

function headingPart(desk: Desk, result: IndicatorResult | undefined, effect: "better" | "worse"): Part | null {
  if (result === undefined) return null;
  const rule =
    (["outside", "trend", "shift", "near-limit"] as const).find((name) => result.spc?.rules.includes(name)) ??
    "outside";
  const key = rule === "near-limit" ? "near" : rule;
  const basis = specialBasis(desk, result);
  return desk.part(
    `trends.heading_${key}`,
    { indicator: desk.names.indicatorInSentence(result.indicator), effect },
    basis,
  );
}

/** `76.0–83.1%`: XmR limits. */
export function expectedRange(desk: Desk, result: IndicatorResult): Figure | null {
  const { spc } = result;
  if (spc === null) return null;
  const format = desk.values(result.indicator);
  return aspect(desk, result, "expected_range", {
    value: spc.mean,
    text: format.range(spc.lower, spc.upper),
    formula: `mean ± 2.66 × mean moving range of ${figureId(result.indicator, "*")}`,
  });
}

/** Under each chart: what kind of variation it shows, what changed last, what the target can expect. */
export function trendText(desk: Desk, result: IndicatorResult): Sentence {
  const sentences = [variationPart(desk, result), lastChange(desk, result), assurancePart(desk, result)].filter(
    (part) => part !== null,
  );
  if (sentences.length === 0) return desk.say("trends.text_nothing");
  return desk.join(
    sentences.map((part) => ({ ...part, text: `${desk.join([part]).text}${desk.words("punctuation.stop")}` })),
    desk.words("punctuation.sentence"),
  );
}

function variationPart(desk: Desk, result: IndicatorResult): Part | null {
  const { spc } = result;
  const range = expectedRange(desk, result);
  if (spc === null || range === null) return desk.part("trends.text_short");
  if (spc.variation === "ordinary") return desk.part("trends.text_ordinary", { range });
  const effect = spc.variation === "improvement" ? "better" : "worse";
  const rule =
    (["outside", "trend", "shift", "near-limit"] as const).find((name) => spc.rules.includes(name)) ?? "outside";
  return desk.part(
    `trends.text_${rule === "near-limit" ? "near" : rule}`,
    { range, effect },
    specialBasis(desk, result),
  );
}

/** The change test; left out where the sentence before has said the same by its run of periods. */
function lastChange(desk: Desk, result: IndicatorResult): Part | null {
  if (result.spc?.rules.includes("trend") && result.spc.variation !== "ordinary") return null;
  return result.change.method === "none" ? null : changePart(desk, result);
}

function assurancePart(desk: Desk, result: IndicatorResult): Part | null {
  const assurance = result.spc?.assurance ?? null;
  const target = limit(desk, result, "target");
  if (assurance === null || target === null) return null;
  // A process that has just moved is no longer described by its range: whether it will hit or miss cannot be told from it.
  if (assurance === "hit-or-miss" && result.spc?.variation !== "ordinary") return null;
  return desk.part(`trends.assurance_${assurance.replaceAll("-", "_")}`, { target });
}
