import type { FigureChange } from "../compose/figure-change.ts";
import { PeriodicalError } from "../errors.ts";
import { compareFigures } from "./compare.ts";
import { type FiledEdition, readFiled } from "./edition-archive.ts";
import type { FiledManifest } from "./manifest.ts";
import type { ArchiveStore } from "./store.ts";

/**
 * Figures that two filed revisions print differently, in a language both have.
 *
 * @throws {PeriodicalError} NOT_FOUND when they have no language in common, or not the one asked for; ARCHIVE_DAMAGED
 */
export async function compareRevisions(
  store: ArchiveStore,
  before: FiledManifest,
  now: FiledManifest,
  root: string,
  locale?: string,
): Promise<FigureChange[]> {
  const [was, is] = [await readFiled(store, before, root), await readFiled(store, now, root)];
  const common = [...was.models.keys()].filter((tag) => is.models.has(tag));
  const tag = locale === undefined ? common[0] : common.find((one) => one === locale);
  const [first, second] = tag === undefined ? [] : [was.models.get(tag), is.models.get(tag)];
  if (first === undefined || second === undefined) {
    throw new PeriodicalError(
      "NOT_FOUND",
      locale === undefined
        ? "The two revisions have no language in common."
        : `The two revisions were not both printed in ${locale}.`,
      { where: before.edition.id, hint: `In common: ${common.join(", ") || "none"}.` },
    );
  }
  const compared = ({ snapshot, config }: FiledEdition, model: typeof first) => ({
    model,
    snapshot,
    config: config.fingerprint,
  });
  return compareFigures(compared(was, first), compared(is, second));
}
