import type { Config } from "../config/schema/index.ts";
import { IsoDate } from "../config/schema/text.ts";
import { PeriodicalError } from "../errors.ts";
import { standardContext } from "./accept.ts";
import type { Action, ActionChanges, ActionStatus } from "./action.ts";
import { ACTION_STATUSES } from "./action.ts";
import { formatStandard, parseStandard } from "./standard.ts";

/** Fields of an action as somebody types them; an empty text takes a field away. */
export interface TypedFields {
  measure?: string | undefined;
  department?: string | undefined;
  owner?: string | undefined;
  resources?: string | undefined;
  due?: string | undefined;
  standard?: string | undefined;
  status?: string | undefined;
  note?: string | undefined;
}

export interface FieldProblem {
  field: keyof TypedFields;
  problem: string;
  hint: string;
}

/**
 * What typed fields change of an action; a text that says the same in any language changes nothing.
 *
 * @param action null for a new one
 */
export function readFields(
  typed: TypedFields,
  action: Action | null,
  config: Config,
): { changes: ActionChanges; problems: FieldProblem[] } {
  const changes: ActionChanges = {};
  const problems: FieldProblem[] = [];
  const say = (field: keyof TypedFields, problem: string, hint: string): void =>
    void problems.push({ field, problem, hint });
  for (const field of ["measure", "department", "owner", "resources", "note"] as const) {
    const text = typed[field]?.trim();
    if (text === undefined || (action !== null && isText(action[field], text))) continue;
    if (text !== "") changes[field] = text;
    else if (field === "measure" || field === "department")
      say(field, `the ${field} is empty`, "Every action needs one.");
    else changes[field] = null;
  }
  const { due, standard, status } = typed;
  if (due !== undefined) {
    const day = dayOf(due);
    if (day === null) say("due", `"${due}" is no day`, "Write it as YYYY-MM-DD.");
    else if (day !== action?.due) changes.due = day;
  }
  if (standard !== undefined && standard.trim() !== (action?.standardText ?? ""))
    readStandard(standard, config, changes, say);
  if (status !== undefined && status.trim() !== action?.status) {
    const known = ACTION_STATUSES.find((one) => one === status.trim().toLowerCase());
    if (known === undefined) say("status", `"${status}" is no status`, `There are: ${ACTION_STATUSES.join(", ")}.`);
    else if (known !== (action?.status ?? "open")) changes.status = known;
  }
  return { changes, problems };
}

function readStandard(
  text: string,
  config: Config,
  changes: ActionChanges,
  say: (field: "standard", problem: string, hint: string) => void,
): void {
  if (text.trim() === "") {
    changes.standard = null;
    changes.standardText = null;
    return;
  }
  const context = standardContext(config);
  const parsed = parseStandard(text, context);
  if ("problem" in parsed) {
    say("standard", `${parsed.problem} (character ${parsed.at + 1} of "${text.trim()}")`, parsed.hint);
    return;
  }
  changes.standard = parsed.standard;
  changes.standardText = formatStandard(parsed.standard, context);
}

/** Spreadsheets write a day as 2026/9/30, too: year first is never in doubt. */
function dayOf(text: string): string | null {
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text.trim());
  const day = match === null ? "" : `${match[1]}-${match[2]?.padStart(2, "0")}-${match[3]?.padStart(2, "0")}`;
  return IsoDate.safeParse(day).success ? day : null;
}

/** Whether a text is what the action says already, in any language. */
function isText(known: Action["owner"], text: string): boolean {
  if (known === null) return text === "";
  return (typeof known === "string" ? [known] : Object.values(known)).some((one) => one.trim() === text);
}

/** @throws {PeriodicalError} USAGE with every problem, for fields given on the command line */
export function refuseProblems(problems: readonly FieldProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new PeriodicalError("USAGE", problems.map(({ field, problem }) => `--${field}: ${problem}.`).join("\n"), {
    hint: first.hint,
    details: problems,
  });
}

/** Closing says that a measure did what it was for: one that is not verified needs a reason. */
export const needsReason = (action: Action, to: ActionStatus | undefined): boolean =>
  to === "closed" && action.status !== "verified" && action.status !== "closed";

/** @throws {PeriodicalError} USAGE */
export function assertClosable(action: Action, to: ActionStatus, why: string | undefined): void {
  if (!needsReason(action, to) || (why ?? "").trim() !== "") return;
  throw new PeriodicalError("USAGE", `${action.id} is not verified (it is ${action.status}).`, {
    hint: "Say with --note why it is closed all the same, or cancel it with --cancel.",
  });
}
