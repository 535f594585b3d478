import { DAY_MS, type SampleMonth } from "../calendar.ts";
import { dueList } from "../due.ts";
import { type Random, randomStream } from "../random.ts";
import { steadyCoin } from "../steady.ts";
import { type Bought, dayTime, wholeSecond } from "./orders.ts";
import type { Complexity, Contact, CustomerGroup, Queue, ShopChannel, Topic } from "./rows.ts";
import { ENQUIRIES_PER_DAY, type ShopLevels, saleOf, shopLevels } from "./story.ts";

const ORDER_TOPICS: readonly (readonly [Topic, number])[] = [
  ["delivery", 26], ["refund", 40], ["returns", 18], ["usage", 18],
]; // biome-ignore format: one row
const OTHER_TOPICS: readonly (readonly [Topic, number])[] = [
  ["product", 60],
  ["promotion", 40],
];
const CHANNELS: readonly (readonly [ShopChannel, number])[] = [
  ["chat", 40],
  ["app", 42],
  ["phone", 18],
];
const QUEUES: Record<Topic, Queue> = {
  product: "presale",
  promotion: "presale",
  delivery: "delivery",
  usage: "product_support",
  returns: "returns",
  refund: "returns",
};
const COMPLEX_RISK: Record<Topic, number> = {
  product: 0.6, promotion: 0.6, delivery: 0.8, usage: 1.4, returns: 1.2, refund: 1.5,
}; // biome-ignore format: one row
/** Seconds until a person answers a message, and minutes a matter takes. */
const REPLY_SECONDS: Record<ShopChannel, number> = { chat: 36, app: 78, phone: 21 };
const HANDLING_MINUTES: Record<Complexity, number> = { simple: 8, standard: 19, complex: 58 };

/** What a contact is before it happens. */
interface Planned {
  atMs: number;
  customerId: number;
  group: CustomerGroup;
  orderId: number | null;
  topic: Topic;
  channel: ShopChannel;
  /** How often the customer has been there with it already. */
  before: number;
}

/** A contact as the other tables need it: whether the customer will have to come back. */
export interface Held {
  contact: Contact;
  comesBack: boolean;
}

/**
 * The contacts of each month: about orders, about nothing ordered yet, and those that come back. What would happen after
 * the end of the sample has not happened yet: a contact of the last evening is still open.
 */
export function contactSource(seed: number, endMs: number): (month: SampleMonth, bought: readonly Bought[]) => Held[] {
  const random = randomStream(seed, "shop contacts");
  const coins = {
    bot: steadyCoin(random),
    complex: steadyCoin(random),
    back: steadyCoin(random),
    resolved: steadyCoin(random),
    escalated: steadyCoin(random),
  };
  const due = dueList<Planned>();
  const known: { id: number; group: CustomerGroup }[] = [];
  let lastId = 4_000_000;

  const happened = (timeMs: number): Date | null => (timeMs >= endMs ? null : wholeSecond(timeMs));

  function hold(planned: Planned, levels: ShopLevels): Held {
    const complexity = complexityOf(planned.topic, levels, random, coins.complex);
    const appRefund = planned.topic === "refund" && planned.channel === "app";
    const botMay = planned.channel !== "phone" && complexity !== "complex" && !appRefund && planned.before === 0;
    const bot = botMay && coins.bot(levels.botShare * (complexity === "simple" ? 1.15 : 0.8));
    const outcome = outcomeOf(planned, { bot, appRefund, complexity }, levels);
    const left = random.next() < (bot ? 0.004 : 0.012 * saleOf(startOfDay(planned.atMs)).waiting);
    const resolved = !left && coins.resolved(outcome.resolved);
    const comesBack = coins.back(outcome.back * (resolved ? 1 : 1.5));
    if (comesBack) {
      due.add({
        ...planned,
        atMs: planned.atMs + (0.4 + Math.min(6.2, random.exponential(1.7))) * DAY_MS,
        channel: random.next() < 0.75 ? planned.channel : "phone",
        before: planned.before + 1,
      });
    }
    const wait = bot ? 1 + random.next() : replySeconds(planned, random);
    const respondedMs = planned.atMs + wait * 1000;
    const minutes = bot
      ? 2.5 * random.unitLogNormal(0.5)
      : HANDLING_MINUTES[complexity] * levels.handling * random.unitLogNormal(0.55);
    const closedMs = left ? planned.atMs + 300_000 : respondedMs + minutes * 60_000;
    const closed = happened(closedMs);
    const contact: Contact = {
      contact_id: 0,
      opened_at: wholeSecond(planned.atMs),
      customer_id: planned.customerId,
      customer_group: planned.group,
      order_id: planned.orderId,
      channel: planned.channel,
      topic: planned.topic,
      queue: bot ? "bot" : appRefund ? "app_refunds" : QUEUES[planned.topic],
      complexity,
      handled_by: bot ? "bot" : "person",
      first_response_at: left ? null : happened(respondedMs),
      messages: 1 + Math.round(random.exponential(bot ? 2 : 3.5)),
      reply_wait_s: left ? null : Math.round(10 * wait) / 10,
      closed_at: oddClosing(closed, planned, random),
      resolved: closed === null ? null : resolved,
      transfers: bot || random.next() < 0.82 ? 0 : 1 + (complexity === "complex" ? random.int(2) : 0),
      reopened: closed !== null && random.next() < 0.02,
      escalated: coins.escalated(outcome.escalated * (resolved ? 0.7 : 2.2)),
    };
    return { contact, comesBack };
  }

  return (month, bought) => {
    const levels = shopLevels(month.beforeEnd);
    for (const { order, contactAtMs } of bought) {
      known.push({ id: order.customer_id, group: order.customer_group });
      if (contactAtMs === null) continue;
      due.add({
        atMs: contactAtMs,
        customerId: order.customer_id,
        group: order.customer_group,
        orderId: order.order_id,
        topic: random.weighted(ORDER_TOPICS),
        channel: random.weighted(CHANNELS),
        before: 0,
      });
    }
    for (const enquiry of enquiriesOf(month, known, random)) due.add(enquiry);
    const held: Held[] = [];
    for (let batch = due.takeBefore(month.endMs); batch.length > 0; batch = due.takeBefore(month.endMs)) {
      for (const planned of batch) held.push(hold(planned, levels));
    }
    held.sort((a, b) => a.contact.opened_at.getTime() - b.contact.opened_at.getTime());
    return held.map(({ contact, comesBack }) => {
      lastId += 1;
      return { contact: { ...contact, contact_id: lastId }, comesBack };
    });
  };
}

