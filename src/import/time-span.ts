import { Temporal } from "temporal-polyfill";
import { type WallTime, wallText } from "./wall-time.ts";

/** First and last time of a column. */
export interface TimeSpan {
  /** @param wall a time with its offset, or a day without one; may be changed by the caller afterwards */
  add(wall: WallTime): void;
  /** As PostgreSQL reads it. */
  first(): string | null;
  last(): string | null;
}

interface Extreme {
  seconds: number;
  wall: WallTime;
}

/**
 * Times with the same offset are in order of their wall-clock parts, so only the extremes of each offset are ever turned
 * into instants: a million rows cost no date arithmetic.
 */
export function createTimeSpan(): TimeSpan {
  const extremes = new Map<string | null, { min: Extreme; max: Extreme }>();
  let lastOffset: string | null | undefined;
  let current: { min: Extreme; max: Extreme } | undefined;
  const sorted = (pick: "min" | "max"): string[] =>
    [...extremes.values()]
      .map((extreme) => wallText(extreme[pick].wall))
      .sort((a, b) => Temporal.Instant.compare(instantOf(a), instantOf(b)));
  return {
    add(wall) {
      const days = (wall.year * 13 + wall.month) * 32 + wall.day;
      const seconds = ((days * 24 + wall.hour) * 60 + wall.minute) * 60 + wall.second;
      if (current === undefined || wall.offset !== lastOffset) {
        lastOffset = wall.offset;
        current = extremes.get(lastOffset);
        if (current === undefined) {
          current = { min: { seconds, wall: { ...wall } }, max: { seconds, wall: { ...wall } } };
          extremes.set(lastOffset, current);
        }
      }
      const { min, max } = current;
      if (seconds < min.seconds || (seconds === min.seconds && wall.microsecond < min.wall.microsecond)) {
        current.min = { seconds, wall: { ...wall } };
      }
      if (seconds > max.seconds || (seconds === max.seconds && wall.microsecond > max.wall.microsecond)) {
        current.max = { seconds, wall: { ...wall } };
      }
    },
    first: () => sorted("min")[0] ?? null,
    last: () => sorted("max").at(-1) ?? null,
  };
}

function instantOf(text: string): Temporal.Instant {
  return text.length > 10 ? Temporal.Instant.from(text.replace(" ", "T")) : dayStart(text, "UTC");
}

/** Start of a calendar day in a zone. */
export function dayStart(day: string, zone: string): Temporal.Instant {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant();
}

/** What a summary shows and the ledger keeps of a value of the time column: an instant, or a day and its start. */
export function timeOf(text: string | null, zone: string): { shown: string | null; instant: Date | null } {
  if (text === null) return { shown: null, instant: null };
  if (text.length <= 10) return { shown: text, instant: new Date(dayStart(text, zone).epochMilliseconds) };
  const instant = Temporal.Instant.from(text.replace(" ", "T"));
  return { shown: instant.toString(), instant: new Date(instant.epochMilliseconds) };
}

/** Calendar day of a time in a zone. */
export function dayOf(text: string, zone: string): string {
  if (text.length <= 10) return text;
  return Temporal.Instant.from(text.replace(" ", "T")).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Half-open bounds of the calendar days from `firstDay` to `lastDay`, ISO UTC. */
export function dayBounds(firstDay: string, lastDay: string, zone: string): { start: string; end: string } {
  const after = Temporal.PlainDate.from(lastDay).add({ days: 1 }).toString();
  return { start: dayStart(firstDay, zone).toString(), end: dayStart(after, zone).toString() };
}
