import type { Finding, IndicatorResult } from "../../evaluate/evaluation.ts";
import { counterfactualFigures, memberValue, shareOfGap } from "../cause-figures.ts";
import { figureCell, standing } from "../cells.ts";
import type { Desk, Part } from "../desk.ts";
import { attentionLine, themeExcess, themeInSentence, themeShare } from "../feedback-figures.ts";
import { actual, countFigure, distance, figureLabel, interval, limit, sampleSize } from "../indicator-figures.ts";
import type { SectionOf } from "../model.ts";
import { shortfallPlace, trendPlace } from "../places.ts";
import { changePart, isEvidenced } from "./change.ts";
import { gapBasis, memberOf } from "./headline.ts";

type Entry = SectionOf<"summary">["strengths"][number];

/** A strength: how far above the mark, against whom, since when. */
export function strengthEntry(desk: Desk, finding: Finding): Entry | null {
  const result = desk.result(finding.subject);
  const figure = result === undefined ? null : actual(desk, result);
  if (result === undefined || figure === null) return null;
  const parts = [
    firstTime(desk, result) ?? limitPart(desk, result),
    benchmarkPart(desk, result),
    improving(desk, result),
  ].filter((part) => part !== null);
  if (parts.length < 2) parts.push(samplePart(desk, result));
  return {
    cell: figureCell(desk, figure, { tone: "good" }),
    label: desk.names.indicator(finding.subject),
    text: desk.join(parts.slice(0, 3)),
    href: trendPlace(desk, finding.subject),
  };
}

/** A weakness: how far off, what explains it, whether it is getting worse. `index` is its place among the weaknesses. */
export function weaknessEntry(desk: Desk, finding: Finding, index: number): Entry | null {
  if (finding.kind === "theme") return themeEntry(desk, finding, index);
  const result = desk.result(finding.subject);
  const figure = result === undefined ? null : actual(desk, result);
  if (result === undefined || figure === null) return null;
  const parts = [limitPart(desk, result), causePart(desk, result, finding), changePart(desk, result)].filter(
    (part) => part !== null,
  );
  if (parts.length === 0) parts.push(samplePart(desk, result));
  return {
    cell: figureCell(desk, figure, {
      tone: result.meetsBaseline === false ? "concern" : standing(result) === "good" ? "neutral" : standing(result),
    }),
    label: desk.names.indicator(finding.subject),
    text: desk.join(parts.slice(0, 3)),
    href: shortfallPlace(desk, index, finding.subject),
  };
}

function themeEntry(desk: Desk, finding: Finding, index: number): Entry | null {
  const theme = desk.evaluation.feedback?.themes.find((candidate) => candidate.theme === finding.subject);
  if (theme === undefined) return null;
  return {
    cell: figureCell(desk, themeShare(desk, theme), { tone: "neutral" }),
    label: desk.words("findings.theme_label", { theme: themeInSentence(desk, finding.subject) }),
    text: desk.say("findings.theme_above", { line: attentionLine(desk) }, [themeExcess(desk, theme)]),
    href: desk.report.sections.includes("feedback") ? "#feedback" : shortfallPlace(desk, index, finding.subject),
  };
}

/** Where the value stands against its target, or against its baseline where there is no target. */
export function limitPart(desk: Desk, result: IndicatorResult): Part | null {
  const kind = result.variances.target !== null ? "target" : result.variances.baseline !== null ? "baseline" : null;
  if (kind === null) return null;
  const gap = distance(desk, result, kind);
  const mark = limit(desk, result, kind);
  if (gap === null || mark === null) return null;
  const difference = gap.value ?? 0;
  const way = difference > 0 ? "above" : difference < 0 ? "below" : "on";
  if (way !== "on" && desk.values(result.indicator).isTiny(difference)) {
    return desk.part(`findings.${kind}_just_${way}`, { limit: mark }, [gap]);
  }
  return desk.part(`findings.${kind}_${way}`, way === "on" ? { limit: mark } : { gap, limit: mark });
}

/** `target met for the first time in 13 months`: every earlier value of the history misses today's target. */
function firstTime(desk: Desk, result: IndicatorResult): Part | null {
  const { target, series } = result;
  const mark = limit(desk, result, "target");
  if (target === null || mark === null || result.meetsTarget !== true) return null;
  const lower = desk.config.indicators[result.indicator]?.direction === "lower_is_better";
  const earlier = series.slice(0, -1);
  const missed = earlier.every(({ value }) => value !== null && (lower ? value > target : value < target));
  if (earlier.length < 6 || !missed) return null;
  const { period } = desk.evaluation;
  const periods = countFigure(
    desk,
    `history@${period.id}#n`,
    figureLabel(desk, desk.words("aspects.history"), period.id),
    series.length,
    { formula: "periods of the history" },
  );
  return desk.part("findings.first_time", { limit: mark, periods });
}

function benchmarkPart(desk: Desk, result: IndicatorResult): Part | null {
  const gap = distance(desk, result, "benchmark");
  if (gap === null || gap.effect !== "better") return null;
  return desk.part("findings.benchmark", { gap, way: (gap.value ?? 0) > 0 ? "above" : "below" });
}

const improving = (desk: Desk, result: IndicatorResult): Part | null =>
  isEvidenced(result, "better") ? changePart(desk, result) : null;

/** What the rows behind an indicator are called: `tickets`. */
export const rowsOf = (desk: Desk, indicator: string): string =>
  desk.names.rows(desk.config.indicators[indicator]?.dataset ?? "");

function samplePart(desk: Desk, result: IndicatorResult): Part {
  const range = interval(desk, result);
  const dataset = desk.config.indicators[result.indicator]?.dataset ?? "";
  const sample = {
    n: sampleSize(desk, result),
    rows: desk.names.rows(dataset),
    measure: desk.names.measureWord(dataset),
  };
  return range === null
    ? desk.part("findings.sample", sample)
    : desk.part("findings.sample_interval", {
        ...sample,
        interval: range,
      });
}

/** The member that explains the gap: by its share, or by how it stands against the others. */
function causePart(desk: Desk, result: IndicatorResult, finding: Finding): Part | null {
  const { cause } = finding;
  if (cause === null) return null;
  const member = memberOf(desk, result.indicator, cause);
  const own = memberValue(desk, result.indicator, cause.dimension, cause.contribution);
  if (cause.counterfactual !== null && own !== null && desk.config.indicators[result.indicator]?.unit !== "percent") {
    const { others } = counterfactualFigures(desk, result, cause.counterfactual);
    return desk.part("findings.member_against_others", { member, value: own, others });
  }
  const share = shareOfGap(desk, result.indicator, cause);
  const values = { member, against: cause.against };
  const basis = gapBasis(desk, result.indicator, cause);
  return cause.shareOfGap > 1
    ? desk.part("findings.member_whole", values, [share, ...basis])
    : desk.part("findings.member_share", { ...values, share }, basis);
}
