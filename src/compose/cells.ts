import type { IndicatorResult, SeriesPoint } from "../evaluate/evaluation.ts";
import type { Desk } from "./desk.ts";
import type { Cell, Figure, Sentence, Table, Tone } from "./model.ts";

/** A cell with a figure; `text` where more is printed than the figure itself (`≥ 95%`). */
export function figureCell(desk: Desk, figure: Figure, options: { tone?: Tone; text?: string } = {}): Cell {
  return {
    text: options.text ?? figure.text,
    figure: desk.figures.use(figure),
    ...(options.tone === undefined ? {} : { tone: options.tone }),
  };
}

/** No data: a dash with a footnote that says why; never 0. */
export const missingCell = (desk: Desk, why: string): Cell => ({ text: "–", note: desk.note(why) });

/** Nothing to say here, and nothing missing either: a plain dash. */
export const emptyCell: Cell = { text: "–" };

export const textCell = (text: string): Cell => ({ text });

/** The figure, or a dash with the reason. */
export function cellOrDash(
  desk: Desk,
  figure: Figure | null,
  why: string,
  options: { tone?: Tone; text?: string } = {},
): Cell {
  return figure === null ? missingCell(desk, why) : figureCell(desk, figure, options);
}

/** Why an indicator has no value, for a footnote. */
export function whyMissing(desk: Desk, result: IndicatorResult): string {
  return desk.words(`missing.${(result.notMeasured ?? "no-data").replaceAll("-", "_")}`);
}

/** The same for another period: no rows, or rows of a weighted figure none of which has weight. */
export function whyMissingThen(desk: Desk, result: IndicatorResult, point: SeriesPoint | undefined): string {
  const unweighted = result.weighting !== null && (point?.n ?? 0) > 0;
  return desk.words(unweighted ? "missing.no_weights" : "missing.no_data");
}

/** Green where it is good for the business, red where it is bad, whatever the sign. */
export function toneOf(effect: "better" | "worse" | "same" | null | undefined): Tone {
  return effect === "better" ? "good" : effect === "worse" ? "concern" : "neutral";
}

/** How an indicator stands: at target, between baseline and target, below the baseline. */
export function standing(result: IndicatorResult): Tone {
  if (!result.judged || result.value === null) return "neutral";
  if (result.meetsTarget === true) return "good";
  if (result.meetsBaseline === false) return "concern";
  return result.meetsTarget === false ? "caution" : "neutral";
}

export function table(
  id: string,
  title: string | null,
  columns: readonly (readonly [label: string, numeric: boolean])[],
  rows: readonly (readonly Cell[])[],
): Table {
  return {
    id,
    title,
    columns: columns.map(([label, numeric]) => ({ label, numeric })),
    rows: rows.map((cells) => ({ cells: [...cells], group: false })),
  };
}

/** A sentence without figures. */
export const plain = (text: string): Sentence => ({ text, figures: [] });
