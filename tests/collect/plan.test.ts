import { describe, expect, it } from "vitest";
import { atomsOf } from "../../src/collect/atoms.ts";
import { datasetsOf, periodsMeasured, plan } from "../../src/collect/plan.ts";
import { periodIn, project } from "./project.ts";

const ids = (periods: readonly { id: string }[]): string[] => periods.map(({ id }) => id);
const long = "2000-01-01T00:00:00Z";

describe("periods of an edition", () => {
  it("are the history, the reported one last, and the same period last year", () => {
    const config = project({ indicators: { n: { kind: "count" } }, report: { history: 4 } });
    const { history, lastYear, inside } = plan(
      config,
      { report: "r", period: periodIn(config, "2026-02"), scope: {} },
      long,
    );
    expect(ids(history)).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
    expect(lastYear?.id).toBe("2025-02");
    expect(inside).toEqual([]);
  });

  it("leave out what the first data reaches only in part", () => {
    const config = project({ indicators: { n: { kind: "count" } }, report: { history: 13 } });
    const request = { report: "r", period: periodIn(config, "2026-02"), scope: {} };
    // November in Shanghai has 30 days: rows that begin within its first three make it a month to compare with.
    const whole = plan(config, request, "2025-11-03T16:00:00Z");
    expect(ids(whole.history)).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
    expect(whole.lastYear).toBeNull();
    expect(ids(plan(config, request, "2025-11-03T16:00:01Z").history)).toEqual(["2025-12", "2026-01", "2026-02"]);
    expect(ids(plan(config, request, null).history)).toEqual(["2026-02"]);
  });

  it("include the months inside every quarter, each once, none in doubt", () => {
    const config = project({
      indicators: { n: { kind: "count" } },
      report: { cadence: "quarter", inside: "month", history: 2 },
    });
    const made = plan(config, { report: "r", period: periodIn(config, "2026-Q3"), scope: {} }, "2026-04-08T00:00:00Z");
    expect(ids(made.history)).toEqual(["2026-Q2", "2026-Q3"]);
    expect(ids(made.inside)).toEqual(["2026-05", "2026-06", "2026-07", "2026-08", "2026-09"]);
    expect(
      ids(
        plan(config, { report: "r", period: periodIn(config, "2026-Q3"), scope: {} }, "2026-05-02T00:00:00Z").history,
      ),
    ).toEqual(["2026-Q3"]);
    expect(ids(periodsMeasured(made))).toEqual([...ids(made.history), ...ids(made.inside)]);
  });

  it("leave out a week that ends after the reported month", () => {
    const config = project({ indicators: { n: { kind: "count" } }, report: { inside: "week", history: 2 } });
    const { inside } = plan(config, { report: "r", period: periodIn(config, "2026-10"), scope: {} }, long);
    // 2026-W44 runs from 26 October to 1 November.
    expect(ids(inside).at(0)).toBe("2026-W37");
    expect(ids(inside).at(-1)).toBe("2026-W43");
  });
});

