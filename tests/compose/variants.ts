import type { Snapshot } from "../../src/collect/snapshot.ts";
import { compose } from "../../src/compose/compose.ts";
import { type LocaleBundle, loadLocale } from "../../src/compose/locale.ts";
import type { Model, Sentence } from "../../src/compose/model.ts";
import type { Config } from "../../src/config/schema/index.ts";
import type { Report } from "../../src/config/schema/report.ts";
import type { ScorecardVersion } from "../../src/config/schema/scorecard.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { assessment } from "../helpers/assessment.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";

export interface Case {
  snapshot: Snapshot;
  config: Config;
}

export const LOCALES = ["en", "zh-CN"] as const;
const bundles = new Map<string, LocaleBundle>();

export async function bundle(locale: string): Promise<LocaleBundle> {
  const known = bundles.get(locale);
  if (known !== undefined) return known;
  const loaded = await loadLocale(locale);
  bundles.set(locale, loaded);
  return loaded;
}

export async function modelOf({ snapshot, config }: Case, locale: string): Promise<Model> {
  const evaluation = evaluate(snapshot, config);
  return compose(evaluation, snapshot, config, { locale: await bundle(locale), revision: 1, version: "0.1.0" });
}

/** The fixture with its scorecard's version and its report changed. */
export function changed(
  base: Case,
  change: {
    rules?: (rules: ScorecardVersion) => ScorecardVersion;
    report?: (report: Report) => Report;
    snapshot?: Partial<Snapshot>;
  },
): Case {
  const { snapshot, config } = base;
  const report = config.reports[snapshot.report];
  if (report === undefined) throw new Error("the fixture lacks its report");
  const card = config.scorecards[report.scorecard];
  if (card === undefined) throw new Error("the fixture lacks its scorecard");
  const { rules = (same) => same, report: changeReport = (same) => same } = change;
  return {
    snapshot: { ...snapshot, ...change.snapshot },
    config: {
      ...config,
      scorecards: { ...config.scorecards, [report.scorecard]: { ...card, versions: card.versions.map(rules) } },
      reports: { ...config.reports, [snapshot.report]: changeReport(report) },
    },
  };
}

/** Every scored indicator of a version through a function. */
export function eachIndicator(
  rules: ScorecardVersion,
  change: (scored: ScorecardVersion["dimensions"][string]["indicators"][string]) => typeof scored,
): ScorecardVersion {
  const dimensions = Object.fromEntries(
    Object.entries(rules.dimensions).map(([id, dimension]) => [
      id,
      {
        ...dimension,
        indicators: Object.fromEntries(
          Object.entries(dimension.indicators).map(([name, scored]) => [name, change(scored)]),
        ),
      },
    ]),
  );
  return { ...rules, dimensions };
}

const bare = (rules: ScorecardVersion): ScorecardVersion => eachIndicator(rules, ({ weight }) => ({ weight }));

