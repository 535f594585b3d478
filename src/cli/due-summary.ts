import type { DueEdition } from "../file-due.ts";
import { describeFailure, failureJson } from "./failure.ts";

/** What a look at the schedules came to: one line an edition, and what to do where one failed. */
export function dueText(editions: readonly DueEdition[]): string {
  if (editions.length === 0) return "Nothing is due.";
  return editions
    .map((edition) => {
      if (edition.state !== "failed") return `${edition.id}: ${edition.state}`;
      const { message, where, hint } = describeFailure(edition.error);
      return `${edition.id}: failed: ${message}${where === undefined ? "" : `\n  at ${where}`}\n  → ${hint}`;
    })
    .join("\n");
}

export const dueJson = (editions: readonly DueEdition[]): unknown[] =>
  editions.map((edition) => ({
    edition: edition.id,
    due: edition.due.toISOString(),
    state: edition.state,
    ...(edition.state === "failed" ? { error: failureJson(describeFailure(edition.error)) } : {}),
  }));
