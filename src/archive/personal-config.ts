import { HIDDEN_NAME, isPersonalEdition, personalDimensions } from "../collect/personal.ts";
import type { Cut } from "../collect/snapshot.ts";
import type { Analysis } from "../config/schema/analyses/index.ts";
import type { Dataset } from "../config/schema/dataset.ts";
import type { Goal } from "../config/schema/goal.ts";
import type { Config } from "../config/schema/index.ts";
import type { Kpi } from "../config/schema/kpi.ts";

/**
 * The configuration as it may stand beside an edition: one about a single person is handed to that person, so that what is
 * written there about others (names, goals, bonuses, groups of a comparison) is left out. None of it is looked at when the
 * edition is made again; other editions keep the whole.
 */
export function configForScope<Sections extends Pick<Config, "datasets" | "goals" | "kpis" | "reports">>(
  config: Sections,
  scope: Cut,
): Sections {
  if (!isPersonalEdition(config, scope)) return config;
  const people = personalDimensions(config);
  const others = (dimension: string, member: string): boolean => people.has(dimension) && scope[dimension] !== member;
  return {
    ...config,
    datasets: mapped(config.datasets, (dataset) => ownLabels(dataset, others)),
    goals: mapped(config.goals, (goal) => ownGoal(goal, others)),
    kpis: mapped(config.kpis, (kpi) => ownSubjects(kpi, others)),
    reports: mapped(config.reports, (report) => ({
      ...report,
      analyses: report.analyses.map((analysis) => ownGroups(analysis, others)),
    })),
  };
}

type Others = (dimension: string, member: string) => boolean;

function ownLabels(dataset: Dataset, others: Others): Dataset {
  const dimensions = Object.entries(dataset.dimensions).map(([id, dimension]) => [
    id,
    {
      ...dimension,
      ...(dimension.labels === undefined ? {} : { labels: kept(dimension.labels, (member) => !others(id, member)) }),
      ...(dimension.order === undefined ? {} : { order: dimension.order.filter((member) => !others(id, member)) }),
    },
  ]);
  return { ...dataset, dimensions: Object.fromEntries(dimensions) };
}

/** Null for a goal that is about somebody else. */
function ownGoal(goal: Goal, others: Others): Goal | null {
  if (Object.entries(goal.cut).some(([dimension, member]) => others(dimension, member))) return null;
  const { cascade } = goal;
  if (cascade === undefined) return goal;
  const members = kept(cascade.members, (member) => !others(cascade.dimension, member));
  return { ...goal, cascade: { ...cascade, members } };
}

function ownSubjects(kpi: Kpi, others: Others): Kpi {
  if (kpi.subjects === undefined) return kpi;
  return { ...kpi, subjects: kept(kpi.subjects, (member) => !others(kpi.dimension, member)) };
}

/** Groups of people are not compared in a person's edition; the analysis keeps its place, its members lose their names. */
function ownGroups(analysis: Analysis, others: Others): Analysis {
  const named = (dimension: string, member: string): string => (others(dimension, member) ? HIDDEN_NAME : member);
  if (analysis.kind === "difference") {
    const { dimension, member, against } = analysis;
    return { ...analysis, member: named(dimension, member), against: named(dimension, against) };
  }
  if (analysis.kind !== "comparison" || analysis.treated === undefined) return analysis;
  const { treated, comparison_group: group } = analysis;
  const among = (members: readonly string[]): string[] => members.map((member) => named(treated.dimension, member));
  return {
    ...analysis,
    treated: { ...treated, members: among(treated.members) },
    ...(typeof group === "object" ? { comparison_group: { ...group, members: among(group.members) } } : {}),
  };
}

function kept<Value>(record: Readonly<Record<string, Value>>, keep: (key: string) => boolean): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keep(key)));
}

/** Entries for which `change` gives null are left out. */
function mapped<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Value | null,
): Record<string, Value> {
  const entries = Object.entries(record).flatMap(([id, value]): [string, Value][] => {
    const changed = change(value);
    return changed === null ? [] : [[id, changed]];
  });
  return Object.fromEntries(entries);
}
