import type { FeedbackResult } from "../../evaluate/evaluation.ts";
import { figureCell, missingCell, table, toneOf } from "../cells.ts";
import { feedbackChart } from "../charts/feedback-chart.ts";
import type { Desk } from "../desk.ts";
import {
  attentionLine,
  feedbackTotal,
  type Theme,
  themeChange,
  themeCount,
  themeExcess,
  themeInSentence,
  themeInterval,
  themeName,
  themePrevious,
  themeShare,
} from "../feedback-figures.ts";
import { countFigure } from "../indicator-figures.ts";
import { maskQuote, maskWords } from "../mask.ts";
import type { Figure, SectionOf, Sentence, Table } from "../model.ts";
import { previousName } from "../narrative/change.ts";
import { dictionarySentences } from "../narrative/dictionary.ts";

/** Page 4: what customers wrote about; null without classified feedback. */
export function feedbackSection(desk: Desk): SectionOf<"feedback"> | null {
  const { feedback } = desk.evaluation;
  if (feedback === null || feedback.total === 0 || feedback.themes.length === 0) return null;
  const total = feedbackTotal(desk, feedback.total);
  return {
    id: "feedback",
    heading: heading(desk, feedback),
    subtitle: desk.words(feedback.dictionary === null ? "feedback.subtitle" : "dictionary.subtitle", {
      total: total.text,
      total_n: feedback.total,
      line: attentionLine(desk).text,
    }),
    chart: feedbackChart(desk, feedback),
    table: themeTable(desk, feedback),
    sentences: sentences(desk, feedback, total),
    quotesHeading: desk.words("feedback.quotes_heading"),
    quotes: quotes(desk, feedback),
  };
}

function heading(desk: Desk, feedback: FeedbackResult): Sentence {
  const line = attentionLine(desk);
  const above = feedback.themes.filter((theme) => theme.needsAttention);
  const shares = above.map((theme) => themeExcess(desk, theme));
  if (above.length > 0) {
    const themes = desk.format.list(above.map((theme) => themeInSentence(desk, theme.theme)));
    return desk.say("feedback.heading_above", { themes, count: above.length, line }, shares);
  }
  const first = feedback.themes[0];
  if (first === undefined) return desk.say("feedback.heading_none", { line });
  const values = { theme: themeInSentence(desk, first.theme), share: themeShare(desk, first), line };
  // Past the line and yet none that needs attention: there are too few comments to say so.
  return desk.say(
    themeExcess(desk, first).effect === "worse" ? "feedback.heading_few" : "feedback.heading_largest",
    values,
  );
}

function themeTable(desk: Desk, feedback: FeedbackResult): Table {
  const word = (name: string) => desk.words(`feedback.column_${name}`);
  return table(
    "feedback-themes",
    null,
    [
      [word("theme"), false],
      [feedback.dictionary === null ? word("count") : desk.words("dictionary.column_count"), true],
      [word("share"), true],
      [word("interval"), true],
      [word("change"), true],
    ],
    feedback.themes.map((theme) => {
      const change = themeChange(desk, theme, "variance");
      const before = themePrevious(desk, theme);
      if (before !== null) desk.figures.use(before);
      return [
        { text: themeName(desk, theme.theme), ...(theme.needsAttention ? { tone: "concern" as const } : {}) },
        figureCell(desk, themeCount(desk, theme)),
        figureCell(desk, themeShare(desk, theme), theme.needsAttention ? { tone: "concern" } : {}),
        figureCell(desk, themeInterval(desk, theme)),
        change === null
          ? missingCell(desk, desk.words("missing.no_earlier"))
          : figureCell(desk, change, { tone: theme.change.evidence ? toneOf(change.effect) : "neutral" }),
      ];
    }),
  );
}

function sentences(desk: Desk, feedback: FeedbackResult, total: Figure): Sentence[] {
  const lines: Sentence[] = [];
  const first = feedback.themes[0];
  if (first !== undefined) {
    lines.push(
      desk.say("feedback.largest", {
        theme: themeInSentence(desk, first.theme),
        count: themeCount(desk, first),
        total,
        share: themeShare(desk, first),
      }),
    );
  }
  lines.push(...changes(desk, feedback.themes));
  if (feedback.dictionary !== null) {
    lines.push(...dictionarySentences(desk, feedback));
  } else if (feedback.unclassified > 0) {
    const { period } = desk.evaluation;
    const figure = countFigure(
      desk,
      `feedback@${period.id}#unclassified`,
      desk.words("aspects.unclassified"),
      feedback.unclassified,
      {
        query: desk.snapshot.feedback?.query ?? null,
      },
    );
    lines.push(desk.say("feedback.unclassified", { unclassified: figure }));
  }
  return lines;
}

/** What changed with evidence; if nothing did, that. */
function changes(desk: Desk, themes: readonly Theme[]): Sentence[] {
  const period = previousName(desk);
  const known = themes.filter((theme) => theme.previousShare !== null);
  if (known.length === 0) return [];
  const evident = known.filter((theme) => theme.change.evidence);
  if (evident.length === 0) return [desk.say("feedback.no_change", { period })];
  return evident.slice(0, 3).map((theme) => {
    const change = themeChange(desk, theme, "distance");
    if (change === null) throw new Error("a tested change has a previous share");
    return desk.say("feedback.changed", {
      theme: themeInSentence(desk, theme.theme),
      change,
      way: (change.value ?? 0) > 0 ? "up" : "down",
      share: themeShare(desk, theme),
      period,
    });
  });
}

function quotes(desk: Desk, feedback: FeedbackResult) {
  const words = maskWords(desk.words);
  return feedback.quotes
    .map((quote) => ({ theme: themeName(desk, quote.theme), text: maskQuote(quote.text, words) }))
    .filter((quote) => quote.text !== "");
}
