import type { Indicator } from "../config/schema/indicator.ts";
import type { BaselineProposal } from "../evaluate/baselines/propose.ts";

/** What the shorter periods of a quarter are called in the reasons. */
const MONTHS = "months";

const WHY: Readonly<Record<BaselineProposal["reason"], string>> = {
  held: "every ordinary month keeps the proposed level",
  "out-of-reach": "no ordinary month reaches today's baseline, nor did the same quarter last year",
  "not-measured": "it was not measured in the quarter",
  "small-sample": "too few rows to judge",
  "no-baseline": "no baseline is set",
  "few-points": "too few months for an expected range (six are needed)",
  "at-level": "ordinary months stand on both sides of the baseline, or just at it",
  "below-last-year": "every ordinary month keeps it, but the same quarter last year was better",
  concern: "ordinary months keep it, but the process shows a special cause for concern",
  "missed-once": "the quarter misses it, but the same quarter last year did not or is not known",
  "reaches-target": "the level has come to the target, which is not yet met with assurance",
  bands: "no bands that cover every value once could be made of the moved levels",
};

const ASSURANCE = {
  passes: "the target is met with assurance",
  fails: "the target is missed with assurance",
  "hit-or-miss": "the target is met in some months and missed in others",
} as const;

/** Units a reader would miss beside the number. */
const NAMED: ReadonlySet<string> = new Set(["seconds", "minutes", "hours", "days"]);

/** A value as the configuration writes it, with its unit named: `0.941`, `1.86 hours`. */
function written(value: number, { unit, precision }: Indicator): string {
  const digits = precision + (unit === "percent" ? 2 : 0);
  const text = String(Number(value.toFixed(digits)));
  return NAMED.has(unit) ? `${text} ${unit}` : text;
}

/** Why the baseline of an indicator moves or stays, line by line; the first line is the decision. */
export function reasonsOf(proposal: BaselineProposal, indicator: Indicator): string[] {
  const { decision, reason, level, interval, range, assurance, lastYear, yearOnYear, n, minimumN } = proposal;
  const value = (number: number): string => written(number, indicator);
  const { baseline, target } = proposal;
  const lines = [`${decision}: ${WHY[reason]}`];
  if (decision === "lower") {
    lines.push("WORSE THAN TODAY'S BASELINE: adopt it only if nothing can be done about the cause");
  }
  if (baseline.before !== baseline.after) lines.push(`baseline ${was(baseline)}`);
  if (target.before !== target.after) lines.push(`target ${was(target)}`);
  if (level !== null) {
    const spread = interval === null ? "" : `, 95 % interval ${value(interval.low)} to ${value(interval.high)}`;
    lines.push(`level over the quarter: ${value(level)}${spread} (n = ${n}, at least ${minimumN} are needed)`);
  }
  if (range !== null) {
    const of = range.of === "inside" ? MONTHS : "quarters";
    lines.push(
      `expected range of ordinary ${of}: ${value(range.lower)} to ${value(range.upper)} (XmR limits of ${range.points})`,
    );
  }
  if (target.before !== null && assurance !== null) lines.push(`${ASSURANCE[assurance]} (today's: ${target.before})`);
  if (level !== null) {
    lines.push(
      lastYear === null
        ? "same quarter last year: not known, so the season cannot be told from the level"
        : `same quarter last year: ${value(lastYear)}, this one is ${yearOnYear ?? "the same"}`,
    );
  }
  return lines;
}

const was = ({ before, after }: { before: number | null; after: number | null }): string =>
  `${before ?? "none"} → ${after ?? "none"}`;
