import type { Config } from "../config/schema/index.ts";
import type { Evaluation } from "../evaluate/evaluation.ts";
import type { ActionBook } from "../state/actions.ts";
import { acceptEdition } from "./accept.ts";
import type { Action } from "./action.ts";

/** What became of the measures an edition recommends. */
export interface Accepted {
  added: Action[];
  /** There already: from the same edition, or under way from an earlier one. */
  known: Action[];
}

/** Enters the recommended measures of an edition that are not there yet. */
export async function acceptInto(
  book: ActionBook,
  edition: { id: string; evaluation: Evaluation; config: Config },
  options: { by: string; only?: readonly string[]; owner?: string | undefined },
): Promise<Accepted> {
  const { id, evaluation, config } = edition;
  const { by, ...choice } = options;
  const accepted: Accepted = { added: [], known: [] };
  for (const { action, known } of acceptEdition(evaluation, id, config, book.all(), choice)) {
    if (known !== null) accepted.known.push(known);
    else accepted.added.push(await book.add(action, by, `accepted from ${id}`));
  }
  return accepted;
}
