import { describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/calendar/periods.ts";
import type { DayFacts } from "../../src/collect/snapshot.ts";
import { type CalendarDay, everyDay } from "../../src/evaluate/days.ts";
import {
  isTail,
  jumpDays,
  missingDays,
  missingWeekdays,
  oneTimeDays,
  repeatedDays,
  valueJumps,
} from "../../src/evaluate/odd-days.ts";
import { median, robustSpread } from "../../src/evaluate/robust.ts";
import { CALENDAR } from "../helpers/snapshot.ts";

/** October 2026 begins on a Thursday. */
const PERIOD = parsePeriod("2026-10", CALENDAR);
const dayOf = (date: number): string => `2026-10-${String(date).padStart(2, "0")}`;
const october = (rowsOn: (date: number, weekday: number) => number): CalendarDay[] =>
  everyDay([], PERIOD).map((each, index) => ({ ...each, rows: rowsOn(index + 1, each.weekday) }));
const facts = (change: (date: number) => Partial<DayFacts> = () => ({})): DayFacts[] =>
  Array.from({ length: 31 }, (_, index) => ({
    day: dayOf(index + 1),
    first: "08:00:01",
    last: "19:59:58",
    clockSum: 4_000_000_000 + index * 1013,
    unknown: {},
    values: {},
    ...change(index + 1),
  }));
/** 150 on working days, 40 at weekends, with a little of chance. */
const usual = (date: number, weekday: number): number => (weekday >= 6 ? 40 : 150) + ((date * 7) % 11) - 5;

describe("the median absolute deviation", () => {
  it("is what R documents: mad(c(1:9)) and mad(c(1:8, 100)) are both 2.9652", () => {
    expect(robustSpread([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBeCloseTo(2.9652, 10);
    expect(robustSpread([1, 2, 3, 4, 5, 6, 7, 8, 100])).toBeCloseTo(2.9652, 10);
  });

  it("gives the modified z-score of Iglewicz & Hoaglin: 0.6745 × (value − median) ÷ MAD", () => {
    const values = [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3];
    const mad = median(values.map((value) => Math.abs(value - median(values))));
    expect((8.3 - median(values)) / robustSpread(values)).toBeCloseTo((0.6745 * (8.3 - median(values))) / mad, 3);
  });

  it("has no trouble with nothing", () => {
    expect([median([]), robustSpread([])]).toEqual([0, 0]);
  });
});

describe("days with one time for all rows", () => {
  it("are told with the time, where there are rows enough to tell", () => {
    const days = october((date) => (date === 4 ? 3 : 100));
    const some = facts((date) => (date === 4 || date === 17 ? { first: "00:00:00", last: "00:00:00" } : {}));
    expect(oneTimeDays(some, days)).toEqual({ days: [dayOf(17)], time: "00:00:00", throughout: false });
  });

  it("may have different times, and may be nearly all of them", () => {
    const days = october(() => 100);
    const some = facts((date) => (date <= 2 ? { first: `0${date}:00:00`, last: `0${date}:00:00` } : {}));
    expect(oneTimeDays(some, days)).toMatchObject({ time: null, throughout: false });
    const all = facts(() => ({ first: "00:00:00", last: "00:00:00" }));
    expect(oneTimeDays(all, days)).toMatchObject({ throughout: true, time: "00:00:00" });
  });

  it("are none in ordinary data, or in dates that have no times", () => {
    expect(
      oneTimeDays(
        facts(),
        october(() => 100),
      ),
    ).toBeNull();
    expect(
      oneTimeDays(
        facts(() => ({ first: null, last: null })),
        october(() => 100),
      ),
    ).toBeNull();
  });
});

describe("a weekday without rows", () => {
  const working = [1, 2, 3, 4, 5];

  it("is told when the others are busy", () => {
    expect(
      missingWeekdays(
        october((_, weekday) => (weekday === 1 ? 0 : 100)),
        working,
      ),
    ).toEqual([1]);
  });

  it("is a weekend unless rows are expected then, and nothing where the data are thin or all is empty", () => {
    const closed = october((_, weekday) => (weekday >= 6 ? 0 : 100));
    expect(missingWeekdays(closed, working)).toEqual([]);
    expect(missingWeekdays(closed, [1, 2, 3, 4, 5, 6])).toEqual([6]);
    expect(
      missingWeekdays(
        october((_, weekday) => (weekday === 1 ? 0 : 4)),
        working,
      ),
    ).toEqual([]);
    expect(
      missingWeekdays(
        october(() => 0),
        working,
      ),
    ).toEqual([]);
    // Once a week is a rhythm of its own.
    expect(
      missingWeekdays(
        october((_, weekday) => (weekday === 3 ? 500 : 0)),
        working,
      ),
    ).toEqual([]);
  });

  it("needs three of its days: a week alone tells nothing", () => {
    const week = october((_, weekday) => (weekday === 1 ? 0 : 100)).slice(0, 7);
    expect(missingWeekdays(week, working)).toEqual([]);
  });
});

describe("jumps of the rows", () => {
  it("are told once for a peak, and at the step where a level changes", () => {
    expect(
      jumpDays(
        october((date, weekday) => usual(date, weekday) * (date === 14 ? 12 : 1)),
        10,
      ),
    ).toEqual([dayOf(14)]);
    expect(
      jumpDays(
        october((date) => (date < 20 ? 2000 : 100)),
        10,
      ),
    ).toEqual([dayOf(20)]);
    expect(
      jumpDays(
        october((date) => (date === 9 ? 3 : 150)),
        10,
      ),
    ).toEqual([dayOf(9)]);
  });

  it("are not told of the week's own rhythm, of a threefold day, of small counts", () => {
    expect(
      jumpDays(
        october((_, weekday) => (weekday >= 6 ? 8 : 150)),
        10,
      ),
    ).toEqual([]);
    expect(
      jumpDays(
        october((date) => (date === 14 ? 450 : 150)),
        10,
      ),
    ).toEqual([]);
    expect(
      jumpDays(
        october((date) => (date === 14 ? 15 : 1)),
        10,
      ),
    ).toEqual([]);
    expect(jumpDays(october(usual), 10)).toEqual([]);
  });

  it("compare working days with working days where a week is all there is", () => {
    const week = october((_, weekday) => (weekday >= 6 ? 8 : 150)).slice(0, 7);
    expect(jumpDays(week, 10)).toEqual([]);
    const odd = week.map((day) => ({ ...day, rows: day.day === dayOf(6) ? 2 : day.rows }));
    expect(jumpDays(odd, 10)).toEqual([dayOf(6)]);
  });
});

describe("jumps of a value", () => {
  const checks = { jump: 10, deviations: 6 };
  const withValues = (value: (date: number) => number | null, n = 100): DayFacts[] =>
    facts((date) => ({ values: { a: { value: value(date), n, missing: 0 } } }));
  const mean = { kind: "mean" } as const;
  const wobble = (date: number): number => 1.8 + ((date * 5) % 7) / 20;

  it("are told where a unit changes, once for a single day", () => {
    expect(
      valueJumps(
        withValues((date) => wobble(date) * (date >= 16 ? 60 : 1)),
        "a",
        mean,
        checks,
      ),
    ).toEqual([dayOf(16)]);
    expect(
      valueJumps(
        withValues((date) => wobble(date) * (date === 16 ? 60 : 1)),
        "a",
        mean,
        checks,
      ),
    ).toEqual([dayOf(16)]);
  });

  it("are not told of what swings as much every day, of few rows, of zeros", () => {
    expect(
      valueJumps(
        withValues((date) => (date % 2 === 0 ? 1 : 20)),
        "a",
        mean,
        checks,
      ),
    ).toEqual([]);
    expect(
      valueJumps(
        withValues((date) => wobble(date) * (date === 16 ? 60 : 1), 10),
        "a",
        mean,
        checks,
      ),
    ).toEqual([]);
    expect(
      valueJumps(
        withValues((date) => (date === 16 ? 5 : 0)),
        "a",
        mean,
        checks,
      ),
    ).toEqual([]);
    expect(
      valueJumps(
        withValues(() => null),
        "a",
        mean,
        checks,
      ),
    ).toEqual([]);
    expect(valueJumps(withValues(wobble), "b", mean, checks)).toEqual([]);
  });

  it("of shares must be more than chance", () => {
    const ratio = { kind: "ratio" } as const;
    const share = (date: number): number => (date === 16 ? 0.3 : 0.02);
    expect(valueJumps(withValues(share, 400), "a", ratio, checks)).toEqual([dayOf(16)]);
    expect(valueJumps(withValues(share, 30), "a", ratio, checks)).toEqual([]);
  });
});

describe("fields that stopped being filled", () => {
  const counts = (share: (date: number) => number, of = 150) =>
    Array.from({ length: 31 }, (_, i) => ({ day: dayOf(i + 1), missing: Math.round(share(i + 1) * of), of }));

  it("are told from a fifth more than usual on, beyond chance", () => {
    expect(
      missingDays(
        counts((date) => (date === 9 ? 0.4 : 0.03)),
        0.2,
      ),
    ).toEqual([dayOf(9)]);
    expect(
      missingDays(
        counts((date) => (date === 9 ? 1 : 0)),
        0.2,
      ),
    ).toEqual([dayOf(9)]);
    expect(
      missingDays(
        counts((date) => (date === 9 ? 0.15 : 0.03)),
        0.2,
      ),
    ).toEqual([]);
    expect(
      missingDays(
        counts((date) => (date === 9 ? 0.4 : 0.1), 20),
        0.2,
      ),
    ).toEqual([]);
    expect(
      missingDays(
        counts(() => 0.6),
        0.2,
      ),
    ).toEqual([]);
    expect(missingDays([], 0.2)).toEqual([]);
  });

  it("may be a tail whose values are still to come", () => {
    expect(isTail([dayOf(30), dayOf(31)], facts())).toBe(true);
    expect(isTail([dayOf(29), dayOf(31)], facts())).toBe(false);
    expect(isTail([dayOf(31)], facts())).toBe(false);
    expect(isTail([], facts())).toBe(false);
  });
});

describe("days that look like copies", () => {
  it("have equally many rows and equal times", () => {
    const days = october(() => 100);
    const copied = facts((date) => (date === 20 ? { clockSum: 4_000_000_000 } : {}));
    expect(repeatedDays(copied, days)).toEqual([[dayOf(1), dayOf(20)]]);
    const other = october((date) => (date === 20 ? 101 : 100));
    expect(repeatedDays(copied, other)).toEqual([]);
  });

  it("are no mistake where every day is alike, and nothing without times", () => {
    const days = october(() => 100);
    expect(
      repeatedDays(
        facts(() => ({ clockSum: 4_000_000_000 })),
        days,
      ),
    ).toEqual([]);
    expect(
      repeatedDays(
        facts(() => ({ first: null, last: null, clockSum: null })),
        days,
      ),
    ).toEqual([]);
    expect(
      repeatedDays(
        facts((date) => (date === 20 ? { clockSum: 4_000_000_000 } : {})),
        october(() => 10),
      ),
    ).toEqual([]);
  });
});
