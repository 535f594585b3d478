import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePeriod } from "../../../src/calendar/periods.ts";
import type { Snapshot } from "../../../src/collect/snapshot.ts";
import type { Config } from "../../../src/config/schema/index.ts";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import type { GoalResult, GoalStatus } from "../../../src/evaluate/goals/result.ts";
import { STATUS_ORDER } from "../../../src/evaluate/goals/status.ts";
import { edition, inCut, mean, share } from "../../helpers/edition.ts";
import { goalsCase } from "../../helpers/goals.ts";
import { CALENDAR } from "../../helpers/snapshot.ts";

const goalsOf = ({ snapshot, config }: { snapshot: Snapshot; config: Config }) => evaluate(snapshot, config).goals;
const find = (goals: readonly GoalResult[], id: string): GoalResult => {
  const goal = goals.find((one) => one.id === id);
  if (goal === undefined) throw new Error(`no goal ${id}`);
  return goal;
};

const ORDER: readonly string[] = STATUS_ORDER;

describe("the goals of a report", () => {
  const { goals } = goalsOf(goalsCase());

  it("stand in the report's order, each in its state", () => {
    expect(goals.map(({ id, status, by }) => [id, status, by])).toEqual([
      ["on-track", "on-track", "projection"],
      ["at-risk", "at-risk", "projection"],
      ["off-track", "off-track", "projection"],
      ["reached", "reached", "day"],
      ["missed", "missed", "day"],
      ["too-short", "at-risk", "plan"],
      ["too-few-rows", "not-judged", "no-data"],
      ["not-begun", "not-started", "not-started"],
    ]);
  });

  it("are compared with the plan of the month's end, in the direction of the indicator", () => {
    const goal = find(goals, "on-track");
    // 0.85 in December, 0.9 wanted twelve months later: ten of twelve parts of the way.
    expect(goal.plan).toBeCloseTo(0.85 + (0.05 * 10) / 12, 12);
    expect(goal.variance).toMatchObject({ effect: "better" });
    expect(find(goals, "off-track").variance).toMatchObject({ effect: "worse" });
    expect(find(goals, "off-track").variance?.value).toBeGreaterThan(0);
  });

  it("tell what is needed per month from here", () => {
    expect(find(goals, "on-track").neededPerMonth).toBeCloseTo((0.9 - 0.896) / 2, 12);
    expect(find(goals, "off-track").neededPerMonth).toBeCloseTo((5 - 6.7) / 2, 12);
    expect(find(goals, "reached").neededPerMonth).toBeNull();
  });

  it("judge a past goal by the period that holds its day, not by later ones", () => {
    const goal = find(goals, "missed");
    expect(goal.period).toBe("2026-06");
    expect(goal.actual).toBe(0.876);
    expect(goal.points.at(-1)?.period).toBe("2026-06");
  });

  it("project a line through the wanted periods only", () => {
    expect(find(goals, "on-track").projection?.points).toBe(10);
    expect(find(goals, "at-risk").projection?.points).toBe(6);
    expect(
      find(goals, "at-risk")
        .points.filter(({ used }) => used)
        .map(({ period }) => period),
    ).toEqual(["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]);
  });

  it("draw the projection from the latest value to the goal's day", () => {
    const { projected, projection } = find(goals, "off-track");
    expect(projected[0]?.months).toBeCloseTo(10, 12);
    expect(projected.at(-1)).toEqual({
      months: 12,
      value: projection?.value,
      low: projection?.low,
      high: projection?.high,
    });
  });
});

describe("a projection beyond what the unit can be", () => {
  it("is clipped, and says so", () => {
    const given = edition({
      indicators: { rate: { kind: "ratio", numerator: "x" } },
      scored: { rate: { weight: 100 } },
      series: { rate: [0.62, 0.7, 0.8, 0.86, 0.95].map((value) => share(value * 1000, 1000)) },
      goals: {
        g: {
          name: "G",
          indicator: "rate",
          start: { date: "2026-06-30", value: 0.62 },
          goal: { date: "2027-06-30", value: 0.99 },
        },
      },
      report: { goals: ["g"] },
    });
    const [goal] = goalsOf(given).goals;
    expect(goal?.projection).toMatchObject({ value: 1, high: 1, clipped: true });
    expect(goal?.projection?.low).toBeLessThanOrEqual(1);
  });
});

describe("a quarter", () => {
  it("judges the same months as the monthly report of its last one", () => {
    const monthly = goalsCase({ snapshot: { period: parsePeriod("2026-09", CALENDAR) } });
    const quarterly = goalsCase({ snapshot: { period: parsePeriod("2026-Q3", CALENDAR) } });
    const plain = ({ goals }: { goals: readonly GoalResult[] }) => goals;
    expect(plain(goalsOf(quarterly))).toEqual(plain(goalsOf(monthly)));
    expect(find(goalsOf(quarterly).goals, "on-track").period).toBe("2026-09");
  });
});

describe("a goal over teams", () => {
  const { cascade } = find(goalsOf(goalsCase()).goals, "on-track");

  it("judges each by its own start and goal", () => {
    expect(cascade?.members.map(({ member, start, goal, status }) => [member, start, goal, status])).toEqual([
      ["north", 527 / 600, 0.94, "at-risk"],
      ["south", 0.8, 0.85, "on-track"],
    ]);
  });

  it("adds the members' goals up by their rows", () => {
    expect(cascade?.together?.value).toBeCloseTo(0.6 * 0.94 + 0.4 * 0.85, 12);
    expect(cascade?.together?.reaches).toBe(true);
  });

  const volume = (members: object) =>
    edition({
      indicators: { visits: { kind: "count", unit: "count" }, rate: { kind: "ratio", numerator: "x" } },
      scored: { visits: { weight: 100 } },
      series: {
        visits: [
          { n: 900, value: 900 },
          { n: 1000, value: 1000 },
        ],
        rate: [share(80, 100), share(90, 100)],
      },
      measurements: [
        inCut("visits", { team: "north" }, { n: 600, value: 600 }),
        inCut("visits", { team: "south" }, { n: 400, value: 400 }),
        inCut("rate", { team: "north" }, share(70, 75)),
        inCut("rate", { team: "south" }, share(20, 25)),
      ],
      goals: {
        visits: {
          name: "Visits",
          indicator: "visits",
          start: { date: "2026-08-31", value: 900 },
          goal: { date: "2026-12-31", value: 1200 },
          cascade: { dimension: "team", members },
        },
        rate: {
          name: "Rate",
          indicator: "rate",
          start: { date: "2026-08-31", value: 0.8 },
          goal: { date: "2026-12-31", value: 0.95 },
          cascade: { dimension: "team", members: { north: { start: 0.9, goal: 0.96 } } },
        },
      },
      report: { goals: ["visits", "rate"] },
    });

  it("counts add up, and a team without a goal stays where it is and is named", () => {
    const both = goalsOf(volume({ north: { goal: 700, start: 500 }, south: { goal: 500, start: 300 } })).goals;
    expect(find(both, "visits").cascade?.together).toEqual({ value: 1200, reaches: true });
    const one = goalsOf(volume({ north: { goal: 700, start: 500 } })).goals;
    expect(find(one, "visits").cascade).toMatchObject({
      without: ["south"],
      together: { value: 1100, reaches: false },
    });
    expect(find(one, "rate").cascade?.together?.value).toBeCloseTo(0.75 * 0.96 + 0.25 * 0.8, 12);
  });
});

describe("an edition for a part of the organisation", () => {
  const scoped = (scope: Record<string, string>) => {
    const { snapshot, config } = goalsCase();
    const [dimension = "", member = ""] = Object.entries(scope)[0] ?? [];
    const measurements = snapshot.measurements.flatMap((row) =>
      row.cut[dimension] === member ? [{ ...row, cut: {} }] : [],
    );
    return goalsOf({ config, snapshot: { ...snapshot, scope, measurements } });
  };

  it("has the goals of a member of the cascade, and says which are not its own", () => {
    const { goals, notInScope } = scoped({ team: "north" });
    expect(goals.map(({ id, goal, status }) => [id, goal, status])).toEqual([["on-track", 0.94, "at-risk"]]);
    expect(notInScope).toEqual(["at-risk", "off-track", "reached", "missed", "too-short", "too-few-rows", "not-begun"]);
  });

  it("knows no goal of a team whose name is a word of the language this is written in", () => {
    for (const team of ["constructor", "__proto__", "toString"]) {
      const { goals, notInScope } = scoped({ team });
      expect(goals).toEqual([]);
      expect(notInScope).toContain("on-track");
    }
  });

  it("says nothing of a goal about another person, not even its name; about another shift it does", () => {
    const { snapshot, config } = goalsCase();
    const named = (personal: boolean) => {
      const changed = structuredClone(config);
      for (const dataset of Object.values(changed.datasets))
        for (const [id, dimension] of Object.entries(dataset.dimensions))
          if (id === "shift") dimension.personal = personal;
      const { goals, notInScope } = goalsOf({ config: changed, snapshot: { ...snapshot, scope: { shift: "bot" } } });
      return [...goals.map(({ id }) => id), ...notInScope];
    };
    expect(named(false)).toContain("off-track");
    expect(named(true)).not.toContain("off-track");
  });

  it("has the goal that is about it", () => {
    const { goals } = scoped({ shift: "person" });
    expect(goals.map(({ id, status }) => [id, status])).toEqual([["off-track", "off-track"]]);
  });
});

describe("the law of statuses", () => {
  it("raising every value never makes a goal's status worse", () => {
    const values = fc.array(fc.integer({ min: 50, max: 400 }), { minLength: 1, maxLength: 10 });
    const statusOf = (series: readonly number[], goal: number): GoalStatus | undefined =>
      goalsOf(
        edition({
          indicators: { time: { kind: "mean", value: "x", unit: "minutes" } },
          scored: { time: { weight: 100 } },
          series: { time: series.map((value) => mean(value, 200)) },
          goals: {
            g: {
              name: "G",
              indicator: "time",
              start: { period: "year_start", value: 200 },
              goal: { period: "year_end", value: goal },
            },
          },
          report: { goals: ["g"] },
        }),
      ).goals[0]?.status;
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 200, max: 500 }),
        fc.integer({ min: 0, max: 200 }),
        (series, goal, gain) => {
          const rank = (of: readonly number[]) => ORDER.indexOf(statusOf(of, goal) ?? "none");
          expect(rank(series.map((value) => value + gain))).toBeLessThanOrEqual(rank(series));
        },
      ),
      { numRuns: 60 },
    );
  });
});
