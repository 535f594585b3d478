import type { AgreementRecord } from "../../collect/analyses/agreement.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { type Alpha, krippendorffAlpha } from "../raters/alpha.ts";
import { type Icc, oneWayIcc, twoWayIcc } from "../raters/icc.ts";
import { type Deviation, deviationsOf, type Rating } from "../raters/leniency.ts";

export interface AgreementResult {
  kind: "agreement";
  id: string;
  /** Everything that was rated, paired or not. */
  ratings: number;
  raters: number;
  subjects: number;
  alpha: Alpha | null;
  /** By the configured limits of alpha; null without alpha. */
  reading: "reliable" | "tentative" | "insufficient" | null;
  /** Null for nominal ratings, and where the design cannot be met. */
  icc: Icc | null;
  /** Roles against the other roles; empty with one role or nominal ratings. */
  roles: readonly (Omit<Deviation, "rater"> & { role: string; raters: number })[];
  /** Raters against the others, most lenient first; null for nominal ratings. */
  deviations: readonly (Omit<Deviation, "rater"> & AgreementRecord["raters"][number])[] | null;
}

/** How far the ratings agree, how reliable they and their means are, and who deviates. */
export function agreementResult(analysis: AnalysisOf<"agreement">, record: AgreementRecord): AgreementResult {
  const codes = new Map(
    [...new Set(record.ratings.map(([, , value]) => value))].sort().map((value, at) => [value, at]),
  );
  const nominal = analysis.level === "nominal";
  const ratings = record.ratings.map(
    ([unit, rater, value]): Rating => ({
      unit,
      rater,
      subject: record.units[unit] ?? 0,
      value: nominal || typeof value === "string" ? (codes.get(value) ?? 0) : value,
    }),
  );
  const units = byUnit(record, ratings);
  const alpha = krippendorffAlpha(units, analysis.level);
  const compared = nominal ? [] : ratings;
  return {
    kind: "agreement",
    id: record.id,
    ratings: ratings.length,
    raters: record.raters.length,
    subjects: new Set(record.units).size,
    alpha,
    reading: readingOf(alpha?.value ?? null, analysis),
    icc: nominal ? null : iccOf(analysis, record, units, ratings),
    roles: rolesOf(analysis, record, compared),
    deviations:
      compared.length === 0
        ? null
        : deviationsOf(compared, ruleOf(analysis))
            .flatMap(({ rater, ...entry }) => {
              const who = record.raters[rater];
              return who === undefined ? [] : [{ ...who, ...entry }];
            })
            .sort((a, b) => (b.deviation ?? Number.NEGATIVE_INFINITY) - (a.deviation ?? Number.NEGATIVE_INFINITY)),
  };
}

const ruleOf = ({ minimum_subjects, notable }: AnalysisOf<"agreement">) => ({
  minimumSubjects: minimum_subjects,
  notable,
});

/** Customary limits: Krippendorff 2004, "Content Analysis", p. 241. */
function readingOf(
  alpha: number | null,
  { reliable, tentative }: Pick<AnalysisOf<"agreement">, "reliable" | "tentative">,
): AgreementResult["reading"] {
  if (alpha === null) return null;
  return alpha >= reliable ? "reliable" : alpha >= tentative ? "tentative" : "insufficient";
}

function byUnit(record: AgreementRecord, ratings: readonly Rating[]): { subject: number; values: number[] }[] {
  const units = record.units.map((subject) => ({ subject, values: [] as number[] }));
  for (const { unit, value } of ratings) units[unit]?.values.push(value);
  return units;
}

function iccOf(
  analysis: AnalysisOf<"agreement">,
  record: AgreementRecord,
  units: readonly { values: readonly number[] }[],
  ratings: readonly Rating[],
): Icc | null {
  if (analysis.raters === "nested") return oneWayIcc(units.map(({ values }) => values));
  const rows = units.map(() => new Map<number, number>());
  for (const { unit, rater, value } of ratings) rows[unit]?.set(rater, value);
  const complete = rows.filter((row) => row.size === record.raters.length);
  return twoWayIcc(
    complete.map((row) => record.raters.map((_, rater) => row.get(rater) ?? 0)),
    2,
  );
}

/** The roles compared as if each were one rater. */
function rolesOf(
  analysis: AnalysisOf<"agreement">,
  { raters }: AgreementRecord,
  ratings: readonly Rating[],
): AgreementResult["roles"] {
  const roles = [...new Set(raters.flatMap(({ role }) => role ?? []))];
  if (roles.length < 2) return [];
  const asRoles = ratings.flatMap((rating) => {
    const at = roles.indexOf(raters[rating.rater]?.role ?? "");
    return at < 0 ? [] : [{ ...rating, rater: at }];
  });
  return deviationsOf(asRoles, ruleOf(analysis)).flatMap(({ rater, ...entry }) => {
    const role = roles[rater];
    return role === undefined ? [] : [{ ...entry, role, raters: raters.filter((one) => one.role === role).length }];
  });
}
