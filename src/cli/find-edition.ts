import { didYouMean } from "../config/validate.ts";
import { listEditions } from "../edition-files.ts";
import { PeriodicalError } from "../errors.ts";

/**
 * The full id of a printed edition; `/all` may be left out.
 *
 * @throws {PeriodicalError} NOT_FOUND with the nearest one
 */
export async function findEdition(out: string, id: string): Promise<string> {
  const editions = await listEditions(out);
  const wanted = id.split("/").length === 2 ? `${id}/all` : id;
  if (editions.includes(wanted)) return wanted;
  throw new PeriodicalError("NOT_FOUND", `There is no edition ${id} in ${out}.`, {
    hint: editions.length === 0 ? "Print one with periodical generate." : didYouMean(wanted, editions),
    where: out,
  });
}
