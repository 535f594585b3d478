import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import type { Cut, Snapshot } from "./collect/snapshot.ts";
import type { Model } from "./compose/model.ts";
import { PeriodicalError } from "./errors.ts";
import type { Evaluation } from "./evaluate/evaluation.ts";
import { makeFolder, unwritable } from "./folders.ts";

/** A file system takes 255 bytes; report, period, language and ending stand beside the scope. */
const NAME_BYTES = 120;

/** `all`, or `team=night-desk` with the member made safe for a file name. */
export function scopeName(scope: Cut): string {
  const parts = Object.keys(scope)
    .sort()
    .map((dimension) => `${dimension}=${safeName(scope[dimension] ?? "")}`);
  return parts.length === 0 ? "all" : shortened(parts.join(","), NAME_BYTES);
}

/** `<report>/<period>/<scope>`: what an edition is called, and its folder in the output and in the archive. */
export function editionId(edition: { report: string; period: { id: string }; scope: Cut }): string {
  return [edition.report, edition.period.id, scopeName(edition.scope)].join("/");
}

/** `output/<report>/<period>/<scope>`. */
export function editionFolder(out: string, edition: { report: string; period: { id: string }; scope: Cut }): string {
  return join(out, editionId(edition));
}

/** Name of a document that still says what it is when it is mailed or moved. */
export function fileStem(edition: { report: string; period: { id: string }; scope: Cut }, locale: string): string {
  const scope = scopeName(edition.scope);
  return [edition.report, edition.period.id, ...(scope === "all" ? [] : [scope]), locale].join("_");
}

/**
 * Writes everything of an edition beside its place and moves it in only when all of it is there: a full disk or a
 * Ctrl-C leaves the folder as it was. Documents that were not made again and rest on other figures are taken out.
 *
 * @returns absolute paths, documents first
 */
export async function writeEdition(
  folder: string,
  edition: {
    documents: readonly { name: string; bytes: Uint8Array }[];
    snapshot: Snapshot;
    evaluation: Evaluation;
    models: readonly Model[];
  },
): Promise<string[]> {
  const files = [
    ...edition.documents,
    jsonFile("snapshot.json", edition.snapshot),
    jsonFile("evaluation.json", edition.evaluation),
    ...edition.models.map((model) => jsonFile(`model.${model.edition.locale}.json`, model)),
  ];
  const beside = join(folder, `${WRITING}${process.pid}-${randomBytes(4).toString("hex")}`);
  await makeFolder(folder);
  try {
    await removeAbandoned(folder);
    await makeFolder(beside);
    for (const file of files) await writeFile(join(beside, file.name), file.bytes, { flush: true });
    const outdated = await outdatedFiles(folder, files);
    for (const name of outdated) await rm(join(folder, name), { force: true });
    for (const file of files) await rename(join(beside, file.name), join(folder, file.name));
  } catch (error) {
    throw unwritable(`The edition could not be written to ${folder}`, folder, error);
  } finally {
    await rm(beside, { recursive: true, force: true });
    await removeEmpty(folder);
  }
  return files.map((file) => join(folder, file.name));
}

/** Begins the name of a folder in the making: machine and process follow. */
const WRITING = `.writing-${createHash("sha256").update(hostname()).digest("hex").slice(0, 6)}-`;

/** What a killed process of this machine left behind. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((entry) => entry.startsWith(WRITING))) {
    if (isRunning(Number.parseInt(name.slice(WRITING.length), 10))) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Scope, period and report, where nothing came of them; a folder with anything in it stays. */
async function removeEmpty(folder: string): Promise<void> {
  for (const path of [folder, dirname(folder), dirname(dirname(folder))]) {
    const removed = await rmdir(path).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

/** Documents in other languages and formats, when the figures beside them are not those that are written now. */
async function outdatedFiles(folder: string, files: readonly { name: string; bytes: Uint8Array }[]): Promise<string[]> {
  const written = new Map(files.map(({ name, bytes }) => [name, bytes]));
  let same = true;
  for (const name of ["snapshot.json", "evaluation.json"]) {
    const before = await readFile(join(folder, name)).catch(() => null);
    if (before !== null && !before.equals(written.get(name) ?? new Uint8Array())) same = false;
  }
  if (same) return [];
  const names = await readdir(folder);
  return names.filter((name) => /^model\..+\.json$|_[^_]+\.(pdf|html|json)$/.test(name) && !written.has(name));
}

/** The snapshot in an edition's folder; null when there is none or it is of another kind. */
export async function readSnapshot(folder: string): Promise<Snapshot | null> {
  const snapshot = (await readJson(join(folder, "snapshot.json"))) as Snapshot | null;
  return snapshot?.schema === "periodical/snapshot@1" ? snapshot : null;
}

/** The evaluation in an edition's folder; null when there is none. */
export async function readEvaluation(folder: string): Promise<Evaluation | null> {
  return (await readJson(join(folder, "evaluation.json"))) as Evaluation | null;
}

/** The model of an edition in a language, or in the first one it was printed in. */
export async function readModel(folder: string, locale?: string): Promise<Model | null> {
  if (locale !== undefined) return (await readJson(join(folder, `model.${locale}.json`))) as Model | null;
  const names = await readdir(folder).catch(() => []);
  const first = names.filter((name) => /^model\..+\.json$/.test(name)).sort()[0];
  return first === undefined ? null : ((await readJson(join(folder, first))) as Model | null);
}

/** Every edition below a folder of documents, as `report/period/scope`, oldest period first. */
export async function listEditions(out: string): Promise<string[]> {
  const entries = await readdir(out, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name === "snapshot.json")
    .map((entry) => entry.parentPath.slice(out.length + 1).replaceAll("\\", "/"))
    .filter((id) => id.split("/").length === 3)
    .sort();
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PeriodicalError("NOT_FOUND", `${path} is damaged: it is not JSON.`, {
      hint: "Generate the edition again.",
      where: path,
      cause,
    });
  }
}

/** A file of the edition that machines read. */
export function jsonFile(name: string, value: unknown): { name: string; bytes: Uint8Array } {
  return { name, bytes: Buffer.from(`${JSON.stringify(value, null, 1)}\n`) };
}

/**
 * Letters and digits of any script stay; what a file system or shell could stumble over becomes a hyphen, and a few
 * digits of a hash keep two members apart that would read the same.
 */
function safeName(text: string): string {
  const safe = text
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^\.+/, "");
  return shortened(safe, 100, text);
}

/** The text, or as much of it as has room with a few digits of the hash of what it stands for. */
function shortened(text: string, bytes: number, original = text): string {
  if (text === original && Buffer.byteLength(text) <= bytes) return text;
  let kept = "";
  for (const char of text) {
    if (Buffer.byteLength(kept + char) > bytes - 7) break;
    kept += char;
  }
  return `${kept}~${createHash("sha256").update(original).digest("hex").slice(0, 6)}`;
}
