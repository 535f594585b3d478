import { join } from "node:path";
import { compareFigures } from "./archive/compare.ts";
import { type FiledEdition, filedConfig, filedRevisions, RESTATEMENT, readFiled } from "./archive/edition-archive.ts";
import { fileRevision } from "./archive/file-revision.ts";
import { foldersFingerprint, fontsFingerprint } from "./archive/fingerprints.ts";
import type { FiledManifest, MadeWith } from "./archive/manifest.ts";
import type { ArchiveStore } from "./archive/store.ts";
import type { FigureChange } from "./compose/figure-change.ts";
import type { LocaleBundle } from "./compose/locale.ts";
import type { Model } from "./compose/model.ts";
import type { Restatement } from "./compose/sections/restatement.ts";
import { readCustomSpecs } from "./config/custom-specs.ts";
import type { Config } from "./config/schema/index.ts";
import { editionId, jsonFile } from "./edition-files.ts";
import { PeriodicalError } from "./errors.ts";
import { evaluate } from "./evaluate/evaluate.ts";
import { composeEdition, type EditionContent, type PrintedEdition, printEdition } from "./print-edition.ts";
import { collectWhole, type EditionRequest, type Effects, loadLocales } from "./publish.ts";

/** Who asks for a revision. */
export interface Asked {
  by: string;
}

/** What came of filing an edition. */
export interface Filed {
  manifest: FiledManifest;
  /** Figures that differ from the revision before; empty for a first one. */
  changes: readonly FigureChange[];
}

/** @throws {PeriodicalError} BUSY when the edition is filed already: the past is restated, not replaced */
export async function refuseFiled(store: ArchiveStore, request: EditionRequest): Promise<void> {
  const id = editionId(request);
  const before = (await filedRevisions(store, id)).at(-1);
  if (before === undefined) return;
  throw new PeriodicalError("BUSY", `${id} is filed already, as revision ${before.edition.revision}.`, {
    where: store.location,
    hint: "periodical regenerate makes it again from what was filed; with --restate it looks at the warehouse anew.",
  });
}

/**
 * Collects an edition, prints it and files it as its first revision.
 *
 * @throws {PeriodicalError} BUSY when it is filed already
 */
export async function fileEdition(
  config: Config,
  request: EditionRequest,
  effects: Effects,
  store: ArchiveStore,
  asked: Asked,
): Promise<Filed> {
  await refuseFiled(store, request);
  const content = await collectContent(config, request, effects, 1);
  const printed = await printEdition(config, content, effects);
  return { manifest: await file(config, request, content, printed, "first", effects, store, asked), changes: [] };
}

/**
 * Collects a filed edition again, compares every figure with the last revision, and files a new one when any differs (or
 * when forced), with a page that says which and why.
 *
 * @returns null when nothing differs
 * @throws {PeriodicalError} NOT_FOUND when it was never filed
 */
export async function restateEdition(
  config: Config,
  request: EditionRequest,
  effects: Effects,
  store: ArchiveStore,
  asked: Asked & { force: boolean },
): Promise<Filed | null> {
  const before = await lastFiled(store, editionId(request), config.root);
  const revision = before.manifest.edition.revision + 1;
  const content = await collectContent(config, request, effects, revision);
  const changed = changesByLocale(config, content, before, effects.version);
  const changes = [...changed.values()][0] ?? [];
  if (changes.length === 0 && !asked.force) return null;
  const restatements = new Map(
    content.locales.map((locale): [string, Restatement] => [
      locale.locale,
      {
        against: before.manifest.edition.revision,
        filedAt: before.manifest.at,
        changes: changed.get(locale.locale) ?? [],
      },
    ]),
  );
  const told = changes.length === 0 ? content : { ...content, restatements };
  const printed = await printEdition(config, told, effects);
  const reason = changes.length === 0 ? "forced" : "restated";
  return { manifest: await file(config, request, told, printed, reason, effects, store, asked), changes };
}

