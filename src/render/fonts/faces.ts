import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** Font stack of every document and chart; Chromium takes each character from the first family that has it. */
export const FONT_FAMILY = '"Source Sans 3", "Noto Sans SC", sans-serif';

export interface Face {
  family: "Source Sans 3" | "Noto Sans SC";
  weight: 400 | 600 | 700;
  /** Path inside its npm package, and the package. */
  source: { package: string; path: string };
  /** Name of the cleaned file in the cache. */
  file: string;
}

const SOURCE_SANS = "@expo-google-fonts/source-sans-3";
const NOTO_SANS = "@expo-google-fonts/noto-sans-sc";

/** In the order in which a character is looked for. Static fonts: variable ones become Type 3 in a PDF. */
export const FACES: readonly Face[] = [
  face("Source Sans 3", 400, SOURCE_SANS, "400Regular/SourceSans3_400Regular.ttf"),
  face("Source Sans 3", 600, SOURCE_SANS, "600SemiBold/SourceSans3_600SemiBold.ttf"),
  face("Source Sans 3", 700, SOURCE_SANS, "700Bold/SourceSans3_700Bold.ttf"),
  face("Noto Sans SC", 400, NOTO_SANS, "400Regular/NotoSansSC_400Regular.ttf"),
  face("Noto Sans SC", 700, NOTO_SANS, "700Bold/NotoSansSC_700Bold.ttf"),
];

function face(family: Face["family"], weight: Face["weight"], packageName: string, path: string): Face {
  const file = `${family.replaceAll(" ", "")}-${weight}.ttf`;
  return { family, weight, source: { package: packageName, path }, file };
}

const require = createRequire(import.meta.url);

/** Absolute path of a face in its npm package. */
export function sourcePath(item: Face): string {
  return require.resolve(`${item.source.package}/${item.source.path}`);
}

/** Raise when the cleaned files or the manifest would come out differently from the same packages. */
const RECIPE = 1;

/** Short hash over everything the cleaned fonts depend on; part of the cache folder's name. */
export async function fontsVersion(): Promise<string> {
  const versions: Record<string, unknown> = { recipe: RECIPE, faces: FACES };
  for (const name of [SOURCE_SANS, NOTO_SANS, "subset-font"]) versions[name] = await packageVersion(name);
  return createHash("sha256").update(JSON.stringify(versions)).digest("hex").slice(0, 12);
}

async function packageVersion(name: string): Promise<unknown> {
  const { version } = JSON.parse(await readFile(require.resolve(`${name}/package.json`), "utf8"));
  return version;
}
