import { Temporal } from "temporal-polyfill";

/** `2026-12-01 07:00 +08:00`: an instant in a zone's clock, with its offset, since the clock alone can mean two instants. */
export function localTime(instant: Date, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  const clock = local.toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
  return `${clock} ${local.offset}`;
}
