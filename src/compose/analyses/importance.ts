import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { ImportanceItem, Quadrant } from "../../evaluate/analyses/importance.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import { figureCell, missingCell, table, textCell } from "../cells.ts";
import type { Chart } from "../chart-model.ts";
import type { Desk } from "../desk.ts";
import { measured } from "../indicator-figures.ts";
import type { Cell, Figure, Sentence, Table, Tone } from "../model.ts";
import { analysisFigure } from "./figures.ts";
import { rangeText } from "./reliability.ts";
import type { WrittenAnalysis } from "./written.ts";

type Settings = AnalysisOf<"importance">;
type Result = AnalysisResultOf<"importance">;

/** The matrix with its table: what to concentrate on, what to keep up, what may be overdone. */
export function writeImportance(desk: Desk, analysis: Settings, result: Result): WrittenAnalysis {
  const sizes = result.items.map(({ n }) => n);
  return {
    heading: heading(desk, analysis, result),
    subtitle: desk.words("importance.subtitle", {
      method: analysis.method,
      outcome: outcomeOf(desk, analysis),
      least: desk.format.count(Math.min(...sizes)),
      most: desk.format.count(Math.max(...sizes)),
    }),
    blocks: [
      { kind: "sentences", sentences: sentences(desk, analysis, result) },
      { kind: "charts", charts: [matrix(desk, analysis, result)] },
      { kind: "table", table: itemTable(desk, analysis, result) },
    ],
  };
}

const outcomeOf = (desk: Desk, { outcome }: Settings): string => desk.names.indicatorInSentence(outcome);

/** Items that lie in a field beyond chance. */
const clearIn = (result: Result, quadrant: Quadrant): ImportanceItem[] =>
  result.items.filter((item) => item.clear && item.quadrant === quadrant);

const listed = (desk: Desk, items: readonly ImportanceItem[]): string =>
  desk.format.list(items.map(({ indicator }) => desk.names.indicatorListed(indicator)));

function heading(desk: Desk, analysis: Settings, result: Result): Sentence {
  const outcome = outcomeOf(desk, analysis);
  const weak = clearIn(result, "concentrate");
  if (weak.length > 0) {
    return desk.say("importance.heading_concentrate", { items: listed(desk, weak.slice(0, 3)), outcome });
  }
  const strong = clearIn(result, "keep-up");
  return strong.length > 0
    ? desk.say("importance.heading_keep_up", { items: listed(desk, strong.slice(0, 3)), outcome })
    : desk.say("importance.heading_even", { outcome });
}

function sentences(desk: Desk, analysis: Settings, result: Result): Sentence[] {
  const outcome = outcomeOf(desk, analysis);
  const said: Sentence[] = [];
  const [first] = result.items;
  const interval = first === undefined ? null : intervalFigure(desk, analysis, first);
  if (first !== undefined && interval !== null) {
    said.push(
      desk.say("importance.first", {
        item: desk.names.indicatorListed(first.indicator),
        outcome,
        importance: importanceFigure(desk, analysis, first),
        interval,
        n: pairsFigure(desk, analysis, result, first),
        value: valueFigure(desk, first),
      }),
    );
  }
  for (const [quadrant, key] of [
    ["concentrate", "concentrate"],
    ["keep-up", "keep_up"],
    ["overkill", "overkill"],
  ] as const) {
    const items = clearIn(result, quadrant);
    if (items.length > (quadrant === "concentrate" ? 1 : 0)) {
      said.push(desk.say(`importance.${key}`, { items: listed(desk, items), outcome }));
    }
  }
  const unclear = result.items.filter(({ clear }) => !clear).length;
  if (unclear > 0) {
    said.push(
      desk.say("importance.unclear", {
        count: countFigure(desk, analysis, "unclear", unclear),
        all: countFigure(desk, analysis, "all", result.items.length),
      }),
    );
  }
  if (result.left.length > 0) {
    said.push(
      desk.say("importance.left", {
        items: desk.format.list(result.left.map(({ indicator }) => desk.names.indicatorListed(indicator))),
      }),
    );
  }
  return [...said, desk.say("importance.caution")];
}

function matrix(desk: Desk, analysis: Settings, result: Result): string {
  const outcome = outcomeOf(desk, analysis);
  const onScale = analysis.rating_scale !== undefined;
  const named = (quadrant: Quadrant): string => {
    const items = result.items.filter((item) => item.quadrant === quadrant);
    return items.length === 0
      ? desk.words("importance.nobody")
      : desk.format.list(items.map(({ indicator }) => desk.names.indicatorShort(indicator)));
  };
  const chart: Chart = {
    kind: "scatter",
    id: `importance-${analysis.id}`,
    title: desk.names.label(analysis.title),
    subtitle: desk.words("importance.chart_subtitle"),
    alt: desk.words("importance.alt", {
      count: desk.format.count(result.items.length),
      concentrate: named("concentrate"),
      keep_up: named("keep-up"),
      low_priority: named("low-priority"),
      overkill: named("overkill"),
    }),
    points: result.items.map((item, index) => ({
      label: desk.names.indicatorShort(item.indicator),
      short: desk.format.count(index + 1),
      x: item.performance,
      y: item.importance,
      tone: toneOf(item),
      main: item.clear && item.quadrant === "concentrate",
    })),
    x: {
      title: onScale
        ? desk.words("importance.x_position")
        : desk.words("importance.x_value", { unit: unitName(desk, result) }),
      split: result.split.performance,
      splitText: desk.words("importance.mean", { value: performanceText(desk, analysis, result) }),
    },
    y: {
      title: desk.words("importance.y_title", { outcome }),
      split: result.split.importance,
      splitText: desk.words("importance.mean", { value: desk.format.number(result.split.importance, 2) }),
    },
    fields: {
      topLeft: desk.words("importance.field_concentrate"),
      topRight: desk.words("importance.field_keep_up"),
      bottomLeft: desk.words("importance.field_low_priority"),
      bottomRight: desk.words("importance.field_overkill"),
    },
  };
  desk.charts.set(chart.id, chart);
  return chart.id;
}