/** Documents as they come up: rich, and with what data may lack. */
export const CASES: Record<string, () => Case> = {
  month: () => afterSalesFixture(),
  quarter: () => afterSalesFixture({ unit: "quarter" }),
  "no targets, bands or baselines": () => changed(afterSalesFixture(), { rules: bare }),
  "targets without bands": () =>
    changed(afterSalesFixture(), { rules: (rules) => eachIndicator(rules, ({ bands: _, ...scored }) => scored) }),
  "linear scoring": () => changed(afterSalesFixture(), { rules: (rules) => ({ ...rules, scoring: "linear" }) }),
  "no feedback, survey, spot checks or playbook": () =>
    changed(afterSalesFixture(), {
      report: ({ feedback: _f, survey: _s, spot_checks: _c, playbook: _p, ...report }) => report,
      snapshot: { feedback: null, survey: null, spotChecks: null },
    }),
  "first period": () => onePeriod(afterSalesFixture()),
  "an indicator without data": () => without(afterSalesFixture(), "customer_satisfaction"),
  "score withheld": () =>
    changed(without(afterSalesFixture(), "customer_satisfaction"), {
      rules: (rules) => ({ ...rules, missing: "withhold" }),
    }),
  "nothing measured": () => changed(afterSalesFixture(), { snapshot: { measurements: [] } }),
  "a handful of rows": () => few(afterSalesFixture()),
  "all targets met": () => changed(afterSalesFixture(), { rules: (rules) => eachIndicator(rules, easy) }),
  "no breakdowns": () => changed(afterSalesFixture(), { report: (report) => ({ ...report, breakdowns: [] }) }),
  "thirty members": () => thirtyMembers(afterSalesFixture()),
  "a scope that two datasets do not know": () => scoped(afterSalesFixture()),
  "a year from its weighted quarters, and a decision": () => assessment(),
  "a year with a quarter missing": () => assessment({ unrated: ["2025-Q2"] }),
  "a year that is decided by nothing": () => assessment({ unrated: ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"] }),
  "a year of weighted quarters, indicators alike": () =>
    assessment({
      report: {
        inside: "quarter",
        combine: { unit: "quarter", rule: "weights", weights: [10, 20, 30, 40], indicators: "combined" },
      },
    }),
  "a year that counts its latest quarter": () =>
    assessment({ unrated: ["2025-Q4"], report: { combine: { unit: "quarter", rule: "latest", at_least: 2 } } }),
  "a year that counts cases": () =>
    assessment({ unrated: ["2025-Q1"], report: { combine: { unit: "quarter", rule: "weighted_by_rows" } } }),
  "too few quarters for a year": () =>
    assessment({
      unrated: ["2025-Q1", "2025-Q2"],
      report: { combine: { unit: "quarter", rule: "mean", at_least: 3 } },
    }),
  "three versions of the rules": () => threeVersions(afterSalesFixture()),
};

/** Weights shifted in May, levels raised with the reported period itself. */
export function threeVersions({ snapshot, config }: Case): Case {
  const [id = ""] = Object.keys(config.scorecards);
  const card = config.scorecards[id];
  const first = card?.versions[0];
  if (card === undefined || first === undefined) throw new Error("the fixture lacks its scorecard");
  const weights: Readonly<Record<string, number>> = {
    first_response_time: 30,
    customer_satisfaction: 25,
    classification_accuracy: 5,
    service_compliance: 5,
  };
  const shifted = withIndicators(first, (name, scored) => ({ ...scored, weight: weights[name] ?? scored.weight }));
  const raised = withIndicators(shifted, (name, scored) =>
    name === "call_answer_rate"
      ? { ...scored, baseline: 0.94, target: 0.97, bands: [0.985, 0.97, 0.94, 0.89] }
      : scored,
  );
  const versions = [
    first,
    { ...shifted, effective_from: "2026-05-01", note: { en: "Speed weighs more.", "zh-CN": "提高响应速度的权重。" } },
    {
      ...raised,
      effective_from: "2026-10-01",
      note: { en: "Calls are held to more.", "zh-CN": "提高电话接通率要求。" },
    },
  ];
  return { snapshot, config: { ...config, scorecards: { ...config.scorecards, [id]: { ...card, versions } } } };
}

function withIndicators(
  rules: ScorecardVersion,
  change: (
    name: string,
    scored: ScorecardVersion["dimensions"][string]["indicators"][string],
  ) => ScorecardVersion["dimensions"][string]["indicators"][string],
): ScorecardVersion {
  const dimensions = Object.fromEntries(
    Object.entries(rules.dimensions).map(([id, dimension]) => {
      const indicators = Object.entries(dimension.indicators).map(([name, scored]) => [name, change(name, scored)]);
      return [id, { ...dimension, indicators: Object.fromEntries(indicators) }];
    }),
  );
  return { ...rules, dimensions };
}

function easy<T extends { target?: number | undefined; baseline?: number | undefined }>(scored: T): T {
  const lower = (scored.target ?? 0) < (scored.baseline ?? 0);
  return { ...scored, target: lower ? 5 : 0.2, baseline: lower ? 6 : 0.1 };
}

function onePeriod({ snapshot, config }: Case): Case {
  const { period } = snapshot;
  return {
    config,
    snapshot: {
      ...snapshot,
      history: [period],
      lastYear: null,
      measurements: snapshot.measurements.filter((row) => row.period === period.id),
      feedback:
        snapshot.feedback === null
          ? null
          : { ...snapshot.feedback, counts: snapshot.feedback.counts.filter((row) => row.period === period.id) },
    },
  };
}

export function without({ snapshot, config }: Case, indicator: string): Case {
  return {
    config,
    snapshot: { ...snapshot, measurements: snapshot.measurements.filter((row) => row.indicator !== indicator) },
  };
}

/** Every measurement as if of seven rows. */
function few({ snapshot, config }: Case): Case {
  const measurements = snapshot.measurements.map((row) => {
    const part = row.n === 0 ? 0 : 7 / row.n;
    const scale = (value: number | undefined) => (value === undefined ? {} : Math.round(value * part));
    const numerator = scale(row.numerator);
    return {
      ...row,
      n: 7,
      ...(typeof numerator === "number" ? { numerator, value: numerator / 7 } : {}),
      ...(row.sum === undefined ? {} : { sum: row.sum * part }),
      ...(row.sumSquares === undefined ? {} : { sumSquares: row.sumSquares * part }),
    };
  });
  return { config, snapshot: { ...snapshot, measurements } };
}

/** Tickets by thirty agents, names alike but for their blanks and signs, two of them bad. */
function thirtyMembers({ snapshot, config }: Case): Case {
  const names = ["a b", "a_b", "a+b", "*", ...Array.from({ length: 26 }, (_, index) => `agent ${index + 1}`)];
  const split = snapshot.measurements.flatMap((row) => {
    if (row.indicator !== "resolution_rate" || Object.keys(row.cut).length > 0) {
      return row.indicator === "resolution_rate" ? [] : [row];
    }
    const n = Math.floor(row.n / names.length);
    const parts = names.map((team, index) => ({
      ...row,
      cut: { team },
      n,
      numerator: Math.round(n * (index < 2 ? 0.2 : 0.82)),
    }));
    const sum = (pick: (part: { n: number; numerator: number }) => number) =>
      parts.reduce((total, part) => total + pick(part), 0);
    const whole = { ...row, n: sum((part) => part.n), numerator: sum((part) => part.numerator) };
    return [whole, ...parts].map((part) => ({ ...part, value: part.numerator / part.n }));
  });
  return changed(
    { config, snapshot },
    {
      report: (report) => ({ ...report, breakdowns: ["team"] }),
      snapshot: { measurements: split, members: { team: names } },
    },
  );
}

function scoped({ snapshot, config }: Case): Case {
  const outside = new Set(["survey_answers", "spot_checks"]);
  return {
    config,
    snapshot: {
      ...snapshot,
      scope: { shift: "night" },
      datasets: snapshot.datasets.map((record) =>
        outside.has(record.dataset) ? { ...record, inScope: false } : record,
      ),
      measurements: snapshot.measurements.filter(
        (row) => !outside.has(config.indicators[row.indicator]?.dataset ?? ""),
      ),
    },
  };
}

/** Every sentence of a document with its place, in reading order. */
export function sentencesOf(model: Model): { where: string; sentence: Sentence }[] {
  const found: { where: string; sentence: Sentence }[] = [];
  const walk = (value: unknown, where: string): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, `${where}[${index}]`);
    else if (typeof value === "object" && value !== null) {
      if ("figures" in value && "text" in value && Array.isArray(value.figures) && typeof value.text === "string") {
        found.push({ where, sentence: value as Sentence });
      } else for (const [key, item] of Object.entries(value)) walk(item, where === "" ? key : `${where}.${key}`);
    }
  };
  for (const section of model.sections) walk(section, section.id);
  return found;
}

export function section<Id extends Model["sections"][number]["id"]>(model: Model, id: Id) {
  const found = model.sections.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`the document has no section ${id}`);
  return found as Extract<Model["sections"][number], { id: Id }>;
}
