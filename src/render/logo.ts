import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import type { Theme } from "../config/schema/theme.ts";
import { PeriodicalError } from "../errors.ts";

const MEDIA_TYPES: Record<string, string> = { ".svg": "image/svg+xml", ".png": "image/png" };

/**
 * The theme's logo as a data URI; null when it has none.
 *
 * @throws {PeriodicalError} CONFIG_INVALID when the file cannot be read or is neither SVG nor PNG
 */
export async function readLogo(theme: Theme, root = "."): Promise<string | null> {
  if (theme.logo === undefined) return null;
  const path = resolve(root, theme.logo);
  const mediaType = MEDIA_TYPES[extname(path).toLowerCase()];
  const bytes = await readFile(path).catch(() => null);
  if (mediaType !== undefined && bytes !== null) return `data:${mediaType};base64,${bytes.toString("base64")}`;
  throw new PeriodicalError(
    "CONFIG_INVALID",
    bytes === null ? "The logo cannot be read." : "The logo is no SVG or PNG.",
    {
      where: path,
      hint: "Correct theme.logo: an SVG or PNG file, relative to the project.",
    },
  );
}
