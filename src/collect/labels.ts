import type { LabelsFrom } from "../config/schema/dataset.ts";
import type { Plan } from "./plan.ts";
import type { Recorder } from "./query.ts";
import type { Snapshot } from "./snapshot.ts";
import { dimensionSql, identifier, indent, relation } from "./sql.ts";

/** Names of members by dimension, as the warehouse has them: one for every language, or one for each. */
export type Labels = Readonly<Record<string, Readonly<Record<string, Label>>>>;
type Label = string | Readonly<Record<string, string>>;

/** Names of all members of the dimensions that have them in the warehouse; those of one table are asked once. */
export async function collectLabels(plan: Pick<Plan, "datasets">, run: Recorder): Promise<Labels> {
  const sources = new Map<string, { dataset: string; from: LabelsFrom }>();
  for (const { id, dataset } of plan.datasets) {
    for (const [dimension, { labels_from }] of Object.entries(dataset.dimensions)) {
      if (labels_from !== undefined && !sources.has(dimension))
        sources.set(dimension, { dataset: id, from: labels_from });
    }
  }
  const labels: Record<string, Labels[string]> = {};
  for (const [dimension, { dataset, from }] of sources) {
    const statement = labelStatement(`${dataset}/labels/${dimension}`, dimension, from);
    const rows = await run.run<{ member: string; [label: string]: string | null }>(statement);
    labels[dimension] = Object.fromEntries(
      rows.flatMap((row) => {
        const entry = labelOf(row, from);
        return entry === null ? [] : [entry];
      }),
    );
  }
  return labels;
}

function labelStatement(id: string, dimension: string, from: LabelsFrom) {
  const sql = [
    `-- Periodical: names of the members of dimension ${dimension}`,
    labelsQuery(from),
    `order by ${identifier(from.member)}::text collate "C"`,
  ].join("\n");
  return { id, sql, params: [] };
}

/** Members with their names, one column for each language. */
export function labelsQuery({ table, member, label }: LabelsFrom): string {
  const columns = typeof label === "string" ? [label] : Object.values(label);
  return [
    `select ${identifier(member)}::text as member, ${columns.map((column, at) => `${identifier(column)}::text as l${at + 1}`).join(", ")}`,
    `from ${table.split(".").map(identifier).join(".")}`,
    `where ${identifier(member)} is not null`,
  ].join("\n");
}

function labelOf(
  row: { member: string; [label: string]: string | null },
  { label }: LabelsFrom,
): readonly [string, Label] | null {
  if (typeof label === "string") return row.l1 ? [row.member, row.l1] : null;
  const texts = Object.keys(label).flatMap((locale, at) => {
    const text = row[`l${at + 1}`];
    return text ? [[locale, text] as const] : [];
  });
  return texts.length === 0 ? null : [row.member, Object.fromEntries(texts)];
}

/**
 * Every id and name of the members of hidden dimensions, but for those of the scope's own members: from the warehouse's
 * names, the configuration's labels, and the datasets themselves where a dimension has neither.
 */
export async function namesToHide(
  labels: Labels,
  hidden: ReadonlySet<string>,
  plan: Pick<Plan, "datasets" | "scope">,
  run: Recorder,
): Promise<string[]> {
  const own = new Set<string>();
  const names: string[] = [];
  for (const dimension of hidden) {
    const given = plan.datasets.flatMap(({ dataset }) => Object.entries(dataset.dimensions[dimension]?.labels ?? {}));
    const known = [...Object.entries(labels[dimension] ?? {}), ...given];
    const found = known.length > 0 ? [] : await membersOf(dimension, plan, run);
    names.push(...known.flatMap(([member, label]) => [member, ...textsOf(label)]), ...found);
    const self = plan.scope[dimension];
    if (self === undefined) continue;
    own.add(self);
    for (const [member, label] of known) if (member === self) for (const text of textsOf(label)) own.add(text);
  }
  return names.filter((name) => !own.has(name));
}

/** Ids of everybody in the datasets, whatever the period. */
async function membersOf(dimension: string, { datasets }: Pick<Plan, "datasets">, run: Recorder): Promise<string[]> {
  const having = datasets.filter(({ dataset }) => Object.hasOwn(dataset.dimensions, dimension));
  const [first] = having;
  if (first === undefined) return [];
  const selects = having.map(
    ({ id, dataset }) => `select ${dimensionSql(dataset, dimension)}::text as member from ${relation(id, dataset)}`,
  );
  const sql = [
    `-- Periodical: everybody of dimension ${dimension}, to be left out of texts`,
    "select member from (",
    ...selects.flatMap((select, at) => (at === 0 ? [indent(select, 1)] : ["  union", indent(select, 1)])),
    ") as everybody where member is not null",
    'order by member collate "C"',
  ].join("\n");
  const rows = await run.run<{ member: string }>({ id: `${first.id}/members/${dimension}`, sql, params: [] });
  return rows.map(({ member }) => member);
}

const textsOf = (label: Label): string[] => (typeof label === "string" ? [label] : Object.values(label));

/** Names of the members that occur in an edition, and of no other: a file must not list who else there is. */
export function labelsInUse(
  labels: Labels,
  hidden: ReadonlySet<string>,
  { scope, members, analyses }: Pick<Snapshot, "scope" | "members" | "analyses">,
): Labels {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === "string") found.add(value);
    else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) look(item);
  };
  look([scope, members, analyses]);
  return Object.fromEntries(
    Object.entries(labels).flatMap(([dimension, all]) => {
      const kept = Object.entries(all).filter(([member]) =>
        hidden.has(dimension) ? scope[dimension] === member : found.has(member),
      );
      return kept.length === 0 ? [] : [[dimension, Object.fromEntries(kept)]];
    }),
  );
}
