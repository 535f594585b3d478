import type { Action, NewAction } from "../../src/actions/action.ts";

/** An action as it is kept, with what a test says about it. */
export const action = (parts: Partial<Action> = {}): Action => ({
  id: "A-0001",
  report: "monthly",
  scope: {},
  edition: null,
  period: "2026-07",
  rule: null,
  weakness: null,
  measure: "Staff a night post",
  department: "Customer service",
  owner: null,
  resources: null,
  due: "2026-12-31",
  standard: null,
  standardText: null,
  status: "open",
  note: null,
  createdBy: "test",
  createdAt: "2026-08-03T08:00:00.000Z",
  closedBy: null,
  closedAt: null,
  version: 1,
  ...parts,
});

/** The same before it is entered. */
export function newAction(parts: Partial<NewAction> = {}): NewAction {
  const { id: _id, status: _status, createdBy: _by, createdAt: _at, closedBy, closedAt, version, ...rest } = action();
  return { ...rest, ...parts };
}
