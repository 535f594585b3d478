import { describe, expect, it } from "vitest";
import { heatScale } from "../../src/charts/heatmap-legend.ts";
import { FEWEST_ROWS_OF_A_CELL } from "../../src/compose/chart-model.ts";
import { Theme } from "../../src/config/schema/theme.ts";
import { heatMapSample } from "./samples.ts";

const { colours } = Theme.parse({});
const chart = heatMapSample("en");
const cell = { ...chart.cells[0], row: chart.rows[0] ?? "", column: chart.columns[0] ?? "" };

describe("the scale of a heat map", () => {
  const usual = { ...cell, value: 2, n: 40 };
  const slow = { ...cell, value: 6, n: FEWEST_ROWS_OF_A_CELL };
  const freak = { ...cell, value: 300, n: FEWEST_ROWS_OF_A_CELL - 1 };

  it("is not stretched by a cell of very few rows, which gets the darkest colour but not the name", () => {
    const scale = heatScale({ ...chart, highIsBad: true, cells: [usual, slow, freak] }, colours);
    expect(scale.worst).toEqual(slow);
    expect(scale.colour(freak.value)).toBe(scale.colour(slow.value));
  });

  it("uses what there is when all cells have few rows", () => {
    const scale = heatScale({ ...chart, highIsBad: true, cells: [{ ...usual, n: 1 }, freak] }, colours);
    expect(scale.worst).toEqual(freak);
  });
});
