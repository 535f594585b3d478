import { type MadeWith, sha256 } from "./archive/manifest.ts";
import type { ArchiveStore } from "./archive/store.ts";
import type { Config } from "./config/schema/index.ts";
import { editionFolder, editionId, writeEdition } from "./edition-files.ts";
import { evaluate } from "./evaluate/evaluate.ts";
import { lastFiled, madeWith } from "./filing.ts";
import { type PrintingEffects, printEdition } from "./print-edition.ts";
import { type EditionRequest, loadLocales } from "./publish.ts";
import type { Format } from "./render/render.ts";

/** A filed edition made again, and how it compares with what was filed. */
export interface MadeAgain {
  id: string;
  revision: number;
  folder: string;
  files: { name: string; same: boolean }[];
  /** What is not as it was when the revision was filed; empty when every byte is the same. */
  differs: { what: keyof MadeWith; filed: string; now: string }[];
}

/**
 * Prints a filed revision again from its own snapshot and configuration: no warehouse is asked. Every byte is the same as
 * long as program, browser, templates and fonts are; where one of them is not, it says so.
 *
 * @throws {PeriodicalError} NOT_FOUND when it was never filed, ARCHIVE_DAMAGED when a filed file is not what it was
 */
export async function regenerateAsFiled(
  config: Config,
  request: EditionRequest,
  effects: PrintingEffects,
  store: ArchiveStore,
  revision?: number,
): Promise<MadeAgain> {
  const filed = await lastFiled(store, editionId(request), config.root, revision);
  const { manifest, snapshot } = filed;
  const names = manifest.files.map(({ name }) => name);
  const locales = await loadLocales(config, [...filed.models.keys()]);
  const evaluation = evaluate(snapshot, filed.config);
  const printed = await printEdition(
    filed.config,
    {
      snapshot,
      evaluation,
      locales,
      formats: formatsOf(names),
      customSpecs: filed.customSpecs,
      revision: manifest.edition.revision,
      restatements: filed.restatements,
    },
    effects,
  );
  const folder = editionFolder(request.out, request);
  await writeEdition(folder, { documents: printed.documents, snapshot, evaluation, models: printed.models });
  const hashes = new Map(manifest.files.map(({ name, sha256: hash }) => [name, hash]));
  const now = await madeWith(filed.config, locales, effects);
  return {
    id: manifest.edition.id,
    revision: manifest.edition.revision,
    folder,
    files: printed.documents.map(({ name, bytes }) => ({ name, same: hashes.get(name) === sha256(bytes) })),
    differs: (Object.keys(now) as (keyof MadeWith)[]).flatMap((what) =>
      now[what] === manifest.madeWith[what] ? [] : [{ what, filed: manifest.madeWith[what], now: now[what] }],
    ),
  };
}

/** Formats of the documents, by the endings of their names; the machine-readable files beside them are no documents. */
function formatsOf(names: readonly string[]): Format[] {
  const documents = names.filter((name) => /_[^_]+\.(pdf|html|json)$/.test(name));
  const endings = new Set(documents.map((name) => name.slice(name.lastIndexOf(".") + 1)));
  return (["pdf", "html", "json"] as const).filter((format) => endings.has(format));
}
