import type { ImportColumn } from "../schema/import.ts";
import type { Config } from "../schema/index.ts";
import type { Inspection } from "../schema/inspection.ts";
import { localText } from "../schema/text.ts";
import type { Say } from "./say.ts";

/**
 * Answers that a sheet offers but an import does not list would send every filled-in sheet back: a mapping that reads a
 * question of an inspection must know the question's answers in every language of the project.
 */
export function checkSheetImports(config: Config, say: Say): void {
  const inspections = Object.values(config.datasets).flatMap(({ inspection }) => inspection ?? []);
  for (const [id, { columns }] of Object.entries(config.imports)) {
    if (!Object.values(columns).some(({ from }) => from === "sheet_id")) continue;
    for (const [name, column] of Object.entries(columns)) {
      const answers = inspections.map((inspection) => answersOf(inspection, column, config.project.locales));
      const unknown = (answers.find((texts) => texts.length > 0) ?? []).filter((text) => !isListed(column, text));
      if (unknown.length === 0) continue;
      say(
        id,
        ["columns", name, "values"],
        `The sheet offers ${unknown.map((text) => `"${text}"`).join(", ")}, which this import does not know.`,
        "List every answer of the inspection in every language of the project, with the value it stands for.",
      );
    }
  }
}

/** Texts of the drop-down of the question that a column reads; empty for another column or free text. */
function answersOf({ questions }: Inspection, { from }: ImportColumn, locales: readonly string[]): string[] {
  for (const [id, { by, answers }] of Object.entries(questions)) {
    const names = by === "both" ? [id] : [`first_${id}`, `second_${id}`];
    if (typeof from !== "string" || !names.includes(from)) continue;
    const texts = Object.values(answers ?? {}).flatMap((text) => locales.map((locale) => localText(text, locale)));
    return [...new Set(texts)];
  }
  return [];
}

const isListed = ({ values, only_listed: only }: ImportColumn, text: string): boolean =>
  !only || (values !== undefined && Object.hasOwn(values, text));
