import type { DifferenceRecord } from "../../collect/analyses/difference.ts";
import type { Cut, Measurement } from "../../collect/snapshot.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { Indicator } from "../../config/schema/indicator.ts";
import { differenceOf, sampleOf } from "../differences.ts";
import { effectOf } from "../direction.ts";
import type { ChangeTest, Interval } from "../evaluation.ts";
import { compare, correctTogether, NO_TEST, untested } from "../significance.ts";
import { mantelHaenszel, type StratifiedDifference, stratifiedMeans } from "../stratified.ts";
import type { AnalysisContext } from "./index.ts";

/** One group of one indicator. */
export interface GroupFigure {
  value: number | null;
  n: number;
}

export interface GroupDifference {
  indicator: string;
  member: GroupFigure;
  against: GroupFigure;
  /** Both groups have the indicator's minimum of rows: otherwise shown, not judged. */
  judged: boolean;
  /** Member − against, in the indicator's unit; null where a group has no value. */
  difference: { value: number; interval: Interval | null; effect: "better" | "worse" | "same" } | null;
  /** Corrected over the indicators of the analysis. */
  test: ChangeTest;
  /** The same within the members of the controlling dimension; null without control, or where no member has both groups. */
  controlled: { value: number; interval: Interval; effect: "better" | "worse" | "same"; strata: number } | null;
  controlledTest: ChangeTest;
}

export interface DifferenceResult {
  kind: "difference";
  id: string;
  /** In the order of the configuration. */
  rows: readonly GroupDifference[];
  /** Statements behind the controlled differences. */
  queries: readonly string[];
}

/** Compares two groups in the reported period; null where neither has a row of any indicator. */
export function differenceResult(
  analysis: AnalysisOf<"difference">,
  record: DifferenceRecord | null,
  context: AnalysisContext,
): DifferenceResult | null {
  const rows = analysis.indicators.flatMap((id): GroupDifference[] => {
    const indicator = context.config.indicators[id];
    return indicator === undefined ? [] : [compareGroups(id, indicator, analysis, record, context)];
  });
  if (rows.every(({ member, against }) => member.n === 0 && against.n === 0)) return null;
  const tests = correctTogether(rows.map(({ test }) => test));
  const controlled = correctTogether(rows.map(({ controlledTest }) => controlledTest));
  return {
    kind: "difference",
    id: analysis.id,
    rows: rows.map((row, i) => ({
      ...row,
      test: tests[i] ?? NO_TEST,
      controlledTest: controlled[i] ?? NO_TEST,
    })),
    queries: record?.queries ?? [],
  };
}

function compareGroups(
  id: string,
  indicator: Indicator,
  { dimension, member, against, control }: AnalysisOf<"difference">,
  record: DifferenceRecord | null,
  { readings, snapshot }: AnalysisContext,
): GroupDifference {
  const { kind, direction, minimum_n } = indicator;
  const at = (name: string): Measurement | null => readings.at(id, snapshot.period.id, { [dimension]: name });
  const [a, b] = [at(member), at(against)];
  const judged = Math.min(a?.n ?? 0, b?.n ?? 0) >= minimum_n;
  const found = differenceOf(a, b, kind);
  const within =
    record === null || control === undefined
      ? null
      : controlledDifference(record.cells, { id, kind, dimension, member, against, control });
  const effect = (value: number) => effectOf(value, 0, direction);
  return {
    indicator: id,
    member: { value: a?.value ?? null, n: a?.n ?? 0 },
    against: { value: b?.value ?? null, n: b?.n ?? 0 },
    judged,
    difference:
      found === null || a === null || b === null
        ? null
        : { ...found, effect: effectOf(a.value ?? 0, b.value ?? 0, direction) },
    test: judged ? compare(a, b, kind) : NO_TEST,
    controlled:
      within === null
        ? null
        : { value: within.value, interval: within.interval, effect: effect(within.value), strata: within.strata },
    controlledTest: judged && within !== null ? untested("stratified", within.pValue) : NO_TEST,
  };
}

interface Control {
  id: string;
  kind: Indicator["kind"];
  dimension: string;
  member: string;
  against: string;
  control: string;
}

/** Shares by Mantel–Haenszel, means and NPS with the same weights; other kinds cannot be pooled. */
function controlledDifference(
  cells: readonly Measurement[],
  { id, kind, dimension, member, against, control }: Control,
): StratifiedDifference | null {
  const own = cells.filter(({ indicator }) => indicator === id);
  const strata = [...new Set(own.map(({ cut }) => cut[control] ?? ""))].flatMap((stratum) => {
    const [a, b] = [member, against].map((name) =>
      own.find(({ cut }) => isCut(cut, { [dimension]: name, [control]: stratum })),
    );
    return a === undefined || b === undefined ? [] : [{ a, b }];
  });
  if (kind === "ratio" || kind === "top_box") {
    return mantelHaenszel(strata.map(({ a, b }) => ({ a: a.numerator ?? 0, n: a.n, b: b.numerator ?? 0, m: b.n })));
  }
  if (kind !== "mean" && kind !== "nps") return null;
  return stratifiedMeans(
    strata.flatMap((stratum) => {
      const [a, b] = [sampleOf(stratum.a), sampleOf(stratum.b)];
      return a === null || b === null ? [] : [{ a, b }];
    }),
  );
}

const isCut = (cut: Cut, wanted: Cut): boolean => Object.entries(wanted).every(([name, value]) => cut[name] === value);
