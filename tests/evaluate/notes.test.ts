import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../src/collect/snapshot.ts";
import { everyDay, gapDays, outlierDays } from "../../src/evaluate/days.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { DataNote } from "../../src/evaluate/evaluation.ts";
import { afterSalesSections, configOf, scorecard } from "../helpers/after-sales-config.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";

const october = { firstDay: "2026-10-01", lastDay: "2026-10-31" };

/** A month with a weekly rhythm: 100 rows on weekdays, 30 at weekends, changed on some days. */
function month(changes: Record<string, number> = {}, factor = 1) {
  const days = everyDay([], october).map(({ day, weekday }, i) => ({
    day,
    rows: changes[day] ?? Math.round(factor * (weekday > 5 ? 30 : 100) * (1 + 0.04 * ((i * 5) % 7) - 0.12)),
  }));
  return everyDay(
    days.filter(({ rows }) => rows > 0),
    october,
  );
}

describe("days of the period", () => {
  it("are all there, with weekday, over a leap day too", () => {
    expect(everyDay([{ day: "2024-02-29", rows: 3 }], { firstDay: "2024-02-28", lastDay: "2024-03-01" })).toEqual([
      { day: "2024-02-28", weekday: 3, rows: 0 },
      { day: "2024-02-29", weekday: 4, rows: 3 },
      { day: "2024-03-01", weekday: 5, rows: 0 },
    ]);
  });

  it("finds a weekday without rows that usually has some", () => {
    expect(gapDays(month())).toEqual([]);
    expect(gapDays(month({ "2026-10-14": 0 }))).toEqual(["2026-10-14"]);
    const week = ["2026-10-12", "2026-10-13", "2026-10-14", "2026-10-15", "2026-10-16", "2026-10-17", "2026-10-18"];
    expect(gapDays(month(Object.fromEntries(week.map((day) => [day, 0]))))).toEqual(week);
  });

  it("takes a closed weekday, a sparse dataset and a short period as they are", () => {
    const sundays = { "2026-10-04": 0, "2026-10-11": 0, "2026-10-18": 0, "2026-10-25": 0 };
    expect(gapDays(month(sundays))).toEqual([]);
    expect(gapDays(month({ "2026-10-14": 0 }, 0.02))).toEqual([]);
    expect(
      gapDays(everyDay([{ day: "2026-10-05", rows: 90 }], { firstDay: "2026-10-05", lastDay: "2026-10-11" })),
    ).toEqual([]);
    expect(gapDays(everyDay([], october))).toEqual([]);
  });

  it("finds a doubled file, a tenfold jump and half a day, against the weekday's usual", () => {
    expect(outlierDays(month())).toEqual([]);
    expect(outlierDays(month({ "2026-10-14": 200 }))).toEqual(["2026-10-14"]);
    expect(outlierDays(month({ "2026-10-14": 1000, "2026-10-18": 300 }))).toEqual(["2026-10-14", "2026-10-18"]);
    expect(outlierDays(month({ "2026-10-14": 30 }))).toEqual(["2026-10-14"]);
    // Twice the usual of 17 is chance (33 in a month of 15 … 29 a day, as seen in practice).
    expect(outlierDays(month({ "2026-10-14": 33 }, 0.17))).toEqual([]);
    // 100 rows on a Sunday are three times its usual, though nothing beside a Monday.
    expect(outlierDays(month({ "2026-10-18": 100 }))).toEqual(["2026-10-18"]);
    expect(outlierDays(month({ "2026-10-14": 0 }))).toEqual([]);
    expect(outlierDays(month({ "2026-10-14": 4 }, 0.02))).toEqual([]);
  });
});

