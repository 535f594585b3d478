import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { z } from "zod";
import { Dataset } from "../../src/config/schema/dataset.ts";
import { ImportMapping } from "../../src/config/schema/import.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { ProjectConfig } from "../../src/config/schema/project.ts";
import { Theme } from "../../src/config/schema/theme.ts";

/** Tickets as a small export has them. */
export const TICKET_COLUMNS = {
  id: { from: "id", required: true },
  created_at: { from: "created", type: "timestamp" },
  minutes: { from: "minutes", type: "number" },
  note: { from: "note" },
} as const;

export function mappingOf(mapping: Partial<z.input<typeof ImportMapping>> = {}): ImportMapping {
  return ImportMapping.parse({ dataset: "tickets", columns: TICKET_COLUMNS, ...mapping });
}

/** A project with the dataset `tickets` and one import of that name. */
export function configOf(
  root: string,
  mapping: Partial<z.input<typeof ImportMapping>> = {},
  table = "tickets",
): Config {
  return {
    root,
    project: ProjectConfig.parse({ organisation: "Test", timezone: "Europe/Berlin" }),
    datasets: { tickets: Dataset.parse({ name: "Tickets", source: { table }, time: { column: "created_at" } }) },
    imports: { tickets: mappingOf(mapping) },
    holidays: {},
    dictionaries: {},
    indicators: {},
    scorecards: {},
    playbooks: {},
    goals: {},
    kpis: {},
    groups: {},
    channels: {},
    reports: {},
    theme: Theme.parse({}),
    fingerprint: "",
  };
}

/** Lends a temporary folder holding the files given. */
export async function withFiles<T>(
  files: Record<string, string | Uint8Array>,
  use: (path: (name: string) => string) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), "periodical-import-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), content);
    }
    return await use((name) => join(root, name));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Rows of a CSV text. */
export function csv(...lines: string[]): string {
  return `${lines.join("\n")}\n`;
}
