import type { Snapshot } from "../collect/snapshot.ts";
import type { Evaluation, FollowUpStatus } from "../evaluate/evaluation.ts";
import { type Action, type ActionStatus, isUnderWay } from "./action.ts";

/** What an edition's measuring means for an action that is kept. */
export interface Verdict {
  action: Action;
  measured: FollowUpStatus;
  /** Status to be written; null where nothing changes. */
  status: ActionStatus | null;
  /** Why nothing is written although the measuring says something else. */
  skipped: "ended" | "changed" | null;
}

/**
 * What the follow-up of an edition says about the actions as they are now: verified ones become `verified`, those that no
 * longer hold are taken up again as `open`. An action that was ended or given another standard since is left alone.
 */
export function verdictsOf(
  edition: { snapshot: Pick<Snapshot, "actions">; evaluation: Pick<Evaluation, "followUp"> },
  actions: readonly Action[],
): Verdict[] {
  const filed = new Map((edition.snapshot.actions ?? []).map((action) => [action.id, action]));
  return (edition.evaluation.followUp ?? []).flatMap(({ action: id, status: measured }): Verdict[] => {
    const action = actions.find((candidate) => candidate.id === id);
    if (action === undefined) return [];
    const wanted = wantedStatus(measured, action);
    if (wanted === null || wanted === action.status) return [{ action, measured, status: null, skipped: null }];
    if (!isUnderWay(action)) return [{ action, measured, status: null, skipped: "ended" }];
    if (filed.get(id)?.standardText !== action.standardText)
      return [{ action, measured, status: null, skipped: "changed" }];
    return [{ action, measured, status: wanted, skipped: null }];
  });
}

function wantedStatus(measured: FollowUpStatus, action: Action): ActionStatus | null {
  if (measured === "verified") return "verified";
  return measured === "lapsed" && action.status === "verified" ? "open" : null;
}
