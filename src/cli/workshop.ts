import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../config/schema/index.ts";
import type { PrintingEffects } from "../print-edition.ts";
import type { Effects } from "../publish.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Context } from "./context.ts";
import { version } from "./version.ts";

/** Templates that ship with the product. */
export const TEMPLATES = fileURLToPath(new URL("../../templates/", import.meta.url));

/** What is kept between runs and can be deleted at any time: browser, fonts. */
export const cacheOf = (root: string): string => join(root, ".periodical", "cache");

/** Lends what printing needs: fonts, the browser, templates. */
export async function withPrinting<T>(
  config: Config,
  context: Context,
  use: (effects: PrintingEffects) => Promise<T>,
): Promise<T> {
  const { prepareFonts } = await import("../render/fonts.ts");
  const { withPrinter } = await import("../render/browser.ts");
  const cacheDir = cacheOf(config.root);
  context.progress.step("Prepare fonts and browser");
  const fonts = await prepareFonts(cacheDir);
  return withPrinter({ cacheDir, fonts, signal: context.signal }, (printer) =>
    use({
      printer,
      fonts,
      templates: TEMPLATES,
      version: version(),
      onStep: context.progress.step,
      signal: context.signal,
    }),
  );
}

/** Lends everything `publish` needs beside the configuration: the warehouse to read, fonts, the browser. */
export async function withEffects<T>(
  config: Config,
  context: Context,
  warehouse: Warehouse,
  use: (effects: Effects) => Promise<T>,
): Promise<T> {
  const { filesOf } = await import("../state/import-ledger.ts");
  const { readActions } = await import("../state/actions.ts");
  return withPrinting(config, context, (printing) =>
    use({
      ...printing,
      read: (read) => warehouse.read(read, { signal: context.signal }),
      server: warehouse.server,
      now: new Date(),
      files: filesOf,
      actions: readActions,
    }),
  );
}
