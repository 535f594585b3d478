import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { filedRevisions, readFiled } from "../archive/edition-archive.ts";
import type { ArchiveStore } from "../archive/store.ts";
import type { LocaleBundle } from "../compose/locale.ts";
import type { Config } from "../config/schema/index.ts";
import type { Theme } from "../config/schema/theme.ts";
import { PeriodicalError } from "../errors.ts";
import type { Fonts } from "../render/fonts.ts";
import type { Delivery } from "../state/deliveries.ts";
import type { ChartImage } from "./chart-images.ts";
import { type Content, contentOf, type Document } from "./content.ts";
import { cidOf, type MailBody } from "./mail.ts";
import { mailHtml } from "./mail-html.ts";
import { mailText } from "./mail-text.ts";

/** What making messages needs of the outside world. */
export interface MessageEffects {
  store: ArchiveStore;
  fonts: () => Promise<Fonts>;
  cacheDir: string;
  /** Folders of templates, the project's own first. */
  templates: readonly string[];
  loadLocale: (locale: string) => Promise<LocaleBundle>;
}

type Asked = Pick<Delivery, "edition" | "revision"> & { locale: string };

/** Makes what is sent, once for each revision and language, however many get it. */
export interface MessageWorkshop {
  content(asked: Asked): Promise<Content>;
  mail(asked: Asked): Promise<MailBody>;
  /** Every filed document in the language, with its name for a folder. */
  documents(asked: Asked): Promise<Pick<Document, "name" | "bytes">[]>;
}

export function createWorkshop(config: Config, effects: MessageEffects): MessageWorkshop {
  const once = <T>(make: (asked: Asked) => Promise<T>): ((asked: Asked) => Promise<T>) => {
    const made = new Map<string, Promise<T>>();
    return (asked) => {
      const key = JSON.stringify([asked.edition, asked.revision, asked.locale]);
      const known = made.get(key) ?? make(asked);
      made.set(key, known);
      // What failed may be mended before the next one asks.
      known.catch(() => made.delete(key));
      for (const oldest of made.keys()) {
        if (made.size <= KEPT) break;
        made.delete(oldest);
      }
      return known;
    };
  };
  const filed = once(async ({ edition, revision }) => {
    const manifest = (await filedRevisions(effects.store, edition)).find((one) => one.edition.revision === revision);
    if (manifest !== undefined) return readFiled(effects.store, manifest, config.root);
    throw new PeriodicalError("NOT_FOUND", `${edition} has no revision ${revision} in the archive.`, {
      where: effects.store.location,
      hint: "It was delivered from another archive, or restored from an older copy.",
    });
  });
  const content = once(async (asked) => contentOf(config, await filed(asked), asked.locale, effects.loadLocale));
  return {
    content,
    mail: once(async (asked) => {
      const told = await content(asked);
      const { theme } = (await filed(asked)).config;
      const drawn = await imagesOf(told, theme, effects);
      const images = drawn.map((image) => ({ ...image, cid: cidOf(asked.edition, asked.revision, image.id) }));
      const html = await mailHtml(told, images, theme, effects.templates);
      return { content: told, html, text: mailText(told), images };
    }),
    async documents(asked) {
      const edition = await filed(asked);
      const { locale } = await content(asked);
      const later = asked.revision > 1 ? `_r${asked.revision}` : "";
      const names = edition.manifest.files.map(({ name }) => name).filter((name) => documentIn(name, locale));
      return Promise.all(
        names.map(async (name) => ({
          name: name.replace(/(\.[a-z]+)$/, `${later}$1`),
          bytes: await edition.file(name),
        })),
      );
    },
  };
}

/** What draws is loaded only for mails that have something to draw. */
async function imagesOf(content: Content, theme: Theme, effects: MessageEffects): Promise<ChartImage[]> {
  if (content.charts.length === 0) return [];
  const { drawImages } = await import("./chart-images.ts");
  await mkdir(effects.cacheDir, { recursive: true });
  return drawImages(content, { theme, fonts: await effects.fonts() }, effects.cacheDir);
}

const KEPT = 8;

const documentIn = (name: string, locale: string): boolean =>
  name.endsWith(`_${locale}.pdf`) || name.endsWith(`_${locale}.html`);

/** Where the project's own template lies, before the shipped one. */
export const templateFolders = (root: string, shipped: string): string[] => [join(root, "templates"), shipped];
