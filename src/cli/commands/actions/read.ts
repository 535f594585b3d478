import { Command, Option } from "commander";
import { ACTION_STATUSES, type Action, type ActionChange, isUnderWay } from "../../../actions/action.ts";
import type { Config } from "../../../config/schema/index.ts";
import { withContext } from "../../context.ts";
import { findAction, readAll, textIn, withProject } from "./tools.ts";

export interface Choice {
  report?: string;
  status?: string[];
  all?: boolean;
}

export function listCommand(): Command {
  return choosing(new Command("list"))
    .description("List the actions under way.")
    .option("--locale <locale>", "language of their texts (default: the project's first)")
    .option("--json", "print them as JSON")
    .action(async (options: Choice & { locale?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { entryOf } = await import("../../../config/load.ts");
        const { textTable } = await import("../../text-table.ts");
        const { config, actions } = await withProject(context, async (found, warehouse) => {
          if (options.report !== undefined) entryOf(found, "reports", options.report);
          return { config: found, actions: chosen(await readAll(warehouse, context.signal), options) };
        });
        context.progress.done();
        if (context.json) return context.print(JSON.stringify(actions, null, 2));
        if (actions.length === 0) return context.print(EMPTY);
        const text = textIn(config, options.locale);
        context.print(
          textTable([
            ["id", "status", "due", "owner", "measure", "verified when"],
            ...actions.map((action) => [
              action.id,
              action.status,
              action.due,
              text(action.owner ?? action.department),
              text(action.measure),
              action.standardText ?? "-",
            ]),
          ]),
        );
      });
    });
}

const EMPTY = "There are none. periodical actions accept <edition> adopts the measures an edition recommends.";

/** Options that choose among the actions. */
export const choosing = (command: Command): Command =>
  command
    .option("--report <report>", "only those of one report")
    .addOption(new Option("--status <status...>", "only these").choices([...ACTION_STATUSES]))
    .option("--all", "closed and cancelled ones as well");

export function chosen(actions: readonly Action[], { report, status, all }: Choice): Action[] {
  return actions.filter(
    (action) =>
      (report === undefined || action.report === report) &&
      (status === undefined ? all === true || isUnderWay(action) : status.includes(action.status)),
  );
}

export function showCommand(): Command {
  return new Command("show")
    .description("Show one action with its history.")
    .argument("<id>", "e.g. A-0007")
    .option("--locale <locale>", "language of its texts (default: the project's first)")
    .option("--json", "print it as JSON")
    .action(async (id: string, options: { locale?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { historyOf } = await import("../../../state/actions.ts");
        const { textTable } = await import("../../text-table.ts");
        const { config, action, history } = await withProject(context, async (found, warehouse) => {
          const one = await findAction(id, await readAll(warehouse, context.signal));
          const entries = await warehouse.read((session) => historyOf(session, one.id), { signal: context.signal });
          return { config: found, action: one, history: entries };
        });
        context.progress.done();
        if (context.json) return context.print(JSON.stringify({ ...action, history }, null, 2));
        context.print(
          `${textTable(facts(action, config, options.locale))}\n\n${textTable(entriesOf(history, config, options.locale))}`,
        );
      });
    });
}

function facts(action: Action, config: Config, locale: string | undefined): [string, string][] {
  const text = textIn(config, locale);
  const all: [string, string | null][] = [
    ["action", action.id],
    ["status", action.status],
    ["measure", text(action.measure)],
    ["answers", action.weakness],
    ["department", text(action.department)],
    ["owner", text(action.owner)],
    ["due", action.due],
    ["resources", text(action.resources)],
    ["verified when", action.standardText],
    ["note", action.note],
    ["from", action.edition ?? `${action.report}, ${action.period}`],
    ["rule", action.rule],
    ["entered", `${action.createdAt} by ${action.createdBy}`],
    ["ended", action.closedAt === null ? null : `${action.closedAt} by ${action.closedBy}`],
  ];
  return all.flatMap(([name, value]): [string, string][] => (value === null || value === "" ? [] : [[name, value]]));
}

function entriesOf(history: readonly ActionChange[], config: Config, locale: string | undefined): string[][] {
  const text = textIn(config, locale);
  const said = (value: unknown): string => {
    if (value === null || value === undefined) return "-";
    if (typeof value === "string") return value;
    const texts = Object.values(value as object);
    return texts.every((one) => typeof one === "string")
      ? text(value as Record<string, string>)
      : JSON.stringify(value);
  };
  // The same standard stands in the history twice: as data and as text.
  const shown = history.filter(({ field }) => field !== "standard");
  return [
    ["when", "who", "what", "from", "to", "why"],
    ...shown.map(({ at, by, field, before, after, why }) => [
      at,
      by,
      field === "standardText" ? "standard" : field,
      said(before),
      said(after),
      why ?? "",
    ]),
  ];
}
