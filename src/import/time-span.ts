import { Temporal } from "temporal-polyfill";

/** First and last time of a column, from the values as they are sent to COPY. */
export interface TimeSpan {
  add(text: string): void;
  first(): string | null;
  last(): string | null;
}

/**
 * Values with the same offset sort as text, so only the extremes of each offset are ever turned into instants: a
 * million rows cost no date arithmetic.
 */
export function createTimeSpan(): TimeSpan {
  const extremes = new Map<string, { min: string; max: string }>();
  let lastOffset = "";
  let current: { min: string; max: string } | undefined;
  const sorted = (pick: "min" | "max"): string[] =>
    [...extremes.values()]
      .map((extreme) => extreme[pick])
      .sort((a, b) => Temporal.Instant.compare(instantOf(a), instantOf(b)));
  return {
    add(text) {
      if (current === undefined || !text.endsWith(lastOffset)) {
        const offset = text.length > 10 ? text.slice(-6) : "";
        current = extremes.get(offset);
        if (current === undefined) {
          current = { min: text, max: text };
          extremes.set(offset, current);
        }
        lastOffset = offset;
      }
      if (text < current.min) current.min = text;
      if (text > current.max) current.max = text;
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
