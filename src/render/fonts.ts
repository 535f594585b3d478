import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { PeriodicalError } from "../errors.ts";
import { buildFonts, isComplete, type Manifest, readManifest } from "./fonts/build.ts";
import { fontsConf } from "./fonts/conf.ts";
import { fontsVersion } from "./fonts/faces.ts";
import { createAdvances } from "./fonts/metrics.ts";
import { createPrintable } from "./fonts/printable.ts";

export { FONT_FAMILY } from "./fonts/faces.ts";

/** The shipped fonts, cleaned and on disk, with what must be known about them to lay out text. */
export interface Fonts {
  /** Folder of the TTF files. */
  dir: string;
  /** Give it to the browser as `FONTCONFIG_FILE`. */
  confFile: string;
  /** For the provenance page. */
  files: readonly { name: string; family: string; weight: number; bytes: number; sha256: string }[];
  /** Width in em of a character (its code point) as Chromium sets it; bold = 700. A missing one counts as 1 em. */
  advance(codePoint: number, bold: boolean): number;
  /** Whether the character can be printed, or prints as nothing (joiners, variation selectors). */
  has(codePoint: number): boolean;
  /** The text with everything unprintable replaced (`fonts/printable.ts`); what `has` refuses never comes out of it. */
  printable(text: string): string;
}

/**
 * Opens the cleaned fonts under `cacheDir`, making them first when they are not there: 1 to 2 s once, then a few
 * milliseconds. Any number of processes may call it at the same time.
 *
 * @throws {PeriodicalError} OUTPUT_UNWRITABLE when `cacheDir` cannot be written, RENDER_FAILED when a font package is missing
 */
export async function prepareFonts(cacheDir: string): Promise<Fonts> {
  const root = path.resolve(cacheDir);
  const home = path.join(root, `fonts-${await fontsVersion()}`);
  try {
    if (!(await isComplete(home))) await buildFonts(home);
    const manifest = await readManifest(home);
    if (manifest === null) throw new Error(`${home} was removed while it was opened`);
    const dir = path.join(home, "ttf");
    const confFile = path.join(home, "fonts.conf");
    // The file names absolute paths: written again when the project was moved.
    await writeIfDifferent(confFile, fontsConf(dir, path.join(root, "fontconfig")));
    return openFonts(manifest, dir, confFile);
  } catch (cause) {
    if (cause instanceof PeriodicalError) throw cause;
    throw new PeriodicalError("OUTPUT_UNWRITABLE", `The fonts could not be written to ${home}.`, {
      hint: "Make sure that the cache folder can be written and has 40 MB of free space.",
      where: home,
      cause,
    });
  }
}

function openFonts(manifest: Manifest, dir: string, confFile: string): Fonts {
  const ofWeight = (weight: number) =>
    createAdvances({ families: manifest.faces.filter((face) => face.weight === weight) });
  const regular = ofWeight(400);
  const bold = ofWeight(700);
  const has = (codePoint: number) => regular(codePoint) !== null;
  return {
    dir,
    confFile,
    files: manifest.faces.map(({ file, family, weight, bytes, sha256 }) => ({
      name: file,
      family,
      weight,
      bytes,
      sha256,
    })),
    advance: (codePoint, isBold) => (isBold ? bold : regular)(codePoint) ?? 1,
    has,
    printable: createPrintable(has, new Map(manifest.substitutes)),
  };
}

async function writeIfDifferent(file: string, text: string): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => null)) === text) return;
  const temporary = `${file}.${process.pid}.tmp`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(temporary, text);
  await rename(temporary, file);
}
