import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Snapshot } from "../../src/collect/snapshot.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { edition, inCut, mean, share } from "./edition.ts";
import { goalsCase } from "./goals.ts";
import { afterSalesFixture } from "./snapshot.ts";

/**
 * The golden cases: one dense (the after-sales month), one with months inside quarters, one sparse: four months, a
 * median, an indicator without data, one with too few rows, one without target or bands, no survey; one with goals in every
 * state, a cascade and a bonus.
 */
export function goldenCases(): Record<string, { snapshot: Snapshot; config: Config }> {
  return {
    "after-sales-month": afterSalesFixture(),
    "after-sales-quarter": afterSalesFixture({ unit: "quarter" }),
    sparse: sparse(),
    goals: goalsCase(),
  };
}

function sparse(): { snapshot: Snapshot; config: Config } {
  const percentile = (value: number, n: number) => ({ value, n, low: value * 0.8, high: value * 1.3 });
  return edition({
    indicators: {
      time_to_close: { kind: "percentile", value: "hours", unit: "hours", direction: "lower_is_better" },
      on_time: { kind: "ratio", numerator: "on_time" },
      rating: { kind: "mean", value: "rating", unit: "score", scale_max: 5 },
      answered: { kind: "ratio", numerator: "answered" },
    },
    scored: {
      time_to_close: { weight: 40, target: 48, bands: [24, 48, 72, 96] },
      on_time: { weight: 30 },
      rating: { weight: 20, target: 4.5, bands: [4.7, 4.5, 4, 3.5] },
      answered: { weight: 10, target: 0.9, bands: [0.95, 0.9, 0.85, 0.8] },
    },
    rules: { missing: "spread_dimension", score_goal: 80 },
    series: {
      time_to_close: [percentile(60, 310), percentile(64, 295), percentile(71, 322), percentile(67.5, 301)],
      on_time: [share(230, 310), share(221, 295), share(230, 322), share(196, 301)],
      rating: [mean(4.2, 31, 0.9), null, mean(4.4, 12, 0.8), mean(4.6, 9, 0.7)],
      answered: [share(0, 0), share(0, 0), share(0, 0), share(0, 0)],
    },
    measurements: [
      inCut("on_time", { team: "north" }, share(120, 150)),
      inCut("on_time", { team: "south" }, share(70, 140)),
      inCut("on_time", { team: "(none)" }, share(6, 11)),
      inCut("on_time", { team: "north" }, share(115, 160), "2026-09"),
      inCut("on_time", { team: "south" }, share(115, 162), "2026-09"),
    ],
  });
}

if (import.meta.main) {
  for (const [name, { snapshot }] of Object.entries(goldenCases())) {
    const folder = join(import.meta.dirname, "..", "golden", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "snapshot.json"), `${JSON.stringify(snapshot, null, 1)}\n`);
  }
}
