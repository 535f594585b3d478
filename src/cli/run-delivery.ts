import { setTimeout as sleep } from "node:timers/promises";
import type { FiledManifest } from "../archive/manifest.ts";
import { localText } from "../config/schema/text.ts";
import { type Delivered, deliverDue, tellOwner } from "../deliver/deliver.ts";
import { openMessenger } from "../deliver/hand-over.ts";
import { ownerMail } from "../deliver/owner.ts";
import type { Resolved } from "../deliver/recipients.ts";
import { failedForNow, type Handed } from "../deliver/sent.ts";
import { openMailer } from "../deliver/smtp.ts";
import { type Delivery, enterDeliveries, readDeliveries, retryDeliveries, type Which } from "../state/deliveries.ts";
import type { Context } from "./context.ts";
import type { DeliveryTools } from "./delivery-tools.ts";
import { whoIs } from "./user.ts";

/** What a run of `deliver` came to. */
export interface RunResult extends Delivered {
  edition: string | null;
  revision: number | null;
  refused: Resolved["refused"];
  /** Served before; they get nothing again. */
  before: Delivery[];
  /** Given up in an earlier run; only `--retry` serves them. */
  givenUpBefore: Delivery[];
  /** Waiting for their next attempt, or on their way in another process. */
  waiting: Delivery[];
  toldOwner: number;
  ownerProblem: string | null;
}

interface Order {
  /** Null: whatever is due. */
  filed: FiledManifest["edition"] | null;
  resolved: Resolved;
  options: { to?: string[]; retry?: true; wait?: true; by?: string };
}

/** Enters who is to be served, serves whoever is due, tells the owner what was given up. */
export async function runDelivery(tools: DeliveryTools, order: Order, context: Context): Promise<RunResult> {
  const { config, settings, warehouse, workshop } = tools;
  const { filed, resolved, options } = order;
  const which: Which = {
    ...(filed === null ? {} : { edition: filed.id, revision: filed.revision }),
    ...(options.to === undefined ? {} : { recipients: resolved.deliveries.map(({ recipient }) => recipient) }),
  };
  const ledger = (): Promise<Delivery[]> => warehouse.read((session) => readDeliveries(session, which));
  const known = filed === null ? [] : await ledger();
  const before = known.filter(({ status }) => status === "sent");
  const givenUpBefore = options.retry ? [] : known.filter(({ status }) => status === "given_up");
  await enterDeliveries(warehouse, resolved.deliveries, whoIs(options.by));
  if (options.retry) await retryDeliveries(warehouse, which);
  const messenger = openMessenger(config, settings, workshop, { env: process.env, now: () => new Date() });
  const sum: Delivered = { sent: [], failed: [], givenUp: [] };
  try {
    for (;;) {
      context.progress.step(filed === null ? "Deliver what is due" : `Deliver ${filed.id}, revision ${filed.revision}`);
      const done = await deliverDue(settings, warehouse, messenger, which, context.signal);
      sum.sent.push(...done.sent);
      sum.failed = done.failed;
      sum.givenUp.push(...done.givenUp);
      const open = (await ledger()).filter(({ status }) => status === "pending" || status === "failed");
      if (options.wait !== true || open.length === 0 || context.signal.aborted) {
        const failed = new Set(sum.failed.map(({ id }) => id));
        const waiting = open.filter(({ id }) => !failed.has(id));
        const owner = await tell(tools, which);
        return {
          edition: filed?.id ?? null,
          revision: filed?.revision ?? null,
          ...sum,
          refused: resolved.refused,
          before,
          givenUpBefore,
          waiting,
          ...owner,
        };
      }
      await waitFor(open, context.signal);
    }
  } finally {
    messenger.close();
  }
}

/** Until the next attempt; what another process has under way is looked at again soon. */
async function waitFor(open: readonly Delivery[], signal: AbortSignal): Promise<void> {
  const now = Date.now();
  const waits = open.map(({ nextAttempt, claimedUntil }) =>
    claimedUntil === null ? Date.parse(nextAttempt) - now : 500,
  );
  await sleep(Math.min(Math.max(Math.min(...waits), 200), 10_000), undefined, { signal }).catch(() => undefined);
}

async function tell(
  { config, settings, warehouse }: DeliveryTools,
  which: Which,
): Promise<Pick<RunResult, "toldOwner" | "ownerProblem">> {
  const { smtp } = settings;
  if (settings.owner === undefined || smtp === undefined) return { toldOwner: 0, ownerProblem: null };
  const { told, problem } = await tellOwner(warehouse, which, async (deliveries): Promise<Handed> => {
    const organisation = localText(config.project.organisation, config.project.locales[0] ?? "en");
    const mail = ownerMail(settings, deliveries, organisation);
    if (mail === null) return failedForNow("there is no owner");
    const mailer = await openMailer(smtp, config.root, process.env);
    try {
      return await mailer.send(mail);
    } finally {
      mailer.close();
    }
  });
  return { toldOwner: told.length, ownerProblem: problem };
}
