import type { Period } from "../calendar/period.ts";
import { typesQuery } from "../collect/probe.ts";
import { type Recorder, recorder, recordOf } from "../collect/query.ts";
import { dimensionSql, identifier, sourceName } from "../collect/sql.ts";
import { timeColumn } from "../collect/time-column.ts";
import type { Dataset } from "../config/schema/dataset.ts";
import type { Config } from "../config/schema/index.ts";
import { columnName } from "../config/schema/inspection.ts";
import { didYouMean } from "../config/validate.ts";
import { PeriodicalError } from "../errors.ts";
import type { ReadSession } from "../warehouse/session.ts";
import { type Allocated, allocate, sampleSize } from "./allocation.ts";
import {
  type DrawnRow,
  type DrawSource,
  drawStatement,
  type KeyRow,
  keyStatement,
  type ShownColumn,
  type StratumRow,
  strataStatement,
} from "./statements.ts";

export interface DrawRequest {
  dataset: string;
  period: Period;
  /** Share of the rows to draw, above 0 and at most 1. */
  rate: number;
  /** Dimensions to stratify by; empty = one stratum. */
  by: readonly string[];
  seed: number;
  /** Columns that identify a row; default: the dataset's `key`. */
  key?: readonly string[] | undefined;
  /** Columns and dimensions beside the key; default: those of the dataset's `inspection`. */
  columns?: readonly string[] | undefined;
}

/** A row drawn, as texts. */
export interface SampledRow {
  key: readonly string[];
  members: readonly string[];
  shown: readonly (string | null)[];
}

/** A sample with everything its protocol must say. */
export interface Sample {
  dataset: string;
  source: string;
  period: Period;
  seed: number;
  rate: number;
  by: readonly string[];
  key: readonly string[];
  shown: readonly ShownColumn[];
  population: number;
  drawn: number;
  strata: readonly Allocated[];
  rows: readonly SampledRow[];
  /** SHA-256 of the statement that drew the rows and its parameters. */
  fingerprint: string;
  sql: string;
  params: readonly unknown[];
  /** ISO UTC. */
  drawnAt: string;
  server: string;
}

/**
 * Draws a stratified random sample of a dataset's rows. Equal seed and equal data give equal rows, whatever order the
 * database holds them in.
 *
 * @throws {PeriodicalError} NOT_FOUND for an unknown dataset or dimension, CONFIG_INVALID without a key, WAREHOUSE_QUERY when
 *   the key does not identify every row or a column does not exist, NO_DATA when the period has no row
 */
export async function drawSample(
  config: Config,
  request: DrawRequest,
  session: ReadSession,
  effects: { now: Date; server: string },
): Promise<Sample> {
  const dataset = datasetOf(config, request);
  const key = keyOf(dataset, request);
  for (const dimension of request.by) knownDimension(dataset, request.dataset, dimension);
  const run = recorder(session);
  const source = await sourceOf(config, request, dataset, key, run);
  await refuseDoubtfulKey(source, request.dataset, run);

  const found = await run.run<StratumRow>(strataStatement(source));
  const strata = found
    .filter(({ size }) => size > 0)
    .map((row) => ({ size: row.size, members: request.by.map((_, at) => String(row[`s${at + 1}`] ?? "")) }));
  const population = strata.reduce((sum, { size }) => sum + size, 0);
  if (population === 0) {
    throw new PeriodicalError("NO_DATA", `Dataset ${request.dataset} has no row in ${request.period.id}.`, {
      where: `datasets.${request.dataset}`,
      hint: "periodical check says which periods have rows.",
    });
  }
  const allocated = allocate(strata, sampleSize(population, request.rate));
  const statement = drawStatement(source, request.seed, allocated);
  const drawn = await run.run<DrawnRow>(statement);
  const { fingerprint } = recordOf(statement);
  return {
    dataset: request.dataset,
    source: sourceName(dataset),
    period: request.period,
    seed: request.seed,
    rate: request.rate,
    by: request.by,
    key,
    shown: source.shown,
    population,
    drawn: drawn.length,
    strata: allocated,
    rows: drawn.map((row) => ({
      key: key.map((_, at) => row[`k${at + 1}`] ?? ""),
      members: request.by.map((_, at) => row[`s${at + 1}`] ?? ""),
      shown: source.shown.map((_, at) => row[`v${at + 1}`] ?? null),
    })),
    fingerprint,
    sql: statement.sql,
    params: statement.params,
    drawnAt: effects.now.toISOString(),
    server: effects.server,
  };
}

