import { beforeAll, describe, expect, it } from "vitest";
import type { ChartDrawer } from "../../src/charts/draw.ts";
import type { Chart } from "../../src/compose/chart-model.ts";
import { PeriodicalError } from "../../src/errors.ts";
import { testDrawer } from "./drawing.ts";
import {
  contributionSample,
  customSample,
  donutSample,
  heatMapSample,
  lineSample,
  sparkSample,
  targetBarsSample,
} from "./samples.ts";

let drawer: ChartDrawer;
beforeAll(async () => {
  drawer = await testDrawer();
});

describe("a chart that would show nothing is refused by name", () => {
  const line = lineSample("en");
  const custom = customSample("en");
  it.each<Chart>([
    { ...line, points: line.points.map((point) => ({ ...point, value: null })) },
    { ...line, points: [] },
    { ...line, points: [], target: null, limits: null },
    { ...sparkSample(), values: [null, null] },
    { ...sparkSample(), values: [] },
    { ...donutSample("en"), slices: [] },
    { ...donutSample("en"), slices: donutSample("en").slices.map((slice) => ({ ...slice, share: 0 })) },
    { ...contributionSample("en"), bars: [] },
    { ...targetBarsSample("en"), rows: targetBarsSample("en").rows.map((row) => ({ ...row, actual: null })) },
    { ...heatMapSample("en"), cells: heatMapSample("en").cells.map((cell) => ({ ...cell, value: null })) },
    { ...heatMapSample("en"), rows: [], columns: [], cells: [] },
    { ...custom, spec: { ...custom.spec, transform: [{ filter: "datum.value > 5" }] } },
    { ...custom, data: { rates: [] } },
    { ...custom, spec: { ...custom.spec, mark: { type: "bar", opacity: 0 } } },
  ])("$kind $id", async (chart) => {
    const error = await drawer.draw(chart).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PeriodicalError);
    expect(error).toMatchObject({ code: "RENDER_FAILED", where: chart.id, message: expect.stringContaining(chart.id) });
  });
});
