import { join } from "node:path";
import type { Snapshot } from "../collect/snapshot.ts";
import type { Config } from "../config/schema/index.ts";
import { listEditions, readEvaluation, readSnapshot } from "../edition-files.ts";
import { PeriodicalError } from "../errors.ts";
import type { Evaluation } from "../evaluate/evaluation.ts";
import { findEdition } from "./find-edition.ts";

/** What an edition found, and the configuration it was found with. */
export interface EditionResults {
  /** `report/period/scope` */
  id: string;
  snapshot: Snapshot;
  evaluation: Evaluation;
  config: Config;
}

/**
 * The results of an edition: as printed into the folder of documents, else as filed last in the archive.
 *
 * @throws {PeriodicalError} NOT_FOUND
 */
export async function editionResults(config: Config, out: string, id: string): Promise<EditionResults> {
  const wanted = id.split("/").length === 2 ? `${id}/all` : id;
  if (!(await listEditions(out)).includes(wanted)) {
    const filed = await filedResults(config, wanted);
    if (filed !== null) return filed;
  }
  const edition = await findEdition(out, id);
  const folder = join(out, edition);
  const [snapshot, evaluation] = await Promise.all([readSnapshot(folder), readEvaluation(folder)]);
  if (snapshot !== null && evaluation !== null) return { id: edition, snapshot, evaluation, config };
  throw new PeriodicalError("NOT_FOUND", `${edition} has no evaluation beside its documents.`, {
    hint: "Generate it again.",
    where: folder,
  });
}

async function filedResults(config: Config, id: string): Promise<EditionResults | null> {
  const { filedRevisions, openArchive, readFiled } = await import("../archive/edition-archive.ts");
  const { evaluate } = await import("../evaluate/evaluate.ts");
  const store = openArchive(config);
  const last = (await filedRevisions(store, id)).at(-1);
  if (last === undefined) return null;
  const filed = await readFiled(store, last, config.root);
  return { id, snapshot: filed.snapshot, evaluation: evaluate(filed.snapshot, filed.config), config: filed.config };
}
