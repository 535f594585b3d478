import type { DatasetRecord, Snapshot } from "../collect/snapshot.ts";
import type { Config } from "../config/schema/index.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import type { Report } from "../config/schema/report.ts";
import type { ScorecardVersion } from "../config/schema/scorecard.ts";
import { dayNotes } from "./day-notes.ts";
import type { CombinedScore, DataNote, IndicatorResult, ScorePoint } from "./evaluation.ts";
import { isScorable } from "./points.ts";
import type { ScorecardEntry } from "./versions.ts";

type DayConfig = Pick<Config, "datasets" | "indicators" | "reports">;

/** What a reader must know about the data, in the order: datasets, indicators, history and rules, sources that are absent. */
export function notesOf(
  snapshot: Snapshot,
  config: DayConfig,
  report: Pick<Report, "history">,
  rules: Pick<ScorecardVersion, "scoring" | "missing">,
  entries: readonly ScorecardEntry[],
  results: ReadonlyMap<string, IndicatorResult>,
  { history, combined }: { history: readonly ScorePoint[]; combined: CombinedScore | null },
): DataNote[] {
  const judged = entries.flatMap((entry) => {
    const result = results.get(entry.id);
    return result === undefined ? [] : [{ entry, result }];
  });
  return [
    ...snapshot.datasets.flatMap((dataset) => datasetNotes(dataset, snapshot, config)),
    ...judged.flatMap(({ entry, result }) => indicatorNotes(result, entry.indicator)),
    ...weightNotes(rules, judged),
    ...partNotes(combined),
    ...historyNotes(snapshot, report, history),
    ...absentSources(snapshot),
  ];
}

function datasetNotes(record: DatasetRecord, snapshot: Snapshot, config: DayConfig): DataNote[] {
  const { period } = snapshot;
  const { dataset } = record;
  const notes: DataNote[] = record.quality
    .filter(({ rows }) => rows > 0)
    .map(({ id, rows }) => ({ kind: "quality", dataset, rule: id, rows, of: record.rows[period.id] ?? 0 }));
  if (record.excluded > 0) notes.push({ kind: "excluded", dataset, rows: record.excluded });
  notes.push(...dayNotes(record, snapshot, config));
  return notes;
}

function indicatorNotes(result: IndicatorResult, design: Indicator): DataNote[] {
  const { indicator, notMeasured, missing, n } = result;
  const notes: DataNote[] = [];
  if (notMeasured === "not-in-scope") return [{ kind: "not-in-scope", indicator }];
  if (notMeasured === "no-weights") notes.push({ kind: "no-weights", indicator });
  else if (notMeasured !== null) notes.push({ kind: "no-data", indicator });
  else if (!result.judged) {
    notes.push({ kind: "small-sample", indicator, n, minimum: design.minimum_n });
  }
  if (missing > 0) {
    const of = design.null_rule === "as_zero" ? n : n + missing;
    notes.push({ kind: "missing-values", indicator, rows: missing, of });
  }
  notes.push(...weightingNotes(result));
  if (result.target === null) notes.push({ kind: "no-target", indicator });
  if (result.benchmark?.stale === true) {
    notes.push({ kind: "stale-benchmark", indicator, asOf: result.benchmark.asOf });
  }
  return notes;
}

/** What a reader of a weighted figure must know: weight without data, rows without weight, a population of another scope. */
function weightingNotes({ indicator, value, n, weighting }: IndicatorResult): DataNote[] {
  if (weighting === null || value === null) return [];
  const { dimension, missing, missingWeight, unweightedRows, population } = weighting;
  const notes: DataNote[] = [];
  if (missing.length > 0) {
    notes.push({ kind: "strata-missing", indicator, dimension, members: missing, weight: missingWeight });
  }
  if (unweightedRows > 0) {
    notes.push({ kind: "strata-unweighted", indicator, dimension, rows: unweightedRows, of: n });
  }
  if (population?.inScope === false) {
    notes.push({ kind: "population-of-whole", indicator, dataset: population.dataset });
  }
  return notes;
}

/** Weight that could not be scored, by why: by design (spread under every rule) or for want of data (by the rule). */
function weightNotes(
  rules: Pick<ScorecardVersion, "scoring" | "missing">,
  judged: readonly { entry: ScorecardEntry; result: IndicatorResult }[],
): DataNote[] {
  const notes: DataNote[] = [];
  let apart = 0;
  let missing = 0;
  for (const { entry, result } of judged) {
    const { indicator, weight } = result;
    if (!isScorable(entry.scored, rules.scoring)) {
      notes.push({ kind: "not-scored", indicator, weight });
      apart += weight;
    } else if (result.notMeasured === "not-in-scope") apart += weight;
    else if (!result.judged) missing += weight;
  }
  const byRule = apart > 0 && rules.missing === "spread" ? apart + missing : missing;
  if (apart > 0 && byRule === missing) notes.push({ kind: "weight-spread", weight: apart, rule: "spread" });
  if (byRule > 0) notes.push({ kind: "weight-spread", weight: byRule, rule: rules.missing });
  return notes;
}

/** Inner periods that should have borne weight. */
const partNotes = (combined: CombinedScore | null): DataNote[] =>
  combined === null || combined.missing.length === 0
    ? []
    : [{ kind: "parts-missing", periods: combined.missing, rule: combined.rule }];

function historyNotes(
  { history: periods }: Snapshot,
  report: Pick<Report, "history">,
  history: readonly ScorePoint[],
): DataNote[] {
  const notes: DataNote[] = [];
  if (periods.length < report.history) {
    notes.push({ kind: "short-history", periods: periods.length, wanted: report.history });
  }
  for (const [i, point] of history.entries()) {
    const before = history[i - 1];
    if (before !== undefined && point.rules !== null && point.rules !== before.rules) {
      notes.push({ kind: "rules-changed", period: point.period, rules: point.rules });
    }
  }
  return notes;
}

function absentSources({ survey, spotChecks, feedback }: Snapshot): DataNote[] {
  const notes: DataNote[] = [];
  if (survey === null) notes.push({ kind: "no-survey" });
  if (spotChecks === null) notes.push({ kind: "no-spot-checks" });
  if (feedback === null) notes.push({ kind: "no-feedback" });
  return notes;
}
