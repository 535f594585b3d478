import type { Cut } from "../collect/snapshot.ts";
import type { Verification } from "../config/schema/playbook.ts";
import type { LocalText } from "../config/schema/text.ts";

export const ACTION_STATUSES = ["open", "verified", "closed", "cancelled"] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];

/** A measure that was adopted. Plain data, as the state database keeps it and a snapshot files it. */
export interface Action {
  /** `A-0007`: short, said aloud, never given twice. */
  id: string;
  report: string;
  /** Scope of the edition it came from; `{}` = all. */
  scope: Cut;
  /** `report/period/scope` of the edition that recommended it; null when it was entered by hand. */
  edition: string | null;
  /** Id of the period it was adopted from: its value is the one before. */
  period: string;
  /** Rule of the playbook it came from. */
  rule: string | null;
  /** What it answers: `resolution_rate`, `first_response_time/shift=night`, `theme/slow_reply`. */
  weakness: string | null;
  measure: LocalText;
  department: LocalText;
  owner: LocalText | null;
  resources: LocalText | null;
  /** `YYYY-MM-DD` */
  due: string;
  /** Null when nothing was agreed on that could be measured. */
  standard: Verification | null;
  /** The same in its readable form (`standard.ts`). */
  standardText: string | null;
  status: ActionStatus;
  note: string | null;
  createdBy: string;
  /** ISO UTC. */
  createdAt: string;
  closedBy: string | null;
  closedAt: string | null;
  /** Counts its changes. */
  version: number;
}

/** An action before it is entered: everything but what the state database adds. */
export type NewAction = Omit<Action, "id" | "status" | "createdBy" | "createdAt" | "closedBy" | "closedAt" | "version">;

/** What of an action can be changed after it was entered. */
export type ActionChanges = Partial<
  Pick<
    Action,
    "measure" | "department" | "owner" | "resources" | "due" | "standard" | "standardText" | "status" | "note"
  >
>;

/** One entry of an action's history. */
export interface ActionChange {
  action: string;
  version: number;
  /** ISO UTC. */
  at: string;
  by: string;
  /** Field that changed; `created` for the first entry. */
  field: string;
  before: unknown;
  after: unknown;
  why: string | null;
}

/** Whether work on it goes on: what an edition follows up. */
export const isUnderWay = ({ status }: Pick<Action, "status">): boolean => status === "open" || status === "verified";

/** `7` → `A-0007` */
export const actionId = (number: number): string => `A-${String(number).padStart(4, "0")}`;

/** `A-0007`, `a-7` or `7` → 7; null for anything else. */
export function actionNumber(id: string): number | null {
  const digits = /^(?:a-)?0*([1-9]\d{0,8})$/i.exec(id.trim())?.[1];
  return digits === undefined ? null : Number(digits);
}
