import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { isPersonalEdition } from "../personal.ts";
import { rowsOfPeriod } from "../rows-of-period.ts";
import { NO_MEMBER } from "../snapshot.ts";
import { dimensionSql, group, identifier, indent, memberText, Parameters } from "../sql.ts";
import type { AnalysisNeeds, AnalysisTools } from "./tools.ts";

export interface AgreementRecord {
  kind: "agreement";
  id: string;
  query: string;
  /** Subject (numbered from 0) of each unit; a unit is one item of one subject. Subjects are not named. */
  units: readonly number[];
  /** Raters in the order of their numbers; `member` is null where the edition must not name them. */
  raters: readonly { role: string | null; number: number; member: string | null }[];
  /** Unit, rater, rating. */
  ratings: readonly (readonly [unit: number, rater: number, value: number | string])[];
}

export const agreementNeeds = ({ dataset }: AnalysisOf<"agreement">): AnalysisNeeds => ({ datasets: [dataset] });

interface Row {
  subject: string;
  item: string;
  rater: string;
  role: string | null;
  value: number | string;
}

/**
 * Every rating of the period, one per subject, item and rater; people become numbers before anything is kept.
 *
 * Not in an edition about one person: agreement shows over many people, and how somebody rates others is a figure of theirs.
 */
export async function collectAgreement(
  analysis: AnalysisOf<"agreement">,
  tools: AnalysisTools,
): Promise<AgreementRecord | null> {
  const source = tools.dataset(analysis.dataset);
  if (source === null || isPersonalEdition(tools.config, tools.plan.scope)) return null;
  const { dataset } = source.plan;
  const parameters = new Parameters();
  const nominal = analysis.level === "nominal";
  const role = analysis.role === undefined ? "null::text" : memberText(dimensionSql(dataset, analysis.role), NO_MEMBER);
  const id = `${analysis.dataset}/${analysis.id}`;
  const sql = [
    `-- Periodical: ratings of dataset ${analysis.dataset} for ${analysis.id} in period ${tools.plan.period.id}`,
    "select subject, item, rater, role, value",
    "from (",
    "  select distinct on (subject, item, rater) subject, item, rater, role, value",
    "  from (",
    "    select",
    `      ${dimensionSql(dataset, analysis.subject)}::text as subject,`,
    `      coalesce((${analysis.item === undefined ? "''" : group(analysis.item)})::text, '') as item,`,
    `      ${dimensionSql(dataset, analysis.rater)}::text as rater,`,
    `      ${role} as role,`,
    `      (${group(analysis.value)})::${nominal ? "text" : "float8"} as value,`,
    `      ${identifier(source.time.column)} as periodical_at`,
    indent(rowsOfPeriod(tools.plan, source, parameters, analysis.where), 2),
    "  ) as given",
    "  where subject is not null and rater is not null and value is not null",
    "  order by subject, item, rater, periodical_at desc, value",
    ") as latest",
    // Numbers within a role must not follow from an alphabetical list of names.
    'order by role collate "C" nulls last, md5(rater), rater collate "C", subject collate "C", item collate "C"',
  ].join("\n");
  const rows = await tools.run.run<Row>({ id, sql, params: parameters.values });
  const named = !tools.hidden.has(analysis.rater);
  return {
    kind: "agreement",
    id: analysis.id,
    query: id,
    ...numbered(rows, named),
  };
}

function numbered(rows: readonly Row[], named: boolean): Pick<AgreementRecord, "units" | "raters" | "ratings"> {
  const subjects = places(rows.map(({ subject }) => subject));
  const units = places(rows.map(unitKey));
  // Somebody who rates in two roles is two raters: a lenient self-assessment says nothing about a peer.
  const raters = places(rows.map(raterKey));
  const subjectOf = new Map(rows.map((row) => [units.get(unitKey(row)) ?? 0, subjects.get(row.subject) ?? 0]));
  const perRole = new Map<string | null, number>();
  const firstOf = new Map(rows.toReversed().map((row) => [raterKey(row), row]));
  return {
    units: [...units.values()].map((unit) => subjectOf.get(unit) ?? 0),
    raters: [...raters.keys()].map((key) => {
      const role = firstOf.get(key)?.role ?? null;
      const number = (perRole.get(role) ?? 0) + 1;
      perRole.set(role, number);
      return { role, number, member: named ? (firstOf.get(key)?.rater ?? null) : null };
    }),
    ratings: rows.map((row) => [units.get(unitKey(row)) ?? 0, raters.get(raterKey(row)) ?? 0, row.value]),
  };
}

const unitKey = ({ subject, item }: Row): string => JSON.stringify([subject, item]);
const raterKey = ({ rater, role }: Row): string => JSON.stringify([rater, role]);

/** Each different key with its number, in order of appearance. */
function places(keys: readonly string[]): Map<string, number> {
  return new Map([...new Set(keys)].map((key, place) => [key, place]));
}
