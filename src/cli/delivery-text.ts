import type { WrittenMessage } from "../deliver/dry-run.ts";
import type { Resolved } from "../deliver/recipients.ts";
import type { Delivery } from "../state/deliveries.ts";
import type { RunResult } from "./run-delivery.ts";
import { textTable } from "./text-table.ts";

const minute = (iso: string | null): string => (iso === null ? "" : `${iso.slice(0, 16).replace("T", " ")}Z`);

/** What a run of `deliver` did, for a terminal. */
export function deliveredText(result: RunResult): string {
  const { edition, revision, sent, failed, givenUp, waiting, before, givenUpBefore, refused, toldOwner, ownerProblem } =
    result;
  const head = edition === null ? "Due deliveries" : `${edition}, revision ${revision}`;
  const counts = [
    `${sent.length} served`,
    ...(before.length > 0 ? [`${before.length} served before`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed for now`] : []),
    ...(waiting.length > 0 ? [`${waiting.length} waiting`] : []),
    ...(givenUp.length > 0 ? [`${givenUp.length} given up`] : []),
    ...(givenUpBefore.length > 0 ? [`${givenUpBefore.length} given up before (--retry serves them)`] : []),
  ];
  const nobody = edition !== null && counts.length === 1 && sent.length === 0 && refused.length === 0;
  return [
    `${head}: ${counts.join(", ")}.`,
    ...(nobody ? ["The configuration names nobody for it; see docs/delivery.md."] : []),
    ...[...sent, ...failed, ...givenUp].map(
      ({ recipient, channel, status, response }) => `  ${STATUS[status]}  ${recipient} (${channel}): ${response ?? ""}`,
    ),
    ...refusedLines(refused),
    ...(toldOwner > 0 ? ["The owner was told of what was given up."] : []),
    ...(ownerProblem === null ? [] : [`The owner could not be told: ${ownerProblem}`]),
    ...(failed.length + waiting.length > 0
      ? ["periodical deliver sends again what is due; periodical deliveries shows when that is."]
      : []),
  ].join("\n");
}

const STATUS: Readonly<Record<Delivery["status"], string>> = {
  sent: "served  ",
  failed: "failed  ",
  given_up: "given up",
  pending: "waiting ",
};

const refusedLines = (refused: Resolved["refused"]): string[] =>
  refused.map(({ recipient, reason }) => `  refused   ${recipient}: ${reason}`);

/** What a dry run wrote. */
export function dryRunText(result: {
  folder: string;
  written: WrittenMessage[];
  refused: Resolved["refused"];
}): string {
  return [
    result.written.length === 0 ? "Nobody would be served." : `Nothing was sent. Written to ${result.folder}:`,
    ...result.written.flatMap(({ files }) => files.map((file) => `  ${file.slice(result.folder.length + 1)}`)),
    ...refusedLines(result.refused),
  ].join("\n");
}

/** The ledger, one line for each delivery. */
export function deliveriesTable(deliveries: readonly Delivery[], now: Date): string {
  if (deliveries.length === 0) return "Nothing was delivered yet.";
  const state = ({ status, claimedUntil }: Delivery): string =>
    claimedUntil !== null && Date.parse(claimedUntil) > now.getTime() ? "sending" : status.replace("_", " ");
  return textTable(
    [
      ["edition", "revision", "channel", "recipient", "status", "tries", "last", "next", "answer"],
      ...deliveries.map((one) => [
        one.edition,
        `r${one.revision}`,
        one.channel,
        one.recipient,
        state(one),
        String(one.attempts),
        minute(one.attemptedAt),
        one.settledAt === null ? minute(one.nextAttempt) : "",
        (one.response ?? "").slice(0, 80),
      ]),
    ],
    [5],
  );
}