function datasetOf(config: Config, { dataset: id }: DrawRequest): Dataset {
  const dataset = Object.hasOwn(config.datasets, id) ? config.datasets[id] : undefined;
  if (dataset !== undefined) return dataset;
  throw new PeriodicalError("NOT_FOUND", `There is no dataset "${id}" in this project.`, {
    hint: didYouMean(id, Object.keys(config.datasets)),
  });
}

function keyOf(dataset: Dataset, { dataset: id, key }: DrawRequest): readonly string[] {
  const columns = key ?? dataset.key ?? [];
  if (columns.length > 0) return columns;
  throw new PeriodicalError("CONFIG_INVALID", `Nothing says which column identifies a row of dataset ${id}.`, {
    where: `datasets.${id}.key`,
    hint: "Add `key: [<column>]` to the dataset, or name the column: --key <column>.",
  });
}

function knownDimension(dataset: Dataset, id: string, dimension: string): void {
  if (Object.hasOwn(dataset.dimensions, dimension)) return;
  throw new PeriodicalError("NOT_FOUND", `Dataset ${id} has no dimension "${dimension}" to stratify by.`, {
    where: `datasets.${id}.dimensions`,
    hint: didYouMean(dimension, Object.keys(dataset.dimensions)),
  });
}

async function sourceOf(
  config: Config,
  request: DrawRequest,
  dataset: Dataset,
  key: readonly string[],
  run: Recorder,
): Promise<DrawSource> {
  const wanted = request.columns ?? (dataset.inspection?.columns ?? []).map(columnName);
  // What the sheet shows anyway is not shown twice.
  const names = [...new Set(wanted)].filter((name) => !key.includes(name) && !request.by.includes(name));
  const isDimension = (name: string): boolean => Object.hasOwn(dataset.dimensions, name);
  const expressions = [
    identifier(dataset.time.column),
    ...key.map(identifier),
    ...names.map((name) => (isDimension(name) ? dimensionSql(dataset, name) : identifier(name))),
  ];
  const sql = `-- Periodical: types in dataset ${request.dataset}\n${typesQuery(request.dataset, dataset, expressions)}`;
  const [types = {}] = await run.run<Record<string, string>>({ id: `${request.dataset}/types`, sql, params: [] });
  const shown = names.map(
    (name, index): ShownColumn => ({
      name,
      dimension: isDimension(name) ? name : null,
      type: types[`t${key.length + index + 2}`] ?? "",
    }),
  );
  return {
    rows: {
      plan: { id: request.dataset, dataset, inScope: true, indicators: [], cuts: [], cells: [] },
      time: timeColumn(request.dataset, dataset, types.t1 ?? ""),
    },
    period: request.period,
    key,
    by: request.by,
    shown,
    zone: config.project.timezone,
  };
}

/** A key that several rows share would make the draw depend on their order. */
async function refuseDoubtfulKey(source: DrawSource, dataset: string, run: Recorder): Promise<void> {
  const [counted] = await run.run<KeyRow>(keyStatement(source));
  if (counted === undefined || (counted.keys === counted.rows && counted.missing === 0)) return;
  const name = source.key.join(", ");
  const message =
    counted.missing > 0
      ? `${counted.missing} rows of dataset ${dataset} in ${source.period.id} have no ${name}.`
      : `${name} does not identify the rows of dataset ${dataset}: ${counted.rows} rows in ${source.period.id} have ${counted.keys} different values.`;
  throw new PeriodicalError("WAREHOUSE_QUERY", message, {
    where: `datasets.${dataset}.key`,
    hint: "Name the columns that are different in every row, e.g. the ticket's number.",
  });
}