describe("what is asked of which dataset", () => {
  const config = project({
    dataset: { dimensions: { team: { name: "team" }, channel: { name: "channel" } } },
    indicators: { n: { kind: "count" }, other: { kind: "count", dataset: "calls" } },
    report: {
      breakdowns: ["team", "channel", "shift"],
      heatmap: ["volume"],
      charts: [{ id: "c", title: "c", alt: "c", spec: "c.json", data: { d: ["charted@*", "n@*/team=*"] } }],
      feedback: { dataset: "comments", theme: "theme" },
    },
    sections: {
      datasets: {
        calls: {
          name: "calls",
          source: { table: "calls" },
          time: { column: "at" },
          dimensions: { shift: { name: "shift" } },
        },
        comments: {
          name: "comments",
          source: { table: "c" },
          time: { column: "at" },
          dimensions: { theme: { name: "t" } },
        },
        unused: { name: "unused", source: { table: "u" }, time: { column: "at" } },
      },
      indicators: {
        volume: { kind: "count", name: "v", definition: "v", dataset: "calls", unit: "count" },
        charted: { kind: "count", name: "c", definition: "c", dataset: "items", unit: "count" },
        ignored: { kind: "count", name: "i", definition: "i", dataset: "items", unit: "count" },
      },
    },
  });
  const period = periodIn(config, "2026-10");

  it("is what the scorecard, heat maps and own charts name", () => {
    const { datasets } = plan(config, { report: "r", period, scope: {} }, long);
    const asked = datasets.map(({ id, indicators, cuts }) => [id, indicators.map((one) => one.id), cuts]);
    expect(asked).toEqual([
      ["items", ["n", "charted"], ["team", "channel"]],
      ["calls", ["other", "volume"], ["shift"]],
      ["comments", [], []],
    ]);
    const report = config.reports.r;
    if (report === undefined) throw new Error("no report");
    expect(datasetsOf(config, report)).toEqual({ scored: ["items", "calls"], all: ["items", "calls", "comments"] });
    expect(datasets[1]?.indicators.map(({ heatmap }) => heatmap)).toEqual([false, true]);
  });

  it("leaves out datasets without the scope's dimension, and cuts along it", () => {
    const { datasets } = plan(config, { report: "r", period, scope: { team: "north" } }, long);
    expect(datasets.map(({ id, inScope, cuts }) => [id, inScope, cuts])).toEqual([
      ["items", true, ["channel"]],
      ["calls", false, ["shift"]],
      ["comments", false, []],
    ]);
  });

  it("cuts a percentile in the periods that are compared", () => {
    const indicators = { p: { kind: "percentile", value: "v" }, n: { kind: "count" } };
    const made = project({ indicators, report: { history: 13 } });
    const request = { report: "r", period: periodIn(made, "2026-10"), scope: {} };
    const cutIn = plan(made, request, long).datasets[0]?.indicators.map((one) => one.cutIn);
    expect(cutIn).toEqual([["2026-09", "2026-10", "2025-10"], null]);
  });

  it("refuses a report that does not exist", () => {
    expect(() => plan(config, { report: "x", period, scope: {} }, long)).toThrow(/no report "x"/);
  });
});

describe("levels", () => {
  it("are those in force on the first day of each period", () => {
    const version = (effective_from: string, levels: object) => ({
      effective_from,
      dimensions: { d: { name: "d", indicators: { wait: { weight: 100, ...levels } } } },
    });
    const config = project({
      indicators: { wait: { kind: "mean", value: "w", unit: "hours", direction: "lower_is_better" } },
      report: { history: 4 },
      sections: {
        scorecards: {
          s: {
            name: "s",
            versions: [version("2025-12-01", { baseline: 3 }), version("2026-01-15", { baseline: 2, target: 1.5 })],
          },
        },
      },
    });
    const made = plan(config, { report: "r", period: periodIn(config, "2026-02"), scope: {} }, long);
    expect(made.datasets[0]?.indicators[0]?.thresholds).toEqual({
      "2025-12": { baseline: 3, target: null },
      // The new rules begin in the middle of January: January still has the old ones.
      "2026-01": { baseline: 3, target: null },
      "2026-02": { baseline: 2, target: 1.5 },
    });
  });
});

describe("atoms", () => {
  const config = project({ indicators: { n: { kind: "count" } } });
  const at = (id: string) => periodIn(config, id);

  it("cut time at every bound, and periods are runs of them", () => {
    const atoms = atomsOf([at("2026-Q3"), at("2026-07"), at("2026-08"), at("2026-09"), at("2026-W32")]);
    expect(atoms.bounds).toEqual([
      "2026-06-30T16:00:00Z",
      "2026-07-31T16:00:00Z",
      "2026-08-02T16:00:00Z",
      "2026-08-09T16:00:00Z",
      "2026-08-31T16:00:00Z",
      "2026-09-30T16:00:00Z",
    ]);
    const of = (id: string) => atoms.members.filter(({ period }) => period === id).map(({ atom }) => atom);
    expect(of("2026-Q3")).toEqual([1, 2, 3, 4, 5]);
    expect(of("2026-08")).toEqual([2, 3, 4]);
    expect(of("2026-W32")).toEqual([3]);
    expect(atoms.runs).toEqual([{ start: "2026-06-30T16:00:00Z", end: "2026-09-30T16:00:00Z" }]);
  });

  it("do not read the time between last year and the history", () => {
    expect(atomsOf([at("2025-10"), at("2026-09"), at("2026-10")]).runs).toEqual([
      { start: "2025-09-30T16:00:00Z", end: "2025-10-31T16:00:00Z" },
      { start: "2026-08-31T16:00:00Z", end: "2026-10-31T16:00:00Z" },
    ]);
  });
});
