import { parsePeriod, shift } from "../../src/calendar/periods.ts";
import type { Measurement, Snapshot } from "../../src/collect/snapshot.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { configOf } from "./after-sales-config.ts";
import { CALENDAR } from "./snapshot.ts";

/** What a small edition is made of, as a user would write it. */
export interface EditionOptions {
  indicators: Record<string, object>;
  /** Scored indicators of one dimension by id; or whole versions. */
  scored?: Record<string, object>;
  versions?: object[];
  rules?: object;
  report?: object;
  playbook?: object[];
  goals?: Record<string, object>;
  kpis?: Record<string, object>;
  /** Values per indicator, oldest period first; the last belongs to the reported one, 2026-10. */
  series?: Record<string, readonly (Partial<Measurement> | null)[]>;
  measurements?: readonly Measurement[];
  snapshot?: Partial<Snapshot>;
}

/** An edition over one dataset (`tickets`, by shift and team), as small as a test needs it. */
export function edition(options: EditionOptions): { snapshot: Snapshot; config: Config } {
  const indicators = Object.fromEntries(
    Object.entries(options.indicators).map(([id, indicator]) => [
      id,
      { name: id, definition: `${id}.`, dataset: "tickets", unit: "percent", ...indicator },
    ]),
  );
  const versions = options.versions ?? [
    {
      effective_from: "2020-01-01",
      dimensions: { all: { name: "All", indicators: options.scored ?? {} } },
      ...options.rules,
    },
  ];
  const config = configOf({
    datasets: {
      tickets: {
        name: "tickets",
        source: { table: "tickets" },
        time: { column: "created_at" },
        dimensions: { shift: { name: "Shift" }, team: { name: "Team" } },
      },
    },
    indicators,
    scorecards: { card: { name: "Card", versions } },
    goals: options.goals ?? {},
    kpis: options.kpis ?? {},
    playbooks: options.playbook === undefined ? {} : { book: { name: "Book", rules: options.playbook } },
    reports: {
      monthly: {
        title: "Review",
        scorecard: "card",
        cadence: "month",
        breakdowns: ["shift", "team"],
        ...(options.playbook === undefined ? {} : { playbook: "book" }),
        ...options.report,
      },
    },
  });
  const period = parsePeriod("2026-10", CALENDAR);
  const series = Object.entries(options.series ?? {});
  const length = Math.max(1, ...series.map(([, values]) => values.length));
  const history = Array.from({ length }, (_, i) => shift(period, i - length + 1, CALENDAR));
  const fromSeries = series.flatMap(([indicator, values]) =>
    values.flatMap((parts, i): Measurement[] => {
      const at = history[i + length - values.length];
      return parts === null || at === undefined
        ? []
        : [{ indicator, period: at.id, cut: {}, value: null, n: 0, missing: 0, ...parts }];
    }),
  );
  const snapshot: Snapshot = {
    schema: "periodical/snapshot@1",
    report: "monthly",
    period,
    scope: {},
    calendar: CALENDAR,
    history,
    lastYear: null,
    inside: [],
    further: [],
    takenAt: "2026-11-01T02:00:00Z",
    server: "PostgreSQL 18.4",
    datasets: [],
    queries: [],
    members: {},
    weightings: [],
    labels: {},
    measurements: [...fromSeries, ...(options.measurements ?? [])],
    feedback: null,
    survey: null,
    spotChecks: null,
    actions: [],
    analyses: [],
    ...options.snapshot,
  };
  return { snapshot, config };
}

/** Parts of a share. */
export const share = (numerator: number, n: number): Partial<Measurement> => ({
  n,
  numerator,
  value: n === 0 ? null : numerator / n,
});

/** Parts of a mean with a standard deviation. */
export const mean = (value: number, n: number, deviation = 1): Partial<Measurement> => ({
  n,
  value: n === 0 ? null : value,
  sum: value * n,
  sumSquares: n * value ** 2 + Math.max(0, n - 1) * deviation ** 2,
});

/** One measurement of the reported period (or another) in a cut. */
export const inCut = (
  indicator: string,
  cut: Record<string, string>,
  parts: Partial<Measurement>,
  period = "2026-10",
): Measurement => ({ indicator, period, cut, value: null, n: 0, missing: 0, ...parts });
