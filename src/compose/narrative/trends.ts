import { figureId } from "../../collect/snapshot.ts";
import type { IndicatorResult } from "../../evaluate/evaluation.ts";
import type { Desk, Part } from "../desk.ts";
import { aspect, limit } from "../indicator-figures.ts";
import type { Figure, Sentence } from "../model.ts";
import { changePart, specialBasis, streakFigure } from "./change.ts";

type Special = "outside" | "trend" | "shift" | "near";

/** The rule a special cause is named by: leaving the range alarms first, a steady run pleases first. */
function nameOf({ spc, streak }: IndicatorResult): Special {
  const order = spc?.variation === "improvement" ? (["trend", "outside"] as const) : (["outside", "trend"] as const);
  const found = [...order, "shift" as const].find(
    (rule) => spc?.rules.includes(rule) && (rule !== "trend" || streak !== 0),
  );
  return found ?? (spc?.rules.includes("near-limit") ? "near" : "outside");
}

/** Title of the trends page: what shows a special cause, for the worse first, then for the better. */
export function trendsHeading(desk: Desk): Sentence {
  const results = desk.evaluation.indicators.filter((result) => result.spc !== null);
  if (results.length === 0) return desk.say("trends.heading_short");
  const clearest = (variation: "concern" | "improvement") =>
    results
      .filter((result) => result.spc?.variation === variation)
      .sort((a, b) => Number(nameOf(a) === "near") - Number(nameOf(b) === "near") || b.weight - a.weight)[0];
  const found = [clearest("concern"), clearest("improvement")].filter((result) => result !== undefined);
  if (found.length === 0) return desk.say("trends.heading_ordinary");
  return desk.join(
    found.map((result) => {
      const effect = result.spc?.variation === "improvement" ? "better" : "worse";
      const indicator = desk.names.indicatorInSentence(result.indicator);
      return desk.part(`trends.heading_${nameOf(result)}`, { indicator, effect }, specialBasis(desk, result));
    }),
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
  const change = lastChange(desk, result);
  // When no indicator has an expected range, the title has said so; here only what adds to it.
  const needless = change !== null && desk.evaluation.indicators.every(({ spc }) => spc === null);
  const sentences = [needless ? null : variationPart(desk, result), change, assurancePart(desk, result)].filter(
    (part) => part !== null,
  );
  return desk.join(
    sentences.map((part) => ({ ...part, text: `${desk.join([part]).text}${desk.words("punctuation.stop")}` })),
    desk.words("punctuation.sentence"),
  );
}

function variationPart(desk: Desk, result: IndicatorResult): Part {
  const { spc } = result;
  const range = expectedRange(desk, result);
  if (spc === null || range === null) return desk.part("trends.text_short");
  if (spc.variation === "ordinary") return desk.part("trends.text_ordinary", { range });
  const effect = spc.variation === "improvement" ? "better" : "worse";
  if (nameOf(result) === "trend")
    return desk.part("trends.text_trend", { range, effect, streak: streakFigure(desk, result) });
  return desk.part(`trends.text_${nameOf(result)}`, { range, effect }, specialBasis(desk, result));
}

/** What changed last, unless the sentence before has said it. */
function lastChange(desk: Desk, result: IndicatorResult): Part | null {
  if (result.change.method === "none") return null;
  const run = result.spc !== null && result.spc.variation !== "ordinary" && nameOf(result) === "trend";
  return run ? null : changePart(desk, result, { special: false });
}

function assurancePart(desk: Desk, result: IndicatorResult): Part | null {
  const assurance = result.spc?.assurance ?? null;
  const target = limit(desk, result, "target");
  if (assurance === null || target === null) return null;
  // A process that has just moved is no longer described by its range: the range then only foretells what the movement
  // itself makes more likely.
  const foretold = { ordinary: null, improvement: "passes", concern: "fails" }[result.spc?.variation ?? "ordinary"];
  if (foretold !== null && assurance !== foretold) return null;
  return desk.part(`trends.assurance_${assurance.replaceAll("-", "_")}`, { target });
}
