import { resolve } from "node:path";
import type { Cut, Snapshot } from "../collect/snapshot.ts";
import type { Model } from "../compose/model.ts";
import type { Restatement } from "../compose/sections/restatement.ts";
import { type ConfigSection, SECTIONS, withoutDelivery } from "../config/load.ts";
import { type Config, ConfigFile } from "../config/schema/index.ts";
import { ProjectConfig } from "../config/schema/project.ts";
import { PeriodicalError } from "../errors.ts";
import { revisionsOf, settle } from "./chain.ts";
import { folderStore } from "./folder-store.ts";
import { type FiledManifest, revisionPath, sha256 } from "./manifest.ts";
import { configForScope } from "./personal-config.ts";
import type { ArchiveStore } from "./store.ts";

/** The project's archive. */
export const openArchive = (config: Pick<Config, "root" | "project">): ArchiveStore =>
  folderStore(resolve(config.root, config.project.archive.folder));

type CustomSpecs = Record<string, Record<string, unknown>>;

/**
 * The configuration as it is filed: everything that judges and words, nothing that connects or tells who reads it, and of
 * people nobody but the one whom the edition is about.
 */
export function filedConfig(config: Config, scope: Cut, customSpecs: CustomSpecs): Buffer {
  const { root: _root, fingerprint, project, ...files } = configForScope(config, scope);
  const { warehouse: _warehouse, delivery: _delivery, ...shown } = project;
  const filed = { fingerprint, project: shown, files: withoutDelivery(files), customSpecs };
  return Buffer.from(`${JSON.stringify(filed, null, 1)}\n`);
}

/** How a revision's figures differ from those before, by language; only where they do. */
export const RESTATEMENT = "restatement.json";

/** A filed revision read back: what is needed to make it again or to compare it. */
export interface FiledEdition {
  manifest: FiledManifest;
  snapshot: Snapshot;
  config: Config;
  customSpecs: CustomSpecs;
  /** By language. */
  models: ReadonlyMap<string, Model>;
  /** By language; what it said of the revision before it. */
  restatements: ReadonlyMap<string, Restatement>;
  /** The bytes of a file as filed. */
  file: (name: string) => Promise<Uint8Array>;
}

/** Filed revisions of an edition, oldest first; empty when it was never filed. */
export async function filedRevisions(store: ArchiveStore, edition: string): Promise<FiledManifest[]> {
  return revisionsOf(await settle(store), edition);
}

/**
 * @param root folder of the project, for what is not filed (the logo)
 * @throws {PeriodicalError} ARCHIVE_DAMAGED when a file is missing or is not the one that was filed; CONFIG_INVALID when this
 *   version does not understand the configuration that was filed
 */
export async function readFiled(store: ArchiveStore, manifest: FiledManifest, root: string): Promise<FiledEdition> {
  const file = (name: string): Promise<Uint8Array> => readFile(store, manifest, name);
  const json = async (name: string): Promise<unknown> => JSON.parse(Buffer.from(await file(name)).toString("utf8"));
  const { fingerprint, project, files, customSpecs } = (await json("config.json")) as {
    fingerprint: string;
    project: unknown;
    files: unknown;
    customSpecs: CustomSpecs;
  };
  const judged = ConfigFile.safeParse(files);
  const settings = ProjectConfig.safeParse(project);
  if (!judged.success || !settings.success || judged.data.theme === undefined) throw filedByNewer(store, manifest);
  const { theme, ...sections } = judged.data;
  const models = new Map<string, Model>();
  for (const { name } of manifest.files) {
    const locale = /^model\.(.+)\.json$/.exec(name)?.[1];
    if (locale !== undefined) models.set(locale, (await json(name)) as Model);
  }
  const restatements = new Map(
    manifest.files.some(({ name }) => name === RESTATEMENT)
      ? Object.entries((await json(RESTATEMENT)) as Record<string, Restatement>)
      : [],
  );
  return {
    manifest,
    snapshot: (await json("snapshot.json")) as Snapshot,
    config: {
      root,
      project: settings.data,
      // A section that came with a later version had no entries then.
      ...(Object.fromEntries(SECTIONS.map((name) => [name, sections[name] ?? {}])) as Pick<Config, ConfigSection>),
      theme,
      fingerprint,
    },
    customSpecs,
    models,
    restatements,
    file,
  };
}

function filedByNewer(store: ArchiveStore, { edition, madeWith }: FiledManifest): PeriodicalError {
  return new PeriodicalError(
    "CONFIG_INVALID",
    `The configuration filed with ${revisionPath(edition)} says what this Periodical does not understand.`,
    {
      where: store.location,
      hint: `It was filed by Periodical ${madeWith.periodical}; use that version or a later one.`,
    },
  );
}

async function readFile(store: ArchiveStore, manifest: FiledManifest, name: string): Promise<Uint8Array> {
  const path = `${revisionPath(manifest.edition)}/${name}`;
  const listed = manifest.files.find((file) => file.name === name);
  const bytes = await store.read(path);
  if (listed !== undefined && bytes !== null && sha256(bytes) === listed.sha256) return bytes;
  throw new PeriodicalError(
    "ARCHIVE_DAMAGED",
    bytes === null ? `${path} is not in the archive.` : `${path} is not the file that was filed.`,
    { where: store.location, hint: "Run periodical archive verify; restore the revision from a copy of the archive." },
  );
}
