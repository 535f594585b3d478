import { PeriodicalError } from "../errors.ts";
import { findImport, type LedgerReader } from "../state/import-ledger.ts";
import type { ChosenMapping } from "./choose-mapping.ts";
import type { SourceFile } from "./source-file.ts";

/**
 * Notices a file whose very bytes were loaded before, whatever it is called now.
 *
 * @returns true when it was and is wanted again
 * @throws {PeriodicalError} IMPORT_REJECTED when it was and is not
 */
export async function refuseSecondTime(
  reader: LedgerReader,
  { mapping, id }: Pick<ChosenMapping, "mapping" | "id">,
  file: SourceFile,
  again: boolean,
): Promise<boolean> {
  const before = await findImport(reader, mapping.dataset, file.sha256);
  if (before === null) return false;
  if (again) return true;
  const named = before.name === file.name ? "" : ` as ${before.name}`;
  const when = `${before.loadedAt.slice(0, 16).replace("T", " ")} UTC`;
  throw new PeriodicalError(
    "IMPORT_REJECTED",
    `${file.name} was already loaded into ${mapping.dataset}${named} on ${when} (${before.rows} rows); nothing was changed.`,
    {
      where: file.path,
      hint:
        mapping.mode === "append" && mapping.key.length === 0
          ? "To load it once more add --again, and --mode replace-period unless its rows shall be there twice."
          : "To load it once more add --again.",
      details: { sha256: file.sha256, loadedAt: before.loadedAt, mapping: id, rows: before.rows },
    },
  );
}
