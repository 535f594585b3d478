import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { PeriodicalError } from "../errors.ts";
import { crossCheck } from "./cross-check.ts";
import { type Config, ConfigFile } from "./schema/index.ts";
import { ProjectConfig } from "./schema/project.ts";
import { Theme } from "./schema/theme.ts";
import { didYouMean, validateFile } from "./validate.ts";
import { keyText, type Locate, type Problem, parseYamlFile, type YamlFile } from "./yaml-file.ts";

export const PROJECT_FILE = "periodical.yaml";
/** Sections of the configuration that are maps from id to entry. */
export const SECTIONS = [
  "datasets",
  "indicators",
  "scorecards",
  "playbooks",
  "reports",
  "goals",
  "kpis",
  "imports",
  "holidays",
  "dictionaries",
  "groups",
  "channels",
] as const;
export type ConfigSection = (typeof SECTIONS)[number];
type Section = ConfigSection;

/**
 * Reads `periodical.yaml` and every `config/**\/*.yaml` of a project.
 *
 * @throws {PeriodicalError} CONFIG_INVALID, once, listing every problem with file, line, key and hint
 */
export async function loadConfig(root: string): Promise<Config> {
  const projectFile = await readYaml(root, PROJECT_FILE);
  if (!projectFile) {
    throw new PeriodicalError("CONFIG_INVALID", `There is no ${PROJECT_FILE} in ${root}.`, {
      hint: "Run periodical in a project's folder, name it with --project, or make a new one with periodical init.",
      where: root,
    });
  }
  const files = await readConfigFolder(root);
  const project = validateFile(ProjectConfig, projectFile);
  const parsed = files.map((file) => ({ file, ...validateFile(ConfigFile, file) }));
  const problems = [...project.problems, ...parsed.flatMap((entry) => entry.problems)];

  // Without a prototype: an id such as "constructor" is found only where somebody defined it.
  const section = (): Record<string, unknown> => Object.create(null);
  const merged: Record<Section, Record<string, unknown>> = {
    datasets: section(),
    indicators: section(),
    scorecards: section(),
    playbooks: section(),
    reports: section(),
    goals: section(),
    kpis: section(),
    imports: section(),
    holidays: section(),
    dictionaries: section(),
    groups: section(),
    channels: section(),
  };
  const home = new Map<string, YamlFile>();
  let theme: Theme | undefined;
  for (const { file, value } of parsed) {
    if (!value) continue;
    for (const section of SECTIONS) {
      for (const [id, entry] of Object.entries(value[section] ?? {})) {
        const before = home.get(`${section}.${id}`);
        if (before) problems.push(twice(file, [section, id], before.file));
        merged[section][id] = entry;
        home.set(`${section}.${id}`, file);
      }
    }
    if (value.theme) {
      const before = home.get("theme");
      if (before) problems.push(twice(file, ["theme"], before.file));
      home.set("theme", file);
      theme = value.theme;
    }
  }

  if (!project.value || problems.length > 0) throw invalid(problems, files.length + 1);
  const config: Config = {
    root,
    project: project.value,
    ...(merged as Pick<Config, Section>),
    theme: theme ?? Theme.parse({}),
    fingerprint: fingerprint(judging(project.value, merged as Pick<Config, Section>, theme)),
  };
  const locate: Locate = (section, id, path = []) => {
    const file = section === "project" ? projectFile : home.get(`${section}.${id}`);
    const full = section === "project" ? [...path] : [section, id, ...path];
    const place = file?.positionOf(full) ?? { line: 1, column: 1 };
    return { file: file?.file ?? PROJECT_FILE, ...place, key: keyText(full) };
  };
  const crossed = crossCheck(config, locate);
  if (crossed.length > 0) throw invalid(crossed, files.length + 1);
  return config;
}

/** The named entry of a section. @throws {PeriodicalError} NOT_FOUND with the nearest names */
export function entryOf<S extends Section>(config: Config, section: S, id: string): Config[S][string] {
  const entry = config[section][id] as Config[S][string] | undefined;
  if (entry !== undefined) return entry;
  throw new PeriodicalError("NOT_FOUND", `There is no ${section.slice(0, -1)} "${id}" in this project.`, {
    hint: didYouMean(id, Object.keys(config[section])),
  });
}

async function readConfigFolder(root: string): Promise<YamlFile[]> {
  const folder = join(root, "config");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    if (isMissing(cause)) return [];
    throw unreadable("config", cause);
  });
  const names = entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && /\.ya?ml$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    // A mounted folder keeps earlier versions of its files in hidden ones.
    .filter((name) => !name.split(sep).some((part) => part.startsWith(".")))
    .sort();
  const files = await Promise.all(names.map((name) => readYaml(root, name)));
  for (const [index, file] of files.entries()) {
    if (file === null) throw unreadable(names[index] ?? "", new Error("it is a link to a file that does not exist"));
  }
  return files.filter((file) => file !== null);
}

/** null when there is no such file */
async function readYaml(root: string, name: string): Promise<YamlFile | null> {
  let text: string;
  try {
    text = await readFile(join(root, name), "utf8");
  } catch (cause) {
    if (isMissing(cause)) return null;
    throw unreadable(name, cause);
  }
  return parseYamlFile(name, text);
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

function unreadable(name: string, cause: unknown): PeriodicalError {
  return new PeriodicalError("CONFIG_INVALID", `${name} cannot be read: ${(cause as Error).message}`, {
    hint: "Check that it is there and may be read.",
    where: name,
    cause,
  });
}

function twice(file: YamlFile, path: readonly string[], other: string): Problem {
  return {
    file: file.file,
    ...file.positionOf(path, "key"),
    key: keyText(path),
    message: `"${path.at(-1)}" is defined twice; the other one stands in ${other}.`,
    hint: "Keep one of them, or give it another id.",
  };
}

function invalid(problems: readonly Problem[], files: number): PeriodicalError {
  const sorted = [...problems].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  const lines = sorted.map(
    (problem) =>
      `  ${problem.file}:${problem.line}:${problem.column}  ${problem.key}\n    ${problem.message}\n    → ${problem.hint}`,
  );
  const count = sorted.length === 1 ? "1 problem" : `${sorted.length} problems`;
  return new PeriodicalError("CONFIG_INVALID", `The configuration has ${count}:\n${lines.join("\n")}`, {
    hint: `Mend them and run periodical check again (${files} files read). docs/config.md describes every key.`,
    details: sorted,
  });
}

/** What decides what a document says: who gets it does not. */
function judging(project: ProjectConfig, sections: Pick<Config, Section>, theme: Theme | undefined): unknown {
  const { delivery: _delivery, ...said } = project;
  return [said, withoutDelivery(sections), theme ?? null];
}

/** The sections without anything about who gets the documents. */
export function withoutDelivery<Sections extends Pick<Config, "groups" | "channels" | "reports">>(
  sections: Sections,
): Omit<Sections, "groups" | "channels"> {
  const { groups: _groups, channels: _channels, ...rest } = sections;
  const reports = Object.entries(sections.reports).map(([id, { delivery: _delivery, ...report }]) => [id, report]);
  return { ...rest, reports: Object.fromEntries(reports) };
}

function fingerprint(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
