import type { Snapshot } from "../collect/snapshot.ts";

/**
 * How far the data reach: the latest row found in any dataset of the scope.
 *
 * @returns `whole` when a dataset goes on beyond the reported period, so that the data are complete to its end; else the
 *   latest instant before that end; null without any row
 */
export function dataAsOf(snapshot: Snapshot): { instant: string | null; whole: boolean } {
  const { end } = snapshot.period;
  const marks = snapshot.datasets.flatMap(({ inScope, watermark }) =>
    inScope && watermark !== null ? [watermark] : [],
  );
  const time = (iso: string): number => Date.parse(iso);
  if (marks.some((mark) => time(mark) >= time(end))) return { instant: end, whole: true };
  const latest = marks.reduce<string | null>(
    (last, mark) => (last === null || time(mark) > time(last) ? mark : last),
    null,
  );
  return { instant: latest, whole: false };
}
