import { Temporal } from "temporal-polyfill";
import type { WallTime } from "./wall-time.ts";

/** Turns wall-clock times of one zone into offsets, and counts the ones no clock, or two clocks, showed. */
export interface WallClock {
  /** Offset from UTC as PostgreSQL writes it: `-05:00`. */
  offset(wall: WallTime): string;
  /** Times skipped when clocks went forward. They are read with the offset before the change, i.e. as later times. */
  readonly skipped: number;
  /** Times shown twice when clocks went back. The first of the two is taken. */
  readonly repeated: number;
}

/**
 * Zone conversion for millions of rows: on a day without a clock change the offset is the day's; only days with one are
 * looked at by the hour, and only the hour of the change by the second.
 *
 * Skipped and repeated times follow `disambiguation: "compatible"` of Temporal (RFC 5545 §3.3.5): the offset before the
 * change holds.
 */
export function createWallClock(zone: string): WallClock {
  const days = new Map<number, string | null>();
  const hours = new Map<number, string | null>();
  let lastDay = -1;
  let lastOffset: string | null = null;
  let skipped = 0;
  let repeated = 0;

  const at = (wall: WallTime, time: { hour: number; minute: number; second: number }): Temporal.PlainDateTime =>
    new Temporal.PlainDateTime(wall.year, wall.month, wall.day, time.hour, time.minute, time.second);

  /** The offset that holds from the first to the last second of a stretch; null when it changes within. */
  const steadyOffset = (first: Temporal.PlainDateTime, last: Temporal.PlainDateTime): string | null => {
    const offsets = new Set<number>();
    for (const local of [first, last]) {
      for (const disambiguation of ["earlier", "later"] as const) {
        offsets.add(local.toZonedDateTime(zone, { disambiguation }).offsetNanoseconds);
      }
    }
    const [only] = offsets;
    return offsets.size === 1 && only !== undefined ? offsetText(only) : null;
  };

  const ofChange = (wall: WallTime): string => {
    const local = at(wall, wall);
    const earlier = local.toZonedDateTime(zone, { disambiguation: "earlier" });
    const later = local.toZonedDateTime(zone, { disambiguation: "later" });
    if (earlier.epochNanoseconds === later.epochNanoseconds) return offsetText(earlier.offsetNanoseconds);
    if (earlier.toPlainDateTime().equals(local)) {
      repeated += 1;
      return offsetText(earlier.offsetNanoseconds);
    }
    skipped += 1;
    // In a gap the "earlier" reading lies before the change, so its offset is the one that held until then.
    return offsetText(earlier.offsetNanoseconds);
  };

  return {
    offset(wall) {
      const day = wall.year * 10_000 + wall.month * 100 + wall.day;
      if (day !== lastDay) {
        let offset = days.get(day);
        if (offset === undefined) {
          offset = steadyOffset(
            at(wall, { hour: 0, minute: 0, second: 0 }),
            at(wall, { hour: 23, minute: 59, second: 59 }),
          );
          days.set(day, offset);
        }
        lastDay = day;
        lastOffset = offset;
      }
      if (lastOffset !== null) return lastOffset;
      const hour = day * 100 + wall.hour;
      let offset = hours.get(hour);
      if (offset === undefined) {
        offset = steadyOffset(
          at(wall, { hour: wall.hour, minute: 0, second: 0 }),
          at(wall, { hour: wall.hour, minute: 59, second: 59 }),
        );
        hours.set(hour, offset);
      }
      return offset ?? ofChange(wall);
    },
    get skipped() {
      return skipped;
    },
    get repeated() {
      return repeated;
    },
  };
}

/** `-05:00`; with seconds for the local mean times of the nineteenth century. */
function offsetText(nanoseconds: number): string {
  const seconds = Math.abs(nanoseconds) / 1e9;
  const part = (value: number): string => String(Math.trunc(value)).padStart(2, "0");
  const text = `${nanoseconds < 0 ? "-" : "+"}${part(seconds / 3600)}:${part((seconds % 3600) / 60)}`;
  return seconds % 60 === 0 ? text : `${text}:${part(seconds % 60)}`;
}
