import { didYouMean } from "../validate.ts";
import type { Say } from "./say.ts";

/** Says it when a name is not among those there are, with the nearest one. */
export function reference(
  say: Say,
  id: string,
  path: readonly PropertyKey[],
  kind: string,
  name: string,
  known: object,
): void {
  if (Object.hasOwn(known, name)) return;
  say(id, path, `There is no ${kind} "${name}".`, didYouMean(name, Object.keys(known)));
}
