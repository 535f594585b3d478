import type { z } from "zod";
import type { IndicatorResult } from "../../evaluate/evaluation.ts";
import type { Desk } from "../desk.ts";
import type { Mark } from "../model.ts";

type MarkValue = z.infer<typeof Mark>;

/** Variation: a dot for ordinary, a triangle in the direction the figure moved for a special cause. */
export function variationMark(desk: Desk, result: IndicatorResult): MarkValue {
  const { spc } = result;
  if (spc === null) return { shape: "none", tone: "neutral", text: desk.words("marks.no_variation") };
  if (spc.variation === "ordinary") return { shape: "dot", tone: "neutral", text: desk.words("marks.ordinary") };
  const lower = desk.config.indicators[result.indicator]?.direction === "lower_is_better";
  const better = spc.variation === "improvement";
  return {
    shape: better === lower ? "down" : "up",
    tone: better ? "good" : "concern",
    text: desk.words(better ? "marks.improvement" : "marks.concern"),
  };
}

/** Assurance: what ordinary variation will do to the target. */
export function assuranceMark(desk: Desk, result: IndicatorResult): MarkValue {
  const assurance = result.spc?.assurance ?? null;
  if (assurance === null) return { shape: "none", tone: "neutral", text: "" };
  const tone = { passes: "good", fails: "concern", "hit-or-miss": "neutral" } as const;
  return { shape: "none", tone: tone[assurance], text: desk.words(`marks.${assurance.replaceAll("-", "_")}`) };
}
