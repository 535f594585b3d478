import { revisionsOf, settle } from "../archive/chain.ts";
import type { FiledManifest } from "../archive/manifest.ts";
import type { ArchiveStore } from "../archive/store.ts";
import { didYouMean } from "../config/validate.ts";
import { PeriodicalError } from "../errors.ts";

/**
 * The manifest of a filed revision; `/all` may be left out of the edition's id.
 *
 * @throws {PeriodicalError} NOT_FOUND with the nearest edition, or the revisions there are
 */
export async function filedManifest(store: ArchiveStore, id: string, revision?: number): Promise<FiledManifest> {
  const chain = await settle(store);
  const edition = id.split("/").length === 2 ? `${id}/all` : id;
  const filed = revisionsOf(chain, edition);
  const wanted = revision === undefined ? filed.at(-1) : filed.find((one) => one.edition.revision === revision);
  if (wanted !== undefined) return wanted;
  const known = chain.flatMap(({ manifest }) => (manifest.kind === "filed" ? [manifest.edition.id] : []));
  throw new PeriodicalError(
    "NOT_FOUND",
    filed.length === 0 ? `${edition} was never filed.` : `${edition} has no revision ${revision}.`,
    {
      where: store.location,
      hint:
        filed.length > 0
          ? `It has 1 to ${filed.length}.`
          : known.length === 0
            ? "File one with periodical publish."
            : didYouMean(edition, [...new Set(known)]),
    },
  );
}
