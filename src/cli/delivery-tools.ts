import { join } from "node:path";
import { openArchive } from "../archive/edition-archive.ts";
import type { FiledManifest } from "../archive/manifest.ts";
import { loadLocale } from "../compose/locale.ts";
import type { DeliveryConfig } from "../config/schema/delivery.ts";
import type { Config } from "../config/schema/index.ts";
import { deliverySettings } from "../deliver/deliver.ts";
import { formerRecipients, type Lookup, type Resolved, recipientsAsked, recipientsOf } from "../deliver/recipients.ts";
import { createWorkshop, type MessageWorkshop, templateFolders } from "../deliver/workshop.ts";
import type { Fonts } from "../render/fonts.ts";
import { readDeliveries } from "../state/deliveries.ts";
import { type Warehouse, withWarehouse } from "../warehouse/warehouse.ts";
import type { Context } from "./context.ts";
import { cacheOf, TEMPLATES } from "./workshop.ts";

/** What the commands about deliveries work with. */
export interface DeliveryTools {
  config: Config;
  settings: DeliveryConfig;
  warehouse: Warehouse;
  workshop: MessageWorkshop;
  recipients(
    edition: FiledManifest["edition"],
    asked: { to?: readonly string[] | undefined; locale?: string | undefined; former?: true | undefined },
  ): Promise<Resolved>;
}

/**
 * Lends them. The warehouse is opened without the signal of an interruption: what was accepted must still be written down.
 */
export async function withDelivery<T>(
  config: Config,
  context: Context,
  use: (tools: DeliveryTools) => Promise<T>,
): Promise<T> {
  const settings = deliverySettings(config, { dryRun: true });
  let fonts: Promise<Fonts> | undefined;
  const cacheDir = cacheOf(config.root);
  const workshop = createWorkshop(config, {
    store: openArchive(config),
    cacheDir,
    templates: templateFolders(config.root, TEMPLATES),
    async fonts() {
      const { prepareFonts } = await import("../render/fonts.ts");
      fonts ??= prepareFonts(cacheDir);
      return fonts;
    },
    loadLocale: (locale) => loadLocale(locale, [join(config.root, "templates", "locales")]),
  });
  context.progress.step("Open the warehouse");
  return withWarehouse(config, { onProgress: context.progress.detail }, (warehouse) => {
    const lookup: Lookup = (query, member) =>
      warehouse.read((session) => session.query(query, [member]), { signal: context.signal });
    return use({
      config,
      settings,
      warehouse,
      workshop,
      async recipients(edition, { to, locale, former }) {
        if (to !== undefined) return recipientsAsked(config, edition, to, locale);
        const resolved = await recipientsOf(config, edition, lookup);
        if (former !== true) return resolved;
        const which = { edition: edition.id, revision: edition.revision - 1 };
        const before = await warehouse.read((session) => readDeliveries(session, which));
        return formerRecipients(config, edition, before, resolved);
      },
    });
  });
}
