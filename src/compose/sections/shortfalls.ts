import type { Finding, IndicatorResult } from "../../evaluate/evaluation.ts";
import { heatMapChart } from "../charts/shortfall-charts.ts";
import { contributionParts, membersTable } from "../contribution-table.ts";
import type { Desk } from "../desk.ts";
import { attentionLine, themeExcess, themeInSentence, themeInterval, themeShare } from "../feedback-figures.ts";
import { actual, limit } from "../indicator-figures.ts";
import type { SectionOf } from "../model.ts";
import { causeText, measureText, ruleOf } from "../narrative/measures.ts";
import { causeSentences, shortfallHeading, shortfallsHeading, standingSentences } from "../narrative/shortfalls.ts";

type Section = SectionOf<"shortfalls">;
type Item = Section["items"][number];

/** Page 5: for each weakness where it comes from, what it would be otherwise, and what the playbook says. */
export function shortfallsSection(desk: Desk): Section {
  const { weaknesses } = desk.evaluation;
  return {
    id: "shortfalls",
    heading: shortfallsHeading(desk),
    subtitle: desk.words(weaknesses.length === 0 ? "shortfalls.subtitle_none" : "shortfalls.subtitle"),
    items: weaknesses.flatMap(
      (finding, index) =>
        (finding.kind === "theme" ? themeItem(desk, finding, index) : indicatorItem(desk, finding, index)) ?? [],
    ),
  };
}

function indicatorItem(desk: Desk, finding: Finding, index: number): Item | null {
  const result = desk.result(finding.subject);
  if (result === undefined) return null;
  const dimension =
    finding.cause?.dimension ??
    result.breakdowns.find((found) => found.againstTarget !== null || found.againstPrevious !== null)?.dimension;
  const split = dimension === undefined ? null : contributionParts(desk, result, finding, dimension);
  const heat = desk.evaluation.heatMaps.find((map) => map.indicator === result.indicator);
  const heatChart = heat === undefined ? null : heatMapChart(desk, heat);
  return {
    anchor: `shortfall-${index + 1}`,
    heading: shortfallHeading(desk, result, finding),
    subtitle: itemSubtitle(desk, result, split === null ? undefined : dimension),
    sentences: [...standingSentences(desk, result), ...causeSentences(desk, result, finding)],
    charts: [split?.chart, heatChart].filter((chart) => chart !== null && chart !== undefined),
    table: split?.table ?? membersTable(desk, result),
    ...playbookParts(desk, index),
  };
}

function itemSubtitle(desk: Desk, result: IndicatorResult, dimension: string | undefined): string {
  const value = actual(desk, result);
  const target = limit(desk, result, "target");
  const parts: string[] = [];
  if (value !== null)
    parts.push(
      desk.words("shortfalls.actual", { indicator: desk.names.indicator(result.indicator), value: value.text }),
    );
  if (target !== null && result.target !== null) {
    parts.push(desk.words("shortfalls.target", { target: desk.values(result.indicator).bound(result.target) }));
  }
  if (dimension !== undefined)
    parts.push(desk.words("shortfalls.by", { dimension: desk.names.dimensionInSentence(dimension) }));
  return parts.join(desk.words("punctuation.dot"));
}

function themeItem(desk: Desk, finding: Finding, index: number): Item | null {
  const theme = desk.evaluation.feedback?.themes.find((candidate) => candidate.theme === finding.subject);
  if (theme === undefined) return null;
  const name = themeInSentence(desk, theme.theme);
  return {
    anchor: `shortfall-${index + 1}`,
    heading: desk.say("shortfalls.item_theme", { theme: name, line: attentionLine(desk) }, [themeExcess(desk, theme)]),
    subtitle: desk.words("shortfalls.theme_subtitle"),
    sentences: [
      desk.say("shortfalls.theme", {
        theme: name,
        share: themeShare(desk, theme),
        interval: themeInterval(desk, theme),
      }),
    ],
    charts: [],
    table: null,
    ...playbookParts(desk, index),
  };
}

function playbookParts(desk: Desk, weakness: number): Pick<Item, "cause" | "playbook"> {
  const recommendation = desk.evaluation.measures.find(
    (measure) => measure.weakness === weakness || measure.alsoFor.includes(weakness),
  );
  if (recommendation === undefined) return { cause: null, playbook: null };
  const rule = ruleOf(desk, recommendation);
  return {
    cause: { label: desk.words("shortfalls.likely_cause"), text: causeText(desk, recommendation, weakness) },
    playbook: {
      label: desk.words("shortfalls.measure"),
      title: desk.names.text(rule.measure.title),
      reason: measureText(desk, recommendation, weakness),
    },
  };
}
