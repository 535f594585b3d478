import type { Config } from "../config/schema/index.ts";
import { weightingOf } from "../config/schema/indicator.ts";
import { type PopulationWeighting, weightingKind } from "../config/schema/weighting.ts";
import { atomsOf } from "./atoms.ts";
import { scopeConditions } from "./compile-context.ts";
import type { Measured } from "./decode.ts";
import type { DatasetPlan, Plan } from "./plan.ts";
import { periodsMeasured } from "./plan.ts";
import { standardPeriod } from "./plan-weighting.ts";
import type { Recorder, Statement } from "./query.ts";
import { type Measurement, NO_MEMBER, type WeightingRecord } from "./snapshot.ts";
import { dimensionSql, group, identifier, indent, memberText, Parameters, relation } from "./sql.ts";
import { bucket, type TimeColumn, within } from "./time-column.ts";
import { type WeightSource, weigh, weightsOf } from "./weigh.ts";

type Population = NonNullable<WeightingRecord["population"]>;

/**
 * Weighs the measurements of all weighted indicators, when every dataset has been measured: a standard mix is found in
 * the measurements themselves, a population is counted by a statement of its own, once for all that share it.
 *
 * @param prefix sets the statements of an analysis apart from the edition's own
 * @returns the measurements of each dataset in their order, and what they were weighted to
 */
export async function weighAll(
  config: Config,
  plan: Plan,
  measured: ReadonlyMap<string, Measured>,
  timeOf: (dataset: string) => TimeColumn | undefined,
  run: Recorder,
  prefix?: string,
): Promise<{ measurements: Measurement[]; weightings: WeightingRecord[] }> {
  const all = plan.datasets.flatMap(({ id }) => measured.get(id)?.measurements ?? []);
  const weighted = plan.datasets.flatMap(({ indicators, inScope }) =>
    inScope ? indicators.filter(({ stratum }) => stratum !== null) : [],
  );
  if (weighted.length === 0) return { measurements: all, weightings: [] };
  const counted = new Map<string, Population>();
  const weightings: WeightingRecord[] = [];
  for (const { id, indicator } of weighted) {
    const weighting = weightingOf(indicator);
    if (weighting === null) continue;
    weightings.push({
      indicator: id,
      dimension: weighting.dimension,
      kind: weightingKind(weighting),
      standardPeriod: standardPeriod(weighting, plan.period, plan.calendar)?.id ?? null,
      population: "population" in weighting ? await populationOf(weighting, plan, counted, timeOf, run, prefix) : null,
    });
  }
  const source = sourceOf(weightings, all);
  const measurements = all.map((measurement) => {
    const indicator = config.indicators[measurement.indicator];
    if (measurement.weighted === undefined || indicator === undefined) return measurement;
    return weigh(measurement, weightsOf(measurement.indicator, indicator, measurement.period, source));
  });
  return { measurements, weightings };
}

function sourceOf(weightings: readonly WeightingRecord[], measurements: readonly Measurement[]): WeightSource {
  const records = new Map(weightings.map((record) => [record.indicator, record]));
  return {
    population(indicator, period) {
      const counts = records.get(indicator)?.population?.counts.filter((count) => count.period === period);
      return counts === undefined ? null : new Map(counts.map(({ member, n }) => [member, n]));
    },
    standard(indicator) {
      const period = records.get(indicator)?.standardPeriod ?? null;
      const whole = measurements.find(
        (one) => one.indicator === indicator && one.period === period && Object.keys(one.cut).length === 0,
      );
      const strata = whole?.weighted?.strata;
      return strata === undefined ? null : new Map(strata.map(({ member, n }) => [member, n]));
    },
  };
}

async function populationOf(
  weighting: PopulationWeighting,
  plan: Plan,
  counted: Map<string, Population>,
  timeOf: (dataset: string) => TimeColumn | undefined,
  run: Recorder,
  prefix: string | undefined,
): Promise<Population | null> {
  const { dimension, population } = weighting;
  const dataset = plan.datasets.find(({ id }) => id === population.dataset);
  const time = timeOf(population.dataset);
  if (dataset === undefined || time === undefined) return null;
  const key = JSON.stringify([dimension, population]);
  const known = counted.get(key);
  if (known !== undefined) return known;
  // A population that knows no scope stands for every scope.
  const scope = Object.fromEntries(
    Object.entries(plan.scope).filter(([name]) => Object.hasOwn(dataset.dataset.dimensions, name)),
  );
  const number = counted.size === 0 ? "" : String(counted.size + 1);
  const name = `${prefix === undefined ? "" : `${prefix}/`}population${number}`;
  const statement = populationStatement(plan, dataset, weighting, scope, time, `${dataset.id}/${name}`);
  const counts = await run.run<{ period: string; member: string; n: number }>(statement);
  const inScope = Object.keys(scope).length === Object.keys(plan.scope).length;
  const made: Population = { dataset: dataset.id, query: statement.id, inScope, counts };
  counted.set(key, made);
  return made;
}

function populationStatement(
  plan: Plan,
  { id, dataset }: Pick<DatasetPlan, "id" | "dataset">,
  { dimension, population }: PopulationWeighting,
  scope: Plan["scope"],
  time: TimeColumn,
  query: string,
): Statement {
  const parameters = new Parameters();
  const atoms = atomsOf(periodsMeasured(plan));
  const atom = bucket(time, atoms.bounds, parameters);
  const runs = atoms.runs.map(({ start, end }) => group(within(time, start, end, parameters)));
  const conditions = [
    group(runs.join("\n    or ")),
    ...(dataset.where === undefined ? [] : [group(dataset.where)]),
    ...(population.where === undefined ? [] : [group(population.where)]),
    ...scopeConditions({ dataset }, scope, parameters),
  ];
  const periods = parameters.bind(
    atoms.members.map((member) => member.period),
    "text[]",
  );
  const numbers = parameters.bind(
    atoms.members.map((member) => member.atom),
    "int[]",
  );
  const { distinct } = population;
  const sql = [
    `-- Periodical: members of the population ${id} by ${dimension}, in every period`,
    `select period, member, ${distinct === undefined ? "count(*)" : "count(distinct one)"}::float8 as n`,
    "from (",
    `  select ${atom} as atom, ${memberText(dimensionSql(dataset, dimension), NO_MEMBER)} as member${distinct === undefined ? "" : `, ${identifier(distinct)} as one`}`,
    indent(`from ${relation(id, dataset)}`, 1),
    `  where ${conditions.join("\n    and ")}`,
    ") as item",
    `join unnest(${periods}, ${numbers}) as periodical_period (period, atom) using (atom)`,
    "group by period, member",
    'order by period collate "C", member collate "C"',
  ].join("\n");
  return { id: query, sql, params: parameters.values };
}
