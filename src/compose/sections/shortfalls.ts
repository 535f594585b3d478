import type { Finding, IndicatorResult } from "../../evaluate/evaluation.ts";
import {
  counterfactualFigures,
  explaining,
  harmLines,
  memberFigure,
  memberValue,
  shareOfGap,
  shareOfRows,
} from "../cause-figures.ts";
import { emptyCell, figureCell, table, textCell } from "../cells.ts";
import { contributionChart, heatMapChart, type NamedLine } from "../charts/shortfall-charts.ts";
import type { Desk } from "../desk.ts";
import { attentionLine, themeInterval, themeName, themeShare } from "../feedback-figures.ts";
import { actual, distance, limit } from "../indicator-figures.ts";
import type { Cell, SectionOf, Sentence, Table } from "../model.ts";
import { changePart } from "../narrative/change.ts";
import { limitPart } from "../narrative/findings.ts";
import { memberOf } from "../narrative/headline.ts";
import { causeText, reasonText, ruleOf } from "../narrative/measures.ts";

type Section = SectionOf<"shortfalls">;
type Item = Section["items"][number];

/** Lines of a contribution table; members beyond are one line together. */
const MOST_LINES = 8;

/** Page 5: for each weakness where it comes from, what it would be otherwise, and what the playbook says. */
export function shortfallsSection(desk: Desk): Section {
  const { weaknesses } = desk.evaluation;
  return {
    id: "shortfalls",
    heading: heading(desk),
    subtitle: desk.words(weaknesses.length === 0 ? "shortfalls.subtitle_none" : "shortfalls.subtitle"),
    items: weaknesses.flatMap(
      (finding, index) =>
        (finding.kind === "theme" ? themeItem(desk, finding, index) : indicatorItem(desk, finding, index)) ?? [],
    ),
  };
}

function heading(desk: Desk): Sentence {
  const { weaknesses, indicators } = desk.evaluation;
  if (weaknesses.length === 0) {
    const judged = indicators.some((result) => result.judged && result.meetsTarget !== null);
    return desk.say(judged ? "shortfalls.heading_none" : "shortfalls.heading_unjudged");
  }
  const members = [
    ...new Set(
      weaknesses.flatMap((finding) => (finding.cause === null ? [] : [memberOf(desk, finding.subject, finding.cause)])),
    ),
  ].slice(0, 2);
  if (members.length > 0)
    return desk.say("shortfalls.heading_members", { members: desk.format.list(members), count: members.length });
  const subjects = weaknesses
    .slice(0, 2)
    .map((finding) =>
      finding.kind === "theme" ? themeName(desk, finding.subject) : desk.names.indicatorInSentence(finding.subject),
    );
  return desk.say("shortfalls.heading_subjects", { subjects: desk.format.list(subjects), count: subjects.length });
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
    heading: itemHeading(desk, result, finding),
    subtitle: itemSubtitle(desk, result, split?.dimension ?? null),
    sentences: [...standingSentences(desk, result), ...causeSentences(desk, result, finding)],
    charts: [split?.chart, heatChart].filter((chart) => chart !== null && chart !== undefined),
    table: split?.table ?? membersTable(desk, result),
    ...playbookParts(desk, index),
  };
}

function itemHeading(desk: Desk, result: IndicatorResult, finding: Finding): Sentence {
  const indicator = desk.names.indicatorInSentence(result.indicator);
  const { cause } = finding;
  if (cause !== null) {
    const member = memberOf(desk, result.indicator, cause);
    const share = shareOfGap(desk, result.indicator, cause);
    return cause.shareOfGap > 1
      ? desk.say("shortfalls.item_member_whole", { member, indicator, against: cause.against }, [share])
      : desk.say("shortfalls.item_member", { member, indicator, share, against: cause.against });
  }
  const gap = distance(desk, result, "target");
  if (gap !== null && result.meetsTarget === false) return desk.say("shortfalls.item_gap", { indicator, gap });
  return desk.say("shortfalls.item_signal", { indicator });
}

