import { describe, expect, it } from "vitest";
import { testDrawer } from "./drawing.ts";
import { sampleCharts } from "./samples.ts";

describe("equal charts", () => {
  it("are equal bytes: again, in another order, at the same time, from another drawer", async () => {
    const charts = sampleCharts("zh-CN");
    const drawer = await testDrawer("zh-CN");
    const first = new Map<string, string>();
    for (const chart of charts) first.set(chart.id, (await drawer.draw(chart)).svg);

    for (const chart of charts.toReversed()) expect((await drawer.draw(chart)).svg).toBe(first.get(chart.id));
    const atOnce = await Promise.all(charts.map((chart) => drawer.draw(chart)));
    for (const { id, svg } of atOnce) expect(svg).toBe(first.get(id));
    const other = await testDrawer("zh-CN");
    for (const chart of charts.toReversed()) expect((await other.draw(chart)).svg).toBe(first.get(chart.id));
  });

  it("do not change what they are given", async () => {
    const drawer = await testDrawer();
    const charts = sampleCharts("en");
    const before = JSON.stringify(charts);
    for (const chart of charts) await drawer.draw(chart);
    expect(JSON.stringify(charts)).toBe(before);
  });
});