describe("notes", () => {
  const { snapshot, config } = afterSalesFixture();
  const notes = (changed: Partial<Snapshot> = {}, sections: object = {}): readonly DataNote[] =>
    evaluate({ ...snapshot, ...changed }, configOf({ ...afterSalesSections, ...sections })).notes;
  const kinds = (list: readonly DataNote[]) => list.map(({ kind }) => kind);
  const [version] = scorecard.versions;

  it("of the fixture: quality, excluded rows, a lost day, missing values, an old benchmark", () => {
    expect(evaluate(snapshot, config).notes).toEqual([
      { kind: "quality", dataset: "tickets", rule: "response_before_ticket", rows: 37, of: 4010 },
      { kind: "excluded", dataset: "tickets", rows: 41 },
      { kind: "gap-days", dataset: "calls", days: ["2026-10-07"] },
      { kind: "missing-values", indicator: "first_response_time", rows: 12, of: 4131 },
      { kind: "stale-benchmark", indicator: "resolution_rate", asOf: "2026-01-31" },
    ]);
  });

  it("counts missing values among all rows where they count as 0", () => {
    const { first_response_time } = afterSalesSections.indicators;
    const indicators = {
      ...afterSalesSections.indicators,
      first_response_time: { ...first_response_time, null_rule: "as_zero" },
    };
    expect(notes({}, { indicators })).toContainEqual({
      kind: "missing-values",
      indicator: "first_response_time",
      rows: 12,
      of: 4119,
    });
  });

  it("tells absent sources, a short history, and data that is absent or too little", () => {
    const absent = notes({ survey: null, spotChecks: null, feedback: null, history: snapshot.history.slice(-3) });
    expect(kinds(absent)).toEqual(expect.arrayContaining(["no-survey", "no-spot-checks", "no-feedback"]));
    expect(absent).toContainEqual({ kind: "short-history", periods: 3, wanted: 13 });
    const measurements = snapshot.measurements
      .filter(({ indicator }) => indicator !== "call_answer_rate")
      .map((measurement) =>
        measurement.indicator === "customer_satisfaction" ? { ...measurement, n: 29 } : measurement,
      );
    const sparse = notes({ measurements });
    expect(sparse).toContainEqual({ kind: "no-data", indicator: "call_answer_rate" });
    expect(sparse).toContainEqual({ kind: "small-sample", indicator: "customer_satisfaction", n: 29, minimum: 30 });
    expect(sparse).toContainEqual({ kind: "weight-spread", weight: 35, rule: "spread" });
  });

  it("tells what a scope cannot measure, spread whatever the rule", () => {
    const datasets = snapshot.datasets.map((record) => ({ ...record, inScope: record.dataset !== "calls" }));
    const scorecards = { "after-sales": { ...scorecard, versions: [{ ...version, missing: "withhold" }] } };
    const scoped = evaluate({ ...snapshot, datasets }, configOf({ ...afterSalesSections, scorecards }));
    expect(scoped.notes).toContainEqual({ kind: "not-in-scope", indicator: "call_answer_rate" });
    expect(scoped.notes).toContainEqual({ kind: "weight-spread", weight: 15, rule: "spread" });
    expect(kinds(scoped.notes)).not.toContain("no-data");
    expect(scoped.score.value).not.toBeNull();
    expect(scoped.score.missingWeight).toBe(15);
  });

  it("tells an indicator without bands or target, and which weight that moved", () => {
    const dimensions = {
      ...version?.dimensions,
      service_quality: {
        name: "Quality",
        indicators: {
          resolution_rate: { weight: 20, bands: [0.9, 0.85, 0.8, 0.75] },
          customer_satisfaction: { weight: 30 },
        },
      },
    };
    const scorecards = { "after-sales": { ...scorecard, versions: [{ ...version, missing: "zero", dimensions }] } };
    const list = notes({}, { scorecards });
    expect(list).toContainEqual({ kind: "no-target", indicator: "resolution_rate" });
    expect(list).toContainEqual({ kind: "not-scored", indicator: "customer_satisfaction", weight: 30 });
    expect(list).toContainEqual({ kind: "weight-spread", weight: 30, rule: "spread" });
  });
});
