import { Command } from "commander";
import type { TypedFields } from "../../../actions/edit.ts";
import { withContext } from "../../context.ts";
import { whoIs } from "../../user.ts";
import { BY, changeAll, findAction, withProject } from "./tools.ts";

interface FieldOptions extends TypedFields {
  by?: string;
}

const fields = (command: Command): Command =>
  command
    .option("--measure <text>", "what is to be done")
    .option("--department <text>", "department that carries it out")
    .option("--owner <text>", "who answers for it")
    .option("--due <day>", "YYYY-MM-DD")
    .option("--resources <text>", "money and people it takes")
    .option("--standard <text>", "verified when, e.g. first_response_time{shift=night} <= 1 h for 2 periods")
    .option("--note <text>", "a remark")
    .option(...BY)
    .option("--json", "print the action as JSON");

export function addCommand(): Command {
  return fields(
    new Command("add")
      .description("Enter an action by hand: measure, department and due date are needed.")
      .requiredOption("--report <report>", "report whose editions follow it up")
      .option("--period <period>", "period before the measure, e.g. 2026-10 (default: the last closed one)", "last")
      .option("--scope <dimension=member...>", "scope of those editions (default: all)", [])
      .option("--weakness <id>", "what it answers, e.g. resolution_rate"),
  ).action(
    async (
      options: FieldOptions & { report: string; period: string; scope: string[]; weakness?: string },
      command: Command,
    ) => {
      await withContext(command, async (context) => {
        const { requestFor } = await import("../../request.ts");
        const { readFields, refuseProblems } = await import("../../../actions/edit.ts");
        const { emptyAction } = await import("../../../actions/import.ts");
        const added = await withProject(context, async (config, warehouse) => {
          const { report, period, scope } = options;
          const request = requestFor(config, { report, period, scope, now: new Date() });
          const typed = { measure: "", department: "", due: "", ...typedOf(options) };
          const { changes, problems } = readFields(typed, null, config);
          refuseProblems(problems);
          const base = { ...emptyAction(report, request.period.id), scope: request.scope };
          const action = { ...base, ...changes, weakness: options.weakness ?? null };
          return changeAll(warehouse, context.signal, (book) => book.add(action, whoIs(options.by)));
        });
        context.progress.done();
        context.print(context.json ? JSON.stringify(added, null, 2) : `${added.id} entered.`);
      });
    },
  );
}

export function updateCommand(): Command {
  return fields(
    new Command("update")
      .description("Change an action; an empty text takes a field away. The history keeps what it was.")
      .argument("<id>", "e.g. A-0007")
      .option("--status <status>", "open, verified, closed or cancelled"),
  ).action(async (id: string, options: FieldOptions, command: Command) => {
    await withContext(command, async (context) => {
      const { assertClosable, readFields, refuseProblems } = await import("../../../actions/edit.ts");
      const { PeriodicalError } = await import("../../../errors.ts");
      const typed = typedOf(options);
      if (Object.keys(typed).length === 0) {
        throw new PeriodicalError("USAGE", "Nothing to change was named.", {
          hint: "See periodical actions update --help.",
        });
      }
      const { before, after } = await withProject(context, (config, warehouse) =>
        changeAll(warehouse, context.signal, async (book) => {
          const action = await findAction(id, book.all());
          const { changes, problems } = readFields(typed, action, config);
          refuseProblems(problems);
          if (changes.status !== undefined) assertClosable(action, changes.status, options.note);
          return { before: action, after: await book.change(action.id, changes, whoIs(options.by)) };
        }),
      );
      context.progress.done();
      const said = after.version === before.version ? "is so already; nothing was changed." : "changed.";
      context.print(context.json ? JSON.stringify(after, null, 2) : `${after.id} ${said}`);
    });
  });
}

export function closeCommand(): Command {
  return new Command("close")
    .description("Close actions that are verified; one that is not needs a reason.")
    .argument("<id...>", "e.g. A-0007")
    .option("--note <text>", "why")
    .option("--cancel", "cancel them instead: they will not be carried out")
    .option(...BY)
    .option("--json", "print them as JSON")
    .action(async (ids: string[], options: { note?: string; cancel?: boolean; by?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { assertClosable } = await import("../../../actions/edit.ts");
        const status = options.cancel === true ? "cancelled" : "closed";
        const by = whoIs(options.by);
        const closed = await withProject(context, (_config, warehouse) =>
          changeAll(warehouse, context.signal, async (book) => {
            const made = [];
            for (const id of new Set(ids)) {
              const action = await findAction(id, book.all());
              assertClosable(action, status, options.note);
              made.push(await book.change(action.id, { status }, by, options.note ?? null));
            }
            return made;
          }),
        );
        context.progress.done();
        context.print(
          context.json ? JSON.stringify(closed, null, 2) : closed.map(({ id }) => `${id} ${status}.`).join("\n"),
        );
      });
    });
}

const FIELDS = ["measure", "department", "owner", "due", "resources", "standard", "status", "note"] as const;

/** Of the options those that are fields of an action. */
const typedOf = (options: FieldOptions): TypedFields =>
  Object.fromEntries(FIELDS.flatMap((field) => (options[field] === undefined ? [] : [[field, options[field]]])));
