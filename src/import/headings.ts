import { closest, distance } from "fastest-levenshtein";
import type { ImportMapping } from "../config/schema/import.ts";
import { PeriodicalError } from "../errors.ts";

/** A heading as it is compared: no marks a reader cannot see, one blank for several, one Unicode form. */
export function normalHeading(heading: string): string {
  return heading
    .normalize("NFC")
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Headings a mapping reads from. */
export function neededHeadings(mapping: ImportMapping): string[] {
  return [...new Set(Object.values(mapping.columns).flatMap(({ from }) => [from].flat()))];
}

/**
 * Where each column of the mapping finds its fields.
 *
 * @returns target column → positions in the record, in the order of `from`
 * @throws {PeriodicalError} IMPORT_REJECTED naming every heading that is missing or there twice
 */
export function locateColumns(
  mapping: ImportMapping,
  headings: readonly string[],
  file: { name: string; headingLine: number; mappingId: string },
): Map<string, number[]> {
  const present = headings.map(normalHeading);
  const missing: string[] = [];
  const twice: string[] = [];
  for (const heading of neededHeadings(mapping)) {
    const found = present.filter((name) => name === normalHeading(heading)).length;
    if (found === 0) missing.push(heading);
    if (found > 1) twice.push(heading);
  }
  if (missing.length > 0 || twice.length > 0) throw headingsError({ missing, twice, present }, file);
  return new Map(
    Object.entries(mapping.columns).map(([column, { from }]) => [
      column,
      [from].flat().map((heading) => present.indexOf(normalHeading(heading))),
    ]),
  );
}

function headingsError(
  found: { missing: string[]; twice: string[]; present: readonly string[] },
  file: { name: string; headingLine: number; mappingId: string },
): PeriodicalError {
  const named = found.present.filter((name) => name !== "");
  const lines = found.missing.map((heading) => {
    const near = named.length > 0 ? closest(heading, named) : "";
    const meant = near !== "" && distance(heading, near) <= Math.max(2, heading.length / 3);
    return `- there is no column "${heading}"${meant ? `; did you mean "${near}"?` : ""}`;
  });
  lines.push(...found.twice.map((heading) => `- the column "${heading}" is there more than once`));
  const shown = named.slice(0, 30).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name));
  return new PeriodicalError(
    "IMPORT_REJECTED",
    `The headings of ${file.name} do not fit the import "${file.mappingId}":\n${lines.join("\n")}\n` +
      `Found in row ${file.headingLine}: ${shown.join(" | ") || "nothing"}`,
    {
      where: `imports.${file.mappingId}.columns`,
      hint: "Correct `from` in the mapping, or `header_row`, `delimiter` or `sheet` if these are not the headings.",
      details: { missing: found.missing, twice: found.twice, headings: named },
    },
  );
}