function itemSubtitle(desk: Desk, result: IndicatorResult, dimension: string | null): string {
  const value = actual(desk, result);
  const target = limit(desk, result, "target");
  const parts = [
    value === null
      ? ""
      : desk.words("shortfalls.actual", { indicator: desk.names.indicator(result.indicator), value: value.text }),
    target === null || result.target === null
      ? ""
      : desk.words("shortfalls.target", { target: desk.values(result.indicator).bound(result.target) }),
    dimension === null ? "" : desk.words("shortfalls.by", { dimension: desk.names.dimension(dimension) }),
  ];
  return parts.filter((text) => text !== "").join(desk.words("punctuation.dot"));
}

function standingSentences(desk: Desk, result: IndicatorResult): Sentence[] {
  const parts = [limitPart(desk, result), changePart(desk, result)].filter((part) => part !== null);
  if (parts.length === 0) return [];
  const sentence = desk.join(parts);
  return [{ ...sentence, text: `${sentence.text}${desk.words("punctuation.stop")}` }];
}

function causeSentences(desk: Desk, result: IndicatorResult, finding: Finding): Sentence[] {
  const { cause } = finding;
  const { indicator } = result;
  if (cause === null) {
    const percentile = result.breakdowns.some((found) => found.notDecomposed === "percentile");
    if (result.breakdowns.length === 0) return [desk.say("shortfalls.no_breakdown")];
    return [
      desk.say(percentile ? "shortfalls.percentile" : "shortfalls.no_cause", {
        indicator: desk.names.indicatorInSentence(indicator),
      }),
    ];
  }
  const member = memberOf(desk, indicator, cause);
  const rows = shareOfRows(desk, indicator, cause);
  const share = shareOfGap(desk, indicator, cause);
  const lines = [
    cause.shareOfGap > 1
      ? desk.say("shortfalls.share_whole", { member, rows, against: cause.against }, [share])
      : desk.say("shortfalls.share", { member, rows, share, against: cause.against }),
  ];
  if (cause.counterfactual === null) return lines;
  const own = memberValue(desk, indicator, cause.dimension, cause.contribution);
  const otherwise = counterfactualFigures(desk, result, cause.counterfactual);
  if (own === null) return lines;
  const values = {
    member,
    own,
    others: otherwise.others,
    value: otherwise.value,
    indicator: desk.names.indicatorInSentence(indicator),
  };
  lines.push(
    otherwise.scoreEffect === null || otherwise.scoreEffect.effect !== "better"
      ? desk.say("shortfalls.counterfactual", values, [otherwise.effect])
      : desk.say("shortfalls.counterfactual_score", { ...values, points: otherwise.scoreEffect }, [otherwise.effect]),
  );
  return lines;
}

