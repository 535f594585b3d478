import { IntlMessageFormat } from "intl-messageformat";
import { PeriodicalError } from "../errors.ts";
import type { LocaleBundle } from "./locale.ts";

export type MessageValues = Readonly<Record<string, string | number>>;

/** Parsed messages per language: parsing is the slow part, and a batch of editions uses the same few hundred. */
const parsed = new WeakMap<LocaleBundle, Map<string, IntlMessageFormat>>();

/**
 * A message with its values put in.
 *
 * @param variant which wording, counted from 0; taken modulo the number of wordings
 * @throws PeriodicalError CONFIG_INVALID naming key and file when the message is missing, cannot be parsed, or wants a
 *   value it is not given
 */
export function formatMessage(bundle: LocaleBundle, key: string, values: MessageValues = {}, variant = 0): string {
  const wordings = wordingsOf(bundle, key);
  const index = variant % wordings.length;
  try {
    const text = compiled(bundle, key, index, wordings[index] ?? "").format<never>(values);
    return typeof text === "string" ? text : String(text);
  } catch (error) {
    throw new PeriodicalError("CONFIG_INVALID", `The message "${key}" cannot be used: ${reason(error)}`, {
      where: bundle.file,
      hint: `Compare "${key}" with templates/locales/en/: the same named values must occur.`,
      cause: error,
    });
  }
}

/** How many wordings a message has. */
export const wordingCount = (bundle: LocaleBundle, key: string): number => wordingsOf(bundle, key).length;

function wordingsOf(bundle: LocaleBundle, key: string): readonly string[] {
  const wordings = bundle.messages[key];
  if (wordings !== undefined) return wordings;
  throw new PeriodicalError("CONFIG_INVALID", `The message "${key}" is missing in the language "${bundle.locale}".`, {
    where: bundle.file,
    hint: `Add "${key}" to a file there; templates/locales/en/ has all of them.`,
  });
}

function compiled(bundle: LocaleBundle, key: string, index: number, source: string): IntlMessageFormat {
  const cache = parsed.get(bundle) ?? new Map<string, IntlMessageFormat>();
  parsed.set(bundle, cache);
  const name = `${key}#${index}`;
  const known = cache.get(name);
  if (known !== undefined) return known;
  const message = new IntlMessageFormat(source, bundle.facts.intl, undefined, { ignoreTag: true });
  cache.set(name, message);
  return message;
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
