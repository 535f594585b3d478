import { join } from "node:path";
import type { Action } from "./actions/action.ts";
import type { Period } from "./calendar/period.ts";
import { collect } from "./collect/collect.ts";
import type { Cut, DatasetRecord, Snapshot } from "./collect/snapshot.ts";
import { type LocaleBundle, loadLocale } from "./compose/locale.ts";
import type { Model } from "./compose/model.ts";
import { readCustomSpecs } from "./config/custom-specs.ts";
import type { Config } from "./config/schema/index.ts";
import { editionFolder, readSnapshot, writeEdition } from "./edition-files.ts";
import { PeriodicalError } from "./errors.ts";
import { evaluate } from "./evaluate/evaluate.ts";
import type { Evaluation } from "./evaluate/evaluation.ts";
import { type PrintingEffects, printEdition } from "./print-edition.ts";
import type { ReadSession } from "./warehouse/session.ts";

export interface EditionRequest {
  report: string;
  period: Period;
  scope: Cut;
  locales: readonly string[];
  formats: readonly ("pdf" | "html" | "json")[];
  /** Folder of all documents; the edition gets its own inside. */
  out: string;
}

/** The outside world, lent by the caller for as long as it publishes. */
export interface Effects extends PrintingEffects {
  /** Lends one read-only, repeatable-read transaction of the warehouse. */
  read: <T>(use: (session: ReadSession) => Promise<T>) => Promise<T>;
  server: string;
  now: Date;
  /** Files the import ledger knows of a dataset. */
  files: (session: ReadSession, dataset: string) => Promise<DatasetRecord["files"]>;
  /** Every adopted measure the state database knows; null where it keeps none. */
  actions: (session: ReadSession) => Promise<readonly Action[] | null>;
}

export interface PublishedEdition {
  id: string;
  folder: string;
  /** Absolute paths, documents first. */
  files: readonly string[];
  snapshot: Snapshot;
  evaluation: Evaluation;
  models: readonly Model[];
}

/** One edition from plan to files: collect → evaluate → compose → render → write. */
export async function publish(config: Config, request: EditionRequest, effects: Effects): Promise<PublishedEdition> {
  const folder = editionFolder(request.out, request);
  // What can be wrong without the warehouse is found before it is asked.
  const customSpecs = await readCustomSpecs(config, request.report);
  const locales = await loadLocales(config, request.locales);
  effects.onStep(`Collect ${request.report} ${request.period.id}`);
  const taken = await collectWhole(config, request, effects);
  const snapshot = await keepIfUnchanged(taken, folder);

  const evaluation = evaluate(snapshot, config);

  const { documents, models } = await printEdition(
    config,
    { snapshot, evaluation, locales, formats: request.formats, customSpecs, revision: 1 },
    effects,
  );
  const written = await writeEdition(folder, { documents, snapshot, evaluation, models });
  return { id: models[0]?.edition.id ?? request.report, folder, files: written, snapshot, evaluation, models };
}

/**
 * One transaction for all figures of the edition, ended before anything is drawn.
 *
 * To a transaction that waited while another one dropped a table and made it again, the new table looks empty
 * (PostgreSQL, "Caveats" of MVCC): a dataset without a row is therefore believed the second time only.
 */
export async function collectWhole(
  config: Config,
  request: EditionRequest,
  effects: Pick<Effects, "read" | "files" | "actions" | "now" | "server">,
): Promise<Snapshot> {
  const take = (): Promise<Snapshot> =>
    effects.read((session) =>
      collect(config, request, session, {
        ...effects,
        files: (dataset) => effects.files(session, dataset),
        actions: () => effects.actions(session),
      }),
    );
  const first = await take().catch((error: unknown) => {
    if (error instanceof PeriodicalError && error.code === "NO_DATA") return null;
    throw error;
  });
  return first?.datasets.every(({ watermark }) => watermark !== null) ? first : take();
}

/** The languages of an edition, reworded by the project where it wants. @throws {PeriodicalError} CONFIG_INVALID */
export function loadLocales(config: Pick<Config, "root">, tags: readonly string[]): Promise<LocaleBundle[]> {
  return Promise.all(tags.map((tag) => loadLocale(tag, [join(config.root, "templates", "locales")])));
}

/**
 * The snapshot filed before, when the warehouse still says the same: then the edition keeps the time at which its
 * figures were first taken, and printing it again gives the same bytes.
 */
async function keepIfUnchanged(taken: Snapshot, folder: string): Promise<Snapshot> {
  // A damaged one is replaced by what the warehouse says now.
  const before = await readSnapshot(folder).catch(() => null);
  return before && content(before) === content(taken) ? before : taken;
}

function content(snapshot: Snapshot): string {
  return JSON.stringify({ ...snapshot, takenAt: null });
}