/** Questions before buying, from people who have bought before. */
function enquiriesOf(
  { days }: SampleMonth,
  known: readonly { id: number; group: CustomerGroup }[],
  random: Random,
): Planned[] {
  const recent = known.slice(-4000);
  return days.flatMap(({ startMs, weekday }) => {
    const mean = ENQUIRIES_PER_DAY * saleOf(startMs).volume * (weekday >= 6 ? 1.15 : 0.95);
    return Array.from({ length: Math.max(1, Math.round(mean * (1 + 0.08 * random.normal()))) }, () => {
      const customer = random.pick(recent);
      return {
        atMs: startMs + dayTime(random),
        customerId: customer.id,
        group: customer.group,
        orderId: null,
        topic: random.weighted(OTHER_TOPICS),
        channel: random.weighted(CHANNELS),
        before: 0,
      };
    });
  });
}

function complexityOf(
  topic: Topic,
  levels: ShopLevels,
  random: Random,
  complex: (probability: number) => boolean,
): Complexity {
  if (complex(Math.min(0.9, levels.complexShare * COMPLEX_RISK[topic]))) return "complex";
  return random.next() < 0.6 ? "simple" : "standard";
}

function outcomeOf(
  { before }: Planned,
  { bot, appRefund, complexity }: { bot: boolean; appRefund: boolean; complexity: Complexity },
  levels: ShopLevels,
): { resolved: number; back: number; escalated: number } {
  const hard = complexity === "complex" ? 1.6 : complexity === "standard" ? 1.1 : 1;
  if (bot) return { resolved: 0.78, back: 0.15, escalated: 0.012 };
  if (appRefund) {
    const back = levels.appRefundRepeats / (1 + before);
    return { resolved: 0.94 - 0.12 * levels.appRefundRepeats, back, escalated: 0.05 + 0.06 * levels.appRefundRepeats };
  }
  return { resolved: 1 - 0.045 * hard, back: (0.075 * hard) / (1 + before), escalated: 0.03 * hard };
}

function replySeconds({ atMs, channel }: Planned, random: Random): number {
  const evening = new Date(atMs + 8 * 3_600_000).getUTCHours() >= 20 ? 1.25 : 0.95;
  return Math.max(3, REPLY_SECONDS[channel] * evening * saleOf(startOfDay(atMs)).waiting * random.unitLogNormal(0.6));
}

/** Midnight in the sample's zone. */
const startOfDay = (timeMs: number): number => Math.floor((timeMs + 8 * 3_600_000) / DAY_MS) * DAY_MS - 8 * 3_600_000;

/** A gateway of the app ran behind and stamped a handful of closings before the contact itself. */
function oddClosing(closed: Date | null, { atMs, channel }: Planned, random: Random): Date | null {
  if (closed === null || channel !== "app" || random.next() >= 0.004) return closed;
  return wholeSecond(atMs - (30 + random.int(300)) * 1000);
}
