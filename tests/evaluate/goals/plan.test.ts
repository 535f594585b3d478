import { describe, expect, it } from "vitest";
import { parsePeriod } from "../../../src/calendar/periods.ts";
import { Goal } from "../../../src/config/schema/goal.ts";
import { planAt, planLine } from "../../../src/evaluate/goals/plan-line.ts";
import { goalDays, goalPeriods, startPeriod } from "../../../src/evaluate/goals/timeline.ts";

const CALENDAR = { zone: "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1 } as const;
const goal = (change: object): Goal =>
  Goal.parse({
    name: "Goal",
    indicator: "rate",
    start: { period: "year_start", value: 0.8 },
    goal: { period: "year_end", value: 0.92 },
    ...change,
  });
const period = (id: string) => parsePeriod(id, CALENDAR);

describe("a goal's days", () => {
  it("counted from the reported period stay the same throughout its year", () => {
    for (const id of ["2026-01", "2026-10", "2026-Q2", "2026-12", "2026"]) {
      expect(goalDays(goal({}), period(id), CALENDAR)).toMatchObject({ start: "2025-12-31", end: "2026-12-31" });
    }
    expect(goalDays(goal({}), period("2027-01"), CALENDAR)).toMatchObject({ start: "2026-12-31", end: "2027-12-31" });
  });

  it("follow the fiscal year", () => {
    const fiscal = { ...CALENDAR, fiscalYearStarts: 4 };
    expect(goalDays(goal({}), period("2026-10"), fiscal)).toMatchObject({ start: "2026-03-31", end: "2027-03-31" });
  });

  it.each([
    ["half_year_end", "2026-05", "2026-06-30"],
    ["half_year_end", "2026-07", "2026-12-31"],
    ["quarter_end", "2026-08", "2026-09-30"],
  ])("%s seen from %s", (anchor, id, end) => {
    expect(goalDays(goal({ goal: { period: anchor, value: 1 } }), period(id), CALENDAR).end).toBe(end);
  });

  it("are those written where dates are given, and steps count from the start", () => {
    const dated = goal({
      start: { date: "2026-02-28", value: 0.8 },
      goal: { date: "2026-09-15", value: 0.9 },
      plan: { steps: [{ months: 2, value: 0.85 }] },
    });
    expect(goalDays(dated, period("2026-10"), CALENDAR)).toEqual({
      start: "2026-02-28",
      end: "2026-09-15",
      steps: [{ day: "2026-05-01", value: 0.85 }],
    });
  });
});

describe("the periods a goal is judged by", () => {
  const ids = (change: object, reported: string) =>
    goalPeriods(goal(change), period(reported), CALENDAR).map(({ id }) => id);

  it("run from the one that ends with the start to the latest that has ended", () => {
    expect(ids({}, "2026-03")).toEqual(["2025-12", "2026-01", "2026-02", "2026-03"]);
    expect(ids({}, "2026-Q1")).toEqual(["2025-12", "2026-01", "2026-02", "2026-03"]);
    expect(ids({ every: "quarter" }, "2026-05")).toEqual(["2025-Q4", "2026-Q1"]);
  });

  it("end with the one that holds the goal's day", () => {
    const due = { start: { date: "2026-02-28", value: 0 }, goal: { date: "2026-04-15", value: 1 } };
    expect(ids(due, "2026-09")).toEqual(["2026-02", "2026-03", "2026-04"]);
  });

  it("reach back before the start where the trend is to rest on more", () => {
    expect(ids({ trend_periods: 4 }, "2026-01")).toEqual(["2025-10", "2025-11", "2025-12", "2026-01"]);
  });

  it("are one, before the goal begins", () => {
    const later = { start: { date: "2026-12-31", value: 0 }, goal: { date: "2027-12-31", value: 1 } };
    expect(ids(later, "2026-10")).toEqual(["2026-10"]);
  });

  it("a measured start is that of the period ending on its day or the last before it", () => {
    const start = (date: string) => startPeriod(goal({}), { start: date }, CALENDAR).id;
    expect(start("2025-12-31")).toBe("2025-12");
    expect(start("2026-01-15")).toBe("2025-12");
  });
});

describe("the plan", () => {
  const days = { start: "2025-12-31", end: "2026-12-31", steps: [] };
  const values = { start: 0.8, goal: 0.92 };

  it("rises by the month, whatever the month's length", () => {
    for (const [day, value] of [
      ["2025-12-31", 0.8],
      ["2026-01-31", 0.81],
      ["2026-02-28", 0.82],
      ["2026-10-31", 0.9],
      ["2026-12-31", 0.92],
      ["2027-03-31", 0.92],
    ] as const)
      expect(planAt(day, days, values)).toBeCloseTo(value, 12);
  });

  it("in steps holds each until the next", () => {
    const steps = [
      { day: "2026-04-01", value: 0.85 },
      { day: "2026-09-15", value: 0.9 },
    ];
    const at = (day: string) => planAt(day, { ...days, steps }, values);
    expect([at("2026-03-31"), at("2026-04-01"), at("2026-08-31"), at("2026-09-30"), at("2026-12-31")]).toEqual([
      0.8, 0.85, 0.85, 0.9, 0.92,
    ]);
    expect(planLine({ ...days, steps }, values)).toEqual([
      { day: "2025-12-31", value: 0.8 },
      { day: "2026-04-01", value: 0.8 },
      { day: "2026-04-01", value: 0.85 },
      { day: "2026-09-15", value: 0.85 },
      { day: "2026-09-15", value: 0.9 },
      { day: "2026-12-31", value: 0.9 },
      { day: "2026-12-31", value: 0.92 },
    ]);
  });

  it("without a start value is known on the goal's day only, or from the first step on", () => {
    const unknown = { start: null, goal: 0.92 };
    expect(planAt("2026-06-30", days, unknown)).toBeNull();
    expect(planAt("2026-12-31", days, unknown)).toBe(0.92);
    expect(planAt("2026-06-30", { ...days, steps: [{ day: "2026-04-01", value: 0.85 }] }, unknown)).toBe(0.85);
    expect(planLine(days, unknown)).toEqual([]);
  });
});
