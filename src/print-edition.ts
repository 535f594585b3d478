import type { Snapshot } from "./collect/snapshot.ts";
import { compose } from "./compose/compose.ts";
import { assertTruthful } from "./compose/lint.ts";
import type { LocaleBundle } from "./compose/locale.ts";
import type { Model } from "./compose/model.ts";
import type { Restatement } from "./compose/sections/restatement.ts";
import type { Config } from "./config/schema/index.ts";
import { fileStem } from "./edition-files.ts";
import type { Evaluation } from "./evaluate/evaluation.ts";
import type { Printer } from "./render/browser.ts";
import type { Fonts } from "./render/fonts.ts";
import { type Format, renderEdition } from "./render/render.ts";

/** What is printed: figures, how they are judged, and in which words. */
export interface EditionContent {
  snapshot: Snapshot;
  evaluation: Evaluation;
  locales: readonly LocaleBundle[];
  formats: readonly Format[];
  customSpecs: Record<string, Record<string, unknown>>;
  revision: number;
  /** What became of the figures of the revision before, by language; only where there was one. */
  restatements?: ReadonlyMap<string, Restatement>;
}

/** What printing needs of the outside world. */
export interface PrintingEffects {
  printer: Printer;
  fonts: Fonts;
  templates: string;
  version: string;
  onStep: (text: string) => void;
  signal: AbortSignal;
}

export interface PrintedEdition {
  documents: { name: string; bytes: Uint8Array }[];
  models: Model[];
}

/** An edition's documents in every language: compose → check the words → render → read back. Nothing is written. */
export async function printEdition(
  config: Config,
  content: EditionContent,
  effects: PrintingEffects,
): Promise<PrintedEdition> {
  const { evaluation, snapshot } = content;
  const printed: PrintedEdition = { documents: [], models: [] };
  for (const locale of content.locales) {
    effects.signal.throwIfAborted();
    effects.onStep(`Print ${evaluation.report} ${evaluation.period.id} ${locale.locale}`);
    const model = composeEdition(config, content, locale, effects.version);
    assertTruthful(model, locale);
    const rendered = await renderEdition(model, snapshot, {
      theme: config.theme,
      root: config.root,
      fonts: effects.fonts,
      printer: effects.printer,
      templatesDir: effects.templates,
      formats: content.formats,
      signal: effects.signal,
    });
    const stem = fileStem(evaluation, locale.locale);
    printed.documents.push(...rendered.map(({ extension, bytes }) => ({ name: `${stem}.${extension}`, bytes })));
    printed.models.push(model);
  }
  effects.signal.throwIfAborted();
  return printed;
}

/** The document as data, in one language. */
export function composeEdition(
  config: Config,
  { evaluation, snapshot, revision, customSpecs, restatements }: EditionContent,
  locale: LocaleBundle,
  version: string,
): Model {
  const restatement = restatements?.get(locale.locale);
  return compose(evaluation, snapshot, config, {
    locale,
    revision,
    version,
    customSpecs,
    ...(restatement === undefined ? {} : { restatement }),
  });
}
