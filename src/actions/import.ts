import type { CalendarRules } from "../calendar/period.ts";
import { lastClosed, parsePeriod } from "../calendar/periods.ts";
import { calendarOf } from "../collect/plan.ts";
import type { Config } from "../config/schema/index.ts";
import { didYouMean } from "../config/validate.ts";
import { PeriodicalError } from "../errors.ts";
import { type Action, type ActionChanges, actionNumber, type NewAction } from "./action.ts";
import { type FieldProblem, needsReason, readFields, type TypedFields } from "./edit.ts";
import { SHEET_COLUMNS, type SheetColumn, sheetRow } from "./sheet.ts";
import type { ReadSheet } from "./sheet-files.ts";

/** What a sheet asks for, in the order of its rows. */
export interface SheetPlan {
  changed: { action: Action; changes: ActionChanges }[];
  added: { action: NewAction; changes: ActionChanges }[];
  unchanged: number;
}

/** A problem of a sheet: which line, which column. */
export interface SheetProblem {
  line: number;
  column: string;
  problem: string;
  hint: string;
}

const EDITED: readonly (keyof TypedFields)[] = SHEET_COLUMNS.filter(({ edit }) => edit).map(
  ({ name }) => name as keyof TypedFields,
);
/** Columns that tell where an action came from: they may be left out, but not changed. */
const TOLD = SHEET_COLUMNS.filter(({ name, edit }) => !edit && name !== "id" && name !== "version").map(
  ({ name }) => name,
);
/** Changes with every export or ending, whoever makes it. */
const MOVING: ReadonlySet<SheetColumn> = new Set(["closed_by", "closed_at"]);

/**
 * What a sheet changes of the actions there are. Rows are matched by id; a row without one is a new action. Columns that
 * are left out change nothing. Pure.
 *
 * @throws {PeriodicalError} IMPORT_REJECTED listing every problem with its line and column
 */
export function planImport(sheet: ReadSheet, actions: readonly Action[], config: Config, now: Date): SheetPlan {
  const problems = headingProblems(sheet);
  const plan: SheetPlan = { changed: [], added: [], unchanged: 0 };
  const seen = new Map<number, number>();
  for (const { line, cells } of problems.length > 0 ? [] : sheet.rows) {
    const say = (column: string, problem: string, hint: string): void =>
      void problems.push({ line, column, problem, hint });
    const typed = Object.fromEntries(
      EDITED.flatMap((field) => (cells[field] === undefined ? [] : [[field, cells[field]]])),
    ) as TypedFields;
    const id = (cells.id ?? "").trim();
    if (id === "") {
      const made = newAction(cells, config, now, say);
      const { changes, problems: found } = readFields(without(typed, "status"), null, config);
      const { changes: state, problems: wrong } = readFields({ status: typed.status || "open" }, null, config);
      report([...missingFields(changes, found), ...found, ...wrong], say);
      if (made !== null) plan.added.push({ action: { ...made, ...changes } as NewAction, changes: state });
      continue;
    }
    const number = actionNumber(id);
    const action = actions.find((candidate) => actionNumber(candidate.id) === number);
    if (number === null || action === undefined) {
      say("id", `there is no action "${id}"`, "Leave the id empty to add a new action.");
      continue;
    }
    const before = seen.get(number);
    if (before !== undefined) say("id", `${action.id} is in row ${before} already`, "Keep one row of each action.");
    seen.set(number, line);
    const { changes, problems: found } = readFields(typed, action, config);
    report(found, say);
    checkTold(cells, action, say);
    const why = changes.note === undefined ? action.note : changes.note;
    if (needsReason(action, changes.status) && !why)
      say("status", `${action.id} is not verified`, "Say in the note why it is closed all the same, or cancel it.");
    if (Object.keys(changes).length === 0) plan.unchanged += 1;
    else {
      checkVersion(cells.version, action, say);
      plan.changed.push({ action, changes });
    }
  }
  if (problems.length > 0) throw rejected(problems);
  return plan;
}

type Say = (column: string, problem: string, hint: string) => void;

