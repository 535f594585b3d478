import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { PeriodicalError } from "../../errors.ts";
import { FACES, type Face, sourcePath } from "./faces.ts";
import type { AdvanceRun } from "./metrics.ts";

/** What is known about the cleaned fonts without opening them. */
export interface Manifest {
  faces: {
    family: Face["family"];
    weight: number;
    file: string;
    bytes: number;
    sha256: string;
    unitsPerEm: number;
    runs: AdvanceRun[];
  }[];
  substitutes: [number, number][];
}

/** Cleans every face into `dir`: built beside it and renamed, so that `dir` is complete or absent; the first of several wins. */
export async function buildFonts(dir: string): Promise<void> {
  const temporary = `${dir}.tmp-${process.pid}-${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(path.join(temporary, "ttf"), { recursive: true });
    await removeAbandoned(dir);
    await writeFaces(temporary);
    await rename(temporary, dir).catch(async (error: NodeJS.ErrnoException) => {
      if (await isComplete(dir)) return;
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
      // A file was deleted or cut there: put aside, so that who reads it now is not disturbed for long.
      await rename(dir, `${temporary}-damaged`);
      await rename(temporary, dir);
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await rm(`${temporary}-damaged`, { recursive: true, force: true });
  }
}

async function writeFaces(dir: string): Promise<void> {
  const { cleanFont } = await import("./clean.ts");
  const manifest: Manifest = { faces: [], substitutes: [] };
  const substitutes = new Map<number, number>();
  for (const face of FACES) {
    const { bytes, runs, unitsPerEm, substitutes: pairs } = await cleanFont(await readSource(face));
    for (const [dropped, kept] of pairs) substitutes.set(dropped, kept);
    await writeFile(path.join(dir, "ttf", face.file), bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const { family, weight, file } = face;
    manifest.faces.push({ family, weight, file, bytes: bytes.length, sha256, unitsPerEm, runs });
  }
  manifest.substitutes = [...substitutes];
  await writeFile(path.join(dir, "manifest.json"), JSON.stringify(manifest));
}

async function readSource(face: Face): Promise<Buffer> {
  try {
    return await readFile(sourcePath(face));
  } catch (cause) {
    throw new PeriodicalError("RENDER_FAILED", `The font ${face.family} ${face.weight} is missing.`, {
      hint: `Run npm ci: the font comes with the package ${face.source.package}.`,
      where: face.source.package,
      cause,
    });
  }
}

/** True when the manifest and every font file it names are there in full length. */
export async function isComplete(dir: string): Promise<boolean> {
  const manifest = await readManifest(dir);
  if (manifest === null) return false;
  const sizes = await Promise.all(
    manifest.faces.map(({ file }) =>
      stat(path.join(dir, "ttf", file)).then(
        ({ size }) => size,
        () => -1,
      ),
    ),
  );
  return manifest.faces.every(({ bytes }, i) => sizes[i] === bytes);
}

export async function readManifest(dir: string): Promise<Manifest | null> {
  try {
    return JSON.parse(await readFile(path.join(dir, "manifest.json"), "utf8")) as Manifest;
  } catch {
    return null;
  }
}

const ABANDONED_AFTER_MS = 3_600_000;

/** Removes what a killed process left while it built the same folder. */
async function removeAbandoned(dir: string): Promise<void> {
  const parent = path.dirname(dir);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${path.basename(dir)}.tmp-`)) continue;
    const { mtimeMs } = await stat(path.join(parent, name)).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path.join(parent, name), { recursive: true, force: true });
  }
}
