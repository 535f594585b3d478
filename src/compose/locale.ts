import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { PeriodicalError } from "../errors.ts";

/** What a language does that no message can say: `templates/locales/<tag>/locale.yaml`. */
export const LocaleFacts = z.strictObject({
  intl: z.string().describe("Tag given to Intl for dates, lists, plurals and numbers, e.g. `en-GB`."),
  month_names: z.string().describe("Tag whose short month names are used (en-GB writes `Sept`, which is longer)."),
  month_alone: z.enum(["long", "short"]).describe("Form of a month named without its year: `September`, `9月`."),
  capitalise: z.boolean().describe("Sentences begin with a capital letter."),
  lowercase_names: z.boolean().describe("An indicator's name loses its capital inside a sentence."),
  spelled: z.array(z.string()).describe("Numbers as words from zero on; empty where digits are usual."),
  directions: z
    .strictObject({
      up: z.array(z.string()),
      down: z.array(z.string()),
      better: z.array(z.string()),
      worse: z.array(z.string()),
    })
    .describe("Words that claim a direction; checking a document compares them with the figures beside them."),
  clause_ends: z.string().describe("Characters that end a clause."),
});
export type LocaleFacts = z.infer<typeof LocaleFacts>;

/** A language: its facts and its messages (ICU), by `section.key`; a message may have several wordings. */
export interface LocaleBundle {
  locale: string;
  facts: LocaleFacts;
  messages: Readonly<Record<string, readonly string[]>>;
  /** Folder named when a message is missing. */
  file: string;
}

const Messages = z.record(
  z.string(),
  z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1), z.record(z.string(), z.string())])),
);

const SHIPPED = fileURLToPath(new URL("../../templates/locales", import.meta.url));

/**
 * Reads a language from `<folder>/<tag>/`: `locale.yaml` and the messages of every other YAML file there.
 *
 * @param locale BCP 47 tag; without a folder of its own, that of its base language is taken (`en-US` reads `en`)
 * @param folders searched before the shipped ones; a message found in an earlier folder wins, so a project can reword one
 * @throws PeriodicalError CONFIG_INVALID when no folder has the language or a file in it is not valid
 */
export async function loadLocale(locale: string, folders: readonly string[] = []): Promise<LocaleBundle> {
  const places = [...folders, SHIPPED];
  const tag = await findTag(locale, places);
  let facts: LocaleFacts | undefined;
  const messages: Record<string, readonly string[]> = {};
  let file = "";
  for (const place of places) {
    const factsFile = join(place, tag, "locale.yaml");
    const found = await readYaml(factsFile, LocaleFacts);
    facts ??= found;
    for (const messageFile of await messageFiles(join(place, tag))) {
      const sections = await readYaml(messageFile, Messages);
      if (sections === undefined) continue;
      file = join(place, tag);
      for (const [key, text] of flatten(sections)) messages[key] ??= text;
    }
  }
  if (facts === undefined) throw localeMissing(locale, [], places);
  return { locale, facts, messages, file };
}

async function findTag(locale: string, places: readonly string[]): Promise<string> {
  const known = new Set<string>();
  for (const place of places) for (const name of await folderNames(place)) known.add(name);
  const base = locale.split("-")[0] ?? locale;
  const tag = [locale, base].find((candidate) => known.has(candidate));
  if (tag === undefined) throw localeMissing(locale, [...known].sort(), places);
  return tag;
}

function localeMissing(locale: string, known: readonly string[], places: readonly string[]): PeriodicalError {
  return new PeriodicalError("CONFIG_INVALID", `There is no language "${locale}".`, {
    where: places.at(-1) ?? "templates/locales",
    hint: `Known languages: ${known.join(", ") || "none"}. A new one is a folder with locale.yaml and messages.yaml, see docs/narrative.md.`,
  });
}

/** Every YAML file of a language's folder but its facts: `messages.yaml` and one for each large subject. */
async function messageFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isNotFound(error)) return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith(".yaml") && name !== "locale.yaml")
    .sort()
    .map((name) => join(folder, name));
}

async function folderNames(place: string): Promise<string[]> {
  try {
    const entries = await readdir(place, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

async function readYaml<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  let source: string;
  try {
    source = await readFile(file, "utf8");
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
  let content: unknown;
  try {
    content = parse(source);
  } catch (error) {
    throw invalidFile(file, error instanceof Error ? error.message : String(error));
  }
  const result = schema.safeParse(content);
  if (!result.success) throw invalidFile(file, z.prettifyError(result.error));
  return result.data;
}

function invalidFile(file: string, problem: string): PeriodicalError {
  return new PeriodicalError("CONFIG_INVALID", `A language file is not valid:\n${problem}`, {
    where: file,
    hint: "Compare it with templates/locales/en/, see docs/narrative.md.",
  });
}

/** `section.key` or `section.key.word` → wordings. */
function* flatten(sections: z.infer<typeof Messages>): Generator<[string, readonly string[]]> {
  for (const [section, entries] of Object.entries(sections)) {
    for (const [key, text] of Object.entries(entries)) {
      if (typeof text === "string") yield [`${section}.${key}`, [text]];
      else if (Array.isArray(text)) yield [`${section}.${key}`, text];
      else for (const [word, inner] of Object.entries(text)) yield [`${section}.${key}.${word}`, [inner]];
    }
  }
}

const isNotFound = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