function headingProblems({ headings, rows }: ReadSheet): SheetProblem[] {
  const known = SHEET_COLUMNS.map(({ name }) => name as string);
  const problem = (column: string, text: string, hint: string): SheetProblem => ({
    line: 1,
    column,
    problem: text,
    hint,
  });
  if (headings.length === 0)
    return [
      problem(
        "id",
        "there is no heading",
        "The first row names the columns, as periodical actions export writes them.",
      ),
    ];
  const unknown = headings.filter((heading) => !known.includes(heading));
  const twice = headings.filter((heading, index) => headings.indexOf(heading) !== index);
  const needsId = !headings.includes("id") && rows.length > 0 && !headings.includes("measure");
  return [
    ...unknown.map((heading) => problem(heading, "there is no such column", didYouMean(heading, known))),
    ...twice.map((heading) => problem(heading, "the column is there twice", "Keep one of them.")),
    ...(needsId ? [problem("id", "the column is missing", "Without it no row can be matched.")] : []),
  ];
}

function report(found: readonly FieldProblem[], say: Say): void {
  for (const { field, problem, hint } of found) say(field, problem, hint);
}

/** What a new action cannot be without. */
function missingFields(changes: ActionChanges, found: readonly FieldProblem[]): FieldProblem[] {
  return (["measure", "department", "due"] as const)
    .filter((field) => changes[field] === undefined && !found.some((problem) => problem.field === field))
    .map((field) => ({ field, problem: `a new action needs a ${field}`, hint: "Fill it in, or give the row an id." }));
}

/** Where a new action belongs; the fields people fill in come on top. */
function newAction(cells: Record<string, string>, config: Config, now: Date, say: Say): NewAction | null {
  const report = (cells.report ?? "").trim();
  const known = Object.keys(config.reports);
  const definition = Object.hasOwn(config.reports, report) ? config.reports[report] : undefined;
  if (definition === undefined) {
    say(
      "report",
      report === "" ? "a new action needs a report" : `there is no report "${report}"`,
      didYouMean(report, known),
    );
    return null;
  }
  for (const column of ["scope", "edition", "rule", "weakness"] as const) {
    const text = (cells[column] ?? "").trim();
    if (text !== "" && text !== "all")
      say(column, "a new row cannot name it", "Leave it empty; actions add can name a scope.");
  }
  const calendar = calendarOf(config, definition);
  const period = periodOf(cells.period ?? "", calendar, say) ?? lastClosed(definition.cadence, now, calendar).id;
  return emptyAction(report, period);
}

/** An action of a report, before anything is said about it. */
export const emptyAction = (report: string, period: string): NewAction => ({
  report,
  scope: {},
  edition: null,
  period,
  rule: null,
  weakness: null,
  measure: "",
  department: "",
  owner: null,
  resources: null,
  due: "",
  standard: null,
  standardText: null,
  note: null,
});

function periodOf(text: string, calendar: CalendarRules, say: Say): string | null {
  if (text.trim() === "") return null;
  try {
    return parsePeriod(text, calendar).id;
  } catch (error) {
    if (!(error instanceof PeriodicalError)) throw error;
    say("period", `"${text}" is no period`, error.hint);
    return null;
  }
}

function checkTold(cells: Record<string, string>, action: Action, say: Say): void {
  const known = sheetRow(action, "en");
  for (const column of TOLD) {
    const text = cells[column]?.trim();
    if (text === undefined || MOVING.has(column) || text === known[column].trim()) continue;
    say(
      column,
      `it is ${known[column] === "" ? "empty" : `"${known[column]}"`} and cannot be changed`,
      "Put it back as it was, or take the column out.",
    );
  }
}

function checkVersion(version: string | undefined, action: Action, say: Say): void {
  if (version === undefined || version.trim() === "" || Number(version) === action.version) return;
  say(
    "version",
    `${action.id} was changed since the file was written (version ${version}, now ${action.version})`,
    "Export again and enter the change there.",
  );
}

const without = (typed: TypedFields, field: keyof TypedFields): TypedFields => {
  const { [field]: _left, ...rest } = typed;
  return rest;
};

const LISTED = 20;

function rejected(problems: readonly SheetProblem[]): PeriodicalError {
  const lines = problems.slice(0, LISTED).map(({ line, column, problem }) => `  row ${line}, ${column}: ${problem}`);
  const more = problems.length > LISTED ? `\n  and ${problems.length - LISTED} more` : "";
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new PeriodicalError("IMPORT_REJECTED", `The sheet was not imported: ${count}.\n${lines.join("\n")}${more}`, {
    hint: `${problems[0]?.hint ?? ""} Nothing was changed.`,
    details: problems,
  });
}
