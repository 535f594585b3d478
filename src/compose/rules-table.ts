import { figureId } from "../collect/snapshot.ts";
import type { IndicatorChange, RuleChange } from "../evaluate/rule-changes.ts";
import { emptyCell, figureCell, plain, textCell } from "./cells.ts";
import type { Desk } from "./desk.ts";
import { figureLabel } from "./indicator-figures.ts";
import type { Cell, Figure, Sentence, Table } from "./model.ts";

type Setting = "weight" | "baseline" | "target";

/**
 * Which rules the scorecard was judged by, why they changed, and whether the history was scored by others as well. Nothing
 * where there is nothing to judge by.
 */
export function rulesSentences(desk: Desk): Sentence[] {
  const { effectiveFrom, changes } = desk.evaluation.scorecard;
  const { indicators, score } = desk.evaluation;
  const judges =
    score.value !== null || indicators.some(({ target, baseline }) => target !== null || baseline !== null);
  if (changes.length === 0 && !judges) return [];
  const day = desk.format.period.day(effectiveFrom);
  const sentences = [desk.say(changes.length === 0 ? "rules.in_force" : "rules.changed", { day })];
  const { note } = desk.rules;
  // Words of the organisation, numbers in them included.
  if (changes.length > 0 && note !== undefined) {
    const text = desk.names.text(note);
    sentences.push({ ...plain(text), terms: [text] });
  }
  return sentences;
}

/** What each new version inside the history changed: weights and levels before → after; null when nothing did. */
export function rulesTable(desk: Desk): Table | null {
  const changes = desk.evaluation.scorecard.changes.filter(({ indicators }) => indicators.length > 0);
  if (changes.length === 0) return null;
  const columns = ["indicator", "weight", "baseline", "target", "bands"] as const;
  return {
    id: "rule-changes",
    title: desk.words("rules.title"),
    columns: columns.map((name) => ({
      label: desk.words(`rules.column_${name}`),
      numeric: name !== "indicator",
    })),
    rows: changes.flatMap((change) => [
      { cells: [textCell(groupName(desk, change))], group: true },
      ...change.indicators.map((each) => ({ cells: row(desk, change, each), group: false })),
    ]),
  };
}

function groupName(desk: Desk, { before, after, period, scoring }: RuleChange): string {
  const known = desk.period(period);
  return desk.words("rules.group", {
    before: desk.format.period.day(before),
    after: desk.format.period.day(after),
    period: known === undefined ? period : desk.format.period.long(known),
    scoring: scoring ? "yes" : "no",
  });
}

function row(desk: Desk, change: RuleChange, each: IndicatorChange): Cell[] {
  return [
    textCell(desk.names.indicator(each.indicator)),
    ...(["weight", "baseline", "target"] as const).map((setting) => settingCell(desk, change, each, setting)),
    each.kind === "changed"
      ? textCell(desk.words(each.bands ? "rules.bands_moved" : "rules.bands_kept"))
      : textCell(desk.words(`rules.${each.kind}`)),
  ];
}

/** `25 → 30`; an unchanged setting once, one that is not set as a dash. */
function settingCell(desk: Desk, change: RuleChange, each: IndicatorChange, setting: Setting): Cell {
  const { before, after } = each[setting];
  if (before === null && after === null) return emptyCell;
  const old = before === null ? null : settingFigure(desk, change, each.indicator, setting, "before", before);
  const now = after === null ? null : settingFigure(desk, change, each.indicator, setting, "after", after);
  if (before === after && now !== null) return figureCell(desk, now);
  if (old !== null) desk.figures.use(old);
  const text = desk.words("rules.before_after", { before: old?.text ?? "–", after: now?.text ?? "–" });
  return now === null ? textCell(text) : figureCell(desk, now, { text });
}

function settingFigure(
  desk: Desk,
  { period, before, after }: RuleChange,
  indicator: string,
  setting: Setting,
  side: "before" | "after",
  value: number,
): Figure {
  const { id } = desk.evaluation.scorecard;
  const isWeight = setting === "weight";
  return desk.figures.make({
    id: figureId(indicator, period, {}, `${setting}_${side}`),
    label: figureLabel(
      desk,
      desk.names.indicator(indicator),
      period,
      {},
      desk.words(`rules.aspect_${setting}_${side}`),
    ),
    value,
    unit: isWeight ? "score_points" : (desk.config.indicators[indicator]?.unit ?? ""),
    text: isWeight ? desk.format.number(value, Number.isInteger(value) ? 0 : 1) : desk.values(indicator).limit(value),
    formula: `scorecard ${id}, ${side === "before" ? before : after}`,
  });
}
