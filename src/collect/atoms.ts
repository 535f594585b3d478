import type { Period } from "../calendar/period.ts";

/**
 * Time cut at every bound of every period: the pieces ("atoms") of which all periods are made, so that months, their
 * quarters and the same month last year come from one scan that looks each row's time up once.
 */
export interface Atoms {
  /** Instants, ISO UTC, oldest first; atom `i` (1, 2 …) is `[bounds[i - 1], bounds[i])`. */
  bounds: readonly string[];
  /** Atoms of each period, in order of period and time. */
  members: readonly { period: string; atom: number }[];
  /** Stretches of time that belong to any period, without a gap inside: what must be read. */
  runs: readonly { start: string; end: string }[];
}

export function atomsOf(periods: readonly Period[]): Atoms {
  const instants = new Map(periods.flatMap(({ start, end }) => [start, end]).map((at) => [Date.parse(at), at]));
  const bounds = [...instants].sort(([a], [b]) => a - b).map(([, at]) => at);
  const times = bounds.map((at) => Date.parse(at));
  const members = periods.flatMap(({ id, start, end }) => {
    const [from, to] = [Date.parse(start), Date.parse(end)];
    const inside = times.flatMap((time, index) => (time >= from && time < to ? [index + 1] : []));
    return inside.map((atom) => ({ period: id, atom }));
  });
  return { bounds, members, runs: runsOf(bounds, new Set(members.map(({ atom }) => atom))) };
}

function runsOf(bounds: readonly string[], used: ReadonlySet<number>): Atoms["runs"] {
  const runs: { start: string; end: string }[] = [];
  for (const [index, start] of bounds.entries()) {
    const end = bounds[index + 1];
    if (end === undefined || !used.has(index + 1)) continue;
    const last = runs.at(-1);
    if (last?.end === start) last.end = end;
    else runs.push({ start, end });
  }
  return runs;
}