function contributionParts(
  desk: Desk,
  result: IndicatorResult,
  finding: Finding,
  dimension: string,
): { chart: string; table: Table; dimension: string } | null {
  const found = explaining(result, dimension);
  if (found === null || found.lines.length < 2) return null;
  const indicator = desk.config.indicators[result.indicator];
  if (indicator === undefined) return null;
  const percent = indicator.unit === "percent";
  const scale = percent ? 100 : 1;
  const lines = harmLines(found.lines, found.gap, {
    lowerIsBetter: indicator.direction === "lower_is_better",
    scale,
    digits: indicator.precision,
    most: MOST_LINES,
  });
  const text = (value: number) => {
    const size = desk.values(result.indicator).distance(value / scale);
    return value < 0 && Number(value.toFixed(indicator.precision)) !== 0 ? `−${size}` : size;
  };
  const { against } = found;
  const named: (NamedLine & { cells: Cell[] })[] = lines.map((line) => {
    const label =
      line.member === null
        ? desk.words("shortfalls.others", { count: desk.format.count(line.members) })
        : desk.names.member(dimension, line.member);
    const cut = { [dimension]: line.member ?? "*" };
    const unit = percent ? "percentage_points" : indicator.unit;
    const figure = (aspect: string, value: number) =>
      memberFigure(desk, result.indicator, cut, `${aspect}_${against}`, {
        value: value / scale,
        text: text(value),
        unit,
        n: line.n,
      });
    const total = figure("harm", line.total);
    const own =
      line.member === null
        ? null
        : memberValue(desk, result.indicator, dimension, { member: line.member, value: line.value, n: line.n });
    const rows = memberFigure(desk, result.indicator, cut, "n", {
      value: line.n,
      text: desk.format.count(line.n),
      unit: "count",
      n: line.n,
    });
    const cells = [
      textCell(label),
      figureCell(desk, rows),
      own === null ? emptyCell : figureCell(desk, own),
      figureCell(desk, figure("rate_effect", line.rate)),
      figureCell(desk, figure("mix_effect", line.mix)),
      figureCell(desk, total, line.member !== null && line.member === finding.cause?.member ? { tone: "concern" } : {}),
    ];
    return { line, label, total, cells };
  });
  const gap = distance(desk, result, against);
  if (gap !== null) desk.figures.use(gap);
  const gapText = gap?.text ?? text(Math.abs(found.gap) * scale);
  const word = (name: string) => desk.words(`shortfalls.column_${name}`);
  return {
    dimension,
    chart: contributionChart(desk, result, {
      dimension,
      against,
      gap: gapText,
      lines: named,
      main: finding.cause?.dimension === dimension ? finding.cause.member : null,
    }),
    table: table(
      `contribution-${result.indicator}`,
      desk.words(`shortfalls.table_title_${against}`, { gap: gapText }),
      [
        [desk.names.dimension(dimension), false],
        [word("rows"), true],
        [word("value"), true],
        [word("rate"), true],
        [word("mix"), true],
        [word("total"), true],
      ],
      named.map(({ cells }) => cells),
    ),
  };
}

/** Where nothing can be decomposed: the members' values all the same. */
function membersTable(desk: Desk, result: IndicatorResult): Table | null {
  const breakdown = result.breakdowns.find((found) => found.members.length > 1);
  if (breakdown === undefined) return null;
  const rows = breakdown.members.slice(0, MOST_LINES).map((member) => {
    const own = memberValue(desk, result.indicator, breakdown.dimension, member);
    const count = memberFigure(desk, result.indicator, { [breakdown.dimension]: member.member }, "n", {
      value: member.n,
      text: desk.format.count(member.n),
      unit: "count",
      n: member.n,
    });
    return [
      textCell(desk.names.member(breakdown.dimension, member.member)),
      figureCell(desk, count),
      own === null ? emptyCell : figureCell(desk, own),
    ];
  });
  return table(
    `members-${result.indicator}`,
    desk.words("shortfalls.members_title", { dimension: desk.names.dimension(breakdown.dimension) }),
    [
      [desk.names.dimension(breakdown.dimension), false],
      [desk.words("shortfalls.column_rows"), true],
      [desk.words("shortfalls.column_value"), true],
    ],
    rows,
  );
}

function themeItem(desk: Desk, finding: Finding, index: number): Item | null {
  const theme = desk.evaluation.feedback?.themes.find((candidate) => candidate.theme === finding.subject);
  if (theme === undefined) return null;
  const name = themeName(desk, theme.theme);
  return {
    anchor: `shortfall-${index + 1}`,
    heading: desk.say("shortfalls.item_theme", { theme: name, line: attentionLine(desk) }, [themeShare(desk, theme)]),
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
    cause: { label: desk.words("shortfalls.likely_cause"), text: causeText(desk, recommendation) },
    playbook: {
      label: desk.words("shortfalls.measure"),
      title: desk.names.text(rule.measure.title),
      reason: reasonText(desk, recommendation),
    },
  };
}
