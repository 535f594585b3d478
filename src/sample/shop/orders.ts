import { DAY_MS, type SampleMonth } from "../calendar.ts";
import { dueList } from "../due.ts";
import { type Random, randomStream } from "../random.ts";
import { steadyCoin } from "../steady.ts";
import type { Customer, CustomerGroup, Order } from "./rows.ts";
import { FIRST_ORDERS_PER_DAY, saleOf } from "./story.ts";

/** Somebody who bought, and whether she is one of those who keep buying. */
interface Buyer {
  id: number;
  joinedMs: number;
  loyal: boolean;
}

/** An order, and when its customer will get in touch about it, if at all. */
export interface Bought {
  order: Order;
  contactAtMs: number | null;
}

const NEW_FOR_MS = 90 * DAY_MS;
const LOYAL = 0.3;
const CATEGORIES: readonly (readonly [string, number])[] = [
  ["kitchen", 30], ["lighting", 22], ["storage", 20], ["textiles", 16], ["garden", 12],
]; // biome-ignore format: one row
const REGIONS = ["east", "north", "south", "central", "southwest"];
/** Chance to order again from the 15th to the 74th day, and later than that if not. */
const AGAIN: Record<CustomerGroup, number> = { new: 0.24, existing: 0.35, high_value: 0.58 };
const LATER: Record<CustomerGroup, number> = { new: 0.32, existing: 0.5, high_value: 0.55 };
/** Chance to need service for an order; regular customers ask more often, too. */
const ASKS: Record<CustomerGroup, number> = { new: 0.3, existing: 0.4, high_value: 0.58 };
/** What having had service adds by itself. */
const SERVED = 0.02;

/**
 * Customers and their orders, month by month. Who has bought comes back with a chance that depends on the kind of customer
 * and hardly on having had service. The months before the sample are lived through, so that it begins with customers of
 * all kinds.
 */
export function orderSource(seed: number): (month: SampleMonth) => { customers: Customer[]; bought: Bought[] } {
  const random = randomStream(seed, "shop orders");
  const again = new Map<CustomerGroup, (probability: number) => boolean>();
  const asks = steadyCoin(random);
  const due = dueList<{ atMs: number; buyer: Buyer }>();
  let [lastCustomer, lastOrder] = [500_000, 7_000_000];
  let lived = false;

  const comesBack = (group: CustomerGroup, chance: number): boolean => {
    const coin = again.get(group) ?? steadyCoin(random);
    again.set(group, coin);
    return coin(chance);
  };

  const groupOf = ({ joinedMs, loyal }: Buyer, atMs: number): CustomerGroup =>
    atMs - joinedMs < NEW_FOR_MS ? "new" : loyal ? "high_value" : "existing";

  function buy(buyer: Buyer, atMs: number): Bought {
    const group = groupOf(buyer, atMs);
    const asking = asks(ASKS[group]);
    const chance = AGAIN[group] + (asking ? SERVED : 0);
    if (comesBack(group, chance)) due.add({ buyer, atMs: atMs + (15 + 59 * random.next()) * DAY_MS });
    else if (random.next() < LATER[group]) due.add({ buyer, atMs: atMs + (76 + 130 * random.next()) * DAY_MS });
    lastOrder += 1;
    return {
      order: {
        order_id: lastOrder,
        ordered_at: wholeSecond(atMs),
        customer_id: buyer.id,
        customer_group: group,
        category: random.weighted(CATEGORIES),
        amount: Math.round(12_000 * random.unitLogNormal(0.8)) / 100,
      },
      contactAtMs: asking ? atMs + (0.1 + Math.min(11.5, random.exponential(3.2))) * DAY_MS : null,
    };
  }

  function live(days: readonly { startMs: number }[], endMs: number): { customers: Customer[]; bought: Bought[] } {
    const customers: Customer[] = [];
    const joining = days.flatMap(({ startMs }) =>
      Array.from({ length: firstOrders(startMs, random) }, () => startMs + dayTime(random)),
    );
    for (const joinedMs of joining.sort((a, b) => a - b)) {
      lastCustomer += 1;
      const buyer = { id: lastCustomer, joinedMs, loyal: random.next() < LOYAL };
      customers.push({
        customer_id: buyer.id,
        joined_at: wholeSecond(joinedMs),
        region: random.next() < 0.02 ? null : random.pick(REGIONS),
      });
      due.add({ atMs: joinedMs, buyer });
    }
    const bought: Bought[] = [];
    // Whoever orders early in the month may order again late in it.
    for (let batch = due.takeBefore(endMs); batch.length > 0; batch = due.takeBefore(endMs)) {
      for (const { buyer, atMs } of batch) bought.push(buy(buyer, atMs));
    }
    bought.sort((a, b) => a.order.ordered_at.getTime() - b.order.ordered_at.getTime());
    return { customers, bought: numbered(bought, lastOrder) };
  }

  return (month) => {
    if (lived) return live(month.days, month.endMs);
    lived = true;
    const earlier = Array.from({ length: EARLIER_DAYS }, (_, i) => ({
      startMs: month.startMs - (EARLIER_DAYS - i) * DAY_MS,
    }));
    const before = live(earlier, month.startMs);
    const first = live(month.days, month.endMs);
    return { customers: [...before.customers, ...first.customers], bought: first.bought };
  };
}

/** Long enough for customers of every age when the sample begins. */
const EARLIER_DAYS = 260;

function firstOrders(dayMs: number, random: Random): number {
  return Math.max(1, Math.round(FIRST_ORDERS_PER_DAY * saleOf(dayMs).volume * (1 + 0.15 * random.normal())));
}

/** Numbers in order of time. */
function numbered(bought: readonly Bought[], last: number): Bought[] {
  return bought.map((one, i) => ({
    ...one,
    order: { ...one.order, order_id: last - bought.length + 1 + i },
  }));
}

/** Time of day at which people shop, in milliseconds after midnight. */
export function dayTime(random: Random): number {
  const hour = random.weighted(HOURS);
  return hour * 3_600_000 + random.int(3_600_000);
}
const HOURS: readonly (readonly [number, number])[] = [
  [0, 2], [1, 1], [6, 1], [7, 3], [8, 6], [9, 9], [10, 11], [11, 9], [12, 7], [13, 8], [14, 9], [15, 9],
  [16, 8], [17, 7], [18, 7], [19, 10], [20, 13], [21, 12], [22, 9], [23, 5],
]; // biome-ignore format: one table

export const wholeSecond = (timeMs: number): Date => new Date(Math.round(timeMs / 1000) * 1000);
