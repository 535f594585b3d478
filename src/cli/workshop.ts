import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../config/schema/index.ts";
import type { Effects } from "../publish.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Context } from "./context.ts";
import { version } from "./version.ts";

/** Templates that ship with the product. */
export const TEMPLATES = fileURLToPath(new URL("../../templates/", import.meta.url));

/** What is kept between runs and can be deleted at any time: browser, fonts. */
export const cacheOf = (root: string): string => join(root, ".periodical", "cache");

/** Lends everything `publish` needs beside the configuration: the warehouse to read, fonts, the browser. */
export async function withEffects<T>(
  config: Config,
  context: Context,
  warehouse: Warehouse,
  use: (effects: Effects) => Promise<T>,
): Promise<T> {
  const { prepareFonts } = await import("../render/fonts.ts");
  const { withPrinter } = await import("../render/browser.ts");
  const { filesOf } = await import("../state/import-ledger.ts");
  const cacheDir = cacheOf(config.root);
  context.progress.step("Prepare fonts and browser");
  const fonts = await prepareFonts(cacheDir);
  return withPrinter({ cacheDir, fonts, signal: context.signal }, (printer) =>
    use({
      read: (read) => warehouse.read(read, { signal: context.signal }),
      server: warehouse.server,
      printer,
      fonts,
      templates: TEMPLATES,
      version: version(),
      now: new Date(),
      files: filesOf,
      onStep: context.progress.step,
      signal: context.signal,
    }),
  );
}
