import type { SampleMonth } from "../calendar.ts";
import type { ServiceHours } from "./rows.ts";

interface Rota {
  channel: ServiceHours["channel"];
  served_by: ServiceHours["served_by"];
  weekdays: readonly [from: number, to: number];
  weekend: readonly [from: number, to: number];
}

/** The rota of the first month; chat and app are staffed for longer later on. */
const FIRST: readonly Rota[] = [
  { channel: "chat", served_by: "person", weekdays: [9, 23], weekend: [9, 23] },
  { channel: "app", served_by: "person", weekdays: [9, 22], weekend: [10, 21] },
  { channel: "phone", served_by: "person", weekdays: [9, 21], weekend: [9, 18] },
  { channel: "chat", served_by: "bot", weekdays: [0, 24], weekend: [0, 24] },
  { channel: "app", served_by: "bot", weekdays: [0, 24], weekend: [0, 24] },
];

/** Changes, by months before the end of the sample. */
const CHANGES: readonly (Rota & { beforeEnd: number })[] = [
  { beforeEnd: 6, channel: "chat", served_by: "person", weekdays: [8, 24], weekend: [8, 24] },
  { beforeEnd: 2, channel: "app", served_by: "person", weekdays: [8, 24], weekend: [8, 24] },
];

const DAY_MS = 86_400_000;
const day = (timeMs: number): string => new Date(timeMs + 8 * 3_600_000).toISOString().slice(0, 10);

/** Entries of the service-hours table that begin in a month: all of the first rota, later only what changes. */
export function hoursSource(): (month: SampleMonth, index: number, months: readonly SampleMonth[]) => ServiceHours[] {
  let lastId = 0;
  return (month, index, months) => {
    const changed = CHANGES.filter(({ beforeEnd }) => beforeEnd === month.beforeEnd);
    const begun =
      index === 0 ? [...FIRST.filter((one) => !changed.some((other) => same(one, other))), ...changed] : changed;
    return begun.flatMap((rota) => {
      const next = months
        .slice(index + 1)
        .find(({ beforeEnd }) => CHANGES.some((change) => change.beforeEnd === beforeEnd && same(change, rota)));
      return [1, 2, 3, 4, 5, 6, 7].map((weekday): ServiceHours => {
        const [from, to] = weekday < 6 ? rota.weekdays : rota.weekend;
        lastId += 1;
        return {
          hours_id: lastId,
          valid_from: day(month.startMs),
          valid_to: next === undefined ? null : day(next.startMs - DAY_MS),
          channel: rota.channel,
          weekday,
          from_hour: from,
          to_hour: to,
          served_by: rota.served_by,
        };
      });
    });
  };
}

const same = (a: Rota, b: Rota): boolean => a.channel === b.channel && a.served_by === b.served_by;
