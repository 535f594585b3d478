import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { readIsoDate, readIsoTimestamp } from "../../src/import/iso-time.ts";
import { createTimeSpan, dayBounds, dayOf, timeOf } from "../../src/import/time-span.ts";
import { createWallClock } from "../../src/import/wall-clock.ts";
import { dateText, emptyWallTime, timeText, type WallTime } from "../../src/import/wall-time.ts";

function instant(zone: string, text: string): string {
  const wall = emptyWallTime();
  if (!readIsoTimestamp(text, wall)) throw new Error(text);
  return new Date(`${dateText(wall)}T${timeText(wall)}${createWallClock(zone).offset(wall)}`).toISOString();
}

function wallOf(text: string): WallTime {
  const wall = emptyWallTime();
  if (!readIsoTimestamp(text, wall) && !readIsoDate(text, wall)) throw new Error(text);
  return wall;
}

describe("wall-clock times", () => {
  // Clock changes as the tz database has them (zdump -v).
  it.each([
    ["America/New_York", "2015-03-08 01:59:59", "2015-03-08T06:59:59.000Z"],
    ["America/New_York", "2015-03-08 02:30:00", "2015-03-08T07:30:00.000Z"],
    ["America/New_York", "2015-03-08 03:00:00", "2015-03-08T07:00:00.000Z"],
    ["America/New_York", "2015-11-01 01:30:00", "2015-11-01T05:30:00.000Z"],
    ["America/New_York", "2015-11-01 02:00:00", "2015-11-01T07:00:00.000Z"],
    ["Europe/Berlin", "2026-03-29 02:30:00", "2026-03-29T01:30:00.000Z"],
    ["Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25T00:30:00.000Z"],
    ["Asia/Shanghai", "2026-10-01 00:00:00", "2026-09-30T16:00:00.000Z"],
    ["Asia/Shanghai", "1988-07-01 00:00:00", "1988-06-30T15:00:00.000Z"],
    ["Australia/Lord_Howe", "2026-04-05 01:45:00", "2026-04-04T14:45:00.000Z"],
    ["Asia/Kathmandu", "2026-01-01 00:00:00", "2025-12-31T18:15:00.000Z"],
    ["Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30T22:00:00.000Z"],
  ])("%s %s is %s", (zone, text, expected) => {
    expect(instant(zone, text)).toBe(expected);
  });

  it("counts times that were skipped or came twice", () => {
    const clock = createWallClock("America/New_York");
    const wall = emptyWallTime();
    for (const text of [
      "2015-03-08 02:00:00",
      "2015-03-08 02:59:59",
      "2015-03-08 03:00:00",
      "2015-11-01 01:00:00",
      "2015-11-01 00:59:59",
      "2015-07-01 02:30:00",
    ]) {
      readIsoTimestamp(text, wall);
      clock.offset(wall);
    }
    expect([clock.skipped, clock.repeated]).toEqual([2, 1]);
  });

  it("agrees with Temporal on any time of any zone", () => {
    const zones = [
      "America/New_York",
      "Europe/Berlin",
      "Australia/Lord_Howe",
      "America/Sao_Paulo",
      "Africa/Casablanca",
    ];
    const clocks = new Map(zones.map((zone) => [zone, createWallClock(zone)]));
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date("1970-01-02T00:00:00Z"), max: new Date("2035-01-01T00:00:00Z"), noInvalidDate: true }),
        (zone, date) => {
          const local = Temporal.PlainDateTime.from(date.toISOString().slice(0, 19));
          const { year, month, day, hour, minute, second } = local;
          const offset = clocks.get(zone)?.offset({ ...emptyWallTime(), year, month, day, hour, minute, second });
          const ours = Temporal.Instant.from(`${local.toString({ smallestUnit: "second" })}${offset}`);
          expect(ours.toString()).toBe(local.toZonedDateTime(zone).toInstant().toString());
        },
      ),
      { numRuns: 400, seed: 2026 },
    );
  });
});

describe("span of a time column", () => {
  it("compares instants, not texts, where offsets differ", () => {
    const span = createTimeSpan();
    for (const text of [
      "2026-10-25 02:30:00+02:00",
      "2026-10-25 02:10:00+01:00",
      "2026-10-25 02:50:00.500000+02:00",
      "2026-10-25 02:05:00+02:00",
    ]) {
      span.add(wallOf(text));
    }
    expect(timeOf(span.first(), "Europe/Berlin").shown).toBe("2026-10-25T00:05:00Z");
    expect(timeOf(span.last(), "Europe/Berlin").shown).toBe("2026-10-25T01:10:00Z");
  });

  it("knows days as well as times, and nothing at all", () => {
    const span = createTimeSpan();
    expect(span.first()).toBeNull();
    span.add(wallOf("2026-10-02"));
    span.add(wallOf("2026-09-30"));
    expect([span.first(), span.last()]).toEqual(["2026-09-30", "2026-10-02"]);
  });

  it("counts days in the zone, also those of 23 and 25 hours", () => {
    expect(dayOf("2026-10-01 00:30:00+02:00", "America/New_York")).toBe("2026-09-30");
    expect(dayBounds("2026-03-29", "2026-03-29", "Europe/Berlin")).toEqual({
      start: "2026-03-28T23:00:00Z",
      end: "2026-03-29T22:00:00Z",
    });
    expect(dayBounds("2026-10-25", "2026-10-31", "Europe/Berlin")).toEqual({
      start: "2026-10-24T22:00:00Z",
      end: "2026-10-31T23:00:00Z",
    });
  });
});
