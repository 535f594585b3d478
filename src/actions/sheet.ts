import { type LocalText, localText } from "../config/schema/text.ts";
import type { Action } from "./action.ts";
import { cutText } from "./standard.ts";

/** Columns of a sheet of actions, in order; those that people fill in can be changed, the others only tell. */
export const SHEET_COLUMNS = [
  { name: "id", width: 9, edit: false },
  { name: "status", width: 11, edit: true },
  { name: "measure", width: 46, edit: true },
  { name: "department", width: 20, edit: true },
  { name: "owner", width: 20, edit: true },
  { name: "due", width: 12, edit: true },
  { name: "resources", width: 30, edit: true },
  { name: "standard", width: 44, edit: true },
  { name: "note", width: 30, edit: true },
  { name: "report", width: 22, edit: false },
  { name: "scope", width: 14, edit: false },
  { name: "period", width: 10, edit: false },
  { name: "weakness", width: 30, edit: false },
  { name: "rule", width: 22, edit: false },
  { name: "edition", width: 34, edit: false },
  { name: "created_by", width: 14, edit: false },
  { name: "created_at", width: 22, edit: false },
  { name: "closed_by", width: 14, edit: false },
  { name: "closed_at", width: 22, edit: false },
  { name: "version", width: 8, edit: false },
] as const;

export type SheetColumn = (typeof SHEET_COLUMNS)[number]["name"];
/** One action as texts, as a sheet shows it; the day is `YYYY-MM-DD`. */
export type SheetRow = Record<SheetColumn, string>;

export function sheetRow(action: Action, locale: string): SheetRow {
  const text = (value: LocalText | null): string => (value === null ? "" : localText(value, locale));
  return {
    id: action.id,
    status: action.status,
    measure: text(action.measure),
    department: text(action.department),
    owner: text(action.owner),
    due: action.due,
    resources: text(action.resources),
    standard: action.standardText ?? "",
    note: action.note ?? "",
    report: action.report,
    scope: scopeText(action.scope),
    period: action.period,
    weakness: action.weakness ?? "",
    rule: action.rule ?? "",
    edition: action.edition ?? "",
    created_by: action.createdBy,
    created_at: action.createdAt,
    closed_by: action.closedBy ?? "",
    closed_at: action.closedAt ?? "",
    version: String(action.version),
  };
}

/** `all`, or `{team=north}`. */
export const scopeText = (scope: Action["scope"]): string => cutText(scope) || "all";

/** Characters that a spreadsheet program takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A text no spreadsheet program runs: an apostrophe before what would begin a formula. */
export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** The text as it was before `guarded`. */
export const unguarded = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
