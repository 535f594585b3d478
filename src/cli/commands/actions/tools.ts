import type { Action } from "../../../actions/action.ts";
import type { Config } from "../../../config/schema/index.ts";
import { type LocalText, localText } from "../../../config/schema/text.ts";
import type { ActionBook } from "../../../state/actions.ts";
import type { Warehouse } from "../../../warehouse/warehouse.ts";
import type { Context } from "../../context.ts";

/** Lends the configuration and the warehouse of a command about actions. */
export async function withProject<T>(
  context: Context,
  use: (config: Config, warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const { loadConfig } = await import("../../../config/load.ts");
  const { withWarehouse } = await import("../../../warehouse/warehouse.ts");
  const config = await loadConfig(context.root);
  context.progress.step("Open the warehouse");
  const { signal } = context;
  return withWarehouse(config, { signal, onProgress: context.progress.detail }, (warehouse) => use(config, warehouse));
}

/** Every action there is; none where the warehouse keeps none. */
export async function readAll(warehouse: Warehouse, signal: AbortSignal): Promise<Action[]> {
  const { readActions } = await import("../../../state/actions.ts");
  return (await warehouse.read(readActions, { signal })) ?? [];
}

/** Lends the actions for changes; all are kept or none. */
export async function changeAll<T>(
  warehouse: Warehouse,
  signal: AbortSignal,
  use: (book: ActionBook) => Promise<T>,
): Promise<T> {
  const { writeActions } = await import("../../../state/actions.ts");
  return writeActions(warehouse, use, { signal });
}

export const BY = ["--by <name>", "who enters it (default: the user of this machine)"] as const;

/** The action of an id. @throws {PeriodicalError} NOT_FOUND */
export async function findAction(id: string, actions: readonly Action[]): Promise<Action> {
  const { actionNumber } = await import("../../../actions/action.ts");
  const { unknownAction } = await import("../../../state/actions.ts");
  const number = actionNumber(id);
  const found = actions.find((action) => number !== null && actionNumber(action.id) === number);
  if (found === undefined) throw unknownAction(id, actions);
  return found;
}

/** A text of an action in the language of a terminal: the project's first, or the one asked for. */
export const textIn =
  (config: Config, locale?: string) =>
  (text: LocalText | null): string =>
    text === null ? "" : localText(text, locale ?? config.project.locales[0] ?? "en");
