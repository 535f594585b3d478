import type { Contact, Order } from "../../src/sample/shop/rows.ts";
import type { ShopRows } from "../../src/sample/shop/shop.ts";

/** Figures of the shop counted from its rows, without the product's SQL or evaluation. */
const DAY_MS = 86_400_000;
const ZONE_MS = 8 * 3_600_000;

export const monthOf = (at: Date | number): string => new Date(Number(at) + ZONE_MS).toISOString().slice(0, 7);

export type AllRows = { [Name in keyof ShopRows]: ShopRows[Name][number][] };

/** One-time resolution of contacts: true, false, or null while open or while the seven days are not over. */
export function settledAtOnce(contacts: readonly Contact[]): Map<number, boolean | null> {
  const end = Math.max(...contacts.map(({ opened_at }) => opened_at.getTime()));
  const byMatter = Map.groupBy(contacts, ({ customer_id, topic }) => `${customer_id}/${topic}`);
  const found = new Map<number, boolean | null>();
  for (const matter of byMatter.values()) {
    const sorted = [...matter].sort(
      (a, b) => a.opened_at.getTime() - b.opened_at.getTime() || a.contact_id - b.contact_id,
    );
    for (const [i, contact] of sorted.entries()) {
      const opened = contact.opened_at.getTime();
      const next = sorted[i + 1]?.opened_at.getTime() ?? Number.POSITIVE_INFINITY;
      const known = contact.closed_at !== null && opened + 7 * DAY_MS <= end;
      const once = contact.resolved === true && !contact.reopened && next > opened + 7 * DAY_MS;
      found.set(contact.contact_id, known ? once : null);
    }
  }
  return found;
}

export interface Purchase {
  month: string;
  group: Order["customer_group"];
  served: boolean;
  again: boolean;
}

/** Customers whose window ended by month, each once a month: whether they were served and bought again. */
export function purchases({ shop_orders: orders, shop_contacts: contacts }: AllRows, windowDays: number): Purchase[] {
  const end = Math.max(...orders.map(({ ordered_at }) => ordered_at.getTime()));
  const times = Map.groupBy(orders, ({ customer_id }) => customer_id);
  const about = Map.groupBy(
    contacts.filter(({ order_id }) => order_id !== null),
    ({ order_id }) => order_id,
  );
  const seen = new Set<string>();
  const found: Purchase[] = [];
  const byTime = [...orders].sort((a, b) => a.ordered_at.getTime() - b.ordered_at.getTime() || a.order_id - b.order_id);
  for (const order of byTime) {
    const at = order.ordered_at.getTime();
    const decided = at + (14 + windowDays) * DAY_MS;
    const month = monthOf(decided);
    const key = `${order.customer_id}/${month}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (decided > end) continue;
    found.push({
      month,
      group: order.customer_group,
      served: (about.get(order.order_id) ?? []).some(({ opened_at }) => opened_at.getTime() <= at + 14 * DAY_MS),
      again: (times.get(order.customer_id) ?? []).some(({ ordered_at }) => {
        const after = ordered_at.getTime();
        return after >= at + 14 * DAY_MS && after <= decided;
      }),
    });
  }
  return found;
}

/** Hours with a person there of a month, and all hours, by walking through every hour of every day. */
export function staffedHours(hours: AllRows["shop_service_hours"], month: string, channel: string): [number, number] {
  let [staffed, all] = [0, 0];
  for (let day = Date.parse(`${month}-01T00:00:00Z`); new Date(day).toISOString().startsWith(month); day += DAY_MS) {
    const date = new Date(day).toISOString().slice(0, 10);
    const weekday = ((new Date(day).getUTCDay() + 6) % 7) + 1;
    const own = hours.filter(
      (one) =>
        one.channel === channel &&
        one.served_by === "person" &&
        one.weekday === weekday &&
        one.valid_from <= date &&
        (one.valid_to === null || date <= one.valid_to),
    );
    for (let hour = 0; hour < 24; hour++) {
      all += 1;
      if (own.some(({ from_hour, to_hour }) => hour >= from_hour && hour < to_hour)) staffed += 1;
    }
  }
  return [staffed, all];
}
