import { resolve } from "node:path";
import { Command } from "commander";
import { withContext } from "../../context.ts";
import { whoIs } from "../../user.ts";
import { BY, changeAll, textIn, withProject } from "./tools.ts";

interface EditionOptions {
  out?: string;
  by?: string;
}

export function acceptCommand(): Command {
  return new Command("accept")
    .description("Adopt the measures an edition recommends; accepting it again adds nothing.")
    .argument("<edition>", "report/period or report/period/scope, printed or filed")
    .option("--only <rule...>", "only the measures of these rules of the playbook", [])
    .option("--owner <text>", "who answers for them (default: the playbook's)")
    .option("--out <dir>", "folder of the documents (default: the project's output)")
    .option(...BY)
    .option("--json", "print what was added and what was there as JSON")
    .action(async (id: string, options: EditionOptions & { only: string[]; owner?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { acceptInto } = await import("../../../actions/accept-into.ts");
        const { editionResults } = await import("../../edition-results.ts");
        const { outputOf } = await import("../../request.ts");
        const done = await withProject(context, async (config, warehouse) => {
          const out = options.out === undefined ? outputOf(config) : resolve(options.out);
          const edition = await editionResults(config, out, id);
          const by = whoIs(options.by);
          const { only, owner } = options;
          const accepted = await changeAll(warehouse, context.signal, (book) =>
            acceptInto(book, edition, { only, owner, by }),
          );
          return { ...accepted, edition: edition.id, text: textIn(config) };
        });
        context.progress.done();
        const { added, known, edition, text } = done;
        if (context.json) return context.print(JSON.stringify({ edition, added, known }, null, 2));
        const lines = [
          ...added.map((action) => `${action.id}  added          ${text(action.measure)} (due ${action.due})`),
          ...known.map((action) => `${action.id}  already there  ${text(action.measure)} (${action.status})`),
        ];
        context.print(lines.length === 0 ? `${edition} recommends no measure.` : lines.join("\n"));
      });
    });
}

export function verifyCommand(): Command {
  return new Command("verify")
    .description("Write what an edition measured into the actions: verified, or open again where it no longer holds.")
    .argument("<edition>", "report/period or report/period/scope, printed or filed")
    .option("--out <dir>", "folder of the documents (default: the project's output)")
    .option(...BY)
    .option("--json", "print every action with what was measured as JSON")
    .action(async (id: string, options: EditionOptions, command: Command) => {
      await withContext(command, async (context) => {
        const { verdictsOf } = await import("../../../actions/verify.ts");
        const { editionResults } = await import("../../edition-results.ts");
        const { outputOf } = await import("../../request.ts");
        const done = await withProject(context, async (config, warehouse) => {
          const out = options.out === undefined ? outputOf(config) : resolve(options.out);
          const edition = await editionResults(config, out, id);
          const by = whoIs(options.by);
          return changeAll(warehouse, context.signal, async (book) => {
            const verdicts = verdictsOf(edition, book.all());
            for (const { action, status } of verdicts)
              if (status !== null) await book.change(action.id, { status }, by, `measured by ${edition.id}`);
            return { edition: edition.id, verdicts };
          });
        });
        context.progress.done();
        const { edition, verdicts } = done;
        if (context.json) {
          const shown = verdicts.map(({ action, ...rest }) => ({ action: action.id, before: action.status, ...rest }));
          return context.print(JSON.stringify({ edition, actions: shown }, null, 2));
        }
        context.print(verdicts.length === 0 ? `${edition} follows up no action.` : verdicts.map(line).join("\n"));
      });
    });
}

type Verdict = Awaited<ReturnType<typeof import("../../../actions/verify.ts")["verdictsOf"]>>[number];

const MEANS: Readonly<Record<string, string>> = {
  overdue: "overdue: adjust the measure, or set a new date with periodical actions update",
  verified: "proposed for closing with periodical actions close",
  "not-yet": "not yet",
  "not-measurable": "not measurable",
};

function line({ action, measured, status, skipped }: Verdict): string {
  if (skipped === "ended") return `${action.id}  ${action.status} since; left as it is`;
  if (skipped === "changed") return `${action.id}  has another standard since; left as it is`;
  const what = status === null ? action.status : `${action.status} → ${status}`;
  const means = MEANS[measured];
  return `${action.id}  ${what}${means === undefined || (measured === action.status && status === null && measured !== "verified") ? "" : `  (${means})`}`;
}
