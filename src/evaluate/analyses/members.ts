import { NO_MEMBER } from "../../collect/snapshot.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { compare, correctTogether } from "../significance.ts";
import { inOrder } from "./grid.ts";
import type { AnalysisContext } from "./index.ts";

export interface MemberValue {
  indicator: string;
  value: number | null;
  n: number;
  /** Enough rows to be judged. */
  judged: boolean;
}

export interface MembersResult {
  kind: "members";
  id: string;
  /** In their natural order; each has one value for each indicator of the configuration, in its order. */
  rows: readonly { member: string; values: readonly MemberValue[] }[];
  /** Best and worst judged member of the first indicator; null when fewer than two are judged or all are equal. */
  extremes: { best: string; worst: string; evidence: boolean } | null;
}

/** The members of a dimension side by side in the reported period; null without any. */
export function membersResult(
  { id, dimension, indicators }: AnalysisOf<"members">,
  { config, readings, snapshot }: AnalysisContext,
): MembersResult | null {
  const period = snapshot.period.id;
  const found = indicators.flatMap((indicator) =>
    readings.members(indicator, period, dimension).map(({ member }) => member),
  );
  const datasets = indicators.map((indicator) => config.datasets[config.indicators[indicator]?.dataset ?? ""]);
  const order = datasets.flatMap((dataset) => dataset?.dimensions[dimension]?.order ?? []);
  const names = inOrder(
    found.filter((member) => member !== NO_MEMBER),
    [...new Set(order)],
  );
  if (names.length === 0) return null;
  const rows = names.map((member) => ({
    member,
    values: indicators.map((indicator): MemberValue => {
      const measured = readings.at(indicator, period, { [dimension]: member });
      const n = measured?.n ?? 0;
      const minimum = config.indicators[indicator]?.minimum_n ?? 1;
      return { indicator, value: measured?.value ?? null, n, judged: n >= minimum };
    }),
  }));
  return {
    kind: "members",
    id,
    rows,
    extremes: extremesOf(rows, indicators[0], dimension, { config, readings, period }),
  };
}

/** The two ends differ with evidence when every pair is tested and corrected together: they were picked from all. */
function extremesOf(
  rows: MembersResult["rows"],
  indicator: string | undefined,
  dimension: string,
  { config, readings, period }: Pick<AnalysisContext, "config" | "readings"> & { period: string },
): MembersResult["extremes"] {
  const design = indicator === undefined ? undefined : config.indicators[indicator];
  if (indicator === undefined || design === undefined) return null;
  const sign = design.direction === "lower_is_better" ? -1 : 1;
  const judged = rows.flatMap(({ member, values }) => {
    const [first] = values;
    return first?.judged && first.value !== null ? [{ member, value: first.value * sign }] : [];
  });
  const sorted = judged.sort((a, b) => b.value - a.value);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (best === undefined || worst === undefined || best.value === worst.value) return null;
  const pairs = sorted.flatMap((a, i) => sorted.slice(i + 1).map((b) => [a.member, b.member] as const));
  const at = (member: string) => readings.at(indicator, period, { [dimension]: member });
  const tests = correctTogether(pairs.map(([a, b]) => compare(at(a), at(b), design.kind)));
  const index = pairs.findIndex(([a, b]) => a === best.member && b === worst.member);
  return { best: best.member, worst: worst.member, evidence: tests[index]?.evidence ?? false };
}
