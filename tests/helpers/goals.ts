import type { Measurement, Snapshot } from "../../src/collect/snapshot.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { edition, inCut, mean, share } from "./edition.ts";

/** December 2025, where the year's goals start, to October 2026. */
const MONTHS = ["2025-12", ...Array.from({ length: 10 }, (_, i) => `2026-${String(i + 1).padStart(2, "0")}`)];

/** Satisfied of 1,000 asked, month by month: a steady climb of about half a point. */
const SATISFIED = [850, 853, 861, 862, 868, 875, 876, 884, 886, 893, 896];
/** Minutes until people answer: fell, then stood still. */
const PEOPLE = [7.2, 6.9, 6.8, 6.6, 6.7, 6.5, 6.6, 6.7, 6.5, 6.6, 6.7];
const BOTS = [0.45, 0.43, 0.41, 0.4, 0.37, 0.36, 0.34, 0.32, 0.31, 0.29, 0.28];
const COMPLAINTS = [29, 29, 30, 28, 26, 28, 25, 26, 24, 25, 23];

/**
 * One edition with a goal in every state: on track, at risk, off track, reached, missed, behind its plan without a trend,
 * not judged for want of rows, not begun; two teams with goals of their own; a bonus for them.
 */
export function goalsCase(change: { report?: object; snapshot?: Partial<Snapshot> } = {}): {
  snapshot: Snapshot;
  config: Config;
} {
  const year = (value: number, start: number | "measured" = "measured") => ({
    start: { period: "year_start", value: start },
    goal: { period: "year_end", value },
  });
  const teams = MONTHS.flatMap((month, i): Measurement[] => {
    const all = SATISFIED[i] ?? 0;
    const north = Math.round(all * 0.62);
    return [
      inCut("satisfied", { team: "north" }, share(north, 600), month),
      inCut("satisfied", { team: "south" }, share(all - north, 400), month),
      inCut("complaints", { team: "north" }, share(Math.floor((COMPLAINTS[i] ?? 0) / 3), 600), month),
      inCut("complaints", { team: "south" }, share(Math.ceil((COMPLAINTS[i] ?? 0) * (2 / 3)), 400), month),
      inCut("answer", { shift: "person" }, mean(PEOPLE[i] ?? 0, 520, 2), month),
      inCut("answer", { shift: "bot" }, mean(BOTS[i] ?? 0, 480, 0.1), month),
    ];
  });
  return edition({
    indicators: {
      satisfied: { kind: "ratio", numerator: "satisfied", phrase: "the share of satisfied customers" },
      answer: { kind: "mean", value: "minutes", unit: "minutes", precision: 2, direction: "lower_is_better" },
      complaints: { kind: "ratio", numerator: "complaint", direction: "lower_is_better", precision: 2 },
      rare: { kind: "ratio", numerator: "rare" },
    },
    scored: {
      satisfied: { weight: 60, baseline: 0.85, target: 0.9, bands: [0.94, 0.9, 0.85, 0.8] },
      complaints: { weight: 40, baseline: 0.03, target: 0.02, bands: [0.01, 0.02, 0.03, 0.04] },
    },
    series: {
      satisfied: SATISFIED.map((n) => share(n, 1000)),
      complaints: COMPLAINTS.map((n) => share(n, 1000)),
      answer: PEOPLE.map((minutes, i) => mean(minutes * 0.52 + (BOTS[i] ?? 0) * 0.48, 1000, 3)),
      rare: MONTHS.map(() => share(3, 4)),
    },
    measurements: teams,
    goals: {
      "on-track": {
        name: "Satisfied customers",
        phrase: "the share of satisfied customers",
        indicator: "satisfied",
        ...year(0.9),
        owner: "Head of service",
        cascade: {
          dimension: "team",
          members: { north: { goal: 0.94, owner: "Team leader north" }, south: { goal: 0.85, start: 0.8 } },
        },
      },
      "at-risk": { name: "Complaint rate", indicator: "complaints", ...year(0.021), trend_periods: 6 },
      "off-track": { name: "First answer of people", indicator: "answer", cut: { shift: "person" }, ...year(5) },
      reached: {
        name: "First answer of bots",
        indicator: "answer",
        cut: { shift: "bot" },
        start: { date: "2025-12-31", value: 0.45 },
        goal: { date: "2026-06-30", value: 0.35 },
      },
      missed: {
        name: "Satisfied by midyear",
        indicator: "satisfied",
        start: { date: "2025-12-31", value: 0.85 },
        goal: { date: "2026-06-30", value: 0.88 },
        note: "Set by the board.",
      },
      "too-short": {
        name: "Complaints of autumn",
        indicator: "complaints",
        start: { date: "2026-07-31", value: 0.025 },
        goal: { date: "2026-12-31", value: 0.02 },
        plan: {
          steps: [
            { date: "2026-09-01", value: 0.023 },
            { date: "2026-10-01", value: 0.0225 },
          ],
        },
      },
      "too-few-rows": { name: "Rare matter", indicator: "rare", ...year(0.9, 0.7) },
      "not-begun": {
        name: "Satisfied next year",
        indicator: "satisfied",
        start: { date: "2026-12-31", value: 0.9 },
        goal: { date: "2027-12-31", value: 0.92 },
      },
    },
    kpis: {
      bonus: {
        name: "Team bonus",
        dimension: "team",
        subjects: { north: { people: 6 }, south: { people: 4 } },
        items: [
          { id: "satisfied", goal: "on-track", weight: 50 },
          { id: "complaints", indicator: "complaints", target: 0.02, weight: 30 },
          { id: "rare", indicator: "rare", target: 0.9, weight: 20 },
        ],
        steps: [
          { from: 0.9, pays: 0.5 },
          { from: 1, pays: 1 },
          { from: 1.1, pays: 1.2 },
        ],
        awards: { month: { pool: 1000 }, quarter: { per_subject: 300 } },
      },
    },
    report: {
      goals: ["on-track", "at-risk", "off-track", "reached", "missed", "too-short", "too-few-rows", "not-begun"],
      kpis: ["bonus"],
      breakdowns: ["team"],
      ...change.report,
    },
    ...(change.snapshot === undefined ? {} : { snapshot: change.snapshot }),
  });
}