const toneOf = ({ clear, quadrant }: ImportanceItem): Tone =>
  !clear ? "neutral" : quadrant === "concentrate" ? "concern" : quadrant === "keep-up" ? "good" : "neutral";

function performanceText(desk: Desk, analysis: Settings, { items, split }: Result): string {
  const [first] = items;
  if (analysis.rating_scale !== undefined || first === undefined) return desk.format.percent(split.performance);
  return desk.values(first.indicator).value(split.performance);
}

function unitName(desk: Desk, { items: [first] }: Result): string {
  const indicator = first === undefined ? undefined : desk.config.indicators[first.indicator];
  const scale = indicator?.scale_max === undefined ? "none" : desk.format.number(indicator.scale_max, 0);
  return desk.words(`units.name_${indicator?.unit ?? "score"}`, { scale }).toLowerCase();
}

function itemTable(desk: Desk, analysis: Settings, result: Result): Table {
  const word = (name: string) => desk.words(`importance.column_${name}`);
  const onScale = analysis.rating_scale !== undefined;
  return table(
    `${analysis.id}-items`,
    null,
    [
      [word("number"), true],
      [word("item"), false],
      [word("importance"), true],
      [word("interval"), true],
      [word("n"), true],
      [word("value"), true],
      ...(onScale ? [[word("position"), true] as const] : []),
      [word("field"), false],
    ],
    result.items.map((item, index): Cell[] => {
      const interval = intervalFigure(desk, analysis, item);
      return [
        textCell(desk.format.count(index + 1)),
        textCell(desk.names.indicator(item.indicator)),
        figureCell(desk, importanceFigure(desk, analysis, item)),
        interval === null ? missingCell(desk, desk.words("missing.small_sample")) : figureCell(desk, interval),
        figureCell(desk, pairsFigure(desk, analysis, result, item)),
        figureCell(desk, valueFigure(desk, item)),
        ...(onScale ? [figureCell(desk, positionFigure(desk, analysis, item))] : []),
        {
          text: desk.words(`importance.field_${item.clear ? item.quadrant.replaceAll("-", "_") : "between"}`),
          tone: toneOf(item),
        },
      ];
    }),
  );
}

function importanceFigure(desk: Desk, analysis: Settings, { indicator, importance, n }: ImportanceItem): Figure {
  return analysisFigure(desk, analysis, `importance:${indicator}`, {
    value: importance,
    unit: "number",
    text: desk.format.number(importance, 2),
    n,
    formula: desk.words(`importance.formula_${analysis.method}`),
    name: named(desk, indicator, "importance"),
  });
}

function intervalFigure(desk: Desk, analysis: Settings, item: ImportanceItem): Figure | null {
  const { indicator, importance, importanceInterval: interval, n } = item;
  if (interval === null) return null;
  return analysisFigure(desk, analysis, `interval:${indicator}`, {
    value: importance,
    unit: "number",
    text: rangeText(desk, interval, 2),
    n,
    formula: desk.words(`importance.formula_${interval.method.replaceAll("-", "_")}`),
    name: named(desk, indicator, "interval"),
  });
}

const pairsFigure = (desk: Desk, analysis: Settings, { query }: Result, { indicator, n }: ImportanceItem): Figure =>
  analysisFigure(desk, analysis, `n:${indicator}`, {
    value: n,
    unit: "count",
    text: desk.format.count(n),
    query,
    name: named(desk, indicator, "n"),
  });

const positionFigure = (desk: Desk, analysis: Settings, { indicator, performance }: ImportanceItem): Figure =>
  analysisFigure(desk, analysis, `position:${indicator}`, {
    value: performance,
    unit: "percent",
    text: desk.format.percent(performance),
    formula: desk.words("importance.formula_position"),
    name: named(desk, indicator, "position"),
  });

/** The item's own figure: that of the scorecard where it is scored. */
function valueFigure(desk: Desk, { indicator, value }: ImportanceItem): Figure {
  const { period } = desk.evaluation;
  const scored = desk.result(indicator)?.n;
  const reading = desk.snapshot.measurements.find(
    (row) => row.indicator === indicator && row.period === period.id && Object.keys(row.cut).length === 0,
  );
  return measured(desk, indicator, period.id, { value, n: scored ?? reading?.n ?? 0 });
}

const countFigure = (desk: Desk, analysis: Settings, aspect: "unclear" | "all", value: number): Figure =>
  analysisFigure(desk, analysis, aspect, {
    value,
    unit: "count",
    text: desk.format.count(value),
    spelled: desk.format.spelled(value),
    name: desk.words(`importance.aspect_${aspect}`),
  });

const named = (desk: Desk, indicator: string, aspect: string): string =>
  [desk.names.indicator(indicator), desk.words(`importance.aspect_${aspect}`)].join(desk.words("punctuation.list"));
