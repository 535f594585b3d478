import { type ChartOf, FEWEST_ROWS_OF_A_CELL } from "../compose/chart-model.ts";
import { ramp } from "./colour.ts";
import type { Box, Context, Label } from "./plan.ts";
import { type Colours, SIZE } from "./theme.ts";

type HeatMap = ChartOf<"heatmap">;
export type KnownCell = HeatMap["cells"][number] & { value: number };

/** Colours from best (light) to worst (dark), and the cells at both ends. */
export interface HeatScale {
  colour: (value: number) => string;
  stops: readonly string[];
  best: KnownCell | undefined;
  /** Undefined when all values are equal. */
  worst: KnownCell | undefined;
}

/** One hue from light to dark, so that it reads in grey and without colour sight. */
export function heatScale(chart: HeatMap, colours: Colours): HeatScale {
  const measured = chart.cells.filter((cell): cell is KnownCell => cell.value !== null);
  // The median of one ticket would make all other hours look alike.
  const sound = measured.filter(({ n }) => n >= FEWEST_ROWS_OF_A_CELL);
  const known = sound.length > 0 ? sound : measured;
  const badness = ({ value }: KnownCell) => (chart.highIsBad ? value : -value);
  let best = known[0];
  let worst = known[0];
  for (const cell of known) {
    if (best === undefined || badness(cell) < badness(best)) best = cell;
    if (worst === undefined || badness(cell) > badness(worst)) worst = cell;
  }
  const stops = [ramp(["#ffffff", colours.concern], 0.1), colours.concern, ramp([colours.concern, "#000000"], 0.4)];
  const span = (worst?.value ?? 0) - (best?.value ?? 0);
  const lightest = best?.value ?? 0;
  return {
    stops,
    best,
    worst: span === 0 ? undefined : worst,
    colour: (value) => ramp(stops, span === 0 ? 0 : (value - lightest) / span),
  };
}

const LEGEND_WIDTH = 130;
const LEGEND_STEPS = 20;
export const LEGEND_HEIGHT = 30;
const SWATCH = 9;

/**
 * Above what is shown; under it the ramp with the values at its ends and the worst cell by name. Of equal values there is
 * one colour and one text.
 *
 * @param at its left end and top, and the width of the chart
 */
export function heatLegend(
  chart: HeatMap,
  scale: HeatScale,
  at: { x: number; top: number; width: number },
  { text, colours }: Context,
): { labels: Label[]; boxes: Box[] } {
  const size = SIZE.note;
  const y = at.top + 14;
  const middle = y + SWATCH / 2;
  const boxes: Box[] = [];
  const labels: Label[] = [
    { x: at.x, y: at.top + 7, text: text.shorten(chart.legend, size, at.width), size, color: colours.secondary },
  ];
  let x = at.x;
  const write = (words: string, color: string) => {
    const shown = text.shorten(words, size, at.width - (x - at.x));
    labels.push({ x, y: middle, text: shown, size, color });
    x += text.width(shown, size) + 18;
  };
  const swatch = (color: string, width: number) => {
    boxes.push({ x, x2: x + width, y, y2: y + SWATCH, color });
    x += width;
  };
  if (scale.worst) {
    // The slight overlap keeps a printer from showing seams.
    const each = LEGEND_WIDTH / LEGEND_STEPS;
    for (let i = 0; i < LEGEND_STEPS; i++) {
      const left = at.x + i * each;
      const right = left + each + (i + 1 < LEGEND_STEPS ? 0.3 : 0);
      boxes.push({ x: left, x2: right, y, y2: y + SWATCH, color: ramp(scale.stops, i / (LEGEND_STEPS - 1)) });
    }
    x += LEGEND_WIDTH + 6;
    const ends = [scale.best, scale.worst].flatMap((cell) => (cell?.text === undefined ? [] : [cell.text]));
    if (ends.length === 2) write(ends.join(" – "), colours.secondary);
    const { row, column, text: value } = scale.worst;
    boxes.push(...worstMark({ x, x2: x + SWATCH, y, y2: y + SWATCH }, scale.colour(scale.worst.value)));
    x += SWATCH + 5;
    write(value === undefined ? `${row} ${column}` : `${row} ${column} · ${value}`, colours.ink);
  } else if (scale.best) {
    swatch(scale.colour(scale.best.value), SWATCH);
    x += 5;
    if (scale.best.text !== undefined) write(scale.best.text, colours.secondary);
  }
  return { labels, boxes };
}

/** The worst cell: a white square in it, as it is always the darkest. */
export function worstMark(box: Pick<Box, "x" | "x2" | "y" | "y2">, color: string): Box[] {
  const centre = { x: (box.x + box.x2) / 2, y: (box.y + box.y2) / 2 };
  const half = 1.75;
  return [
    { ...box, color },
    { x: centre.x - half, x2: centre.x + half, y: centre.y - half, y2: centre.y + half, color: "#ffffff" },
  ];
}
