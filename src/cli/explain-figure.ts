import { join } from "node:path";
import {
  figureId,
  type Measurement,
  measurementQueryId,
  type QueryRecord,
  type Snapshot,
} from "../collect/snapshot.ts";
import type { Figure } from "../compose/model.ts";
import { didYouMean } from "../config/validate.ts";
import { listEditions, readModel, readSnapshot } from "../edition-files.ts";
import { PeriodicalError } from "../errors.ts";
import { textTable } from "./text-table.ts";

export interface FigureProof {
  edition: string;
  figure: Figure | null;
  measurement: Measurement | null;
  query: QueryRecord | null;
  takenAt: string;
  text: string;
}

/**
 * Where a figure came from, out of the files of an edition: no warehouse is needed.
 *
 * @throws {PeriodicalError} NOT_FOUND with the nearest figure id
 */
export async function explainFigure(
  out: string,
  id: string,
  options: { edition?: string | undefined; locale?: string | undefined },
): Promise<FigureProof> {
  const editions = options.edition === undefined ? likeliestFirst(await listEditions(out)) : [options.edition];
  const seen = new Set<string>();
  for (const edition of editions) {
    const folder = join(out, edition);
    const snapshot = await readSnapshot(folder);
    if (!snapshot) continue;
    const model = await readModel(folder, options.locale);
    const figure = model && Object.hasOwn(model.figures, id) ? (model.figures[id] ?? null) : null;
    const measurement =
      snapshot.measurements.find((one) => figureId(one.indicator, one.period, one.cut) === id) ?? null;
    if (figure || measurement) return prove(edition, snapshot, figure, measurement);
    for (const known of Object.keys(model?.figures ?? {})) seen.add(known);
  }
  throw new PeriodicalError("NOT_FOUND", `No printed edition holds a figure ${id}.`, {
    hint: seen.size === 0 ? "Print an edition first with periodical generate." : didYouMean(id, [...seen]),
  });
}

/** A figure id does not name the scope: the whole organisation is meant before a part of it, the latest period first. */
function likeliestFirst(editions: readonly string[]): string[] {
  const latestFirst = [...editions].reverse();
  const whole = (edition: string): boolean => edition.endsWith("/all");
  return [...latestFirst.filter(whole), ...latestFirst.filter((edition) => !whole(edition))];
}

function prove(
  edition: string,
  snapshot: Snapshot,
  figure: Figure | null,
  measurement: Measurement | null,
): FigureProof {
  const query = queryOf(snapshot, figure, measurement);
  const dataset = query && snapshot.datasets.find((record) => query.id.startsWith(`${record.dataset}/`));
  const facts: [string, string][] = [
    ["edition", edition],
    ...(figure
      ? ([
          ["figure", figure.label],
          ["printed as", figure.text],
        ] as [string, string][])
      : []),
    ["value", String(figure?.value ?? measurement?.value ?? "no data")],
    ...(measurement
      ? parts(measurement)
      : figure?.n != null
        ? ([["rows", String(figure.n)]] as [string, string][])
        : []),
    ...(figure?.formula ? ([["formula", figure.formula]] as [string, string][]) : []),
    ...(dataset ? ([["dataset", `${dataset.dataset} (${dataset.source})`]] as [string, string][]) : []),
    ["taken at", `${snapshot.takenAt} from ${snapshot.server}`],
  ];
  const sql = query
    ? `\n\nquery ${query.id}, fingerprint ${query.fingerprint}\n\n${query.sql}\n\nparameters\n${query.params.map((value, index) => `  $${index + 1} = ${JSON.stringify(value)}`).join("\n")}`
    : "";
  return { edition, figure, measurement, query, takenAt: snapshot.takenAt, text: textTable(facts) + sql };
}

function queryOf(snapshot: Snapshot, figure: Figure | null, measurement: Measurement | null): QueryRecord | null {
  if (figure?.query) return snapshot.queries.find((query) => query.id === figure.query) ?? null;
  if (!measurement) return null;
  // The dataset of an indicator is not in the snapshot's measurement: its statement is the one that names it in a note
  // such as `-- speed, solved` or `-- speed: value`.
  const noted = new RegExp(`-- (?:.*, )?${measurement.indicator}(?:[,:]|$)`, "m");
  return (
    snapshot.queries.find(
      (query) =>
        snapshot.datasets.some((record) => query.id === measurementQueryId(record.dataset)) && noted.test(query.sql),
    ) ?? null
  );
}

function parts(measurement: Measurement): [string, string][] {
  const names = [
    "n",
    "numerator",
    "denominator",
    "sum",
    "sumSquares",
    "promoters",
    "detractors",
    "low",
    "high",
    "withinBaseline",
    "withinTarget",
    "missing",
  ] as const;
  const own = names.flatMap((name): [string, string][] => {
    const value = measurement[name];
    return value === undefined || value === null ? [] : [[name === "n" ? "rows" : name, String(value)]];
  });
  return [...own, ...strata(measurement)];
}

/** How a weighted value was made of its strata. */
function strata({ weighted }: Measurement): [string, string][] {
  if (weighted === undefined) return [];
  return [
    ["without weights", String(weighted.raw ?? "no data")],
    ...weighted.strata.map(({ member, weight, n, value }): [string, string] => [
      `${weighted.dimension} ${member}`,
      `weight ${weight}, rows ${n}, value ${value ?? "no data"}`,
    ]),
  ];
}
