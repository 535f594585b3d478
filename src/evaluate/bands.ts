import { BAND_IDS, type BandId, type Bands } from "../config/schema/scorecard.ts";
import { type Direction, meets } from "./direction.ts";

/** A band and the worst value that still belongs to it; null = open to the worse side. */
export interface Band {
  band: BandId;
  limit: number | null;
}

/** Points of the rubric: excellent 5 … unacceptable 1. */
export const BAND_POINTS: Readonly<Record<BandId, number>> = {
  excellent: 5,
  good: 4,
  acceptable: 3,
  needs_improvement: 2,
  unacceptable: 1,
};

type Range = Extract<Bands, { band: BandId }[]>[number];

/** Bands best first, each with its worse edge. Four limits separate the five bands; written-out bands keep their names. */
export function normaliseBands(bands: Bands, direction: Direction): Band[] {
  if (isLimits(bands)) return BAND_IDS.map((band, i) => ({ band, limit: bands[i] ?? null }));
  return bestFirst(bands).map((range) => ({ band: range.band, limit: worseEdge(range, direction) ?? null }));
}

/** The band of a value: the first whose worse edge it keeps; an edge belongs to the better band. */
export function bandOf(value: number, bands: readonly Band[], direction: Direction): BandId | null {
  return bands.find(({ limit }) => limit === null || meets(value, limit, direction))?.band ?? null;
}

/** The band of an overall score by its four limits, best first. */
export function scoreBand(score: number, limits: readonly [number, number, number, number]): BandId {
  return bandOf(score, normaliseBands([...limits], "higher_is_better"), "higher_is_better") ?? "unacceptable";
}

/**
 * What is wrong with the bands of an indicator, one sentence each; empty when every value has exactly one band.
 *
 * Checked: order against the direction, gaps, overlaps, edges written the wrong way round, a band named twice, and that
 * the best and the worst band are open, so that no value falls outside.
 */
export function bandProblems(bands: Bands, direction: Direction): string[] {
  return isLimits(bands) ? limitProblems(bands, direction) : rangeProblems(bands, direction);
}

function limitProblems(limits: readonly number[], direction: Direction): string[] {
  const falling = direction === "higher_is_better";
  return limits.flatMap((limit, i) => {
    const next = limits[i + 1];
    if (next === undefined || (falling ? next < limit : next > limit)) return [];
    const order = falling ? "fall" : "rise";
    return [
      next === limit
        ? `the limit ${limit} occurs twice: the band between would be empty`
        : `the limits must ${order} from best to worst (${direction}): ${next} comes after ${limit}`,
    ];
  });
}

function rangeProblems(ranges: readonly Range[], direction: Direction): string[] {
  const problems: string[] = [];
  const ordered = bestFirst(ranges);
  for (const [i, range] of ordered.entries()) {
    const { band, from, to } = range;
    if (from !== undefined && to !== undefined && from >= to) {
      problems.push(`${band}: \`from\` (${from}) must be below \`to\` (${to})`);
    }
    const next = ordered[i + 1];
    if (i === 0 && betterEdge(range, direction) !== undefined) {
      problems.push(
        `${band}: the best band must be open on its better side; leave out \`${betterKey(direction)}\`, or values beyond it have no band`,
      );
    }
    if (next === undefined) {
      if (worseEdge(range, direction) !== undefined) {
        problems.push(
          `${band}: the worst band must be open on its worse side; leave out \`${worseKey(direction)}\`, or values beyond it have no band`,
        );
      }
      continue;
    }
    if (next.band === band) {
      problems.push(`${band} is given twice`);
      continue;
    }
    problems.push(...seamProblems(range, next, direction));
  }
  return problems;
}

/** The seam between two neighbours: the worse edge of the better band must be the better edge of the worse one. */
function seamProblems(better: Range, worse: Range, direction: Direction): string[] {
  const end = worseEdge(better, direction);
  const start = betterEdge(worse, direction);
  if (end === undefined) return [`${better.band} has no \`${worseKey(direction)}\`: it overlaps ${worse.band}`];
  if (start === undefined) return [`${worse.band} has no \`${betterKey(direction)}\`: it overlaps ${better.band}`];
  if (end === start) return [];
  const overlap = direction === "higher_is_better" ? start > end : start < end;
  const [low, high] = [Math.min(start, end), Math.max(start, end)];
  return [`${better.band} and ${worse.band} ${overlap ? "overlap" : "leave a gap"} between ${low} and ${high}`];
}

const isLimits = (bands: Bands): bands is [number, number, number, number] => typeof bands[0] === "number";
const bestFirst = (ranges: readonly Range[]): Range[] =>
  [...ranges].sort((a, b) => BAND_IDS.indexOf(a.band) - BAND_IDS.indexOf(b.band));
const worseKey = (direction: Direction): "from" | "to" => (direction === "higher_is_better" ? "from" : "to");
const betterKey = (direction: Direction): "from" | "to" => (direction === "higher_is_better" ? "to" : "from");
const worseEdge = (range: Range, direction: Direction): number | undefined => range[worseKey(direction)];
const betterEdge = (range: Range, direction: Direction): number | undefined => range[betterKey(direction)];
