import type { DeliveryConfig } from "../config/schema/delivery.ts";
import type { Config } from "../config/schema/index.ts";
import { PeriodicalError } from "../errors.ts";
import {
  type Claimed,
  claimDelivery,
  type Delivery,
  giveBackUntold,
  type Outcome,
  settleDelivery,
  takeUntold,
  type Which,
} from "../state/deliveries.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Messenger } from "./hand-over.ts";
import type { Handed } from "./sent.ts";

/** What one run did. */
export interface Delivered {
  sent: Delivery[];
  /** Not accepted this time; they go again later. */
  failed: Delivery[];
  givenUp: Delivery[];
}

/**
 * The project's settings.
 *
 * @throws {PeriodicalError} CONFIG_INVALID without any, DELIVERY_OFF when `enabled` is false
 */
export function deliverySettings(config: Config, options: { dryRun?: boolean } = {}): DeliveryConfig {
  const { delivery } = config.project;
  if (delivery === undefined) {
    throw new PeriodicalError("CONFIG_INVALID", "The project says nothing about delivery.", {
      where: "periodical.yaml",
      hint: "Add `delivery: {from: {address: …}, smtp: {host: …}}`, see docs/delivery.md.",
    });
  }
  if (delivery.enabled || options.dryRun === true) return delivery;
  throw new PeriodicalError("DELIVERY_OFF", "Delivery is switched off in this project; nothing was sent.", {
    where: "delivery.enabled",
    hint: "This copy is not meant to reach anybody; --dry-run writes what would be sent.",
  });
}

/**
 * Sends every delivery that is due, several at once, until none is left or the signal is given; what is on its way then
 * is finished. Any number of processes may do so at the same time.
 */
export async function deliverDue(
  settings: DeliveryConfig,
  warehouse: Warehouse,
  messenger: Messenger,
  which: Which,
  signal: AbortSignal,
): Promise<Delivered> {
  const done = new Map<number, Delivery>();
  let stopped: PeriodicalError | null = null;
  let defect: unknown = null;
  const work = async (): Promise<void> => {
    while (!signal.aborted && stopped === null) {
      const claimed = await claimDelivery(warehouse, which);
      if (claimed === null) return;
      const outcome = await attempt(settings, messenger, claimed).catch((error: unknown): Outcome => {
        if (error instanceof PeriodicalError && error.code === "CONFIG_INVALID") {
          // A missing password concerns everybody: nobody's attempts are used up by it.
          stopped ??= error;
          return { status: "untried", response: error.message };
        }
        if (!(error instanceof PeriodicalError)) defect ??= error;
        const response = error instanceof PeriodicalError ? error.message : "a defect of Periodical";
        return later(settings, claimed, response);
      });
      await settleDelivery(warehouse, claimed, outcome);
      if (outcome.status === "untried") return;
      done.set(claimed.id, { ...claimed, status: outcome.status, response: outcome.response });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: settings.smtp?.pool ?? 2 }, work));
  for (const problem of [stopped, defect]) if (problem !== null) throw problem;
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  const of = (status: Delivery["status"]): Delivery[] => [...done.values()].filter((one) => one.status === status);
  return { sent: of("sent"), failed: of("failed"), givenUp: of("given_up") };
}

async function attempt(settings: DeliveryConfig, messenger: Messenger, claimed: Claimed): Promise<Outcome> {
  const { attempts } = settings.retry;
  // Every attempt before ended with its process: sending it once more would go on for ever.
  if (claimed.attempts > attempts)
    return { status: "given_up", response: `interrupted; ${claimed.response ?? "no answer was seen"}` };
  const handed: Handed = await messenger.send(claimed);
  const { response } = handed;
  if (handed.accepted) return { status: "sent", response };
  if (handed.permanent) return { status: "given_up", response };
  return later(settings, claimed, response);
}

function later(settings: DeliveryConfig, { attempts }: Claimed, response: string): Outcome {
  if (attempts >= settings.retry.attempts) return { status: "given_up", response };
  return { status: "failed", response, retryInS: waitOf(settings, attempts) };
}

/** Doubled with each attempt, up to the longest. */
function waitOf({ retry: { backoff_s, longest_s } }: DeliveryConfig, attempts: number): number {
  return Math.min(longest_s, backoff_s * 2 ** Math.min(attempts - 1, 30));
}

/**
 * Tells the owner, in one message, of everything that was given up and was not told before.
 *
 * @param tell sends it
 * @returns what was told; empty when there was nothing, or nobody to tell
 */
export async function tellOwner(
  warehouse: Warehouse,
  which: Which,
  tell: (deliveries: readonly Delivery[]) => Promise<Handed>,
): Promise<{ told: Delivery[]; problem: string | null }> {
  const untold = await takeUntold(warehouse, which);
  if (untold.length === 0) return { told: [], problem: null };
  const handed = await tell(untold).catch(
    (error: unknown): Handed => ({
      accepted: false,
      permanent: false,
      response: error instanceof Error ? error.message : String(error),
    }),
  );
  if (handed.accepted) return { told: untold, problem: null };
  await giveBackUntold(
    warehouse,
    untold.map(({ id }) => id),
  );
  return { told: [], problem: handed.response };
}