/** @throws {PeriodicalError} NOT_FOUND when it was never filed, ARCHIVE_DAMAGED */
export async function lastFiled(
  store: ArchiveStore,
  id: string,
  root: string,
  revision?: number,
): Promise<FiledEdition> {
  const filed = await filedRevisions(store, id);
  const wanted = revision === undefined ? filed.at(-1) : filed.find(({ edition }) => edition.revision === revision);
  if (wanted !== undefined) return readFiled(store, wanted, root);
  throw new PeriodicalError(
    "NOT_FOUND",
    filed.length === 0 ? `${id} was never filed.` : `${id} has no revision ${revision}; it has 1 to ${filed.length}.`,
    {
      where: store.location,
      hint: "periodical archive list shows what is filed; periodical publish files an edition.",
    },
  );
}

async function collectContent(
  config: Config,
  request: EditionRequest,
  effects: Effects,
  revision: number,
): Promise<EditionContent> {
  const customSpecs = await readCustomSpecs(config, request.report);
  const locales = await loadLocales(config, request.locales);
  effects.onStep(`Collect ${request.report} ${request.period.id}`);
  const snapshot = await collectWhole(config, request, effects);
  const evaluation = evaluate(snapshot, config);
  return { snapshot, evaluation, locales, formats: request.formats, customSpecs, revision };
}

/** Figures that differ, in each language that the former revision had too. */
function changesByLocale(
  config: Config,
  content: EditionContent,
  before: FiledEdition,
  version: string,
): Map<string, FigureChange[]> {
  const [anyModel] = before.models.values();
  return new Map(
    content.locales.map((locale: LocaleBundle): [string, FigureChange[]] => {
      const was = before.models.get(locale.locale) ?? anyModel;
      const model = composeEdition(config, content, locale, version);
      if (was === undefined) return [locale.locale, []];
      return [
        locale.locale,
        compareFigures(
          { model: was, snapshot: before.snapshot, config: before.config.fingerprint },
          { model, snapshot: content.snapshot, config: config.fingerprint },
        ),
      ];
    }),
  );
}

async function file(
  config: Config,
  request: EditionRequest,
  content: EditionContent,
  printed: PrintedEdition,
  reason: FiledManifest["reason"],
  effects: Effects,
  store: ArchiveStore,
  { by }: Asked,
): Promise<FiledManifest> {
  effects.onStep(`File ${editionId(request)}, revision ${content.revision}`);
  const { snapshot, evaluation } = content;
  return fileRevision(
    store,
    {
      edition: {
        id: editionId(request),
        report: request.report,
        period: request.period.id,
        scope: { ...request.scope },
        revision: content.revision,
      },
      reason,
      takenAt: snapshot.takenAt,
      figures: Math.max(0, ...printed.models.map(({ figures }) => Object.keys(figures).length)),
      madeWith: await madeWith(config, content.locales, effects),
      files: [
        ...printed.documents,
        jsonFile("snapshot.json", snapshot),
        jsonFile("evaluation.json", evaluation),
        ...printed.models.map((model: Model) => jsonFile(`model.${model.edition.locale}.json`, model)),
        { name: "config.json", bytes: filedConfig(config, request.scope, content.customSpecs) },
        ...(content.restatements === undefined
          ? []
          : [jsonFile(RESTATEMENT, Object.fromEntries(content.restatements))]),
      ],
    },
    { at: effects.now, by },
  );
}

/** Fingerprints of everything but the data that decides what a document looks like and says. */
export async function madeWith(
  config: Config,
  locales: readonly LocaleBundle[],
  effects: Pick<Effects, "fonts" | "printer" | "templates" | "version">,
): Promise<MadeWith> {
  const tags = locales.map(({ locale }) => locale).sort();
  const places = [effects.templates, join(config.root, "templates")];
  const folders = places.flatMap((place) => [join(place, "report"), ...tags.map((tag) => join(place, "locales", tag))]);
  return {
    periodical: effects.version,
    browser: await effects.printer.version(),
    config: config.fingerprint,
    templates: await foldersFingerprint([...new Set(folders)]),
    fonts: fontsFingerprint(effects.fonts.files),
  };
}
