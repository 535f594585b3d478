import type { Outcome } from "../burst.ts";
import type { MemberRows } from "../collect/members-in-period.ts";
import { scopeName } from "../edition-files.ts";
import { EXIT_CODES } from "../errors.ts";
import { describeFailure, failureJson } from "./failure.ts";
import { textTable } from "./text-table.ts";

/** What is kept of an edition of a run. */
export interface MadeEdition {
  id: string;
  score: number | null;
  band: string | null;
  documents: readonly string[];
  /** What `--json` prints of it. */
  summary: unknown;
}

/** What a run of several editions prints in the end, and how it ends. */
export interface BurstSummary {
  text: string;
  json: unknown;
  /** Of the first edition that failed; 0 when none did. */
  exitCode: number;
}

export function burstSummary(outcomes: readonly Outcome<MadeEdition>[], skipped: readonly MemberRows[]): BurstSummary {
  const made = outcomes.flatMap((outcome) => ("made" in outcome ? [outcome] : []));
  const failed = outcomes.flatMap((outcome) =>
    "error" in outcome ? [{ scope: outcome.scope, failure: describeFailure(outcome.error) }] : [],
  );
  const [first] = failed;
  const rows = outcomes.map((outcome) =>
    "made" in outcome
      ? [scopeName(outcome.scope), outcome.made.score?.toFixed(1) ?? "–", outcome.made.band ?? "–", "made"]
      : [scopeName(outcome.scope), "–", "–", `failed: ${describeFailure(outcome.error).message}`],
  );
  const lines = [
    ...made.flatMap(({ made: { documents } }) => documents),
    "",
    textTable([["edition", "score", "band", "state"], ...rows], [1]),
    "",
    `${made.length} made, ${failed.length} failed, ${skipped.length} left out for too few rows${list(skipped)}`,
    ...failed.flatMap(({ scope, failure }) => [
      "",
      `${scopeName(scope)}: ${failure.message}${failure.where === undefined ? "" : `\n  at ${failure.where}`}\n  → ${failure.hint}`,
    ]),
  ];
  return {
    text: lines.join("\n"),
    json: {
      editions: made.map(({ made: { summary } }) => summary),
      failed: failed.map(({ scope, failure }) => ({ scope, error: failureJson(failure) })),
      skipped,
    },
    exitCode: first === undefined ? 0 : EXIT_CODES[first.failure.code],
  };
}

const list = (skipped: readonly MemberRows[]): string =>
  skipped.length === 0 ? "" : `: ${skipped.map(({ member, rows }) => `${member} (${rows})`).join(", ")}`;
